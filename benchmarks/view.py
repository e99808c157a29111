"""How much processor time a page takes to make and to use, beside stock pyvis, on graphs made up for it.

    python -m benchmarks.view [ENTITIES...]        default: 100 1000 10000

Prints for each size the seconds of rendering, the size of the file, and, with Debian's chromium and playwright
installed, the seconds of the page's main thread until it can be used, and from a click to the panel; for stock pyvis
until its physics have come to rest, and from a choice to the picture.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright
from rdflib import Graph

from kg.graph import add, derive, new_graph, read_ontology
from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Statement
from kg.resources import resource
from kg.view import render
from kg.view.payload import payload
from kg.view.picture import picture
from kg.vocabulary import entity_iri

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE: Final = 180.0
"""Seconds after which a page is given up."""
REPEATS: Final = 5
"""How often a page is opened: the median is told, since what else the machine does warms and cools its caches."""
STOCK: Final = 2000
"""More entities are not given to stock pyvis: it never comes to rest, and its page cannot even be closed."""

FIRST = (
    "Ada",
    "Ben",
    "Cora",
    "Dov",
    "Edda",
    "Finn",
    "Gita",
    "Hugo",
    "Ines",
    "Jovan",
    "Kira",
    "Liam",
    "Mona",
    "Nils",
    "Olga",
    "Pavel",
)
LAST = (
    "Abel",
    "Brandt",
    "Costa",
    "Dahl",
    "Ekberg",
    "Ferro",
    "Grau",
    "Holt",
    "Ivers",
    "Jansen",
    "Kovac",
    "Lind",
    "Moreau",
    "Novak",
)
ENDS = ("Institute", "Council", "Union", "Energy", "Party", "League", "Agency", "Group")
ACTIONS = (
    "supports",
    "aids",
    "agreesWith",
    "meetsWith",
    "visits",
    "criticizes",
    "accuses",
    "opposes",
    "sanctions",
    "attacks",
)
TIES = ("roleOf", "roleOf", "roleOf", "memberOf", "memberOf", "partOf", "citizenOf")
RELATIONS = (*ACTIONS, *TIES)


def sample(count: int, *, seed: int = 7) -> Graph:
    """A graph in the statement model with so many entities in communities, as news has them, and twice the statements.

    Args:
        count: entities.
        seed: of the choices; the same seed gives the same graph.
    """
    choose = random.Random(seed)
    entities = [_entity(number, choose) for number in range(count)]
    graph = new_graph()
    per_article = 12
    for number in range(max(1, 2 * count // per_article)):
        community = range(number * 6 % count, min(count, number * 6 % count + 12))
        hubs = range(min(count, 1 + count // 40))
        lines, statements, used = (
            [f"Headline number {number} of a made-up paper"],
            list[Statement](),
            dict[str, Entity](),
        )
        offset = len(lines[0]) + 1
        for _ in range(per_article):
            one = entities[choose.choice(community)]
            two = entities[choose.choice(hubs if choose.random() < 0.3 else community)]
            if one.iri == two.iri:
                continue
            relation = choose.choice(RELATIONS)
            quote = f"{one.label} {relation} {two.label}"
            speaker = entities[choose.choice(community)] if choose.random() < 0.35 else None
            evidence = Evidence(
                start=offset,
                end=offset + len(quote),
                quote=quote,
                rule="made_up",
                polarity=Polarity.NEGATIVE if choose.random() < 0.15 else Polarity.POSITIVE,
                factuality=choose.choice((Factuality.ACTUAL,) * 4 + (Factuality.FUTURE, Factuality.POSSIBLE)),
                speaker=speaker.iri if speaker else "",
                role="director" if relation == "roleOf" else "",
                confidence=choose.randint(60, 99) / 100,
            )
            lines.append(quote)
            offset += len(quote) + 1
            statements.append(Statement(one.iri, relation, two.iri, evidence))
            used.update((entity.iri, entity) for entity in (one, two, speaker) if entity)
        article = Article(
            text="\n".join(lines),
            title=lines[0],
            source=f"{number}.txt",
            date=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            publisher="Made-up Wire",
            url=f"https://agency.example/{number}",
        )
        add(graph, LinkedArticle(article, tuple(used.values()), tuple(statements)))
    derive(graph, read_ontology([resource("ontologies/news.ttl")]))
    return graph


def _entity(number: int, choose: random.Random) -> Entity:
    kind = ("Country", "Organization", "Person", "Person", "Person")[number % 5]
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // 3 % len(LAST)]}"
    label = {"Country": f"{name.split()[1]}land", "Organization": f"{name.split()[1]} {choose.choice(ENDS)}"}.get(
        kind, name
    )
    label = label if number < 60 else f"{label} {number}"
    return Entity(iri=str(entity_iri(f"{label} {number}")), label=label, type=kind, names=(label,))


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of processor time of a page's main thread, or None where it did not get there."""

    interactive: float | None
    click: float | None


