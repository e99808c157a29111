"""The names in a byline: `By Ann Lee in Oslo and Bo Ek, 11 October` is by Ann Lee and Bo Ek."""

from __future__ import annotations

import re
from typing import Final

LONGEST_BYLINE: Final = 120
"""Characters."""

_OPENS: Final = re.compile(
    r"^(?:(?:words|story|reported|written|posted|reporting|submitted|text|report) by|by|from|authors?)\b:?\s*",
    re.IGNORECASE,
)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENDS: Final = re.compile(
    rf"""(?ix)
    \s*[|•·/(\n] .*
    | \s+[–—-]\s .*
    | ,?\s+(?:in|for|on|at)\s+(?-i:[A-Z0-9]) .*
    | ,?\s*\b(?:published|updated|posted|last\ modified|\d\d?:\d\d)\b .*
    | ,?\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b .*
    | ,?\s*\b\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH} .*
    | ,?\s*\b{_MONTH}\ \d{{1,2}}\b .*
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
