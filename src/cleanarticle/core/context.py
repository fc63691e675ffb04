"""Context features: the first-pass scores around each block, as input for the second pass.

The main content is usually one contiguous run of blocks, and the items of one list or box are kept
or dropped together. These features show a model the scores of neighboring blocks, of the ancestor
boxes, and of all boxes with the same signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.core.layout import prefix_sums, shifted

if TYPE_CHECKING:
    from cleanarticle.core.layout import Doubles, Floats, Layout

_OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
_OUTSIDE_ODDS = -9.0
"""Log-odds assumed before the first block and after the last."""
_RADII = (2, 5, 12, 30)
_LEVELS = 6
_SIGNATURE_LEVELS = 4
_BODY_THRESHOLDS = (0.3, 0.7, 0.9)
"""Probabilities above which a block counts as body; three, as no single one suits all pages."""
_NO_BODY = 99.0
"""Distance to a body block where there is none."""
_MIN_BODY_SIZE = 60
"""Blocks must have more letters than this to count as body: about the length of prose."""


CONTEXT_FEATURES = (
    "odds",
    *(f"odds{offset:+}" for offset in _OFFSETS),
    *(f"body_{side}{radius}" for radius in _RADII for side in ("around", "before", "after")),
    *(
        f"body_up{level}_{name}"
        for level in range(_LEVELS)
        for name in ("share", "part", "blocks", *(("similar",) if level < _SIGNATURE_LEVELS else
        ()))
    ),
    *(
        f"body_{side}_{threshold}"
        for threshold in _BODY_THRESHOLDS
        for side in ("first", "last", "next", "previous")
    ),
    "body_before", "body_after", "size_before", "body_rank", "body_size", "body_share", "body_max",
    "body_blocks", "body_doubt",
)  # fmt: skip
"""The names of the features, in order."""


def context_features(layout: Layout, odds: Doubles) -> Floats:
    """Describe every block by the first-pass scores of the whole page.

    Args:
        layout: The page.
        odds: First-pass log-odds of body, shape (blocks,).

    Returns:
        A matrix of shape (features, blocks), the features as in `CONTEXT_FEATURES`.
    """
    body = 1 / (1 + np.exp(-odds))
    size = layout.size + 1
    sums = prefix_sums(np.stack((body * size, size, body)))
    parts = [
        odds[None, :],
        np.stack(list(shifted(odds, _OFFSETS, _OUTSIDE_ODDS))),
        _window_features(sums[:2]),
        _box_features(layout, sums),
        _distance_features(layout, body),
        _position_features(sums, body),
    ]
    return np.concatenate(parts, axis=0, dtype=np.float32)


def _window_features(sums: Doubles) -> Doubles:
    """Return the share of body in windows around, before and after each block."""
    count = sums.shape[1] - 1
    order = np.arange(count)
    rows = []
    for radius in _RADII:
        low, high = np.maximum(0, order - radius), np.minimum(count, order + radius + 1)
        low_sums, high_sums = sums[:, low], sums[:, high]
        windows = (high_sums - low_sums, sums[:, :-1] - low_sums, high_sums - sums[:, 1:])
        for body, size in windows:
            rows.append(body / np.maximum(1.0, size))
    return np.stack(rows)


def _box_features(layout: Layout, sums: Doubles) -> Doubles:
    """Return the share of body in the ancestor boxes and in all boxes with their signatures."""
    box_sums = sums[:, layout.last] - sums[:, layout.first]
    block_count = np.maximum(1, layout.last - layout.first)
    signature_count = len(layout.signatures.tags)
    body, size = (np.bincount(layout.signature, box_sums[i], signature_count) for i in (0, 1))
    signature_share = (body / np.maximum(1.0, size))[layout.signature]
    features = np.stack((
        box_sums[0] / np.maximum(1.0, box_sums[1]), box_sums[0] / max(1.0, sums[0, -1]),
        box_sums[2] / block_count, signature_share,
    ))  # fmt: skip
    rows = []
    for index, level in zip(range(_LEVELS), layout.levels, strict=False):
        rows.append(features[: 4 if index < _SIGNATURE_LEVELS else 3, level])
    return np.concatenate(rows)


def _distance_features(layout: Layout, body: Doubles) -> Doubles:
    """Return the distances, in blocks, to the first, last, next and previous body blocks."""
    order = np.arange(len(body))
    is_body = (body > np.array(_BODY_THRESHOLDS)[:, None]) & (layout.size > _MIN_BODY_SIZE)
    any_body = is_body.any(axis=1, keepdims=True)
    from_first = order - is_body.argmax(axis=1)[:, None]
    to_last = len(body) - 1 - is_body[:, ::-1].argmax(axis=1)[:, None] - order
    to_next = np.full(is_body.shape, _NO_BODY)
    from_previous = np.full(is_body.shape, _NO_BODY)
    next_index = np.minimum.accumulate(
        np.where(is_body, order, 2 * _NO_BODY + len(body))[:, ::-1], axis=1
    )
    previous_index = np.maximum.accumulate(np.where(is_body, order, -2 * _NO_BODY), axis=1)
    np.minimum(next_index[:, -2::-1] - order[:-1], _NO_BODY, out=to_next[:, :-1])
    np.minimum(order[1:] - previous_index[:, :-1], _NO_BODY, out=from_previous[:, 1:])
    ends = (
        np.where(any_body, np.minimum(np.maximum(row, -60), 200), _NO_BODY)
        for row in (from_first, to_last)
    )
    return np.stack((*ends, to_next, from_previous), axis=1).reshape(-1, len(body))


def _position_features(sums: Doubles, body: Doubles) -> Doubles:
    """Return the share of body before and after each block, and the share of body on the page."""
    total = max(1.0, float(sums[0, -1]))
    uncertainty = float((body * (1 - body) * np.diff(sums[1])).sum())
    page = np.array((np.log1p(total), total / sums[1, -1], body.max(), (body > 0.5).mean(),
                     uncertainty / total))  # fmt: skip
    rank = np.empty(len(body))
    rank[np.argsort(-body)] = np.arange(len(body)) / len(body)
    return np.stack((
        sums[0, :-1] / total, 1 - sums[0, 1:] / total, sums[1, :-1] / sums[1, -1], rank,
        *(np.full(len(body), value) for value in page),
    ))  # fmt: skip
