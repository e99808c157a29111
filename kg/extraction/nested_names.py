"""What names say by standing inside each other: "UN Security Council", "Northern Iraq"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extraction.frames import Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.document import Name
    from kg.extraction.syntax import Syntax
    from kg.lexicon import Lexicon

PLACES: Final = frozenset({"GPE", "LOC"})
HEADS: Final = frozenset({"GPE", "LOC", "FAC", "ORG", "EVENT", "MISC"})


def find_nested(syntax: Syntax, lexicon: Lexicon, names: Mapping[str, int]) -> Iterator[Match]:
    """Pairs of a name and a name inside it that says whose or where it is.

    Args:
        syntax: the document's trees, with its names.
        lexicon: the entries `inside` of its proper nouns.
        names: from the lower-case text of each name of the article to a token of a mention of it.

    Yields:
        Matches in the order of the text; their classes are for the caller to check.
    """
    for ent in syntax.doc.names:
        if ent.label not in HEADS or (inner := _inside(ent, names, lexicon)) is None:
            continue
        # a resolution is of those whose name it bears, a product is not
        law = any(lexicon.classes.get(w.lemma) == "Law" for w in syntax.doc[ent.start : ent.end])
        for entry in lexicon.entries.get(("properNoun", "inside"), ()):
            for frame in entry.frames if law or "Law" not in entry.range else ():
                x, y = (ent.root.i, inner) if frame.x == "holder" else (inner, ent.root.i)
                yield Match(entry, ent.root.i, ent.root.i, x, y, (ent.root.i,))


def _inside(ent: Name, names: Mapping[str, int], lexicon: Lexicon) -> int | None:
    """Find a token of the name with which a longer one begins or, for a place, of all but its first word."""
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
            return token
    if place and 1 < ent.end - ent.start <= 4 and apart.isdisjoint(doc.lower[ent.start : ent.end]):
        return names.get(doc.between(ent.start + 1, ent.end).lower())
    return None
