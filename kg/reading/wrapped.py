"""Lines that were broken to fit a page or a screen, joined to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

NARROWEST: Final = 30
"""Characters that a broken line has at least; shorter ones are broken on purpose."""
_ENDS: Final = re.compile(r"[.!?:…][\"'”’)\]]*$")


def unwrap(text: str) -> str:
    """Join the lines of paragraphs whose lines were broken at a width; hyphens that a break put into words go.

    >>> unwrap("The ministers of the Nordic coun-\\ntries met in Oslo.\\n\\nShort\\nlines")
    'The ministers of the Nordic countries met in Oslo.\\n\\nShort\\nlines'
    """
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return "\n\n".join("\n".join(_joined(paragraph.split("\n"))) for paragraph in paragraphs)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    width = max(map(len, lines))
    held = ""
    for number, line in enumerate(lines):
        line = line.strip()
        held = join(held, line) if held else line
        following = lines[number + 1].strip() if number + 1 < len(lines) else ""
        # a line is broken to fit if the first word of the next one had no room in it
        full = len(line) + 1 + len(following.split(" ")[0]) > width - 8 and width > NARROWEST
        if not following or not full or (_ENDS.search(line) and len(line) < 0.8 * width):
            yield held
            held = ""


def join(first: str, second: str) -> str:
    """Two lines as one: `coun-` and `tries` as `countries`, but `EU-` and `Ukraine`, `long-` and `Range` as they are.

    >>> join("the Nordic coun-", "tries met"), join("the EU-", "Ukraine summit"), join("he", "said")
    ('the Nordic countries met', 'the EU-Ukraine summit', 'he said')
    """
    if re.search(r"[^\W\d_][-‐\u00ad]$", first) and second[:1].isalpha():
        whole = re.search(r"[A-Z]\S*[-‐]$", first) and second[:1].isupper()
        return first + second if whole else first[:-1] + second
    return f"{first} {second}"
