"""English expressions of time as ISO 8601, never finer than the words themselves.

A grammar of its own, since general date parsers invent what the text leaves open ("in 2019" is a year, not a day of
it). What comes out is always a day `2022-02-24`, a month `2022-02`, a year `2022`, or an interval of two of them with
`/` between, of which one end may be open: `..` (ISO 8601-2).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

Tense = Literal["past", "present", "future"]
Point = tuple[int, ...]  # year, month, day: as many of them as the words give
Period = tuple[Point | None, Point | None]  # from the first moment of one to the last of the other; None: open

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS: Final = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_COUNTED: Final = ["first", "second", "third", "fourth"]

_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_WEEKDAY: Final = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thur?s?|fri|sat|sun)\b\.?)"
_YEAR: Final = r"(?:1[0-9]{3}|20[0-9]{2})"
_YEAR_OF: Final = rf"(?:(?: of| in)? (?P<year>{_YEAR}|(?:last|this|next) year))"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER: Final = rf"(?:[0-9]{{1,3}}|an?|{'|'.join(_UNITS[1:])}|(?:{'|'.join(_TENS)})(?:-[a-z]+)?)"
_PART: Final = r"(?:morning|afternoon|evening|night|overnight)"
_HOUR: Final = (
    r"(?:[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?[ap]\.?m\.?| ?o'clock| hours)|[0-9]{1,2}:[0-9]{2}|midnight|noon|midday)"
    r"(?: (?:[a-z]+ time|gmt|utc|[a-z]{2,3}t|local time))?"
)

# days of the calendar and parts of it, whole or short of their year
_CALENDAR: Final = [
    re.compile(pattern)
    for pattern in (
        rf"(?:{_WEEKDAY} )?(?P<month>{_MONTH}) (?:the )?(?P<day>{_DAY}){_YEAR_OF}?",
        rf"(?:{_WEEKDAY} )?(?:the )?(?P<day>{_DAY})(?: of)? (?P<month>{_MONTH}){_YEAR_OF}?",
        rf"(?:(?P<which>last|next|this) )?(?P<month>{_MONTH}){_YEAR_OF}?",
        rf"(?:the )?(?:year )?(?P<year>{_YEAR})",
    )
]
_SPAN: Final = re.compile(
    r"(?P<which>last|this|next|the coming|the) (?P<unit>weekend|week|month|year|quarter|decade|century)"
)
_ONE_DAY: Final = re.compile(
    rf"(?:(?P<which>last|this|next|this past|this coming) )?(?P<weekday>{_WEEKDAY})"
    rf"|(?P<named>today|tonight|tomorrow|yesterday|last night|this {_PART}|the day (?:before yesterday|after tomorrow))"
)
_AGO: Final = re.compile(rf"(?P<count>{_NUMBER})[ -](?P<unit>day|week|month|year|decade)s? (?P<way>ago|from now|back)")
_PART_OF_YEAR: Final = re.compile(
    rf"(?:the )?(?:q(?P<q>[1-4])|(?P<word>{'|'.join(_COUNTED)})[ -](?P<unit>quarter|half)){_YEAR_OF}?"
    rf"|(?:the )?(?:(?P<this>this) )?(?:spring|summer|autumn|fall){_YEAR_OF.replace('<year>', '<season>')}?"
)
_YEARS: Final = re.compile(
    r"(?:the )?'?(?P<decade>1[0-9]{2}0|20[0-9]0|[2-9]0)'?s|(?:the )?(?P<century>[0-9]{1,2})(?:st|nd|rd|th)[ -]century"
)
_FIGURES: Final = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-](1[0-9]{3}|20[0-9]{2})")

_DAYS: Final = re.compile(  # "March 3-5, 2016", "3 to 5 March 2016"
    rf"(?:from |between )?(?:(?P<m1>{_MONTH}) )?(?:the )?(?P<d1>{_DAY})(?: ?[-–—] ?| to | until | and )(?:the )?"
    rf"(?P<d2>{_DAY})(?:(?: of)? (?P<m2>{_MONTH}))?(?: (?P<year>{_YEAR}))?"
)
_SHORT_YEARS: Final = re.compile(rf"({_YEAR}) ?[–—/-] ?([0-9]{{2}})")  # "2012-14"
_RANGE: Final = re.compile(
    r"between (.+?) and (.+)|(?:from )?(.+?)(?: ?[–—] ?| to | through | until | till |(?<=[a-z0-9])-(?=[a-z0-9]))(.+)"
)
_OPEN: Final = re.compile(
    r"(?:(?P<since>since|starting|beginning|from|as of|after)|until|till|up to|up until|prior to|before|by)"
    r"(?: in| on)? "
)
_WEEK_OF: Final = re.compile(r"(?:the )?week of (?:the )?(.+)")
# what says no more than the expression it stands before: "the early hours of Tuesday"
_LEAD: Final = re.compile(
    r"(?:(?:the )?(?:(?:early|late|latter|closing|first|last|final) (?:part|hours|days|weeks|months) (?:of|in)"
    r"|(?:very )?(?:beginning|start|middle|end|close|turn|eve) (?:of|in)"
    r"|(?:night|morning|afternoon|evening|day|month|year) of|early|late|mid|middle)"
    r"|earlier|later|as early as|back|sometime|only|just|on or about|in|on|at|during|over|of|within|around|about|circa"
    r"|for)[ -]"
)
_TAIL: Final = re.compile(rf"(?:(?: at| around| about| by)* {_HOUR}|(?<=[a-z0-9]) {_PART})+$|'s$|'$")
_HEAD_HOUR: Final = re.compile(rf"(?:at |around |about |by )?{_HOUR}(?: on| in| of)? (?=\S)")
_VAGUE: Final = re.compile(
    r"\b(?:every|each|any|some|several|few|many|most|more than|over (?:a|[0-9])|less than|at least|nearly|almost"
    r"|about (?:an? |[0-9]{1,2} |[a-z]+ years)|annual|weekly|monthly|daily|yearly|fiscal|bce?|another|or|winter"
    rf"|(?:{'|'.join(_WEEKDAYS)})[a-z]*days)\b"
)
# words that are dates only where they are written as names: "may", "march"
_VERBS: Final = re.compile(r"\b(?:may|march|mar|sun|sat|wed|mon)\b")
_EDGE: Final = re.compile(r"(?:beginning|start|middle|end|close|turn|rest|early|late|later|earlier)\b")
_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T[0-9:.+Zz-]*)?)?)?")


def _valid(point: Point) -> bool:
    year, month, day = (*point, 1, 1)[:3]
    return 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _first(point: Point) -> date:
    return date(*(*point, 1, 1)[:3])


def _last(point: Point) -> date:
    year, month = (*point, 12)[:2]
    return date(year, month, point[2] if len(point) == 3 else monthrange(year, month)[1])


def _text(point: Point | None) -> str:
    return ".." if point is None else "-".join([f"{point[0]:04d}", *(f"{part:02d}" for part in point[1:])])


def _iso(period: Period) -> str | None:
    start, end = period
    if not (start or end) or not all(point is None or _valid(point) for point in period):
        return None
    if start and end and _first(start) > _last(end):
        return None
    return _text(start) if start == end else f"{_text(start)}/{_text(end)}"


def _days(first: date, length: int = 1) -> Period:
    """One day, or some from one on."""
    last = first + timedelta(days=length - 1)
    return (first.year, first.month, first.day), (last.year, last.month, last.day)


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    tens, _, unit = word.partition("-")
    if tens in _TENS:
        return 20 + 10 * _TENS.index(tens) + (_UNITS.index(unit) if unit in _UNITS[1:10] else 0)
    return 1 if word in {"a", "an"} else _UNITS.index(word) if word in _UNITS else None


def _year(text: str, published: date | None) -> int | None:
    """A year in figures, or this, last or next year."""
    if text.isdigit():
        return int(text)
    return None if published is None else published.year + {"last": -1, "next": 1}.get(text.split()[0], 0)


def _calendar(text: str, published: date | None, tense: Tense | None) -> Point | None:
    """A day or month with or without its year, or a year; the year that is left out is what the tense calls for."""
    match = next((m for pattern in _CALENDAR if (m := pattern.fullmatch(text))), None)
    if match is None:
        return None
    parts = match.groupdict()
    rest = [_MONTHS.index(parts["month"][:3]) + 1] if parts.get("month") else []
    rest += [int(re.sub(r"\D", "", parts["day"]))] if parts.get("day") else []
    if parts.get("year"):
        year = _year(parts["year"], published)
        return (year, *rest) if year else None
    if published is None:
        return None
    if which := parts.get("which"):
        passed = {"last": rest[0] < published.month, "next": rest[0] <= published.month}.get(which, False)
        return (published.year - (which == "last" and not passed) + (which == "next" and passed), *rest)
    near = [p for y in range(published.year - 4, published.year + 5) if _valid(p := (y, *rest))]
    past = [p for p in near if _first(p) <= published]
    ahead = [p for p in near if _last(p) >= published]
    if tense in {"past", "future"} or not past or not ahead:
        return past[-1] if past and tense != "future" else ahead[0] if ahead and tense != "past" else None
    return past[-1] if published - _last(past[-1]) <= _first(ahead[0]) - published else ahead[0]


def _around(text: str, day: date, tense: Tense | None) -> Period | None:
    """What is told by its distance from the day of publication."""
    if match := _SPAN.fullmatch(text):
        return _span(match["unit"], {"last": -1, "next": 1, "the coming": 1}.get(match["which"], 0), day, tense)
    if match := _AGO.fullmatch(text):
        count = _number(match["count"])
        if count is None:
            return None
        back = count if match["way"] == "from now" else -count
        return _days(day + timedelta(days=back)) if match["unit"] == "day" else _span(match["unit"], back, day, tense)
    match = _ONE_DAY.fullmatch(text)
    if match is None:
        return None
    if named := match["named"]:
        near = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(named, 0)
        return _days(day + timedelta(days=near + {"the day b": -2, "the day a": 2}.get(named[:9], 0)))
    which, number = match["which"], _WEEKDAYS.index(match["weekday"][:3])
    back, ahead = (day.weekday() - number) % 7, (number - day.weekday()) % 7
    if which == "last":
        return _days(day - timedelta(days=back or 7))
    if which == "next":
        return _days(day + timedelta(days=ahead or 7))
    future = tense == "future" or (tense == "present" and ahead < back)
    return _days(day + timedelta(days=ahead if future else -back))


def _span(unit: str, by: int, day: date, tense: Tense | None) -> Period | None:
    """The week, month … of a day, or one some of them before or after it."""
    if unit == "weekend":
        by -= by < 0 and day.weekday() >= 5 and tense != "past"
        by = -1 if by == 0 and tense == "past" and day.weekday() < 5 else by
        return _days(day + timedelta(days=5 - day.weekday(), weeks=by), 2)
    if unit == "week":
        return _days(day + timedelta(days=-day.weekday(), weeks=by), 7)
    if unit in {"month", "quarter"}:
        size = 1 if unit == "month" else 3
        index = ((day.year * 12 + day.month - 1) // size + by) * size
        points = [(i // 12, i % 12 + 1) for i in (index, index + size - 1)]
        return points[0], points[1]
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    first = (day.year - (unit == "century")) // size * size + (unit == "century") + size * by
    return ((first,), (first + size - 1,)) if 0 < first < 9900 else None


def _part_of_year(match: re.Match[str], published: date | None, tense: Tense | None) -> Period | None:
    """A quarter or half; of a season only its year, since its months depend on the hemisphere."""
    told = match["year"] or match["season"] or match["this"]
    year = _year(told, published) if told else None
    if not (match["q"] or match["unit"]):
        return ((year,), (year,)) if year else None
    number = int(match["q"]) - 1 if match["q"] else _COUNTED.index(match["word"])
    size = 6 if match["unit"] == "half" else 3
    if year is None:
        if published is None or size == 6 or told:
            return None
        now = (published.month - 1) // 3
        year = published.year + (number < now if tense == "future" else -(number > now))
    return ((year, number * size + 1), (year, number * size + size)) if year and number * size < 12 else None


def _resolve(text: str, published: date | None, tense: Tense | None) -> Period | None:
    """One expression without prepositions around it."""
    if match := _WEEK_OF.fullmatch(text):
        day, _ = _resolve(match[1], published, tense) or (None, None)
        return _span("week", 0, date(*day), tense) if day is not None and len(day) == 3 else None
    if point := _calendar(text, published, tense):
        return point, point
    if match := _PART_OF_YEAR.fullmatch(text):
        return _part_of_year(match, published, tense)
    if match := _YEARS.fullmatch(text):
        if match["century"]:
            number = int(match["century"])
            return ((100 * number - 99,), (100 * number,)) if 1 <= number <= 30 else None
        first = int(match["decade"])
        if first < 2000 and first >= 1000 and first % 100 == 0:  # "the 1800s"
            return (first,), (first + 99,)
        if first < 100 and published is not None:
            first += published.year // 100 * 100
            first -= 100 * (first + 9 >= published.year)
        return ((first,), (first + 9,)) if first >= 1000 else None
    if match := _FIGURES.fullmatch(text):  # only where no other order of day and month is possible
        one, two, year = map(int, match.groups())
        readings = {p for p in ((year, two, one), (year, one, two)) if _valid(p)}
        return (next(iter(readings)),) * 2 if len(readings) == 1 else None
    return _around(text, published, tense) if published else None


def _range(text: str, published: date | None, tense: Tense | None) -> Period | None:
    """Two expressions as the ends of an interval; what one leaves out, the other gives."""
    if match := _SHORT_YEARS.fullmatch(text):
        first, last = int(match[1]), int(match[1]) // 100 * 100 + int(match[2])
        return ((first,), (last,)) if last > first else None
    left = right = ""
    if (match := _DAYS.fullmatch(text)) and bool(match["m1"]) != bool(match["m2"]):
        month, year = match["m1"] or match["m2"], f" {match['year']}" if match["year"] else ""
        left, right = f"{month} {match['d1']}{year}", f"{month} {match['d2']}{year}"
    elif match := _RANGE.fullmatch(text):
        left, right = (_stripped(match[1] or match[3]), _stripped(match[2] or match[4]))
    if not left:
        return None
    later = re.search(rf"{_YEAR}$", right)
    if later and re.match(_MONTH, left) and not re.search(_YEAR, left):
        ends = [_resolve(f"{left} {int(later[0]) - back}", published, tense) for back in (0, 1)]
    else:
        ends = [_resolve(left, published, tense)]
    start = ends[0]
    if not re.search(_YEAR, right) and start and start[0] and len(start[0]) > 1 and re.search(_MONTH, right):
        others = [_resolve(f"{right} {start[0][0] + ahead}", published, tense) for ahead in (0, 1)]
    else:
        others = [_resolve(right, published, tense)]
    for begin in filter(None, ends):
        for end in filter(None, others):
            if begin[0] and end[1] and _valid(begin[0]) and _valid(end[1]) and _first(begin[0]) < _last(end[1]):
                return begin[0], end[1]
    return None


def _stripped(text: str) -> str:
    """Without prepositions, hours and parts of the day around it."""
    for _ in range(4):
        before = text
        if (lead := _LEAD.match(text)) and not _SPAN.fullmatch(text):
            text = text[lead.end() :]
        text = _HEAD_HOUR.sub("", text, count=1) if _HEAD_HOUR.match(text) else text
        shorter = _TAIL.sub("", text)
        text = shorter if shorter not in {"last", "this", ""} else text  # "last night" is an expression by itself
        if text == before:
            break
    return text


def _canonical(text: str) -> str:
    """Make a text lower case with single spaces, plain hyphens and apostrophes, and no commas."""
    text = re.sub(r"[’‘]", "'", re.sub(r"[‑−]", "-", text)).strip().strip('()[]"“”.;:')
    text = re.sub(r"\s+", " ", re.sub(r"\s*,\s*", " ", text)).strip()
    text = re.sub(r"(?<=\w) - (?=\w)", "-", text)
    return re.sub(r" (?='s\b)|(?<=[0-9]0) (?=s\b)|(?<=[0-9]) (?=(?:st|nd|rd|th)\b)", "", text).lower()


def _from_iso(text: str) -> str | None:
    """ISO 8601 as it may stand in a text already: kept, a time of day dropped."""
    points: list[Point | None] = []
    for part in text.split("/"):
        match = _ISO.fullmatch(part)
        if match is None and part != "..":
            return None
        points.append(None if match is None else tuple(int(n) for n in match.groups() if n))
    return _iso((points[0], points[-1])) if len(points) < 3 and (len(points) == 1 or points[0] != points[1]) else None


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
    if len(text) > 80:
        return None
    if (kept := _from_iso(text.strip())) is not None:
        return kept
    canonical = _canonical(text)
    if not canonical or _VAGUE.search(canonical):
        return None
    verb = _VERBS.search(canonical)
    if verb and not re.search(r"[0-9]|year", canonical) and re.search(rf"\b{verb[0]}\b", text):
        return None
    opener = _OPEN.match(canonical)
    try:
        found = _range(canonical, published, tense)
        if found is None:
            found = _bare(canonical[opener.end() if opener else 0 :], published, tense)
            if found and opener:
                found = (found[0], None) if opener["since"] else (None, found[1])
    except OverflowError:  # before the year 1, or after 9999
        return None
    return _iso(found) if found else None


def _bare(text: str, published: date | None, tense: Tense | None) -> Period | None:
    """One expression with what stands around it; "the year" alone is nothing, "the end of the year" is."""
    rest = _stripped(text)
    if rest in {"the year", "the month", "the week"} and not _EDGE.search(text):
        return None
    return _resolve(rest, published, tense) or _range(rest, published, tense)
