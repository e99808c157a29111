"""A text cut where quotes begin and end, so that each piece can show which facts it is the evidence of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.serve.catalogue import Article, Catalogue, Statement
from kg.view.model import Quote


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text.

    Args:
        facts: numbers of the facts that quote it, in order; none of a piece that nothing quotes.
    """

    text: str
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with what it says.

    Args:
        text: in pieces, each with the numbers of its facts.
        facts: each statement with the quote that says so, in the order of the text.
    """

    article: Article
    text: tuple[Segment, ...]
    facts: tuple[tuple[Statement, Quote], ...]


def marked(known: Catalogue, article: Article) -> Reading:
    """An article whose text shows what it says."""
    facts = known.of_article.get(article.iri, ())
    spans = [(quote.start, quote.end, number) for number, (_, quote) in enumerate(facts, start=1)]
    return Reading(article, tuple(segments(article.text, spans)), facts)


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
