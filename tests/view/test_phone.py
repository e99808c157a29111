"""The page on a phone."""

from __future__ import annotations

import pytest

from view.conftest import LYING, PHONE, Pages, wait_until

pytestmark = pytest.mark.browser


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
