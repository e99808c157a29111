"""E-mail: newsletters and articles that were sent on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr

from kg.errors import ReadError, SkipError
from kg.model import Article
from kg.reading.compose import compose
from kg.reading.source import Source
from kg.reading.text import decode, unwrap
from kg.reading.visible import text_of


def read_mail(source: Source) -> Iterator[Article]:
    """Read a message: its text, or what its HTML shows where that is more; attachments are told and passed over.

    Raises:
        ReadError: it has no text.
    """
    message = BytesParser(policy=policy.default).parse(source.stream)
    assert isinstance(message, EmailMessage)
    text = _text(message, source)
    if not text.strip():
        raise ReadError(f"{source.name}: is a message without text")
    sender = parseaddr(_header(message, "From"))[0].strip("'\" ")
    listed = "List-Unsubscribe" in message or "List-Id" in message
    yield compose(
        source,
        text,
        title=re.sub(r"^((re|fwd?|aw|wg):\s*)+", "", _header(message, "Subject"), flags=re.IGNORECASE) or None,
        date=_header(message, "Date"),
        author="" if listed else sender,
        publisher=sender if listed else "",
        language=_header(message, "Content-Language"),
    )
    for part in message.iter_attachments():
        name = f"{source.name}/{part.get_filename() or part.get_content_type()}"
        source.tell(SkipError(f"{name}: is an attachment: save it by itself to have it read", "attachment"))


def _text(message: EmailMessage, source: Source) -> str:
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    text = unwrap(_content(plain, source)) if plain is not None else ""
    shown = text_of(_content(page, source)) if page is not None else ""
    return shown if len(shown) > 2 * len(text) else text


def _content(part: MIMEPart, source: Source) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, source.name, part.get_content_charset("")) if isinstance(payload, bytes) else ""


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())
