"""Dates, languages, addresses and names as sources write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reading.metadata import byline_names, clean_date, clean_language, clean_names, clean_url


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-10-11T08:00:00Z", "2024-10-11"),
        ("2024-1-1", "2024-01-01"),
        ("2024/10/11", "2024-10-11"),
        ("20241011T080000Z", "2024-10-11"),
        ("D:20241011080000+02'00'", "2024-10-11"),
        ("2024-W05-3", "2024-01-31"),
        ("2024-01-24T23:59:60Z", "2024-01-24"),
        ("2024-01-24+14:00", "2024-01-24"),
        ("Fri, 11 Oct 2024 08:00:00 GMT", "2024-10-11"),
        ("Fri, 11 Oct 24 08:00:00 +0200", "2024-10-11"),
        ("Fri Oct 11 08:00:00 +0000 2024", "2024-10-11"),
        ("11 October 2024", "2024-10-11"),
        ("October 11, 2024", "2024-10-11"),
        ("Updated: Sept. 5th, 2024 at 8:14 pm EDT", "2024-09-05"),
        ("11-Oct-2024", "2024-10-11"),
        ("1728633600", "2024-10-11"),
        ("1728633600000", "2024-10-11"),
        ("1728633600.25", "2024-10-11"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024 10:00", "2024-12-31"),
        ("10/11/2024", "2024"),
        ("2024", "2024"),
        ("October 2024", "2024-10"),
        ("١٩٩٩-٠١-٠١", "1999-01-01"),
        *[(text, "") for text in ("0000-00-00", "9999-12-31", "2024-02-30", "2024-13-45", "yesterday", "now", "0", "")],
        *[(text, "") for text in ("1e9", "2024-W05", "-0044-03-15", "10000-01-01", "31/31/2024", "in May he said")],
    ],
)
def test_dates(text: str, found: str) -> None:
    assert clean_date(text) == found


@settings(deadline=None)
@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2199, 1, 1)))
def test_every_way_of_writing_a_day_gives_that_day(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%a, %d %b %Y %H:%M:%S GMT", "%d %B %Y", "%B %d, %Y", "%Y%m%d"):
        assert clean_date(day.strftime(form)) == day.isoformat()


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_dates_languages_or_addresses_fail(text: str) -> None:
    assert len(clean_date(text)) in (0, 4, 7, 10)
    clean_language(text)
    clean_url(text)
    byline_names(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[(text, "en") for text in ("English", "eng", "EN", "en, fr", "en;q=0.9", "English (United States)")],
        *[("en_GB.UTF-8", "en-gb"), ("EN-us", "en-us"), ("British English", "en-gb"), ("zh-Hans", "zh-hans")],
        *[("German", "de"), ("ger", "de"), ("fra", "fr"), ("Klingonese", ""), ("", ""), ("?", "")],
    ],
)
def test_languages(text: str, code: str) -> None:
    assert clean_language(text) == code


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example/story#top#comments", "https://a.example/story#top%23comments"),
        ("https://a.example/[1] a?b={c}", "https://a.example/%5B1%5D%20a?b=%7Bc%7D"),
        ("https://ann:secret@a.example:8080/", "https://a.example:8080/"),
        ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x"),
        ("http://a.example:/x", "http://a.example/x"),
        ("//a.example/x", "https://a.example/x"),
        ("https://exämple.org/ä", "https://xn--exmple-cua.org/%C3%A4"),
        ("https://a.example/%zz", "https://a.example/%25zz"),
        *[
            (text, "")
            for text in ("http://a.example:port/", "http://a.example:99999/", "http://[::zz]/", "example", "")
        ],
        *[(text, "") for text in ("javascript:alert(1)", "mailto:a@b.example", "http://a b/", "http:///x", "https://")],
    ],
)
def test_addresses(text: str, url: str) -> None:
    assert clean_url(text) == url


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="/?#\\[]@:"), min_size=1), st.text())
def test_an_address_becomes_a_valid_iri(path: str, rest: str) -> None:
    import pyoxigraph as ox

    for text in (f"https://example.org/{path}", f"https://example.org/{rest}", f"https://{rest}/{path}"):
        if address := clean_url(text):
            assert list(ox.parse(f"<{address}> <{address}> 1 .".encode(), format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ann Lee", "Ann Lee"),
        (["Ann Lee", "Bo Ek", "Ann Lee"], "Ann Lee, Bo Ek"),
        ([{"@type": "Person", "name": "Ann Lee"}, {"name": ["Bo Ek"]}], "Ann Lee, Bo Ek"),
        ({"#text": "Ann"}, "Ann"),
        ("['Ann Lee', \"Bo Ek\"]", "Ann Lee, Bo Ek"),
        *[(value, "") for value in (None, 5, {}, [], "  ", [None, 3])],
    ],
)
def test_names(value: object, names: str) -> None:
    assert clean_names(value) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee in Oslo and Bo Ek in Bergen", "Ann Lee"),
        ("Ann Lee and Bo Ek | Reuters", "Ann Lee, Bo Ek"),
        ("Ann Lee, diplomatic correspondent", "Ann Lee"),
        ("ANN LEE\n12 MAY 2024", "ANN LEE"),
        ("Posted by Ann van der Berg on 5 May", "Ann van der Berg"),
        *[(line, "") for line in ("admin", "https://a.example", "5 min read", "", "by the river he said", "@ann")],
    ],
)
def test_bylines(line: str, names: str) -> None:
    assert byline_names(line) == names
