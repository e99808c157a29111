"""An embedded store as rdflib has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from oxrdflib import OxigraphStore
from rdflib import XSD, Graph, Literal

from kg.graph.files import decimal


class StoreView(OxigraphStore):
    """An embedded store as rdflib has it, decimal numbers as graphs write them."""

    def triples(self, triple_pattern: Any, context: Graph | None = None) -> Iterator[Any]:
        """The triples that match a pattern."""
        for (s, p, o), contexts in super().triples(triple_pattern, context):
            whole = isinstance(o, Literal) and o.datatype == XSD.decimal and "." not in o
            yield (s, p, decimal(str(o)) if whole else o), contexts
