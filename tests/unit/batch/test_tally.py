from __future__ import annotations

from cleanarticle.batch.record import Record
from cleanarticle.batch.tally import Tally


def record_of(host: str) -> Record:
    url = f"https://{host}/"
    return Record(url, url, "ok", None, "2025-01-01", 1, fields={"page_type": "article"})


def test_tally_many_hosts_counts_pages_of_the_first_alone() -> None:
    tally = Tally()
    for number in range(10_500):
        tally.add(record_of(f"h{number}.example"))
    tally.add(record_of("h0.example"))
    assert tally.ok == 10_501
    assert len(tally.pages_by_host) == 10_000
    assert tally.pages_by_host["h0.example"] == 2
    assert tally.pages_by_host.total() == 10_001
