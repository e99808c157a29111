"""Laws of reading, on sentences made from templates: what "not", "X said that" and the passive do, and nothing else.

The embedded pipeline parses each sentence. The names are ones that it knows; the verbs are transitive entries of the
packaged lexicon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import extract
from kg.model import Article, Factuality, Polarity
from kg.pipeline import Tools

COUNTRIES = ("France", "Germany", "Ukraine", "Canada", "Poland", "Japan")
ACTORS = (*COUNTRIES, "NATO", "the European Union")
SPEAKERS = ("Sweden", "Brazil", "Hungary")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its forms and the relation that its entry denotes."""

    base: str
    past: str
    participle: str
    relation: str


VERBS = (
    Verb("support", "supported", "supported", "supports"),
    Verb("criticize", "criticized", "criticized", "criticizes"),
    Verb("condemn", "condemned", "condemned", "criticizes"),
    Verb("praise", "praised", "praised", "praises"),
    Verb("accuse", "accused", "accused", "accuses"),
    Verb("attack", "attacked", "attacked", "attacks"),
    Verb("invade", "invaded", "invaded", "invades"),
    Verb("sanction", "sanctioned", "sanctioned", "sanctions"),
    Verb("visit", "visited", "visited", "visits"),
)
PLAIN = settings(max_examples=12, deadline=None, derandomize=True)


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation by the names of what it holds between, with its qualifiers."""

    subject: str
    relation: str
    object: str
    positive: bool = True
    factuality: Factuality = Factuality.ACTUAL
    speaker: str | None = None
    attributed: bool = False
    former: bool = False


clauses = st.tuples(st.sampled_from(ACTORS), st.sampled_from(VERBS), st.sampled_from(COUNTRIES)).filter(
    lambda clause: clause[0] != clause[2]
)


@pytest.fixture(scope="module")
def facts(tools: Tools):
    """From a sentence to its facts; each sentence is read once."""
    known: dict[str, frozenset[Fact]] = {}

    def bare(name: str) -> str:
        return name.removeprefix("the ").removeprefix("The ")

    def of(text: str) -> frozenset[Fact]:
        if text not in known:
            found = extract(tools.nlp(text), Article(text=text), tools.lexicon)
            names = [bare(chain.name) for chain in found.chains]
            known[text] = frozenset(
                Fact(
                    names[r.subject],
                    r.predicate,
                    names[r.object],
                    r.polarity is Polarity.POSITIVE,
                    r.factuality,
                    None if r.speaker is None else names[r.speaker],
                    r.attributed,
                    r.former,
                )
                for r in found.relations
            )
        return known[text]

    return of


def sentence(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."


def expected(subject: str, verb: Verb, obj: str) -> Fact:
    return Fact(subject.removeprefix("the "), verb.relation, obj.removeprefix("the "))


@PLAIN
@given(clauses)
def test_a_transitive_clause_is_its_fact(facts, clause):
    subject, verb, obj = clause
    assert facts(sentence(f"{subject} {verb.past} {obj}")) == {expected(subject, verb, obj)}


@PLAIN
@given(clauses)
def test_not_flips_polarity_and_nothing_else(facts, clause):
    subject, verb, obj = clause
    plain = facts(sentence(f"{subject} {verb.past} {obj}"))
    denied = facts(sentence(f"{subject} did not {verb.base} {obj}"))
    assert plain and denied == {replace(f, positive=not f.positive) for f in plain}


@PLAIN
@given(clauses, st.sampled_from(SPEAKERS))
def test_said_that_adds_the_speaker_and_changes_nothing_else(facts, clause, speaker):
    subject, verb, obj = clause
    plain = facts(sentence(f"{subject} {verb.past} {obj}"))
    told = facts(sentence(f"{speaker} said that {subject} {verb.past} {obj}"))
    assert plain and told == {replace(f, speaker=speaker) for f in plain}


@PLAIN
@given(clauses, st.sampled_from(SPEAKERS))
def test_both_compose(facts, clause, speaker):
    subject, verb, obj = clause
    plain = facts(sentence(f"{subject} {verb.past} {obj}"))
    told = facts(sentence(f"{speaker} said that {subject} did not {verb.base} {obj}"))
    assert plain and told == {replace(f, speaker=speaker, positive=False) for f in plain}


@PLAIN
@given(clauses)
def test_active_and_passive_agree(facts, clause):
    subject, verb, obj = clause
    active = facts(sentence(f"{subject} {verb.past} {obj}"))
    assert active and facts(sentence(f"{obj} was {verb.participle} by {subject}")) == active


@PLAIN
@given(clauses)
def test_will_makes_it_future_and_may_possible(facts, clause):
    subject, verb, obj = clause
    plain = facts(sentence(f"{subject} {verb.past} {obj}"))
    for modal, factuality in (("will", Factuality.FUTURE), ("may", Factuality.POSSIBLE)):
        assert facts(sentence(f"{subject} {modal} {verb.base} {obj}")) == {
            replace(f, factuality=factuality) for f in plain
        }
