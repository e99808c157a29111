"""A text cut where quotes begin and end, so that each piece can show which facts it is the evidence of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text.

    Args:
        facts: numbers of the facts that quote it, in order; none of a piece that nothing quotes.
    """

    text: str
    facts: tuple[int, ...] = ()


def segments(text: str, spans: Iterable[tuple[int, int, int]]) -> Iterator[Segment]:
    """Cut a text.

    Args:
        spans: first character, the one after the last, and the number of the fact, of each quote.

    Returns:
        Pieces that together are the text.

    >>> [(s.text, s.facts) for s in segments("Oslo backs Kyiv.", [(0, 15, 1), (5, 10, 2)])]
    [('Oslo ', (1,)), ('backs', (1, 2)), (' Kyiv', (1,)), ('.', ())]
    """
    known = [(max(0, start), min(len(text), end), number) for start, end, number in spans]
    inside = [span for span in known if span[0] < span[1]]
    cuts = sorted({0, len(text), *(cut for start, end, _ in inside for cut in (start, end))})
    for start, end in pairwise(cuts):
        facts = sorted({number for first, last, number in inside if first <= start and end <= last})
        yield Segment(text[start:end], tuple(facts))
