"""What is said: denials, plans, articles, dossiers and quotes."""

from __future__ import annotations

import re

import pytest
from newsroom import DENIAL

from view.conftest import Pages, Reader, wait_until

pytestmark = pytest.mark.browser


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
