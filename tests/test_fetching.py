"""Reading over the network, against a server of our own on this machine."""

from __future__ import annotations

import gzip
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sites import PAGE, Handler, Site

from kg.errors import KGError, ReadError, SkipError
from kg.model import Article
from kg.reading import Options, connecting
from kg.reading.connecting import Limits
from kg.reading.fetching import Fetcher
from kg.reading.sources import read_articles
from kg.reading.web import read_web


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.ended.set()
    server.shutdown()
    server.server_close()


def fetcher(*, cache: Path | None = None, seconds: float = 5, size: int = 1 << 20, private: bool = True) -> Fetcher:
    """One that does not wait."""
    return Fetcher(cache=cache, limits=Limits(seconds, size, private), sleep=lambda seconds: None)


def read(url: str, by: Fetcher | None = None, most: int = 500) -> tuple[list[Article], list[str]]:
    """The articles at an address, and what was told."""
    told: list[KGError] = []
    try:
        found = list(read_web(url, by or fetcher(), options=Options(), tell=told.append, most=most))
    except ReadError as error:
        return [], [*map(str, told), str(error)]
    return found, [str(error) for error in told]


def test_a_page_is_an_article_with_its_address(site: Site) -> None:
    site.page("/news/1")
    (article,), told = read(site.url("/news/1"))
    assert (article.title, article.url, article.source) == ("Bridge closed", site.url("/news/1"), site.url("/news/1"))
    assert "bridge 8" in article.text
    assert not told
    assert [path for path, _ in site.asked] == ["/robots.txt", "/news/1"]
    assert site.asked[1][1]["user-agent"].startswith("newskg ")


def test_robots_txt_is_kept_with_its_wildcards(site: Site) -> None:
    site.replies["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /*/print$\nDisallow: /private/\n")
    site.page("/1")
    by = fetcher()
    for path in ("/1/print", "/private/2"):
        with pytest.raises(SkipError, match=f"{path}: robots.txt does not allow it"):
            by.get(site.url(path))
    assert by.get(site.url("/1")).data
    assert site.paths() == ["/1"]
    assert len(site.asked) == 2  # robots.txt once


def test_where_robots_txt_fails_nothing_is_asked(site: Site) -> None:
    site.replies["/robots.txt"] = (500, {}, b"")
    site.page("/1")
    assert read(site.url("/1")) == (
        [],
        [f"{site.url('/1')}: its robots.txt cannot be had, so that nothing is asked there"],
    )
    assert site.paths() == []


def test_a_redirect_may_not_pass_by_robots_txt(site: Site) -> None:
    site.replies["/robots.txt"] = (200, {}, b"User-agent: newskg\nDisallow: /no\n")
    site.replies["/yes"] = (301, {"Location": "/no"}, b"")
    assert read(site.url("/yes"))[1] == [
        f"{site.url('/yes')}: leads on: {site.url('/no')}: robots.txt does not allow it"
    ]


def test_redirects_are_followed_and_bounded(site: Site) -> None:
    site.page("/end")
    site.replies |= {"/a": (302, {"Location": "/b"}, b""), "/b": (308, {"Location": site.url("/end")}, b"")}
    site.replies |= {"/x": (302, {"Location": "/y"}, b""), "/y": (302, {"Location": "/x"}, b"")}
    site.replies |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(20)}
    site.replies |= {"/file": (302, {"Location": "file:///etc/passwd"}, b""), "/nowhere": (302, {}, b"")}
    (article,), _ = read(site.url("/a"))
    assert article.url == site.url("/end")
    for path, words in (
        ("/x", "redirects in a circle"),
        ("/0", "redirects more than 5 times"),
        ("/file", "redirects to what is no address of the web (http or https)"),
        ("/nowhere", "redirects nowhere"),
    ):
        assert read(site.url(path)) == ([], [f"{site.url(path)}: {words}"])


