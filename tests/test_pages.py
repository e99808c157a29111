"""Pages: their main text, and what they say of it."""

from __future__ import annotations

import pytest
from sources import AUTHOR, DATE, HTML, PARAGRAPHS, PUBLISHER, TEXT, TITLE, URL

from kg.errors import KGError, ReadError
from kg.model import Article
from kg.reading import read_bytes
from kg.reading.visible import text_of

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(markup: str | bytes, *, media_type: str = "") -> Article:
    """The only article of a page."""
    data = markup if isinstance(markup, bytes) else markup.encode()
    (found,) = read_bytes(data, name="a.html", media_type=media_type, tell=lambda error: None)
    return found


@pytest.mark.parametrize(
    "noise",
    [
        "<div class='cookie-banner'><p>We and our partners use cookies. You can accept all of them.</p></div>",
        "<aside><h3>Most read</h3><p>Chad attacked Mali, the ministry said on Friday.</p></aside>",
        "<section id='comments'><h2>Comments</h2><p>Nobody in Mali has ever supported Chad.</p></section>",
        "<figure><img><figcaption>Ida Holm meets Bo Ek in Bergen on Monday.</figcaption></figure>",
        "<p>READ MORE: <a>Chad attacks Mali</a></p><p>Also read: Chad denies the attack</p>",
        "<p>Reporting by Ann Lee; Editing by Bo Ek</p><p>Photo: Bo Ek/AFP</p>",
        "<p>Correction: An earlier version of this article said that Chad attacked Mali.</p>",
        "<p>Sign up for our newsletter to get the best of Chad in your inbox.</p>",
        "<div style='display: none'><p>Chad attacked Mali.</p></div><p hidden>Chad attacked Mali.</p>",
        "<blockquote class='twitter-tweet'><p>Chad attacked Mali.</p></blockquote>",
        "<div class='RelatedStories'><p>Chad attacked Mali, the ministry said on Friday.</p></div>",
        "<script>var x = 'Chad attacked Mali.'</script><noscript>Chad attacked Mali.</noscript>",
    ],
)
def test_what_stands_beside_the_article_is_no_text_of_it(noise: str) -> None:
    assert page(HTML.replace("</article>", f"{noise}</article>")).text == TEXT
    assert page(HTML.replace("<nav>", f"{noise}<nav>")).text == TEXT


@pytest.mark.parametrize(
    ("head", "top"),
    [
        (
            f'<meta name="byl" content="By {AUTHOR}"><meta name="dc.date" content="{DATE}">'
            f'<meta property="og:site_name" content="{PUBLISHER}">',
            "",
        ),
        (f"<title>{TITLE} | {PUBLISHER}</title>", f"<p>By {AUTHOR}</p><p>Friday, October 11, 2024</p>"),
        (
            f"<title>{PUBLISHER}: {TITLE}</title>",
            f"<span class='byline'>{AUTHOR}</span> <time datetime='{DATE}'>today</time>",
        ),
        (
            '<script type="application/ld+json"><!-- {"@graph": [{"@id": "#p", "name": "The Herald"},'
            '{"@type": ["NewsArticle"], "headline": "Norway sends tents…",'
            '"datePublished": "2024-10-11T22:00:00-05:00",'
            '"publisher": {"@id": "#p"}, "author": [{"@type": "Person", "name": "Ann Lee"}],}]} --></script>',
            "",
        ),
        (
            "",
            f"<p itemprop='author'>{AUTHOR}</p><meta itemprop='datePublished' content='{DATE}'>"
            f"<b itemprop='publisher'>{PUBLISHER}</b>",
        ),
    ],
)
def test_what_a_page_says_is_found_wherever_it_stands(head: str, top: str) -> None:
    article = page(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{top}{BODY}</body></html>")
    assert (article.title, article.text) == (TITLE, TEXT)
    assert (article.date, article.author, article.publisher) == (DATE, AUTHOR, PUBLISHER)


def test_a_page_with_several_whole_articles_gives_each() -> None:
    other = [f"{paragraph} It was the second time in a year, after long talks." for paragraph in PARAGRAPHS]
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in other)
    second = f"<article><h2>Chad signs a treaty with Mali</h2><p>By Bo Ek</p>{shown}</article>"
    first = f"<article><h1>{TITLE}</h1>{BODY}<p>{' '.join(PARAGRAPHS)}</p></article>"
    markup = (
        f"<html lang='en'><head><meta property='og:site_name' content='H'></head><body>{first}{second}</body></html>"
    )
    articles = list(read_bytes(markup.encode(), name="a.html", tell=lambda error: None))
    assert [(a.title, a.author, a.publisher) for a in articles] == [
        (TITLE, "", "H"),
        ("Chad signs a treaty with Mali", "Bo Ek", "H"),
    ]


def test_the_text_of_the_data_is_taken_where_the_page_shows_none_unless_it_is_paid_for() -> None:
    body = "\\n\\n".join(PARAGRAPHS)
    data = f'{{"@type": "NewsArticle", "headline": "{TITLE}", "articleBody": "{body}", "isAccessibleForFree": %s}}'
    markup = '<html><head><script type="application/ld+json">%s</script></head><body><h1>x</h1><p>%s</p></body></html>'
    assert page(markup % (data % "true", "")).text == TEXT
    assert page(markup % (data % "false", PARAGRAPHS[0])).text == f"{TITLE}\n\n{PARAGRAPHS[0]}"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1", "utf-16", "windows-1251", "shift_jis"])
def test_the_encoding_is_what_the_page_or_http_says(charset: str) -> None:
    name = {"windows-1251": "Группа", "shift_jis": "東京"}.get(charset, "Zoë")
    markup = HTML.replace("Suderland at noon", f"{name} at noon")
    told = markup.replace("<head>", f'<head><meta charset="{charset}">').encode(charset)
    assert f"{name} at noon" in page(told).text
    assert f"{name} at noon" in page(markup.encode(charset), media_type=f"text/html; charset={charset}").text


def test_a_saved_page_knows_its_address() -> None:
    markup = HTML.replace("<html", f"<!-- saved from url=(0038){URL} --><html").replace('rel="canonical"', 'rel="x"')
    assert page(markup).url == URL


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<html><body></body></html>", "is a page without the text of an article"),
        ("<html><body><nav><a>One</a></nav></body></html>", "is a page without the text of an article"),
        ("<div>" * 5000, "levels"),
        ("<p>a<b>b</b>" * 60_000, "elements"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><html><p>&a;</p></html>", "defines XML entities"),
        ("<p>" + "x" * (9 << 20), "has 9 MB, and at most 8 MB"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_clear_line(markup: str, message: str) -> None:
    told: list[KGError] = []
    with pytest.raises(ReadError, match=message):
        list(read_bytes(markup.encode(), name="a.html", tell=told.append))
    assert told == []


def test_text_of_markup() -> None:
    assert text_of("One<br>two <b>three</b>&nbsp;four<p>five") == "One\ntwo three\xa0four\n\nfive"
    assert text_of("no markup \ud800\x00") == "no markup ?"
