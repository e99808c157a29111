"""Several graphs as one: the graph that their articles give together."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, Graph, URIRef

from kg.errors import GraphError
from kg.graph.derived import Settings, settings
from kg.graph.files import new_graph, put
from kg.graph.ontology import Ontology, ontology_of
from kg.graph.publications import Text, also_published, fold, unfold
from kg.vocabulary import SCHEMA


def merge(graphs: Sequence[tuple[str, Graph]]) -> tuple[Graph, Ontology, Settings]:
    """Bring the bases of several graphs together; call `kg.settling.settle` afterwards.

    An article that several graphs hold is one; where they read it otherwise, the last one counts.

    Args:
        graphs: what each is called, and the graph.

    Returns:
        A new graph, the relations that all carry along, and how they were built.

    Raises:
        GraphError: two were built otherwise, so that no single build could give both.
    """
    (name, first), *_ = graphs
    built = settings(first)
    texts, relations = dict[URIRef, Text](), dict(ontology_of(first).relations)
    for other, graph in graphs:
        found = settings(graph)
        for what, one, two in (
            ("base", built.base, found.base),
            ("policy", str(built.policy), str(found.policy)),
            ("plain threshold", f"{built.plain:g}", f"{found.plain:g}"),
        ):
            if one != two:
                raise GraphError(f"{name} has the {what} {one}, {other} has {two}: build one of them again")
        relations |= ontology_of(graph).relations
        for node in graph.subjects(RDF.type, SCHEMA.NewsArticle):
            article = URIRef(str(node))
            text = unfold(graph, article)
            texts[article] = also_published(texts[article], text) if article in texts else text
    merged = new_graph()
    for article, text in texts.items():
        put(merged, fold(article, text))
    return merged, Ontology(relations), built
