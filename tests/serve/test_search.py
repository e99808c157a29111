"""What is found by a name, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lookup import Name
from kg.serve.search import Index, fold

NAMES = [
    Name("e:Stubb", "Alexander Stubb", True),
    Name("e:Stubb", "Stubb", False),
    Name("e:Cavusoglu", "Mevlüt Çavuşoğlu", True),
    Name("e:Alexandria", "Alexandria", True),
    Name("e:Unit", "Alexander unit", True),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alex", ["e:Stubb", "e:Alexandria", "e:Unit"]),
        ("STUBB", ["e:Stubb"]),
        ("cavus", ["e:Cavusoglu"]),
        ("Alexander  stu", ["e:Stubb"]),
        ("unit", ["e:Unit"]),
        ("Alexandr Stub", ["e:Stubb"]),
        ("tubb", ["e:Stubb"]),
        ("  ", []),
        ("qqqqqq", []),
    ],
)
def test_names_are_found_by_the_beginning_of_their_words(text: str, found: list[str]) -> None:
    assert [hit.iri for hit in Index(NAMES).find(text)][: len(found) or None] == found


def test_the_other_name_that_was_found_is_told() -> None:
    assert Index(NAMES).find("stubb")[0] == Name("e:Stubb", "Stubb", False)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8), st.data())
def test_every_name_finds_what_it_names(names: list[str], data: st.DataObject) -> None:
    index = Index(Name(f"e:{number}", name, True) for number, name in enumerate(names))
    number = data.draw(st.integers(0, len(names) - 1))
    found = {hit.iri for hit in index.find(names[number])}
    assert not fold(names[number]) or f"e:{number}" in found


@given(st.text(max_size=400))
def test_no_text_breaks_a_search(text: str) -> None:
    assert len({hit.iri for hit in Index(NAMES).find(text)}) == len(Index(NAMES).find(text))
