"""Whom `we` means in a statement that is published in somebody's own name."""

from __future__ import annotations

import pytest

from docs import tree
from kg.document import Document
from kg.extraction.attribution import find_attributions
from kg.extraction.syntax import Syntax
from kg.lexicon import load_lexicon

LEXICON = load_lexicon()

FIRST = """
Norway 2 nsubj PROPN
condemns 0 root VERB VBZ condemn
the 4 det DET
raid 2 obj NOUN"""
SECOND = """
We 2 nsubj PRON
call 0 root VERB VBP call
on 4 case ADP
Chad 2 obl PROPN"""


def authors(*sentences: str, entities: dict[str, str]) -> dict[str, str]:
    document = Document(tree("\n\n".join(s.strip() for s in sentences), entities=entities))
    found = find_attributions(Syntax(document, LEXICON)).speakers_of_first_person
    return {document[we].text: document[author].text for we, author in found.items()}


def test_we_is_who_performs_in_the_same_words():
    assert authors(FIRST, SECOND, entities={"Norway": "GPE", "Chad": "GPE"}) == {"We": "Norway"}
    assert authors(SECOND, FIRST, entities={"Norway": "GPE", "Chad": "GPE"}) == {"We": "Norway"}


def test_two_names_that_perform_leave_it_open():
    other = FIRST.replace("Norway", "Chad").replace("condemn", "welcome")
    assert not authors(FIRST, other, SECOND, entities={"Norway": "GPE", "Chad": "GPE"})


def test_a_name_and_its_acronym_are_one():
    long = FIRST.replace("Norway 2 nsubj PROPN", "United 2 amod PROPN\nNations 3 nsubj PROPN")
    long = long.replace("2 obj", "3 obj").replace("4 det", "5 det").replace("raid 2", "raid 3")
    short = FIRST.replace("Norway", "UN").replace("condemn", "welcome")
    assert authors(long, short, SECOND, entities={"United Nations": "ORG", "UN": "ORG"}) == {"We": "Nations"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("VBP call", "VBD call"),  # what we did is told, not performed
        ("We 2 nsubj", "They 2 nsubj"),
        ("VBP call", "VBP walk"),
    ],
)
def test_without_a_performing_we_there_is_no_statement(old, new):
    entities = {"Norway": "GPE", "Chad": "GPE"}
    assert not authors(FIRST, SECOND.replace(old, new), entities=entities)


def test_people_publish_no_statements_as_we():
    assert not authors(FIRST, SECOND, entities={"Norway": "PERSON", "Chad": "GPE"})
