"""When: English expressions of time as ISO 8601, never finer than the words themselves, and the time of a predicate.

A grammar of its own, since general date parsers invent what the text leaves open ("in 2019" is a year, not a day of
it). What comes out is always a day `2022-02-24`, a month `2022-02`, a year `2022`, or an interval of two of them with
`/` between, of which one end may be open: `..` (ISO 8601-2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from kg.extraction.document import Document, Word

Tense = Literal["past", "present", "future"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
]
_FEASTS: Final = {
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}

_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?"
)
_WEEKDAY: Final = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)\.?"
)
_YEAR: Final = r"(?:1[0-9]{3}|20[0-9]{2})"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER: Final = r"(?:[0-9]{1,3}|an?|" + "|".join(_UNITS[1:]) + r"|(?:" + "|".join(_TENS) + r")(?:-[a-z]+)?)"
_ORDINAL: Final = r"(?:[0-9]{1,2}(?:st|nd|rd|th)|" + "|".join(reversed(_ORDINALS)) + ")"
_TO: Final = r"(?: ?[-–—] ?| to | through | until | till | and )"
_HOUR: Final = (
    r"(?:[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?[ap]\.?m\.?| ?o'clock| hours)|[0-9]{1,2}:[0-9]{2}|midnight|noon|midday)"
    r"(?: (?:[a-z]+ time|gmt|utc|[a-z]{2,3}t|local time))?"
)


@dataclass(frozen=True, slots=True)
class _Point:
    """A year, a month of it or a day of it; a point without a year waits for the date of publication."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def first(self) -> date:
        return date(self.year or 1, self.month or 1, self.day or 1)

    def last(self) -> date:
        year, month = self.year or 1, self.month or 12
        return date(year, month, self.day or _length(year, month))

    def iso(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text

    def valid(self) -> bool:
        if self.year is not None and not 1 <= self.year <= 9998:
            return False
        if self.month is None:
            return self.day is None
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= _length(self.year or 2000, self.month)


@dataclass(frozen=True, slots=True)
class _Period:
    """From the first moment of one point to the last moment of another; None is an open end."""

    start: _Point | None
    end: _Point | None

    def iso(self) -> str | None:
        for point in (self.start, self.end):
            if point is not None and (point.year is None or not point.valid()):
                return None
        if self.start == self.end:
            return self.start.iso() if self.start else None
        if self.start and self.end and self.start.first() > self.end.last():
            return None
        return f"{self.start.iso() if self.start else '..'}/{self.end.iso() if self.end else '..'}"


@dataclass(frozen=True, slots=True)
class _Now:
    """What a relative expression is relative to."""

    published: date | None
    tense: Tense | None


def _length(year: int, month: int) -> int:
    """The number of days of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _at(point: _Point) -> _Period:
    return _Period(point, point)


def _on(day: date) -> _Period:
    return _at(_Point(day.year, day.month, day.day))


def _between(first: date, last: date) -> _Period:
    return _Period(_Point(first.year, first.month, first.day), _Point(last.year, last.month, last.day))


def _month_number(word: str) -> int:
    return next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.rstrip(".")[:3]))


def _weekday_number(word: str) -> int:
    return next(number for number, name in enumerate(_WEEKDAYS) if name.startswith(word.rstrip(".")[:3]))


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    if word in _UNITS:
        return _UNITS.index(word)
    tens, _, unit = word.partition("-")
    if tens in _TENS and (not unit or unit in _UNITS[1:10]):
        return 20 + 10 * _TENS.index(tens) + (_UNITS.index(unit) if unit else 0)
    return None


def _ordinal(word: str) -> int:
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(re.sub(r"\D", "", word))


def _day_number(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _shift_month(year: int, month: int, by: int) -> _Point:
    index = year * 12 + month - 1 + by
    return _Point(index // 12, index % 12 + 1)


def _week(day: date, *, by: int = 0) -> _Period:
    """The week from Monday to Sunday that holds a day, or one some weeks from it."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=by)
    return _between(monday, monday + timedelta(days=6))


def _choose(candidates: list[_Point], now: _Now, *, default: Tense | None) -> _Point | None:
    """The candidate that fits the tense: past ones are not after, future ones not before the day of publication."""
    assert now.published is not None
    day = now.published
    usable = [point for point in candidates if point.valid()]
    tense = now.tense or default
    if tense == "past":
        before = [point for point in usable if point.first() <= day]
        return max(before, key=_Point.first, default=None)
    if tense == "future":
        after = [point for point in usable if point.last() >= day]
        return min(after, key=_Point.first, default=None)

    def distance(point: _Point) -> tuple[int, bool]:
        if point.first() <= day <= point.last():
            return 0, False
        if point.last() < day:
            return (day - point.last()).days, False
        return (point.first() - day).days, True

    return min(usable, key=distance, default=None)


def _complete(point: _Point, now: _Now) -> _Point | None:
    """Give a point without a year the year that publication and tense call for."""
    if point.year is not None:
        return point
    if now.published is None:
        return None
    years = range(now.published.year - 4 if point.day == 29 else now.published.year - 1, now.published.year + 5)
    return _choose([replace(point, year=year) for year in years], now, default=None)


def _calendar(text: str) -> _Point | None:
    """A date in words: day, month and year, or what there is of them; no relative expression."""
    for pattern, groups in _CALENDAR:
        if match := pattern.fullmatch(text):
            parts = dict(zip(groups, match.groups(), strict=True))
            point = _Point(
                int(parts["y"]) if "y" in parts else None,
                _month_number(parts["m"]) if "m" in parts else None,
                _day_number(parts["d"]) if "d" in parts else None,
            )
            return point if point.valid() else None
    for name, (month, day) in _FEASTS.items():
        if text.startswith(name):
            rest = text[len(name) :].removeprefix(" in").removeprefix(" of").strip()
            if not rest or re.fullmatch(_YEAR, rest):
                return _Point(int(rest) if rest else None, month, day)
    return None


_CALENDAR: Final = [
    (re.compile(pattern), groups)
    for pattern, groups in (
        (rf"(?:{_WEEKDAY} )?({_MONTH}) ({_DAY}) ({_YEAR})", "mdy"),
        (rf"(?:{_WEEKDAY} )?(?:the )?({_DAY})(?: of)? ({_MONTH}) ({_YEAR})", "dmy"),
        (rf"({_MONTH})(?: of)? ({_YEAR})", "my"),
        (rf"(?:{_WEEKDAY} )?({_MONTH}) (?:the )?({_DAY})", "md"),
        (rf"(?:{_WEEKDAY} )?(?:the )?({_DAY})(?: of)? ({_MONTH})", "dm"),
        (rf"({_MONTH})", "m"),
        (rf"(?:the )?(?:year )?({_YEAR})", "y"),
        (rf"({_YEAR})-(?=0[1-9]|1[0-2])([0-9]{{2}})-([0-9]{{2}})", "xxx"),
    )
    if groups != "xxx"
]

_ISO_POINT: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T[0-9:.+Zz-]*)?)?)?")


