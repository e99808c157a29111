"""Sources to articles: files, folders, standard input, names, what is passed over."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from sources import AUTHOR, DATE, PARAGRAPHS, PLAIN, PUBLISHER, TEXT, TITLE, URL, all_kinds, packed_zip

from kg.errors import KGError, MetadataError, ReadError, SkipError
from kg.model import Article
from kg.reading import parse_map, read_articles, read_bytes


def read(*sources: str | Path) -> tuple[list[Article], list[str]]:
    """All articles of some sources, and what was told."""
    errors: list[KGError] = []
    articles = list(read_articles(sources, on_error=errors.append))
    return articles, [str(error) for error in errors]


@pytest.mark.parametrize(("name", "data"), all_kinds().items())
def test_one_article_is_the_same_in_every_kind_of_file(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    articles, _ = read(tmp_path / name)
    assert {article.text for article in articles} == {TEXT}
    assert {article.title for article in articles} == {TITLE}
    if name not in ("a.pdf", "a.docx", "a.odt"):
        assert {(article.date, article.author) for article in articles} == {(DATE, AUTHOR)}
    if name not in ("a.pdf", "a.docx", "a.odt", "a.eml", "a.mbox"):
        assert {(article.publisher, article.url) for article in articles} == {(PUBLISHER, URL)}


@pytest.mark.parametrize(("name", "data"), all_kinds().items())
def test_what_a_file_is_decides_and_not_what_it_is_called(name: str, data: bytes) -> None:
    if name in ("a.tsv", "a.csv", "a.md"):
        pytest.skip("plain text unless its name says otherwise, or it looks like it")
    assert TEXT in {article.text for article in read_bytes(data, name="download", tell=lambda error: None)}


def test_a_plain_text_has_its_title_in_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(
        b"\xef\xbb\xbfDate: 2024-01-24T10:00:00Z\r\nurl: https://example.org/a b\r\nAUTHOR: Ann O\xe2\x80\x99Neill\r\n"
        b"publisher: Daily\r\nlanguage: EN\r\n\r\nA title\r\n\r\nThe body\xc2\xa0goes on.\r\n"
    )
    ((article,), errors) = read(path)
    assert article == Article(
        text="A title\n\nThe body goes on.",
        title="A title",
        source="a.txt",
        url="https://example.org/a%20b",
        date="2024-01-24",
        author="Ann O’Neill",
        publisher="Daily",
        language="en",
    )
    assert errors == [
        "a.txt: 'https://example.org/a b' is no valid address; it is written as https://example.org/a%20b"
    ]


def plain(text: str) -> Article:
    """The article of a plain text."""
    (found,) = read_bytes(text.encode(), name="a.txt", tell=lambda error: None)
    return found


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
def test_a_body_that_repeats_the_title_of_the_header_has_it_on_a_line_of_its_own(between: str) -> None:
    data = f"title: Oslo backs Kyiv\nOslo backs Kyiv{between}Norway sent aid.\nIt came on Monday."
    (article,) = read_bytes(data.encode(), name="a.txt", tell=pytest.fail)
    assert (article.title, article.text) == (
        "Oslo backs Kyiv", "Oslo backs Kyiv\n\nNorway sent aid.\nIt came on Monday."
    )  # fmt: skip
    assert next(read_bytes(b"title: Oslo backs Kyiv\nOslo backs Kyiv", name="a.txt", tell=pytest.fail)).text == (
        "Oslo backs Kyiv"
    )


def test_a_title_with_a_colon_is_no_header() -> None:
    assert plain("Stoltenberg: NATO is ready\n\nIt is.").title == "Stoltenberg: NATO is ready"
    assert plain("date: 2024\ndate: not a header twice\n\nBody.").title == "date: not a header twice"


def test_a_long_first_line_is_no_title() -> None:
    article = plain("A word " * 60)
    assert article.title == ""
    assert article.text.startswith("A word")


def test_lines_under_the_headline_tell_the_date_and_the_author() -> None:
    article = plain(f"{TITLE}\n\nBy Ann Lee and Bo Ek\n\nFriday, October 11, 2024\n\n{PARAGRAPHS[0]}")
    assert (article.author, article.date) == ("Ann Lee, Bo Ek", "2024-10-11")
    assert plain(f"{TITLE}\n\nThe talks of 5 May 2022 failed, he said.").date == ""


def test_a_dateline_tells_the_date_that_nothing_else_does() -> None:
    report = "NAIROBI, June 25, 2024 - The river rose on Monday."
    assert plain(f"{TITLE}\n\n{report}").date == "2024-06-25"
    assert plain(f"{TITLE}\n\nFriday, July 5, 2024\n\n{report}").date == "2024-07-05"


def test_every_file_of_a_folder_is_read_or_named_with_its_reason(tmp_path: Path) -> None:
    for folder in ("deep", ".git"):
        (tmp_path / folder).mkdir()
    for name in ("b.txt", "deep/c.txt", "a.txt", ".git/x.txt", ".DS_Store"):
        (tmp_path / name).write_text(f"Title of {name}\n\nBody.")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "style.css").write_text("p { color: red }")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "noise").write_bytes(bytes(range(1, 32)) * 9)
    told: list[KGError] = []
    articles = list(read_articles([tmp_path], on_error=told.append))
    assert [article.source for article in articles] == ["a.txt", "b.txt", "deep/c.txt"]
    assert {str(error).split(":")[0]: getattr(error, "reason", None) for error in told} == {
        ".DS_Store": "hidden file",
        ".git": "hidden folder",
        "empty.txt": "empty",
        "noise": None,
        "picture.png": "a picture",
        "style.css": "unknown",
    }


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("x/in", "y/in", "z"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text(f"Title in {folder}\n\nBody.")
    (tmp_path / "z" / "b.txt").write_text("Another\n\nBody.")
    both = [tmp_path / "x" / "in" / "a.txt", tmp_path / "y" / "in" / "a.txt"]
    assert [article.source for article in read(*both)[0]] == ["x/in/a.txt", "y/in/a.txt"]
    assert [article.source for article in read(*reversed(both))[0]] == ["y/in/a.txt", "x/in/a.txt"]
    assert [article.source for article in read(tmp_path / "z", both[0])[0]] == ["z/a.txt", "b.txt", "in/a.txt"]
    assert [article.source for article in read(both[0])[0]] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("spaces.txt", b" \n\t\n", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file, a picture"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file: save it as .docx"),
        ("noise.txt", bytes(range(1, 32)) * 9, "is a binary file"),
        (
            "site.xml",
            b"<?xml version='1.0'?><urlset><url/></urlset>",
            "is a sitemap: give its web address with --fetch",
        ),
        ("other.xml", b"<?xml version='1.0'?><note><to>Ann</to></note>", "is XML, but neither a page nor a feed"),
        ("style.css", b"p { color: red }", "'.css' is not understood; known: .txt"),
        ("head.txt", b"date: 2024-01-01\n", "is empty"),
        ("odd.txt", b"caf\x81", "is not text in UTF-8"),
        ("sheet.xlsx", packed_zip({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "save it as .csv"),
        ("long.txt", b"Oslo backs Kyiv " * 30_000, "has 479,999 characters, and an article may have 200,000"),
    ],
)
def test_a_named_source_that_is_no_article_is_an_error(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        read(path)
    (tmp_path / "good.txt").write_text("Good\n\nIt is.")
    articles, errors = read(path, tmp_path / "good.txt")
    assert ([article.title for article in articles], len(errors)) == (["Good"], 1)


def test_a_missing_source_is_known_before_the_first_is_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        read_articles([tmp_path, tmp_path / "missing.txt"], on_error=lambda error: None)
    with pytest.raises(ReadError, match="no articles in this folder"):
        read(tmp_path)
    with pytest.raises(ReadError, match="is a web address; add --fetch"):
        read_articles(["https://herald.example/1"], on_error=lambda error: None)


@pytest.mark.parametrize(
    ("content", "count"),
    [(b"A title\n\nBody.", 1), (b'{"text": "One"}\n{"text": "Two"}\n', 2), (all_kinds()["a.pdf"], 1)],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes, count: int) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    articles, _ = read("-")
    assert len(articles) == count
    assert articles[0].source == "standard input"


def test_what_is_said_of_an_article_and_not_understood_costs_one_warning_and_not_the_article() -> None:
    told: list[KGError] = []
    text = b"date: soon\nurl: http://a.example:port/\nlanguage: Klingonese\n\nA title\n\nBody."
    (article,) = read_bytes(text, name="a.txt", tell=told.append)
    assert (article.date, article.url, article.language) == ("", "", "en")
    assert all(isinstance(error, MetadataError) for error in told)
    assert [str(error).split("'")[1] for error in told] == ["soon", "Klingonese", "http://a.example:port/"]


def test_a_map_names_fields() -> None:
    record = json.dumps({"kop": "A", "inhoud": {"tekst": "B."}, "body": "not this"}).encode()
    options = parse_map("title=kop,text=inhoud.tekst")
    (article,) = read_bytes(record, name="a.json", options=options, tell=lambda error: None)
    assert article.text == "A\n\nB."
    for wrong in ("text", "text=", "kop=title"):
        with pytest.raises(ReadError, match=r"--map '.*': write it as text=body,title=headline"):
            parse_map(wrong)


def test_an_archive_goes_on_after_a_bad_member() -> None:
    told: list[KGError] = []
    data = packed_zip({"a.txt": PLAIN.encode(), "b.png": b"\x89PNG\r\n", "c.json": b"[", "sub/d.txt": PLAIN.encode()})
    articles = list(read_bytes(data, name="z.zip", tell=told.append))
    assert [article.source for article in articles] == ["z.zip/a.txt", "z.zip/sub/d.txt"]
    assert [str(error).split(": ")[0] for error in told] == ["z.zip/b.png", "z.zip/c.json"]
    assert isinstance(told[0], SkipError) and not isinstance(told[1], SkipError)
