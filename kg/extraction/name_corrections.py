"""Names as the rules need them: without titles, split where several were taken for one, with those of the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.document import where
from kg.extraction.coreference.couples import split_couples
from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.inverted_names import inverted_names
from kg.names import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.document import Document, Name
    from kg.lexicon import Lexicon

BODIES: Final = frozenset({"ORG", "GPE", "NORP", "MISC"})
SMALL: Final = frozenset({"ADP", "CCONJ", "DET", "SCONJ"})
"""Parts of speech of words in which no name ends."""
ADDRESSES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr"})
STANCES: Final = ("pro-", "anti-", "non-", "ex-", "pre-", "post-")
INNER: Final = frozenset({"of", "the", "for", "and", "&", "to"})
"""Small words inside names."""


def correct_names(doc: Document, lexicon: Lexicon) -> None:
    """Correct the names that the recogniser cut wrongly, and add those that it overlooked.

    "[UN Special Envoy] Kadri Tamm" becomes "[UN] Special Envoy", "[President Tamm]" "President [Tamm]",
    "[Lodwar, Kenya]" "[Lodwar], [Kenya]"; "Resolution 2254" and the organisations of the gazetteer are names.

    Args:
        doc: its `names` are replaced.
        lexicon: the titles, nouns and organisations.
    """
    doc.names = add_names(doc, inverted_names(doc, read_given_names()))
    doc.names = [part for name in split_couples(doc, read_given_names()) for part in split_places(doc, name)]
    doc.names = [cut for name in doc.names if (cut := cut_ends(doc, name)) is not None]
    titles = {t: (start, end) for start, end in _titles(doc, lexicon) for t in range(start, end)}
    doc.names = [cut_title(doc, name, titles, lexicon) for name in doc.names]
    doc.names = add_names(doc, [*_numbered_laws(doc, lexicon), *_known_organizations(doc, lexicon)])
    doc.names = [relabel(doc, name, lexicon) for name in doc.names]


def split_places(doc: Document, name: Name) -> Iterator[Name]:
    """Each of several places that were taken for one: "[Lodwar, Turkana, Kenya]"."""
    commas = where(doc.lower[name.start : name.end], {","}) if name.label in {"GPE", "LOC"} else []
    if not commas:
        yield name
        return
    start = name.start
    for end in (*(name.start + c for c in commas), name.end):
        if start < end:
            yield doc.name(start, end, name.label)
        start = end + 1


def cut_ends(doc: Document, name: Name) -> Name | None:
    """A name without the small words that it ends in: "[Saudi Embassy] in".

    No name is a bare form of address ("Mr.") or an adjective that only contains one ("pro-Syrian").
    """
    end = name.end
    while end > name.start and doc.pos[end - 1] in SMALL and doc.texts[end - 1].islower():
        end -= 1
    alone = doc.lower[end - 1] if end == name.start + 1 else ""
    if end == name.start or alone.rstrip(".") in ADDRESSES or alone.startswith(STANCES):
        return None
    return name if end == name.end else doc.name(name.start, end, name.label)


def cut_title(doc: Document, name: Name, titles: dict[int, tuple[int, int]], lexicon: Lexicon) -> Name:
    """A name without the title that it begins with (a person's) or ends in (an organisation's): "[UN Special Envoy]".

    Args:
        titles: for each word of a title its first word and the one after its last.
    """
    start, end = name.start, name.end
    if name.label == "PERSON" and start in titles:
        start = min(titles[start][1], end - 1)
    elif name.label in BODIES and end - 1 in titles:
        first, last = titles[end - 1]
        body = lexicon.classes.get(doc.lemmas[end - 1]) == "Organization" and doc.texts[end - 1].istitle()
        if body and last > end and doc.texts[last - 1].islower():
            return name  # "[Green Party] leader"
        goes_on = last > end and first > start  # "[Pentagon Press] Secretary"
        if goes_on or (end < len(doc) and not doc[end].label.startswith(("ORG", "GPE"))):
            end = first
        while end > start and (doc.lower[end - 1] in lexicon.modifiers or doc.lower[end - 1] in {*lexicon.ranks, "-"}):
            end -= 1
        if end <= start or not INNER.isdisjoint(doc.lower[start:end]):
            return name
    return name if (start, end) == (name.start, name.end) else doc.name(start, end, name.label)


def add_names(doc: Document, more: list[Name]) -> list[Name]:
    """The names of a document with more; each replaces those inside it, and a law cuts a name that ends in it."""
    names = {t: name for name in doc.names for t in range(name.start, name.end)}
    kept = list(doc.names)
    for new in more:
        inside = {names[t] for t in range(new.start, new.end) if t in names}
        if new.label == "MISC":  # "[Security Council] [Resolution 2254]"
            kept = [name for name in kept if name not in inside] + [new]
            kept += [doc.name(n.start, new.start, n.label) for n in inside if n.start < new.start]
        elif all(new.start <= n.start and n.end <= new.end and n.end - n.start < new.end - new.start for n in inside):
            kept = [name for name in kept if name not in inside] + [new]
            names.update(dict.fromkeys(range(new.start, new.end), new))
    return sorted(kept, key=lambda name: name.start)


def relabel(doc: Document, name: Name, lexicon: Lexicon) -> Name:
    """A name with the label that its words or the gazetteer give it.

    An "[Arab League summit]" is an event, "[Riyadh]" a place, and a surname before the colon of a headline a person:
    "[Moreau]: Mali Has Attacked Niger".
    """
    word, text, label = doc.lower[name.end - 1], name.text.lower(), name.label
    if label in {"ORG", "LOC", "MISC", "FAC"} and "Event" in map(lexicon.classes.get, (word, word.removesuffix("s"))):
        label = "EVENT"
    elif label in {"ORG", "MISC", "FAC"} and text in lexicon.gazetteer.seats:
        label = "GPE"
    elif label == "GPE" and name.end == 1 < len(doc) and doc.lower[1] == ":" and text not in lexicon.gazetteer.places:
        label = "PERSON"
    return name if label == name.label else doc.name(name.start, name.end, label)


def _titles(doc: Document, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Titles of office as token ranges, the longest at each end."""
    for i in where(doc.lower, lexicon.roles):
        title = lexicon.title_at(doc.lower, i)
        if title is not None:
            yield i + 1 - len(title.words), i + 1


