"""What taggers, parsers and recognisers get wrong in news, put right before anything is read from it.

Names of people that lists and couples cut or run together ("Kessel, Anna; Brandl, Otto", "Ida and Karl Berg"), lemmas
of regular forms, places that head a report, which are no part of its first clause, and subjects after `whose`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Final

from kg.document import where
from kg.extraction.coreference.given_names import read_given_names
from kg.extraction.coreference.people import AND
from kg.names import fold_word

if TYPE_CHECKING:
    from kg.document import Document, Name

ENDS: Final = frozenset({",", ";", ":", ".", "(", ")", "and", "&", "-", "–", "—"})
"""What can follow a given name that ends an entry."""
OPENS: Final = frozenset({";", ":", "by", "and", "&", "(", "names"})
"""What may come before an inverted name at the very beginning of a document."""
NOMINAL: Final = frozenset({"NOUN", "PROPN"})
DASHES: Final = frozenset({"-", "–", "—"})


def correct_person_names(doc: Document) -> None:
    """Make one name of a surname and the given name after its comma, and two of a couple's.

    Args:
        doc: its `names` are replaced.
    """
    given_names = read_given_names()
    whole = inverted_names(doc, given_names)
    inside = {t for name in whole for t in range(name.start, name.end)}
    kept = [name for name in doc.names if name.start not in inside]
    doc.names = list(split_couples(doc, sorted([*kept, *whole], key=lambda name: name.start), given_names))


def split_couples(doc: Document, names: list[Name], given_names: Container[str]) -> Iterator[Name]:
    """Give names, two people who were taken for one as two: `[Katharine and Charles Parsell]`."""
    for name in names:
        at = name.start + 1
        couple = name.label == "PERSON" and name.end - name.start > 3 and doc.lower[at] in AND
        if couple and all(fold_word(doc.texts[t]) in given_names for t in (at - 1, at + 1)):
            yield doc.name(name.start, at, "PERSON")
            yield doc.name(at + 1, name.end, "PERSON")
        else:
            yield name


def inverted_names(doc: Document, given_names: Container[str]) -> list[Name]:
    """The names whose given name follows a comma.

    A surname and a given name with a comma between them may be two people; they are one where the text has several such
    pairs, has the name in the other order, or begins with it.

    Args:
        given_names: folded given names.
    """
    found = [at for at in where(doc.texts, {","}) if _is_pair(doc, at, given_names)]
    full = {tuple(map(fold_word, doc.texts[n.start : n.end])) for n in doc.names if n.end - n.start == 2}
    return [
        doc.name(at - 1, at + 2, "PERSON")
        for at in found
        if sum(abs(other - at) < 40 for other in found) > 1
        or (fold_word(doc.texts[at + 1]), fold_word(doc.texts[at - 1])) in full
        or (at < 3 and (at == 1 or doc.lower[at - 2] in OPENS))
    ]


def _is_pair(doc: Document, at: int, given_names: Container[str]) -> bool:
    """Whether a surname stands before a comma and a given name alone after it."""
    if not 0 < at < len(doc) - 1:
        return False
    surname, given = doc.texts[at - 1], doc.texts[at + 1]
    if not (surname[:1].isupper() and given[:1].isupper() and surname.isalpha() and given.isalpha()):
        return False
    if fold_word(given) not in given_names or fold_word(surname) in given_names:
        return False
    if at + 2 < len(doc) and doc.texts[at + 2] not in ENDS and not doc[at + 2].blank:
        return False
    around = [word.name for word in (doc[at - 1], doc[at + 1]) if word.name is not None]
    alone = all(at - 1 <= name.start and name.end <= at + 2 for name in around)
    return alone and doc[at - 1].label not in {"GPE", "LOC", "NORP"}


_PAST: Final = (("ied", ("y",)), ("ed", ("", "e")))
_GERUND: Final = (("ying", ("y", "ie")), ("ing", ("", "e")))
_PLURAL: Final = (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)))
ENDINGS: Final = {
    **dict.fromkeys(("VBD", "VBN"), _PAST), "VBG": _GERUND, **dict.fromkeys(("VBZ", "VBP", "NNS", "NNPS"), _PLURAL),
}  # fmt: skip
"""By tag the endings of regular forms, each with what stands in its place in the lemma."""


def correct_lemmas(doc: Document, words: Container[str]) -> None:
    """Give regular forms whose lemma is no known word the known word that they are a form of.

    Args:
        doc: its lemmas are changed.
    """
    for i in where(doc.tags, ENDINGS):
        form, lemma, tag = doc.lower[i], doc.lemmas[i], doc.tags[i]
        doubtful = lemma not in words or (tag == "VBP" and form[-1:] == "s")  # taggers take "thanks" for a plural verb
        if doubtful and (known := known_lemma(form, words, tag)):
            doc.relemmatise(i, known)


def known_lemma(form: str, words: Container[str], tag: str) -> str:
    """Find the known word whose regular form a form is, both in lower case; empty where there is none.

    >>> known_lemma("robbed", {"rob"}, "VBD"), known_lemma("robbed", {"rob"}, "NNS")
    ('rob', '')
    """
    for ending, replacements in ENDINGS.get(tag, ()):
        if form.endswith(ending):
            stem = form.removesuffix(ending)
            doubled = [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else []
            for candidate in (*(stem + r for r in replacements), *doubled):
                if candidate in words:
                    return candidate
    return ""


def detach_datelines(doc: Document) -> None:
    """Detach the places before a dash at the start of a line from the clause after it: "OSLO - Ida Berg has won"."""
    for start in (0, *(i for i, text in enumerate(doc.texts, 1) if "\n" in text)):
        reach = range(start + 1, min(start + 8, len(doc) - 1))
        end = next((i for i in reach if doc.texts[i] in DASHES and doc[i - 1].spaced and doc[i].spaced), start)
        places = doc[start:end]
        if not places or not all(w.text.isupper() or w.punctuation or w.label in {"GPE", "DATE"} for w in places):
            continue
        root = doc.root(start, end)
        if places[0].text.isupper() and root.head is not root:
            for c in [c for c in doc.children[root.i] if c >= end]:
                doc.attach(c, root.head.i, root.dep if doc.pos[c] in NOMINAL else doc.deps[c])
            doc.attach(root.i, root.head.i, "dep")


def attach_owned_subjects(doc: Document) -> None:
    """Make what follows `whose` the subject of its clause where parsers take it for another name of the owner:
    "Ida Berg, whose brother Nils was killed"."""
    for whose in [i for i, word in enumerate(doc.lower) if word == "whose"]:
        noun = doc.heads[whose]
        owner = doc.heads[noun]
        clauses = [c for c in doc.of(noun, "acl:relcl") + doc.of(owner, "acl:relcl") if c > noun]
        clause = next((c for c in clauses if not doc.of(c, "nsubj", "nsubj:pass")), None)
        if doc.deps[noun] == "appos" and clause is not None:
            doc.attach(clause, owner, "acl:relcl")
            doc.attach(noun, clause, "nsubj:pass" if doc.of(clause, "aux:pass") else "nsubj")