def test_private_addresses_are_not_asked_also_on_a_redirect(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.page("/secret")
    refused = "lies inside a private network; it is asked only with --allow-private"
    assert read(site.url("/secret"), fetcher(private=False)) == ([], [f"{site.url('/secret')}: {refused}"])
    assert not site.asked
    # as if this server stood in the open Internet: what is checked is the very address that is connected to
    monkeypatch.setattr(connecting, "is_public", lambda address: address == "127.0.0.1")
    site.replies["/out"] = (302, {"Location": f"http://127.0.0.2:{site.server_port}/secret"}, b"")
    (line,) = read(site.url("/out"), fetcher(private=False))[1]
    assert line == f"{site.url('/out')}: leads on: http://127.0.0.2:{site.server_port}/secret: {refused}"


def test_a_name_that_changes_its_address_leads_nowhere_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["127.0.0.1", "127.0.0.1"])
    looked_up: list[str] = []

    def look_up(host: str, port: int, **kwargs: object) -> list[object]:
        looked_up.append(host)
        address = (next(answers, "10.0.0.1"), port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(connecting, "is_public", lambda address: address == "127.0.0.1")
    site.page("/1")
    by = fetcher(private=False)
    assert by.get(f"http://paper.example:{site.server_port}/1").data
    assert looked_up == ["paper.example"] * 2  # once a request: the address that was checked is the one asked
    with pytest.raises(ReadError, match="private network"):
        by.get(f"http://paper.example:{site.server_port}/2")


def stall(handler: Handler) -> None:
    """Say nothing at all."""
    handler.server.ended.wait(10)


def drip(handler: Handler) -> None:
    """A header that never ends, a byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.ended.wait(0.05):
        try:
            handler.wfile.write(b"a")
            handler.wfile.flush()
        except OSError:
            return


def flood(handler: Handler) -> None:
    """A body without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    try:
        while not handler.server.ended.is_set():
            handler.wfile.write(b"x" * 65536)
    except OSError:
        return


def hang_up(handler: Handler) -> None:
    """Less than was announced."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: text/html\r\n\r\nhalf")


@pytest.mark.parametrize("server", [stall, drip])
def test_a_server_that_stalls_is_left_in_time(site: Site, server: Callable[[Handler], None]) -> None:
    site.replies["/slow"] = server
    begin = time.monotonic()
    assert read(site.url("/slow"), fetcher(seconds=0.3)) == ([], [f"{site.url('/slow')}: has not answered in 0.3 s"])
    assert time.monotonic() - begin < 8


def test_what_is_too_large_is_not_read(site: Site) -> None:
    bomb = gzip.compress(b"\0" * (8 << 20))
    site.replies |= {
        "/flood": flood,
        "/long": (200, {"Content-Type": "text/html"}, b"x" * (2 << 20)),
        "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb),
    }
    for path in ("/flood", "/long", "/bomb"):
        assert read(site.url(path)) == ([], [f"{site.url(path)}: has more than 1 MB; it is not read"])


def test_what_is_damaged_or_no_article_is_told_in_a_line(site: Site) -> None:
    site.replies |= {
        "/cut": hang_up,
        "/packed": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08 no gzip"),
        "/short": (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode())[:-20]),
        "/brotli": (200, {"Content-Encoding": "br"}, b"..."),
        "/film": (200, {"Content-Type": "video/mp4"}, b"...."),
        "/picture": (200, {"Content-Type": "text/html"}, b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
        "/garbage": lambda handler: handler.wfile.write(b"\xff\xfe no HTTP \r\n\r\n") and None,
    }
    for path in ("/cut", "/packed", "/short", "/brotli", "/film", "/picture", "/garbage", "/missing"):
        found, told = read(site.url(path))
        assert not found
        assert len(told) == 1
        assert told[0].startswith(f"{site.url(path)}: ")
        assert "\n" not in told[0]
    assert read(site.url("/missing"))[1] == [f"{site.url('/missing')}: the server answered 404 Not Found"]


def test_what_may_work_later_is_tried_again(site: Site) -> None:
    waits: list[float] = []
    by = Fetcher(limits=Limits(5, 1 << 20, True), pause=0.5, sleep=waits.append)
    site.page("/1")
    good, left = site.replies["/1"], [(503, {"Retry-After": "7"}, b""), (500, {}, b"")]

    def recover(handler: Handler) -> None:
        site.replies["/1"] = recover
        status, headers, body = left.pop(0) if left else good  # type: ignore[misc]
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.replies["/1"] = recover
    assert by.get(site.url("/1")).data
    assert 7.0 in waits  # as it asked
    site.replies["/down"] = (503, {}, b"")
    assert read(site.url("/down"))[1] == [f"{site.url('/down')}: the server answered 503 Service Unavailable"]
    assert site.paths() == ["/1"] * 3 + ["/down"] * 3


def test_a_host_is_asked_once_a_second(site: Site) -> None:
    waits: list[float] = []
    by = Fetcher(limits=Limits(private=True), sleep=waits.append)
    site.replies["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3\n")
    for number in range(2):
        site.page(f"/{number}")
        by.get(site.url(f"/{number}"))
    assert [round(wait) for wait in waits] == [1, 4]  # after robots.txt, after the first page


def test_the_cache_asks_only_for_changes(site: Site, tmp_path: Path) -> None:
    site.page("/1", ETag='"one"')
    first = fetcher(cache=tmp_path / "cache").get(site.url("/1"))
    again = fetcher(cache=tmp_path / "cache").get(site.url("/1"))
    assert again == first
    assert [headers.get("if-none-match") for path, headers in site.asked if path == "/1"] == [None, '"one"']
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])  # cut off: as if it were not there
    assert fetcher(cache=tmp_path / "cache").get(site.url("/1")) == first
    site.page("/1", "Bridge open", ETag='"two"')
    assert b"Bridge open" in fetcher(cache=tmp_path / "cache").get(site.url("/1")).data
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReadError, match=r"--cache .*file: nothing can be kept there"):
        Fetcher(cache=tmp_path / "file")


def test_credentials_are_sent_and_never_shown(site: Site, tmp_path: Path) -> None:
    secret = site.url("/1").replace("//", "//me:s3cret@")
    site.page("/1", ETag='"one"')
    (article,), _ = read(secret, fetcher(cache=tmp_path))
    assert site.asked[-1][1]["authorization"].startswith("Basic ")
    site.replies["/1"] = (403, {}, b"")
    site.replies["/away"] = (302, {"Location": f"http://localhost:{site.server_port}/2"}, b"")
    site.page("/2")
    read(secret.replace("/1", "/away"))
    assert "authorization" not in site.asked[-1][1]
    told = [*read(secret)[1], *read(secret.replace("http:", "gopher:"))[1], article.source, article.url]
    assert not any("s3cret" in line for line in told)
    assert not any(b"s3cret" in path.read_bytes() for path in tmp_path.iterdir())
    with pytest.raises(ReadError, match="is a web address; add --fetch") as caught:
        read_articles([secret], on_error=pytest.fail)
    assert "s3cret" not in str(caught.value)


def test_a_feed_gives_the_pages_that_it_names(site: Site) -> None:
    whole = "The mayor spoke at length about the bridge and its history. " * 30
    site.replies["/feed"] = (
        200,
        {"Content-Type": "application/rss+xml"},
        f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
        <title>Herald</title>
        <item><title>One</title><link>{site.url("/1")}</link><description>Short.</description>
        <pubDate>Fri, 11 Oct 2024 08:00:00 GMT</pubDate></item>
        <item><title>Whole</title><link>{site.url("/2")}</link>
        <content:encoded><![CDATA[<p>{whole}</p>]]></content:encoded></item>
        <item><title>Gone</title><link>{site.url("/3")}</link><description>The ferry runs every hour.</description>
        </item></channel></rss>""".encode(),
    )
    site.page("/1", "One")
    found, told = read(site.url("/feed"))
    assert [article.title for article in found] == ["One", "Whole", "Gone"]
    assert "bridge 8" in found[0].text  # of the page
    assert (found[0].date, found[0].publisher) == ("2024-10-11", "Herald")  # of the feed
    assert "The ferry runs" in found[2].text
    assert told == [f"{site.url('/3')}: the server answered 404 Not Found"]
    assert site.paths() == ["/feed", "/1", "/3"]


