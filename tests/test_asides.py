"""Lines that are no sentences of the article give no facts; sentences that look like them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import TEXT

from kg.model import Article
from kg.reading import read_bytes
from kg.reading.asides import find_asides, is_aside

if TYPE_CHECKING:
    from kg.pipeline import Tools


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee",
        "By ANN LEE and Bo van der Ek, Political Correspondent",
        "Reporting by Ann Lee in Oslo; Editing by Bo Ek",
        "(Additional reporting by Bo Ek)",
        "Bo Ek in Bergen contributed to this report.",
        "With inputs from agencies",
        "Ann Lee is a staff writer at the Herald.",
        "Photo: Ida Holm/Reuters",
        "Jens Holm meets Ida Ek in Oslo on Friday. Bo Berg/AFP via Getty Images",
        "© 2024 The Herald. All rights reserved.",
        "READ MORE: Chad attacks Mali",
        "Also read: Chad attacked Mali, says minister",
        "Related",
        "Share this article",
        "Share on Facebook",
        "212 comments",
        "5 min read",
        "Advertisement",
        "Sign up for our newsletter to get the news of the day in your inbox.",
        "We and our partners use cookies to store information on your device.",
        "Correction: an earlier version said that Chad attacked Mali.",
        "This article was updated on Friday to add what the minister said.",
        "The post Norway sends tents appeared first on The Herald.",
        "Published: Friday, 11 October 2024, 08:30 BST",
        "11 October 2024",
        "Tags: Norway, Mali",
        "___",
        "ab/cd (AFP, dpa)",
    ],
)
def test_a_line_that_is_no_sentence(line: str) -> None:
    assert is_aside(line)


@pytest.mark.parametrize(
    "line",
    [
        "Norway supports Ukraine.",
        "Read by millions, the paper supports the government.",
        "More than 40 people were killed.",
        "Share prices fell after Norway sanctioned Mali.",
        "By Friday, Norway had sent tents to Mali.",
        "By then, Chad had attacked Mali.",
        "Photographs show that Chad attacked Mali.",
        "The minister accepted cookies from the children.",
        "This article of the treaty forbids it.",
        "Subscribe or leave, the minister told Mali.",
        "Comments by the minister angered Chad.",
        "On 11 October 2024 Norway sent tents to Mali.",
        "Related companies in Norway support Ukraine.",
        "Corrections to the treaty were agreed by Chad and Mali.",
        "Holm was the editor of the weekly Herald.",
    ],
)
def test_a_sentence_that_looks_like_one(line: str) -> None:
    assert not is_aside(line)


def test_comments_go_on_to_the_end_and_lists_to_the_next_sentence() -> None:
    text = "Title\n\nNorway met Mali.\n\nRelated stories\nChad attacks Mali\nMali denies it\n\nHolm left."
    text += "\n\nComments (2)\nChad lies."
    assert [text[s.start : s.end] for s in find_asides(text, title="Title")] == [
        *("Related stories", "Chad attacks Mali", "Mali denies it", "Comments (2)", "Chad lies."),
    ]


@settings(deadline=None)
@given(st.text())
def test_asides_are_places_of_the_text_in_order(text: str) -> None:
    spans = find_asides(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert list(spans) == sorted(spans, key=lambda span: span.start)


def test_what_is_no_sentence_gives_no_fact(tools: Tools) -> None:
    from kg.pipeline import analyse

    body = f"{TEXT}\n\nREAD MORE: Chad attacks Mali\n\nPhoto: Chad attacked Mali. Bo Ek/AFP"
    body += "\n\nComments\nGermany supports Chad."
    (article,) = read_bytes(body.encode(), name="a.txt", tell=lambda error: None)
    said = {(s.predicate, s.evidence.quote) for s in analyse(article, tools).statements}
    assert ("supports", "Norway supports Ukraine") in {(p, q[: len("Norway supports Ukraine")]) for p, q in said}
    assert not [quote for _, quote in said if "Chad" in quote]
    bare = Article(article.text, title=article.title)
    assert [s for s in analyse(bare, tools).statements if "Chad" in s.evidence.quote]
