"""How names are compared: folded, without titles, by their sound, as acronyms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

ARTICLES: Final = frozenset({"the", "a", "an"})
TITLES: Final = frozenset(
    """mr mrs ms miss mx dr prof professor sir dame lord lady king queen prince princess pope sheikh sheik ayatollah imam rabbi
    president premier chancellor minister secretary senator sen rep representative congressman congresswoman governor gov mayor
    general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral adm commander cmdr marshal brigadier corporal
    ambassador amb judge justice reverend rev father sister brother bishop archbishop cardinal saint st emir sultan crown
    prime vice deputy former ex acting interim chief foreign defence defense interior first chairman chairwoman
    hon rt honourable honorable mp comrade spokesman spokeswoman spokesperson attorney""".split()
)
SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "qc", "kc", "mp", "obe", "cbe", "mbe", "esq"})
LEGAL: Final = frozenset(
    """inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg kgaa mbh se sa sas sarl srl spa nv bv ab
    as asa oy oyj ooo oao pao zao pte pty bhd sdn kk holding holdings group""".split()
)
PARTICLES: Final = frozenset(
    "de da do dos das del della di du la le van von der den ter ten bin ibn al el ul ben abu y e zu af st ter".split()
)


@lru_cache(maxsize=1 << 17)
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


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """What is left of a name when spellings of the same sounds fall together: transliterations of one name agree.

    Vowels go (but for one at the start of a word), and letters that transliterations swap become one.

    >>> sound("Zelensky") == sound("Zelenskyy") == sound("Zelenskiy"), sound("Kiev") == sound("Kyiv")
    (True, True)
    >>> sound("Gaddafi") == sound("Qadhafi"), sound("Putin") == sound("Patten")
    (True, False)
    """
    words = []
    for word in fold(name).split():
        text = word
        for old, new in _SOUNDS:
            text = text.replace(old, new)
        first = text[:1]
        head = "a" if first in "aeiouy" else first
        rest = re.sub(r"[aeiouyh]", "", text[1:]) if len(text) > 2 else text[1:]
        letters = head + rest
        words.append(re.sub(r"(.)\1+", r"\1", letters))
    return " ".join(words)


_SOUNDS: Final = (
    ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("ph", "f"), ("ck", "k"), ("cz", "ch"), ("ts", "c"), ("tz", "c"), ("x", "ks"), ("q", "k"), ("gadd", "kadd"), ("w", "v"),
)  # fmt: skip


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(name).split())


def bare(name: str) -> tuple[str, ...]:
    """The folded words of a person's name without titles before it and suffixes behind it.

    >>> bare("President Vladimir Putin"), bare("Sir Keir Starmer MP"), bare("Donald Trump Jr.")
    (('vladimir', 'putin'), ('keir', 'starmer'), ('donald', 'trump'))
    """
    parts = list(words(name))
    while len(parts) > 1 and parts[0] in TITLES:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        parts = parts[:-1]
    return tuple(parts)


def surname(name: str) -> str:
    """A person's last name, its particles left out.

    >>> surname("Ursula von der Leyen"), surname("Sir Keir Starmer")
    ('leyen', 'starmer')
    """
    return bare(name)[-1] if bare(name) else ""


def is_acronym(name: str) -> bool:
    """Whether a name is written as an abbreviation: at most ten letters, most of them capitals.

    >>> is_acronym("NATO"), is_acronym("U.S."), is_acronym("CoE"), is_acronym("Nato"), is_acronym("Who")
    (True, True, True, False, False)
    """
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return " " not in name.strip() and 2 <= len(letters) <= 10 and capitals >= 2 and capitals * 2 > len(letters)
