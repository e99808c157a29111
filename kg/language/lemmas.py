"""Lemmas as edits: how many letters fall from a word's end, what replaces them, and what becomes of its capitals.

A classifier that chooses among a few hundred edits lemmatises words it never saw, in the sense that they have in the
sentence (after Chrupała 2006, "Simple data-driven context-sensitive lemmatization", and UDPipe's lemma rules).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

_LOWER, _KEEP, _CAPITAL = "lower", "keep", "capital"
_OPEN = frozenset({"NOUN", "VERB", "AUX", "ADJ", "ADV"})
"""Parts of speech whose unknown lemmas may be corrected to known ones."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What the treebanks settle.

    Attributes:
        settled: From a form in lower case and its part of speech to its lemma.
        lemmas: The lemmas of each part of speech.
    """

    settled: Mapping[tuple[str, str], str]
    lemmas: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def forms() -> Forms:
    """Read the table that `training/lemmas.py` makes."""
    settled: dict[tuple[str, str], str] = {}
    lemmas: dict[str, set[str]] = defaultdict(set)
    with Path(__file__).with_name("forms.tsv").open(encoding="utf-8") as rows:
        for row in rows:
            form, part, lemma = row.rstrip("\n").split("\t")
            settled[form, part] = lemma or form
            lemmas[part].add(lemma or form)
    return Forms(settled, {part: frozenset(some) for part, some in lemmas.items()})


@lru_cache(maxsize=1 << 14)
def lemma_of(word: str, part: str, edit: str) -> str:
    """Lemmatise a word: by the table if its form is settled there, else by the edit.

    An edit that misses an English spelling rule (*exclud* for *excluded*, *clashe* for *clashes*) is corrected if that
    yields a lemma that is known.
    """
    table = forms()
    settled = table.settled.get((word.lower(), part))
    if settled is not None:
        return settled
    lemma = apply_edit(word, edit)
    known = table.lemmas.get(part, frozenset())
    if part not in _OPEN or lemma in known:
        return lemma
    if part == "NOUN" and lemma.endswith("me") and word.lower().endswith("men"):
        return lemma[:-1] + "an"  # "militiamen": whoever cuts a plural's ending from it means men
    ways = [lemma + "e"]
    if len(lemma) > 3 and lemma[-1] == lemma[-2]:
        ways.append(lemma[:-1])
    if lemma.endswith("i"):
        ways.append(lemma[:-1] + "y")
    if lemma.endswith("e"):
        ways.append(lemma[:-1])
    return next((way for way in ways if way in known), lemma)


def edit_of(word: str, lemma: str) -> str:
    """Find the edit that turns a word, as it stands in the text, into its lemma.

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


@lru_cache(maxsize=1 << 14)
def apply_edit(word: str, edit: str) -> str:
    """Turn a word into its lemma; the word itself, with the edit's case, if the edit does not fit it."""
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
    same = (left == right for left, right in zip(one, other, strict=False))
    return len(list(takewhile(bool, same)))
