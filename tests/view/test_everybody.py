"""Everybody can read the page: as a table, by keys, in any light."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from view.conftest import AXE, DESK, PHONE, Pages, Reader, wait_until

pytestmark = pytest.mark.browser


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
