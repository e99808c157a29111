"""Documents: Word, LibreOffice, PDF, Markdown, e-mail, feeds."""

from __future__ import annotations

import pytest
from sources import ATOM, MARKDOWN, PARAGRAPHS, RSS, TEXT, TITLE, docx, mail, odt, packed_zip, pdf, wrapped

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading import read_bytes
from kg.reading.text import unwrap


def read(data: bytes, name: str) -> tuple[list[Article], list[str]]:
    """The articles of a file, and what was told."""
    told: list[KGError] = []
    return list(read_bytes(data, name=name, tell=told.append)), [str(error) for error in told]


def placed(lines: list[str], x: int, top: int = 780) -> list[tuple[int, int, str]]:
    """Lines at their places on a page."""
    return [(x, top - 12 * number, line) for number, line in enumerate(lines) if line]


def test_deleted_text_and_notes_of_documents_are_not_read() -> None:
    for data, name in ((docx(), "a.docx"), (odt(), "a.odt")):
        ((article,), _) = read(data, name)
        assert "Mali" not in article.text
        assert article.text == TEXT


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx("<w:document>"), "is a damaged document"),
        (docx("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "defines XML entities, which may be a trap"),
        (docx("<a>" + "x" * (33 << 20) + "</a>"), "would unpack to more than 32 MB"),
        (docx("<a/>"), "is empty"),
        (odt()[:-40], "is a damaged ZIP file"),
        (packed_zip({"mimetype": b"application/epub+zip"}), "is a spreadsheet, slides or a book"),
        (packed_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "is a damaged document"),
    ],
)
def test_a_document_that_cannot_be_read_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(data, "a.docx")


def test_a_pdf_of_two_columns_is_read_column_after_column() -> None:
    lines = [line for line in wrapped(40)[2:] if line]
    half = len(lines) // 2
    columns = [*placed(lines[:half], 40, 740), *placed(lines[half:], 320, 740)]
    by_rows = sorted(columns, key=lambda place: (-place[1], place[0]))  # as many a program writes them
    for order in (columns, by_rows):
        ((article,), _) = read(pdf([[(40, 780, TITLE), *order]]), "a.pdf")
        assert " ".join(article.text.split()) == " ".join(TEXT.split())


def test_running_heads_and_page_numbers_go_and_broken_words_are_joined() -> None:
    lines = wrapped(50)
    pages = [[(50, 790, "The Herald"), *placed(lines, 50, 770), (300, 20, str(number))] for number in (1, 2, 3)]
    ((article,), _) = read(pdf(pages), "a.pdf")
    assert "Herald" not in article.text.replace(TITLE, "")
    assert not any(line.strip().isdigit() for line in article.text.split("\n"))
    broken = [
        (50, 700, "The foreign ministers of the Nordic coun-"),
        (50, 688, "tries met in Oslo on Friday afternoon."),
    ]
    assert "Nordic countries met" in read(pdf([broken]), "a.pdf")[0][0].text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf([[]]), "has no text layer, as of a scan"),
        (pdf([[]])[:120], "is a damaged or encrypted PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "is a damaged or encrypted PDF"),
        (pdf([[]] * 401), "has 401 pages, and at most 400 are read"),
    ],
)
def test_a_pdf_that_cannot_be_read_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        read(data, "a.pdf")


def test_lines_that_were_broken_at_a_width_are_joined_and_others_stay() -> None:
    assert unwrap("\n".join(wrapped(60))) == TEXT
    assert unwrap("Ann Lee\nThe Herald\nOslo") == "Ann Lee\nThe Herald\nOslo"


@pytest.mark.parametrize(
    "text",
    [
        MARKDOWN,
        f"# {TITLE}\n\n" + "\n\n".join(PARAGRAPHS),
        f"{TITLE}\n=====\n\n" + "\n\n".join(PARAGRAPHS).replace("Norway", "**Norway**").replace("spring", "_spring_"),
        f"# {TITLE}\n\n![A map](m.png)\n\n" + "\n\n".join(p.replace(". ", ".\n") for p in PARAGRAPHS),
    ],
)
def test_markdown(text: str) -> None:
    ((article,), told) = read(text.encode(), "a.md")
    assert (" ".join(article.text.split()), article.title, told) == (" ".join(TEXT.split()), TITLE, [])


def test_mail_tells_its_attachments_and_prefers_the_fuller_text() -> None:
    articles, told = read(mail(), "a.eml")
    assert (articles[0].text, told) == (TEXT, ["a.eml/map.png: is an attachment: save it by itself to have it read"])
    page = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    letter = (
        "From: The Herald <news@herald.example>\nSubject: =?utf-8?q?Fwd:_Norway_sends_tents_to_Suderland?=\n"
        "List-Unsubscribe: <x>\nDate: Fri, 11 Oct 2024 08:00:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee it on the web.\n'
        f"--b\nContent-Type: text/html; charset=utf-8\n\n{page}\n--b--\n"
    )
    ((article,), told) = read(letter.encode(), "letter")
    assert (article.text, article.publisher, article.author, article.date) == (TEXT, "The Herald", "", "2024-10-11")


@pytest.mark.parametrize(
    "data", [b"From: a@b.example\nSubject: x\n\n", b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n"]
)
def test_mail_without_text_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ReadError, match="is a message without text"):
        read(data, "a.eml")


def test_feeds_give_the_fullest_text_of_each_entry() -> None:
    assert [article.text for article in read(ATOM.encode(), "a.xml")[0]] == [TEXT]
    empty = RSS.replace("</channel>", "<item><title>No text</title></item></channel>")
    articles, told = read(empty.encode(), "a.xml")
    assert ([article.text for article in articles], told) == ([TEXT], ["a.xml: entry 2: is empty"])
    with pytest.raises(ReadError, match="is a feed without entries"):
        read(b"<rss version='2.0'><channel></channel></rss>", "a.rss")
    with pytest.raises(ReadError, match="defines XML entities"):
        read(b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + RSS.partition("?>")[2].encode(), "a.rss")