def _iso_point(text: str) -> _Point | None:
    match = _ISO_POINT.fullmatch(text)
    if not match or not text[:4].strip("0"):
        return None
    point = _Point(*(int(part) if part else None for part in match.groups()))
    return point if point.valid() else None


def _iso(text: str) -> str | None:
    """ISO 8601 as it may stand in a text already: kept, a time of day dropped."""
    if "/" in text:
        left, _, right = text.partition("/")
        start, end = _iso_point(left), _iso_point(right)
        if (start is None and left != "..") or (end is None and right != "..") or left == right:
            return None
        return _Period(start, end).iso()
    point = _iso_point(text)
    return point.iso() if point else None


# --- relative and other expressions: a pattern and what it means


def _weekday(match: re.Match[str], now: _Now) -> _Period | None:
    if now.published is None:
        return None
    which, number = match["which"], _weekday_number(match["day"])
    day = now.published
    if which == "last":
        return _on(day - timedelta(days=(day.weekday() - number - 1) % 7 + 1))
    if which == "next":
        return _on(day + timedelta(days=(number - day.weekday() - 1) % 7 + 1))
    back, ahead = (day.weekday() - number) % 7, (number - day.weekday()) % 7
    if which == "this" and now.tense is None:
        return _on(day + timedelta(days=number - day.weekday()))
    if now.tense == "future" or (now.tense == "present" and ahead < back):
        return _on(day + timedelta(days=ahead))
    return _on(day - timedelta(days=back))


