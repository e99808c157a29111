"""How long a page takes to make and to show, on graphs made up for it.

    python -m benchmarks.view [ENTITIES...]        default: 60 1000 10000

Prints for each size the seconds of rendering, the size of the file, and, with Debian's chromium and playwright
installed, the seconds from opening the file to the graph being drawn.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from rdflib import Graph

from kg.graph import add, derive, new_graph, read_ontology
from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Statement
from kg.resources import resource
from kg.view import render
from kg.vocabulary import entity_iri

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


def _shown(page: str) -> float | None:
    """Seconds until a browser has drawn a page, or None without one."""
    browser = shutil.which("chromium")
    if browser is None:
        return None
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf8")
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-drawn]", timeout=120_000)
        seconds = time.perf_counter() - start
        chromium.close()
    return seconds


def main() -> None:
    """Print the table."""
    counts = [int(word) for word in sys.argv[1:]] or [60, 1000, 10_000]
    print(f"{'entities':>9} {'render s':>9} {'file MB':>8} {'shown s':>8}")
    render(sample(5))  # libraries are loaded
    for count in counts:
        graph = sample(count)
        start = time.perf_counter()
        page = render(graph, limit=count)
        seconds = time.perf_counter() - start
        shown = _shown(page)
        print(
            f"{count:>9} {seconds:>9.2f} {len(page.encode()) / 1e6:>8.2f} {'-' if shown is None else f'{shown:.2f}':>8}"
        )


if __name__ == "__main__":
    main()
