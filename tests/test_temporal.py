"""Expressions of time, the time of a predicate, and the day of publication in an article's first lines."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from kg.document import Document
from kg.extraction.dates import Tense, normalise
from kg.extraction.temporal import tense_of, time_of

VOCAB = spacy.blank("en").vocab
PUBLISHED = date(2017, 7, 21)  # a Friday
POINT = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
ISO = re.compile(rf"(?:{POINT})|(?:{POINT}|\.\.)/(?:{POINT}|\.\.)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 February 2022", "2022-02-24"),
        ("February 24, 2022", "2022-02-24"),
        ("Thursday, Feb. 24, 2022", "2022-02-24"),
        ("the 24th of February 2022", "2022-02-24"),
        ("in February 2022", "2022-02"),
        ("early January 2019", "2019-01"),
        ("mid-2018", "2018"),
        ("mid - 2018", "2018"),
        ("the end of 2015", "2015"),
        ("2022", "2022"),
        ("the second quarter of 2016", "2016-04/2016-06"),
        ("Q4 2016", "2016-10/2016-12"),
        ("the first half of 2016", "2016-01/2016-06"),
        ("the 1990s", "1990/1999"),
        ("the late 1990s", "1990/1999"),
        ("the 1800s", "1800/1899"),
        ("the 19th century", "1801/1900"),
        ("from 2012 to 2014", "2012/2014"),
        ("2012–14", "2012/2014"),
        ("between March and May 2016", "2016-03/2016-05"),
        ("March 3-5, 2016", "2016-03-03/2016-03-05"),
        ("3 to 5 March 2016", "2016-03-03/2016-03-05"),
        ("12 May 2015 to 3 June 2016", "2015-05-12/2016-06-03"),
        ("November 2015 to January 2016", "2015-11/2016-01"),
        ("since 2014", "2014/.."),
        ("until March 2016", "../2016-03"),
        ("21.07.2017", "2017-07-21"),
        ("07/21/2017", "2017-07-21"),
        ("summer of 2015", "2015"),
        ("10:30 a.m. on 4 May 2016", "2016-05-04"),
        ("the night of 4 May 2016", "2016-05-04"),
        ("2022-02-24T10:00:00Z", "2022-02-24"),
    ],
)
def test_absolute_expressions_need_no_date_of_publication(text: str, expected: str) -> None:
    assert normalise(text, published=None) == expected
    assert normalise(text, published=PUBLISHED) == expected


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        ("on Tuesday", "past", "2017-07-18"),
        ("on Tuesday", None, "2017-07-18"),
        ("on Tuesday", "future", "2017-07-25"),
        ("Friday", "past", "2017-07-21"),
        ("last Friday", "past", "2017-07-14"),
        ("next Friday", "future", "2017-07-28"),
        ("Tuesday's", "past", "2017-07-18"),
        ("late on Tuesday", "past", "2017-07-18"),
        ("the early hours of Tuesday", "past", "2017-07-18"),
        ("Saturday night", "past", "2017-07-15"),
        ("yesterday", "past", "2017-07-20"),
        ("last night", "past", "2017-07-20"),
        ("earlier today", "past", "2017-07-21"),
        ("tonight", "future", "2017-07-21"),
        ("tomorrow morning", "future", "2017-07-22"),
        ("the day after tomorrow", "future", "2017-07-23"),
        ("last week", "past", "2017-07-10/2017-07-16"),
        ("this week", None, "2017-07-17/2017-07-23"),
        ("next week", "future", "2017-07-24/2017-07-30"),
        ("over the weekend", "past", "2017-07-15/2017-07-16"),
        ("last month", "past", "2017-06"),
        ("earlier this month", "past", "2017-07"),
        ("next year", "future", "2018"),
        ("the end of last year", "past", "2016"),
        ("the end of the year", "future", "2017"),
        ("two years ago", "past", "2015"),
        ("three months ago", "past", "2017-04"),
        ("a week ago", "past", "2017-07-10/2017-07-16"),
        ("ten days ago", "past", "2017-07-11"),
        ("on the 5th of May", "past", "2017-05-05"),
        ("October 6", "past", "2016-10-06"),
        ("October 6", "future", "2017-10-06"),
        ("in March", "past", "2017-03"),
        ("in March", "future", "2018-03"),
        ("early January", "past", "2017-01"),
        ("in December last year", "past", "2016-12"),
        ("last December", "past", "2016-12"),
        ("the second quarter", "past", "2017-04/2017-06"),
        ("the '90s", "past", "1990/1999"),
        ("from November 20 to December 11", "future", "2017-11-20/2017-12-11"),
        ("December 20 to January 5", "future", "2017-12-20/2018-01-05"),
        ("February 29", "past", "2016-02-29"),
        ("this spring", "past", "2017"),
    ],
)
def test_relative_expressions_are_resolved_against_publication_and_tense(
    text: str, tense: Tense | None, expected: str
) -> None:
    assert normalise(text, published=PUBLISHED, tense=tense) == expected
    assert normalise(text, published=None, tense=tense) is None


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2017",  # the order of day and month is open
        "21/7/17",
        "may",  # the verb
        "march",
        "two years",
        "24 hours",
        "every Tuesday",
        "Tuesdays",
        "more than two years ago",
        "several weeks ago",
        "the following day",
        "the year before",
        "from the year before",
        "a year earlier",
        "winter 2015",
        "fiscal 2016",
        "44 BC",
        "February 30, 2016",
        "31 June",
        "2016-13-01",
        "annual",
        "5 to 2",
        "",
        "   ",
        "NATO",
        "x" * 200,
    ],
)
def test_what_is_vague_ambiguous_or_no_time_gives_nothing(text: str) -> None:
    assert normalise(text, published=PUBLISHED, tense="past") is None


WORDS = st.sampled_from(
    [
        "the",
        "of",
        "in",
        "on",
        "at",
        "since",
        "until",
        "from",
        "to",
        "between",
        "and",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "end",
        "first",
        "second",
        "half",
        "quarter",
        "March",
        "May",
        "Tuesday",
        "5",
        "5th",
        "12",
        "2016",
        "2017",
        "1990s",
        "week",
        "month",
        "year",
        "ago",
        "two",
        "years",
        "days",
        ",",
        "-",
        "–",
        "morning",
        "Q2",
        "century",
        "20th",
        "yesterday",
        "today",
        "Christmas",
        "summer",
        "21/07/2017",
        "and",
        "a",
        "few",
        "BC",
        "/",
    ]
)


def test_a_year_at_one_end_is_not_that_of_publication() -> None:
    published = date(2024, 5, 1)
    assert normalise("from December 2020 to February", published=published) == "2020-12/2021-02"
    assert normalise("from May 2019 to June", published=published) == "2019-05/2019-06"
    assert normalise("the week of March 4, 2019", published=published) == "2019-03-04/2019-03-10"
    assert normalise("yesterday", published=date(1, 1, 1)) is None


@given(
    st.lists(WORDS, min_size=1, max_size=8),
    st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    st.sampled_from(["past", "present", "future", None]),
)
def test_every_result_is_a_known_form_and_stays_what_it_is(
    words: list[str], published: date | None, tense: Tense | None
) -> None:
    result = normalise(" ".join(words), published=published, tense=tense)
    if result is None:
        return
    assert ISO.fullmatch(result), result
    for part in result.split("/"):
        if part.count("-") == 2:
            date.fromisoformat(part)
    assert normalise(result, published=published, tense=tense) == result
    if "/" in result and ".." not in result:
        first, last = result.split("/")
        assert first != last
        assert first <= last[: len(first)] or len(first) > len(last)


@given(st.text(max_size=40), st.one_of(st.none(), st.just(PUBLISHED)))
def test_no_text_breaks_it(text: str, published: date | None) -> None:
    result = normalise(text, published=published)
    assert result is None or ISO.fullmatch(result)


@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)), st.sampled_from(["", "early ", "late ", "in ", "since ", "by "]))
def test_precision_is_never_finer_than_the_words(day: date, before: str) -> None:
    month = f"{day:%B} {day.year}"
    for text, length in ((f"{before}{day.year}", 4), (f"{before}{month}", 7), (f"{before}{day.day} {month}", 10)):
        result = normalise(text, published=PUBLISHED)
        assert result is not None
        parts = [part for part in result.split("/") if part != ".."]
        assert parts == [day.isoformat()[:length]]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(0, 6))
def test_a_weekday_lies_within_a_week_on_the_side_of_its_tense(published: date, weekday: int) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    past = normalise(f"on {name}", published=published, tense="past")
    future = normalise(f"on {name}", published=published, tense="future")
    assert past is not None
    assert future is not None
    assert timedelta(0) <= published - date.fromisoformat(past) < timedelta(days=7)
    assert timedelta(0) <= date.fromisoformat(future) - published < timedelta(days=7)
    assert date.fromisoformat(past).weekday() == date.fromisoformat(future).weekday() == weekday


def parsed(rows: str, *, dates: tuple[tuple[int, int], ...] = ()) -> Doc:
    """A Doc from lines of "word/POS/head/relation", heads from 1, 0 for the root; a fifth part is the tense."""
    cells = [row.split("/") for row in rows.split()]
    heads = [int(cell[2]) for cell in cells]
    doc = Doc(
        VOCAB,
        words=[cell[0] for cell in cells],
        pos=[cell[1] for cell in cells],
        heads=[head - 1 if head else index for index, head in enumerate(heads)],
        deps=[cell[3] for cell in cells],
        lemmas=[cell[0].lower() for cell in cells],
        morphs=[f"Tense={cell[4]}" if len(cell) > 4 else "" for cell in cells],
    )
    doc.set_ents([Span(doc, start, end, "DATE") for start, end in dates])
    return doc


def test_the_time_is_the_predicates_own() -> None:
    doc = parsed(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT/Past on/ADP/4/case Monday/PROPN/2/obl that/SCONJ/7/mark "
        "Iran/PROPN/7/nsubj "
        "attacked/VERB/2/ccomp/Past Iraq/PROPN/7/obj in/ADP/10/case May/PROPN/7/obl",
        dates=((3, 4), (9, 10)),
    )
    assert time_of(Document(doc)[1], published=PUBLISHED) == "2017-07-17"
    assert time_of(Document(doc)[6], published=PUBLISHED) == "2017-05"


def test_the_nearest_time_is_taken_and_a_clause_keeps_its_own() -> None:
    doc = parsed(
        "On/ADP/2/case Friday/PROPN/5/obl ,/PUNCT/5/punct they/PRON/5/nsubj met/VERB/0/ROOT/Past after/SCONJ/8/mark "
        "fighting/NOUN/8/nsubj resumed/VERB/5/advcl/Past on/ADP/10/case Tuesday/PROPN/8/obl",
        dates=((1, 2), (9, 10)),
    )
    assert time_of(Document(doc)[4], published=PUBLISHED) == "2017-07-21"
    assert time_of(Document(doc)[7], published=PUBLISHED) == "2017-07-18"


def test_a_coordinated_verb_shares_the_time_that_opens_the_sentence() -> None:
    doc = parsed(
        "On/ADP/2/case Friday/PROPN/4/obl A/PROPN/4/nsubj left/VERB/0/ROOT/Past and/CCONJ/7/cc B/PROPN/7/nsubj "
        "came/VERB/4/conj/Past on/ADP/9/case foot/NOUN/7/obl",
        dates=((1, 2),),
    )
    assert time_of(Document(doc)[6], published=PUBLISHED) == "2017-07-21"
    late = parsed(
        "A/PROPN/2/nsubj left/VERB/0/ROOT/Past on/ADP/4/case Friday/PROPN/2/obl and/CCONJ/7/cc B/PROPN/7/nsubj "
        "came/VERB/2/conj/Past",
        dates=((3, 4),),
    )
    assert time_of(Document(late)[6], published=PUBLISHED) is None


def test_an_event_noun_has_its_time_from_its_modifiers_and_from_a_name_below_it() -> None:
    doc = parsed(
        "the/DET/3/det 2014/NUM/3/compound invasion/NOUN/0/ROOT",
        dates=((1, 2),),
    )
    assert time_of(Document(doc)[2], published=None) == "2014"
    below = parsed(
        "the/DET/2/det invasion/NOUN/0/ROOT of/ADP/4/case Ukraine/PROPN/2/nmod in/ADP/6/case February/PROPN/4/nmod "
        "2022/NUM/6/nmod:unmarked",
        dates=((5, 7),),
    )
    assert time_of(Document(below)[1], published=None) == "2022-02"


def test_an_open_interval_comes_from_the_preposition() -> None:
    doc = parsed(
        "They/PRON/2/nsubj fought/VERB/0/ROOT/Past since/ADP/4/case 2014/NUM/2/obl",
        dates=((3, 4),),
    )
    assert time_of(Document(doc)[1], published=None) == "2014/.."


def test_a_time_needs_no_entity_but_a_place_is_no_time() -> None:
    doc = parsed(
        "They/PRON/2/nsubj met/VERB/0/ROOT/Past two/NUM/4/nummod years/NOUN/5/obl:unmarked ago/ADV/2/advmod "
        "in/ADP/7/case Geneva/PROPN/2/obl"
    )
    assert time_of(Document(doc)[1], published=PUBLISHED) == "2015"
    place = parsed("They/PRON/2/nsubj met/VERB/0/ROOT/Past in/ADP/4/case Geneva/PROPN/2/obl")
    assert time_of(Document(place)[1], published=PUBLISHED) is None


def test_an_interval_may_be_two_phrases() -> None:
    doc = parsed(
        "He/PRON/2/nsubj served/VERB/0/ROOT/Past from/ADP/4/case 2004/NUM/2/obl to/ADP/6/case 2008/NUM/2/obl",
        dates=((3, 4), (5, 6)),
    )
    assert time_of(Document(doc)[1], published=None) == "2004/2008"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("It/PRON/4/nsubj:pass will/AUX/4/aux be/AUX/4/aux:pass held/VERB/0/ROOT/Past", "future"),
        ("It/PRON/3/nsubj:pass is/AUX/3/aux:pass/Pres held/VERB/0/ROOT/Past", "present"),
        ("It/PRON/3/nsubj:pass was/AUX/3/aux:pass/Past held/VERB/0/ROOT/Past", "past"),
        ("It/PRON/3/nsubj has/AUX/3/aux/Pres left/VERB/0/ROOT/Past", "past"),
        ("It/PRON/4/nsubj would/AUX/4/aux have/AUX/4/aux left/VERB/0/ROOT/Past", "past"),
        ("It/PRON/3/nsubj would/AUX/3/aux leave/VERB/0/ROOT", "future"),
        ("It/PRON/3/nsubj may/AUX/3/aux leave/VERB/0/ROOT", "future"),
        (
            "It/PRON/5/nsubj:pass is/AUX/5/aux:pass/Pres to/PART/5/mark be/AUX/5/aux:pass held/VERB/0/ROOT/Past",
            "future",
        ),
        ("He/PRON/2/nsubj left/VERB/0/ROOT/Past", "past"),
        ("talks/NOUN/0/ROOT", None),
    ],
)
def test_tense_comes_from_the_finite_words(rows: str, expected: Tense | None) -> None:
    doc = parsed(rows)
    for token in doc:
        token.lemma_ = {"has": "have"}.get(token.text, token.lemma_)
    assert tense_of(Document(doc)[len(doc) - 1]) == expected


def test_an_infinitive_looks_ahead_from_the_present_only() -> None:
    doc = parsed("He/PRON/2/nsubj plans/VERB/0/ROOT/Pres to/PART/4/mark go/VERB/2/xcomp")
    assert tense_of(Document(doc)[3]) == "future"
    doc = parsed("He/PRON/2/nsubj managed/VERB/0/ROOT/Past to/PART/4/mark go/VERB/2/xcomp")
    assert tense_of(Document(doc)[3]) is None
