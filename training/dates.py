"""Dates found by their pattern, for the corpora that annotate names but no dates."""

from __future__ import annotations

import re

_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)(?: ?\\.)?"
)
_FULL_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_YEAR = "(?:1[0-9]{3}|20[0-9]{2})"
_NUMBER = "(?:[0-3]?[0-9](?:st|nd|rd|th)?)"
_COUNT = "(?:[0-9]+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|a few|many|a couple of)"
_UNIT = "(?:days?|weeks?|months?|years?|decades?|hours?|minutes?|centuries|century)"
_PART = "(?:(?:early|late|mid|early -|late -|mid -) )?"

_AFTER_YEAR = "(?! (?:people|men|women|points|words|miles|feet|meters|km|dollars|votes))"
_RELATIVE = "(?:last|next|this|earlier this|later this|the past|the previous|the following)"
_SEASON = "(?:week|month|year|decade|century|weekend|spring|summer|autumn|fall|winter)"
_CENTURY = "(?:[0-9]{1,2}th|[0-9]{1,2}st|nineteenth|twentieth|eighteenth|seventeenth)"

_PATTERNS = [
    *(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\b(?:{_DAY} ,? ?)?{_MONTH} {_NUMBER}(?: ,)? {_YEAR}\b",
            rf"\b(?:{_DAY} ,? ?)?{_NUMBER}(?: of)? {_MONTH}(?: ,)? {_YEAR}\b",
            rf"\b{_PART}{_MONTH}(?: of)?(?: ,)? {_YEAR}\b",
            rf"\b(?:{_DAY} ,? ?)?{_NUMBER}(?: of)? {_MONTH}(?= )",
            rf"\b(?:{_DAY} ,? ?)?{_MONTH} {_NUMBER}\b(?! [:%])",
            r"\b(?:yesterday|tomorrow|today)\b",
            rf"\b{_RELATIVE} (?:{_DAY}|{_SEASON}|{_MONTH})\b",
            rf"\b{_COUNT} {_UNIT} (?:ago|earlier|later)\b",
            r"\bthe (?:early |late |mid - |mid )?(?:1[0-9]{3}|20[0-9]{2}) ?s\b",
            rf"\bthe (?:early |late )?{_CENTURY} century\b",
            rf"\b{_DAY}s?\b",
            rf"(?<=\bin )(?:early |late |mid - )?(?:1[5-9][0-9]{{2}}|20[0-9]{{2}})\b{_AFTER_YEAR}",
            r"(?<=\bsince )(?:1[5-9][0-9]{2}|20[0-9]{2})\b",
            r"(?<=\bof )(?:1[89][0-9]{2}|20[0-2][0-9])\b(?! [a-z])",
        )
    ),
    re.compile(rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\blate )|(?<=\bearly )){_FULL_MONTH}\b"),
]

_STRONG = frozenset(
    """
    january february march april june july august september october november december jan jan. feb feb. mar mar.
    apr apr. jun jul aug aug. sept sept. oct oct. nov nov. dec dec. monday tuesday wednesday thursday friday
    saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays year years month months week
    weeks day days decade decades century centuries hours hour minutes minute today yesterday tomorrow tonight
    weekend spring summer autumn winter ago b.c. bc bce christmas easter morning afternoon evening night midnight
    noon earlier later
    """.split()  # noqa: SIM905
)
_WEAK = frozenset(
    """
    last next this past previous following early late mid new ad ce quarter fiscal fall eve daily 's the of in a
    an , - – — / . several few couple two three four five six seven eight nine ten twelve first second third
    fourth fifth half same end beginning start between and to or p.m. a.m. pm am recent coming around about over
    more than at least old long every each that from until since on
    """.split()  # noqa: SIM905
)
_YEAR_WORD = re.compile(r"(?:1[0-9]{3}|20[0-9]{2})s?|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?")


def open_to_dates(words: list[str]) -> list[bool]:
    """Say which words of a sentence might be part of a date that a corpus left unmarked.

    Args:
        words: The words of a sentence.

    Returns:
        For each word True if it points to a date by itself, or is one of the small words and numbers that may stand
        beside such a word.
    """
    strong = [bool(word.lower() in _STRONG or _YEAR_WORD.fullmatch(word) or word == "May") for word in words]
    out = strong[:]
    for index, word in enumerate(words):
        near = strong[max(0, index - 1)] or strong[min(len(words) - 1, index + 1)]
        if near and (word.lower() in _WEAK or word[:1].isdigit()):
            out[index] = True
    return out


def find_dates(words: list[str]) -> list[tuple[int, int]]:
    """Find dates that their pattern shows for certain.

    Args:
        words: The words of a sentence.

    Returns:
        Spans of word numbers, end excluded, longest pattern first, without overlap.
    """
    text = " ".join(words)
    starts, ends, at = {}, {}, 0
    for index, word in enumerate(words):
        starts[at] = index
        at += len(word)
        ends[at] = index + 1
        at += 1
    taken: set[int] = set()
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            begin, end = match.span()
            end -= len(match.group()) - len(match.group().rstrip(" ,"))
            first, last = starts.get(begin), ends.get(end)
            if first is None or last is None or taken & set(range(first, last)):
                continue
            taken |= set(range(first, last))
            found.append((first, last))
    return sorted(found)
