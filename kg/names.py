"""Comparing names: folded, without titles and legal forms, by their sound, as acronyms, as parts of fuller ones."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

from kg.namewords import in_order, name_words, without_legal_form


def words_of(table: str) -> list[str]:
    """The words of a table that is written as one text."""
    return table.split()


ARTICLES: Final = frozenset({"the", "a", "an"})
PARTICLES: Final = frozenset(
    words_of("de da do dos das del della di du la le van von der den ter ten bin ibn al el ul ben abu y e zu af st ter")
)
GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NEVER_GIVEN: Final = frozenset(words_of("de da do dos das del della von der den ter bin ibn"))
_SMALL: Final = frozenset(
    words_of("of and for the in on to de la le du des et der die das und y del di e da von van den al el bin ibn")
)
_BINDING: Final = frozenset({"of", "for", "in", "at", "and"})  # what stands after them is no short name of the whole
BEFORE_BIRTH_NAME: Final = ("née", "né", "nee", "geb.")
"""What stands before the name that somebody was born with, and before nothing else."""
BIRTH_NAME_CUE: Final = "|".join(map(re.escape, BEFORE_BIRTH_NAME))
"""The same as a regular expression."""
_BORN: Final = re.compile(rf"(?<=\w)\W+(?:{BIRTH_NAME_CUE})\s", re.IGNORECASE)
"""What stands between a name and the one that its bearer was born with."""
_ARABIC_ARTICLE: Final = re.compile(r"^(?:al|el|ul|an|ar|as|ash|ad|az|at)[-‐–’' ](?=\w{3})")


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """A name as a key: transliterated to ASCII, lower case, one space between words, without articles, points,
    apostrophes and possessive endings.

    >>> fold("The U.S."), fold("Çavuşoğlu’s"), fold("al-Qa'ida"), fold("Москва")
    ('us', 'cavusoglu', 'al qaida', 'moskva')
    """
    text = anyascii(re.sub(r"['’]s\b|(?<=s)['’](?=\s|$)", "", name)).lower()
    text = re.sub(r"['’`.]", "", text)
    words = re.findall(r"[a-z0-9]+(?:&[a-z0-9]+)?|\+", text)
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=1 << 14)
def fold_word(word: str) -> str:
    """One word of a name without case, accents, apostrophes, hyphens and dots.

    >>> fold_word("Çavuşoğlu"), fold_word("Da'esh"), fold_word("U.S.")
    ('cavusoglu', 'daesh', 'us')
    """
    return re.sub("[^a-z0-9]+", "", anyascii(word).lower())


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(name).split())


def bare(name: str) -> tuple[str, ...]:
    """The folded words of a person's name without titles before it and suffixes after it.

    >>> bare("President Vladimir Putin"), bare("Sir Keir Starmer MP"), bare("Donald Trump Jr.")
    (('vladimir', 'putin'), ('keir', 'starmer'), ('donald', 'trump'))
    """
    parts, known = list(words(name)), name_words()
    while len(parts) > 1 and parts[0] in known.prefixes:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in known.suffixes:
        parts = parts[:-1]
    return tuple(parts)


@lru_cache(maxsize=1 << 14)
def person(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """A person's given names and surname, folded, and what tells generations apart (Jr., III).

    Titles and particles do not count, a hyphenated name counts as one: who has one part alone is called by the
        surname alone.

    >>> person("President Bashar al-Assad")[0], person("von der Leyen")[0], person("Jean-Luc Roy Jr.")
    (('bashar', 'assad'), ('leyen',), (('jeanluc', 'roy'), frozenset({'jr'})))
    >>> person("Ben Wallis")[0], person("ben Wallis")[0]
    (('ben', 'wallis'), ('wallis',))
    """
    parts: list[str] = []
    low = set(_NEVER_GIVEN)  # Ben and Al are given names, but ben Ali and von Braun are none
    for token in _BORN.split(name)[0].split():
        if token.islower():
            low.add(fold(token))
        part = _ARABIC_ARTICLE.sub("", anyascii(token).lower())
        part = fold(part).replace(" ", "")
        if part:
            parts.append(part)
    known = name_words()
    while len(parts) > 1 and (parts[0] in known.prefixes or parts[0] in ARTICLES):
        parts = parts[1:]
    suffixes = set()
    while len(parts) > 1 and parts[-1] in known.suffixes:
        suffixes.add(parts.pop())
    kept = [part for place, part in enumerate(parts) if part not in PARTICLES or (place == 0 and part not in low)]
    return tuple(kept or parts[-1:]), frozenset(suffixes & GENERATIONS)


def is_acronym(name: str) -> bool:
    """Whether a name is written as an abbreviation: at most ten letters, most of them capitals.

    >>> is_acronym("NATO"), is_acronym("U.S."), is_acronym("CoE"), is_acronym("Nato"), is_acronym("Who")
    (True, True, True, False, False)
    """
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return " " not in name.strip() and 2 <= len(letters) <= 10 and capitals >= 2 and capitals * 2 > len(letters)


def initials(words: tuple[str, ...]) -> tuple[str, str]:
    """The acronyms that a name can have: of all its words, and of all but the small ones.

    >>> initials(("north", "atlantic", "treaty", "organization"))
    ('nato', 'nato')
    """
    return "".join(w[:1] for w in words), "".join(w[:1] for w in words if w not in _SMALL)


@lru_cache(maxsize=1 << 14)
def acronyms(name: str) -> frozenset[str]:
    """The acronyms that a name of several words can have: with and without its small words, with parts of hyphenated
    words.

    >>> sorted(acronyms("International Committee of the Red Cross"))
    ['icotrc', 'icrc']
    """
    text = anyascii(re.sub(r"['’]s?\b", "", name)).lower()
    parts, joined = tuple(re.findall(r"[a-z0-9]+", text)), tuple(re.findall(r"[a-z0-9-]+", text))
    return frozenset({*initials(parts), initials(joined)[1]}) if len(parts) > 1 else frozenset()


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
    return in_order(short, text)


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> tuple[str, ...]:
    """The folded words of a thing's name that tell it apart: small words and legal forms left out, in American
    spelling.

    >>> plain("the Ministry of Defence"), plain("Apple Inc.")
    (('ministry', 'defense'), ('apple',))
    """
    known = name_words()
    parts = tuple(known.american.get(w, w) for w in words(name) if w not in _SMALL)
    return without_legal_form(parts) or parts or words(name)


def given(one: str, other: str) -> bool:
    """Whether two folded given names are forms of one: transliterations, short forms.

    >>> given("sergei", "sergey"), given("william", "bill"), given("john", "jane")
    (True, True, False)
    """
    forms = name_words().forms
    return not forms.get(one, frozenset()).isdisjoint(forms.get(other, frozenset()))


def given_initials(name: str) -> frozenset[str]:
    """The letters under which all forms of a folded given name are found together.

    >>> given_initials("bill") == given_initials("william"), given_initials("yelena") == given_initials("elena")
    (True, True)
    """
    return frozenset(form[0] for form in name_words().forms.get(name, (spelling(name) or name,)))


_SPELLINGS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[bcdfghjklmnprstvz]k)(?:yy|iy|ii|ij|y|i|j)$", "i"),
        (r"(?<=ts)(?:kyy|kiy|kyi|ky|ki)$", "ki"),
        (r"e[iyj]$", "ei"),
        (r"(?:ytch|itch|ych|ich|yc|ic)$", "ich"),
        (r"(?:kh)", "h"),
        (r"dzh|dj", "j"),
        (r"tch", "ch"),
        (r"sch", "sh"),
        (r"ou", "u"),
        (r"oe", "o"),
        (r"ue(?=[bcdfghjklmnpqrstvwxz])", "u"),
        (r"ae", "a"),
        (r"(?:eff|ov|ev|off|ow)$", "ov"),
        (r"^y(?=e)", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=1 << 14)
def spelling(word: str) -> str:
    """A folded word of a person's name in one spelling for all that are used for it; vowels count, so that Andersen
    is not Anderson.

    >>> spelling("zelenskyy") == spelling("zelensky"), spelling("assad") == spelling("asad")
    (True, True)
    >>> spelling("andersen") == spelling("anderson")
    False
    """
    text = re.sub(r"[^a-z0-9]", "", word)
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=1 << 14)
def sound(name: str) -> str:
    """What is left of a name when spellings of the same sounds fall together: transliterations of one name agree.

    Vowels go (but for one at the start of a word), and letters that transliterations swap become one.

    >>> sound("Zelensky") == sound("Zelenskyy") == sound("Zelenskiy"), sound("Kiev") == sound("Kyiv")
    (True, True)
    >>> sound("Gaddafi") == sound("Qadhafi"), sound("Putin") == sound("Pushkin")
    (True, False)
    """
    return sound_of_folded(fold(name))


def sound_of_folded(key: str) -> str:
    """`sound` of a name that is folded already."""
    return " ".join(_sound_of_word(word) for word in key.split())


_SOUNDS: Final = {
    "sch": "sh",
    "tch": "ch",
    "dzh": "j",
    "dj": "j",
    "zh": "j",
    "kh": "k",
    "gh": "g",
    "dh": "d",
    "th": "t",
    "ph": "f",
    "ck": "k",
    "cz": "ch",
    "ts": "c",
    "tz": "c",
    "x": "ks",
    "q": "k",
    "gadd": "kad",
    "w": "v",
}
_DIGRAPHS: Final = re.compile("|".join(sorted(_SOUNDS, key=lambda letters: (-len(letters), letters))))
_VOWELS: Final = str.maketrans("", "", "aeiouyh")
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def _sound_of_word(word: str) -> str:
    text = _DIGRAPHS.sub(lambda match: _SOUNDS[match[0]], word)
    head = "a" if text[0] in "aeiouy" else text[0]
    rest = text[1:].translate(_VOWELS) if len(text) > 2 else text[1:]
    return _DOUBLED.sub(r"\1", head + rest)


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one word.

    >>> same_word("mohammed", "mohammad"), same_word("iran", "iraq"), same_word("asad", "assad")
    (True, False, True)
    """
    if one == other or len(one) < 4 or len(other) < 4 or one[0] != other[0]:
        return one == other
    if spelling(one) == spelling(other):
        return True
    if min(len(one), len(other)) < 7 or one[-1] != other[-1]:
        return False
    one_vowel = DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
    return one_vowel and re.sub(r"[aeiou]", "", one) == re.sub(r"[aeiou]", "", other)


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names (folded words) are spellings of one name, word for word."""
    if len(one) != len(other):
        return "".join(one) == "".join(other)
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
    rest = without_legal_form(full[len(part) :])
    if full[: len(part)] == part and len(rest) <= 1 and all(word in classes for word in rest):
        return True
    return len(part) >= 2 and full[-len(part) :] == part and full[-len(part) - 1] not in _BINDING


_ENDINGS: Final = ("ians", "ian", "ese", "ish", "ans", "an", "ns", "is", "n", "i", "ic")


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
    left = [demonym[: -len(ending)] for ending in _ENDINGS if demonym.endswith(ending)]
    return any(start in (country, stem) or start.rstrip("aeoyi") == stem for start in left)
