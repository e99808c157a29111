"""Graphs: articles in and out of them, files and stores, what they hold, how they differ."""

from kg.graph.compare import Change, diff
from kg.graph.derived import derive, known_entities, settings
from kg.graph.exchange import EXPORTS, export
from kg.graph.facts import add, find_article, remove
from kg.graph.files import check_writable, from_quads, new_graph, read_graph, write_graph, write_store, write_text
from kg.graph.look import Counts, Quote, count, evidence_of, label
from kg.graph.ontology import Ontology, RelationType, ontology_of, read_ontology
from kg.graph.shapes import violations

__all__ = [
    "EXPORTS",
    "Change",
    "Counts",
    "Ontology",
    "Quote",
    "RelationType",
    "add",
    "check_writable",
    "count",
    "derive",
    "diff",
    "evidence_of",
    "export",
    "find_article",
    "from_quads",
    "known_entities",
    "label",
    "new_graph",
    "ontology_of",
    "read_graph",
    "read_ontology",
    "remove",
    "settings",
    "violations",
    "write_graph",
    "write_store",
    "write_text",
]