def _named_day(match: re.Match[str], now: _Now) -> _Period | None:
    if now.published is None:
        return None
    word = match[0]
    offset = {"yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": 0}.get(word.split(" at ")[0], 0)
    if word.startswith(("yesterday", "tomorrow")):
        offset = -1 if word[0] == "y" else 1
    if word == "the day before yesterday":
        offset = -2
    if word == "the day after tomorrow":
        offset = 2
    return _on(now.published + timedelta(days=offset))


def _unit(match: re.Match[str], now: _Now) -> _Period | None:
    """Last, this or next week, month, year, weekend, quarter, decade, century."""
    if now.published is None:
        return None
    by = {"last": -1, "next": 1, "coming": 1}.get(match["which"], 0)
    day, unit = now.published, match["unit"]
    if unit == "week":
        return _week(day, by=by)
    if unit == "month":
        return _at(_shift_month(day.year, day.month, by))
    if unit == "year":
        return _at(_Point(day.year + by))
    if unit == "decade":
        first = day.year // 10 * 10 + 10 * by
        return _Period(_Point(first), _Point(first + 9))
    if unit == "century":
        first = (day.year - 1) // 100 * 100 + 1 + 100 * by
        return _Period(_Point(first), _Point(first + 99))
    if unit == "quarter":
        return _quarter_at(day.year * 4 + (day.month - 1) // 3 + by)
    return _weekend(day, by, now.tense)


def _weekend(day: date, by: int, tense: Tense | None) -> _Period:
    saturday = day - timedelta(days=day.weekday() - 5)
    if day.weekday() < 5 and (by < 0 or (by == 0 and tense == "past")):
        saturday -= timedelta(weeks=1)  # on a weekday, the weekend spoken of in the past is the one gone by
    elif by:
        saturday += timedelta(weeks=by if day.weekday() >= 5 else 0)
    return _between(saturday, saturday + timedelta(days=1))


def _quarter_at(index: int) -> _Period:
    year, quarter = divmod(index, 4)
    return _Period(_Point(year, quarter * 3 + 1), _Point(year, quarter * 3 + 3))


def _quarter(match: re.Match[str], now: _Now) -> _Period | None:
    quarter = int(match["q"]) if match["q"] else _ORDINALS.index(match["word"])
    quarter -= 1 if match["q"] else 0
    year = _year_of(match["year"], now)
    if year is not None:
        return _quarter_at(year * 4 + quarter)
    if now.published is None or match["year"]:
        return None
    present = now.published.year * 4 + (now.published.month - 1) // 3
    index = now.published.year * 4 + quarter
    if now.tense == "future" and index < present:
        index += 4
    elif now.tense != "future" and index > present:
        index -= 4
    return _quarter_at(index)


def _half(match: re.Match[str], now: _Now) -> _Period | None:
    year = _year_of(match["year"], now)
    if year is None:
        return None
    return (
        _Period(_Point(year, 1), _Point(year, 6))
        if match["half"] == "first"
        else _Period(_Point(year, 7), _Point(year, 12))
    )


def _year_of(text: str | None, now: _Now) -> int | None:
    """A year in figures, or this, last or next year."""
    if not text:
        return None
    if text.isdigit():
        return int(text)
    if now.published is None:
        return None
    return now.published.year + {"last": -1, "next": 1}.get(text.split()[0], 0)


def _ago(match: re.Match[str], now: _Now) -> _Period | None:
    count = _number(match["count"])
    if count is None or now.published is None:
        return None
    if match["way"] in ("from now", "hence"):
        count = -count
    day, unit = now.published, match["unit"]
    if unit == "day":
        return _on(day - timedelta(days=count))
    if unit == "week":
        return _week(day, by=-count)
    if unit == "month":
        return _at(_shift_month(day.year, day.month, -count))
    if unit == "decade":
        first = day.year // 10 * 10 - 10 * count
        return _Period(_Point(first), _Point(first + 9)) if first > 0 else None
    return _at(_Point(day.year - count)) if 0 < day.year - count < 9999 else None


def _relative_month(match: re.Match[str], now: _Now) -> _Period | None:
    if now.published is None:
        return None
    month, day = _month_number(match["month"]), now.published
    year = day.year
    if match["which"] == "last" and month >= day.month:
        year -= 1
    elif match["which"] == "next" and month <= day.month:
        year += 1
    return _at(_Point(year, month))


def _month_of_year(match: re.Match[str], now: _Now) -> _Period | None:
    year = _year_of(match["year"], now)
    if year is None:
        return None
    point = _Point(year, _month_number(match["month"]), _day_number(match["day"]) if match["day"] else None)
    return _at(point) if point.valid() else None


def _decade(match: re.Match[str], now: _Now) -> _Period | None:
    digits = match["decade"]
    first = int(digits)
    if len(digits) == 2:
        if now.published is None:
            return None
        first += now.published.year // 100 * 100
        if first + 9 >= now.published.year:
            first -= 100
    last = first + (99 if len(digits) == 4 and first % 100 == 0 and first < 1900 else 9)
    return _Period(_Point(first), _Point(last))


def _century(match: re.Match[str], now: _Now) -> _Period | None:
    del now
    number = _ordinal(match["ordinal"])
    return _Period(_Point(100 * number - 99), _Point(100 * number)) if 1 <= number <= 30 else None


def _season(match: re.Match[str], now: _Now) -> _Period | None:
    """A season of a year: only its year, since the months depend on the hemisphere; winters belong to two years."""
    if match["season"] == "winter":
        return None
    year = _year_of(match["year"] or match["which"], now)
    return _at(_Point(year)) if year is not None else None


def _numeric(match: re.Match[str], now: _Now) -> _Period | None:
    """Figures alone: only where no other order of day and month is possible."""
    del now
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    readings = {point for point in (_Point(year, two, one), _Point(year, one, two)) if point.valid()}
    return _at(readings.pop()) if len(readings) == 1 else None


_OF_YEAR: Final = rf"(?:(?: of| in)? (?P<year>{_YEAR}|(?:last|this|next) year))"

_RULES: Final[list[tuple[re.Pattern[str], Callable[[re.Match[str], _Now], _Period | None]]]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"(?:(?P<which>last|this|next|this past|this coming) )?(?P<day>{_WEEKDAY})", _weekday),
        (
            r"today|tonight|(?:tomorrow|yesterday)(?: (?:morning|afternoon|evening|night))?"
            r"|last night|this (?:morning|afternoon|evening)|the day (?:before yesterday|after tomorrow)",
            _named_day,
        ),
        (r"(?P<which>last|this|next|the coming) (?P<unit>week|month|year|weekend|quarter|decade|century)", _unit),
        (r"(?P<which>this|the) (?P<unit>weekend)", _unit),
        (r"(?P<which>the) (?P<unit>year|month|week)", _unit),
        (rf"(?P<which>last|this|next) (?P<month>{_MONTH})", _relative_month),
        (rf"(?P<month>{_MONTH})(?: (?P<day>{_DAY}))?(?: of)? (?P<year>(?:last|this|next) year)", _month_of_year),
        (
            rf"(?:the )?(?P<day>{_DAY})(?: of)? (?P<month>{_MONTH})(?: of)? (?P<year>(?:last|this|next) year)",
            _month_of_year,
        ),
        (
            rf"(?P<count>{_NUMBER})[ -](?P<unit>day|week|month|year|decade)s? (?P<way>ago|from now|hence|back)",
            _ago,
        ),
        (rf"(?:the )?(?:q(?P<q>[1-4])|(?P<word>first|second|third|fourth)[ -]quarter){_OF_YEAR}?", _quarter),
        (rf"(?:the )?(?P<half>first|second)[ -]half{_OF_YEAR}", _half),
        (r"(?:the )?'?(?P<decade>1[0-9]{2}0|20[0-9]0|[2-9]0)'?s", _decade),
        (rf"(?:the )?(?P<ordinal>{_ORDINAL})[ -]century", _century),
        (rf"(?:the )?(?:(?P<which>this) )?(?P<season>spring|summer|autumn|fall|winter){_OF_YEAR}?", _season),
        (r"(?P<one>[0-9]{1,2})[./-](?P<two>[0-9]{1,2})[./-](?P<year>1[0-9]{3}|20[0-9]{2})", _numeric),
    )
]

