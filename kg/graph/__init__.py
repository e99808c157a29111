"""Graphs: articles in and out of them, files and stores, what they hold, how they differ."""

from kg.graph.addresses import entity_address, fact_words, find_address, find_fact, parts, source
from kg.graph.compare import Change, diff
from kg.graph.counts import count_store, counts_of, settings_of
from kg.graph.derived import Settings, Verdicts, derive, known_entities, settings
from kg.graph.dossier import Dossier, Fact, dossier
from kg.graph.exchange import EXPORTS, FOLDERS, export, export_format
from kg.graph.facts import add, find_article, remove
from kg.graph.files import (
    check_writable,
    from_quads,
    new_graph,
    read_graph,
    to_quads,
    working_graph,
    write_graph,
    write_store,
    write_text,
)
from kg.graph.look import (
    Counts,
    Quote,
    count,
    evidence_of,
    fact_address,
    in_order,
    label,
    quotes_of,
    standing,
    type_of,
    verdict_on,
)
from kg.graph.merge import merge
from kg.graph.notes import markdown, write_notes
from kg.graph.ontology import Ontology, RelationType, ontology_of, read_ontology
from kg.graph.shapes import violations

__all__ = [
    "EXPORTS",
    "FOLDERS",
    "Change",
    "Counts",
    "Dossier",
    "Fact",
    "Ontology",
    "Quote",
    "RelationType",
    "Settings",
    "Verdicts",
    "add",
    "check_writable",
    "count",
    "count_store",
    "counts_of",
    "derive",
    "diff",
    "dossier",
    "entity_address",
    "evidence_of",
    "export",
    "export_format",
    "fact_address",
    "fact_words",
    "find_address",
    "find_article",
    "find_fact",
    "from_quads",
    "in_order",
    "known_entities",
    "label",
    "markdown",
    "merge",
    "new_graph",
    "ontology_of",
    "parts",
    "quotes_of",
    "read_graph",
    "read_ontology",
    "remove",
    "settings",
    "settings_of",
    "source",
    "standing",
    "to_quads",
    "type_of",
    "verdict_on",
    "violations",
    "working_graph",
    "write_graph",
    "write_notes",
    "write_store",
    "write_text",
]
