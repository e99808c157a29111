"""What somebody prefers of what is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.protocol import preferred

OFFERED = ["text/html", "text/turtle", "application/ld+json"]


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("*/*", OFFERED),
        ("text/turtle", ["text/turtle"]),
        ("application/ld+json, text/*;q=0.3", ["application/ld+json", "text/html", "text/turtle"]),
        ("text/html;q=0, */*", ["text/turtle", "application/ld+json"]),
        ("TEXT/Turtle ; Q=0.5, text/html;q=0.2", ["text/turtle", "text/html"]),
        ("image/png", []),
        ("text/turtle;q=often", []),
        ("", []),
    ],
)
def test_the_best_comes_first(accept: str, found: list[str]) -> None:
    assert preferred(accept, OFFERED) == found


@given(st.text(max_size=60))
def test_no_header_breaks_it(accept: str) -> None:
    assert set(preferred(accept, OFFERED)) <= set(OFFERED)
