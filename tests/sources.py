"""One article in every kind of source, made here."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from io import BytesIO

TITLE = "Norway sends tents to Suderland"
PARAGRAPHS = (
    "OSLO - Norway supports Ukraine and sends tents to Suderland, the Norwegian government announced on Friday.",
    "Foreign Minister Ida Holm met the ambassador of Suderland at noon. She said that the help would go on until "
    "the spring, whatever it cost.",
    "Germany has not decided yet. A spokesman declined to comment on the plans of the neighbouring countries.",
)
TEXT = "\n\n".join((TITLE, *PARAGRAPHS))
DATE = "2024-10-11"
AUTHOR = "Ann Lee"
PUBLISHER = "The Herald"
URL = "https://herald.example/2024/tents"
RECORD = {
    "title": TITLE,
    "text": "\n\n".join(PARAGRAPHS),
    "date": DATE,
    "author": AUTHOR,
    "publisher": PUBLISHER,
    "url": URL,
}
HTML = (
    f'<!DOCTYPE html><html lang="en"><head><title>{TITLE} | {PUBLISHER}</title><meta name="author" content="{AUTHOR}">'
    f'<meta property="article:published_time" content="{DATE}T08:00:00Z"><link rel="canonical" href="{URL}"></head>'
    f"<body><nav><a>Home</a></nav><article><h1>{TITLE}</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>"
    "<footer>Terms</footer></body></html>"
)
RSS = (
    f'<?xml version="1.0"?><rss version="2.0"><channel><title>{PUBLISHER}</title><item><title>{TITLE}</title>'
    f"<link>{URL}</link><pubDate>Fri, 11 Oct 2024 08:00:00 GMT</pubDate><author>{AUTHOR}</author>"
    f"<description><![CDATA[{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}]]></description></item></channel></rss>"
)
ATOM = (
    f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{PUBLISHER}</title><entry><title>{TITLE}'
    f'</title><link href="{URL}"/><published>{DATE}T08:00:00Z</published><author><name>{AUTHOR}</name></author>'
    f'<summary>Short.</summary><content type="html">{"".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in PARAGRAPHS)}</content>'
    "</entry></feed>"
)
MARKDOWN = (
    f"---\ntitle: {TITLE}\ndate: {DATE}\nauthor: {AUTHOR}\npublisher: {PUBLISHER}\nurl: {URL}\n---\n"
    + "\n\n".join(PARAGRAPHS).replace("Norway", "[Norway](https://no.example)", 1)
)
PLAIN = f"title: {TITLE}\ndate: {DATE}\nauthor: {AUTHOR}\npublisher: {PUBLISHER}\nurl: {URL}\n\n" + "\n\n".join(
    PARAGRAPHS
)


def mail() -> bytes:
    """An e-mail with a plain text and an attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"{AUTHOR} <ann@herald.example>", "desk@herald.example", TITLE
    message["Date"] = "Fri, 11 Oct 2024 08:00:00 +0000"
    message.set_content("\n\n".join(PARAGRAPHS))
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    return message.as_bytes()


def mailbox() -> bytes:
    """A mailbox with two messages."""
    one = mail().replace(b"\r\n", b"\n")
    return b"".join(b"From ann@herald.example Fri Oct 11 08:00:00 2024\n" + one + b"\n\n" for _ in range(2))


def packed_zip(files: dict[str, bytes]) -> bytes:
    """A ZIP file, the same at any time of day."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def packed_tar(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A tar archive."""
    data = BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    return data.getvalue()


