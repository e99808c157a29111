"""What sources say of an article, as the graph writes it: dates, languages, addresses, names.

Each function gives an empty string for what it does not understand; whoever calls it tells so.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, date, datetime
from functools import cache
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from kg.reading.text import clean, decode_references

FIRST_YEAR: Final = 1600
LAST_YEAR: Final = 2199
"""No newspaper is older; dates such as 0001-01-01 and 9999-12-31 stand for none."""
LONGEST_DATE: Final = 120
"""Characters; a longer text is no date."""

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""In English, whatever language this machine speaks."""
_MONTHS: Final = {form.lower(): number for number, name in enumerate(MONTHS, start=1) for form in (name, name[:3])} | {
    "sept": 9
}
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR: Final = r"(?P<year>\d{4})"
_FORMS: Final = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?:D:)?{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:$|T|(?<=^D:\d{{8}}))",  # 20241011, and as in PDF
        rf"^{_YEAR}$",
        rf"^{_YEAR}[-/.](?P<month>\d{{1,2}})$",
        rf"^{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}}|\d\d)(?!\d|:)",
        rf"\b{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}(?!\d)",
        rf"\b{_MONTH}\s+{_DAY}\s+\d\d:\d\d(?::\d\d)?(?:\s\S+)?\s{_YEAR}$",  # as C, Java and Twitter write it
        rf"^{_MONTH},?\s+{_YEAR}$",
    )
]
_SLASHED: Final = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_WEEK: Final = re.compile(r"\d{4}-?W\d\d-?\d")
_UNIX: Final = re.compile(r"(\d{9,10})(?:\.\d*)?|(\d{13})|(\d{16})")


def clean_date(text: str) -> str:
    """A date in ISO 8601 as precisely as it is given, without its time of day; empty if it is not understood.

    Known are ISO 8601 with and without zeros, RFC 822, months in English words, Unix times in seconds, milliseconds and
    microseconds (as of UTC), and days, months and years with slashes where only one order makes a date: of others
    the year alone is certain.

    >>> clean_date("2024-1-24T06:30:00Z"), clean_date("Fri, 11 Oct 2024 08:00:00 GMT"), clean_date("October 2024")
    ('2024-01-24', '2024-10-11', '2024-10')
    >>> clean_date("13/10/2024"), clean_date("10/11/2024"), clean_date("1728633600"), clean_date("yesterday")
    ('2024-10-13', '2024', '2024-10-11', '')
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_DATE:
        return ""
    if unix := _UNIX.fullmatch(text):
        seconds = int(unix[1] or unix[2] or unix[3]) / (1 if unix[1] else 1e3 if unix[2] else 1e6)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    if _WEEK.fullmatch(text):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            return ""
    if slashed := _SLASHED.match(text):
        first, second, year = map(int, slashed.groups())
        possible = {_date(year, month, day) for day, month in ((first, second), (second, first))} - {""}
        return possible.pop() if len(possible) == 1 else _date(year) if possible else ""
    for form in _FORMS:
        if found := form.search(text):
            parts = found.groupdict()
            month = parts.get("month")
            number = None if month is None else _MONTHS.get(month.lower()) or int(month)
            return _date(_year(parts["year"]), number, int(parts["day"]) if parts.get("day") else None)
    return ""


def _year(text: str) -> int:
    """A year; of two digits as RFC 2822 takes it."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)


def _date(year: int, month: int | None = None, day: int | None = None) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    given = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part is not None]
    return "" if 0 in (month, day) else "-".join(given)


def clean_language(text: str) -> str:
    """A language as its code (BCP 47, lower case), from a code or an English name; empty if it is unknown.

    >>> clean_language("English"), clean_language("eng"), clean_language("en_GB.UTF-8"), clean_language("Klingonese")
    ('en', 'en', 'en-gb', '')
    """
    text = re.split(r"[,;.@]", clean(text))[0].strip().lower()
    if not text:
        return ""
    codes, names = _languages()
    primary, *rest = re.split(r"[-_ (]+", text.rstrip(")"))
    if found := names.get(text) or codes.get(primary) or names.get(primary):
        rest = [] if text in names else [part for part in rest if re.fullmatch(r"[a-z]{4}|[a-z]{2}|\d{3}", part)]
        return "-".join([found, *rest])
    return ""


@cache
def _languages() -> tuple[dict[str, str], dict[str, str]]:
    """Language codes and English names, as CLDR has them, to the code of each."""
    from babel import Locale
    from babel.core import get_global

    english: dict[str, str] = dict(Locale("en").languages)
    aliases: dict[str, str] = get_global("language_aliases")  # type: ignore[assignment]
    codes = {code: code for code in english if re.fullmatch("[a-z]{2,3}", code)}
    codes |= {old: new for old, new in aliases.items() if new in codes}
    names = {name.lower(): code.replace("_", "-").lower() for code, name in english.items()}
    return codes, names


