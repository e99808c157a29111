"""The pages in a real browser: what a person types, clicks and sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphs import HOSTILE, article_graph, says

from kg.graph import write_graph
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from serve.conftest import Server

pytestmark = pytest.mark.browser
SLOW = 300_000


class Reader:
    """A person at a browser, with all that went wrong or was asked elsewhere."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        settings = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        self.context = browser.new_context(base_url=url, **settings)
        self.context.set_default_timeout(SLOW)
        self.page: Page = self.context.new_page()
        self.astray: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: request.url.startswith(url) or self.astray.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def see(self, path: str) -> str:
        self.page.goto(path)
        return self.text

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


@pytest.fixture
def reader(browser: Browser, server: Server) -> Iterator[Reader]:
    reader = Reader(browser, server.url)
    yield reader
    assert reader.astray == [], "nothing is asked of other hosts"
    assert reader.complaints == [], "the console stays empty"
    reader.context.close()


def test_search_as_one_types(reader: Reader) -> None:
    assert "Most connected".upper() in reader.see("/").upper()
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("pac")
    option = reader.page.locator("#matches [role=option]")
    option.wait_for()
    assert " ".join(option.inner_text().split()) == "Alliance The Pact Organization"
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/id/entity/Alliance")
    assert reader.heading == "Alliance"


def test_search_by_the_form(reader: Reader) -> None:
    reader.see("/")
    reader.page.locator("[data-suggest]").fill("Ada")
    reader.page.locator("[data-suggest]").press("Enter")
    reader.page.wait_for_url("**/search?q=Ada")
    reader.page.locator(".results a", has_text="Ada Moss").click()
    assert reader.heading == "Ada Moss"
    assert "Nobody and nothing in this graph is called so." in reader.see("/search?q=xyzzyq")


def test_an_entity_and_why_something_is_said_of_it(reader: Reader) -> None:
    text = reader.see("/id/entity/Alliance")
    assert "Also The Pact" in text
    assert "Ada Moss chief of Alliance Fact Alliance chief Ada Moss In the article’s own words" in text
    assert reader.page.locator(".links a", has_text="Wikidata").get_attribute("href") == (
        "http://www.wikidata.org/entity/Q1"
    )
    reader.page.locator("li", has_text="aids").locator("a", has_text="Why").click()
    assert reader.heading == "Alliance aids Borduria"
    assert "In the article’s own words" in reader.text
    assert "when: March 2024" in reader.text
    assert "90 % sure" in reader.text
    reader.page.locator("figcaption a", has_text="An article").click()
    assert reader.heading == "An article"
    reader.page.locator(".mark", has_text="The Alliance aids Borduria").hover()
    assert reader.page.locator("li.lit").count() == 1
    assert "Alliance aids Borduria" in " ".join(reader.page.locator("li.lit").inner_text().split())


def test_statements_can_be_narrowed_to_a_kind(reader: Reader) -> None:
    reader.see("/id/entity/Borduria")
    for kind, shown in (("Denied", "Borduria owns Isle"), ("Planned or possible", "invades"), ("Disputed", "attacks")):
        reader.page.locator(".chips a", has_text=kind).click()
        assert reader.page.locator(".statements > li").count() == 1, kind
        assert shown in reader.text
    reader.see("/id/entity/Ada_Moss")
    reader.page.locator(".chips a", has_text="Said by them").click()
    assert "Syldavia attacks Borduria" in reader.text


def test_a_dispute_shows_both_sides(reader: Reader) -> None:
    reader.see("/")
    reader.page.locator("nav a", has_text="Disputes").click()
    past, future = (reader.page.locator(".disputes li", has_text=words) for words in ("shelled", "will go"))
    assert "Syldavia shelled us" in past.locator(".sides .for").inner_text()
    assert "Said by Ada Moss" in past.locator(".sides .for").inner_text()
    assert "We attacked nobody" in past.locator(".sides .against").inner_text()
    assert "Said by Ben Hale" in past.locator(".sides .against").inner_text()
    assert "it will not go there" in future.locator(".sides .against").inner_text()


def test_the_view_opens_in_its_page(reader: Reader) -> None:
    reader.see("/id/entity/Alliance")
    reader.page.locator("details.view summary").click()
    frame = reader.page.frame_locator("details.view iframe")
    frame.locator("html[data-drawn]").wait_for(timeout=SLOW)
    assert "Alliance" in frame.locator("#panel").inner_text()


def test_a_question_is_asked_with_a_name(reader: Reader) -> None:
    reader.see("/questions")
    reader.page.locator("a", has_text="All plain facts that").click()
    reader.page.locator("input[name=about]").fill("alliance")
    reader.page.locator("button", has_text="Ask").click()
    reader.page.locator("table").wait_for()
    assert "Alliance aids Borduria" in reader.text
    reader.page.locator("td a", has_text="quotes").first.click()
    assert "Says so".upper() in reader.text.upper()


