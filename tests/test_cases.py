"""The files that went wrong when they were tried: each is read right, or refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CHECKOUT

from kg.errors import KGError, MetadataError, ReadError
from kg.model import Article
from kg.reading import read_articles

INPUTS = CHECKOUT.parent / "shared" / "cases" / "inputs"
pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason="the cases (../shared/cases) are not beside this checkout")

TITLE = "New NATO chief Rutte meets Zelenskyy and Starmer in first days"
DAY = "2024-10-11"


def read(name: str) -> tuple[list[Article], list[KGError]]:
    """The articles of a case, and what was told."""
    told: list[KGError] = []
    return list(read_articles([INPUTS / name], on_error=told.append)), told


@pytest.mark.parametrize(
    ("name", "date", "author", "publisher"),
    [
        ("a.docx", "", "", ""),
        ("a.md", "", "", ""),
        ("a.pdf", "", "", ""),
        ("crlf.txt", "", "", ""),
        ("datelong.txt", DAY, "", ""),
        ("headers2.txt", DAY, "", "Reuters"),
        ("html-in.txt", DAY, "Marc Deleu", "The Herald"),
        ("latin1.txt", "", "", ""),
        ("list.json", DAY, "", ""),
        ("mail.eml", DAY, "", ""),
        ("markdown-in.txt", "", "", ""),
        ("one.json", DAY, "", ""),
        ("rfc.jsonl", DAY, "", ""),
        ("saved.html", DAY, "Marc Deleu", "The Herald"),
        ("scrapy.jsonl", DAY, None, None),
        ("t.csv", DAY, "", ""),
        ("utf16.txt", "", "", ""),
        ("utf16le-nobom.txt", "", "", ""),
        ("utf32.txt", "", "", ""),
        ("w.warc.gz", DAY, "Marc Deleu", "The Herald"),
    ],
)
def test_one_article_in_many_forms(name: str, date: str, author: str | None, publisher: str | None) -> None:
    ((article,), told) = read(name)
    ((right,), _) = read("headers2.txt")
    assert (article.text, article.title, told) == (right.text, TITLE, [])
    assert article.date == date
    assert author is None or (article.author, article.publisher) == (author, publisher)


@pytest.mark.parametrize("name", ["feed.atom", "feed.rss"])
def test_feeds(name: str) -> None:
    ((article,), told) = read(name)
    assert (article.title, article.date, article.url, told) == (TITLE, DAY, "https://h.example/1", [])
    assert article.text.startswith(f"{TITLE}\n\nLONDON - Mark Rutte has spent his first ten days")


def test_a_zip_with_a_folder() -> None:
    articles, told = read("z.zip")
    assert ([article.source for article in articles], told) == (["z.zip/mixed/sub/second.txt", "z.zip/own.txt"], [])


@pytest.mark.parametrize(
    ("name", "url"), [("hashhash.txt", "https://a.example/story#top%23comments"), ("port.txt", "")]
)
def test_addresses_that_are_none(name: str, url: str) -> None:
    ((article,), told) = read(name)
    assert (article.url, article.title) == (url, "Oslo backs Kyiv")
    assert [type(error) for error in told] == [MetadataError]


def test_authors() -> None:
    articles, told = read("authors.jsonl")
    assert ([article.author for article in articles], told) == (["A", "A, B", ""], [])
    assert [article.date for article in articles] == [DAY, "", DAY]


def test_dates() -> None:
    articles, told = read("dates.jsonl")
    assert len(articles) == 25
    assert len(told) == sum(not article.date for article in articles) == 13
    assert all(isinstance(error, MetadataError) and str(error).startswith("dates.jsonl:") for error in told)


def test_types() -> None:
    articles, told = read("types.jsonl")
    lines = sum(1 for line in (INPUTS / "types.jsonl").read_text("utf8").split("\n") if line.strip())
    assert len(articles) + sum(isinstance(error, ReadError) for error in told) == lines
    assert {article.language for article in articles} == {"en", "en-us"}


@pytest.mark.parametrize("name", ["v1.txt", "v3.txt", "de.txt", "de-h.txt", "fr.txt"])
def test_texts_that_another_step_judges(name: str) -> None:
    ((article,), told) = read(name)
    assert (bool(article.text), told) == (True, [])


def test_no_case_is_forgotten() -> None:
    source = Path(__file__).read_text("utf8")
    assert [path.name for path in sorted(INPUTS.iterdir()) if f'"{path.name}"' not in source] == []