def docx(document: str | None = None) -> bytes:
    """A document of Word."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    title = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>'
    deleted = "<w:p><w:del><w:r><w:delText>Mali attacked Chad.</w:delText></w:r></w:del></w:p>"
    body = "".join(f"<w:p><w:r><w:t>{p[:20]}</w:t></w:r><w:r><w:t>{p[20:]}</w:t></w:r></w:p>" for p in PARAGRAPHS)
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{AUTHOR}</dc:creator></c>'
    whole = document or f'<w:document xmlns:w="{space}"><w:body>{title}{deleted}{body}</w:body></w:document>'
    return packed_zip(
        {"[Content_Types].xml": b"<a/>", "word/document.xml": whole.encode(), "docProps/core.xml": core.encode()}
    )


def odt() -> bytes:
    """A document of LibreOffice."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    space = f'xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"'
    body = "".join(f"<text:p>{p[:20]}<text:span>{p[20:30]}</text:span>{p[30:]}</text:p>" for p in PARAGRAPHS)
    note = "<text:p><office:annotation><text:p>Check this: Mali attacked Chad.</text:p></office:annotation></text:p>"
    whole = f"<office:body><text:h>{TITLE}</text:h>{note}{body}</office:body>"
    content = f"<office:document-content {space}>{whole}</office:document-content>"
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">'
        f"<meta:initial-creator>{AUTHOR}</meta:initial-creator></office:document-meta>"
    )
    mimetype = b"application/vnd.oasis.opendocument.text"
    return packed_zip({"mimetype": mimetype, "content.xml": content.encode(), "meta.xml": meta.encode()})


def pdf(pages: list[list[tuple[int, int, str]]]) -> bytes:
    """A PDF of pages with lines of text.

    Args:
        pages: for each page its lines as (x, y, text) from the lower left.
    """
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"]
    kids = []
    for lines in pages:
        shown = "".join(
            f"BT /F1 8 Tf {x} {y} Td ({text.replace('(', '').replace(')', '')}) Tj ET\n" for x, y, text in lines
        ).encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(data),
    )


def wrapped(width: int = 60) -> list[str]:
    """The article in lines of a width, an empty one after each paragraph."""
    lines = [TITLE, ""]
    for paragraph in PARAGRAPHS:
        held = ""
        for word in paragraph.split():
            if len(held) + len(word) >= width:
                lines.append(held)
                held = ""
            held = f"{held} {word}".strip()
        lines += [held, ""]
    return lines


def warc(*records: tuple[str, bytes, str]) -> bytes:
    """A web archive of answers: address, content and media type of each."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    data = BytesIO()
    writer = WARCWriter(data, gzip=True)
    for url, content, media_type in records:
        headers = StatusAndHeaders("200 OK", [("Content-Type", media_type)], protocol="HTTP/1.0")
        writer.write_record(writer.create_warc_record(url, "response", payload=BytesIO(content), http_headers=headers))
    return data.getvalue()


def parquet() -> bytes:
    """A Parquet file of one row."""
    import pyarrow
    from pyarrow import parquet as files

    data = io.BytesIO()
    files.write_table(pyarrow.Table.from_pylist([{**RECORD, "authors": [AUTHOR], "id": 7}]), data)
    return data.getvalue()


def csv_row(separator: str = ",") -> bytes:
    """A table of one row."""
    quoted = ['"' + value.replace('"', '""') + '"' for value in RECORD.values()]
    return (separator.join(RECORD) + "\r\n" + separator.join(quoted) + "\r\n").encode()


def all_kinds() -> dict[str, bytes]:
    """One article as a file of every kind, by name."""
    lines = [(50, 780 - 12 * number, line) for number, line in enumerate(wrapped()) if line]
    return {
        "a.txt": PLAIN.encode(),
        "a.html": HTML.encode(),
        "a.rss": RSS.encode(),
        "a.atom": ATOM.encode(),
        "a.json": json.dumps([RECORD]).encode(),
        "a.jsonl": json.dumps(RECORD).encode() + b"\n",
        "a.csv": csv_row(),
        "a.tsv": csv_row("\t"),
        "a.parquet": parquet(),
        "a.md": MARKDOWN.encode(),
        "a.eml": mail(),
        "a.mbox": mailbox(),
        "a.docx": docx(),
        "a.odt": odt(),
        "a.pdf": pdf([lines]),
        "a.warc.gz": warc((URL, HTML.encode(), "text/html")),
        "a.txt.gz": gzip.compress(PLAIN.encode()),
        "a.zip": packed_zip({"in/a.txt": PLAIN.encode()}),
        "a.tar.gz": packed_tar({"in/a.txt": PLAIN.encode()}),
    }
