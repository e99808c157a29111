"""The page of `kg view` in a real browser: what a reader sees, clicks and is spared."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from graphs import FACTS, HOSTILES, article_graph, crowd, says
from newsroom import DENIAL, newsroom
from rdflib import Graph, Literal

from kg.view import render
from kg.vocabulary import SCHEMA

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.browser
DESK, PHONE, LYING = (1440, 900), (390, 844), (844, 390)
AXE = Path(__file__).parent / "data" / "axe" / "axe.min.js"
"""axe-core 4.14.1 (MPL-2.0, its licence beside it): for these tests alone, no part of the page."""


def wait_until(page: Page, expression: str, *, seconds: float = 30.0) -> None:
    """Wait until an expression is true, asked from outside: the page's policy lets nothing evaluate text inside it."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


class Reader:
    """A page that is open, with all that went wrong on it or left it."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        self.page: Page = context.new_page()
        self.address = path.as_uri()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(self.address)
        self.page.wait_for_selector("html[data-ready]", timeout=60_000, state="attached")

    def reset(self, size: tuple[int, int]) -> None:
        """Back to the first sight of the page."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.evaluate(
            "() => { location.hash = ''; for (const one of document.querySelectorAll('details')) one.open = false; "
            "document.getElementById('search').value = ''; document.activeElement?.blur(); }"
        )
        wait_until(self.page, "!location.hash && document.body.dataset.panel === 'home'")

    def settle(self) -> None:
        """Wait until what changed is drawn."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def id(self, kind: str, label: str) -> str:
        """The page's name of an entity (by its label) or a statement (by its relation)."""
        key, name = {"entity": ("nodes", "label"), "fact": ("edges", "name"), "article": ("articles", "headline")}[kind]
        found = self.page.evaluate(f"newsgraph.data.{key}.find((x) => x.{name} === {json.dumps(label)})?.id")
        assert found, label
        return str(found)

    def open(self, kind: str, label: str) -> None:
        self.page.evaluate(f"newsgraph.open('{kind}', '{self.id(kind, label)}')")
        self.settle()

    def place(self, label: str) -> dict[str, float]:
        found: dict[str, float] = self.page.evaluate(f"newsgraph.place('{self.id('entity', label)}')")
        return found

    def scene(self) -> Any:
        return self.page.evaluate("newsgraph.scene()")

    def drawn(self) -> list[str]:
        """The texts on the canvas."""
        self.settle()
        return list(self.scene()["labels"])

    def see(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def text(self, selector: str) -> str:
        return " ".join(self.page.locator(selector).inner_text().split())

    @property
    def panel(self) -> str:
        return self.text("#panel")


Pages = Callable[..., Reader]


@pytest.fixture(scope="module")
def pages(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """Pages by name, each loaded once for all tests."""
    folder = tmp_path_factory.mktemp("pages")
    loaded: dict[tuple[str, bool], Reader] = {}
    graphs: dict[str, Callable[[], Graph]] = {
        "newsroom": newsroom,
        "untold": lambda: newsroom(keep_text=False),
        "facts": lambda: article_graph(FACTS, also={"Alliance": ("The Pact",)}),
        "crowd": lambda: crowd(80) + article_graph([("Lone", "supports", "Only", says("Lone supports Only"))]),
    }

    def page(name: str, *, size: tuple[int, int] = DESK, touch: bool = False) -> Reader:
        if (name, touch) not in loaded:
            path = folder / f"{name}.html"
            if not path.exists():
                path.write_text(render(graphs[name]()), encoding="utf8")
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                reduced_motion="reduce",
                has_touch=touch,
                color_scheme="light",
                accept_downloads=True,
            )
            loaded[name, touch] = Reader(context, path)
        loaded[name, touch].reset(size)
        return loaded[name, touch]

    yield page
    for reader in loaded.values():
        asked = {url.split("#")[0] for url in reader.requests if not url.startswith("blob:")}
        assert asked == {reader.address}, "nothing but the file itself is asked for"
        assert reader.complaints == [], "the console stays empty"


@pytest.fixture
def reader(pages: Pages) -> Reader:
    return pages("newsroom")


# ---- what is said ------------------------------------------------------------------------------------------------


def test_a_denial_never_reads_as_an_admission(reader: Reader) -> None:
    item = reader.page.locator("#panel .item", has_text="Armenia denies it")
    words = " ".join(item.inner_text().split())
    assert words.startswith("Azerbaijan says that Armenia attacked Azerbaijan; Armenia denies it")
    assert "Denied by Armenia" in words
    assert "Armenia denied on Tuesday that its soldiers had fired at Azerbaijani positions." in words
    item.locator("a.headline").click()
    against = reader.text("#panel .side.against")
    assert "Denied by Armenia" in against
    assert "YEREVAN - Armenia denied on Tuesday that its soldiers had fired at Azerbaijani positions." in against
    marked = {m.get_attribute("data-part"): m.inner_text() for m in reader.see(".side.against mark").all()}
    assert marked == {"subject": "Armenia", "denial": "denied", "relation": "fired", "object": "Azerbaijani"}
    reader.page.evaluate("history.back()")
    wait_until(reader.page, "document.body.dataset.panel === 'home'")
    alone = reader.page.locator("#panel .item", has_text="does not own").first
    assert alone.inner_text().startswith("Armenia does not own Yerevan Airport")
    assert "Denied" in alone.inner_text()


def test_without_the_text_a_denial_still_says_so(pages: Pages) -> None:
    reader = pages("untold")
    reader.open("fact", "attacks")
    assert "Denied by Armenia" in reader.text(".side.against")
    assert "… its soldiers had fired at Azerbaijani positions …" in reader.text(".side.against")
    assert reader.text("#panel h2").endswith("Armenia denies it")


def test_will_join_against_wont_join_is_disputed(reader: Reader) -> None:
    reader.open("fact", "is a member of")
    assert "Disputed" in reader.text("#panel .kicker")
    assert "Denied" not in reader.text("#panel .kicker")
    assert reader.text("#panel h2") == (
        "Maka Botch says that Georgia will be a member of NATO; Dmitry Peskov says that it will not happen"
    )
    pro, con = reader.see(".side.for").bounding_box(), reader.see(".side.against").bounding_box()
    assert pro is not None
    assert con is not None
    assert pro["x"] + pro["width"] <= con["x"], "in columns, side by side"
    assert "Georgia will join NATO" in reader.text(".side.for")
    assert "Georgia won't join NATO" in reader.text(".side.against")


def test_an_article_tells_all_its_statements_in_the_order_of_its_text(reader: Reader) -> None:
    reader.page.locator("#panel .article", has_text="Armenia and Azerbaijan deny").click()
    assert "Wire · by Lena Hart · 21 January 2025" in reader.panel
    assert "9 statements" in reader.panel
    chips = [" ".join(text.split()) for text in reader.see("#panel .chip > span").all_inner_texts()]
    assert chips == [
        "Azerbaijan says that Armenia attacked Azerbaijan; Armenia denies it",
        "Nikol Pashinyan meets with Mark Rutte",
        "Mark Rutte is chief of NATO",
        "Nikol Pashinyan praises NATO",
        "Maka Botch says that Georgia will be a member of NATO; Dmitry Peskov says that it will not happen",
        "Russia may support Armenia",
        "Nikol Pashinyan is Prime Minister of Armenia",
        "Nikol Pashinyan asks Azerbaijan to sign treaty",
        "Armenia does not own Yerevan Airport",
    ]
    assert "Denied by Armenia" in reader.text("#panel .chip >> nth=0")
    sentences = [" ".join(text.split()) for text in reader.see("#panel .reading > p").all_inner_texts()]
    assert " ".join(sentences) == " ".join(DENIAL.split("\n\n", 1)[1].split()), "with its whole text"
    assert len(reader.scene()["edges"]) == 9, "and the picture shows them all"
    reader.page.locator("#panel .mention", has_text="Mark Rutte").first.click()
    assert reader.text("#panel h2") == "Mark Rutte"
    reader.page.locator("#panel .back").click()
    assert reader.text("#panel h2").startswith("Armenia and Azerbaijan deny")


def test_an_article_whose_text_is_not_kept_tells_its_quotes(pages: Pages) -> None:
    reader = pages("untold")
    reader.open("article", "Armenia and Azerbaijan deny reports of border clash")
    assert "The graph does not keep the text" in reader.panel
    assert reader.see("#panel .chip").count() == 9
    assert reader.panel.index("its soldiers had fired") < reader.panel.index("Armenia does not own")


def test_a_pronoun_brings_the_sentence_before(reader: Reader) -> None:
    reader.open("fact", "praises")
    assert "Mr. Pashinyan met NATO chief Mark Rutte. He praised the alliance." in reader.text("#panel blockquote")


def test_a_source_without_a_title_has_a_name_and_a_link(reader: Reader) -> None:
    reader.open("fact", "visits")
    assert "untitled.txt" in reader.text("#panel figcaption")
    assert not re.search(r"[0-9a-f]{12}", reader.panel)
    link = reader.see("#panel figcaption a[href^=http]")
    assert link.get_attribute("href") == "https://blog.example/1"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_who_said_what_can_be_followed(reader: Reader) -> None:
    reader.open("fact", "is a member of")
    reader.page.locator(".side.against .stance a").click()
    assert reader.text("#panel h2") == "Dmitry Peskov"
    assert "What Dmitry Peskov says" in reader.panel
    assert "Georgia won't join NATO" in reader.panel


def test_a_dossier(reader: Reader) -> None:
    reader.open("entity", "Mark Rutte")
    assert "NATO chief" in reader.text("#panel .role")
    assert "chief, NATO 21 January 2025" in reader.panel
    reader.open("entity", "Georgia")
    for words in (
        "Time line",
        "supports",
        "What others say about Georgia",
        "Articles",
        "Unsure: Georgia supports Armenia",
    ):
        assert words.casefold() in reader.panel.casefold()
    before = len(reader.scene()["nodes"])
    reader.page.get_by_role("button", name="1 step").click()
    assert len(reader.scene()["nodes"]) < before
    assert "1 step around Georgia" in reader.text("#only")
    reader.page.get_by_role("button", name="Path to …").click()
    reader.page.keyboard.type("rutte")
    reader.page.keyboard.press("Enter")
    assert "The shortest path, 2 steps." in reader.text("#only")
    reader.page.get_by_role("button", name="Hide").click()
    assert reader.id("entity", "Georgia") not in reader.scene()["nodes"]
    reader.page.locator("#reset").click()
    assert reader.id("entity", "Georgia") in reader.scene()["nodes"]


def test_a_citation_names_who_says_it_where(reader: Reader) -> None:
    reader.page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    reader.open("fact", "attacks")
    reader.page.locator(".side.against button", has_text="Copy citation").click()
    wait_until(reader.page, "window.copied")
    cited = reader.page.evaluate("window.copied")
    assert cited.startswith("“its soldiers had fired at Azerbaijani positions” (Armenia, Lena Hart, Armenia and")
    assert "21 January 2025, https://wire.example/denial; characters 94 to" in cited
    assert "Denied by Armenia" in cited


# ---- the picture -------------------------------------------------------------------------------------------------


def test_the_first_picture_names_all_and_labels_what_joins_them(reader: Reader) -> None:
    drawn = reader.drawn()
    for name in ("Armenia", "Georgia", "NATO", "Mark Rutte", "NATO chief", "Russia", "treaty"):
        assert name in drawn, "all are named, a person with the main role"
    for words in ("chief of", "visits", "meets with", "may support", "does not own"):
        assert words in drawn
    assert "⚡ attacks: disputed" in drawn, "no dispute looks like a fact"


def test_most_lines_of_the_first_picture_say_what_they_are(reader: Reader) -> None:
    drawn = reader.drawn()
    nodes = reader.page.evaluate("newsgraph.data.nodes.flatMap(({label, role}) => [label, role])")
    told = [text for text in drawn if text not in nodes]
    assert len(told) >= 0.7 * len(reader.scene()["edges"])


def test_a_choice_is_drawn_once_and_ends_where_it_belongs(reader: Reader) -> None:
    picture = "document.querySelector('#stage canvas').toDataURL()"
    reader.page.evaluate(
        "() => { const { prototype } = CanvasRenderingContext2D; const { clearRect } = prototype; window.draws = 0; "
        "prototype.clearRect = function (...box) { window.draws++; return clearRect.apply(this, box); }; }"
    )
    reader.open("fact", "visits")
    before = reader.page.evaluate("window.draws")
    reader.open("fact", "praises")
    assert reader.page.evaluate("window.draws") <= before + 2, "once, after the arrows have been tried"
    reader.see("#kinds [data-key=fact]").click()  # everything moves
    reader.settle()
    first = reader.page.evaluate(picture)
    reader.see("#theme").click()
    reader.see("#theme").click()
    reader.settle()
    assert reader.page.evaluate(picture) == first, "lines end at their nodes, not where those were before"


def test_a_claim_carries_its_speaker(pages: Pages) -> None:
    reader = pages("facts")
    assert "⚡ attacks: disputed" in reader.drawn()
    reader = pages("newsroom")
    assert "Nikol Pashinyan: is asked to sign" in reader.drawn()


def test_the_best_connected_of_every_part_lie_inside_the_picture(pages: Pages) -> None:
    reader = pages("crowd")
    scene = reader.scene()
    assert 30 <= len(scene["nodes"]) <= 40
    nodes = {
        n["id"]: n
        for n in reader.page.evaluate(
            "newsgraph.data.nodes.map(({id, label, edges}) => ({id, label, degree: edges.length}))"
        )
    }
    best = sorted(nodes.values(), key=lambda n: -n["degree"])[:3]
    box = reader.see("#stage").bounding_box()
    assert box is not None
    for label in [*(n["label"] for n in best), "Lone"]:
        at = reader.place(label)
        assert 0 < at["x"] < box["width"]
        assert 0 < at["y"] < box["height"]
    named = [text for text in reader.drawn() if text.startswith("Actor ")]
    assert len(named) >= 30, "every entity of the first picture has its name"
    assert f"{len(scene['nodes'])} of 82 entities" in reader.text(".below")
    reader.page.locator("#everything").click()
    assert len(reader.scene()["nodes"]) == 82


def test_a_click_on_an_entity_a_line_and_beside_everything(reader: Reader) -> None:
    stage = reader.see("#stage")
    stage.click(position=reader.place("Armenia"))  # type: ignore[arg-type]
    assert reader.text("#panel h2") == "Armenia"
    fact = reader.id("fact", "visits")
    reader.reset(DESK)
    stage.click(position=reader.page.evaluate(f"newsgraph.middle('{fact}')"))
    assert reader.text("#panel h2") == "Russia visits Georgia"
    stage.click(position={"x": 3, "y": 3})
    assert "Latest and contested" in reader.panel


def test_filters_refit_the_picture_and_count_what_is_visible(reader: Reader) -> None:
    drawn = len(reader.scene()["edges"])
    reader.see("#kinds [data-key=fact]").click()
    assert reader.see("#kinds [data-key=fact]").get_attribute("aria-pressed") == "false"
    scene = reader.scene()
    assert len(scene["edges"]) < drawn
    below = reader.text(".below")
    assert f"{len(scene['nodes'])} of {len(scene['nodes'])} entities and {len(scene['edges'])} of" in below
    assert "Russia visits Georgia" not in reader.panel, "lists, too"
    reader.see("#more summary").click()
    reader.see("#pick-speaker").select_option(label="Dmitry Peskov (1)")
    assert reader.scene()["edges"] == [reader.id("fact", "is a member of")]
    assert reader.text("#kinds [data-key=possible] .count") == "1", "counts are of what passes the other filters"
    assert reader.text("#kinds [data-key=fact] .count") == "0"
    box = reader.see("#stage").bounding_box()
    assert box is not None
    a, b = reader.place("Georgia"), reader.place("NATO")
    assert abs((a["x"] + b["x"]) / 2 - box["width"] / 2) < 60, "the two that are left stand in the middle"
    reader.see("#reset").click()
    reader.see("#pick-publisher").select_option(label="Caspian News (2)")
    assert reader.text("#panel h3 >> nth=0").lower() == "contested"
    assert len(reader.scene()["edges"]) == 2
    reader.see("#reset").click()
    reader.see("#pick-voice").select_option(value="own")
    assert reader.id("fact", "signs") not in reader.scene()["edges"]
    reader.see("#reset").click()
    reader.see("#pick-relation").select_option(label="praises (1)")
    assert reader.scene()["edges"] == [reader.id("fact", "praises")]


def test_time_is_brushed(reader: Reader) -> None:
    reader.see("#until").focus()
    before = len(reader.scene()["edges"])
    for _ in range(3):
        reader.page.keyboard.press("ArrowUp")
    assert "until=" in reader.page.url
    assert reader.id("fact", "visits") not in reader.scene()["edges"]
    assert len(reader.scene()["edges"]) < before
    reader.see("#reset").click()
    bars = reader.see("#bars").bounding_box()
    assert bars is not None
    reader.page.mouse.move(bars["x"] + bars["width"] - 6, bars["y"] + 5)
    reader.page.mouse.down()
    reader.page.mouse.move(bars["x"] + bars["width"] - 2, bars["y"] + 5)
    reader.page.mouse.up()
    assert reader.scene()["edges"] == [reader.id("fact", "visits")]


def test_search_covers_names_relations_words_and_articles(reader: Reader) -> None:
    def find(words: str) -> str:
        reader.see("#search").fill(words)
        return reader.text("#matches")

    assert find("alliance").startswith("Entities NATO"), "by another name"
    assert "Relations praises" in find("prais")
    assert "untitled.txt" in find("untitled")
    assert "In the texts" in find("soldiers had")
    assert find("nothing at all like this").startswith("Nothing")
    reader.page.keyboard.press("Escape")
    reader.page.keyboard.press("/")
    reader.page.keyboard.type("soldiers")
    reader.page.keyboard.press("Enter")
    assert "Armenia denies it" in reader.text("#panel h2")


def test_a_large_graph_opens_as_communities_that_unfold(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.view.payload.DRAWN_AT_ONCE", 50)
    path = tmp_path / "large.html"
    path.write_text(render(crowd(80)), encoding="utf8")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    reader = Reader(context, path)
    assert "communities with 80 of 80 entities; choose one to unfold it" in reader.text(".below")
    first = reader.page.evaluate("newsgraph.place('g0')")
    reader.see("#stage").click(position=first)
    assert len(reader.scene()["nodes"]) > 3
    assert "Only around Actor" in reader.text("#only")
    reader.see("#search").fill("Actor 77")
    reader.page.keyboard.press("Enter")
    assert reader.text("#panel h2") == "Actor 77"
    assert reader.id("entity", "Actor 77") in reader.scene()["nodes"]
    assert reader.complaints == []
    context.close()


# ---- address, files, paper ---------------------------------------------------------------------------------------


def test_back_undoes_and_a_link_shares(reader: Reader) -> None:
    reader.open("entity", "Georgia")
    reader.see("#kinds [data-key=denied]").click()
    reader.open("fact", "visits")
    shared = reader.page.url
    reader.page.evaluate("history.back()")
    wait_until(reader.page, "document.querySelector('#panel h2').textContent === 'Georgia'")
    reader.page.evaluate("history.back()")
    wait_until(reader.page, "document.querySelector('#kinds [data-key=denied]').ariaPressed === 'true'")
    reader.page.evaluate(f"location.hash = {json.dumps(shared.split('#')[1])}")
    wait_until(reader.page, "document.querySelector('#panel h2').textContent.includes('visits')")
    assert reader.see("#kinds [data-key=denied]").get_attribute("aria-pressed") == "false"
    reader.page.evaluate("location.hash = 'entity=nobody&fact=%00&kinds=x&hops=99&sure=abc&group=7'")
    wait_until(reader.page, "document.body.dataset.panel === 'home'")


def test_the_picture_is_saved_with_its_source(reader: Reader, tmp_path: Path) -> None:
    for ending in ("png", "svg"):
        reader.see("#share summary").click()
        with reader.page.expect_download() as saved:
            reader.see(f"#{ending}").click()
        saved.value.save_as(tmp_path / f"picture.{ending}")
    assert (tmp_path / "picture.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    drawing = (tmp_path / "picture.svg").read_text("utf8")
    assert "3 articles (Wire, Caspian News), 21 January 2025 to 1 March 2025" in drawing
    assert "Mark Rutte" in drawing
    assert "chief of" in drawing
    assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_print_sheet(reader: Reader) -> None:
    reader.open("fact", "attacks")
    reader.page.emulate_media(media="print")
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not reader.see("#search").is_visible()
    assert not reader.see(".key").is_visible()
    assert "Armenia denied on Tuesday" in reader.panel
    assert "Made with newskg" in reader.text("#printed")
    reader.page.emulate_media(media="screen")


def test_a_dark_page_is_printed_in_dark_ink_with_its_picture(reader: Reader) -> None:
    ink = "getComputedStyle(document.querySelector('#panel .side.for h3')).color"
    reader.open("fact", "attacks")
    light = reader.page.evaluate(ink)
    reader.see("#theme").click()
    dark = reader.page.evaluate(ink)
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    reader.page.emulate_media(media="print")
    reader.page.set_viewport_size({"width": 794, "height": 1123})  # A4
    assert reader.page.evaluate(ink) == light
    assert reader.see("#stage canvas").is_visible()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.page.emulate_media(media="screen")
    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    reader.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert reader.page.evaluate(ink) == dark
    reader.see("#theme").click()


# ---- everybody ---------------------------------------------------------------------------------------------------


def test_a_table_holds_every_statement(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Table").click()
    assert reader.text("#table-count") == "10 statements."
    assert reader.text("#table-note") == "1 more are filtered out."
    rows = [" ".join(row.split()) for row in reader.see("#rows tr").all_inner_texts()]
    assert len(rows) == 10
    assert any("Disputed, Reported" in row and "Armenia" in row for row in rows)
    assert any("does not own" in row and "Denied" in row for row in rows)
    reader.page.get_by_role("button", name="Subject").click()
    subjects = reader.see("#rows th").all_inner_texts()
    assert subjects == sorted(subjects)
    assert reader.see("#table-head th >> nth=0").get_attribute("aria-sort") == "ascending"
    reader.page.locator("#rows a", has_text="does not own").click()
    assert reader.text("#panel h2") == "Armenia does not own Yerevan Airport"


def test_arrow_keys_walk_the_neighbours(reader: Reader) -> None:
    reader.see("#stage").focus()
    reader.page.keyboard.press("ArrowRight")
    first = reader.text("#panel h2")
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        reader.page.keyboard.press(key)
        if reader.text("#panel h2") != first:
            break
    second = reader.text("#panel h2")
    assert second != first
    assert reader.see("#live").inner_text().startswith(second), "and one line says where one is"
    assert "\n" not in reader.see("#live").inner_text()
    reader.page.keyboard.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "panel"
    reader.page.keyboard.press("Escape")
    assert "Latest and contested" in reader.panel


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing(pages: Pages, theme: str, size: tuple[int, int]) -> None:
    reader = pages("newsroom", size=size)
    reader.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    if not reader.page.evaluate("typeof axe !== 'undefined'"):
        reader.page.evaluate(AXE.read_text("utf8"))
    views: list[Callable[[], None]] = [
        lambda: None,
        lambda: reader.open("fact", "attacks"),
        lambda: reader.open("entity", "Georgia"),
        lambda: reader.open("article", "Armenia and Azerbaijan deny reports of border clash"),
        lambda: reader.page.evaluate("location.hash = 'tab=table&kinds=fact.denied'"),
    ]
    for number, show in enumerate(views):
        show()
        reader.settle()
        if number == 4:
            wait_until(reader.page, "document.body.dataset.tab === 'table'")
            reader.see("#more summary").click()
        found = reader.page.evaluate(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
            ".then(({ violations }) => violations"
            ".map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 90)).slice(0, 4)]))"
        )
        assert found == [], f"view {number}"
    reader.page.emulate_media(color_scheme="light")


def test_light_and_dark_and_forced_colours(reader: Reader) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = reader.page.evaluate(paper)
    reader.see("#theme").click()
    assert reader.page.evaluate(paper) != light
    reader.see("#theme").click()
    reader.page.emulate_media(forced_colors="active")
    reader.settle()
    reader.open("fact", "attacks")
    assert "Denied by Armenia" in reader.panel
    badge = reader.page.evaluate(
        "(({ color, backgroundColor }) => [color, backgroundColor])"
        "(getComputedStyle(document.querySelector('#panel .badge.disputed')))"
    )
    assert badge[0] != badge[1]
    reader.page.emulate_media(forced_colors="none")


# ---- phone -------------------------------------------------------------------------------------------------------


def test_a_phone_shows_the_list_first_and_a_sheet_over_the_graph(pages: Pages) -> None:
    reader = pages("newsroom", size=PHONE, touch=True)
    assert reader.see("#panel .item").first.is_visible()
    assert not reader.see("#stage").is_visible()
    reader.page.get_by_role("tab", name="Graph").tap()
    reader.settle()
    assert not reader.see("#panel").is_visible()
    assert 8 <= len(reader.scene()["nodes"]) <= 12
    at = reader.place("Georgia")
    reader.see("#stage").tap(position={"x": at["x"] + 17, "y": at["y"] - 8})
    wait_until(reader.page, "document.body.dataset.panel === 'entity'")
    assert reader.text("#panel h2") == "Georgia", "a tap beside an entity means the nearest one"
    sheet = reader.see("#panel").bounding_box()
    assert sheet is not None
    assert 0 < sheet["y"] < 844 - 300, "the panel covers the lower part, above the fold"
    assert sheet["y"] + sheet["height"] <= 845
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.page.get_by_role("button", name="Close", exact=True).tap()
    assert not reader.see("#panel").is_visible()


@pytest.mark.parametrize("tab", ["", "tab=graph", "tab=table"])
def test_targets_of_a_phone_are_44_pixels(pages: Pages, tab: str) -> None:
    reader = pages("newsroom", size=PHONE, touch=True)
    reader.page.evaluate(f"location.hash = '{tab}'")
    reader.settle()
    small = reader.page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, a, input:not([type=range])")].filter((e) => {
          const { width, height } = e.getBoundingClientRect();
          const inText = e.matches("blockquote a, p a, td a, th a, thead button, .reading a.mention");
          return width && height && !inText && (height < 43.5 || width < 43.5);
        }).map((e) => `${e.outerHTML.slice(0, 80)} ${e.getBoundingClientRect().height}`)"""
    )
    assert small == []


def test_the_table_of_a_phone_wastes_no_room(pages: Pages) -> None:
    reader = pages("newsroom", size=PHONE, touch=True)
    reader.page.evaluate("location.hash = 'tab=table'")
    reader.settle()
    tallest = reader.page.evaluate("Math.max(...[...document.querySelectorAll('#rows tr')].map((r) => r.offsetHeight))")
    assert tallest < 120


def test_a_phone_lying_down_has_graph_and_panel_side_by_side(pages: Pages) -> None:
    reader = pages("newsroom", size=LYING, touch=True)
    reader.page.evaluate(f"location.hash = 'tab=graph&entity={reader.id('entity', 'Georgia')}'")
    wait_until(reader.page, "document.body.dataset.panel === 'entity'")
    reader.settle()
    stage, panel = reader.see("#stage").bounding_box(), reader.see("#panel").bounding_box()
    assert stage is not None
    assert panel is not None
    assert stage["width"] > 300
    assert stage["x"] + stage["width"] <= panel["x"] + 1
    assert panel["height"] > 250


# ---- nothing acts, nothing leaves --------------------------------------------------------------------------------


def test_hostile_text_is_shown_as_text_everywhere(browser: Browser, tmp_path: Path) -> None:
    texts = list(enumerate(HOSTILES))
    facts = [
        (
            f"N{i} {t}",
            "supports" if i % 2 else "roleOf",
            f"O{i} {t}",
            says(f"Q{i} {t}", speaker=f"S{i} {t}", role="" if i % 2 else t, positive=i % 3 > 0),
        )
        for i, t in texts
    ]
    everything = " ".join(HOSTILES)
    graph = article_graph(facts, title=f"Title {everything}", also={f"N{i} {t}": (f"Alias {t}",) for i, t in texts})
    for article in graph.subjects(SCHEMA.headline):
        graph.set((article, SCHEMA.author, Literal(f"Author {everything}")))
    path = tmp_path / "hostile.html"
    path.write_text(render(graph, title=f"Heading {everything}"), encoding="utf8")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    reader = Reader(context, path)
    page = reader.page
    seen = page.evaluate(
        """async () => {
          const pause = () => new Promise((done) => setTimeout(done));
          const text = () => document.getElementById("panel").textContent;
          const { nodes, edges, articles } = newsgraph.data;
          const shown = { entity: [], fact: [], article: "" };
          for (const n of nodes) { newsgraph.open("entity", n.id); shown.entity.push(text().includes(n.label)); }
          for (const e of edges) {
            newsgraph.open("fact", e.id);
            const [q] = e.quotes;
            const words = [e.source.label, e.target.label, q.speaker.label, q.article.sentences[q.sentence].trimEnd()];
            shown.fact.push(words.every((one) => text().includes(one)));
          }
          newsgraph.open("article", articles[0].id);
          shown.article = text().includes(articles[0].headline) && text().includes(articles[0].author);
          location.hash = "tab=table";
          await pause();
          return shown;
        }"""
    )
    assert all(seen["entity"])
    assert all(seen["fact"])
    assert seen["article"]
    page.get_by_role("tab", name="Graph").click()
    for _, text in texts[::6]:
        page.locator("#search").fill(text[:20])
    page.evaluate("location.hash = ''")
    page.locator("#search").fill("")
    with page.expect_download() as saved:
        page.locator("#share summary").click()
        page.locator("#svg").click()
    assert "<script" not in Path(saved.value.path()).read_text("utf8")
    assert page.locator("h1").inner_text().startswith("Heading </script>")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, base, form, object, embed").count() == 0
    assert {url.split("#")[0] for url in reader.requests if not url.startswith("blob:")} == {reader.address}
    assert reader.complaints == []
    context.close()


def test_a_script_that_got_in_would_not_run(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "forged.html"
    page_text = render(article_graph(FACTS)).replace("</body>", "<script>window.hacked = 3</script></body>")
    path.write_text(page_text, encoding="utf8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=60_000, state="attached")
    assert page.evaluate("window.hacked") is None
    page.close()
