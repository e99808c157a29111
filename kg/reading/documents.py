"""Documents of word processors: DOCX and ODT, both XML in a ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from kg.errors import ReadError
from kg.model import Article
from kg.reading.archives import DAMAGE, spool
from kg.reading.compose import Block, compose
from kg.reading.source import Source

LARGEST_PART: Final = 32 << 20
"""Bytes of a part, unpacked."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_T: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT: Final = {
    *(_W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteReference")),
    _MC + "Fallback",  # the same again, for older programs
    *(_T + name for name in ("tracked-changes", "note", "bibliography", "table-of-content")),
    _OFFICE + "annotation",
}
_GIVES: Final = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"} | {
    _T + "s": " ",
    _T + "tab": " ",
    _T + "line-break": "\n",
}


def read_docx(source: Source) -> Iterator[Article]:
    """Read a document of Word (DOCX).

    Raises:
        ReadError: it is damaged, larger than any article or has no text.
    """
    paragraphs = []
    for paragraph in _part(source, "word/document.xml").iter(_W + "p"):
        style = next((element.get(_W + "val", "") for element in paragraph.iter(_W + "pStyle")), "").lower()
        paragraphs.append((paragraph, style in ("title", "heading1"), "caption" in style))
    yield _composed(source, paragraphs, _W + "p", "docProps/core.xml")


def read_odt(source: Source) -> Iterator[Article]:
    """Read a document of LibreOffice and the like (ODT).

    Raises:
        ReadError: see `read_docx`.
    """
    paragraphs = []
    for paragraph in _part(source, "content.xml").iter(_T + "p", _T + "h"):
        style = paragraph.get(_T + "style-name", "").lower()
        aside = "caption" in style or style in ("illustration", "figure")
        paragraphs.append((paragraph, paragraph.tag == _T + "h" or style == "title", aside))
    yield _composed(source, paragraphs, "", "meta.xml")


def _composed(
    source: Source, paragraphs: Iterable[tuple[etree._Element, bool, bool]], inner: str, properties: str
) -> Article:
    """The article of a document.

    Args:
        paragraphs: each with whether it may be a title, and whether it is none of the article's sentences.
        inner: what a paragraph may hold another one as.
        properties: the part that tells title and author.
    """
    title, blocks = None, list[Block]()
    for paragraph, headed, aside in paragraphs:
        if any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            continue
        text = _text(paragraph, inner)
        if headed and text.strip() and title is None and not blocks:
            title = text
        elif text.strip():
            blocks.append(Block(text, aside))
    try:
        told = _part(source, properties)
    except ReadError:  # a document may lack them
        named = creator = ""
    else:
        named = (told.findtext(f".//{_DC}title") or "").strip()
        creator = (told.findtext(f".//{_META}initial-creator") or told.findtext(f".//{_DC}creator") or "").strip()
    if title is None and named and any(" ".join(block.text.split()) == named for block in blocks[:3]):
        title = named
    # a single word is the name of an account or a program
    return compose(source, blocks, title=title, author=creator if " " in creator else "")


def _part(source: Source, name: str) -> etree._Element:
    """A part of a document as a tree, whose parser fetches nothing and expands no entity."""
    source.stream.seek(0)
    try:
        with zipfile.ZipFile(source.stream) as archive, archive.open(name) as stream:
            if archive.getinfo(name).file_size > LARGEST_PART:
                raise ReadError(f"{source.name}: would unpack to more than {LARGEST_PART >> 20} MB")
            with spool(stream, source, source.name) as copy:
                data = copy.read()
    except (KeyError, *DAMAGE) as error:
        raise ReadError(f"{source.name}: is a damaged document: {error}") from error
    if b"<!DOCTYPE" in data[:1000] or b"<!ENTITY" in data:
        raise ReadError(f"{source.name}: defines XML entities, which may be a trap; it is not read")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{source.name}: is a damaged document: {error}") from error


def _text(paragraph: etree._Element, inner: str) -> str:
    """The text of a paragraph, without that of paragraphs in it, as of a box."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        if element is not paragraph and (element.tag in _LEFT_OUT or element.tag == inner):
            if event == "start":
                walk.skip_subtree()
            elif element.tail and element.tag.startswith(_T):
                parts.append(element.tail)
            continue
        is_text = element.tag == _W + "t" or not element.tag.startswith(_W)
        if event == "start":
            parts.append(_GIVES.get(element.tag, ""))
            parts.append((element.text or "") if is_text else "")
        elif element is not paragraph and not element.tag.startswith(_W):
            parts.append(element.tail or "")
    return "".join(parts)
