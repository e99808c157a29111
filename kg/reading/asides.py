"""Lines of a text that are no sentences of the article (bylines, credits, "Read more", cookie notices, comments), and
the day that the first of them tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from kg.model import Article, Span
from kg.reading.metadata import clean_date
from kg.resources import resource

LONGEST_LABEL: Final = 200
"""Characters; a longer line is a paragraph, whatever it begins with, unless it is a notice."""
LONGEST_NOTICE: Final = 800

_NAME: Final = r"[A-Z][\w.'’-]*(?: (?:(?:de|van|von|der|den|al|bin|el|la|di|da|du|le) )*[A-Z][\w.'’-]*){0,4}"
_NAMES: Final = rf"{_NAME}(?:(?:,| and| &|, and) {_NAME}){{0,5}}"
_DATELINE: Final = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?:[ /-][A-Z][A-Z.'’-]*)*)(?:, [A-Z][\w. ]{1,24})?(?:,? (?:[A-Z][a-z]{2,8}\.?) \d{1,2})?"
    r"(?: ?\([\w /.-]{2,40}\))? ?(?:--|[-–—]) (?=\S)"
)
_HINTS: Final = re.compile("ookie|artners|reader-supported|new posts|free article|this month")
"""One of these stands in every notice that is known by what it speaks of; looking for them first is quicker."""


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    """The patterns of `asides.tsv` by their kind."""
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    for line in resource("reading/asides.tsv").read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            kind, pattern = line.split("\t")
            pattern = pattern.replace("NAMES", _NAMES).replace("NAME", _NAME)
            kind = kind if kind in ("notice", "consent", "comments", "list") else "label"
            found[kind].append(re.compile(pattern))
    return found


def _matches(kind: str, line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in _patterns()[kind])


def find_asides(text: str, *, title: str = "", known: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The places of a text that give no facts.

    Args:
        title: the headline, which is never one of them.
        known: what the source's own markup says are such places.

    >>> text = "By Ann Lee\\n\\nOSLO (NTB) - Norway met Mali.\\n\\nPhoto: Bo Ek/AFP\\nComments\\nNobody met Mali."
    >>> [text[span.start : span.end] for span in find_asides(text)]
    ['By Ann Lee', 'OSLO (NTB) -', 'Photo: Bo Ek/AFP', 'Comments', 'Nobody met Mali.']
    """
    lines = text.split("\n")
    found = list(known)
    start = 0
    body = False
    for number, (line, aside) in enumerate(zip(lines, aside_lines(lines, title=title), strict=True)):
        if aside and line.strip():
            found.append(Span(start, start + len(line)))
        elif line.strip() and not body and not (number == 0 and line == title):
            body = True
            if dateline := _DATELINE.match(line):
                found.append(Span(start, start + len(dateline[0].rstrip())))
        start += len(line) + 1
    return tuple(sorted(set(found), key=lambda span: (span.start, span.end)))


def aside_lines(lines: Sequence[str], *, title: str = "") -> Iterator[bool]:
    """For each line whether it is no sentence of the article, by itself or for what stands over it.

    Args:
        title: the headline, which is never one of them where it is the first line.
    """
    body, listed, commented = False, False, False
    for number, line in enumerate(lines):
        text = line.strip()
        if not text or (number == 0 and text == title):
            yield False
            continue
        commented = commented or (body and _matches("comments", text))
        listed = _matches("list", text) or (listed and _is_headline(text))
        aside = commented or listed or is_aside(text)
        body = body or not aside
        yield aside


def _is_headline(line: str) -> bool:
    """Whether a line in a list of links may be one of them: no sentence, at least."""
    return len(line) < LONGEST_LABEL and not re.search(r"[.!?][\"'”’)]*$", line.strip())


def is_aside(line: str) -> bool:
    """Whether a line of its own is no sentence of an article.

    >>> is_aside("Reporting by Ann Lee; Editing by Bo Ek"), is_aside("Read more books, the minister said.")
    (True, False)
    """
    line = line.strip()
    if len(line) > LONGEST_NOTICE:
        return False
    if _matches("notice", line) or (_HINTS.search(line) and _matches("consent", line)):
        return True
    return len(line) <= LONGEST_LABEL and (_matches("label", line) or _is_date(line))


