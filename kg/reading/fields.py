"""Records to articles: which field of a record of an export, a scraper or an interface is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from kg.errors import ReadError
from kg.model import Article
from kg.reading.compose import compose
from kg.reading.metadata import clean_names
from kg.reading.source import Source

Record = Mapping[str, Any]

KNOWN: Final = {
    "text": """text body content article articlebody bodytext maintext fulltext articletext articlecontent story
        contenttext textcontent plaintext cleanedtext storytext newstext contenthtml bodyhtml html rawhtml paragraphs
        summary description abstract excerpt snippet lead leadparagraph""",
    "title": "title headline heading webtitle articletitle headlines titlerss titlepage",
    "url": "url link canonicalurl canonical weburl articleurl permalink sourceurl uri href loc externalurl",
    "date": """date datepublished pubdate published publishedat publishdate datepublish publicationdate publisheddate
        datepublication webpublicationdate firstpublished isodate datetime timestamp created createdat datecreated time
        articlepublishedtime day updated dcdate""",
    "author": "author authors byline by creator creators dccreator writer writers journalist",
    "publisher": """publisher source sourcename outlet newspaper publication sitename site provider media agency
        sourcedomain domain hostname sourcehostname website feed""",
    "language": "language lang inlanguage languagecode locale metalang",
    "id": "id identifier guid uuid articleid docid",
}
"""The names that fields have in the wild, lower case and letters only, the likeliest first."""
_WRAPPERS: Final = ("article", "source", "fields", "attributes", "data", "item", "node", "doc", "document")
_MARKUP: Final = re.compile(
    r"<(p|div|br|h[1-6]|ul|ol|li|a|span|strong|em|b|i|blockquote|figure|section|article)\b[^<>]*>"
)


def read_record(record: object, source: Source, *, where: str, publisher: str = "") -> Article:
    """Make an article of one record.

    Args:
        where: what messages call its place.
        publisher: of all records, where they do not say.

    Raises:
        ReadError: it has no text.

    >>> from io import BytesIO
    >>> read_record({"headline": "A", "content": ["One.", "Two."]}, Source(BytesIO(), "a.json"), where="a.json").text
    'A\\n\\nOne.\\n\\nTwo.'
    """
    if not isinstance(record, Mapping):
        raise ReadError(f"{where}: is not an object with a field for the text")
    found = _fields(record, source)
    text = _text(found.get("text"), where)
    if not text.strip():
        raise ReadError(f"{where}: the field 'text' is missing or empty{_advice(record, source)}")
    identifier = found.get("id")
    url = _string(found.get("url"))
    who = clean_names(found.get("publisher"))
    if re.match(r"https?://", who):  # a scraper's "source" is the address
        url, who = url or who, ""
    title = found.get("title")
    if _MARKUP.search(text):
        from kg.reading.visible import text_of

        text = text_of(text)
    return compose(
        source,
        text,
        where=where,
        identifier=str(identifier) if type(identifier) in (str, int) and identifier != "" else "",
        title=None if title is None else _string(title),
        url=url,
        date=_string(found.get("date")),
        author=found.get("author") or "",
        publisher=who or publisher,
        language=_string(found.get("language")),
    )


def looks_like_record(value: object) -> bool:
    """Whether something is an object with a text among its fields."""
    return isinstance(value, Mapping) and any(_plain(str(name)) in _names("text") for name in value)


def _fields(record: Record, source: Source) -> dict[str, Any]:
    """What a record says, by the names of `KNOWN`; what the user says of its fields comes first."""
    found: dict[str, Any] = {}
    for name, path in source.options.fields.items():
        value: Any = record
        for key in [path] if path in record else path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        found[name] = value
    for level in _levels(record):
        plain = {_plain(str(name)): value for name, value in reversed(list(level.items()))}
        for name in KNOWN:
            if found.get(name) in (None, "", [], {}) and name not in source.options.fields:
                value = next((plain[key] for key in _names(name) if plain.get(key) not in (None, "", [], {})), None)
                if value is not None and not looks_like_record(value):
                    found[name] = value
        found.setdefault("title", next((plain[key] for key in _names("title") if plain.get(key) is not None), None))
    return found


def _levels(record: Record) -> Iterator[Record]:
    """A record, and what it may be wrapped in: `{"_source": {…}}`."""
    yield record
    for name, value in record.items():
        if isinstance(value, Mapping) and _plain(str(name)) in _WRAPPERS:
            yield value


@cache
def _names(field: str) -> tuple[str, ...]:
    return tuple(KNOWN[field].split())


@cache
def _plain(name: str) -> str:
    """A field's name as `KNOWN` writes it: `pub_date` as `pubdate`."""
    return re.sub(r"[^a-z]", "", name.lower())


def _text(value: object, where: str) -> str:
    if isinstance(value, Mapping):  # {"rendered": "<p>…"}
        value = next(
            (value[key] for key in ("rendered", "plain", "text", "html", "value", "#text") if key in value), None
        )
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if not isinstance(value, str):
        raise ReadError(f"{where}: the field 'text' is not a string")
    return value


def _string(value: object) -> str:
    """A value of a field that should be a string, as one."""
    if isinstance(value, Mapping):  # {"$date": …}, {"main": …}, {"rendered": …}
        value = next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, date):  # or a date with its time
        return value.isoformat()
    if value is None or isinstance(value, bool | dict | list) or value != value:
        return ""
    return str(value)


def _advice(record: Record, source: Source) -> str:
    if "text" in source.options.fields:
        return f" (--map text={source.options.fields['text']})"
    if looks_like_record(record) or not record:
        return ""
    names = ", ".join(str(name) for name in list(record)[:8])
    return f"; name the right one of {names} with --map text=FIELD"
