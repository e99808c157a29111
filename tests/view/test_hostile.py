"""Nothing acts, nothing leaves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphs import FACTS, HOSTILES, article_graph, says
from rdflib import Literal

from kg.view import render
from kg.vocabulary import SCHEMA

if TYPE_CHECKING:
    from playwright.sync_api import Browser

from view.conftest import Reader

pytestmark = pytest.mark.browser


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
