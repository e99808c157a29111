"""Which kind of source some bytes are: by what they are first, by the ending of their name second."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from enum import StrEnum
from typing import BinaryIO, Final, cast

from kg.errors import ReadError, SkipError
from kg.reading.source import Source
from kg.reading.text import decode


class Kind(StrEnum):
    """The kinds of source that are read."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    FEED = "RSS or Atom"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    CSV = "CSV"
    PARQUET = "Parquet"
    PDF = "PDF"
    DOCX = "DOCX"
    ODT = "ODT"
    MAIL = "e-mail"
    MAILBOX = "mailbox"
    WARC = "WARC"
    ZIP = "ZIP"
    TAR = "tar"
    PACKED = "gzip"


ENDINGS: Final = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    "": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".eml": Kind.MAIL,
    ".mbox": Kind.MAILBOX,
}
"""Of the kinds that are text; those that are not tell themselves."""

_MEDIA_TYPES: Final = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/json": Kind.JSON,
    "application/x-ndjson": Kind.JSON_LINES,
    "application/jsonl": Kind.JSON_LINES,
    "text/csv": Kind.CSV,
    "text/tab-separated-values": Kind.CSV,
    "text/markdown": Kind.MARKDOWN,
    "text/plain": Kind.TEXT,
    "message/rfc822": Kind.MAIL,
    "application/mbox": Kind.MAILBOX,
}
_PACKED: Final[dict[bytes, Callable[[BinaryIO], object]]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_FOREIGN: Final = (
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file: save it as .docx or .csv"),
    (rb"\{\\rtf", "a rich text file (RTF): save it as .docx"),
    (rb"7z\xbc\xaf\x27\x1c|Rar!", "an archive of another kind: unpack it, or make it a ZIP"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|BM.{12}\x00|II\*\x00|MM\x00\*|....ftyp(avif|heic)", "a picture"),
    (rb"ID3|OggS|fLaC|RIFF....(WAVE|AVI )|....ftyp|\x1aE\xdf\xa3", "sound or film"),
    (rb"SQLite format 3", "a data base: export it as CSV or JSON"),
)
_MAIL_FIELDS: Final = re.compile(
    rb"^(from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|reply-to|dkim-signature):",
    re.IGNORECASE | re.MULTILINE,
)
_MARKUP: Final = re.compile(
    r"<!doctype html|<(html|head|body|article|main|section|div|p|h1|h2|span|table|ul|br|meta|title|script)[\s>/]", re.I
)
_MARKDOWN: Final = re.compile(r"\A---\n(?:[\w-]+:.*\n)+---\n|\A#{1,2} \S.*\n|\[[^\]\n]+\]\(https?://[^)\s]+\)")


def recognise(source: Source) -> Kind:
    """Tell which kind of source this is.

    Raises:
        SkipError: it is of a kind that is no article, such as a picture.
        ReadError: it is a kind of text that is not understood, or empty.
    """
    head = source.head()
    if not head.strip():
        raise SkipError(f"{source.name}: is empty", "empty")
    return _by_signature(source, head) or _by_text(source, head)


def _by_signature(source: Source, head: bytes) -> Kind | None:
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(source)
    for signature in _PACKED:
        if head.startswith(signature):
            return _in_packed(source, head)
    if head[257:262] == b"ustar":
        return Kind.TAR
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    for signature, what in _FOREIGN:
        if re.match(signature, head, re.DOTALL):
            raise SkipError(f"{source.name}: is a binary file, {what}", what.partition(":")[0])
    return None


def _in_zip(source: Source) -> Kind:
    """What a ZIP file is: archives and Office documents begin alike."""
    try:
        with zipfile.ZipFile(source.stream) as archive:
            names = set(archive.namelist()[:1000])
            mimetype = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ReadError(f"{source.name}: is a damaged ZIP file: {error}") from error
    finally:
        source.stream.seek(0)
    if "word/document.xml" in names:
        return Kind.DOCX
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return Kind.ODT
    if mimetype or "[Content_Types].xml" in names:
        raise SkipError(f"{source.name}: is a spreadsheet, slides or a book: save it as .csv, .pdf or .docx", "Office")
    return Kind.ZIP


def unpacked(source: Source) -> BinaryIO:
    """A gzip, bzip2 or xz file as the stream of what is in it."""
    head = source.head(6)
    opener = next(opener for signature, opener in _PACKED.items() if head.startswith(signature))
    return cast(BinaryIO, opener(source.stream))


def _in_packed(source: Source, head: bytes) -> Kind:
    try:
        inner = unpacked(source).read(512)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise ReadError(f"{source.name}: is damaged or cut off: {error}") from error
    finally:
        source.stream.seek(0)
    if inner.startswith(b"WARC/") and head.startswith(b"\x1f\x8b"):
        return Kind.WARC
    return Kind.TAR if inner[257:262] == b"ustar" else Kind.PACKED


def _by_text(source: Source, head: bytes) -> Kind:
    ending = suffix(source.name)
    media_type = source.media_type.partition(";")[0].strip().lower()
    named = _MEDIA_TYPES.get(media_type) if media_type else ENDINGS.get(ending)
    start = decode(_whole(head), source.name, charset(source.media_type)).lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    if start.startswith("<") and (kind := _of_markup(source, start)):
        return kind
    if re.match(rb"\s*From \S+.*\d{4}\r?\n", head) and _MAIL_FIELDS.search(head):
        return Kind.MAILBOX
    if named in (Kind.JSON, Kind.JSON_LINES) or (named in (Kind.TEXT, None) and start[0:1] in "{["):
        return _of_json(start, named)
    if named in (Kind.TEXT, None) and _is_mail(head):
        return Kind.MAIL
    if named is Kind.TEXT and _MARKDOWN.search(start):
        return Kind.MARKDOWN
    if named is Kind.TEXT and _is_table(start):
        return Kind.CSV
    if named is not None:
        return named
    shown = media_type or ending
    raise SkipError(f"{source.name}: '{shown}' is not understood; known: {', '.join(filter(None, ENDINGS))}", "unknown")


def suffix(name: str) -> str:
    """The ending of a name, lower case, of a packed file that of the one inside.

    >>> suffix("a/b.c/News.TXT.gz"), suffix("page?id=1.5")
    ('.txt', '.5')
    """
    last = re.sub(r"(?i)\.(gz|bz2|xz)$", "", name.rpartition("/")[2])
    return f".{last.rpartition('.')[2].lower()}" if "." in last.lstrip(".") else ""


def charset(media_type: str) -> str:
    """The charset of a media type, or empty.

    >>> charset('text/html; charset="utf-8"')
    'utf-8'
    """
    found = re.search(r"charset=[\"']?([\w.:-]+)", media_type, re.IGNORECASE)
    return found[1] if found else ""


def _whole(head: bytes) -> bytes:
    """The start of a text without a character that is cut off at its end."""
    if len(head) < 4096:
        return head
    if b"\x00" in head:
        return head[: len(head) // 4 * 4]
    return head[: max(head.rfind(b"\n"), head.rfind(b" ")) + 1] or head[:-4]


def _of_markup(source: Source, start: str) -> Kind | None:
    """What begins with `<`: a page, a feed, something else in XML, or None: a text."""
    low = start[:4000].lower()
    if "<!entity" in low:
        raise ReadError(f"{source.name}: defines XML entities, which may be a trap; it is not read")
    bare = re.sub(r"<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>", "", low, flags=re.DOTALL).lstrip()
    if re.match(r"<(\w+:)?(rss|feed|rdf)\b", bare):
        return Kind.FEED
    if re.match(r"<(urlset|sitemapindex)\b", bare):
        raise SkipError(f"{source.name}: is a sitemap: give its web address with --fetch", "sitemap")
    if _MARKUP.search(low):
        return Kind.HTML
    if low.startswith("<?xml") or re.match(r"<[\w:]+( [\w:]+=\"[^\"]*\")*\s*/?>", bare):
        raise SkipError(f"{source.name}: is XML, but neither a page nor a feed", "unknown XML")
    return None


def _of_json(start: str, named: Kind | None) -> Kind:
    """JSON lines have a whole object in their first line, and more lines than that."""
    if named is Kind.JSON_LINES or not start.startswith("{"):
        return named if named is Kind.JSON_LINES else Kind.JSON
    return Kind.JSON_LINES if re.match(r"\{[^\n]*[\"\d}\]el]\s*\}[ \t]*\n\s*\{", start) else Kind.JSON


def _is_mail(head: bytes) -> bool:
    top = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    found = {field.lower() for field in _MAIL_FIELDS.findall(top)}
    return bool(_MAIL_FIELDS.match(head)) and len(found) >= 2 and bool(found & {b"from", b"received", b"message-id"})


def _is_table(start: str) -> bool:
    first = start.partition("\n")[0].strip().lower()
    for separator in ",;\t":
        fields = {field.strip("\"' ") for field in first.split(separator)}
        if len(fields) > 1 and all(re.fullmatch(r"[\w ]{1,20}", field) for field in fields):
            return bool(fields & {"text", "body", "content"})
    return False
