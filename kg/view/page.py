"""A graph as one HTML file that needs nothing else: no request leaves it, and no text in it can act."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rdflib import Graph

from kg.errors import GraphError
from kg.garbage import collector_off
from kg.view.payload import payload
from kg.view.picture import picture

FOLDER: Final = Path(__file__).parent
SCRIPTS: Final = (
    "data",
    "state",
    "scene",
    "arrange",
    "canvas",
    "quotes",
    "panel",
    "filters",
    "search",
    "table",
    "export",
    "main",
)
"""The page's own scripts, in the order in which they need each other; they are one script in the page."""
OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True, "multiselect": False, "selectConnectedEdges": False, "keyboard": False, "hideEdgesOnDrag": False,
        "hideEdgesOnZoom": False,
    },
    "nodes": {"borderWidth": 1.5, "chosen": False},
    "edges": {"chosen": False, "arrowStrikethrough": False, "hoverWidth": 0, "selectionWidth": 0},
}  # fmt: skip


@collector_off()
def render(
    graph: Graph,
    *,
    about: str | None = None,
    hops: int = 1,
    limit: int = 300,
    title: str = "",
    texts: Mapping[str, str] | None = None,
) -> str:
    """Make a page that shows a graph.

    Args:
        graph: a graph in the statement model; in one from elsewhere plain triples between labelled nodes are shown.
        about: a name or IRI to show the surroundings of; None for the whole graph.
        hops: how many statements away from `about` an entity may be.
        limit: how many entities are drawn at once at most; lists, table and search know all of them.
        title: the page's heading.
        texts: texts of articles by their IRI, for a graph that does not keep them.

    Returns:
        HTML, to be written as UTF-8. The same graph gives the same page.

    Raises:
        QueryError: no entity of the graph, or more than one, is named `about`; the message tells what is near.
        GraphError: `hops` or `limit` is below 1.
    """
    # pyvis loads IPython: half a second that other commands need not wait for
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader
    from pyvis.network import Network

    if limit < 1:
        raise GraphError(f"--limit {limit}: give 1 or more")
    shown = picture(graph, about=about, hops=hops, texts=texts)
    data = payload(shown, centred=about is not None, limit=limit)
    name = title or (f"{shown.vertices[0].label} in the news" if about and shown.vertices else "Who did what to whom")
    network = Network(directed=True, cdn_resources="in_line", heading=name)
    network.nodes, network.edges, network.options = data.pop("nodes"), data.pop("edges"), OPTIONS
    # pyvis's own template loads Bootstrap from elsewhere and escapes nothing; ours takes only its vis-network
    pyvis_templates = FileSystemLoader(network.template_dir)
    network.path = "template.html"
    network.templateEnv = Environment(loader=ChoiceLoader([FileSystemLoader(FOLDER), pyvis_templates]), autoescape=True)
    network.templateEnv.globals |= {"rest": data, "scripts": SCRIPTS}
    return _sealed(str(network.generate_html(notebook=False)))


def _sealed(page: str) -> str:
    """Allow the page's own scripts by their hashes, and nothing else."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode("utf8")).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    if "SCRIPTS-BY-HASH" not in page:
        raise GraphError("the page's template has lost its place for the script hashes")
    return page.replace("SCRIPTS-BY-HASH", allowed, 1)  # the rest is what somebody wrote
