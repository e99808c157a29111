"""A picture as one HTML file that needs nothing else: no request leaves it, and no text in it can act."""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from rdflib import Graph

from kg.errors import GraphError
from kg.view.layout import lay_out
from kg.view.picture import Kind, Link, Picture, Vertex, picture
from kg.vocabulary import NEWS, digest

FOLDER: Final = Path(__file__).parent
SHAPES: Final = {
    "Person": "dot",
    "Organization": "square",
    "Country": "hexagon",
    "Place": "diamond",
    "Facility": "diamond",
    "Group": "triangle",
    "Event": "star",
}
OTHER_SHAPE: Final = "triangleDown"
OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "multiselect": False, "selectConnectedEdges": False, "keyboard": False},
    "nodes": {"borderWidth": 1.5, "chosen": False},
    "edges": {"chosen": False, "arrowStrikethrough": False, "hoverWidth": 0, "selectionWidth": 0},
}
CROWDED: Final = 1500
"""Above so many lines they are left out while the picture moves."""


def render(graph: Graph, *, about: str | None = None, hops: int = 1, limit: int = 300, title: str = "") -> str:
    """Make a page that shows a graph.

    Args:
        graph: a graph in the statement model; in one from elsewhere plain triples between labelled nodes are shown.
        about: a name or IRI to show the surroundings of; None for the whole graph.
        hops: how many statements away from `about` an entity may be.
        limit: how many entities to show at most, the largest connected part and its best connected entities first.
        title: the page's heading.

    Returns:
        HTML, to be written as UTF-8. The same graph gives the same page.

    Raises:
        QueryError: no entity of the graph, or more than one, is named `about`; the message tells what is near.
        GraphError: `hops` or `limit` is below 1.
    """
    # pyvis loads IPython: half a second that other commands need not wait for
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader
    from pyvis.network import Network

    shown = picture(graph, about=about, hops=hops, limit=limit)
    name = title or (f"{shown.vertices[0].label} in the news" if about and shown.vertices else "Who did what to whom")
    network = Network(directed=True, cdn_resources="in_line", heading=name)
    network.nodes, network.edges = _nodes(shown), _edges(shown.links)
    network.options = OPTIONS | {
        "interaction": {**OPTIONS["interaction"], "hideEdgesOnDrag": len(shown.links) > CROWDED}
    }
    # pyvis's own template loads Bootstrap from elsewhere and escapes nothing; ours takes only its vis-network
    pyvis_templates = FileSystemLoader(network.template_dir)
    network.path = "template.html"
    network.templateEnv = Environment(loader=ChoiceLoader([FileSystemLoader(FOLDER), pyvis_templates]), autoescape=True)
    network.templateEnv.globals["about"] = {
        "centre": digest(shown.vertices[0].iri) if about and shown.vertices else "",
        "left_out": shown.left_out,
        "articles": [
            {"id": digest(iri), "headline": s.headline, "date": s.date, "publisher": s.publisher, "url": _web(s.url)}
            for iri, s in shown.sources.items()
        ],
    }
    return _sealed(str(network.generate_html(notebook=False)))


def _sealed(page: str) -> str:
    """Allow the page's own scripts by their hashes, and nothing else."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode("utf8")).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    if page.count("SCRIPTS-BY-HASH") != 1:
        raise GraphError("the page's template has lost its place for the script hashes")
    return page.replace("SCRIPTS-BY-HASH", allowed)


def _web(url: str) -> str:
    """A link that a reader may follow, else nothing: no `javascript:` from an article's metadata."""
    return url if re.match(r"https?://", url, re.IGNORECASE) else ""


def _nodes(shown: Picture) -> list[dict[str, Any]]:
    degree = Counter(end for link in shown.links for end in (link.source, link.target) if link.kind == Kind.FACT)
    sizes = [7.0 + min(18.0, 3.2 * math.sqrt(degree[vertex.iri])) for vertex in shown.vertices]
    number = {vertex.iri: i for i, vertex in enumerate(shown.vertices)}
    pairs = [(link.kind == Kind.FACT, (number[link.source], number[link.target])) for link in shown.links]
    places = lay_out(
        [pair for fact, pair in pairs if fact],
        [pair for fact, pair in pairs if not fact],
        [_box(vertex, size) for vertex, size in zip(shown.vertices, sizes, strict=True)],
    )
    return [
        {
            "id": digest(vertex.iri),
            "iri": vertex.iri,
            "label": vertex.label,
            "type": vertex.type,
            "names": vertex.names,
            "same_as": [url for url in map(_web, vertex.same_as) if url],
            "shape": SHAPES.get(vertex.type, OTHER_SHAPE),
            "size": round(size, 1),
            "x": x,
            "y": y,
        }
        for vertex, size, (x, y) in zip(shown.vertices, sizes, places, strict=True)
    ]


def _box(vertex: Vertex, size: float) -> tuple[float, float]:
    """The room that a vertex takes with its name below it, in pixels of the unscaled picture."""
    return max(2 * size, 6.5 * min(len(vertex.label), 28)) + 16, 2 * size + 34


def _edges(links: Sequence[Link]) -> list[dict[str, Any]]:
    """Lines; of several between the same two entities, facts are the straightest."""
    order = list(Kind)
    ranked = sorted(range(len(links)), key=lambda i: (order.index(links[i].kind), links[i].relation, links[i].source))
    taken = Counter[frozenset[str]]()
    bends = dict[int, float]()
    for i in ranked:
        pair = frozenset((links[i].source, links[i].target))
        step = taken[pair]
        taken[pair] += 1
        side = 1 if step % 2 else -1
        bend = side * 0.16 * ((step + 1) // 2)
        # a bend is to the right of an arrow: the other way round for arrows the other way
        bends[i] = bend if links[i].source <= links[i].target else -bend
    return [
        {
            "id": digest(link.source, link.relation, link.target),
            "from": digest(link.source),
            "to": digest(link.target),
            "relation": link.relation,
            "label": _label(link),
            "family": link.family,
            "kind": link.kind,
            "disputed": link.disputed,
            "symmetric": link.symmetric,
            "bend": round(bends[i], 2),
            "quotes": [
                {
                    "article": digest(q.article),
                    "text": q.text,
                    "positive": q.positive,
                    "factuality": q.factuality,
                    "speaker": q.speaker,
                    "attributed": q.attributed,
                    "time": q.time,
                    "role": q.role,
                    "former": q.former,
                    "confidence": q.confidence,
                }
                for q in link.quotes
            ],
        }
        for i, link in enumerate(links)
    ]


def _label(link: Link) -> str:
    """What stands at a line: the relation, or for a position its title."""
    if link.relation != str(NEWS.roleOf):
        return link.label
    titles = Counter(q.role for q in link.quotes if q.role and q.positive)
    if not titles:
        return link.label
    same = Counter(title.casefold() for title in titles.elements())
    title = min(titles, key=lambda text: (-same[text.casefold()], -titles[text], text))
    held = [q.former for q in link.quotes if q.role.casefold() == title.casefold() and q.positive]
    return f"former {title} of" if all(held) and not title.lower().startswith("former") else f"{title} of"
