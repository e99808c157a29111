"""The day of publication in the first lines of an article."""

from __future__ import annotations

import pytest

from kg.extraction.temporal import dateline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flood in Geneva\n\nFriday, July 21, 2017\n\nThe river rose.", "2017-07-21"),
        ("Flood in Geneva\n\nThursday, May 7, 2015 On Tuesday, the river rose.", "2015-05-07"),
        ("Flood\nGENEVA, March 3, 2016 (Agency) — The river rose.", "2016-03-03"),
        ("Flood\nGENEVA — 3 March 2016 — The river rose.", "2016-03-03"),
        ("Flood\nPublished: 21 July 2017\nThe river rose.", "2017-07-21"),
        ("Flood\n2017-07-21\nThe river rose.", "2017-07-21"),
        ("Flood\nGENEVA, March 3 — The river rose.", None),
        ("Flood\nThe river rose on March 3, 2016 - and fell again.", None),
        ("Flood\nThe river rose.", None),
        ("", None),
    ],
)
def test_the_dateline_is_read_from_the_first_lines(text: str, expected: str | None) -> None:
    assert dateline(text) == expected
