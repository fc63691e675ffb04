"""Fit the prices of the edges of the structure, by the likelihood of the blocks' marginals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import minimize

from cleanarticle.core.structure import StructureTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.layout import Doubles, Floats


def join(trees: Sequence[StructureTree]) -> tuple[StructureTree, np.ndarray]:
    """Return many trees as one forest, and the node of each block."""
    sizes = np.array([len(tree.parent) for tree in trees])
    starts = np.cumsum(sizes) - sizes
    depth = max(len(tree.levels) for tree in trees)
    levels = tuple(
        np.concatenate([
            tree.levels[index] + start
            for tree, start in zip(trees, starts.tolist(), strict=True)
            if index < len(tree.levels)
        ])
        for index in range(depth)
    )
    parent = np.concatenate([tree.parent + start for tree, start in zip(trees, starts, strict=True)])
    edges = np.concatenate([tree.edges for tree in trees])
    blocks = np.concatenate([
        np.arange(start + tree.first_block, start + len(tree.parent))
        for tree, start in zip(trees, starts.tolist(), strict=True)
    ])
    return StructureTree(parent, levels, edges, 0), blocks


def pass_on(log_odds, price):
    return jnp.logaddexp(log_odds + price, 0) - jnp.logaddexp(log_odds, price)


def fit(trees, log_odds, targets, weights, *, l2=1e-3, steps=120, extra=None):
    """Fit; returns parameters: [scale, shift, *edge weights]."""
    forest, blocks = join(trees)
    # order nodes by level so that each level is a slice
    order = np.concatenate((np.flatnonzero(forest.parent == np.arange(len(forest.parent))), *forest.levels))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    parent = place[forest.parent[order]]
    roots = len(order) - sum(map(len, forest.levels))
    bounds = np.cumsum([roots, *map(len, forest.levels)]).tolist()
    mean, std = forest.edges[roots:].mean(0), forest.edges[roots:].std(0) + 1e-6
    mean[0], std[0] = 0, 1
    edges = jnp.asarray((forest.edges[order] - mean) / std)
    parents = [jnp.asarray(parent[a:b]) for a, b in zip(bounds, bounds[1:])]
    lo = jnp.asarray(np.concatenate(log_odds).astype(np.float32))
    at = jnp.asarray(place[blocks])
    y = jnp.asarray(np.concatenate(targets).astype(np.float32))
    w = np.concatenate(weights).astype(np.float32)
    w = jnp.asarray(w / w.sum())
    n = len(order)
    starts = [0, *bounds[:-1]]

    def loss(parameters):
        scale, shift = parameters[0], parameters[1]
        prices = jax.nn.softplus(edges @ parameters[2:])
        belief = jnp.zeros(n).at[at].set(lo * scale + shift)
        parts = [belief[a:b] for a, b in zip([0, *bounds[:-1]], bounds)]
        price = [prices[a:b] for a, b in zip([0, *bounds[:-1]], bounds)]
        messages = [None] * len(parts)
        for i in range(len(parts) - 1, 0, -1):
            messages[i] = pass_on(parts[i], price[i])
            local = parents[i - 1] - starts[i - 1]
            parts[i - 1] = parts[i - 1] + jax.ops.segment_sum(
                messages[i], local, num_segments=len(parts[i - 1]))
        for i in range(1, len(parts)):
            local = parents[i - 1] - starts[i - 1]
            parts[i] = parts[i] + pass_on(parts[i - 1][local] - messages[i], price[i])
        out = jnp.concatenate(parts)[at]
        ce = jnp.logaddexp(0, out) - y * out
        return jnp.sum(ce * w) + l2 * jnp.sum(parameters[3:] ** 2) / 100

    value_and_grad = jax.jit(jax.value_and_grad(loss))

    def objective(x):
        v, g = value_and_grad(jnp.asarray(x, jnp.float32))
        return float(v), np.asarray(g, np.float64)

    start = np.zeros(2 + edges.shape[1])
    start[0], start[2] = 0.8, 0.3
    result = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    x = result.x
    edge = x[2:] / std
    edge[0] = x[2] - (x[3:] * mean[1:] / std[1:]).sum()
    return np.concatenate((x[:2], edge)), result.fun, objective(start)[0]
