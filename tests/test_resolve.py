"""`resolve`: same and different, in any order, without false merges."""

from __future__ import annotations

import gc
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from extractions import extraction
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.linking import Knowledge, explain, link, resolve
from kg.linking.comparison import compare
from kg.linking.profiles import Record, gather
from kg.linking.resolution import compared_pairs
from kg.model import Entity

PAIRS = Path(__file__).parent / "data" / "same_or_different.tsv"


def known_of(article: str, names: list[tuple[str, str]], knowledge: Knowledge) -> list[Record]:
    """What an article that speaks of some names knows."""
    found = extraction(" . ".join(name for name, _ in names), *(f"{kind}: {name}" for name, kind in names))
    return [(article, entity) for entity in link(found, knowledge).entities]


def rows() -> list[list[str]]:
    """Verdict, class, both names, and names of others: the lines of the table."""
    lines = PAIRS.read_text(encoding="utf8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def verdicts(knowledge: Knowledge) -> list[tuple[str, str, str, str, bool]]:
    """Class, names, verdict of the table, and whether the program says the same."""
    found = []
    for verdict, kind, one, other, others in rows():
        forum = ("Harbour Forum", "Organization")
        left = known_of("article/1", [(one, kind), forum], knowledge)
        right = known_of("article/2", [(other, kind), forum], knowledge)
        rest = [
            r
            for i, name in enumerate(others.split(";"))
            if name
            for r in known_of(f"article/{i + 3}", [(name, kind), forum], knowledge)
        ]
        resolution = resolve([*left, *right, *rest])
        a, b = (
            next(resolution.get((article, e.iri), e.iri) for article, e in records if e.label != "Harbour Forum")
            for records in (left, right)
        )
        found.append((kind, one, other, verdict, (a == b) == (verdict == "same")))
    return found


def test_same_or_different(knowledge: Knowledge) -> None:
    found = verdicts(knowledge)
    wrong = [f"{one} / {other}: {verdict}" for _, one, other, verdict, right in found if not right]
    assert len(found) >= 120
    assert 1 - len(wrong) / len(found) >= 0.95, wrong
    assert not [row for row in found if row[0] == "Person" and row[3:] == ("different", False)]


def person(
    name: str, *, local: bool = False, article: str = "", names: tuple[str, ...] = (), same_as: tuple[str, ...] = ()
) -> Entity:
    return Entity(
        f"entity/{name.replace(' ', '_')}{'~' + article if local else ''}",
        name,
        "Person",
        names or (name,),
        same_as,
        local,
    )


FORUM = Entity("entity/Harbour_Forum", "Harbour Forum", "Organization", ("Harbour Forum",))


def test_a_surname_goes_to_the_one_who_bears_it() -> None:
    known = [
        ("a", person("Stefan Birkeland")),
        ("a", FORUM),
        ("b", person("Birkeland", local=True, article="b")),
        ("b", FORUM),
    ]
    resolution = resolve(known)
    assert dict(resolution) == {("b", "entity/Birkeland~b"): "entity/Stefan_Birkeland"}
    assert "nobody else" in resolution.merges[0].reason


def test_a_surname_that_two_bear_goes_to_neither() -> None:
    known = [("a", person("Anna Lind")), ("b", person("Karl Lind")), ("c", person("Lind", local=True, article="c"))]
    known += [(article, FORUM) for article in "abc"]
    assert not resolve(known)
    assert "fits 2 people" in explain(known, "Lind", "Anna Lind")[0]


def test_a_surname_needs_something_in_common() -> None:
    known = [("a", person("Stefan Birkeland")), ("b", person("Birkeland", local=True, article="b"))]
    assert not resolve(known)
    assert "nothing else in common" in explain(known, "Birkeland", "Stefan Birkeland")[0]


def test_two_things_of_one_article_stay_two() -> None:
    known = [("a", person("Zoë Lindqvist")), ("a", person("Zoe Lindqvist")), ("b", person("Dr Zoe Lindqvist"))]
    resolution = resolve(known)
    merged = {resolution.get(("a", iri), iri) for iri in ("entity/Zoë_Lindqvist", "entity/Zoe_Lindqvist")}
    assert len(merged) == 2


def test_a_middle_name_that_could_be_anybodys_decides_nothing() -> None:
    known = [("a", person("Robert Hartwell")), ("b", person("Robert J. Hartwell")), ("c", person("Robert K. Hartwell"))]
    assert not resolve([*known, *((article, FORUM) for article in "abc")])


def body(label: str, *names: str) -> Entity:
    return Entity(f"entity/{label.replace(' ', '_')}", label, "Organization", (label, *names))


def test_a_short_name_that_two_full_ones_share_makes_them_no_one() -> None:
    """Each article calls its own police the police."""
    nepal, belarus = body("Police of Nepal", "Police"), body("Police of Belarus", "Police")
    assert not resolve([("a", nepal), ("b", belarus)])
    health, services = (
        body("Health Ministry of Peru", "Health Ministry"),
        body("Department of Health", "Health Ministry"),
    )
    assert not resolve([("a", health), ("b", services)])
    assert len(resolve([("a", body("Nordkap Ferry Group", "Nordkap")), ("b", body("Nordkap"))])) == 1


def test_descriptions_are_no_names() -> None:
    known = [
        ("a", person("top harbour official", local=True, article="a")),
        ("b", person("top official", local=True, article="b")),
    ]
    assert not resolve([*known, ("a", FORUM), ("b", FORUM)])


def test_a_middle_name_more_joins_nobody_with_one_who_is_known_elsewhere() -> None:
    """Where the gazetteer has two of that name, the linking of the article has left it open which one is meant."""
    known = person("Robert John Hartwell", same_as=("http://www.wikidata.org/entity/Q1",))
    assert not resolve([("a", known), ("a", FORUM), ("b", person("Robert Hartwell")), ("b", FORUM)])


def test_different_wikidata_items_are_different() -> None:
    one = person("Zoë Lindqvist", same_as=("http://www.wikidata.org/entity/Q1",))
    other = person("Zoe Lindqvist", same_as=("http://www.wikidata.org/entity/Q2",))
    assert not resolve([("a", one), ("b", other)])
    assert "different Wikidata items" in explain([("a", one), ("b", other)], one.iri, other.iri)[0]


def test_one_wikidata_item_is_one() -> None:
    item = ("http://www.wikidata.org/entity/Q1",)
    one, other = person("Zoë Lindqvist", same_as=item), person("Baroness Q", same_as=item)
    assert len(resolve([("a", one), ("b", other)])) == 1


def test_the_user_decides() -> None:
    one, other = person("Zoë Lindqvist"), person("Zoe Lindqvist")
    known = [("a", one), ("b", other)]
    assert len(resolve(known)) == 1
    assert not resolve(known, different=[(one.iri, other.iri)])
    told = replace(one, different_from=(other.iri,))
    assert not resolve([("a", told), ("b", other)])
    assert "declares them different" in explain([("a", told), ("b", other)], one.iri, other.iri)[0]


def test_explain_gives_the_reason_of_a_merge() -> None:
    known = [("a", person("Zoë Lindqvist")), ("b", person("Zoe Lindqvist"))]
    assert "same name" in explain(known, "Zoë Lindqvist", "entity/Zoe_Lindqvist")[0]
    assert explain(known, "Zoë Lindqvist", "nobody at all") == []


NAMES = (
    "Anna Lind",
    "Karl Lind",
    "Dr Anna Lind",
    "Ana Lind",
    "A. Lind",
    "Robert Hartwell",
    "Robert J. Hartwell",
    "Bob Hartwell",
    "Zoë Berg",
    "Zoe Berg",
)
SURNAMES = ("Lind", "Hartwell", "Berg")


@st.composite
def corpora(draw: st.DrawFn) -> list[Record]:
    """What a few articles know, of people with similar names."""
    known: list[Record] = []
    for number in range(draw(st.integers(1, 6))):
        article = f"article/{number}"
        known += [(article, person(name)) for name in draw(st.sets(st.sampled_from(NAMES), max_size=4))]
        known += [
            (article, person(name, local=True, article=str(number)))
            for name in draw(st.sets(st.sampled_from(SURNAMES), max_size=2))
        ]
        if draw(st.booleans()):
            known.append((article, FORUM))
    return known


@settings(max_examples=60, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_laws(known: list[Record], rng: random.Random) -> None:
    resolution = resolve(known)
    shuffled = list(known)
    rng.shuffle(shuffled)
    assert dict(resolve(shuffled)) == dict(resolution)
    assert resolve(shuffled).merges == resolution.merges
    for article in {a for a, _ in known}:  # never two entities of one article
        iris = [e.iri for a, e in known if a == article]
        assert len({resolution.get((article, iri), iri) for iri in iris}) == len(iris)
    for iri in resolution.values():  # what stands for others stands for itself
        assert all(resolution.get((a, iri), iri) == iri for a, e in known if e.iri == iri)


ORGANIZATIONS = (
    "Red-Cross International Aid",
    "Redcross International Aid",
    "Red Cross International Aid Ltd",
    "RCIA",
    "Kovalskyy Defence Institute",
    "Kovalskiy Defense Institute",
    "Kovalski Institute of Defence",
    "KDI",
    "Holding AG",
)
"""Alike in each of the ways that organizations' names can be, or not at all."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("Colombo", "Place")], [("Colombia", "Place")]),
        ([("Georgia", "Place"), ("Tbilisi", "Place")], [("Georgia", "Place"), ("Alabama", "Place")]),
        ([("El Salvador", "Place")], [("Salvador", "Place"), ("Brazil", "Place")]),
        ([("Foreign Ministry", "Organization"), ("Chad", "Place"), ("Chadian", "Place")],
         [("Foreign Ministry", "Organization"), ("Peru", "Place"), ("Peruvian", "Place")]),
    ],
)  # fmt: skip
def test_what_the_gazetteer_tells_apart_stays_apart(
    one: list[tuple[str, str]], other: list[tuple[str, str]], knowledge: Knowledge
) -> None:
    records = []
    for number in range(3):
        for article, names in ((f"one/{number}", one), (f"other/{number}", other)):
            records += known_of(article, [*names, ("Harbour Forum", "Organization")], knowledge)
    resolution = resolve(records)
    meant = [
        {resolution.get((article, e.iri), e.iri) for article, e in records if article.startswith(side)}
        for side in ("one/", "other/")
    ]
    assert {iri.rpartition("/")[2] for iri in meant[0] & meant[1]} == {"Harbour_Forum"}


def test_the_label_proves_more_than_other_names() -> None:
    known = [
        (f"article/{n}", Entity(f"entity/{n}", label, "Organization", (label, "Coast Patrol")))
        for n, label in enumerate(("Ormond Coast Patrol", "Veland Coast Patrol"))
    ]
    assert not resolve([*known, *((article, FORUM) for article, _ in known)]).merges


def test_no_two_that_are_alike_are_passed_over() -> None:
    pairs = [(kind, one, other) for _, kind, one, other, _ in rows()]
    pairs += [("Organization", *pair) for pair in combinations(ORGANIZATIONS, 2)]
    pairs += [("Person", *pair) for pair in combinations((*NAMES, "Lind Anna", "Annalind Berg", "Anna Lindberg"), 2)]
    alike = 0
    for kind, one, other in pairs:
        known = [("article", Entity(f"entity/{name}", name, kind, (name,))) for name in (one, other)]
        block = list(gather(known).profiles.values())
        if len(block) == 2 and compare(*block):
            alike += 1
            assert list(compared_pairs(block)) == [tuple(profile.iri for profile in block)], (one, other)
    assert alike >= 60


def test_names_that_only_sound_alike_are_not_compared() -> None:
    surnames = [f"B{a}rk{b}n" for a in "aeiou" for b in "aeiou"]
    known = [(f"article/{n}", person(f"Anna {surname}")) for n, surname in enumerate(surnames)]
    assert not list(compared_pairs(gather(known).profiles.values()))


def test_the_garbage_collector_is_on_again() -> None:
    assert gc.isenabled()
    resolve([("a", FORUM)])
    with pytest.raises(ZeroDivisionError):
        resolve(("a", FORUM) for divisor in (1, 0) if 1 // divisor)
    assert gc.isenabled()


def test_a_garbage_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        resolve([("a", FORUM)])
        assert not gc.isenabled()
    finally:
        gc.enable()
