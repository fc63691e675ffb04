"""The kinds of boilerplate, in the order of all arrays."""

from __future__ import annotations

from cleanarticle.block import BlockKind

KINDS: tuple[BlockKind, ...] = tuple(kind for kind in BlockKind if kind is not BlockKind.BODY)
"""The kinds of boilerplate."""

KIND_INDEX: dict[BlockKind, int] = {kind: index for index, kind in enumerate(KINDS)}
"""The index of each kind in `KINDS`."""
