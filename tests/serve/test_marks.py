"""A text cut where its quotes begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.serve.marks import segments

SPANS = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.integers(1, 9)), max_size=6)


@given(st.text(max_size=30), SPANS)
def test_the_pieces_are_the_text_and_each_knows_its_facts(text: str, spans: list[tuple[int, int, int]]) -> None:
    found = list(segments(text, spans))
    assert "".join(piece.text for piece in found) == text
    place = 0
    for piece in found:
        assert piece.text
        for at in range(place, place + len(piece.text)):
            assert set(piece.facts) == {number for start, end, number in spans if start <= at < end}
        place += len(piece.text)