_RANGES: Final = (
    # "March 3-5, 2016", "3 to 5 March 2016", "July-August 2015", "2012-14"
    (re.compile(rf"(?:from |between )?(?P<m>{_MONTH}) (?P<d1>{_DAY}){_TO}(?P<d2>{_DAY})(?: (?P<y>{_YEAR}))?"), "days"),
    (
        re.compile(
            rf"(?:from |between )?(?:the )?(?P<d1>{_DAY}){_TO}(?:the )?(?P<d2>{_DAY})(?: of)? (?P<m>{_MONTH})"
            rf"(?: (?P<y>{_YEAR}))?"
        ),
        "days",
    ),
    (re.compile(rf"(?P<y1>{_YEAR}) ?[–—/-] ?(?P<y2>[0-9]{{2}})"), "years"),
)
_GENERIC_RANGE: Final = re.compile(
    r"(?:from |between )?(.+?)(?: ?[–—] ?| to | through | until | till |(?<=[a-z0-9])-(?=[a-z0-9]))(.+)"
)
_BETWEEN: Final = re.compile(r"between (.+?) and (.+)")

_OPENERS: Final = re.compile(
    r"(?:(?:ever )?(?P<since>since|starting|beginning|effective|from|as of|as from|after)"
    r"|(?P<until>until|till|up to|up until|prior to|before|by))"
    r"(?: in| on)? "
)
_LEAD: Final = re.compile(
    r"(?:(?:(?:the )?(?:early|late|latter|closing|first|last|final) (?:part|hours|days|weeks|months) (?:of|in)"
    r"|as early as|as recently as|as late as|back|earlier|later|late|early|mid|sometime|only|just|also|on or about"
    r"|in|on|at|during|over|of|within|throughout|around|about|circa|c\.|for|ad"
    r"|(?:the )?(?:night|morning|afternoon|evening|day|week|month|year) of"
    r"|(?:the )?(?:very )?(?:beginning|start|middle|end|turn|close|eve) (?:of|in)"
    r"|(?:the )?(?:early|late|mid|middle))[ -])+"
)
_THE: Final = re.compile(r"the (?=(?:early|late|mid|middle|beginning|start|end|close|night|morning|evening)\b)")
_TAIL: Final = re.compile(
    rf"(?:(?: at| around| about| by)* {_HOUR}|(?<=[a-z0-9]) (?:morning|afternoon|evening|night|overnight))+$"
)
_HEAD_HOUR: Final = re.compile(rf"^(?:at |around |about |shortly (?:after|before) |by )*{_HOUR}(?: on| in| of)? (?=\S)")
_BARE: Final = re.compile(r"\b(?:may|march|mar|sun|sat|wed|mon|fall|spring|second)\b")
_EDGE: Final = re.compile(r"\b(?:beginning|start|middle|end|close|turn|rest|early|late|later|earlier)\b")
_VAGUE: Final = re.compile(
    r"\b(?:every|each|any|some|several|few|many|most|more than|over (?:a|[0-9])|less than|at least|nearly|almost"
    r"|about (?:an? |[0-9]{1,2} |[a-z]+ years)|annual|weekly|monthly|daily|yearly|fiscal|bce?|b\.c\.|another|or"
    r"|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)\b"
)


