"""Days for people."""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(text: str) -> str:
    """A date for people; anything else as it is.

    >>> day("2024-01-24"), day("2024-01"), day("2024-01-24T10:00:00Z"), day("soon")
    ('24 January 2024', 'January 2024', '24 January 2024', 'soon')
    """
    found = re.match(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?(?!\d)", text, re.ASCII)
    if not found:
        return text
    year, month, number = found.groups()
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}" if number else f"{MONTHS[int(month) - 1]} {year}"
