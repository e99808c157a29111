"""Lemmas as edits: how many letters fall from a word's end, what replaces them, and what becomes of its capitals.

A classifier that chooses among a few hundred edits lemmatises words it never saw, in the sense that they have in the
sentence (after Chrupała 2006, "Simple data-driven context-sensitive lemmatization", and UDPipe's lemma rules).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_LOWER, _KEEP, _CAPITAL = "lower", "keep", "capital"


@lru_cache(maxsize=1)
def settled_forms() -> Mapping[tuple[str, str], str]:
    """Read the forms whose lemma the treebanks settle (`training/lemmas.py` makes the table).

    Returns:
        From a form in lower case and its part of speech to its lemma.
    """
    rows = (Path(__file__).with_name("forms.tsv")).read_text(encoding="utf8").splitlines()
    return {(form, part): lemma or form for form, part, lemma in (row.split("\t") for row in rows)}


def edit_of(word: str, lemma: str) -> str:
    """Find the edit that turns a word into its lemma.

    Args:
        word: The word as it stands in the text.
        lemma: Its lemma.

    Returns:
        ``case:count:suffix``: what is done to capitals, how many letters are cut, and what is put there instead.
    """
    if lemma == lemma.lower():
        case = _LOWER
    elif lemma[0] == word[0]:
        case = _KEEP if _common(word, lemma) >= _common(_recase(word, _CAPITAL), lemma) else _CAPITAL
    else:
        case = _CAPITAL
    base = _recase(word, case)
    shared = _common(base, lemma)
    return f"{case}:{len(base) - shared}:{lemma[shared:]}"


@lru_cache(maxsize=1 << 16)
def apply_edit(word: str, edit: str) -> str:
    """Turn a word into its lemma.

    Args:
        word: The word as it stands in the text.
        edit: An edit from :func:`edit_of`.

    Returns:
        The lemma; the word itself, with the edit's case, if the edit does not fit it.
    """
    case, count, suffix = edit.split(":", 2)
    base = _recase(word, case)
    cut = int(count)
    if cut > len(base):
        return base
    return (base[: len(base) - cut] + suffix) or base


def _recase(word: str, case: str) -> str:
    if case == _LOWER:
        return word.lower()
    if case == _CAPITAL:
        return word[:1].upper() + word[1:].lower()
    return word


def _common(one: str, other: str) -> int:
    """Length of the longest common beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
