"""Pages: the main text, by trafilatura after what is surely no sentence of it was taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree, html

from kg.errors import ReadError, SkipError
from kg.model import Article
from kg.reading.asides import aside_lines
from kg.reading.compose import Block, compose
from kg.reading.kinds import charset
from kg.reading.metadata import clean_names
from kg.reading.page_metadata import Page, describe
from kg.reading.source import Source
from kg.reading.text import UTF_8_MARK, as_browsers, clean, decode
from kg.reading.visible import BESIDE, parsable, spaced, visible_lines

LARGEST_PAGE: Final = 8 << 20
"""Bytes of a page."""
DEEPEST: Final = 200
"""How deep elements may lie in each other."""
MOST_ELEMENTS: Final = 100_000
SHORTEST_SENTENCE: Final = 40
"""Characters of a line that is taken for a sentence by its looks."""
_SENTENCE: Final = re.compile(r"[.!?][\"'”’)]*$")

_DECLARED: Final = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w.:-]+)", re.IGNORECASE)

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BESIDE: Final = re.compile(
    r"""(?ix) (?:^|[\s_-])
    (?:comments?|disqus|discussion|replies|share|sharing|social|twitter-tweet|instagram-media|fb-post
    |cookies?|consent|gdpr|newsletter|subscribe|signup|regwall|piano|promo|advert(?:isement)?s?|ads?|sponsor(?:ed)?
    |related|recirc|recommend(?:ed|ations)?|more-on|most-read|trending|popular|read-?more|outbrain|taboola|teaser
    |nav|menu|breadcrumbs?|footer|sidebar|rail|banner|modal|popup|overlay|widget|toolbar|print|skip-link
    |screen-reader-text|sr-only|visually-hidden|tags|topics|infobox|factbox|caption|credit|pull-?quote
    |byline|timestamp|author|publisher|date-published|date-modified|bio|correction|clarification|editors?-note)
    (?:[\s_-]|$)"""
)
"""Words of classes and identifiers of what stands beside an article's sentences."""


def read_page(source: Source) -> Iterator[Article]:
    """Read the article of a page; of a page that goes on with further articles each of them.

    Raises:
        ReadError: it is too large, or holds no text.
    """
    tree = parse(decode_page(source.all(LARGEST_PAGE), source), source.name)
    page = describe(tree)
    parts = _articles(tree) if not page.live else []
    if len(parts) > 1:
        for number, part in enumerate(parts, start=1):
            own = describe(tree, part) if number == 1 else describe(part).within(page)
            yield from _article(part, own, source, f"{source.name}: article {number}")
    else:
        yield from _article(tree, page, source, source.name)


def _article(tree: html.HtmlElement, page: Page, source: Source, where: str) -> Iterator[Article]:
    said = {page.title, clean_names(page.author), page.publisher}
    blocks = [block for block in main_text(tree, page) if clean(block.text) not in said]
    if not any(not block.aside for block in blocks):
        raise SkipError(f"{where}: is a page without the text of an article", "no article text")
    yield compose(
        source,
        blocks,
        where=where,
        title=page.title,
        url=page.url,
        date=page.date,
        author=page.author,
        publisher=page.publisher,
        language=page.language,
    )


def decode_page(data: bytes, source: Source) -> str:
    """The text of a page, in the encoding that its own head, HTTP or its bytes tell."""
    declared = _DECLARED.search(data[:4096])
    told = charset(source.media_type) or (declared[1].decode("ascii") if declared else "")
    if told and as_browsers(told) not in ("utf-8", "cp1252") and not data.startswith(UTF_8_MARK):
        try:
            return data.decode(as_browsers(told))
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, source.name, told)


def parse(text: str, name: str) -> html.HtmlElement:
    """A page as a tree.

    Raises:
        ReadError: it is empty, or has more elements or deeper ones than any page.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", parsable(text))
    try:
        tree = html.document_fromstring(text, parser=html.HTMLParser(encoding=None, huge_tree=False, recover=True))
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(f"{name}: is no page: {error}") from error
    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(tree, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST or count > 2 * MOST_ELEMENTS:
            raise ReadError(f"{name}: is a page of more than {DEEPEST} levels or {MOST_ELEMENTS} elements")
    return tree


def _articles(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The articles of a page that holds several whole ones, one after the other."""
    found = []
    for element in tree.iter("article"):
        if next(element.iterancestors("article"), None) is None:
            paragraphs = [len(spaced(p.text_content())) for p in element.iter("p")]
            heading = next(element.iter("h1", "h2"), None)
            if heading is not None and len(paragraphs) > 1 and sum(paragraphs) >= 500:
                found.append(element)
    return found


def main_text(tree: html.HtmlElement, page: Page) -> list[Block]:
    """The paragraphs of a page's article, by trafilatura; by the looks of lines where that finds far less."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    tree = _pruned(tree)
    lines = list(visible_lines(tree))
    sentences = [line for line in lines if len(line) > SHORTEST_SENTENCE and _SENTENCE.search(line)]
    found = bare_extraction(
        tree, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False
    )
    paragraphs = ((found.text if isinstance(found, Document) else "") or "").split("\n")
    best = max(paragraphs, sentences, key=_length) if _length(paragraphs) < _length(sentences) / 2 else paragraphs
    if _length(best) < len(page.body) / 2 and page.free:
        best = page.body.split("\n")
    best = [line.removeprefix("- ") for line in best if line.strip()]
    return [Block(line) for line, aside in zip(best, aside_lines(best, title=page.title), strict=True) if not aside]


def _length(lines: list[str]) -> int:
    return sum(map(len, lines))


def _pruned(tree: html.HtmlElement) -> html.HtmlElement:
    """A copy of a page without what is surely no sentence of its article."""
    copy = deepcopy(tree)
    for element in list(copy.iterdescendants(*sorted(BESIDE - {"head"}))):
        element.drop_tree()
    whole = len(copy.text_content())
    for element in list(copy.iterdescendants()):
        if isinstance(element.tag, str) and (_hidden(element) or _beside(element, whole)):
            element.drop_tree()
    return copy


def _hidden(element: html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or element.get("aria-hidden") == "true" or "display:none" in style


def _beside(element: html.HtmlElement, whole: int) -> bool:
    """Whether an element by its names stands beside the article; one with much of the page's text does not."""
    names = " ".join(filter(None, (element.get(name) for name in ("class", "id", "role", "itemprop", "data-testid"))))
    if not names or not _BESIDE.search(_CAMEL.sub("-", names)):
        return False
    return len(element.text_content()) < whole / 3
