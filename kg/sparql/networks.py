"""What SPARQL cannot compute of the edges that a query selects: centrality, communities, shortest paths of any length.

A query says so in its header (`#+ compute: communities`) and selects ?source and ?target, and if it likes ?relation and
?weight: so the same computations serve any network that SPARQL can tell of, such as who speaks of whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from random import Random
from typing import Final

import networkx as nx
import numpy as np
import pyoxigraph as ox

from kg.errors import QueryError
from kg.formats import Source
from kg.sparql.answers import Row, Term
from kg.sparql.remote import Remote
from kg.vocabulary import PREFIXES, local_name

Names = Callable[[str], str]
"""From an IRI to a name for people."""

MOST_ROWS: Final = 50
MOST_PATHS: Final = 100
MOST_MEMBERS: Final = 10
DAMPING: Final = 0.85
"""As Brin and Page (1998)."""
PIVOT_EDGES: Final = 2_000_000
"""Edges that are walked for betweenness at most; above, it is estimated from some of the nodes (Brandes, Pich 2007)."""
SEED: Final = 1
INTEGER: Final = "http://www.w3.org/2001/XMLSchema#integer"
DECIMAL: Final = "http://www.w3.org/2001/XMLSchema#decimal"


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A connection between two nodes, by their IRIs."""

    source: str
    target: str
    relation: str = ""
    weight: float = 1.0


def edges(columns: Sequence[str], rows: Iterable[Row], *, query: str) -> list[Edge]:
    """The edges that a query has selected, sorted.

    Raises:
        QueryError: it does not select ?source and ?target, or a ?weight is no number.
    """
    place = {name: number for number, name in enumerate(columns)}
    if not {"source", "target"} <= place.keys():
        raise QueryError(f"{query}: what is to be computed needs the columns ?source and ?target")

    def value(row: Row, name: str) -> str:
        term = row[place[name]] if name in place else None
        return "" if term is None else term.value

    try:
        found = sorted(
            (value(r, "source"), value(r, "target"), value(r, "relation"), float(value(r, "weight") or 1.0))
            for r in rows
        )  # tuples are compared in a tenth of the time
        return [Edge(*each) for each in found]
    except ValueError as error:
        raise QueryError(f"{query}: a ?weight is no number: {error}") from error


def names_of(store: Source) -> Names:
    """What nodes are called in a graph: their label, else the end of their IRI."""
    if isinstance(store, Remote):
        labels = store.labels()
        return lambda iri: labels.get(iri) or local_name(iri)
    label = ox.NamedNode(PREFIXES["rdfs"] + "label")

    def name(iri: str) -> str:
        quads = store.quads_for_pattern(ox.NamedNode(iri), label, None)
        found = sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.Literal))
        return found[0] if found else local_name(iri)

    return name


def _undirected(listed: Iterable[Edge]) -> nx.Graph[str]:
    """The network without directions, the edges between two nodes as one with their weights together."""
    graph: nx.Graph[str] = nx.Graph()
    weights: dict[tuple[str, str], float] = {}
    for edge in listed:
        if edge.source != edge.target:
            pair = min(edge.source, edge.target), max(edge.source, edge.target)
            weights[pair] = weights.get(pair, 0.0) + edge.weight
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((one, two, weight) for (one, two), weight in sorted(weights.items()))
    return graph


def _ends(graph: nx.Graph[str]) -> tuple[np.ndarray, np.ndarray]:
    """The places of the nodes where edges start and where they end; each edge in both directions."""
    number = {node: i for i, node in enumerate(graph)}
    ends = np.array([(number[one], number[two]) for one, two in graph.edges], dtype=np.int64).reshape(-1, 2)
    return np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])


def page_rank(graph: nx.Graph[str]) -> dict[str, float]:
    """How often a reader who follows edges at random comes to each node, as a share of 1.

    Source: Brin and Page 1998; networkx computes it with SciPy alone.
    """
    nodes = list(graph)
    if not nodes:
        return {}
    source, target = _ends(graph)
    weight = np.array([float(graph.edges[pair]["weight"]) for pair in graph.edges])
    both = np.concatenate([weight, weight])
    share = both / np.bincount(source, both, len(nodes))[source]
    rank = np.full(len(nodes), 1.0 / len(nodes))
    for _ in range(200):
        new = (1 - DAMPING) / len(nodes) + DAMPING * np.bincount(target, rank[source] * share, len(nodes))
        done = float(np.abs(new - rank).sum()) < 1e-10
        rank = new
        if done:
            break
    return dict(zip(nodes, rank.tolist(), strict=True))