def _canonical(text: str) -> str:
    """Lower case, one space, no commas, dashes and apostrophes as in running text."""
    text = text.replace("’", "'").replace("‘", "'").replace("‑", "-").replace("−", "-")
    text = re.sub(r"\s*,\s*", " ", text.strip().strip('()[]"“”.;:'))
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=\w) - (?=\w)", "-", text)
    text = re.sub(r" '(?=s\b)", "'", text)
    text = re.sub(r"(?<=[0-9]0) s\b", "s", text)
    text = re.sub(r"(?<=[0-9]) (?=(?:st|nd|rd|th)\b)", "", text)
    return text.lower()


def _resolve(text: str, now: _Now) -> _Period | None:
    """One expression without prepositions around it."""
    point = _calendar(text)
    if point is not None:
        completed = _complete(point, now)
        return _at(completed) if completed else None
    for pattern, meaning in _RULES:
        if match := pattern.fullmatch(text):
            return meaning(match, now)
    return None


def _range(text: str, now: _Now) -> _Period | None:
    for pattern, kind in _RANGES:
        match = pattern.fullmatch(text)
        if not match:
            continue
        if kind == "years":
            first = int(match["y1"])
            last = first // 100 * 100 + int(match["y2"])
            return _Period(_Point(first), _Point(last)) if last > first else None
        month, year = _month_number(match["m"]), int(match["y"]) if match["y"] else None
        start = _complete(_Point(year, month, _day_number(match["d1"])), now)
        if start is None:
            return None
        end = replace(start, day=_day_number(match["d2"]))
        return _Period(start, end) if end.valid() and start.first() < end.first() else None
    match = _BETWEEN.fullmatch(text) or _GENERIC_RANGE.fullmatch(text)
    if not match:
        return None
    return _joined(_stripped(match[1]), _stripped(match[2]), now)


