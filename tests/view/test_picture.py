"""The picture: what is drawn, clicked, filtered and searched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphs import crowd

from kg.view import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

from view.conftest import DESK, Pages, Reader

pytestmark = pytest.mark.browser


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
