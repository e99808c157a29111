"""Namespaces, the terms of the program's own ontology, and the one place where IRIs are minted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

BASE: Final = "https://w3id.org/newskg/id/"
LEXICON: Final = Namespace("https://w3id.org/newskg/lexicon#")
INDEX: Final = Namespace("https://w3id.org/newskg/index#")
"""Of what a store keeps for itself, which no graph that is read or exported holds."""
SCHEMA: Final = Namespace("https://schema.org/")
ONTOLEX: Final = Namespace("http://www.w3.org/ns/lemon/ontolex#")
SYNSEM: Final = Namespace("http://www.w3.org/ns/lemon/synsem#")
LEXINFO: Final = Namespace("http://www.lexinfo.net/ontology/3.0/lexinfo#")
WIKIDATA: Final = Namespace("http://www.wikidata.org/entity/")

ENDPOINT_GRAPH: Final = URIRef("https://w3id.org/newskg/id/graph")
"""The named graph of a server that holds a graph of this program, where none is named."""


class NEWS(DefinedNamespace):
    """The terms of `ontologies/news.ttl` that the program itself uses; relations are read from the file."""

    _NS = Namespace("https://w3id.org/newskg/ontology#")
    _fail = True
    _warn = False

    # classes
    Evidence: URIRef
    Mention: URIRef
    Publication: URIRef
    Actor: URIRef
    Person: URIRef
    Organization: URIRef
    Country: URIRef
    Group: URIRef
    Place: URIRef
    Facility: URIRef
    Event: URIRef
    Work: URIRef
    Product: URIRef
    Law: URIRef
    Entity: URIRef
    # evidence
    article: URIRef
    start: URIRef
    end: URIRef
    quote: URIRef
    polarity: URIRef
    factuality: URIRef
    speaker: URIRef
    attributed: URIRef
    time: URIRef
    role: URIRef
    former: URIRef
    confidence: URIRef
    rule: URIRef
    # values of polarity and factuality
    Positive: URIRef
    Negative: URIRef
    Actual: URIRef
    Future: URIRef
    Possible: URIRef
    Requested: URIRef
    # mentions: what one article knows of one entity
    entity: URIRef
    entityType: URIRef
    local: URIRef
    localEntity: URIRef
    # evidence whose article has two entities that a person declares one
    localSubject: URIRef
    localObject: URIRef
    localSpeaker: URIRef
    # decisions of people
    Decision: URIRef
    rejected: URIRef
    confirmed: URIRef
    meant: URIRef
    decisions: URIRef
    described: URIRef
    # article
    sha256: URIRef
    minHash: URIRef
    duplicateOf: URIRef
    reading: URIRef
    # graph
    policy: URIRef
    plainFrom: URIRef
    # relations that the program itself reasons about
    roleOf: URIRef


for _term in NEWS.__annotations__:  # an attribute is found at once; rdflib's namespaces work a term out at each access
    setattr(NEWS, _term, NEWS[_term])

PREFIXES: Final = {
    "dcterms": str(DCTERMS),
    "lexicon": str(LEXICON),
    "news": str(NEWS._NS),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "void": str(VOID),
    "xsd": str(XSD),
}
"""The prefixes of every graph that is written, and of every query, where they need not be declared."""


def prefixes(base: str = BASE) -> dict[str, str]:
    """The prefixes of a graph by name, sorted, with those of its own nodes.

    Args:
        base: the IRI under which these are minted.
    """
    minted = {
        kind: f"{base}{kind}/" for kind in ("article", "entity", "evidence", "mention", "publication", "statement")
    }
    return dict(sorted((minted | PREFIXES).items()))


@lru_cache(maxsize=4096)
def relation_iri(name: str) -> URIRef:
    """The IRI of a relation or class from its local name; a full IRI (a user's own relation) is kept as it is.

    >>> str(relation_iri("supports"))
    'https://w3id.org/newskg/ontology#supports'
    """
    return URIRef(name) if ":" in name else URIRef(str(NEWS._NS) + name)


def local_name(iri: str) -> str:
    """What follows the last `#` or `/` of an IRI.

    >>> local_name("https://w3id.org/newskg/ontology#supports")
    'supports'
    """
    return re.split(r"[#/]", iri)[-1]


def words(name: str) -> str:
    """A local name as words.

    >>> words("meetsWith"), words("Jens_Stoltenberg")
    ('meets with', 'Jens Stoltenberg')
    """
    spaced = "".join(f" {c.lower()}" if c.isupper() and i and name[i - 1].islower() else c for i, c in enumerate(name))
    return spaced.replace("_", " ").strip() or name


def slug(name: str) -> str:
    """A name as the local part of an IRI: NFC, spaces as `_`, letters, digits and `-_.` of any script kept, the rest
    percent-encoded, so that no name can make an invalid IRI.

    >>> slug("Mevlüt  Çavuşoğlu"), slug("AT&T")
    ('Mevlüt_Çavuşoğlu', 'AT%26T')
    """
    joined = "_".join(unicodedata.normalize("NFC", name).split())
    if joined.replace("_", "").replace("-", "").isalnum():  # as most names are
        return joined
    last = len(joined) - 1  # a dot at the end of a local name is more than some Turtle parsers can bear
    return "".join(
        c
        if c.isalnum() or c in "-_" or (c == "." and i < last)
        else "".join(f"%{b:02X}" for b in c.encode("utf8", "replace"))
        for i, c in enumerate(joined)
    )


def digest(*parts: str) -> str:
    """24 hexadecimal digits (96 bits) of the SHA-256 of the parts, each closed by U+001F.

    >>> digest("a", "b") == digest("ab", "")
    False
    """
    return hashlib.sha256("".join(p + "\x1f" for p in parts).encode("utf8", "surrogatepass")).hexdigest()[:24]


def without_digest(label: str, iri: str) -> str:
    """A label as people read it: without the digest that tells it from the same name of others (`kg.graph.labels`)."""
    part = digest(iri)[:6]
    return label.removesuffix(f" [{part}]").removesuffix(f" ({part})")


def entity_iri(name: str, *, base: str = BASE, article: str = "") -> URIRef:
    """Mint an entity's IRI from its canonical name.

    Args:
        name: the canonical name.
        base: the IRI under which everything is minted.
        article: SHA-256 of the article for an entity that is known there alone; empty for one known by its name.

    >>> str(entity_iri("Jens Stoltenberg"))
    'https://w3id.org/newskg/id/entity/Jens_Stoltenberg'
    """
    suffix = f"-{digest(article)[:8]}" if article else ""
    return URIRef(f"{base}entity/{slug(name) or 'unnamed'}{suffix}")


def article_iri(sha256: str, *, base: str = BASE) -> URIRef:
    """Mint an article's IRI from the SHA-256 of its text."""
    return URIRef(f"{base}article/{sha256[:24]}")


def publication_iri(article: str, *parts: str, base: str = BASE) -> URIRef:
    """Mint the IRI of one of several publications of a text from all that is known of it."""
    return URIRef(f"{base}publication/{digest(article, *parts)}")


def mention_iri(article: str, entity: str, *, base: str = BASE) -> URIRef:
    """Mint the IRI of what one article knows of one entity."""
    return URIRef(f"{base}mention/{digest(article, entity)}")


def apart_iri(entity: str, article: str) -> str:
    """Mint the IRI of an entity that a person sets apart from others of its name, as one article knows it.

    Args:
        entity: the IRI that it shares with the others.
        article: the IRI of the article.

    >>> apart_iri("https://w3id.org/newskg/id/entity/John_Smith", "https://w3id.org/newskg/id/article/ab")[-19:]
    'John_Smith-087cc53d'
    """
    return f"{entity}-{digest(article)[:8]}"


def decision_iri(*parts: str, base: str = BASE) -> URIRef:
    """Mint the IRI of a person's decision from what it says."""
    return URIRef(f"{base}decision/{digest(*parts)}")


def statement_iri(subject: str, predicate: str, obj: str, *, base: str = BASE) -> URIRef:
    """Mint a statement's IRI from the IRIs of its triple."""
    return URIRef(f"{base}statement/{digest(subject, predicate, obj)}")


def evidence_iri(*parts: str, base: str = BASE) -> URIRef:
    """Mint the IRI of a piece of evidence from all that it says and where."""
    return URIRef(f"{base}evidence/{digest(*parts)}")