def _joined(left: str, right: str, now: _Now) -> _Period | None:
    """Two expressions as the ends of an interval; what one leaves out, the other gives."""
    one, two = _calendar(left), _calendar(right)
    if one and two:
        if one.year is None and two.year is not None:
            one = replace(one, year=two.year)
            if one.first() > two.last():
                one = replace(one, year=two.year - 1)
        elif two.year is None and one.year is not None:
            two = replace(two, year=one.year)
            if two.last() < one.first():
                two = replace(two, year=one.year + 1)
        elif one.year is None and two.year is None:
            start = _complete(one, now)
            if start is None or start.year is None:
                return None
            end = replace(two, year=start.year)
            two = end if end.valid() and end.last() >= start.first() else replace(two, year=start.year + 1)
            one = start
        return _Period(one, two) if one.valid() and two.valid() and one.first() < two.last() else None
    start_period = _resolve(left, now)
    end_period = _resolve(right, now)
    if not start_period or not end_period or start_period.start is None or end_period.end is None:
        return None
    start, end = start_period.start, end_period.end
    return _Period(start, end) if start.year and end.year and start.first() < end.last() else None


def _stripped(text: str) -> str:
    """Without prepositions, hours and parts of the day around it."""
    for _ in range(3):
        before = text
        text = _THE.sub("", text, count=1) if text.startswith("the ") else text
        if match := _LEAD.match(text):
            text = text[match.end() :]
        text = _HEAD_HOUR.sub("", text)
        shorter = _TAIL.sub("", text)
        # "last night" and "this morning" are expressions by themselves
        text = shorter if shorter not in ("last", "this", "tomorrow", "yesterday", "") else text
        text = text.removesuffix("'s").removesuffix("'")
        if text == before:
            break
    return text


@lru_cache(maxsize=1 << 12)
def normalise(text: str, *, published: date | None, tense: Tense | None = None) -> str | None:
    """Turn an expression of time into ISO 8601 with no more precision than the words have.

    Args:
        text: the expression, with or without its preposition ("in early January", "since 2014", "last week").
        published: the day on which the article appeared; without it nothing relative is resolved.
        tense: of the clause: decides whether "on Tuesday" or "in March" lies before or after publication.

    Returns:
        A day, month, year or an interval of them; weeks, quarters, decades and centuries are intervals, "since" and
        "until" give open ones; None for durations, repeated times, vague or ambiguous expressions.

    >>> normalise("in February 2022", published=None), normalise("from 2012 to 2014", published=None)
    ('2022-02', '2012/2014')
    >>> normalise("on Tuesday", published=date(2017, 7, 21), tense="past")
    '2017-07-18'
    >>> normalise("the second quarter of 2016", published=None), normalise("03/04/2017", published=None)
    ('2016-04/2016-06', None)
    """
    stripped = text.strip()
    if len(stripped) > 80:
        return None
    if (iso := _iso(stripped)) is not None:
        return iso
    canonical = _canonical(text)
    if not canonical or _VAGUE.search(canonical):
        return None
    bare = _BARE.search(canonical)
    if bare and not re.search(r"[0-9]|year", canonical):
        # "may", "march", "sat" and their like are dates only where they are written as names
        original = re.search(rf"\b{bare[0]}\b", text, re.IGNORECASE)
        season = bare[0] in ("fall", "spring")
        if original is not None and original[0].islower() and bare[0] != "second" and not season:
            return None
    now = _Now(published, tense)
    found = _period(canonical, now)
    return found.iso() if found else None


def _period(text: str, now: _Now) -> _Period | None:
    if found := _range(text, now):
        return found
    opener = _OPENERS.match(text)
    if opener:
        rest = _stripped(text[opener.end() :])
        if re.fullmatch(r"the (?:year|month|week)", rest) and not _EDGE.search(text):
            return None
        found = _range(rest, now) or _resolve(rest, now)
        if not found:
            return None
        return _Period(found.start, None) if opener["since"] else _Period(None, found.end)
    stripped = _stripped(text)
    if re.fullmatch(r"the (?:year|month|week)", stripped) and not _EDGE.search(text):
        return None
    return _resolve(stripped, now) or _range(stripped, now)


