"""The plain triples as a property graph: entities with their properties, and between them facts with what all their
evidence says together. For network tools (GraphML, GEXF) and graph databases (Neo4j)."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import OWL, PROV, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.graph.derived import Told, joint_confidence
from kg.graph.look import headline, label, type_of
from kg.graph.ontology import ontology_of
from kg.vocabulary import NEWS, SCHEMA, local_name

if TYPE_CHECKING:
    import networkx as nx

Triple = tuple[Node, Node, Node]


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain triple and what its evidence says together.

    Args:
        source, relation, target: IRIs.
        articles: how many vouch for it.
        first, last: days of publication of the first and the last of them, or empty.
        polarity: `Positive`, or `Disputed` where somebody denies it.
        confidence: of all articles together, see `kg.graph.derived.joint_confidence`.
        role: the commonest title of a position, or empty.
        quote: the surest quote, or empty.
        entailed: whether it only follows from facts that texts state.
    """

    source: str
    relation: str
    target: str
    articles: int
    first: str
    last: str
    polarity: str
    confidence: float
    role: str
    quote: str
    entailed: bool


def facts(graph: Graph) -> list[Fact]:
    """All plain triples between entities, sorted."""
    ontology = ontology_of(graph)
    entities = set(graph.objects(None, NEWS.entity))
    evidence, stated = defaultdict[Triple, set[Node]](set), set[Triple]()
    for about, subject in graph.subject_objects(RDF.subject):
        relation, obj = graph.value(about, RDF.predicate), graph.value(about, RDF.object)
        triple = URIRef(str(subject)), URIRef(str(relation)), URIRef(str(obj))
        stated.add(triple)
        nodes = set(graph.objects(about, PROV.wasDerivedFrom))
        for entailed in ontology.entailed(*triple):
            evidence[entailed] |= nodes
    plain = (t for relation in ontology.relations for t in graph.triples((None, relation, None)))
    found = (t for t in plain if t[0] in entities and t[2] in entities)
    return [
        _fact(graph, triple, evidence[triple], entailed=triple not in stated)
        for triple in sorted(found, key=lambda t: (str(t[0]), str(t[2]), str(t[1])))
    ]


def _fact(graph: Graph, triple: Triple, nodes: Iterable[Node], *, entailed: bool) -> Fact:
    told, best, roles, days = list[Told](), (0.0, ""), list[str](), list[str]()
    denied = False
    for node in sorted(nodes, key=str):
        known = dict(graph.predicate_objects(node))
        if known.get(NEWS.polarity) == NEWS.Negative:
            denied = True
        elif known.get(NEWS.factuality) == NEWS.Actual and NEWS.article in known:
            article = known[NEWS.article]
            confidence = float(str(known.get(NEWS.confidence, 1.0)))
            told.append((str(article), str(known.get(NEWS.rule, "")), confidence))
            best = max(best, (confidence, str(known.get(NEWS.quote, ""))))
            roles += [str(known[NEWS.role])] if NEWS.role in known else []
            days += map(str, graph.objects(article, SCHEMA.datePublished))
    return Fact(
        source=str(triple[0]),
        relation=str(triple[1]),
        target=str(triple[2]),
        articles=len({article for article, _, _ in told}),
        first=min(days, default=""),
        last=max(days, default=""),
        polarity="Disputed" if denied else "Positive",
        confidence=round(joint_confidence(told), 3),
        role=max(sorted(set(roles)), key=roles.count, default=""),
        quote=" ".join(best[1].split()),
        entailed=entailed,
    )


def network(graph: Graph) -> nx.MultiDiGraph[str]:
    """The plain triples as a network: entities with label and type, an edge for every relation between two.

    Edges have a `weight` (the number of articles, at least 1), `relation` (its IRI), `first`, `last`, `polarity`,
    `confidence`, `role` and `entailed`.
    """
    import networkx as nx

    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(set(map(str, graph.objects(None, NEWS.entity)))):
        iri = URIRef(node)
        found.add_node(node, label=label(graph, iri), type=type_of(graph, iri))
    for number, fact in enumerate(facts(graph)):
        found.add_edge(
            fact.source,
            fact.target,
            key=f"e{number}",
            label=local_name(fact.relation),
            relation=fact.relation,
            weight=max(1, fact.articles),
            **{name: getattr(fact, name) for name in ("first", "last", "polarity", "confidence", "role", "entailed")},
        )
    return found


NODE_COLUMNS: Final = ("iri:ID", ":LABEL", "name", "names:string[]", "sameAs:string[]", "date", "publisher", "url")
TIE_COLUMNS: Final = (
    ":START_ID", ":END_ID", ":TYPE", "relation", "articles:int", "first", "last", "polarity", "confidence:double",
    "role", "quote", "entailed:boolean",
)  # fmt: skip
MENTIONS: Final = "MENTIONS"


