"""Which of the formats that are offered somebody prefers (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence


def preferred(accept: str, offered: Sequence[str]) -> list[str]:
    """The offered media types that an `Accept` header takes, the best first; of equals the first that is offered.

    >>> preferred("text/turtle;q=0.5, text/html", ["text/turtle", "text/html", "text/csv"])
    ['text/html', 'text/turtle']
    >>> preferred("text/*, */*;q=0.1", ["application/json", "text/csv"])
    ['text/csv', 'application/json']
    """
    weights = dict[str, float]()
    for entry in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in entry.split(";"))
        told = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weights[kind] = float(told) if re.fullmatch(r"[01](\.\d{0,3})?", told, re.ASCII) else 0.0
    found = []
    for place, media_type in enumerate(offered):
        for precision, pattern in enumerate((media_type, f"{media_type.partition('/')[0]}/*", "*/*")):
            if pattern in weights:
                if weights[pattern]:
                    found.append((-weights[pattern], precision, place, media_type))
                break
    return [media_type for *_, media_type in sorted(found)]
