"""The communities of a graph that is too large to be drawn entity by entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import networkx as nx

SEED: Final = 1


def communities(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Divide entities into groups that are more connected inside than with each other.

    Args:
        pairs: numbers of entities that are connected.

    Returns:
        The groups, the largest first; the same for the same pairs in any order.

    Source: Louvain communities (Blondel et al. 2008).
    """
    weights = Counter((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(sorted({end for pair in weights for end in pair}))
    graph.add_weighted_edges_from((one, two, float(weight)) for (one, two), weight in sorted(weights.items()))
    found = nx.community.louvain_communities(graph, seed=SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
