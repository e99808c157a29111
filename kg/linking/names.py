"""How names are compared: folded, without titles, by their sound, as acronyms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from kg.linking.namewords import name_words


def words_of(table: str) -> list[str]:
    """The words of a table that is written as one text."""
    return table.split()


ARTICLES: Final = frozenset({"the", "a", "an"})
PARTICLES: Final = frozenset(
    words_of("de da do dos das del della di du la le van von der den ter ten bin ibn al el ul ben abu y e zu af st ter")
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
    >>> sound("Gaddafi") == sound("Qadhafi"), sound("Putin") == sound("Pushkin")
    (True, False)
    """
    return sound_of_folded(fold(name))


def sound_of_folded(key: str) -> str:
    """`sound` of a name that is folded already."""
    return " ".join(_sound_of_word(word) for word in key.split())


@lru_cache(maxsize=1 << 16)
def _sound_of_word(word: str) -> str:
    text = _DIGRAPHS.sub(lambda match: _SOUNDS[match[0]], word)
    head = "a" if text[0] in "aeiouy" else text[0]
    rest = text[1:].translate(_VOWELS) if len(text) > 2 else text[1:]
    return _DOUBLED.sub(r"\1", head + rest)


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


def words(name: str) -> tuple[str, ...]:
    """The folded words of a name."""
    return tuple(fold(name).split())


def bare(name: str) -> tuple[str, ...]:
    """The folded words of a person's name without titles before it and suffixes behind it.

    >>> bare("President Vladimir Putin"), bare("Sir Keir Starmer MP"), bare("Donald Trump Jr.")
    (('vladimir', 'putin'), ('keir', 'starmer'), ('donald', 'trump'))
    """
    parts, known = list(words(name)), name_words()
    while len(parts) > 1 and parts[0] in known.prefixes:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in known.suffixes:
        parts = parts[:-1]
    return tuple(parts)


GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NEVER_GIVEN: Final = frozenset(words_of("de da do dos das del della von der den ter bin ibn"))
_ARABIC_ARTICLE: Final = re.compile(r"^(?:al|el|ul|an|ar|as|ash|ad|az|at)[-‐–’' ](?=\w{3})")


@lru_cache(maxsize=1 << 16)
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
    for token in name.split():
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


def surname(name: str) -> str:
    """A person's last name, its particles left out.

    >>> surname("Ursula von der Leyen"), surname("Sir Keir Starmer")
    ('leyen', 'starmer')
    """
    parts, _ = person(name)
    return parts[-1] if parts else ""


def is_acronym(name: str) -> bool:
    """Whether a name is written as an abbreviation: at most ten letters, most of them capitals.

    >>> is_acronym("NATO"), is_acronym("U.S."), is_acronym("CoE"), is_acronym("Nato"), is_acronym("Who")
    (True, True, True, False, False)
    """
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return " " not in name.strip() and 2 <= len(letters) <= 10 and capitals >= 2 and capitals * 2 > len(letters)


