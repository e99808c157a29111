"""Where each entity of a picture lies: computed here, so that a page is quiet from its first moment on.

Communities (Louvain) are laid out by themselves, then laid out over each other, and the whole is relaxed by forces;
at last no two labels of a small picture lie on each other. Parts that are not connected stand in rows below.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

SEED: Final = 1
WIDE: Final = 1.45
"""Width over height of a picture: a screen beside its panel."""
AIR: Final = 4.5
"""How much more room a picture has than its names fill."""
GAP: Final = 70.0
"""Pixels between what stands beside each other."""
WEAK: Final = 0.35
"""How strongly a weak link pulls, a strong one being 1."""
GOLDEN: Final = (math.sqrt(5) - 1) / 2
RELAXED: Final = 1200
"""Above so many entities in one part its communities stay where they are: forces between all pairs cost too much."""


def lay_out(
    strong: Sequence[tuple[int, int]], weak: Sequence[tuple[int, int]], sizes: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Give each of N entities a place.

    Entities with strong links are laid out first, weak links pulling a little; those that have weak links alone are
    then put beside their neighbours without moving anything, so that a picture without them has no holes.

    Args:
        strong, weak: pairs of indexes below N that are connected.
        sizes: width and height that each entity and its name take, in pixels.

    Returns:
        x to the right and y downwards, in pixels of an unscaled picture; the largest part has its middle at 0, 0.

    Source: Louvain communities (Blondel et al. 2008), forces (Fruchterman and Reingold 1991).
    """
    if not sizes:
        return []
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(sizes)))
    for weight, pairs in ((1.0, strong), (WEAK, weak)):
        for one, two in pairs:
            if one != two:
                known = graph.get_edge_data(one, two, default={"weight": 0.0})["weight"]
                graph.add_edge(one, two, weight=known + weight)
    first = sorted({end for pair in strong for end in pair}) or sorted(graph)
    boxes = np.asarray(sizes, dtype=float).reshape(-1, 2)
    places = np.full((len(sizes), 2), np.nan)
    for part, points in _rows([(part, _part(graph, part, boxes[part])) for part in _connected(graph, first)], boxes):
        places[part] = points
    _beside(graph, places, boxes)
    rest = [node for node in graph if np.isnan(places[node, 0])]
    if rest:
        rows = _rows([(part, _part(graph, part, boxes[part])) for part in _connected(graph, rest)], boxes)
        lower = float(np.nanmax(places[:, 1])) + GAP - min(float(points[:, 1].min()) for _, points in rows)
        for part, points in rows:
            places[part] = points + np.array([0.0, lower])
    return [(round(float(x), 1), round(float(y), 1)) for x, y in places]


def _connected(graph: nx.Graph[int], nodes: Iterable[int]) -> list[list[int]]:
    """The connected parts of some nodes of a graph, the largest first."""
    found = (sorted(part) for part in nx.connected_components(graph.subgraph(nodes)))
    return sorted(found, key=lambda part: (-len(part), part))


def _part(graph: nx.Graph[int], nodes: Sequence[int], boxes: Points) -> Points:
    """One connected part, its middle at 0, 0, as large as its names need."""
    if len(nodes) == 1:
        return np.zeros((1, 2))
    # numbered anew and in order: what networkx does with sets then depends on nothing but the graph
    number = {node: i for i, node in enumerate(nodes)}
    part: nx.Graph[int] = nx.Graph()
    part.add_nodes_from(range(len(nodes)))
    links: Iterable[tuple[int, int, float]] = graph.subgraph(nodes).edges(data="weight")
    numbered = ((min(number[one], number[two]), max(number[one], number[two]), weight) for one, two, weight in links)
    part.add_weighted_edges_from(sorted(numbered))
    points = _communities(part)
    if len(nodes) <= RELAXED // 2:
        points = _even(part, points)
    elif len(nodes) <= RELAXED:
        points = _spring(part, points, 1.0, 15)
    points = _upright(points)
    room = np.array([WIDE, 1.0]) * math.sqrt(float((boxes[:, 0] * boxes[:, 1]).sum()) * AIR / WIDE)
    extent = points.max(axis=0) - points.min(axis=0)
    points = points * (room / np.maximum(extent, extent.max() / 3))
    return _centred(_apart(points, boxes))


