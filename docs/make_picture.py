"""Make the pictures in README: docs/graph.png, the first sight of the example articles, and docs/dispute.png, a fact
that one article tells and another denies.

    python docs/make_picture.py [GRAPH]        GRAPH: the examples as a graph built before with --keep-text

Needs Debian's chromium and playwright (the test extra).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.graph import read_graph
from kg.view import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT: Final = Path(__file__).resolve().parents[1]
DISPUTE: Final = {
    "morning.txt": """\
url: https://agency.example/2025/03/14/border
date: 2025-03-14
publisher: Nordic Press Agency
Georgia says Russia attacked a border post

TBILISI - Russia attacked Georgia on Friday morning, Georgian President Mikheil Kavelashvili said. Georgia will join
NATO, Foreign Minister Maka Botchorishvili said in Brussels. NATO Secretary General Mark Rutte met Botchorishvili.
""",
    "evening.txt": """\
url: https://wire.example/2025/03/15/denial
date: 2025-03-15
publisher: Black Sea Wire
Moscow denies attack on Georgia

MOSCOW - Russia did not attack Georgia, Kremlin spokesman Dmitry Peskov said on Saturday. Hungarian Prime Minister
Viktor Orban said that Georgia will not join NATO. Germany criticised Russia. Poland supports Georgia.
""",
}
"""Two articles made up for the picture; no event in them happened."""
ATTACK: Final = "(e) => e.disputed && e.name === 'attacks'"


def build(sources: Path, graph: Path) -> None:
    """Build a graph that keeps its texts."""
    command = [sys.executable, "-m", "kg", "build", str(sources), "--keep-text", "--out", str(graph)]
    subprocess.run(command, check=True, cwd=ROOT)


def photograph(
    chromium: Browser, graph: Path, picture: Path, *, size: tuple[int, int], scale: float, choose: str = ""
) -> None:
    """Render a graph and take a picture of its page.

    Args:
        size: of the window, in pixels.
        scale: pixels of the picture for one of the window.
        choose: a test in JavaScript for the statement that is chosen; none by default.
    """
    page_file = graph.with_suffix(".html")
    page_file.write_text(render(read_graph(graph)), encoding="utf8")
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    if choose:
        page.evaluate(f"newsgraph.open('fact', newsgraph.data.edges.find({choose}).id)")
    page.wait_for_timeout(500)
    page.screenshot(path=str(picture))
    context.close()


def main() -> None:
    """Build, render, photograph."""
    from playwright.sync_api import sync_playwright

    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("no chromium on the path (on Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        examples = Path(folder) / "examples.ttl"
        if len(sys.argv) > 1:
            shutil.copy(sys.argv[1], examples)
        else:
            build(ROOT / "examples/articles", examples)
        articles, dispute = Path(folder) / "dispute", Path(folder) / "dispute.ttl"
        articles.mkdir()
        for name, text in DISPUTE.items():
            (articles / name).write_text(text, encoding="utf8")
        build(articles, dispute)
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        photograph(chromium, examples, ROOT / "docs/graph.png", size=(1440, 860), scale=1.25)
        photograph(chromium, dispute, ROOT / "docs/dispute.png", size=(1280, 640), scale=1, choose=ATTACK)
        chromium.close()


if __name__ == "__main__":
    main()