def betweenness(graph: nx.Graph[str], pivots: int) -> dict[str, float]:
    """Which share of the shortest paths between two others leads through each node.

    Source: Brandes 2001, from some of the nodes as Brandes and Pich 2007; the same figures as those of networkx, whose
    loops take twenty times as long as these over all edges at once.

    Args:
        pivots: from how many of the nodes paths start.
    """
    count, total = len(graph), np.zeros(len(graph))
    source, target = _ends(graph)
    start = range(count) if pivots >= count else Random(SEED).sample(range(count), pivots)
    for node in start:
        distance, paths = np.full(count, -1), np.zeros(count)
        distance[node], paths[node], steps = 0, 1.0, list[tuple[np.ndarray, np.ndarray]]()
        while True:
            ahead = (distance[source] == len(steps)) & (distance[target] < 0)
            if not ahead.any():
                break
            near, far = source[ahead], target[ahead]
            steps.append((near, far))
            distance[far] = len(steps)
            paths += np.bincount(far, paths[near], count)
        through = np.zeros(count)
        for near, far in reversed(steps):
            through += np.bincount(near, paths[near] / paths[far] * (1 + through[far]), count)
        through[node] = 0
        total += through
    if count < 3:
        return dict.fromkeys(graph, 0.0)
    # no path from a node leads through itself: those where paths start have one start less
    starts = np.full(count, len(start), dtype=float)
    starts[list(start)] -= 1
    share = total / (np.maximum(starts, 1) * (count - 2))
    return dict(zip(graph, share.tolist(), strict=True))


def _centrality(listed: Sequence[Edge], names: Names, given: Mapping[str, str]) -> tuple[list[str], list[Row]]:
    graph = _undirected(listed)
    rank = page_rank(graph)
    pivots = max(10, min(len(graph), PIVOT_EDGES // max(1, graph.number_of_edges())))
    between = betweenness(graph, pivots)
    best = sorted(graph, key=lambda node: (-round(rank[node], 6), node))[:MOST_ROWS]
    rows: list[Row] = [
        (_text(names(node)), _number(rank[node]), _number(between[node]), _count(graph.degree[node]), Term("uri", node))
        for node in best
    ]
    return ["name", "pagerank", "betweenness", "neighbours", "entity"], rows


def _groups(graph: nx.Graph[str]) -> list[list[str]]:
    """The communities of a network, the largest first, in each the best connected first.

    Source: Louvain (Blondel and others 2008).
    """
    found = nx.community.louvain_communities(graph, seed=SEED) if len(graph) else []
    degree = dict(graph.degree(weight="weight"))
    groups = [sorted(group, key=lambda node: (-degree[node], node)) for group in found]
    return sorted(groups, key=lambda group: (-len(group), group))


def _communities(listed: Sequence[Edge], names: Names, given: Mapping[str, str]) -> tuple[list[str], list[Row]]:
    graph = _undirected(listed)
    rows = list[Row]()
    for number, group in enumerate(_groups(graph), start=1):
        inside = graph.subgraph(group).number_of_edges()
        first = ", ".join(names(node) for node in group[:MOST_MEMBERS])
        rows.append((_count(number), _count(len(group)), _count(inside), _text(first)))
    return ["community", "size", "ties", "best_connected"], rows


def _members(listed: Sequence[Edge], names: Names, given: Mapping[str, str]) -> tuple[list[str], list[Row]]:
    graph = _undirected(listed)
    rows: list[Row] = [
        (_count(number), _text(names(node)), _count(graph.degree[node]), Term("uri", node))
        for number, group in enumerate(_groups(graph), start=1)
        for node in group
    ]
    return ["community", "name", "neighbours", "entity"], rows


def _paths(listed: Sequence[Edge], names: Names, given: Mapping[str, str]) -> tuple[list[str], list[Row]]:
    try:
        start, end = given["from"], given["to"]
    except KeyError as error:
        raise QueryError(f"shortest-paths needs the parameter {error}") from error
    graph, between = _undirected(listed), dict[frozenset[str], list[Edge]]()
    for edge in listed:
        between.setdefault(frozenset((edge.source, edge.target)), []).append(edge)
    columns, rows = ["facts", "path"], list[Row]()
    if start == end or start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return columns, rows
    for nodes in islice(nx.all_shortest_paths(graph, start, end), MOST_PATHS):
        steps = [between[frozenset(pair)] for pair in pairwise(nodes)]
        for path in islice(product(*steps), MOST_PATHS):
            told = "; ".join(f"{names(e.source)} {local_name(e.relation)} {names(e.target)}" for e in path)
            rows.append((_count(len(path)), _text(told)))
    return columns, sorted(rows, key=str)[:MOST_PATHS]


COMPUTATIONS: Final[Mapping[str, Callable[[Sequence[Edge], Names, Mapping[str, str]], tuple[list[str], list[Row]]]]] = {
    "centrality": _centrality,
    "communities": _communities,
    "members": _members,
    "shortest-paths": _paths,
}
"""By the name that a query's header gives: from edges, names and parameters to columns and rows."""


def _text(value: str) -> Term:
    return Term("literal", value)


def _count(value: int) -> Term:
    return Term("literal", str(value), datatype=INTEGER)


def _number(value: float) -> Term:
    return Term("literal", f"{value:.6f}", datatype=DECIMAL)
