"""One article of three entities and two statements: what a minister says that her country sent."""

from __future__ import annotations

from dataclasses import replace

from rdflib import Graph
from strategies import built

from kg.model import Article, Entity, Evidence, LinkedArticle, Statement
from kg.vocabulary import entity_iri

TEXT = "Nordmark helps Suderland\n\nNordmark sent tents to Suderland, Minister Ada Berg said."
TENTS = "Nordmark sent tents to Suderland"
NORDMARK, SUDERLAND, BERG = (str(entity_iri(name)) for name in ("Nordmark", "Suderland", "Ada Berg"))


def at(quote: str, **kwargs: object) -> Evidence:
    """Evidence that quotes these characters of the text."""
    start = TEXT.index(quote)
    return Evidence(start, start + len(quote), quote, kwargs.pop("rule", "send_v"), **kwargs)  # type: ignore[arg-type]


def linked(**kwargs: object) -> LinkedArticle:
    """One article: a minister of a country says what the country does."""
    article = Article(TEXT, "Nordmark helps Suderland", "tents.txt", date="2024-05-06")
    return LinkedArticle(
        replace(article, **kwargs),  # type: ignore[arg-type]
        (
            Entity(NORDMARK, "Nordmark", "Country", ("Nordmark", "the kingdom")),
            Entity(SUDERLAND, "Suderland", "Country", same_as=("http://www.wikidata.org/entity/Q1",)),
            Entity(BERG, "Ada Berg", "Person"),
        ),
        (
            Statement(NORDMARK, "aids", SUDERLAND, at(TENTS, speaker=BERG, time="2024-05")),
            Statement(BERG, "roleOf", NORDMARK, at("Minister Ada Berg", role="Minister", rule="title")),
        ),
    )


def tents() -> Graph:
    """The graph of that article."""
    return built([linked()])