# --- the time of a predicate

_ADJUNCTS: Final = _words(
    "obl obl:unmarked obl:tmod obl:npmod nmod nmod:unmarked nmod:tmod nmod:npmod nmod:poss advmod compound nummod amod"
)
_MODIFIERS: Final = _words("obl obl:unmarked obl:tmod nmod nmod:unmarked nmod:tmod")
_OPEN_CASES: Final = _words("since after until till before by")
_DATEWORD: Final = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY}|{_YEAR}s?|today|tonight|yesterday|tomorrow|ago|weeks?|months?|years?|weekend|night|morning|afternoon|evening"
    r"|quarter|decade|century|spring|summer|autumn|fall|winter|half|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|christmas|halloween|'?[2-9]0s)\b",
    re.IGNORECASE,
)


_AHEAD: Final = _words("will shall may might must should can ll")


def tense_of(predicate: Word) -> Tense | None:
    """The tense of a predicate from its form and its auxiliaries.

    Args:
        predicate: a verb, an adjective or a noun with or without a copula.

    Returns:
        What lies ahead is future in any form ("will go", "is to go", "plans to go", "may go"); None for nominals, and
        for infinitives below a verb in the past, which leave it open.
    """
    helpers = [child for child in predicate.children if child.dep.startswith(("aux", "cop"))]
    words = {child.lower.lstrip("'’") for child in helpers}
    perfect = "have" in {child.lemma for child in helpers} or "have" in words
    if words & _AHEAD:
        return "past" if perfect and not words & {"will", "shall", "ll"} else "future"
    if words & {"would", "could"}:
        return "past" if perfect else ("future" if "would" in words else None)
    if any(child.dep == "mark" and child.lower == "to" for child in predicate.children):
        if perfect:
            return "past"
        if words & {"is", "are", "am", "was", "were"}:
            return "future"
        above = predicate.head
        ahead = above is not predicate and above.pos == "VERB" and tense_of(above) in ("present", "future")
        return "future" if ahead else None
    if perfect:
        return "past"
    finite = [t for child in helpers if child.feature("VerbForm") != "Part" and (t := child.feature("Tense"))]
    # "is attacked" has a past participle, but its auxiliary tells the tense
    for tense in finite or [predicate.feature("Tense")]:
        if tense == "Past":
            return "past"
        if tense == "Pres":
            return "present"
    return None


def time_of(predicate: Word, *, published: date | None, tense: Tense | None = None) -> str | None:
    """When a predicate happened, as its own clause says.

    The nearest expression of time among the predicate's own modifiers counts, never one of an embedded clause. A verb
    that is coordinated with an earlier one shares the expression that opens the clause ("On Friday A came and B went").

    Args:
        predicate: a verb, an event noun, an adjective or a copular predicate.
        published: the day on which the article appeared.
        tense: of the predicate; found by :func:`tense_of` where None.

    Returns:
        ISO 8601 as :func:`normalise` gives it, or None.
    """
    tense = tense or tense_of(predicate)
    found = _nearest(predicate, published, tense, before=None)
    if found is None and predicate.dep == "conj" and predicate.pos in ("VERB", "AUX"):
        head = predicate.head
        found = _nearest(head, published, tense, before=head.i)
    return found


def _nearest(predicate: Word, published: date | None, tense: Tense | None, *, before: int | None) -> str | None:
    candidates = sorted(_time_tokens(predicate), key=lambda token: (abs(token.i - predicate.i), token.i))
    for token in candidates:
        if before is not None and token.i >= before:
            continue
        if (value := _value(token, published, tense)) is not None:
            return value
    return None


def _time_tokens(predicate: Word) -> Iterator[Word]:
    """The heads of a predicate's modifiers that may tell a time."""
    nominal = predicate.pos in ("NOUN", "PROPN")
    for child in predicate.children:
        relation = child.dep
        if relation in _ADJUNCTS and (relation not in ("compound", "nummod", "amod", "nmod:poss") or nominal):
            yield child
        # "attacked Kyiv in May", "the invasion of Ukraine in May": parsers hang the time below the name
        if relation in ("obj", "obl", "nmod", "nsubj:pass", "obl:agent") and child.pos == "PROPN":
            for lower in child.children:
                if lower.dep in _MODIFIERS and lower.label == "DATE":
                    yield lower


