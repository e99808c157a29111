"""Who denies what others say, where the denial itself does not say it."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.model import Article, Factuality, Polarity
from kg.pipeline import Tools


def denied(tools: Tools, text: str) -> set[tuple[str, str, str, str]]:
    """Who denies which relation: speaker, subject, relation, object."""
    found = extract(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads)
    names = [chain.name for chain in found.chains]
    told = [r for r in found.relations if r.rule == "denial"]
    assert all((r.polarity, r.factuality) == (Polarity.NEGATIVE, Factuality.ACTUAL) for r in told)
    assert all(text[r.predicate_span.start : r.predicate_span.end] in text[r.span.start : r.span.end] for r in told)
    return {(names[r.speaker], names[r.subject], r.predicate, names[r.object]) for r in told if r.speaker is not None}


@pytest.mark.parametrize(
    ("text", "speaker", "subject"),
    [
        ("Prosecutors say Adrian Lund attacked Daniel Obi. Lund denied the allegations.", "Adrian Lund", "Adrian Lund"),
        ("Prosecutors say Adrian Lund attacked Daniel Obi. Lund denies this.", "Adrian Lund", "Adrian Lund"),
        ("The United States has accused Iran of attacking Iraq. Tehran denies the charges.", "Tehran", "Iran"),
    ],
)
def test_who_is_said_to_do_something_denies_it(tools: Tools, text: str, speaker: str, subject: str) -> None:
    assert (speaker, subject, "attacks") in {(who, whose, relation) for who, whose, relation, _ in denied(tools, text)}


@pytest.mark.parametrize(
    "text",
    [
        "Adrian Lund attacked Daniel Obi. Lund denied the allegations.",  # the article itself says so
        "Prosecutors say Adrian Lund attacked Daniel Obi. Lund did not deny the allegations.",
        "Prosecutors say Adrian Lund attacked Daniel Obi. Lund denied the claim that he was in Oslo.",
        "Prosecutors say Adrian Lund attacked Daniel Obi. Obi denied the allegations.",
        "Prosecutors say Adrian Lund attacked Daniel Obi. Lund dropped the charges.",
        "Prosecutors say Adrian Lund attacked Daniel Obi. It rained. It was dark. All left. Lund denied the charge.",
        "The United States said Iran had attacked Israel. Egypt proposed a ceasefire. Iran rejected this.",
        "Iran may attack Israel. Chad accused Iran of fraud. Iran denied the allegations.",
        "The minister said Adrian Lund is a member of NATO. Lund denied the report.",  # states are told in passing
    ],
)
def test_what_denies_nothing_that_was_said(tools: Tools, text: str) -> None:
    assert denied(tools, text) == set()
