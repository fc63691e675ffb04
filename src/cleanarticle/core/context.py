"""Context: what the first scores of all blocks say of each of them, for a second look.

An article is a run of the page: it begins, it ends, and what belongs to one list or box is in or
out together. The columns here let a model see the scores of the neighbours, of the boxes around,
and of all boxes that look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.layout import prefix_sums, shifted

if TYPE_CHECKING:
    from cleanarticle.core.layout import Doubles, Floats, Layout

_STEPS = (-4, -3, -2, -1, 1, 2, 3, 4)
_OUTSIDE = -9.0
"""Log-odds of what stands before the first and after the last block."""
_REACHES = (2, 5, 12, 30)
_LEVELS = 6
_LOOK_LEVELS = 4
_CERTAIN = (0.3, 0.7, 0.9)
"""Probabilities from which a block counts as found; three, as no one suits all pages."""
_FAR = 99.0
_SHORTEST = 60
"""Least letters of a block that counts as found, as of one that is prose."""


def context_features(layout: Layout, odds: Doubles) -> Floats:
    """Describe every block by the scores of the page.

    Args:
        layout: The page.
        odds: Log-odds of body of each block, from the first look.

    Returns:
        A matrix of shape (features, blocks).
    """
    body = 1 / (1 + np.exp(-odds))
    size = layout.size + 1
    sums = prefix_sums(np.stack((body * size, size, body)))
    parts = [
        odds[None, :],
        np.stack(list(shifted(odds, _STEPS, _OUTSIDE))),
        _windows(sums[:2]),
        _boxes(layout, sums),
        _ends(layout, body),
        _place(sums, body),
    ]
    return np.concatenate(parts, axis=0, dtype=np.float32)


def _windows(sums: Doubles) -> Doubles:
    """Share of body in windows around, before and after."""
    count = sums.shape[1] - 1
    order = np.arange(count)
    rows = []
    for reach in _REACHES:
        low, high = np.maximum(0, order - reach), np.minimum(count, order + reach + 1)
        at_low, at_high = sums[:, low], sums[:, high]
        for body, size in (at_high - at_low, sums[:, :-1] - at_low, at_high - sums[:, 1:]):
            rows.append(body / np.maximum(1.0, size))
    return np.stack(rows)


def _boxes(layout: Layout, sums: Doubles) -> Doubles:
    """Share of body in the boxes around, and in all boxes of the page that look like them."""
    inside = sums[:, layout.last] - sums[:, layout.first]
    blocks = np.maximum(1, layout.last - layout.first)
    looks = len(layout.signatures.tags)
    body, size = (np.bincount(layout.signature, inside[at], looks) for at in (0, 1))
    alike = (body / np.maximum(1.0, size))[layout.signature]
    described = np.stack((
        inside[0] / np.maximum(1.0, inside[1]), inside[0] / max(1.0, sums[0, -1]),
        inside[2] / blocks, alike,
    ))  # fmt: skip
    rows = []
    for index, level in zip(range(_LEVELS), layout.levels, strict=False):
        rows.append(described[: 4 if index < _LOOK_LEVELS else 3, level])
    return np.concatenate(rows)


def _ends(layout: Layout, body: Doubles) -> Doubles:
    """How far the first and last, the next and previous block of body are."""
    order = np.arange(len(body))
    found = (body > np.array(_CERTAIN)[:, None]) & (layout.size > _SHORTEST)
    known = found.any(axis=1, keepdims=True)
    first = order - found.argmax(axis=1)[:, None]
    last = len(body) - 1 - found[:, ::-1].argmax(axis=1)[:, None] - order
    following = np.full(found.shape, _FAR)
    previous = np.full(found.shape, _FAR)
    coming = np.minimum.accumulate(np.where(found, order, 2 * _FAR + len(body))[:, ::-1], axis=1)
    past = np.maximum.accumulate(np.where(found, order, -2 * _FAR), axis=1)
    np.minimum(coming[:, -2::-1] - order[:-1], _FAR, out=following[:, :-1])
    np.minimum(order[1:] - past[:, :-1], _FAR, out=previous[:, 1:])
    far = (np.where(known, np.minimum(np.maximum(row, -60), 200), _FAR) for row in (first, last))
    return np.stack((*far, following, previous), axis=1).reshape(-1, len(body))


def _place(sums: Doubles, body: Doubles) -> Doubles:
    """How much body is before and after, and how much of the page is body at all."""
    total = max(1.0, float(sums[0, -1]))
    doubt = float((body * (1 - body) * np.diff(sums[1])).sum())
    page = np.array((np.log1p(total), total / sums[1, -1], body.max(), (body > 0.5).mean(),
                     doubt / total))  # fmt: skip
    rank = np.empty(len(body))
    rank[np.argsort(-body)] = np.arange(len(body)) / len(body)
    return np.stack((
        sums[0, :-1] / total, 1 - sums[0, 1:] / total, sums[1, :-1] / sums[1, -1], rank,
        *(np.full(len(body), value) for value in page),
    ))  # fmt: skip
