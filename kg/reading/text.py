"""Clean text: encodings, line ends, lines that were broken to fit, characters that no format of a graph can hold.

Offsets count the characters of the text that comes out here, so that all cleaning happens before any offset exists.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.errors import ReadError

_REPLACED: Final = {
    **dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)], " "),  # control characters
    **dict.fromkeys([*range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"),  # not characters at all
    **dict.fromkeys([0x2028, 0x2029, 0x85], "\n"),
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),  # spaces of other widths
    **dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)], None),
    **dict.fromkeys([*range(0x2066, 0x206A), 0xFEFF], None),  # invisible: of no width, or of the direction of writing
    0x09: " ",
}

UTF_8_MARK: Final = codecs.BOM_UTF8
_MARKS: Final = (  # the longer ones first: that of UTF-32 begins as that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (UTF_8_MARK, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_CONTROLS: Final = bytes([*range(0x07), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_AS_BROWSERS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}


def decode(data: bytes, name: str, charset: str = "") -> str:
    """Bytes to text: as a byte order mark says, else UTF-8, UTF-16 or UTF-32 by its zeros, the charset, Windows-1252.

    Args:
        name: of the source, for the error.
        charset: what the source says of itself; it is believed where the bytes are no UTF-8.

    Raises:
        ReadError: the bytes are not text.
    """
    for encoding in _encodings(data, charset):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if _controls(data):
        raise ReadError(f"{name}: is a binary file, not text")
    text = data.decode("utf-8", "replace")
    if 4 * text.count("\ufffd") < len(data) - len(text):  # far more that is UTF-8 than that is not
        return text
    raise ReadError(f"{name}: is not text in UTF-8 (save it as UTF-8)")


def _encodings(data: bytes, charset: str) -> Iterator[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            yield encoding
            return
    if b"\x00" in data[:4096]:
        yield from (encoding for encoding in _WIDE if _looks_like(data, encoding))
    elif not data.startswith(b"%PDF-") and not _controls(data):
        yield "utf-8"
        if charset:
            yield as_browsers(charset)
        if len(text := data.decode("utf-8", "replace")) and 4 * text.count("\ufffd") >= len(data) - len(text):
            yield "cp1252"


def as_browsers(charset: str) -> str:
    """The encoding that a charset means on the web: of `iso-8859-1` Windows-1252; of an unknown one UTF-8.

    >>> as_browsers("ISO-8859-1"), as_browsers("utf8"), as_browsers("no-such")
    ('cp1252', 'utf-8', 'utf-8')
    """
    try:
        info = codecs.lookup(charset.strip().strip("\"'"))
    except (LookupError, ValueError):
        return "utf-8"
    return _AS_BROWSERS.get(info.name, info.name) if info._is_text_encoding else "utf-8"


def _looks_like(data: bytes, encoding: str) -> bool:
    """Whether bytes with zeros among them are text in an encoding of two or four bytes a character."""
    width = 4 if "32" in encoding else 2
    try:
        text = data[: 4096 - 4096 % width].decode(encoding)
    except UnicodeDecodeError:
        return False
    plain = sum(c.isascii() and (c.isprintable() or c in "\r\n\t") for c in text)
    return len(data) % width == 0 and plain > 0.7 * len(text)


def _controls(data: bytes) -> bool:
    """Whether more bytes are control characters than in any text."""
    return len(data) - len(data.translate(None, _CONTROLS)) > len(data) / 100


def clean(text: str) -> str:
    r"""Unix line ends, no control or invisible characters, plain spaces, nothing before or after.

    >>> clean("A\r\nb\x07 c\u00a0d\u00ad\n")
    'A\nb  c d'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACED).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def decode_references(text: str) -> str:
    """The characters that HTML's references stand for, also of what was escaped twice.

    >>> decode_references("AT&amp;amp;T &#8211; R&D &copy=1")
    'AT&T – R&D &copy=1'
    """
    for _ in range(2):
        if "&" not in text:
            break
        text = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    return text


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
