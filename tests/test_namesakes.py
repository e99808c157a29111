"""Namesakes: what articles say of the bearers of a name keeps them apart, or does not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.linking import explain, resolve
from kg.linking.describing import describe, field_of, is_role
from kg.linking.namesakes import against, contradictory, read_lines
from kg.linking.profiles import Record
from kg.model import Article, Chain, Entity, Extraction, Mention

IRI = "entity/Marta_Olsen"
CLUB = Entity("entity/Rosenfeld_FC", "Rosenfeld FC", "Organization", ("Rosenfeld FC",))


def bearer(*described: str) -> Entity:
    """What an article knows of Marta Olsen."""
    return Entity(IRI, "Marta Olsen", "Person", ("Marta Olsen",), described=tuple(sorted(described)))


def nodes(known: list[Record]) -> dict[str, str]:
    """The node of Marta Olsen in each article."""
    resolution = resolve(known)
    return {article: resolution.get((article, e.iri), e.iri) for article, e in known if e.iri == IRI}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("role: finance director",), ("role: striker",), False),
        (("role: ambassador",), ("role: goalkeeper",), False),
        (("role: bishop",), ("role: actor",), False),
        (("role: judge",), ("role: singer",), False),
        (("born: 1960",), ("born: 1999",), False),
        (("country: c/Peru",), ("country: c/Norway",), False),
        (("role: striker", "born: 1990"), ("role: striker", "born: 1971"), True),
        (("role: minister",), ("role: ambassador",), True),
        (("role: striker",), ("role: coach",), True),
        (("role: chief executive", "of: e/Nordvik"), ("role: engineer", "of: e/Nordvik"), True),
        (("role: striker",), (), True),
        (("role: chairman",), ("role: striker",), True),
        (("role: striker", "other: finance director"), ("role: finance director",), False),
        (("born: 1975",), ("born: 1976",), True),
    ],
)
def test_two_articles(one: tuple[str, ...], other: tuple[str, ...], same: bool) -> None:
    found = nodes([("a", bearer(*one)), ("b", bearer(*other))])
    assert (found["a"] == found["b"]) == same


def test_an_article_that_says_nothing_goes_where_it_has_company() -> None:
    known = [("a", bearer("role: striker")), ("a", CLUB), ("b", bearer("role: judge")), ("c", bearer()), ("c", CLUB)]
    found = nodes(known)
    assert found["a"] == found["c"] != found["b"]


def test_an_article_that_could_mean_either_means_neither() -> None:
    found = nodes([("a", bearer("role: striker")), ("b", bearer("role: judge")), ("c", bearer())])
    assert len(set(found.values())) == 3


def test_who_has_an_identifier_is_one() -> None:
    item = ("http://www.wikidata.org/entity/Q1",)
    known = [(a, Entity(IRI, "Marta Olsen", "Person", (), item, described=(f"role: {r}",))) for a, r in (("a", "striker"), ("b", "senator"))]  # fmt: skip  # noqa: E501
    assert not resolve(known)


def test_explain_says_what_speaks_against() -> None:
    known = [("a", bearer("role: striker")), ("b", bearer("role: judge")), ("c", bearer("role: striker"))]
    found = nodes(known)
    assert "striker" in explain(known, found["a"], found["b"])[0]


LINES = st.sets(
    st.sampled_from(["role: striker", "role: judge", "born: 1960", "born: 1990", "country: c/Peru", "country: c/Chad"]),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(LINES, st.booleans()), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_articles_leaves_no_trace(articles: list[tuple[set[str], bool]], rng: random.Random) -> None:
    known: list[Record] = []
    for number, (lines, club) in enumerate(articles):
        known.append((f"article/{number}", bearer(*lines)))
        if club:
            known.append((f"article/{number}", CLUB))
    shuffled = list(known)
    rng.shuffle(shuffled)
    assert dict(resolve(shuffled)) == dict(resolve(known))
    assert set(resolve(known)) == {key for key in resolve(known) if resolve(known)[key] != key[1]}


@given(LINES, LINES)
def test_evidence_is_symmetric(one: set[str], other: set[str]) -> None:
    left, right = read_lines(one), read_lines(other)
    assert contradictory(against(left, right)) == contradictory(against(right, left))
    assert not contradictory(against(left, left))


def described(text: str, name: str = "Marta Olsen", *, date: str = "2026-03-01") -> set[str]:
    start = text.index(name)
    mention = Mention(start, start + len(name), name, "PERSON")
    extraction = Extraction(Article(text=text, date=date), (Chain(name, "Person", (mention,)),), ())
    return set(describe(extraction, 0, [IRI], acts=False))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Norwegian striker Marta Olsen scored.", "role: striker"),
        ("Marta Olsen, the bank's finance director, left.", "role: finance director"),
        ("The finance director, Marta Olsen, left.", ""),
        ("Marta Olsen, 34, left.", "born: 1992"),
        ("Marta Olsen (34) left.", "born: 1992"),
        ("Marta Olsen, a judge in Graz, left.", "role: judge"),
        ("Marta Olsen is a nurse.", "role: nurse"),
        ("Marta Olsen, no relation to the striker, left.", "other: striker"),
        ("Marta Olsen, met Foreign Minister Luis Prado.", ""),
        ("Deputy Prime Minister Marta Olsen left.", "role: deputy prime minister"),
    ],
)
def test_what_stands_beside_a_name(text: str, line: str) -> None:
    assert described(text) == ({line} if line else set())


def test_fields() -> None:
    assert field_of("striker") == field_of("goalkeeper") != field_of("senator")
    assert field_of("president") == field_of("chairman") == ""
    assert is_role("finance director")
    assert not is_role("bridge")
