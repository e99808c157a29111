"""Sources to articles."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading import read_articles
from kg.reading.text import clean, clean_url, decode, plain_article


def read(*sources: str | Path) -> tuple[list[Article], list[str]]:
    """All articles of some sources, and what was passed over."""
    errors: list[KGError] = []
    articles = list(read_articles(sources, on_error=errors.append))
    return articles, [str(error) for error in errors]


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
    assert errors == []


def test_a_title_with_a_colon_is_no_header() -> None:
    assert plain_article("Stoltenberg: NATO is ready\n\nIt is.", source="a").title == "Stoltenberg: NATO is ready"
    assert (
        plain_article("date: 2024\ndate: not a header twice\n\nBody.", source="a").title == "date: not a header twice"
    )


def test_a_long_first_line_is_no_title() -> None:
    article = plain_article("A word " * 60, source="a")
    assert article.title == ""
    assert article.text.startswith("A word")


def test_json_lines_go_on_after_a_broken_one(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    good = {"title": "One", "text": "Body one.", "date": "2024-02", "author": None, "id": 7, "section": "ignored"}
    lines = [json.dumps(good), '{"title": "broken', "", '["no object"]', '{"title": "No text"}', '{"text": 5}']
    path.write_text(
        "\n".join([*lines, '{"text": "One\\n\\nAgain", "title": "One", "date": "yesterday"}', '{"text": "Last"}'])
    )
    articles, errors = read(path)
    assert [(a.text, a.title, a.source) for a in articles] == [
        ("One\n\nBody one.", "One", "news.jsonl#7"),
        ("Last", "Last", "news.jsonl"),
    ]
    assert [error.split(":")[1] for error in errors] == ["2", "4", "5", "6", "7"]
    assert "is not JSON" in errors[0]
    assert "'yesterday' is not a date" in errors[-1]


def test_a_body_that_begins_with_its_title_gets_no_second_one(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps({"title": "One  title", "text": "One title\n\nBody."}))
    assert read(path)[0][0].text == "One title\n\nBody."


def test_a_folder_gives_its_articles_in_order_and_passes_over_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "deep/c.txt", "a.txt", ".hidden/x.txt"):
        (tmp_path / name).write_text(f"Title of {name}\n\nBody.")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")
    articles, errors = read(tmp_path)
    assert [article.source for article in articles] == ["a.txt", "b.txt", "c.txt"]
    assert errors == ["empty.txt: is empty"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("spaces.txt", b" \n\t\n", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file"),
        ("paper.txt", b"%PDF-1.7 text", "is a binary file"),
        ("noise.txt", bytes(range(1, 32)) * 9, "is a binary file"),
        ("page.html", b"<html>", "'.html' is not understood; known: .txt"),
        ("dated.txt", b"date: tomorrow\n\nTitle\n\nBody", "'tomorrow' is not a date in ISO 8601"),
        ("linked.txt", b"url: example\n\nTitle\n\nBody", "'example' is not a web address"),
        ("head.txt", b"date: 2024-01-01\n", "is empty"),
        ("odd.txt", b"caf\x81", "is not text in UTF-8"),
    ],
)
def test_a_named_source_that_is_no_article_is_an_error(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        read(path)


def test_a_missing_source_is_known_before_the_first_is_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        read_articles([tmp_path, tmp_path / "missing.txt"], on_error=lambda error: None)
    with pytest.raises(ReadError, match="no articles in this folder"):
        read(tmp_path)


@pytest.mark.parametrize(("content", "count"), [(b"A title\n\nBody.", 1), (b'{"text": "One"}\n{"text": "Two"}\n', 2)])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes, count: int) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    articles, _ = read("-")
    assert len(articles) == count
    assert articles[0].source == "standard input"


def test_other_encodings() -> None:
    assert decode("Zoë".encode("utf-16"), "a") == "Zoë"
    assert decode("“Zoë”".encode("cp1252"), "a") == "“Zoë”"


@given(st.text())
def test_clean_text_is_clean_and_stays(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any((ord(c) < 32 and c != "\n") or 0xD7FF < ord(c) < 0xE000 or c in "\r\ufeff" for c in cleaned)
    cleaned.encode()


@given(st.text(st.characters(exclude_characters="/?#\\[]@:"), min_size=1))
def test_an_address_becomes_a_valid_iri(path: str) -> None:
    import pyoxigraph as ox

    address = clean_url(f"https://example.org/{path}", "a")
    assert list(ox.parse(f"<{address}> <{address}> 1 .".encode(), format=ox.RdfFormat.TURTLE))
