"""Context: what the first scores of all blocks say of each of them, for a second look.

An article is a run of the page: it begins, it ends, and what belongs to one list or box is in or
out together. The columns here let a model see the scores of the neighbours, of the boxes around,
and of all boxes that look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.features import prefix

if TYPE_CHECKING:
    from cleanarticle.features import Doubles, Floats, Layout

_STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
_REACHES = (2, 5, 12, 30)
_LEVELS = 6
_LOOK_LEVELS = 4
_CERTAIN = (0.3, 0.7, 0.9)
"""Probabilities from which a block counts as found; three, as no one suits all pages."""
_FAR = 99.0


def context_features(layout: Layout, odds: Doubles) -> Floats:
    """Describe every block by the scores of the page.

    Args:
        layout: The page.
        odds: Log-odds of body of each block, from the first look.

    Returns:
        A matrix of shape (blocks, columns).
    """
    body = 1 / (1 + np.exp(-odds))
    size = layout.size + 1
    sums = prefix(np.stack((body * size, size, body), axis=1))
    parts = [
        odds[:, None],
        _neighbours(odds),
        _windows(sums),
        _boxes(layout, sums),
        _ends(layout, body),
        _place(sums, body),
    ]
    return np.concatenate(parts, axis=1, dtype=np.float32)


def _neighbours(odds: Doubles) -> Doubles:
    reach = max(_STEPS)
    padded = np.pad(odds, reach, constant_values=-9.0)
    return np.stack([padded[reach + step : reach + step + len(odds)] for step in _STEPS], axis=1)


def _windows(sums: Doubles) -> Doubles:
    """Share of body in windows around, before and after."""
    count = len(sums) - 1
    order = np.arange(count)
    columns = []
    for reach in _REACHES:
        low, high = np.maximum(0, order - reach), np.minimum(count, order + reach + 1)
        for start, end in ((low, high), (low, order), (order + 1, high)):
            part = sums[end] - sums[start]
            columns.append(part[:, 0] / np.maximum(1.0, part[:, 1]))
    return np.stack(columns, axis=1)


def _boxes(layout: Layout, sums: Doubles) -> Doubles:
    """Share of body in the boxes around, and in all boxes of the page that look like them."""
    inside = sums[layout.last] - sums[layout.first]
    blocks = np.maximum(1, layout.last - layout.first)
    looks = int(layout.look.max()) + 1
    body, size = (np.bincount(layout.look, inside[:, at], looks) for at in (0, 1))
    alike = (body / np.maximum(1.0, size))[layout.look]
    described = np.stack((
        inside[:, 0] / np.maximum(1.0, inside[:, 1]), inside[:, 0] / max(1.0, sums[-1, 0]),
        inside[:, 2] / blocks, alike,
    ), axis=1)  # fmt: skip
    columns = []
    for index, level in zip(range(_LEVELS), layout.levels, strict=False):
        columns.append(described[level, : 4 if index < _LOOK_LEVELS else 3])
    return np.concatenate(columns, axis=1)


def _ends(layout: Layout, body: Doubles) -> Doubles:
    """How far the first and last, the next and previous block of body are."""
    count = len(body)
    order = np.arange(count)
    columns = []
    for bound in _CERTAIN:
        found = np.flatnonzero((body > bound) & (layout.size > 60))
        if not len(found):
            columns.append(np.full((count, 4), _FAR))
            continue
        after = np.searchsorted(found, order, side="right")
        before = np.searchsorted(found, order, side="left") - 1
        following = np.where(after < len(found), found[np.minimum(after, len(found) - 1)] - order,
                             _FAR)  # fmt: skip
        previous = np.where(before >= 0, order - found[np.maximum(before, 0)], _FAR)
        columns.append(np.stack((
            np.clip(order - found[0], -60, 200), np.clip(found[-1] - order, -60, 200),
            np.minimum(following, _FAR), np.minimum(previous, _FAR),
        ), axis=1))  # fmt: skip
    return np.concatenate(columns, axis=1)


def _place(sums: Doubles, body: Doubles) -> Doubles:
    """How much body is before and after, and how much of the page is body at all."""
    total = max(1.0, float(sums[-1, 0]))
    doubt = float((body * (1 - body) * np.diff(sums[:, 1])).sum())
    page = np.array((np.log1p(total), total / sums[-1, 1], body.max(), (body > 0.5).mean(),
                     doubt / total))  # fmt: skip
    return np.column_stack((
        sums[:-1, 0] / total, 1 - sums[1:, 0] / total, sums[:-1, 1] / sums[-1, 1],
        np.argsort(np.argsort(-body)) / len(body),
        np.broadcast_to(page, (len(body), len(page))),
    ))  # fmt: skip
