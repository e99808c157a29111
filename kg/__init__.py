"""newskg: news articles in, a trustworthy knowledge graph out.

>>> import kg
>>> dir(kg)[:4]
['Article', 'Entity', 'Fact', 'Graph']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.component import load as load
    from kg.errors import KGError as KGError
    from kg.facts import Fact as Fact
    from kg.graph import write_graph as write_graph
    from kg.knowledge_graph import Graph as Graph
    from kg.model import Article as Article
    from kg.model import Entity as Entity
    from kg.model import Policy as Policy
    from kg.pipeline import Setup as Setup
    from kg.pipeline import build as build
    from kg.reading import read_articles as read_articles

_HOME = {
    "Article": "kg.model",
    "Entity": "kg.model",
    "Fact": "kg.facts",
    "Graph": "kg.knowledge_graph",
    "KGError": "kg.errors",
    "Policy": "kg.model",
    "Setup": "kg.pipeline",
    "build": "kg.pipeline",
    "load": "kg.component",
    "read_articles": "kg.reading",
    "write_graph": "kg.graph",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import kg` and the command line answer at once."""
    if name == "__version__":
        from kg.version import version

        return version()
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(_HOME)
