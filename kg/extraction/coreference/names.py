"""When two proper names inside one article are names of one thing: variants, parts, acronyms, demonyms."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

_COMPANY = frozenset({
    "inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "llc", "plc", "gmbh", "ag",
    "sa", "nv", "group", "holdings", "holding",
})  # fmt: skip
_SMALL = frozenset({
    "of", "the", "and", "for", "in", "on", "to", "de", "la", "du", "des", "del", "di", "da", "von", "van",
    "der", "den", "al", "el", "bin", "ibn", "et", "y",
})  # fmt: skip
_BINDING = frozenset({"of", "for", "in", "at", "and"})  # what stands behind them is no short name of the whole
_ENDINGS = ("ians", "ian", "ese", "ish", "ans", "an", "ns", "is", "n", "i", "ic")
_MARKS = re.compile(r"[^a-z0-9]+")
_DOUBLED = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """A word without case, accents, apostrophes, hyphens and dots.

    >>> fold("Çavuşoğlu"), fold("Da'esh"), fold("U.S.")
    ('cavusoglu', 'daesh', 'us')
    """
    return _MARKS.sub("", anyascii(word).lower())


@lru_cache(maxsize=1 << 14)
def skeleton(folded: str) -> str:
    """What two transliterations of a word share: doubled letters are one, final `iy`, `yy`, `y` are `i`.

    >>> skeleton("assad") == skeleton("asad"), skeleton("zelenskyy") == skeleton("zelensky")
    (True, True)
    """
    word = _DOUBLED.sub(r"\1", folded)
    word = re.sub(r"i?y+$", "i", word)
    return word.replace("ou", "u").replace("kh", "h").replace("ph", "f")


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one word.

    >>> same_word("mohammed", "mohammad"), same_word("iran", "iraq"), same_word("asad", "assad")
    (True, False, True)
    """
    if one == other:
        return True
    if len(one) < 4 or len(other) < 4 or one[0] != other[0]:
        return False
    if skeleton(one) == skeleton(other):
        return True
    if min(len(one), len(other)) < 7 or one[-1] != other[-1]:
        return False
    return _vowels_alone(one, other)


def _vowels_alone(one: str, other: str) -> bool:
    return (
        DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
        and re.sub(r"[aeiou]", "", one) == re.sub(r"[aeiou]", "", other)
    )  # fmt: skip


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names (folded words) are spellings of one name, word for word."""
    if len(one) != len(other):
        joined, also = "".join(one), "".join(other)
        return joined == also
    return all(same_word(a, b) for a, b in zip(one, other, strict=True))


def person_part(part: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a shorter name of a person fits a fuller one: surname, first name, left-out middle names, initials.

    >>> person_part(("stoltenberg",), ("jens", "stoltenberg")), person_part(("j", "smith"), ("john", "smith"))
    (True, True)
    >>> person_part(("bill", "clinton"), ("hillary", "clinton"))
    False
    """
    if len(part) > len(full) or part == full:
        return part == full
    if len(part) == 1:
        return any(same_word(part[0], word) for word in (full[0], full[-1]) if word not in _SMALL and len(word) > 1)
    if not same_word(part[-1], full[-1]):
        return False
    at = 0
    for word in part[:-1]:
        while at < len(full) - 1 and not _first_name(word, full[at]):
            at += 1
        if at == len(full) - 1:
            return False
        at += 1
    return _first_name(part[0], full[0]) or part == full[-len(part) :]


def _first_name(word: str, other: str) -> bool:
    return same_word(word, other) or (word[:1] == other[:1] and min(len(word), len(other)) == 1)


def initials(words: tuple[str, ...]) -> tuple[str, str]:
    """The acronyms that a name can have: of all its words, and of all but the small ones.

    >>> initials(("north", "atlantic", "treaty", "organization"))
    ('nato', 'nato')
    """
    return "".join(w[:1] for w in words), "".join(w[:1] for w in words if w not in _SMALL)


def is_acronym(text: str) -> bool:
    """Whether a word is written as an acronym is: two to six capitals, dots and a plural `s` allowed.

    >>> is_acronym("NATO"), is_acronym("U.S."), is_acronym("Nato"), is_acronym("RUSSIA-")
    (True, True, False, False)
    """
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isupper() and letters.isalnum()


def acronym_of(short: str, words: tuple[str, ...]) -> bool:
    """Whether a folded acronym abbreviates a name of at least two words.

    >>> acronym_of("eu", ("european", "union")), acronym_of("sdf", ("syrian", "democratic", "forces"))
    (True, True)
    """
    return len(words) > 1 and short in initials(words)


def near_acronym(short: str, words: tuple[str, ...]) -> bool:
    """Whether an acronym in brackets right after a name can be made from its letters in order, starting with its first.

    >>> near_acronym("unhcr", ("united", "nations", "high", "commissioner", "for", "refugees"))
    True
    """
    text = "".join(words)
    if not short or not text or short[0] != text[0]:
        return False
    at = 0
    for letter in short:
        at = text.find(letter, at) + 1
        if at == 0:
            return False
    return True


def thing_part(part: tuple[str, ...], full: tuple[str, ...], *, classes: Container[str] = ()) -> bool:
    """Whether a shorter name of an organisation or work fits a fuller one: company endings left out, words left out
    before its last words, or a class noun after it (one of `classes`).

    >>> thing_part(("google",), ("google", "inc")), thing_part(("workers", "party"), ("kurdistan", "workers", "party"))
    (True, True)
    >>> thing_part(("bank",), ("bank", "of", "england")), thing_part(("bank", "of"), ("bank", "of", "england"))
    (False, False)
    >>> thing_part(("freedom",), ("freedom", "magazine"), classes={"magazine"})
    True
    >>> thing_part(("lodwar", "college"), ("lodwar", "college", "student", "club"), classes={"student", "club"})
    False
    >>> thing_part(("north", "carolina"), ("university", "of", "north", "carolina"))
    False
    """
    if len(part) >= len(full):
        return False
    rest = [word for word in full[len(part) :] if word not in _COMPANY]
    if full[: len(part)] == part and len(rest) <= 1 and all(word in classes for word in rest):
        return True
    return len(part) >= 2 and full[-len(part) :] == part and full[-len(part) - 1] not in _BINDING


def demonym_of(demonym: str, country: str) -> bool:
    """Whether a nationality looks like it is formed from a country's name (regular formation alone).

    >>> demonym_of("russian", "russia"), demonym_of("turkish", "turkey"), demonym_of("austrian", "australia")
    (True, True, False)
    >>> demonym_of("afghan", "afghanistan"), demonym_of("niger", "nigeria")
    (True, False)
    """
    if len(country) < 4:
        return False
    if len(demonym) >= 4 and country.startswith(demonym) and country[len(demonym) :] in {"istan", "stan", "y", "land"}:
        return True
    stem = country.rstrip("aeoyi")
    stem = stem[:-1] if stem.endswith("e") else stem
    for ending in _ENDINGS:
        if demonym.endswith(ending):
            left = demonym[: -len(ending)]
            if left in (country, stem) or left.rstrip("aeoyi") == stem:
                return True
    return False
