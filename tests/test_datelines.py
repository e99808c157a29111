"""The day of publication in the first lines of an article."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.reading import dated
from kg.reading.asides import dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flood in Geneva\n\nFriday, July 21, 2017\n\nThe river rose.", "2017-07-21"),
        ("Flood in Geneva\n\nThursday, May 7, 2015 On Tuesday, the river rose.", "2015-05-07"),
        ("Flood\nGENEVA, March 3, 2016 (Agency) — The river rose.", "2016-03-03"),
        ("Flood\nGENEVA — 3 March 2016 — The river rose.", "2016-03-03"),
        ("Flood\nPublished: 21 July 2017\nThe river rose.", "2017-07-21"),
        ("Flood\n2017-07-21\nThe river rose.", "2017-07-21"),
        ("Flood\nGENEVA, March 3 — The river rose.", ""),
        ("Flood\nThe river rose on March 3, 2016 - and fell again.", ""),
        ("Flood\nNAIROBI, June 25, 2024 - The river rose.", "2024-06-25"),
        ("Flood\nPublished: 21 July 2017, 10:30", "2017-07-21"),
        ("Flood\nJune 25, 2024 at 10:30 am\nThe river rose.", "2024-06-25"),
        ("Flood\nJune 6, 1944, was the day on which the river rose.", ""),
        ("Obituary\nIda Berg (8 April 1938 – 18 August 2018) was a poet.", ""),
        ("Obituary\nIda Berg, 8 April 1938 – 18 August 2018, was a poet.", ""),
        ("The war\nThe Battle of Narvik (9 April 1940) was the first.", ""),
        ("September 11, 2001: what we know\nThe towers fell.", ""),
        ("July 4, 2026 Celebrations Planned\nThe city prepares.", ""),
        ("Flood\nThe river rose.", ""),
        ("", ""),
    ],
)
def test_the_dateline_is_read_from_the_first_lines(text: str, expected: str) -> None:
    assert dateline(text) == expected


def test_an_article_keeps_the_date_that_it_has() -> None:
    article = Article("Flood\n\nGENEVA, March 3, 2016 — The river rose.")
    assert dated(article).date == "2016-03-03"
    assert dated(Article(article.text, date="2016-03-04")).date == "2016-03-04"
    plain = Article("Flood\n\nThe river rose.")
    assert dated(plain) is plain
