"""What is known of an article before its relations are looked for."""

from __future__ import annotations

from relations import COUNTRIES, LEXICON, SUPPORT, facts, read
from spacy.tokens import Doc

from docs import tree
from kg.extraction import extract
from kg.model import Article

LONG = """
The 3 det DET
Norwegian 3 amod ADJ
government 6 nsubj NOUN
has 6 aux AUX VBZ have
always 6 advmod ADV
supported 0 root VERB VBN support
Ukraine 6 obj PROPN
since 9 case ADP
February 6 obl PROPN
. 6 punct PUNCT
"""


def test_a_repeated_paragraph_gives_its_evidence_once():
    entities = {"Norwegian": "NORP", "Ukraine": "GPE"}
    once, twice = read(LONG, entities), read(f"{LONG}\n{LONG}", entities)
    assert len(once.relations) == 1
    assert [r.span for r in twice.relations] == [r.span for r in once.relations]


def test_short_sentences_may_be_said_twice():
    found = read(f"{SUPPORT}\n\n{SUPPORT}", COUNTRIES)
    assert len(found.relations) == 2


def test_a_dateline_does_not_act():
    table = """
OSLO 4 nsubj PROPN
- 4 punct PUNCT
Norway 1 appos PROPN
attacked 0 root VERB VBD attack
Serbia 4 obj PROPN"""
    doc = tree(table)
    doc = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[True] * len(doc),
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
        pos=[t.pos_ for t in doc],
        tags=[t.tag_ for t in doc],
        lemmas=[t.lemma_ for t in doc],
        ents=["B-GPE", "O", "B-GPE", "O", "B-GPE"],
    )
    found = extract(doc, Article(text=doc.text), LEXICON)
    assert ("Norway", "attacks", "Serbia") in facts(found)
    assert not any(x.lower() == "oslo" and p == "attacks" for x, p, _ in facts(found))
