"""What indirect speech takes for granted, so that the article's own voice vouches for it too."""

from __future__ import annotations

from typing import Final

from kg.extraction.attribution.cues import Attribution, word_set
from kg.extraction.attribution.speakers import is_past, is_unreal
from kg.extraction.attribution.unpacked import Unpacked

_ADVERBIALS: Final = word_set("after before since during following despite amid until because given upon due")
_FINITE_MARKERS: Final = word_set("after since when before once")


def is_presupposed(syntax: Unpacked, innermost: list[Attribution | None], given: set[int], token: int) -> bool:
    """Whether indirect speech takes for granted what a word in it says.

    Args:
        syntax: the document.
        innermost: for each word the attribution that it stands in.
        given: heads of clauses that are taken for granted.
        token: the word.
    """
    frame = innermost[token]
    if frame is None or not _outside_quotes(frame):
        return False
    return token in given or _descriptor(syntax, token) or _adverbial(syntax, token)


def _outside_quotes(frame: Attribution | None) -> bool:
    while frame is not None:
        if frame.kind == "direct":
            return False
        frame = frame.outer
    return True


def _descriptor(syntax: Unpacked, token: int) -> bool:
    """What only describes: a title, an apposition or what it stands in apposition to, a participle before its noun or
    behind an apposition."""
    relation = syntax.deps[token]
    if relation == "nmod:desc":
        return syntax.entity[token] < 0 or syntax.entity[token] != syntax.entity[syntax.heads[token]]
    if relation == "amod":
        return syntax.tags[token] == "VBN"  # "the Norlund-owned ship"
    if relation == "appos":
        # "the envoy, Jo Weiss", "Jo Weiss, the envoy", "Aceh, Indonesia"
        return syntax.pos[token] == "PROPN" or (
            syntax.pos[token] == "NOUN" and syntax.pos[syntax.heads[token]] == "PROPN"
        )
    if relation == "acl" and syntax.tags[token] == "VBN":
        return syntax.deps[syntax.heads[token]] == "appos"  # "had bought Nordvik, a firm founded by Ida Berg"
    return syntax.pos[token] in ("NOUN", "PROPN") and any(
        syntax.deps[child] == "appos" and syntax.pos[child] == "PROPN" for child in syntax.children[token]
    )


def _adverbial(syntax: Unpacked, token: int) -> bool:
    relation = syntax.deps[token]
    if relation == "obl" and syntax.pos[token] in ("NOUN", "PROPN"):
        cases = {syntax.lower[child] for child in syntax.children[token] if syntax.deps[child] in ("case", "mark")}
        if not cases & _ADVERBIALS:
            return False
        definite = any(
            syntax.deps[child] == "nmod:poss"
            or (syntax.deps[child] == "det" and syntax.lower[child] in ("the", "this", "these", "that", "those"))
            for child in syntax.children[token]
        )
        return definite and not is_unreal(syntax, syntax.heads[token])
    if relation.startswith("advcl") and syntax.pos[token] in ("VERB", "AUX", "NOUN", "ADJ"):
        marks = {syntax.lower[child] for child in syntax.children[token] if syntax.deps[child] in ("mark", "advmod")}
        return bool(marks & _FINITE_MARKERS) and is_past(syntax, token) and not is_unreal(syntax, token)
    return False
