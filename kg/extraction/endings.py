"""Correct the lemma of a regular form, where it is not a known word: strip the ending and look the stem up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.document import where

if TYPE_CHECKING:
    from collections.abc import Container

    from kg.document import Document

_PAST: Final = (("ied", ("y",)), ("ed", ("", "e")))
_GERUND: Final = (("ying", ("y", "ie")), ("ing", ("", "e")))
_PLURAL: Final = (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)))
ENDINGS: Final = {
    "VBD": _PAST,
    "VBN": _PAST,
    "VBG": _GERUND,
    "VBZ": _PLURAL,
    "VBP": _PLURAL,
    "NNS": _PLURAL,
    "NNPS": _PLURAL,
}
"""By tag the endings of regular forms, each with what stands in its place in the lemma."""


def correct_lemmas(doc: Document, words: Container[str]) -> None:
    """Give regular forms whose lemma is no known word the known word that they are a form of.

    Args:
        doc: its lemmas are changed.
        words: lemmas that are known to be words.
    """
    for i in where(doc.tags, ENDINGS):
        form, lemma, tag = doc.lower[i], doc.lemmas[i], doc.tags[i]
        doubtful = lemma not in words or (tag == "VBP" and form[-1:] == "s")  # taggers take "thanks" for a plural verb
        if doubtful and (known := known_lemma(form, words, tag)):
            doc.relemmatise(i, known)


def known_lemma(form: str, words: Container[str], tag: str) -> str:
    """Find the known word whose regular form a form is.

    Args:
        form: the form in lower case.
        words: lemmas that are known to be words.
        tag: of the form.

    Returns:
        The lemma, or an empty string.

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