_FORMS: Final = (
    "mohammed muhammad mohamed mohammad muhammed mohamad",
    "sergei sergey sergej serguei serhiy",
    "dmitry dmitri dmitriy dmitrii dimitri dmytro",
    "yuri yuriy yury yurii iurii",
    "alexander aleksandr alexandr aleksander oleksandr alex",
    "alexei aleksei alexey aleksey oleksiy",
    "mikhail mihail michail mykhailo",
    "nikolai nikolay nikolaj mykola",
    "vladimir volodymyr wladimir",
    "andrei andrey andrej andriy",
    "anatoly anatoli anatoliy anatolii",
    "vitaly vitali vitaliy vitalii",
    "valery valeri valeriy valerii",
    "grigory grigori grigoriy hryhoriy",
    "vasily vasili vasiliy vasyl",
    "gennady gennadi gennadiy",
    "evgeny evgeni evgeniy yevgeny yevgeni yevgeniy yevhen",
    "pavel pavlo",
    "ahmed ahmad ahmet",
    "hussein hussain husain hossein husayn hosein hussien",
    "hassan hasan",
    "abdullah abdallah abdulla",
    "yousef yusuf youssef yusef",
    "ibrahim ebrahim",
    "osama usama",
    "khaled khalid",
    "said saeed",
    "omar umar",
    "mustafa mostafa moustafa",
    "mahmoud mahmud",
    "muammar moammar moamer",
    "rashid rasheed",
    "jamal gamal",
    "nasser naser",
    "faisal faysal feisal",
    "hamid hameed",
    "tariq tarek tareq tarik",
    "benjamin binyamin benyamin ben",
    "viktor victor",
    "haider haidar hayder",
    "nuri nouri",
    "william bill will billy",
    "robert bob rob bobby",
    "james jim jimmy",
    "richard dick rick",
    "michael mike",
    "joseph joe",
    "thomas tom",
    "christopher chris",
    "daniel dan danny",
    "anthony tony",
    "edward ed ted eddie",
    "charles charlie chuck",
    "david dave",
    "donald don",
    "kenneth ken",
    "ronald ron",
    "samuel sam",
    "gregory greg",
    "jeffrey jeff",
    "matthew matt",
    "stephen steven steve",
    "andrew andy",
    "nicholas nick",
    "elizabeth liz",
    "katherine kate kathy",
    "jennifer jen",
    "deborah debbie",
    "susan sue",
    "rebecca becky",
    "bernard bernie",
    "lawrence larry",
    "raymond ray",
    "timothy tim",
    "joshua josh",
    "jonathan jon",
    "peter pete",
    "philip phil",
    "douglas doug",
    "frederick fred",
    "gerald gerry jerry",
    "theodore teddy",
    "patrick pat",
    "abraham abe",
    "alfred alf",
    "arthur art",
    "eugene gene",
    "geoffrey geoff",
    "leonard len leo",
    "martin marty",
    "nathaniel nate",
    "vincent vince",
    "zachary zach",
    "victoria vicky",
    "margaret maggie",
    "amanda mandy",
)
_FORM_OF: Final[dict[str, frozenset[str]]] = {}
for _line in _FORMS:
    for _word in _line.split():
        _FORM_OF[_word] = _FORM_OF.get(_word, frozenset()) | frozenset({_line.split()[0]})


def given(one: str, other: str) -> bool:
    """Whether two folded given names are forms of one: transliterations, short forms.

    >>> given("sergei", "sergey"), given("william", "bill"), given("john", "jane")
    (True, True, False)
    """
    return bool(_FORM_OF.get(one, frozenset()) & _FORM_OF.get(other, frozenset()))


def given_initials(name: str) -> frozenset[str]:
    """The letters under which all forms of a folded given name are found together.

    >>> given_initials("bill") == given_initials("william"), given_initials("yelena") == given_initials("elena")
    (True, True)
    """
    return frozenset(form[0] for form in _FORM_OF.get(name, (spelling(name) or name,)))


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


@lru_cache(maxsize=1 << 16)
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


_SMALL: Final = frozenset(words_of("of and for the in on to de la le du des et der die das und y del di e"))


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> tuple[str, ...]:
    """The folded words of a thing's name that tell it apart: small words and legal forms left out, in American
    spelling.

    >>> plain("the Ministry of Defence"), plain("Apple Inc.")
    (('ministry', 'defense'), ('apple',))
    """
    known = name_words()
    parts = tuple(known.american.get(w, w) for w in words(name) if w not in _SMALL)
    kept = tuple(w for w in parts if w not in known.legal_forms)
    return kept or parts or words(name)


@lru_cache(maxsize=1 << 16)
def initials(name: str) -> frozenset[str]:
    """The acronyms that a name of several words can have: with and without its small words, with parts of hyphenated
    words.

    >>> sorted(initials("International Committee of the Red Cross"))
    ['icotrc', 'icrc']
    """
    parts = re.findall(r"[A-Za-z0-9]+", anyascii(re.sub(r"['’]s?\b", "", name)))
    if len(parts) < 2:
        return frozenset()
    whole = "".join(p[0] for p in parts).lower()
    big = "".join(p[0] for p in parts if p.lower() not in _SMALL).lower()
    joined = "".join(p[0] for p in re.findall(r"[A-Za-z0-9\-]+", anyascii(name)) if p.lower() not in _SMALL).lower()
    return frozenset({whole, big, joined})
