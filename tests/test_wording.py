"""A statement as a sentence: its words cannot be taken for another's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Factuality
from kg.view.model import Family, Kind, Link, Quote
from kg.view.wording import heading, short, verb


def link(label: str, *quotes: Quote, kind: Kind = Kind.REPORTED, family: Family = Family.FORCE) -> Link:
    return Link("S", "O", "r", label, family, kind, quotes=quotes)


def told(positive: bool = True, speaker: str = "", factuality: Factuality = Factuality.ACTUAL, **rest: Any) -> Quote:
    return Quote("a", "q", positive=positive, speaker=speaker, factuality=factuality, **rest)


def said(one: Link) -> str:
    return "".join(part if isinstance(part, str) else part[0] for part in heading(one))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (link("attacks", told(), kind=Kind.FACT), "S attacks O"),
        (link("attacks", told(speaker="A")), "A says that S attacked O"),
        (link("attacks", told(False, "A"), kind=Kind.DENIED), "A denies that S attacked O"),
        (link("attacks", told(False, "A"), told(False, "B"), kind=Kind.DENIED), "A and B deny that S attacked O"),
        (link("attacks", told(False), kind=Kind.DENIED), "S did not attack O"),
        (link("attacks", told(False, attributed=True), kind=Kind.DENIED), "It is denied that S attacked O"),
        (link("owns", told(False), kind=Kind.DENIED, family=Family.STANDING), "S does not own O"),
        (link("is a member of", told(False), kind=Kind.DENIED, family=Family.STANDING), "S is not a member of O"),
        (link("was born in", told(False), kind=Kind.DENIED, family=Family.STANDING), "S was not born in O"),
        (link("meets with", told(speaker="A")), "A says that S met with O"),
        (link("attacks", told(factuality=Factuality.FUTURE), kind=Kind.POSSIBLE), "S will attack O"),
        (link("attacks", told(factuality=Factuality.POSSIBLE), kind=Kind.POSSIBLE), "S may attack O"),
        (
            link("is a member of", told(speaker="A", factuality=Factuality.REQUESTED), kind=Kind.POSSIBLE),
            "A asks S to be a member of O",
        ),
        (link("attacks", told(), kind=Kind.UNSURE), "Unsure: S attacks O"),
        (link("attacks", told(speaker="A"), told(False, "S")), "A says that S attacked O; S denies it"),
        (link("attacks", told(), told(False, "B"), kind=Kind.FACT), "S attacks O; B denies it"),
        (link("employer", told(False, "A"), kind=Kind.DENIED), "A denies that S employer O"),
        (link("employer", told(False), kind=Kind.DENIED), "It is not so that S employer O"),
        (
            link("supports", told(False, factuality=Factuality.REQUESTED, speaker="A"), kind=Kind.DENIED),
            "A asks S not to support O",
        ),
    ],
)
def test_a_heading_says_who_affirms_and_who_denies(one: Link, words: str) -> None:
    assert said(one) == words


def test_two_companies_say_so() -> None:
    one = link("owns", told(speaker="two companies"))
    assert heading(one, several={"two companies"})[:2] == (("two companies",), " say that ")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (link("attacks", kind=Kind.FACT), " attack "),
        (link("is a member of", told(), kind=Kind.FACT, family=Family.STANDING), " are a member of "),
        (link("owns", told(False), kind=Kind.DENIED, family=Family.STANDING), " do not own "),
        (link("is a member of", told(False), kind=Kind.DENIED, family=Family.STANDING), " are not a member of "),
        (link("attacks", told(False), kind=Kind.DENIED), " did not attack "),
        (link("aids", told(factuality=Factuality.REQUESTED), kind=Kind.POSSIBLE), " are asked "),
    ],
)
def test_several_have_a_plural_verb(one: Link, words: str) -> None:
    assert heading(one, several={"S"})[:2] == (("S",), words)


@pytest.mark.parametrize(
    ("label", "base", "past"),
    [
        ("has subsidiary", "have", "had"),
        ("had a stake in", "have", "had"),
        ("does business with", "do", "did"),
        ("refers to", "refer", "referred"),
        ("runs", "run", "ran"),
        ("stops", "stop", "stopped"),
        ("visits", "visit", "visited"),
        ("focuses on", "focus", "focused"),
        ("overthrows", "overthrow", "overthrew"),
        ("withdraws from", "withdraw", "withdrew"),
        ("reports to", "report", "reported"),
    ],
)
def test_forms_of_a_verb(label: str, base: str, past: str) -> None:
    assert (verb(label).base, verb(label).past) == (base, past)


def test_no_denial_has_a_label_that_affirms() -> None:
    for factuality in Factuality:
        for label in ("attacks", "is a member of", "was born in", "studied at", "employer"):
            words = short(link(label, told(False, factuality=factuality), kind=Kind.DENIED))
            assert " not " in f" {words} ".replace("not:", "not "), words


@given(
    st.text("abdeginosxyz", min_size=2, max_size=9),
    st.sampled_from(("s", "es", "ies", "ed", "")),
    st.sampled_from(("", " with")),
)
def test_forms_of_any_verb_are_words(stem: str, ending: str, rest: str) -> None:
    label = f"{stem}{ending}{rest}"
    form = verb(label)
    assert form.base
    assert form.past
    assert f"{form.present} {form.rest}".strip() == label


def test_will_and_wont_are_disputed_and_may_and_has_not_are_not() -> None:
    def disputed(*quotes: Quote) -> bool:
        return link("attacks", *quotes).disputed

    future, possible = Factuality.FUTURE, Factuality.POSSIBLE
    assert disputed(told(factuality=future), told(False, factuality=future))
    assert disputed(told(), told(False))
    assert not disputed(told(factuality=possible), told(False, factuality=possible))
    assert not disputed(told(factuality=future), told(False)), "it will be; it has not been yet"
