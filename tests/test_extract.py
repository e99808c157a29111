"""The whole flow from hand-built trees to relations, and its laws."""

from __future__ import annotations

import gc

from hypothesis import given, settings
from hypothesis import strategies as st
from relations import COUNTRIES, LEXICON, SUPPORT, facts, read

from docs import tree
from kg.document import Document, Word
from kg.extraction import Context, extract
from kg.garbage import collector_off
from kg.model import Article, Factuality, Polarity


def test_a_plain_sentence():
    found = read(SUPPORT, COUNTRIES)
    assert facts(found) == {("Norway", "supports", "Ukraine")}
    relation = found.relations[0]
    assert (relation.polarity, relation.factuality) == (Polarity.POSITIVE, Factuality.ACTUAL)
    assert (relation.speaker, relation.attributed, relation.former, relation.role) == (None, False, False, "")
    assert relation.rule == "support_v"


def test_what_was_read_is_freed_at_once():
    gc.collect()
    with collector_off():
        kept = read(SUPPORT, COUNTRIES)
        assert kept.relations
        assert not [thing for thing in gc.get_objects() if type(thing) in {Word, Document, Context}]


def test_a_short_entry_inside_a_longer_one_is_silent():
    """ "Take" is not looked at where "take part" is found."""
    table = """
Norway 2 nsubj PROPN
took 0 root VERB VBD take
part 2 obj NOUN
in 6 case ADP
the 6 det DET
Games 2 obl PROPN"""
    found = read(table, {"Norway": "GPE", "Games": "EVENT"})
    assert [r.rule for r in found.relations] == ["take_part_v"]


def test_relations_come_in_the_order_of_the_text():
    found = read(f"{SUPPORT}\n\n{SUPPORT.replace('Norway', 'Malta')}", COUNTRIES | {"Malta": "GPE"})
    places = [r.predicate_span.start for r in found.relations]
    assert places == sorted(places) and len(places) == 2


# laws

NAMES = {"Norway": "GPE", "Malta": "GPE", "NATO": "ORG", "Ann Berg": "PERSON", "Serbia": "GPE"}
VERBS = ["supports/support", "attacked/attack", "visits/visit", "praised/praise", "met/meet", "warned/warn", "owns/own"]


def name_rows(name: str, at: int, head: int, dep: str) -> list[str]:
    """A name's words from word number `at` on, the first of them the head."""
    first, *rest = name.split()
    return [f"{first} {head} {dep} PROPN", *(f"{word} {at} flat PROPN" for word in rest)]


@st.composite
def tables(draw: st.DrawFn) -> str:
    """One to three clauses of names and verbs, some passive, some negated, some told by somebody."""
    sentences = []
    for _ in range(draw(st.integers(1, 3))):
        subject, obj = draw(st.sampled_from(sorted(NAMES))), draw(st.sampled_from(sorted(NAMES)))
        form, lemma = draw(st.sampled_from(VERBS)).split("/")
        passive, negated = draw(st.booleans()), draw(st.booleans())
        length = len(subject.split())
        verb = length + passive + negated + 1
        rows = name_rows(subject, 1, verb, "nsubj:pass" if passive else "nsubj")
        rows += [f"was {verb} aux:pass AUX VBD be"] * passive
        rows += [f"never {verb} advmod ADV RB"] * negated
        rows.append(f"{form} 0 root VERB {'VBN' if passive else 'VBD'} {lemma}")
        rows += [f"by {verb + 2} case ADP"] * passive
        rows += name_rows(obj, verb + 1 + passive, verb, "obl:agent" if passive else "obj")
        sentences.append("\n".join(rows))
    return "\n\n".join(sentences)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_every_span_is_in_the_article_and_the_evidence_covers_its_slots(table):
    doc = tree(table, entities=NAMES)
    article = Article(text=doc.text)
    found = extract(doc, article, LEXICON)
    for chain in found.chains:
        for m in chain.mentions:
            assert article.text[m.start : m.end] == m.text != ""
    for r in found.relations:
        assert r.subject != r.object
        for slot in (r.subject_span, r.predicate_span, r.object_span):
            assert 0 <= slot.start < slot.end <= len(article.text)
            assert r.span.start <= slot.start and slot.end <= r.span.end
        texts = {m.text for m in found.chains[r.subject].mentions}
        assert article.text[r.subject_span.start : r.subject_span.end] in texts
        assert r.predicate in LEXICON.relations
        assert 0 < r.confidence < 1
        assert r.speaker is None or 0 <= r.speaker < len(found.chains)


@settings(max_examples=20, deadline=None)
@given(tables())
def test_the_same_article_gives_the_same_relations(table):
    assert read(table, NAMES) == read(table, NAMES)
