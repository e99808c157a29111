"""When an article appeared, as its first lines say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.model import Article
from kg.reading.metadata import clean_date

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
