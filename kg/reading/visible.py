"""HTML as a reader sees it: its text, paragraph after paragraph."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from lxml import etree, html

INVISIBLE: Final = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "head")
)
"""Elements that show no text."""
BESIDE: Final = INVISIBLE | {
    *("form", "button", "select", "textarea", "nav", "footer", "aside", "dialog", "figcaption", "menu"),
}
"""Elements whose text is no sentence of an article."""
_BREAKING: Final = frozenset(
    re.findall(
        r"\w+",
        "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr td th blockquote section article header main "
        "figure pre address hr body html center footer nav aside form figcaption time title",
    )
)
"""Block elements: each begins a new line, which keeps a date apart from the text beside it."""


def text_of(fragment: str | None) -> str:
    """The text of a piece of HTML, such as a field of a feed: a line a paragraph, an empty one between them.

    >>> text_of("<p>AT&amp;T&nbsp;rose.<p>It <b>fell</b>.<br>Later")
    'AT&T\\xa0rose.\\n\\nIt fell.\\nLater'
    """
    if not fragment:
        return ""
    try:
        tree = html.fragment_fromstring(f"<div>{parsable(fragment)}</div>", create_parent="div")
    except (etree.LxmlError, ValueError):
        return fragment
    return "\n\n".join(visible_lines(tree))


def parsable(text: str) -> str:
    """A text without what is no character, which the parser of HTML cannot bear."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def visible_lines(tree: html.HtmlElement, *, without: Container[str] = BESIDE) -> Iterator[str]:
    """The paragraphs of a tree as a reader sees them; lines inside one are kept.

    Args:
        without: elements that are left out.
    """
    parts: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BREAKING:
            yield from _paragraph(parts)
        if event == "start":
            if tag in without and element is not tree:
                walk.skip_subtree()
            else:
                parts.append("\n" if tag == "br" else spaced(element.text))
        elif element is not tree:
            parts.append(spaced(element.tail))
    yield from _paragraph(parts)


def spaced(text: str | None) -> str:
    """A text with all its white space as single blanks, as browsers show it."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _paragraph(parts: list[str]) -> Iterator[str]:
    text = "\n".join(line.strip(" ") for line in re.sub(" +", " ", "".join(parts)).strip().split("\n"))
    parts.clear()
    if text:
        yield text
