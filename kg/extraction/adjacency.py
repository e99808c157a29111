"""What names say by standing beside or inside each other: "Clearwater, Florida", "UN Security Council"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.extraction.frames import Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.extraction.document import Name
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.syntax import Syntax

PLACES: Final = frozenset({"GPE", "LOC"})
BESIDE: Final = frozenset({"appos", "nmod:unmarked", "nmod", "parataxis", "dep", "flat", "obl:unmarked", "list"})
HEADS: Final = frozenset({"GPE", "LOC", "FAC", "ORG", "EVENT", "MISC"})


def find_adjacent(syntax: Syntax, lexicon: Lexicon, names: Mapping[str, int]) -> Iterator[Match]:
    """Pairs of names whose places say how they belong together.

    Args:
        syntax: the document's trees, with its names.
        lexicon: the entries `beside`, `inside`, `before` and `held` of its proper nouns.
        names: from the lower-case text of each name of the article to a token of a mention of it.

    Yields:
        Matches in the order of the text; their classes are for the caller to check.
    """
    ents = [e for e in syntax.doc.names if e.label in HEADS]
    for number, (first, second) in enumerate(pairwise(ents)):
        neighbours = [*ents[max(0, number - 1) : number], *ents[number + 2 : number + 3]]
        if _beside(syntax, first, second) and not any(_listed(syntax, first, second, n) for n in neighbours):
            yield from _matches(lexicon, "beside", first.root.i, second.root.i)
        elif _held(syntax, lexicon, first, second):
            yield from _matches(lexicon, "held", first.root.i, second.root.i)
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
    """Whether a second place follows behind a comma and narrows the first, rather than going on with a list."""
    if (
        second.start != first.end + 1
        or syntax.lower[first.end] != ","
        or first.label not in PLACES
        or second.label not in PLACES
    ):
        return False
    if syntax.tag[second.end : second.end + 1] in (["TO"], ["VB"], ["VBP"]):
        return False  # a headline's list: "Jordan, Egypt to talk"
    root = second.root.i
    if syntax.dep[root] not in BESIDE or not first.start <= syntax.head[root] < first.end:
        return False
    both = (first.root.i, root)
    if any(syntax.has(t, "cc") for t in both):
        return False  # "in Lima, Peru, and in Oslo": what has its own preposition is no third of a list
    return all(syntax.has(c, "case") for t in both for c in syntax.of(t, "conj"))


def _held(syntax: Syntax, lexicon: Lexicon, first: Name, second: Name) -> bool:
    """Whether a phrase behind an event says where it is held, though it hangs on the verb: "won the Open in Paris"."""
    if first.label != "EVENT" or second.label not in PLACES or not 1 <= second.start - first.end <= 2:
        return False
    root = second.root
    if root.dep != "obl" or root.head.i > first.start or syntax.lower[first.end] not in {"in", "at"}:
        return False
    entries = lexicon.entries.get(("verb", syntax.lemma[root.head.i]), ())
    return any(e.relation == "participatesIn" for e in entries)


def _listed(syntax: Syntax, first: Name, second: Name, other: Name) -> bool:
    """Whether a neighbour shows that two places are members of a list: "Iran, Egypt, Qatar and Oman"."""
    if other.label not in PLACES:
        return False
    between = (
        syntax.lower[other.end : first.start] if other.end <= first.start else syntax.lower[second.end : other.start]
    )
    return bool(between) and len(between) <= 2 and set(between) <= {",", "and", "or", "the"}


def _inside(ent: Name, names: Mapping[str, int], lexicon: Lexicon) -> Iterator[int]:
    """Tokens of mentions of the names that a longer name begins with (or, after a word or two, ends with)."""
    doc = ent.root.doc
    for cut in range(ent.end - 1, ent.start, -1):
        inner, rest = doc.between(ent.start, cut).lower(), doc.lower[cut : ent.end]
        of_country = len(rest) > 1 and inner.replace(".", "") in lexicon.countries  # "US West Coast"
        if ent.label in PLACES and not of_country and not lexicon.namesakes.isdisjoint(rest):
            continue  # the "Hamrin Mountains" are not in Hamrin
        if doc.lower[cut] in {"and", "&"} or (cut - ent.start == 1 and doc.lower[ent.start] in lexicon.namesakes):
            continue  # "Chad and Mali", the "Gulf of Aden"
        token = names.get(inner)
        if (
            token is not None
            and doc[cut - 1].lower not in lexicon.unnamed
            and (ent.label != "ORG" or doc[cut - 1].text.isupper())
            and not all(text.isdigit() for text in doc.texts[cut : ent.end])  # "Task Force 50" is no part of another
        ):
            yield token
            return
    if ent.label in PLACES and 1 < ent.end - ent.start <= 4 and doc[ent.start].lower not in lexicon.namesakes:
        token = names.get(doc.between(ent.start + 1, ent.end).lower())
        if token is not None and lexicon.namesakes.isdisjoint(doc.lower[ent.start + 1 : ent.end]):
            yield token
