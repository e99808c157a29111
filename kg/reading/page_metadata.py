"""What a page says of its article: JSON-LD first, then the fields of its head, then what a reader sees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import html

from kg.reading.metadata import LONGEST_BYLINE, byline_names, clean_date, clean_names, clean_url
from kg.reading.text import clean
from kg.reading.visible import INVISIBLE, visible_lines

Node = Mapping[str, Any]

SHORTEST_HEADLINE: Final = 15
"""Characters of a headline that is known by standing both on the page and in its title."""
LONGEST_HEADLINE: Final = 300
"""Characters; a longer heading is one that was never closed."""
_ARTICLES: Final = re.compile(r"(Article|BlogPosting|Report|LiveBlogPosting)$")
_DATES: Final = """article:published_time og:article:published_time datepublished article:published og:published_time
    parsely-pub-date sailthru.date pubdate publisheddate publishdate publish-date publish_date publication_date
    published_time dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date dcterms.date
    cxenseparse:recs:publishtime article.published analyticsattributes.articledate originalpublicationdate date
    created"""
_AUTHORS: Final = """author article:author dc.creator dcterms.creator parsely-author sailthru.author byl
    article-author authors"""
_SITES: Final = "og:site_name publisher dc.publisher dcterms.publisher article:publisher application-name copyright"
_TITLES: Final = "og:title twitter:title dc.title parsely-title sailthru.title headline title"
"""The names that fields of a page's head have in the wild, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is said of an article: see `kg.model.Article`; each may be empty.

    Args:
        body: its text as the page's data has it, for want of a better one.
        live: whether it is a live blog, whose parts are no articles.
        free: whether all may read it whole.
    """

    title: str = ""
    url: str = ""
    date: str = ""
    author: str = ""
    publisher: str = ""
    language: str = ""
    body: str = ""
    live: bool = False
    free: bool = True

    def within(self, page: Page) -> Page:
        """What an article of a page with several has from the page itself."""
        return replace(self, publisher=page.publisher, language=page.language)


def describe(page: html.HtmlElement, part: html.HtmlElement | None = None) -> Page:
    """Find out what a page says of its article.

    Args:
        page: the page, whose data and head are believed.
        part: where the article stands on it, if other articles stand there as well.
    """
    node, meta = _node(page), _meta(page)
    tree = page if part is None else part
    lines = _edges(tree)
    whole = page.find(".//title")
    title, site = _title(tree, node, meta, lines, "" if whole is None else _line(whole))
    language = [page.get("lang"), _string(node.get("inLanguage")), meta.get("og:locale"), meta.get("content-language")]
    return Page(
        title=title,
        url=_url(tree, node, meta),
        date=_date(tree, node, meta, lines),
        author=_author(tree, node, meta, lines),
        publisher=_publisher(tree, node, meta) or site,
        language=next(filter(None, language), ""),
        body=_string(node.get("articleBody")),
        live="LiveBlogPosting" in _types(node),
        free=str(node.get("isAccessibleForFree", True)).lower() != "false",
    )


def _node(tree: html.HtmlElement) -> Node:
    """The page's article as JSON-LD has it, with what it refers to in place."""
    scripts = [script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "")]
    nodes = [node for script in scripts for node in _nodes(_json(script), 6)]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [node for node in nodes if any(map(_ARTICLES.search, _types(node)))]
    if not found:
        return {}
    node = max(found, key=lambda node: (bool(node.get("headline")), bool(node.get("datePublished"))))
    return {key: _resolved(value, known) for key, value in node.items()}


def _json(text: str) -> object:
    """A script's data, of which comments around it and commas before a bracket are no part."""
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$", "", text.strip())
    try:
        return json.loads(re.sub(r",(\s*[}\]])", r"\1", text.strip().rstrip(";")), strict=False)
    except (ValueError, RecursionError):
        return None  # many a page has broken data, and its head says the same


