"""Documents of word processors: DOCX and ODT, both XML in a ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
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
    body = _part(source, "word/document.xml")
    titles: list[str] = []
    blocks: list[Block] = []
    for paragraph in body.iter(_W + "p"):
        if any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            continue
        style = next((element.get(_W + "val", "") for element in paragraph.iter(_W + "pStyle")), "").lower()
        text = _text(paragraph, _W + "p")
        if style in ("title", "heading1") and text.strip() and not titles and not blocks:
            titles.append(text)
        elif text.strip():
            blocks.append(Block(text, aside="caption" in style))
    yield _composed(source, titles, blocks, "docProps/core.xml")


def read_odt(source: Source) -> Iterator[Article]:
    """Read a document of LibreOffice and the like (ODT).

    Raises:
        ReadError: see `read_docx`.
    """
    titles: list[str] = []
    blocks: list[Block] = []
    for paragraph in _part(source, "content.xml").iter(_T + "p", _T + "h"):
        if any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            continue
        style = paragraph.get(_T + "style-name", "").lower()
        text = _text(paragraph, "")
        if (paragraph.tag == _T + "h" or style == "title") and text.strip() and not titles and not blocks:
            titles.append(text)
        elif text.strip():
            blocks.append(Block(text, aside="caption" in style or style in ("illustration", "figure")))
    yield _composed(source, titles, blocks, "meta.xml")


def _composed(source: Source, titles: list[str], blocks: list[Block], properties: str) -> Article:
    try:
        told = _part(source, properties)
    except ReadError:  # a document may lack them
        title = creator = ""
    else:
        title = (told.findtext(f".//{_DC}title") or "").strip()
        creator = (told.findtext(f".//{_META}initial-creator") or told.findtext(f".//{_DC}creator") or "").strip()
    if not titles and title and any(" ".join(block.text.split()) == title for block in blocks[:3]):
        titles = [title]
    return compose(
        source,
        blocks,
        title=titles[0] if titles else None,
        author=creator if " " in creator else "",  # a single word is the name of an account or a program
    )


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
