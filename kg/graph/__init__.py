"""Graphs: articles in and out of them, files and stores, comparison."""

from kg.graph.facts import add, derive, find_article, known_entities, remove, settings
from kg.graph.files import check_writable, new_graph, read_graph, write_graph, write_store
from kg.graph.ontology import Ontology, ontology_of, read_ontology

__all__ = [
    "Ontology",
    "add",
    "check_writable",
    "derive",
    "find_article",
    "known_entities",
    "new_graph",
    "ontology_of",
    "read_graph",
    "read_ontology",
    "remove",
    "settings",
    "write_graph",
    "write_store",
]
