"""A graph as FollowTheMoney entities, for Aleph, yente and other tools of investigators: a line of JSON each.

People, organisations, what ties them by plain triples with the article that says so, the articles and who is mentioned
in them. See https://followthemoney.tech for the schema; the extra `ftm` brings the library that checks it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.graph.look import Quote, headline, in_order, label, quotes_of, triple_of, type_of
from kg.namewords import name_words
from kg.resources import resource
from kg.turtle import Triples
from kg.vocabulary import BASE, NEWS, SCHEMA, WIKIDATA, digest, local_name, relation_iri

PUBLIC: Final = re.compile(
    "(administration|agency|army|authority|bureau|cabinet|chamber|commission|congress|council|court|department|"
    "government|legislature|ministry|navy|office|parliament|police|prosecutor|senate|treasury)"
)
"""Words for bodies of the state, in what the gazetteer calls a thing or in its name."""
FIRMS: Final = frozenset({"airline", "company", "corporation", "firm", "insurer", "manufacturer", "retailer"})
"""What the gazetteer calls companies."""
FAMILY: Final = {"spouseOf": "spouse", "parentOf": "child", "relativeOf": "relative"}
"""Relation -> what the second person is to the first."""
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

Entity = dict[str, object]


def followthemoney(graph: Graph, *, base: str = BASE) -> bytes:
    """A graph's people and organisations, ties, articles and mentions as lines of JSON, sorted.

    Places, events and what has no name are left out; of relations the plain triples are there.

    Args:
        base: the IRI under which the graph's nodes are minted.
    """
    nodes = dict(_things(graph, base))
    found = {str(entity["id"]): entity for entity in nodes.values()}
    for entity in (*_ties(graph, nodes), *_documents(graph), *_mentions(graph, nodes)):
        found.setdefault(str(entity["id"]), entity)
    lines = (json.dumps(entity, ensure_ascii=False, sort_keys=True) for _, entity in sorted(found.items()))
    return "".join(f"{line}\n" for line in lines).encode()


def _entity(schema: str, key: str, **properties: Iterable[str]) -> Entity:
    """An entity in FollowTheMoney's form: empty values left out, each value once, sorted."""
    kept = {name: sorted({v for v in values if v}) for name, values in properties.items()}
    return {"id": _id(key), "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _id(key: str) -> str:
    return f"newskg-{digest(key)}"


def _things(graph: Graph, base: str) -> Iterator[tuple[str, Entity]]:
    """Entity -> what it is to FollowTheMoney, for those that can own, belong or be owned."""
    kinds = Triples(sorted(resource("ontologies/entities").glob("*.ttl")))
    owned = {str(o) for p in map(relation_iri, ("owns", "acquires")) for o in graph.objects(None, p)}
    for iri in sorted(set(map(str, graph.objects(None, NEWS.entity)))):
        node, name = URIRef(iri), label(graph, iri)
        if name[:1].islower() and all(
            (mention, NEWS.local, None) in graph for mention in graph.subjects(NEWS.entity, node)
        ):
            continue  # a common noun: `the company`
        called = set(kinds.all(iri.replace(base, BASE, 1), "kind"))
        if schema := _schema(name, type_of(graph, node), called, owned=iri in owned):
            aliases, items = (list(map(str, graph.objects(node, p))) for p in (SKOS.altLabel, OWL.sameAs))
            wikidata = [local_name(item) for item in items if item.startswith(str(WIKIDATA))]
            yield iri, _entity(schema, iri, name=[name], alias=aliases, wikidataId=wikidata)


def _schema(name: str, type: str, kinds: set[str], *, owned: bool) -> str:
    """What a thing is to FollowTheMoney; nothing where it has no schema for it."""
    if type == "Person":
        return "Person"
    if type == "Country":
        return "PublicBody"  # the state, which acts
    if type not in ("Organization", "Group", "Business", "Company"):
        return "Asset" if owned else ""
    own = set(name.lower().replace(",", " ").replace(".", "").split())
    if owned or type == "Company" or kinds & FIRMS or own & name_words().legal_forms:
        return "Company"
    return "PublicBody" if any(map(PUBLIC.fullmatch, kinds | own)) else "Organization"


def _ties(graph: Graph, nodes: Mapping[str, Entity]) -> Iterator[Entity]:
    """What plain triples say of two things."""
    leads = _leading_titles()
    for about in sorted(graph.subjects(RDF.type, RDF.Statement), key=str):
        subject, relation, obj = triple_of(graph, about)
        one, other = nodes.get(str(subject)), nodes.get(str(obj))
        if one is None or other is None or (subject, relation, obj) not in graph:
            continue
        quotes = [q for q in in_order(quotes_of(graph, about)) if (q.polarity, q.factuality) == ("Positive", "Actual")]
        name = local_name(str(relation))
        titles: dict[str, list[Quote]] = defaultdict(list)
        for quote in quotes:
            titles[quote.role.lower() if name == "roleOf" else ""].append(quote)
        for title, said in sorted(titles.items()) or [("", [])]:
            yield _tie(graph, about, name, (one, other), title, said, leads=title in leads)


def _tie(
    graph: Graph,
    about: Node,
    relation: str,
    ends: tuple[Entity, Entity],
    title: str,
    quotes: list[Quote],
    *,
    leads: bool,
) -> Entity:
    one, other = ends
    person = one["schema"] == other["schema"] == "Person"
    bodies = {"Company", "PublicBody", "Organization"}
    role, key = [title], f"{about} {title}"
    if relation in FAMILY and person:
        schema, names, role = "Family", ("person", "relative"), []
        if relation != "parentOf":  # said both ways: one tie
            key = " ".join(sorted((str(one["id"]), str(other["id"]), relation)))
            one, other = sorted(ends, key=lambda entity: str(entity["id"]))
    elif relation in ("owns", "acquires") and one["schema"] != "Asset" and other["schema"] in ("Company", "Asset"):
        schema, names, role = "Ownership", ("owner", "asset"), [relation if relation == "acquires" else ""]
    elif relation == "roleOf" and leads and one["schema"] == "Person" and other["schema"] in bodies:
        schema, names = "Directorship", ("director", "organization")
    elif relation in ("roleOf", "memberOf") and one["schema"] != "Asset" and other["schema"] in bodies:
        schema, names = "Membership", ("member", "organization")
    else:
        schema, names, role = "UnknownLink", ("subject", "object"), [relation]
    articles = sorted(
        {str(a) for e in graph.objects(about, PROV.wasDerivedFrom) for a in graph.objects(e, NEWS.article)}
    )
    former = bool(quotes) and all(quote.former for quote in quotes)
    return _entity(
        schema,
        key,
        **{names[0]: [str(one["id"])], names[1]: [str(other["id"])]},
        role=role,
        relationship=[FAMILY[relation]] if schema == "Family" else [],
        status=["former"] if former else [],
        date=_days(quote.time.partition("/")[0] or quote.date for quote in quotes),
        summary=[quote.text for quote in quotes],
        proof=[_id(article) for article in articles],
        sourceUrl=[str(url) for article in articles for url in graph.objects(URIRef(article), SCHEMA.url)],
    )


def _days(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if _DAY.fullmatch(text)]


def _leading_titles() -> frozenset[str]:
    triples = Triples([resource("ontologies/roles.ttl")])
    return frozenset(
        text.lower()
        for node in triples.flagged("leads")
        for text in (*triples.all(node, SKOS.prefLabel), *triples.all(node, SKOS.altLabel))
    )


def _documents(graph: Graph) -> Iterator[Entity]:
    for article in sorted(graph.subjects(RDF.type, SCHEMA.NewsArticle), key=str):
        file = str(graph.value(article, DCTERMS.source) or "")
        yield _entity(
            "Document",
            str(article),
            fileName=[file or headline(graph, article)],
            title=[headline(graph, article)],
            publishedAt=_days(str(o) for o in graph.objects(article, SCHEMA.datePublished)),
            author=[str(o) for o in graph.objects(article, SCHEMA.author)],
            publisher=[str(o) for o in graph.objects(article, SCHEMA.publisher)],
            sourceUrl=[str(o) for o in graph.objects(article, SCHEMA.url)],
            bodyText=[str(o) for o in graph.objects(article, SCHEMA.articleBody)],
        )


def _mentions(graph: Graph, nodes: Mapping[str, Entity]) -> Iterator[Entity]:
    """Who is mentioned in which article, under which name."""
    for mention in sorted(graph.subjects(RDF.type, NEWS.Mention), key=str):
        entity, article = nodes.get(str(graph.value(mention, NEWS.entity))), graph.value(mention, NEWS.article)
        if entity is not None and entity["schema"] != "Asset" and article is not None:
            yield _entity(
                "Mention",
                str(mention),
                document=[_id(str(article))],
                resolved=[str(entity["id"])],
                name=[str(graph.value(mention, SKOS.prefLabel))],
                detectedSchema=[str(entity["schema"])],
            )
