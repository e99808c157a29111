"""The page of `kg view` in a real browser: what a reader clicks, sees and is spared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphs import FACTS, HOSTILE, article_graph, says

from kg.view import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (the test extra brings it)")
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on the path (on Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Reader:
    """A page that is open, with all that went wrong on it or left it."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.address = page, path.as_uri()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.address)
        page.wait_for_selector("html[data-drawn]", timeout=60_000)

    def data(self) -> Any:
        return self.page.evaluate("newsgraph.data")

    def edge(self, relation: str) -> str:
        return next(e["id"] for e in self.data()["edges"] if e["relation"].endswith(f"#{relation}"))

    def node(self, label: str) -> str:
        return next(n["id"] for n in self.data()["nodes"] if n["label"] == label)

    def click(self, kind: str, identifier: str) -> None:
        """Click where a node or the middle of a line is drawn."""
        function = "place" if kind == "node" else "middle"
        at = self.page.evaluate(f"newsgraph.{function}('{identifier}')")
        self.page.locator("#stage").click(position=at)

    def seen(self, kind: str, identifier: str) -> bool:
        return bool(self.page.evaluate(f"newsgraph.view.{kind}.has('{identifier}')"))

    @property
    def panel(self) -> str:
        return self.page.locator("#panel").inner_text()


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    path = tmp_path / "page.html"
    path.write_text(render(article_graph(FACTS, also={"Alliance": ("The Pact",)})), encoding="utf8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    reader = Reader(context.new_page(), path)
    yield reader
    assert reader.requests == [reader.address], "nothing but the file itself is asked for"
    assert reader.complaints == [], "the console stays empty"
    context.close()


def test_a_click_on_a_line_shows_its_quote(reader: Reader) -> None:
    reader.click("edge", reader.edge("aids"))
    assert "The Alliance aids Borduria" in reader.panel
    assert "In the article’s own words" in reader.panel
    assert "4 April 2024" in reader.panel
    assert "when: March 2024" in reader.panel
    assert "90 % sure" in reader.panel
    link = reader.page.locator("#panel figcaption a")
    assert link.get_attribute("href") == "https://wire.example/1"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_click_on_an_entity_shows_its_facts_and_names(reader: Reader) -> None:
    reader.click("node", reader.node("Alliance"))
    assert "Also The Pact" in reader.panel
    assert "Ada Moss chief of Alliance" in " ".join(reader.panel.split())
    assert reader.page.locator("#panel .links a").get_attribute("href") == "http://www.wikidata.org/entity/Q1"
    reader.page.locator("#panel button", has_text="aids").press("Enter")
    assert "The Alliance aids Borduria" in reader.panel
    assert reader.page.evaluate("document.activeElement.id") == "panel", "the keyboard stays where it was"
    reader.page.locator("#panel .back", has_text="Alliance").click()
    assert reader.page.locator("#panel h2").inner_text() == "Alliance"


def test_a_click_beside_everything_shows_the_overview(reader: Reader) -> None:
    reader.click("node", reader.node("Alliance"))
    reader.page.locator("#stage").click(position={"x": 4, "y": 4})
    assert "Most connected".upper() in reader.panel.upper()


def test_only_facts_are_drawn_until_a_switch_is_pressed(reader: Reader) -> None:
    assert reader.seen("edges", reader.edge("aids"))
    hidden = {"reported": "attacks", "possible": "invades", "denied": "owns"}
    for relation in hidden.values():
        assert not reader.seen("edges", reader.edge(relation))
    assert not reader.seen("nodes", reader.node("Isle"))
    for kind, relation in hidden.items():
        switch = reader.page.locator(f"#kinds [data-key={kind}]")
        assert switch.get_attribute("aria-pressed") == "false"
        switch.click()
        assert switch.get_attribute("aria-pressed") == "true"
        assert reader.seen("edges", reader.edge(relation))
    assert reader.seen("nodes", reader.node("Isle"))
    reader.click("edge", reader.edge("owns"))
    assert "Denied" in reader.panel
    assert "says it is not so" in reader.panel


def test_a_disputed_statement_shows_both_sides(reader: Reader) -> None:
    reader.page.evaluate(f"newsgraph.select(null, '{reader.edge('attacks')}')")
    assert reader.seen("edges", reader.edge("attacks")), "what is chosen is drawn, whatever the switches"
    text = " ".join(reader.panel.split())
    assert "Reported or unsure" in text
    assert "Disputed" in text
    assert "Said by Ada Moss" in text
    assert "Said by Ben Hale" in text
    assert "denies it" in text


def test_families_and_relations_can_be_taken_away(reader: Reader) -> None:
    reader.page.locator("#families [data-key=help]").click()
    assert not reader.seen("edges", reader.edge("aids"))
    assert reader.seen("edges", reader.edge("meetsWith"))
    reader.page.locator("#families [data-key=help]").click()
    reader.page.locator("#relation").select_option(label="role of (1)")
    assert reader.seen("edges", reader.edge("roleOf"))
    assert not reader.seen("edges", reader.edge("aids"))


def test_an_article_can_be_chosen_and_left(reader: Reader) -> None:
    reader.page.locator("#panel .articles button").click()
    assert reader.page.locator("#only").inner_text().startswith("Only An article")
    reader.page.locator("#only button").click()
    assert not reader.page.locator("#only").is_visible()


def test_search_by_keyboard_alone(reader: Reader) -> None:
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("moss")
    assert reader.page.locator("#matches [role=option]").count() == 1
    reader.page.keyboard.press("Enter")
    assert reader.page.locator("#panel h2").inner_text() == "Ada Moss"
    assert reader.page.evaluate("newsgraph.state.node") == reader.node("Ada Moss")
    reader.page.locator("#search").fill("pact")
    assert reader.page.locator("#matches [role=option]").inner_text().startswith("Alliance"), "by its other name"
    reader.page.keyboard.press("Escape")
    reader.page.keyboard.press("Escape")
    assert "MOST CONNECTED" in reader.panel.upper()
    reader.page.locator("#search").fill("nobody at all")
    assert "Nobody" in reader.page.locator("#matches").inner_text()


def test_the_picture_moves_by_keys(reader: Reader) -> None:
    node = reader.node("Alliance")
    reader.page.locator("#stage").focus()
    before = reader.page.evaluate(f"newsgraph.place('{node}').x")
    reader.page.keyboard.press("ArrowRight")
    assert reader.page.evaluate(f"newsgraph.place('{node}').x") < before
    reader.page.keyboard.press("0")
    assert reader.page.evaluate(f"newsgraph.place('{node}').x") == pytest.approx(before, abs=120)


def test_light_and_dark(reader: Reader) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = reader.page.evaluate(paper)
    reader.page.locator("#theme").click()
    assert reader.page.evaluate(paper) != light
    assert reader.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_picture_fits_its_window(reader: Reader) -> None:
    for size in ({"width": 1280, "height": 800}, {"width": 900, "height": 700}, {"width": 400, "height": 800}):
        reader.page.set_viewport_size(size)  # type: ignore[arg-type]
        reader.page.wait_for_timeout(150)
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box = reader.page.locator("#stage").bounding_box()
        assert box is not None
        for label in ("Alliance", "Borduria"):
            at = reader.page.evaluate(f"newsgraph.place('{reader.node(label)}')")
            assert 0 < at["x"] < box["width"]
            assert 0 < at["y"] < box["height"]


def test_hostile_text_is_shown_and_does_nothing(browser: Browser, tmp_path: Path) -> None:
    facts = [(f"Name {HOSTILE}", "supports", f"Other {HOSTILE}", says(f"Quote {HOSTILE}", speaker=f"Who {HOSTILE}"))]
    graph = article_graph(facts, title=f"Title {HOSTILE}", also={f"Name {HOSTILE}": (f"Alias {HOSTILE}",)})
    path = tmp_path / "hostile.html"
    path.write_text(render(graph, title=f"Heading {HOSTILE}"), encoding="utf8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    reader = Reader(page, path)
    reader.page.locator("#kinds [data-key=reported]").click()
    edge = reader.data()["edges"][0]
    for script in (f"newsgraph.select('{edge['from']}')", f"newsgraph.select(null, '{edge['id']}')"):
        page.evaluate(script)
        page.wait_for_timeout(50)
    page.locator("#search").fill("name")
    page.wait_for_timeout(50)
    assert "onerror=" in reader.panel, "shown as it stands"
    assert page.locator("h1").inner_text().startswith("Heading </script>")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert reader.requests == [reader.address]
    assert reader.complaints == []
    page.close()


def test_a_script_that_got_in_would_not_run(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "forged.html"
    page_text = render(article_graph(FACTS)).replace("</body>", "<script>window.hacked = 3</script></body>")
    path.write_text(page_text, encoding="utf8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-drawn]", timeout=60_000)
    assert page.evaluate("window.hacked") is None
    page.close()