def _numbered_laws(doc: Document, lexicon: Lexicon) -> Iterator[Name]:
    """Laws and resolutions that are named by a number: "Security Council [Resolution 2254]"."""
    for i in (i for i, text in enumerate(doc.texts) if i and text.isdigit()):
        word = doc[i - 1]
        law = "Law" in {lexicon.classes.get(word.lemma), lexicon.classes.get(word.lower.removesuffix("s"))}
        if law and word.text[:1].isupper() and doc[i].head is word:
            yield doc.name(i - 1, i + 1, "MISC")


def _known_organizations(doc: Document, lexicon: Lexicon) -> Iterator[Name]:
    """The organisations of the gazetteer, the longest at each word."""
    organizations = lexicon.gazetteer.organizations
    for i in where(doc.lower, organizations):
        if doc.lower[i] == doc.texts[i]:  # names begin with capitals
            continue
        for known in organizations[doc.lower[i]]:
            end = i + len(known)
            if tuple(doc.lower[i:end]) == known and _written_as_name(doc, i, end, lexicon):
                yield doc.name(i, end, "ORG")
                break


def _written_as_name(doc: Document, start: int, end: int, lexicon: Lexicon) -> bool:
    if end - start == 1:
        word = doc[start]
        alone = word.pos == "PROPN" and word.dep not in {"compound", "amod", "flat", "nmod:desc"}
        common = word.lower in lexicon.words or fold_word(word.text) in read_given_names()
        return alone and word.text[:1].isupper() and not common
    return all(w.text[:1].isupper() or w.lower in INNER for w in doc[start:end])