def test_entries_that_a_feed_has_whole_are_known_by_any_spelling_of_their_link(site: Site) -> None:
    whole = "The mayor spoke at length about the bridge and its history. " * 30
    items = "".join(
        f"<item><title>{link}</title><link>{link}</link><content:encoded><![CDATA[<p>{whole}</p>]]></content:encoded></item>"
        for link in ("/relative", site.url("/überblick"), site.url("/list?x=[1]"))
    )
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    kind = {"Content-Type": "application/rss+xml; charset=utf-8"}
    site.replies["/feed"] = (200, kind, f"{head}<title>Herald</title>{items}</channel></rss>".encode())
    found, told = read(site.url("/feed"))
    assert (len(found), told, site.paths()) == (3, [], ["/feed"])
    assert found[0].url == site.url("/relative")


def test_a_path_may_begin_with_two_slashes(site: Site) -> None:
    lines = []

    def page(handler: Handler) -> None:
        lines.append(handler.requestline)
        handler.send_error(404)

    site.replies["/news/1?a=b"] = page  # Python's own server takes two slashes for one
    read(site.url("//news/1?a=b"))
    assert lines == ["GET //news/1?a=b HTTP/1.1"]


def test_a_sitemap_gives_its_pages_and_those_of_others(site: Site) -> None:
    for number in range(4):
        site.page(f"/{number}", f"Page {number}")
    entries = "".join(
        f"<url><loc>{site.url(f'/{n}')}</loc><lastmod>2024-10-0{n + 1}</lastmod>"
        f"<i:image xmlns:i='urn:image'><i:loc>{site.url('/picture')}</i:loc></i:image></url>"
        for n in range(3)
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.replies["/part.xml.gz"] = (200, {}, gzip.compress(f"<urlset {space}>{entries}</urlset>".encode()))
    index = "".join(f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in ("/missing.xml", "/part.xml.gz"))
    site.replies["/sitemap.xml"] = (
        200,
        {},
        f"<?xml version='1.0'?><sitemapindex {space}>{index}</sitemapindex>".encode(),
    )
    found, told = read(site.url("/sitemap.xml"))
    assert [article.title for article in found] == ["Page 2", "Page 1", "Page 0"]  # the newest first
    assert told == [f"{site.url('/missing.xml')}: the server answered 404 Not Found"]
    found, told = read(site.url("/sitemap.xml"), most=2)
    assert len(found) == 2
    assert told[-1] == f"{site.url('/sitemap.xml')}: lists 3 pages; the first 2 are read (more with --pages)"
    site.replies["/loop.xml"] = (
        200, {}, f"<sitemapindex {space}><sitemap><loc>{site.url('/loop.xml')}</loc></sitemap></sitemapindex>".encode(),
    )  # fmt: skip
    assert read(site.url("/loop.xml"))[1][-1] == f"{site.url('/loop.xml')}: lists no pages"


def test_one_bad_address_does_not_end_the_run(site: Site, tmp_path: Path) -> None:
    site.page("/1")
    site.replies["/0"] = (302, {"Location": "/0"}, b"")
    (tmp_path / "a.txt").write_text("Oslo backs Kyiv. Germany supports Ukraine.")
    told: list[str] = []

    def fetch(url: str, **kwargs: object) -> Iterator[Article]:
        return read_web(url, fetcher(), **kwargs)  # type: ignore[arg-type]

    sources = [site.url("/0"), "http://nobody.invalid/", site.url("/1"), str(tmp_path / "a.txt"), "http://[::1/x"]
    found = list(read_articles(sources, fetch=fetch, on_error=lambda error: told.append(str(error))))
    assert [article.title for article in found] == ["Bridge closed", "Oslo backs Kyiv. Germany supports Ukraine."]
    assert [re.sub(r"^\S+ ", "", line) for line in told] == [
        "redirects in a circle",
        "there is no such host, or no network",
        "is no valid web address",
    ]