def _nodes(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in inner:
        if isinstance(member, dict | list) and depth:
            yield from _nodes(member, depth - 1)


def _types(node: Node) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _resolved(value: object, known: Mapping[str, Node]) -> object:
    if isinstance(value, list):
        return [_resolved(member, known) for member in value]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _meta(tree: html.HtmlElement) -> dict[str, str]:
    """The fields of a page's head, the first of each name."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = next(filter(None, (element.get(key) for key in ("property", "name", "itemprop", "http-equiv"))), "")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _string(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = next(filter(None, (value.get(key) for key in ("@id", "url", "name", "@value"))), "")
    return value if isinstance(value, str) else ""


def _line(element: html.HtmlElement) -> str:
    return " ".join(clean("\n".join(visible_lines(element, without=INVISIBLE))).split())


def _edges(tree: html.HtmlElement) -> list[str]:
    """The short lines around a page's text, where the headline, the byline and the date stand."""
    body = tree.find("body")
    paragraphs = visible_lines(tree if body is None else body, without=INVISIBLE)
    lines = [" ".join(clean(line).split()) for paragraph in paragraphs for line in paragraph.split("\n")]
    return [line for line in lines if 0 < len(line) < 2 * LONGEST_BYLINE]


def _title(
    tree: html.HtmlElement, node: Node, meta: Mapping[str, str], lines: Sequence[str], whole: str
) -> tuple[str, str]:
    """The headline as a reader sees it, and the name of the site if the page's title has that as well."""
    headings = [line for element in tree.iter("h1", "h2") if 0 < len(line := _line(element)) < LONGEST_HEADLINE][:20]
    head, site = _parted(whole, [*headings, *lines])
    in_head = next((meta[name] for name in _TITLES.split() if name in meta), "")
    told = " ".join(clean(_string(node.get("headline")) or in_head).split())
    if told:
        for heading in headings:  # without the site's name, and whole where the data cut it off
            cut = told.rstrip(" .…")
            if told.startswith(heading) or (heading.startswith(cut) and len(cut) > SHORTEST_HEADLINE):
                return heading, site
        return told.removesuffix(site).rstrip(" |–—·•»-") if site and len(site) < len(told) else told, site
    first = next((line for element in tree.iter("h1") if (line := _line(element)) in headings and line != site), "")
    return first or head or (headings[0] if headings else ""), site


def _parted(title: str, lines: Sequence[str]) -> tuple[str, str]:
    """The headline and the site's name in a page's title: the headline is what stands on the page as well."""
    line = max((line for line in lines if line in title), key=len, default="")
    if len(line) > SHORTEST_HEADLINE:
        before, after = (_BETWEEN.split(part.strip()) for part in title.split(line, 1))
        sites = [part for part in (*before, *after) if part.strip()]
        return line, sites[-1].strip() if sites and not _NO_SITE.fullmatch(sites[-1]) else ""
    parts = re.split(r"\s[|–—·•»«-]\s", title)
    return (parts[0].strip(), parts[-1].strip()) if len(parts) > 1 and len(parts[-1].split()) < 6 else (title, "")


_BETWEEN: Final = re.compile(r"(?:^|\s)[|–—·•»«:-]+(?:\s|$)|:$")
_NO_SITE: Final = re.compile(r"(?i)\s*(print|live|video|watch|opinion|news|by .*)\s*")


def _url(tree: html.HtmlElement, node: Node, meta: Mapping[str, str]) -> str:
    links = [link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").split()]
    told = [*links, meta.get("og:url", ""), _string(node.get("url")), _string(node.get("mainEntityOfPage"))]
    saved = tree.getroottree().xpath("//comment()[contains(., 'saved from url=')]")
    told += [re.sub(r".*saved from url=\(\d+\)(\S+).*", r"\1", comment.text, flags=re.DOTALL) for comment in saved]
    return next((url for url in told if clean_url(url)), "")


def _date(tree: html.HtmlElement, node: Node, meta: Mapping[str, str], lines: Sequence[str]) -> str:
    marked = tree.xpath(".//*[@itemprop='datePublished' or @property='datePublished' or @pubdate]")
    told = [_string(node.get("datePublished")), _string(node.get("dateCreated"))]
    told += [meta.get(name, "") for name in _DATES.split()]
    for element in [*marked, *tree.iter("time"), *tree.xpath(".//abbr[contains(@class, 'published')]")]:
        told += [element.get(name) or "" for name in ("datetime", "content", "title")]
        told.append(_line(element))
    told += [
        line for line in lines if len(clean_date(line)) == len("2024-01-24") and not line.endswith((".", "!", "?"))
    ]
    if found := re.search(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)", _url(tree, node, meta)):
        told.append("-".join(found.groups()))
    told.append(_string(node.get("dateModified")))
    return next((date for date in told if clean_date(date)), next(filter(None, told), ""))


def _author(tree: html.HtmlElement, node: Node, meta: Mapping[str, str], lines: Sequence[str]) -> str:
    told = [clean_names(node.get("author")), clean_names(node.get("creator"))]
    told += [meta.get(name, "") for name in _AUTHORS.split()]
    marked = tree.xpath(".//*[@itemprop='author' or @property='author' or @rel='author']")
    told.append(", ".join(dict.fromkeys(filter(None, (byline_names(_line(element)) for element in marked)))))
    told += ["\n".join(visible_lines(element, without=INVISIBLE)) for element in _named_bylines(tree)]
    told += [line for line in lines if re.match(r"(?i)(?:(?:\w+ )?by|author):? [A-Z]", line)]
    return next((names for line in told if len(line) < 3 * LONGEST_BYLINE and (names := byline_names(line))), "")


def _named_bylines(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that are a byline by their names; those that hold another one last."""
    named = [element for element in tree.iter() if _is_byline(element)]
    above = {ancestor for element in named for ancestor in element.iterancestors()}
    return sorted(named, key=lambda element: element in above)


def _is_byline(element: html.HtmlElement) -> bool:
    names = " ".join(element.get(name) or "" for name in ("class", "id", "data-testid")).lower()
    words = re.search(r"by-?line|author|writer|reporter|contributor|\bby\b|\bau\b", names)
    return bool(words) and not re.search(r"comment|bio|avatar|image|img|about|url", names)


def _publisher(tree: html.HtmlElement, node: Node, meta: Mapping[str, str]) -> str:
    told = [clean_names(node.get("publisher")), clean_names(node.get("sourceOrganization"))]
    told += [re.sub(r"(?i)^(?:copyright|©|\(c\))[\s\d,-]*", "", meta.get(name, "")) for name in _SITES.split()]
    for element in tree.xpath(".//*[@itemprop='publisher' or @property='publisher']"):
        inner = element.xpath(".//*[@itemprop='name' or @property='name']") or [element]
        told.append(inner[0].get("content") or _line(inner[0]))
    names = [" ".join(clean(name).split()) for name in told]
    return next((name for name in names if name and not re.match(r"https?:|\W*$", name)), "")