def neo4j(graph: Graph) -> dict[str, str]:
    """What `neo4j-admin database import` reads, and a script that loads the same into a running database.

    Nodes are entities (`:Entity:Person` …) and articles; relationships are the plain facts (`:MEETS_WITH` …) and which
    article mentions whom.

    Returns:
        `nodes.csv`, `relationships.csv` and `import.cypher`.
    """
    nodes, ties = list(_nodes(graph)), list(_ties(graph))
    return {
        "nodes.csv": _csv(NODE_COLUMNS, nodes),
        "relationships.csv": _csv(TIE_COLUMNS, ties),
        "import.cypher": _cypher(sorted({row[1] for row in nodes}), sorted({row[2] for row in ties})),
    }


def _nodes(graph: Graph) -> Iterator[tuple[str, ...]]:
    for node in sorted(set(map(str, graph.objects(None, NEWS.entity)))):
        iri = URIRef(node)
        kinds = f"Entity;{_word(type_of(graph, iri))}"
        names, same = (
            ";".join(sorted(str(value).replace(";", ",") for value in graph.objects(iri, p)))
            for p in (SKOS.altLabel, OWL.sameAs)
        )
        yield node, kinds.replace("Entity;Entity", "Entity"), label(graph, iri), names, same, "", "", ""
    for node in sorted(map(str, graph.subjects(RDF.type, SCHEMA.NewsArticle))):
        iri = URIRef(node)
        date, house, url = (
            min(map(str, graph.objects(iri, p)), default="")
            for p in (SCHEMA.datePublished, SCHEMA.publisher, SCHEMA.url)
        )
        yield node, "Article", headline(graph, iri), "", "", date, house, url


def _ties(graph: Graph) -> Iterator[tuple[str, ...]]:
    for f in facts(graph):
        kind = _word(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local_name(f.relation))).upper()
        confidence, entailed = f"{f.confidence:g}", "true" if f.entailed else "false"
        yield (
            f.source, f.target, kind, f.relation, str(f.articles), f.first, f.last, f.polarity, confidence, f.role,
            f.quote, entailed,
        )  # fmt: skip
    mentions = ((graph.value(node, NEWS.article), entity) for node, entity in graph.subject_objects(NEWS.entity))
    for article, entity in sorted((str(article), str(entity)) for article, entity in mentions):
        yield article, entity, MENTIONS, *([""] * 9)


def _word(name: str) -> str:
    """A name as a label or type that needs no quoting.

    >>> _word("transfers-to")
    'transfers_to'
    """
    return re.sub(r"\W", "_", name) or "_"


def _csv(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    return csv_text(columns, ([" ".join(cell.split()) for cell in row] for row in rows))


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _cypher(kinds: Iterable[str], types: Iterable[str]) -> str:
    """A script for a running database: `LOAD CSV` cannot take a label or type from a column, so each has its own."""
    lines = [
        "// Put nodes.csv and relationships.csv into Neo4j's import folder, then: cypher-shell -f import.cypher",
        "// (or, into a new database: neo4j-admin database import full --nodes=nodes.csv "
        "--relationships=relationships.csv)",
        "CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;",
        "CREATE CONSTRAINT article_iri IF NOT EXISTS FOR (n:Article) REQUIRE n.iri IS UNIQUE;",
    ]
    for kind in kinds:
        key = "Article" if kind == "Article" else "Entity"
        further = [f" SET n:{name}" for name in kind.split(";") if name != key]
        lines += [
            f"LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row WITH row WHERE row.`:LABEL` = '{kind}'",
            f"MERGE (n:{key} {{iri: row.`iri:ID`}}){''.join(further)}",
            "SET n.name = row.name, n.names = split(row.`names:string[]`, ';'),",
            "  n.sameAs = split(row.`sameAs:string[]`, ';'), n.date = row.date, n.publisher = row.publisher,",
            "  n.url = row.url;",
        ]
    for kind in types:
        start = "Article" if kind == MENTIONS else "Entity"
        lines += [
            f"LOAD CSV WITH HEADERS FROM 'file:///relationships.csv' AS row WITH row WHERE row.`:TYPE` = '{kind}'",
            f"MATCH (a:{start} {{iri: row.`:START_ID`}}), (b:Entity {{iri: row.`:END_ID`}})",
            f"MERGE (a)-[r:{kind}]->(b)",
        ]
        if kind == MENTIONS:
            lines[-1] += ";"
        else:
            lines += [
                "SET r.relation = row.relation, r.articles = toInteger(row.`articles:int`), r.first = row.first,",
                "  r.last = row.last, r.polarity = row.polarity, r.confidence = toFloat(row.`confidence:double`),",
                "  r.role = row.role, r.quote = row.quote, r.entailed = toBoolean(row.`entailed:boolean`);",
            ]
    return "\n".join(lines) + "\n"
