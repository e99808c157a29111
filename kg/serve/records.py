"""What a graph holds, as plain data: the answers of the JSON API and of the tools for agents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kg.serve.catalogue import Article, Catalogue, Statement
from kg.view.model import Entity, Quote
from kg.vocabulary import local_name

Record = dict[str, Any]


def entity_record(catalogue: Catalogue, entity: Entity) -> Record:
    """An entity and how much is said of it."""
    about = catalogue.of_entity.get(entity.iri, ())
    return {
        "iri": entity.iri,
        "name": entity.label,
        "type": entity.type,
        "other_names": list(entity.names),
        "same_as": list(entity.same_as),
        "statements": len(about),
        "facts": sum(statement.kind == "fact" for statement in about),
    }


def statement_record(catalogue: Catalogue, statement: Statement, *, quotes: int | None = None) -> Record:
    """A statement with its quotes.

    Args:
        quotes: how many at most; None for all.
    """
    return {
        "iri": statement.iri,
        "subject": _node(catalogue, statement.subject),
        "relation": {"iri": statement.relation, "name": local_name(statement.relation)},
        "object": _node(catalogue, statement.object),
        "kind": str(statement.kind),
        "disputed": statement.disputed,
        "role": statement.role or None,
        "latest": statement.latest or None,
        "quotes": len(statement.quotes),
        "evidence": [quote_record(catalogue, quote) for quote in statement.quotes[:quotes]],
    }


def quote_record(catalogue: Catalogue, quote: Quote) -> Record:
    """A piece of evidence: the words, who says them, in which article, at which characters."""
    article = catalogue.articles.get(quote.article)
    return {
        "iri": quote.iri,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "polarity": "positive" if quote.positive else "negative",
        "factuality": quote.factuality.lower(),
        "said_by": catalogue.label(quote.speaker) if quote.speaker else None,
        "attributed": quote.attributed or bool(quote.speaker),
        "time": quote.time or None,
        "role": quote.role or None,
        "former": quote.former,
        "confidence": quote.sure,
        "rule": quote.rule,
        "article": article_record(article) if article else {"iri": quote.article},
    }


def article_record(article: Article) -> Record:
    """An article, without what it says."""
    return {
        "iri": article.iri,
        **{name: told or None for name, told in asdict(article.about).items()},
        "publications": max(1, len(article.copies)),
        "duplicate_of": article.duplicate_of or None,
    }


def _node(catalogue: Catalogue, iri: str) -> Record:
    return {"iri": iri, "name": catalogue.label(iri)}