def measure(chromium: Browser, page: str, *, ready: str, click: str) -> Times:
    """The medians of several times of opening a page and choosing an entity in it; see `measure_once`."""
    found = list[Times]()
    for _ in range(REPEATS):
        found.append(measure_once(chromium, page, ready=ready, click=click))
        if found[-1].interactive is None:  # it would not get there the next time either
            return found[-1]
    return Times(
        median(times.interactive for times in found if times.interactive is not None),
        median(times.click for times in found if times.click is not None),
    )


def measure_once(chromium: Browser, page: str, *, ready: str, click: str) -> Times:
    """Open a page and choose an entity in it.

    Args:
        page: HTML.
        ready: a condition in JavaScript that holds once a reader can use the page.
        click: JavaScript that does what a click on an entity does.

    Returns:
        The times, in ticks of the thread: what else the machine does is not counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf8")
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.route(re.compile("^https?:"), lambda route: route.abort())  # stock pyvis asks for Bootstrap
        tab = context.new_page()
        session = context.new_cdp_session(tab)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")

        drawn = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        try:
            tab.goto(path.as_uri(), wait_until="commit")
            end = time.monotonic() + PATIENCE
            # asked from outside: what waits inside a page is text there, and the policy of ours lets no text run
            while not tab.evaluate(ready):
                if time.monotonic() > end:
                    return Times(None, None)
                time.sleep(0.1)
            tab.evaluate(drawn)
            interactive = spent()
            tab.evaluate(click)
            tab.evaluate(drawn)
            return Times(interactive, spent() - interactive)
        finally:
            context.close()


def stock(shown: Mapping[str, Any]) -> str:
    """What pyvis makes by itself of the same entities and statements."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in shown["nodes"]:
        network.add_node(node["id"], label=node["label"], title=node["label"])
    for edge in shown["edges"]:
        source, target = (shown["nodes"][edge[end]]["id"] for end in ("from", "to"))
        network.add_edge(source, target, label=edge["name"])
    return str(network.generate_html(notebook=False))


def main() -> None:
    """Print the table."""
    counts = [int(word) for word in sys.argv[1:]] or [100, 1000, 10_000]
    browser = shutil.which("chromium")
    render(sample(5))  # libraries are loaded
    print("processor time in seconds; stock pyvis, in the same run, in brackets")
    print(
        f"{'entities':>9} {'statements':>10} {'render':>7} {'MB':>6} {'budget MB':>9} {'interactive':>20} {'click':>20}"
    )
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"]) if browser else None
        for count in counts:
            graph = sample(count)
            start = time.process_time()
            page = render(graph)
            seconds = time.process_time() - start
            shown = payload(picture(graph), centred=False, limit=300)
            statements = len(shown["edges"])
            ours = theirs = Times(None, None)
            if chromium:
                click = "() => newsgraph.open('entity', newsgraph.data.nodes[0].id)"
                ours = measure(chromium, page, ready="'ready' in document.documentElement.dataset", click=click)
            if chromium and count <= STOCK:
                theirs = measure(
                    chromium,
                    stock(shown),
                    ready="typeof network !== 'undefined' && network.physics.stabilized",
                    click="() => network.selectNodes([network.body.nodeIndices[0]])",
                )
            size = len(page.encode()) / 1e6
            print(
                f"{count:>9} {statements:>10} {seconds:>7.2f} {size:>6.2f} {1.5 + 0.0007 * statements:>9.2f} "
                f"{_beside(ours.interactive, theirs.interactive):>20} {_beside(ours.click, theirs.click):>20}"
            )
        if chromium:
            chromium.close()


def _beside(ours: float | None, theirs: float | None) -> str:
    own, stock_ = ("never" if seconds is None else f"{seconds:.3f}" for seconds in (ours, theirs))
    return f"{own} ({stock_})"


if __name__ == "__main__":
    main()
