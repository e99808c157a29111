"""Lists of articles: JSON in the shapes of exports and interfaces, JSON lines, tables."""

from __future__ import annotations

import gc
import json
import warnings
from itertools import islice
from pathlib import Path

import pytest
from sources import RECORD, TEXT, csv_row, parquet

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading import parse_map, read_articles, read_bytes
from kg.reading.records import LONGEST_LINE


def read(data: object, name: str = "a.json", fields: str = "") -> tuple[list[Article], list[str]]:
    """The articles of a file, and what was told."""
    told: list[KGError] = []
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    articles = list(read_bytes(content, name=name, options=parse_map(fields), tell=told.append))
    return articles, [str(error) for error in told]


@pytest.mark.parametrize(
    "record",
    [
        {
            "headline": "A",
            "content": "B.",
            "pubDate": "Fri, 11 Oct 2024 08:00:00 GMT",
            "creator": "Ann Lee",
            "source": "H",
        },
        {
            "title": "A",
            "maintext": "B.",
            "date_publish": "2024-10-11 08:00:00",
            "authors": ["Ann Lee"],
            "source_domain": "H",
        },
        {
            "webTitle": "A",
            "fields": {"bodyText": "B."},
            "webPublicationDate": "2024-10-11",
            "byline": "By Ann Lee",
            "site": "H",
        },
        {
            "headline": {"main": "A"},
            "body": "B.",
            "pub_date": "2024-10-11",
            "byline": {"name": "Ann Lee"},
            "source": "H",
        },
        {
            "title": {"rendered": "A"},
            "content": {"rendered": "<p>B.</p>"},
            "date": "2024-10-11",
            "by": "Ann Lee",
            "outlet": "H",
        },
        {
            "@type": "NewsArticle",
            "headline": "A",
            "articleBody": "B.",
            "datePublished": "2024-10-11T08:00:00Z",
            "author": [{"@type": "Person", "name": "Ann Lee"}],
            "publisher": {"name": "H"},
        },
        {"_source": {"title": "A", "text": "B.", "published": 1728633600, "author": "Ann Lee", "newspaper": "H"}},
        {
            "Title": "A",
            "Article_Text": "B.",
            "Publish_Date": {"$date": "2024-10-11T00:00:00Z"},
            "Authors": "['Ann Lee']",
            "Site": "H",
        },
    ],
)
def test_the_usual_names_of_fields_are_known(record: dict[str, object]) -> None:
    ((article,), told) = read(record)
    assert (article.text, article.title, article.date) == ("A\n\nB.", "A", "2024-10-11")
    assert (article.author, article.publisher, told) == ("Ann Lee", "H", [])


@pytest.mark.parametrize(
    "answer",
    [
        [RECORD, RECORD],
        {"status": "ok", "totalResults": 2, "articles": [RECORD, RECORD]},
        {"response": {"docs": [RECORD, RECORD]}},
        {"hits": {"total": 2, "hits": [{"_id": "1", "_source": RECORD}, {"_id": "2", "_source": RECORD}]}},
        {"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": [RECORD, RECORD]},
    ],
)
def test_articles_are_found_wherever_an_answer_has_them(answer: object) -> None:
    articles, told = read(answer)
    assert [article.text for article in articles] == [TEXT, TEXT]
    assert told == []


def test_json_lines_go_on_after_a_broken_one() -> None:
    good = {"title": "One", "text": "Body one.", "date": "2024-02", "author": None, "id": 7, "section": "ignored"}
    lines = [json.dumps(good), '{"title": "broken', "", '["no object"]', '{"title": "No text"}', '{"text": 5}']
    lines += ['{"text": "One\\n\\nAgain", "title": "One", "date": "yesterday"}', '{"text": "Last", "id": {"a": 1}}']
    articles, told = read("\n".join(lines).encode(), "news.jsonl")
    assert [(a.text, a.title, a.source) for a in articles] == [
        ("One\n\nBody one.", "One", "news.jsonl#7"),
        ("One\n\nAgain", "One", "news.jsonl"),
        ("Last", "Last", "news.jsonl"),
    ]
    assert [line.split(":")[1] for line in told] == ["2", "4", "5", "6", "7"]
    assert "is not JSON" in told[0] and "name the right one of title with --map text=FIELD" in told[2]
    assert "'yesterday' is not a date" in told[-1]


def test_json_lines_of_any_encoding_and_length() -> None:
    line = json.dumps(RECORD) + "\n"
    long = b'{"text": "' + b"x" * LONGEST_LINE + b'"}\n'
    articles, told = read(long + line.encode(), "a.jsonl")
    assert (len(articles), told) == (1, ["a.jsonl:1: the line has more than 16 MB"])
    assert read(("\ufeff" + line * 2).encode("utf-16-le"), "a.jsonl")[0][1].text == TEXT


def test_a_table_of_any_separator_and_encoding() -> None:
    for data in (csv_row(), csv_row(";"), csv_row("\t"), csv_row("|"), csv_row().decode().encode("utf-16")):
        assert [article.text for article in read(data, "a.csv")[0]] == [TEXT]
    assert read("title,body\nZoë,“Né”\n".encode("cp1252"), "a.csv")[0][0].text == "Zoë\n\n“Né”"
    assert read(b"title,text\nA,B.\n\n,\nC,D.\n", "a.txt")[0][1].text == "C\n\nD."


@pytest.mark.parametrize("wanted", [1, 2])
def test_a_table_that_is_read_or_left_half_way_leaves_nothing_open(tmp_path: Path, wanted: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"title,text\nA,B.\nC,D.\n")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        found = read_articles([path], on_error=pytest.fail)
        assert len(list(islice(found, wanted))) == wanted
        del found
        gc.collect()
    assert not told


def test_a_table_without_a_known_column_says_how_to_name_it() -> None:
    with pytest.raises(
        ReadError, match="no column holds the text; name it with --map text=COLUMN; its columns: kop, inhoud"
    ):
        read(b"kop,inhoud\nA,B\n", "a.csv")
    assert read(b"kop,inhoud\nA,B\n", "a.csv", "text=inhoud,title=kop")[0][0].text == "A\n\nB"
    with pytest.raises(ReadError, match="has no column 'body'; its columns: kop, inhoud"):
        read(b"kop,inhoud\nA,B\n", "a.csv", "text=body")


def test_parquet() -> None:
    ((article,), told) = read(parquet(), "x")
    assert (article.text, article.source, told) == (TEXT, "x#7", [])
    with pytest.raises(ReadError, match="is a damaged Parquet file"):
        read(parquet()[:-9], "x")


@pytest.mark.parametrize("data", [b"[", b"{}", b"[]", b"null", b'{"a": [1]}', b"[" * 100_000, b"{" * 5])
def test_json_without_an_article_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.json: (is not|the field 'text' is missing)"):
        read(data)


def test_markup_in_a_field_is_shown_as_a_reader_sees_it() -> None:
    ((article,), _) = read(
        {"title": "AT&amp;T &#8211; up", "body": "<p>One&nbsp;two.</p><script>x</script><p>Three.</p>"}
    )
    assert article.text == "AT&T – up\n\nOne two.\n\nThree."
