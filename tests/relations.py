"""Relations of hand-built sentences, and short ways to ask for them."""

from __future__ import annotations

from docs import LEXICON, tree
from kg.extraction import extract
from kg.model import Article, Extraction, Relation

SUPPORT = "Norway 2 nsubj PROPN\nsupports 0 root VERB VBZ support\nUkraine 2 obj PROPN"
COUNTRIES = {"Norway": "GPE", "Ukraine": "GPE"}
"""The names of `SUPPORT`."""


def read(table: str, entities: dict[str, str], *, date: str = "") -> Extraction:
    """What is found in the trees of a table (see `docs.tree`) with its names."""
    doc = tree(table, entities=entities)
    return extract(doc, Article(text=doc.text, date=date), LEXICON)


def facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    """Relations as names of subject, relation and object."""
    chains = extraction.chains
    return {(chains[r.subject].name, r.predicate, chains[r.object].name) for r in extraction.relations}


def only(extraction: Extraction, predicate: str) -> Relation:
    """The one relation of a kind."""
    (found,) = [r for r in extraction.relations if r.predicate == predicate]
    return found


def speaker(extraction: Extraction, relation: Relation) -> str | None:
    """The name of who says so."""
    return None if relation.speaker is None else extraction.chains[relation.speaker].name
