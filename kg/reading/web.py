"""Web addresses to articles: pages, and those that feeds and sitemaps list."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.errors import KGError, ReadError, SkipError
from kg.formats import is_address
from kg.model import Article
from kg.reading.fetching import Fetcher, Page
from kg.reading.kinds import Kind, recognise
from kg.reading.metadata import clean_url, joined
from kg.reading.readers import read_bytes
from kg.reading.source import Options, Source, Tell

WHOLE: Final = 1500
"""Characters of a feed's entry that is taken for the whole article; of a shorter one the page is fetched."""
MOST_PAGES: Final = 500
DEEPEST: Final = 2
"""How many lists of sitemaps may lie in each other."""
_SITEMAP: Final = re.compile(rb"\A[^<]*(<\?.*?\?>|<!--.*?-->|\s)*<([\w.-]+:)?(urlset|sitemapindex)\b", re.DOTALL)


def read_web(url: str, fetcher: Fetcher, *, options: Options, tell: Tell, most: int = MOST_PAGES) -> Iterator[Article]:
    """Read the article at an address, or those that a feed or sitemap there lists.

    Args:
        most: pages of one feed or sitemap.
        tell: called with an error for each page that cannot be fetched or read, and for doubtful metadata.

    Raises:
        ReadError: the address itself cannot be had or read.
    """
    page = fetcher.get(url)
    data = _unpacked(page, fetcher.limits.size)
    if _SITEMAP.match(data[:4096]):
        listed = list(dict.fromkeys(_listed(data, page.url, fetcher, tell, DEEPEST)))
        for address in _first(listed, page.url, most, tell):
            yield from _told(_page(address, fetcher, options, tell), tell)
    elif _kind(page) is Kind.FEED:
        yield from _feed(page, fetcher, options, tell, most)
    else:
        yield from _articles(page, options, tell)


def _told(articles: Iterator[Article], tell: Tell) -> Iterator[Article]:
    """Articles, until one cannot be read."""
    try:
        yield from articles
    except ReadError as error:
        tell(error)


def _first(listed: list[str], name: str, most: int, tell: Tell) -> list[str]:
    if not listed:
        raise SkipError(f"{name}: lists no pages", "empty")
    if len(listed) > most:
        left = f"{name}: lists {len(listed)} pages; the first {most} are read (more with --pages)"
        tell(SkipError(left, "beyond --pages"))
    return listed[:most]


def _page(url: str, fetcher: Fetcher, options: Options, tell: Tell) -> Iterator[Article]:
    yield from _articles(fetcher.get(url), options, tell)


def _articles(page: Page, options: Options, tell: Tell) -> Iterator[Article]:
    return read_bytes(page.data, name=page.url, media_type=page.media_type, url=page.url, options=options, tell=tell)


def _kind(page: Page) -> Kind | None:
    try:
        return recognise(Source(io.BytesIO(page.data), page.url, media_type=page.media_type))
    except KGError:
        return None  # told when it is read


def _feed(page: Page, fetcher: Fetcher, options: Options, tell: Tell, most: int) -> Iterator[Article]:
    """The entries of a feed: as the feed has them where it has them whole, else their pages."""
    import feedparser

    problems: list[KGError] = []
    own = {article.url: article for article in _articles(page, options, problems.append) if article.url}
    entries = feedparser.parse(io.BytesIO(page.data), response_headers={"content-type": page.media_type}).entries
    links = [joined(page.url, entry.get("link")) for entry in entries if entry.get("link")]
    if not links:
        yield from _articles(page, options, tell)
        return
    for link in _first(list(dict.fromkeys(links)), page.url, most, tell):
        short = own.get(clean_url(link))
        if short is not None and len(short.text) >= WHOLE:
            yield short
            continue
        try:
            found = list(_page(link, fetcher, options, tell))
        except ReadError as error:
            tell(error)
            found = []
        if short is None or any(len(article.text) > len(short.text) for article in found):
            yield from (_filled(article, short) for article in found)
        else:
            yield short


def _filled(article: Article, short: Article | None) -> Article:
    """A page's article, with what its feed knows where the page itself is silent."""
    if short is None:
        return article
    known = {name: getattr(article, name) or getattr(short, name) for name in ("date", "author", "publisher", "url")}
    return replace(article, **known)


def _unpacked(page: Page, limit: int) -> bytes:
    """The bytes of a page; of a sitemap that is a gzip file, what is in it."""
    if not page.data.startswith(b"\x1f\x8b"):
        return page.data
    try:
        data = zlib.decompressobj(31).decompress(page.data, limit + 1)
    except zlib.error as error:
        raise ReadError(f"{page.url}: is damaged: {error}") from error
    if len(data) > limit:
        raise ReadError(f"{page.url}: has more than {limit / 2**20:.3g} MB; it is not read")
    return data if _SITEMAP.match(data[:4096]) else page.data


def _listed(data: bytes, name: str, fetcher: Fetcher, tell: Tell, depth: int) -> Iterable[str]:
    """The addresses that a sitemap lists, the newest first; those of the sitemaps that it lists after them."""
    from lxml import etree

    if b"<!ENTITY" in data:
        raise ReadError(f"{name}: defines XML entities, which may be a trap; it is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise ReadError(f"{name}: is a damaged sitemap")
    entries = [(_field(node, "lastmod"), _field(node, "loc")) for node in root.iterfind("{*}url")]
    yield from (loc for _, loc in sorted(entries, key=lambda entry: entry[0], reverse=True) if is_address(loc))
    for node in root.iterfind("{*}sitemap"):
        if not depth:
            tell(ReadError(f"{name}: lists sitemaps that list sitemaps; deeper ones are not read"))
            return
        loc = _field(node, "loc")
        try:
            page = fetcher.get(loc)
            yield from _listed(_unpacked(page, fetcher.limits.size), page.url, fetcher, tell, depth - 1)
        except ReadError as error:
            tell(error)


def _field(node: object, name: str) -> str:
    found = node.find(f"{{*}}{name}")  # type: ignore[attr-defined]
    return "" if found is None else (found.text or "").strip()
