"""Make docs/graph.png, the picture in README, from the example articles.

    python docs/make_picture.py [GRAPH]        GRAPH: a graph built before; else the examples are built first

Needs Debian's chromium and playwright (the test extra).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.graph import read_graph
from kg.view import render

ROOT = Path(__file__).resolve().parents[1]
ENTITIES = 55
BEST = """() => {
  const { edges } = newsgraph.data;
  const said = (e) => e.quotes.some((q) => q.speaker);
  const facts = edges.filter((e) => e.kind === "fact" && e.family !== "standing" && !e.disputed);
  facts.sort((a, b) => said(b) - said(a) || b.quotes.length - a.quotes.length || (a.id < b.id ? -1 : 1));
  newsgraph.select(null, facts[0].id, false);
}"""
"""Chooses the fact with the most evidence, if possible with a speaker, so that the panel has something to show."""


def main() -> None:
    """Build, render, photograph."""
    from playwright.sync_api import sync_playwright

    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("no chromium on the path (on Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "graph.ttl"
        if len(sys.argv) == 1:
            command = [sys.executable, "-m", "kg", "build", str(ROOT / "examples/articles"), "--out", str(graph)]
            subprocess.run(command, check=True, cwd=ROOT)
        page_file = Path(folder) / "page.html"
        page_file.write_text(render(read_graph(graph), limit=ENTITIES), encoding="utf8")
        with sync_playwright() as play:
            chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            context = chromium.new_context(
                viewport={"width": 1280, "height": 800},
                device_scale_factor=2,
                color_scheme="light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(page_file.as_uri())
            page.wait_for_selector("html[data-drawn]")
            page.evaluate(BEST)
            page.wait_for_timeout(500)
            page.screenshot(path=str(ROOT / "docs/graph.png"))
            chromium.close()


if __name__ == "__main__":
    main()
