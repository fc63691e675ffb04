"""Sample: a few inputs of each site, the same ones in whatever order they come."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cached_property
from heapq import heappush, heappushpop
from pathlib import PurePath
from typing import TYPE_CHECKING

from cleanarticle.batch.inputs.item import Input
from cleanarticle.errors import ConfigError
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.batch.inputs.item import Item
    from cleanarticle.batch.inputs.source import Source


class Sample:
    """A source of some of the inputs of another, which is read twice.

    The inputs of a host, or of a folder, are ranked by a hash of their names, and the first ones
    are taken. Lines that are no inputs are left out.

    Args:
        source: The other source; not a pipe.
        most: Maximum number of inputs of a site.
    """

    is_pipe = False

    def __init__(self, source: Source, most: int) -> None:
        self.is_offline = source.is_offline
        self._source = source
        self._most = most

    def read(self) -> Iterator[Item]:
        """Yield the chosen inputs, in their order."""
        return (item for item in self._inputs() if _rank(item.name) in self._chosen)

    def count(self) -> int:
        """Return the number of the chosen inputs; those with the same name count once."""
        return len(self._chosen)

    @cached_property
    def _chosen(self) -> frozenset[int]:
        """The ranks of the chosen inputs."""
        heaps: dict[str, list[int]] = {}  # of negative ranks: the largest rank is first
        for item in self._inputs():
            heap, rank = heaps.setdefault(_site(item.name), []), -_rank(item.name)
            if rank in heap:
                continue
            if len(heap) < self._most:
                heappush(heap, rank)
            else:
                heappushpop(heap, rank)
        return frozenset(-rank for heap in heaps.values() for rank in heap)

    def _inputs(self) -> Iterator[Input]:
        with suppress(OSError, ConfigError):  # the run that cleans the inputs reports it
            yield from (item for item in self._source.read() if isinstance(item, Input))


def _site(name: str) -> str:
    return host_of(name) or str(PurePath(name).parent)


def _rank(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest)
