"""newskg: news articles in, a trustworthy knowledge graph out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import read_graph as read_graph
    from kg.graph import write_graph as write_graph
    from kg.language import load_nlp as load_nlp
    from kg.pipeline import Setup as Setup
    from kg.pipeline import analyse_all as analyse_all
    from kg.pipeline import build as build
    from kg.reading import read_articles as read_articles
    from kg.sparql import run_query as run_query

_HOME = {
    "Setup": "kg.pipeline",
    "analyse_all": "kg.pipeline",
    "build": "kg.pipeline",
    "load_nlp": "kg.language",
    "read_articles": "kg.reading",
    "read_graph": "kg.graph",
    "run_query": "kg.sparql",
    "write_graph": "kg.graph",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that the command line answers at once."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)