def _is_date(line: str) -> bool:
    """Whether a line says when something was published, and nothing else."""
    if len(line) > 80 or not re.search(r"\d", line):
        return False
    bare = re.sub(
        r"(?i)\b(?:published|updated|posted|last|modified|on|at|by|first|created|date|mon|tue|tues|wed|wednes|thu|thurs|fri"
        r"|sat|satur|sun|day|am|pm|gmt|utc|bst|est|edt|cet|cest|et|ist|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
        r"|january|february|march|april|june|july|august|september|october|november|december"
        r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|a\.m\.|p\.m\.|th|st|nd|rd)\b\.?",
        "",
        line,
    )
    return not re.search(r"[^\W\d_]{2,}", bare) and bool(clean_date(line) or re.search(r"\d\d?[:.]\d\d", line))


FIRST: Final = 8
"""Lines among which the day is looked for."""
HEAD: Final = 1500
"""Characters that they may have together."""
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_STAMP: Final = re.compile(
    rf"(?P<weekday>[A-Z][a-z]+day,? )?(?:{_MONTH} [0-9]{{1,2}},? [0-9]{{4}}|[0-9]{{1,2}} {_MONTH},? [0-9]{{4}})"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}"
)
_LABEL: Final = re.compile(
    r"(?:first |last )?(?:published|posted|updated|modified|released|issued|dated?)(?: (?:on|at))?\s*:?\s*",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"[A-Z][^0-9:;!?()\"“]{1,50}?(?:, ?| ?[-–—]{1,2} ?)")
_TIME: Final = r"(?:,?(?: at)? [0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?"
_ALONE: Final = re.compile(rf"{_TIME}[ .)]*$")
# "3 March 2016 – The river", not "8 April 1938 – 18 August 2018" and not "June 6, 1944, was the day"
_DASH: Final = re.compile(rf"{_TIME}\s*(?:\([^)]{{1,40}}\)\s*)?(?:[-–—|]{{1,2}}|:)(?!\s*[0-9])")
_SENTENCE: Final = re.compile(r"\s+[A-Z]")


def dated(article: Article) -> Article:
    """Return an article with the day that its first lines give, where it comes without one."""
    day = "" if article.date else dateline(article.text)
    return replace(article, date=day) if day else article


def dateline(text: str) -> str:
    """Find the day of publication as an article's first lines give it.

    A line counts that is a date, with or without a label such as "Published:" and a time of day; one that begins with a
    weekday and a date; and an agency's dateline ("GENEVA, March 3, 2016 (Agency) —"). A date without its year doesn't
    count, nor does one in a headline.

    Args:
        text: the article's text, the title in its first line.

    Returns:
        `YYYY-MM-DD`, or an empty string.

    >>> dateline("Flood in Geneva\\n\\nFriday, July 21, 2017\\n\\nThe river rose.")
    '2017-07-21'
    """
    lines = [line.strip() for line in text[:HEAD].splitlines() if line.strip()][:FIRST]
    for number, line in enumerate(lines):
        stamp = _stamp(_LABEL.sub("", line, count=1), headline=number == 0 and len(lines) > 1)
        value = clean_date(stamp)
        if len(value) == len("2024-01-24"):
            return value
    return ""


def _stamp(line: str, *, headline: bool) -> str:
    """Find the date that says when a line's article appeared; empty where none does."""
    match = _STAMP.match(line)
    if match is not None:
        begins = _DASH.match(line, match.end()) or (match["weekday"] and _SENTENCE.match(line, match.end()))
        return match[0] if _ALONE.match(line, match.end()) or (begins and not headline) else ""
    match = _STAMP.search(line[:90])
    if match is None or headline or not _PLACE.fullmatch(line, 0, match.start()):
        return ""
    return match[0] if _DASH.match(line, match.end()) or _ALONE.match(line, match.end()) else ""
