"""What names say by standing beside or inside each other: "Clearwater, Florida", "UN Security Council"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.extraction.frames import Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.document import Name
    from kg.extraction.syntax import Syntax
    from kg.lexicon import Lexicon

PLACES: Final = frozenset({"GPE", "LOC"})
BESIDE: Final = frozenset({"appos", "nmod:unmarked", "nmod", "parataxis", "dep", "flat", "obl:unmarked", "list"})
HEADS: Final = frozenset({"GPE", "LOC", "FAC", "ORG", "EVENT", "MISC"})


def find_adjacent(syntax: Syntax, lexicon: Lexicon, names: Mapping[str, int]) -> Iterator[Match]:
    """Pairs of names whose places say how they belong together.

    Args:
        syntax: the document's trees, with its names.
        lexicon: the entries `beside`, `inside` and `before` of its proper nouns.
        names: from the lower-case text of each name of the article to a token of a mention of it.

    Yields:
        Matches, those of neighbours first; their classes are for the caller to check.
    """
    ents = [e for e in syntax.doc.names if e.label in HEADS]
    for number, (first, second) in enumerate(pairwise(ents)):
        neighbours = [*ents[max(0, number - 1) : number], *ents[number + 2 : number + 3]]
        if _beside(syntax, first, second) and not any(_listed(syntax, first, second, n) for n in neighbours):
            yield from _matches(lexicon, "beside", first.root.i, second.root.i)
        elif first.end == second.start and first.root.head is second.root and first.root.dep == "compound":
            yield from _matches(lexicon, "before", first.root.i, second.root.i)
    for ent in ents:
        for inner in _inside(ent, names, lexicon):  # a resolution is of those whose name it bears, a product is not
            law = any(lexicon.classes.get(w.lemma) == "Law" for w in syntax.doc[ent.start : ent.end])
            found = _matches(lexicon, "inside", ent.root.i, inner)
            yield from (match for match in found if law or "Law" not in match.entry.range)


def _matches(lexicon: Lexicon, how: str, outer: int, inner: int) -> Iterator[Match]:
    for entry in lexicon.entries.get(("properNoun", how), ()):
        for frame in entry.frames:
            x, y = (outer, inner) if frame.x == "holder" else (inner, outer)
            yield Match(entry, outer, outer, x, y, (outer,))


def _beside(syntax: Syntax, first: Name, second: Name) -> bool:
    """Whether a second place follows after a comma and narrows the first, rather than going on with a list."""
    root = second.root.i
    return (
        (first.label in PLACES and second.label in PLACES)
        and second.start == first.end + 1
        and syntax.lower[first.end] == ","
        and syntax.dep[root] in BESIDE
        and first.start <= syntax.head[root] < first.end
        and all(syntax.has(c, "case") for t in (first.root.i, root) for c in syntax.of(t, "conj"))
    )


def _listed(syntax: Syntax, first: Name, second: Name, other: Name) -> bool:
    """Whether a neighbour shows that two places are members of a list: "Iran, Egypt, Qatar and Oman"."""
    before = other.end <= first.start
    between = syntax.lower[other.end : first.start] if before else syntax.lower[second.end : other.start]
    return other.label in PLACES and 0 < len(between) <= 2 and set(between) <= {",", "and", "or", "the"}


def _inside(ent: Name, names: Mapping[str, int], lexicon: Lexicon) -> Iterator[int]:
    """Tokens of mentions of the names that a longer name begins with, or, of a place, ends with after a word or two."""
    doc = ent.root.doc
    place, apart = ent.label in PLACES, lexicon.namesakes
    for cut in range(ent.end - 1, ent.start, -1):
        inner, rest = doc.between(ent.start, cut).lower(), doc.lower[cut : ent.end]
        if place and not apart.isdisjoint(rest) and not (len(rest) > 1 and inner.replace(".", "") in lexicon.countries):
            continue  # the "Hamrin Mountains" are not in Hamrin, the "US West Coast" is in the US
        if cut - ent.start == 1 and inner in apart:
            continue  # the "Gulf of Aden"
        token = names.get(inner)
        mine = ent.label != "ORG" or doc[cut - 1].text.isupper()
        if token is not None and mine and doc[cut - 1].lower not in lexicon.unnamed:
            yield token
            return
    if place and 1 < ent.end - ent.start <= 4 and apart.isdisjoint(doc.lower[ent.start : ent.end]):
        token = names.get(doc.between(ent.start + 1, ent.end).lower())
        if token is not None:
            yield token