def _even(part: nx.Graph[int], start: Points) -> Points:
    """Distances on the page as near as can be to those in the graph, links of well connected nodes being longer.

    Source: stress majorisation (Gansner, Koren and North 2004).
    """
    degree = np.array([part.degree[node] for node in range(len(part))], dtype=float)
    apart: nx.Graph[int] = nx.Graph()
    apart.add_nodes_from(range(len(part)))
    links: Iterable[tuple[int, int, float]] = part.edges(data="weight")
    for one, two, weight in links:
        stretched = (degree[one] + degree[two]) ** 0.25
        apart.add_edge(one, two, length=stretched * (1.0 if weight >= 1.0 else 2.0))
    wanted = np.zeros((len(part), len(part)))
    for node, reached in nx.all_pairs_dijkstra_path_length(apart, weight="length"):
        wanted[node, list(reached)] = list(reached.values())
    np.fill_diagonal(wanted, 1.0)
    weights = wanted**-2
    np.fill_diagonal(weights, 0.0)
    # the pseudo-inverse of a connected graph's Laplacian, but for a constant that only moves the whole
    inverse = np.linalg.inv(np.diag(weights.sum(axis=1)) - weights + 1.0 / len(part))
    points = _centred(start) * float(wanted.max() / max(np.ptp(start, axis=0).max(), 1e-9))
    for _ in range(80):
        distance = np.hypot(*(points[:, None, axis] - points[None, :, axis] for axis in (0, 1)))
        ratio = -weights * wanted / np.maximum(distance, 1e-6)
        np.fill_diagonal(ratio, 0.0)
        np.fill_diagonal(ratio, -ratio.sum(axis=1))
        points = inverse @ (ratio @ points)
    return points


def _upright(points: Points) -> Points:
    """Turned so that its longest side lies across the screen."""
    _, _, axes = np.linalg.svd(_centred(points), full_matrices=False)
    turned: Points = points @ axes.T
    # a singular vector's sign is arbitrary: fix it
    signs: Points = np.where(turned[0] < 0, -1.0, 1.0)
    return _centred(turned * signs)


def _beside(graph: nx.Graph[int], places: Points, boxes: Points) -> None:
    """Put those that have no place yet beside their neighbours that have one, outwards; neighbours' neighbours next."""
    middle = np.nanmean(places, axis=0)
    fixed = ~np.isnan(places[:, 0])
    waiting = [node for node in graph if np.isnan(places[node, 0])]
    while waiting:
        known = ~np.isnan(places[:, 0])
        ready = [node for node in waiting if any(known[other] for other in graph[node])]
        if not ready:
            break
        for turn, node in enumerate(ready):
            anchor = places[[other for other in graph[node] if known[other]]].mean(axis=0)
            outwards = anchor - middle
            angle = math.atan2(outwards[1], outwards[0]) + ((turn * GOLDEN) % 1.0 - 0.5) * math.pi
            places[node] = anchor + np.array([math.cos(angle) * 1.2, math.sin(angle)]) * GAP
        waiting = [node for node in waiting if np.isnan(places[node, 0])]
    placed = np.flatnonzero(~np.isnan(places[:, 0]))
    places[placed] = _apart(places[placed], boxes[placed], fixed=fixed[placed])


def _communities(part: nx.Graph[int]) -> Points:
    """Communities laid out by themselves, and over each other by how much connects them."""
    groups = sorted((sorted(group) for group in nx.community.louvain_communities(part, seed=SEED)), key=lambda g: g[0])
    owner = {node: number for number, group in enumerate(groups) for node in group}
    over: nx.Graph[int] = nx.Graph()
    over.add_nodes_from(range(len(groups)))
    for one, two in part.edges:
        a, b = owner[one], owner[two]
        if a != b:
            over.add_edge(a, b, weight=over.get_edge_data(a, b, default={"weight": 0.0})["weight"] + 1.0)
    radii = np.array([math.sqrt(len(group)) * 0.6 for group in groups])
    apart = _ring(len(groups)) * radii.sum() / math.pi
    middles = _spring(over, apart, 2.2 * float(radii.mean()), 100) if len(groups) <= RELAXED else apart
    middles = _apart(_centred(middles), np.stack([2 * radii, 2 * radii], axis=1))
    points = np.zeros((len(part), 2))
    for group, middle, radius in zip(groups, middles, radii, strict=True):
        inner: nx.Graph[int] = nx.Graph()
        inner.add_nodes_from(group)
        inner.add_edges_from(sorted((min(edge), max(edge)) for edge in part.subgraph(group).edges))
        spiral = _spiral(len(group)) * radius
        local = _centred(_spring(inner, spiral, 1.0, 60) if len(group) <= RELAXED else spiral)
        reach = max(float(np.abs(local).max()), 1e-9)
        points[group] = middle + local * min(1.0, radius / reach)
    return points


