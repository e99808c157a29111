"""A reader of the page of `kg view` at a browser, with all that went wrong or was asked elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphs import FACTS, article_graph, crowd, says
from newsroom import newsroom
from rdflib import Graph

from kg.view import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

DESK, PHONE, LYING = (1440, 900), (390, 844), (844, 390)
AXE = Path(__file__).parents[1] / "data" / "axe" / "axe.min.js"
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