def _value(token: Word, published: date | None, tense: Tense | None) -> str | None:
    doc = token.doc
    if token.name is not None and token.name.label == "DATE":
        start, end = _with_ago(doc, token.name.start, token.name.end)
    else:
        start, end = _phrase(token)
        if not _DATEWORD.search(doc.between(start, end)):
            return None
    text = doc.between(start, end)
    marker = next((child.lower for child in token.lefts if child.dep == "case" and child.i < start), "")
    if marker in ("from", "between") and (whole := _to_the_end(doc, start, end, marker)) is not None:
        value = normalise(whole, published=published, tense=tense)
        if value is not None:
            return value
    if marker in _OPEN_CASES and not text.lower().startswith(marker):
        text = f"{marker} {text}"
    value = normalise(text, published=published, tense=tense)
    if value is None and token.label == "DATE":
        value = normalise(doc.between(*_phrase(token)), published=published, tense=tense)
    return value


def _to_the_end(doc: Document, start: int, end: int, marker: str) -> str | None:
    """An interval whose end is a phrase of its own: "from 2004" with "to 2008" behind it."""
    if end + 1 >= len(doc) or doc[end].lower not in ("to", "until", "till", "through", "and", "-", "–"):
        return None
    last = end + 1
    while last < len(doc) and doc[last].label == "DATE":
        last += 1
    return f"{marker} {doc.between(start, last)}" if last > end + 1 else None


def _with_ago(doc: Document, start: int, end: int) -> tuple[int, int]:
    """With a following "ago" that the entity left out."""
    return start, end + (end < len(doc) and doc[end].lower in ("ago", "earlier"))


def _phrase(token: Word) -> tuple[int, int]:
    """A modifier's words up to its first clause or second comma."""
    words = set(_phrase_tokens(token))
    start = end = token.i
    while start - 1 in words:
        start -= 1
    while end in words:
        end += 1
    return start, end


def _phrase_tokens(token: Word) -> Iterator[int]:
    yield token.i
    for child in token.children:
        if not child.dep.startswith(("acl", "advcl", "ccomp", "parataxis", "conj", "cc")):
            yield from _phrase_tokens(child)


# --- the date of publication

_STAMP: Final = re.compile(
    rf"(?:{_WEEKDAY},? )?(?:{_MONTH} {_DAY},? {_YEAR}|{_DAY} {_MONTH},? {_YEAR})"
    rf"|{_YEAR}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}[./][0-9]{{1,2}}[./]{_YEAR}",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:first |last )?(?:published|posted|updated|modified|released|issued|date|dated|created)(?: (?:on|at))?\s*:?\s*",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"[A-Z][^0-9:;!?\"“]{1,50}?(?:, ?| \(| ?[-–—]{1,2} ?)")
_DASH: Final = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?(?:[-–—]{1,2}|:|\))")


def dateline(text: str) -> str | None:
    """The day of publication as an article's first lines give it, for articles that come without one.

    A line that is a date, one that begins with a date or a label such as "Published:", and an agency's dateline
    ("GENEVA, March 3, 2016 (Agency) —") count; a date without its year does not.

    Args:
        text: the article's text, the title in its first line.

    Returns:
        `YYYY-MM-DD`, or None.

    >>> dateline("Flood in Geneva\\n\\nFriday, July 21, 2017\\n\\nThe river rose.")
    '2017-07-21'
    """
    lines = [line.strip() for line in text[:1500].splitlines()]
    for line in [line for line in lines if line][:8]:
        rest = line
        if match := _LABEL.match(rest):
            rest = rest[match.end() :]
        if match := _STAMP.match(rest):
            if value := _day(match[0]):
                return value
            continue
        match = _STAMP.search(line[:90])
        if match is None or not _PLACE.fullmatch(line, 0, match.start()):
            continue
        if (not line[match.end() :].strip(" .)") or _DASH.match(line, match.end())) and (value := _day(match[0])):
            return value
    return None


def _day(text: str) -> str | None:
    value = normalise(text, published=None)
    return value if value and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None