def _ring(count: int) -> Points:
    """Places on the unit circle: where forces start from, the same every time and no two the same."""
    angles = 2 * math.pi * np.arange(count) / count
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _spiral(count: int) -> Points:
    """Places spread evenly over the unit disc, as the seeds of a sunflower."""
    turns = 2 * math.pi * GOLDEN * np.arange(count)
    return np.stack([np.cos(turns), np.sin(turns)], axis=1) * np.sqrt((np.arange(count) + 0.5) / count)[:, None]


def _spring(graph: nx.Graph[int], start: Points, spacing: float, steps: int) -> Points:
    """Let linked nodes pull and all nodes push, ever more gently (as networkx's `spring_layout`, which needs scipy for
    more than 500 nodes)."""
    if len(start) == 1:
        return np.zeros((1, 2))
    pulls = nx.to_numpy_array(graph).astype(np.float32) / np.float32(spacing)
    points = start.astype(np.float32)
    warmth = float(np.ptp(points, axis=0).max()) * 0.1
    for step in range(steps):
        x, y = (points[:, None, axis] - points[None, :, axis] for axis in (0, 1))
        distance = np.maximum(np.hypot(x, y), np.float32(0.01))
        force = np.float32(spacing**2) / distance**2 - pulls * distance
        moves = np.stack([np.einsum("ij,ij->i", x, force), np.einsum("ij,ij->i", y, force)], axis=1)
        lengths = np.maximum(np.hypot(moves[:, 0], moves[:, 1]), np.float32(1e-6))
        points += moves * (warmth * (1 - step / (steps + 1)) / lengths)[:, None]
    return points.astype(np.float64)


def _apart(points: Points, boxes: Points, *, fixed: NDArray[np.bool_] | None = None) -> Points:
    """Push overlapping boxes apart, each pair along the axis on which less is needed; too many are left as they are.

    Args:
        fixed: which may not be moved; none by default.
    """
    if len(points) > RELAXED // 2:
        return points
    points = points.copy()
    held = np.zeros(len(points), dtype=bool) if fixed is None else fixed
    one, two = np.triu_indices(len(points), 1)
    pairs = ~(held[one] & held[two])
    one, two = one[pairs], two[pairs]
    reach = (boxes[one] + boxes[two]) / 2
    both = np.where(held[one] | held[two], 1.04, 0.52)[:, None]  # beside one that stays the other goes all of the way
    for _ in range(500 if len(points) <= 150 else 100):
        close = np.flatnonzero(np.abs(points[one, 0] - points[two, 0]) < reach[:, 0])
        close = close[np.abs(points[one[close], 1] - points[two[close], 1]) < reach[close, 1]]
        if not len(close):
            break
        a, b = one[close], two[close]
        delta = points[a] - points[b]
        overlap = reach[close] - np.abs(delta)
        push = np.where(delta < 0, -overlap, overlap) * both[close] / 2
        across = overlap[:, 0] < overlap[:, 1]
        push[across, 1], push[~across, 0] = 0.0, 0.0
        moved = np.zeros_like(points)
        np.add.at(moved, a, push)
        np.add.at(moved, b, -push)
        moved[held] = 0.0
        points += moved
    return points


def _centred(points: Points) -> Points:
    middle: Points = (points.min(axis=0) + points.max(axis=0)) / 2
    return points - middle


def _rows(drawn: Sequence[tuple[list[int], Points]], boxes: Points) -> list[tuple[list[int], Points]]:
    """The largest part where it is, the others in rows below it, no wider than it (or than a screen)."""
    extents = [points.max(axis=0) - points.min(axis=0) + boxes[part].max(axis=0) for part, points in drawn]
    total = sum(float(extent[0] * extent[1]) for extent in extents)
    width = max(float(extents[0][0]), math.sqrt(total * WIDE))
    placed = [drawn[0]]
    x, y, height = -width / 2, float(extents[0][1]) / 2 + GAP / 2, 0.0
    for (part, points), extent in zip(drawn[1:], extents[1:], strict=True):
        if x > -width / 2 and x + extent[0] > width / 2:
            x, y, height = -width / 2, y + height + GAP / 4, 0.0
        placed.append((part, points + np.array([x + extent[0] / 2, y + extent[1] / 2])))
        x, height = x + float(extent[0]) + GAP / 4, max(height, float(extent[1]))
    return placed