def clean_url(text: str) -> str:
    """A web address as a valid IRI, without a password; empty if it is none.

    >>> clean_url("https://example.org/a b#c#d"), clean_url("https://ann:secret@example.org"), clean_url("example")
    ('https://example.org/a%20b#c%23d', 'https://example.org', '')
    """
    text = clean(text).replace("\n", "")
    if text.startswith("//"):
        text = f"https:{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        if parts.netloc.startswith("[") or ":" in host:
            host = f"[{ipaddress.IPv6Address(host)}]"
        else:
            host = host if host.isascii() else host.encode("idna").decode("ascii")
            if not re.fullmatch(r"[a-z0-9_.-]+", host):
                return ""
    except ValueError:  # of a port, an IPv6 address, a name that no host can have
        return ""
    if parts.scheme not in ("http", "https", "ftp"):
        return ""
    where = host if port is None else f"{host}:{port}"
    path, query, fragment = (_escape(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, where, path, query, fragment))


def shown(url: str) -> str:
    """An address without the name and password that it may hold.

    >>> shown("https://me:secret@example.org/a?b"), shown("https://example.org?mail=a@b.org")
    ('https://example.org/a?b', 'https://example.org?mail=a@b.org')
    """
    return re.sub(r"^(\w+://)[^/?#]*@", r"\1", url)


def joined(base: str, link: str) -> str:
    """The address that a link on a page means; the link itself where it is none, which is told when it is fetched."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _escape(text: str) -> str:
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(text, safe="%/:=&?~+!$,;'@()*-._", errors="replace")


def clean_names(names: object) -> str:
    """Who wrote or published something: a name, or a list of names or of objects that have one; joined by commas.

    >>> clean_names([{"@type": "Person", "name": "Ann Lee"}, "By Bo Ek"]), clean_names({"url": "x"}), clean_names(None)
    ('Ann Lee, Bo Ek', '', '')
    """
    if isinstance(names, dict):
        names = next((names[key] for key in ("name", "#text", "title", "full_name") if names.get(key)), "")
        return clean_names(names)
    if isinstance(names, list | tuple):
        found = dict.fromkeys(name for name in map(clean_names, names) if name)
        return ", ".join(found)
    if not isinstance(names, str):
        return ""
    name = " ".join(clean(decode_references(names)).split())
    if re.fullmatch(r"\[[\"'].*\]", name):  # a list as programs print one
        return clean_names(re.findall(r"\"([^\"]+)\"|'([^']+)'", name))
    return re.sub(r"^(?:written )?by:?\s+", "", name, flags=re.IGNORECASE)


LONGEST_BYLINE: Final = 120
"""Characters."""

_OPENS: Final = re.compile(
    r"^(?:(?:words|story|reported|written|posted|reporting|submitted|text|report) by|by|from|authors?)\b:?\s*",
    re.IGNORECASE,
)
_MONTH_NAME: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENDS: Final = re.compile(
    rf"""(?ix)
    \s*[|•·/(\n] .*
    | \s+[–—-]\s .*
    | ,?\s+(?:in|for|on|at)\s+(?-i:[A-Z0-9]) .*
    | ,?\s*\b(?:published|updated|posted|last\ modified|\d\d?:\d\d)\b .*
    | ,?\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b .*
    | ,?\s*\b\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH_NAME} .*
    | ,?\s*\b{_MONTH_NAME}\ \d{{1,2}}\b .*
    | ,?\s*\b20\d\d\b .*
    | ,?\s+(?:[a-z]+\ ){{0,3}}(?:correspondent|editor|reporter|writer|bureau|columnist)\b .*
    """
)
_NO_NAME: Final = re.compile(
    r"(?i)https?:|www\.|@|^\W*$|\.(?:com|org|net)\b|^(?:admin|staff|editor|unknown|null|none|undefined|guest)$"
)


def byline_names(text: str) -> str:
    """The names of a byline, joined by commas; empty if there is none.

    >>> byline_names("By Ann Lee in Oslo, 11 October 2024"), byline_names("Ann Lee and Bo Ek | Reuters")
    ('Ann Lee', 'Ann Lee, Bo Ek')
    >>> byline_names("https://example.org/ann"), byline_names("5 min read")
    ('', '')
    """
    text = _OPENS.sub("", text.strip())
    text = _ENDS.sub("", text).strip(" ,;:|-–—\n")
    text = re.sub(r",?\s+(?:and|&)\s+", ", ", text)
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or len(text) > LONGEST_BYLINE or _NO_NAME.search(text):
        return ""
    return ", ".join(dict.fromkeys(names)) if all(_is_name(name) for name in names) else ""


def _is_name(text: str) -> bool:
    """Whether some words may name somebody: few, the first and the last with a capital (or in another script)."""
    words = text.split()
    return len(words) <= 6 and not (words[0][0].islower() or words[-1][0].islower()) and not text[0].isdigit()
