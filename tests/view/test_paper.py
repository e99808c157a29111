"""Addresses that share a view, pictures that are saved, sheets that are printed."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from view.conftest import DESK, Reader, wait_until

pytestmark = pytest.mark.browser


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
