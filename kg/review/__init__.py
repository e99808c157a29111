"""What is worth a person's look: doubtful merges and splits, likely duplicates, conflicting roles, unsure facts.

The figures here order a list for a person; they decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import Graph

from kg.decisions import NONE, Decisions
from kg.review.identity import duplicates, merges, namesakes, splits
from kg.review.material import Doubt, Kind, Material
from kg.review.statements import facts, roles

__all__ = ["Doubt", "Kind", "review"]


def review(graph: Graph, decisions: Decisions = NONE, *, name: str = "GRAPH", files: Sequence[str] = ()) -> list[Doubt]:
    """List what is worth a person's look, best first.

    Args:
        decisions: what is decided and needs no look.
        name: what to call the graph in the commands.
        files: of decisions, where they are not beside the graph.
    """
    look = Material(graph, decisions, name, files)
    found = [doubt for question in (merges, namesakes, splits, duplicates, roles, facts) for doubt in question(look)]
    return sorted(found, key=lambda doubt: (-doubt.rank, doubt.kind, doubt.text, doubt.entities))