def test_a_query_is_written_run_and_taken_along(reader: Reader) -> None:
    reader.see("/sparql")
    editor = reader.page.locator(".CodeMirror")
    editor.wait_for()
    assert "news:supports" in editor.inner_text()
    reader.page.evaluate(
        "document.querySelector('.CodeMirror').CodeMirror.setValue("
        "'SELECT ?who { ?who <https://w3id.org/newskg/ontology#aids> ?whom }')"
    )
    reader.page.locator("button", has_text="Run").click()
    reader.page.locator("#answer table").wait_for()
    assert reader.page.locator("#answer td a").inner_text() == "Alliance"
    assert reader.page.locator("a", has_text="csv").count() == 1
    reader.page.locator("#example").select_option("connected")
    assert "COUNT(DISTINCT ?other)" in reader.page.locator(".CodeMirror").inner_text()


def test_a_mistake_in_a_query_is_shown(browser: Browser, server: Server) -> None:
    reader = Reader(browser, server.url)
    text = reader.see("/sparql?query=SELECT+%3Fs+%7B+%3Fs+%7D")
    assert "line 1" in text
    assert "malformed SPARQL" in text
    assert reader.page.locator(".CodeMirror").inner_text().count("SELECT") == 1
    reader.context.close()


def test_an_article_is_read_and_its_facts_marked(reader: Reader) -> None:
    reader.see("/upload")
    reader.page.locator("textarea").fill("Help for Ukraine\n\nNorway has sent two batteries to Ukraine.")
    reader.page.locator("button", has_text="Read it").click()
    reader.page.locator(".mark").first.wait_for()
    assert reader.heading == "Help for Ukraine"
    assert "Norway has sent two batteries to Ukraine" in reader.page.locator(".text").inner_text()
    assert "Norway aids Ukraine" in reader.text
    reader.page.locator(".mark").last.click()
    assert "#fact-" in reader.page.url


def test_without_scripts_everything_is_still_there(browser: Browser, server: Server) -> None:
    reader = Reader(browser, server.url, java_script_enabled=False)
    reader.see("/")
    reader.page.locator("[data-suggest]").fill("Alliance")
    reader.page.locator("[data-suggest]").press("Enter")
    assert "Alliance" in reader.text
    reader.see("/sparql")
    reader.page.locator("textarea").fill("ASK { ?s ?p ?o }")
    reader.page.locator("button", has_text="Run").click()
    assert reader.page.locator(".answer").inner_text() == "Yes"
    reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone_in_both_themes(browser: Browser, server: Server, scheme: str) -> None:
    reader = Reader(browser, server.url, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    statement = server.site.catalogue.disputes[0].iri.removeprefix(BASE)
    article = next(iter(server.site.catalogue.articles)).removeprefix(BASE)
    papers = set()
    for path in (
        *("/", "/search?q=a", "/disputes", "/articles", "/questions", "/questions/roles", "/sparql", "/upload"),
        *("/id/entity/Alliance", f"/id/{statement}", f"/id/{article}"),
    ):
        reader.see(path)
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        papers.add(reader.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(papers) == 1
    reader.page.locator("#theme").click()
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") not in papers
    assert reader.complaints == []
    reader.context.close()


def test_hostile_text_is_shown_and_does_nothing(browser: Browser, tmp_path: Path, serve: Callable[..., Any]) -> None:
    facts = [
        (f"Name {HOSTILE}", "supports", "Other", says(f"Quote {HOSTILE}", speaker=f"Who {HOSTILE}")),
        (f"Name {HOSTILE}", "supports", "Other", says(f"No {HOSTILE}", positive=False)),
    ]
    graph = article_graph(facts, title=f"Title {HOSTILE}", url="javascript:alert(1)", keep_text=True)
    path = tmp_path / "graph.ttl"
    write_graph(graph, path, base=BASE)
    with serve(path) as server:
        reader = Reader(browser, server.url)
        known = server.site.catalogue
        paths = [f"/id?iri={iri}" for iri in (*known.articles, *known.statements)]
        for place in ("/", "/search?q=name", "/disputes", "/articles", "/questions/denied", *paths):
            reader.see(place)
            assert "onerror" in reader.text, place
            assert reader.page.locator("img").count() == 0
            assert reader.page.locator("a[href^=javascript]").count() == 0
            assert reader.page.evaluate("window.hacked") is None
        assert reader.complaints == []
        assert reader.astray == []
        reader.context.close()
