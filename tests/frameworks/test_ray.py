"""Batches and datasets on a Ray cluster of two nodes, one of which dies."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from cleanarticle import clean
from cleanarticle.batch import RECORD_FIELDS
from support.warcs import write_crawl
from support.webserver import Site, article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.frameworks

PAGES = {f"https://site.example/{number}": article(f"Page {number}") for number in range(600)}


class Cluster:
    """A cluster of two nodes on this machine, with a core each."""

    def __init__(self) -> None:
        from ray import cluster_utils

        node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100_000_000}
        self._cluster: Any = cluster_utils.Cluster(
            initialize_head=True, head_node_args={**node, "include_dashboard": False}
        )
        self._second = self._cluster.add_node(**node)
        self.address = self._cluster.address

    def kill_node(self) -> None:
        """End the second node at once, as a power failure does."""
        self._cluster.remove_node(self._second, allow_graceful=False)

    def close(self) -> None:
        """End the cluster."""
        self._cluster.shutdown()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    cluster = Cluster()
    yield cluster
    cluster.close()


def command(source: Path, output: Path, *options: str) -> list[str]:
    program = [sys.executable, "-m", "cleanarticle", "batch", str(source), "-o", str(output)]
    return [*program, "--quiet", *options]


def read(path: Path) -> list[dict[str, Any]]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for record in records:
        del record["elapsed_ms"]
    return records


def wait_for_records(output: Path, run: subprocess.Popen[bytes], count: int) -> None:
    while run.poll() is None and (not output.exists() or output.read_bytes().count(b"\n") < count):
        time.sleep(0.1)


def test_batch_on_ray_gives_the_same_records_though_a_node_dies(
    cluster: Cluster, tmp_path: Path
) -> None:
    source = tmp_path / "crawl.warc.gz"
    write_crawl(
        source, {**PAGES, "https://site.example/robots.txt": b"User-agent: *\nDisallow: /\n"}
    )
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    assert subprocess.run(command(source, here), check=False).returncode == 1  # robots.txt
    options = ("--engine", "ray", "--ray-address", cluster.address)
    with subprocess.Popen(command(source, there, *options)) as run:
        wait_for_records(there, run, 50)
        cluster.kill_node()
        assert run.wait(timeout=300) == 1
    assert read(there) == read(here)


def test_batch_on_ray_fetches_every_url_though_a_node_dies(
    cluster: Cluster, tmp_path: Path
) -> None:
    pages = {f"/{number}": article(f"Page {number}") for number in range(12)}
    source, output = tmp_path / "urls.txt", tmp_path / "out.jsonl"
    with Site(all_loopback=True, pages=pages) as site:
        urls = [site.url(path, host) for path in pages for host in HOSTS]
        source.write_text("\n".join(urls), "utf-8")
        options = ("--engine", "ray", "--ray-address", cluster.address, "--delay", str(DELAY),
                   "--allow-private-hosts")  # fmt: skip
        with subprocess.Popen(command(source, output, *options)) as run:
            wait_for_records(output, run, 12)
            cluster.kill_node()
            assert run.wait(timeout=300) == 0
    records = read(output)
    assert sorted(record["url"] for record in records) == sorted(urls)
    assert {record["status"] for record in records} == {"ok"}
    for host in HOSTS:
        begun = sorted(hit.began for hit in site.hits if hit.host.startswith(host))
        is_hasty = [after - before < 0.9 * DELAY for before, after in pairwise(begun)]
        assert sum(is_hasty) <= 2  # the first page follows robots.txt; a takeover has no memory


HOSTS = [f"127.0.0.{number}" for number in range(1, 7)]
DELAY = 0.5


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_clean_dataset_has_a_row_for_each_page(cluster: Cluster) -> None:
    import ray

    from cleanarticle.scale import clean_dataset

    ray.init(address=cluster.address, log_to_driver=False)
    try:
        rows: list[dict[str, Any]] = [{"url": url, "html": page} for url, page in PAGES.items()]
        rows += [
            {"url": None, "html": article("No URL")},
            {"url": "https://a.example", "html": b""},
        ]
        dataset = clean_dataset(ray.data.from_items(rows), effort="fast")
        found = {row["url"]: row for row in dataset.take_all()}
    finally:
        ray.shutdown()
    assert len(found) == len(rows)
    assert list(next(iter(found.values()))) == list(RECORD_FIELDS)
    for url, page in list(PAGES.items())[:20]:
        assert found[url]["text"] == clean(page, url=url, effort="fast").text
        assert found[url]["boilerplate"][0].keys() == {"kind", "text", "reason"}
    assert found["https://a.example"]["error"]["kind"] == "input"
    (nameless,) = (row for name, row in found.items() if name.startswith("sha256:"))
    assert nameless["title"] == "No URL"
