"""The language of articles, and what is kept of those in several."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SkipError
from kg.model import Article, Span
from kg.reading import read_articles
from kg.reading.language import in_language

NORSK = "Statsministeren sa på fredag at regjeringen vil gi mer hjelp til befolkningen i byen."
DEUTSCH = "Die Regierung kündigte am Freitag weitere Hilfen für die Menschen in der Stadt an."
ENGLISH = (
    "The minister told the council on Friday that the bridge would stay closed for a month.",
    "Ferries are to run every hour until then.",
    "“We ask for patience,” she said.",
)


def article(*lines: str, title: str = "", language: str = "en", asides: tuple[Span, ...] = ()) -> Article:
    """An article of some lines, an empty one between two of them."""
    text = "\n\n".join((title, *lines) if title else lines)
    return Article(text, title, "a.txt", language=language, asides=asides)


@pytest.mark.parametrize("code", ["de", "fr", "es", "it", "nl", "pt", "ru", "uk", "pl", "ja", "zh", "ar"])
def test_other_languages_are_passed_over_whatever_they_are_said_to_be(code: str) -> None:
    sentences = importlib.import_module(f"spacy.lang.{code}.examples").sentences
    with pytest.raises(SkipError, match=r"a\.txt: is written in \w+ .*, not in English: name a pipeline"):
        in_language(article(*sentences), "en")


def test_the_files_that_went_wrong(checkout: Path) -> None:
    inputs = checkout.parent / "shared" / "cases" / "inputs"
    if not inputs.exists():
        pytest.skip("the files (../shared/cases/inputs) are not beside this checkout")
    for name, language in (("de.txt", "German"), ("de-h.txt", "German"), ("fr.txt", "French")):
        (read,) = read_articles([inputs / name], on_error=pytest.fail)  # type: ignore[arg-type]
        with pytest.raises(SkipError, match=f"{name}: is written in {language} ") as caught:
            in_language(read, "en")
        assert caught.value.reason == "not English"


def test_an_english_article_stays_as_it_is() -> None:
    whole = article(*ENGLISH, title="Pont fermé", language="en-gb")
    assert in_language(whole, "en") is whole
    for short in ("Oslo backs Kyiv", "Alexander Lukashenko received Sergei Lavrov in Minsk."):
        assert in_language(Article(short), "en").text == short


def test_the_text_counts_for_more_than_what_its_page_says_of_it() -> None:
    assert in_language(article(*ENGLISH, language="de"), "en").language == "en"
    with pytest.raises(SkipError, match="German"):  # too short to say
        in_language(article("Oslo backs Kyiv.", language="de"), "en")


def test_a_pipeline_for_it_takes_another_language() -> None:
    found = in_language(article(DEUTSCH, DEUTSCH), "de")
    assert (found.text, found.language) == (f"{DEUTSCH}\n\n{DEUTSCH}", "de")
    with pytest.raises(SkipError, match="is written in English"):
        in_language(article(*ENGLISH), "de")
    assert in_language(article(DEUTSCH), "xx").text == DEUTSCH  # of no language in particular


def test_a_mixed_article_keeps_its_english_paragraphs_and_its_asides() -> None:
    lines = (ENGLISH[0], DEUTSCH, ENGLISH[1], "Von uns", DEUTSCH)
    text = article(*lines, title="Bridge closed").text
    places = [text.index("minister told"), text.index("Regierung"), text.index("every hour")]
    mixed = article(*lines, title="Bridge closed", asides=tuple(Span(place, place + 8) for place in places))
    kept = in_language(mixed, "en")
    assert kept.text == "\n\n".join(("Bridge closed", ENGLISH[0], ENGLISH[1]))
    assert [kept.text[aside.start : aside.end] for aside in kept.asides] == ["minister", "every ho"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from((*ENGLISH, DEUTSCH, NORSK, "", "Berlin")), min_size=1, max_size=8), st.data())
def test_asides_stay_true_whatever_is_left_out(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(lines).strip()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    try:
        kept = in_language(Article(text, source="a.txt", asides=spans), "en")
    except SkipError:
        return
    assert set(kept.text.split("\n")) <= set(text.split("\n"))
    before = "\n".join(text[span.start : span.end] for span in spans)
    for span in kept.asides:
        assert kept.text[span.start : span.end] in before
