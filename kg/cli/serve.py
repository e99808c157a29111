"""Commands that put a graph where people and programs meet it: a web server, tools for agents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DecisionFiles, Fetch, GraphPath, Model, Ontologies, Private, app, say
from kg.errors import GraphError

if TYPE_CHECKING:
    from kg.serve.site import ReadingSettings

LOCAL = ("127.0.0.1", "localhost", "::1")


@app.command(epilog="Example: kg serve graph.ttl")
def serve(
    graph: GraphPath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 8000,
    host: Annotated[str, typer.Option(help="Where to listen; anything but this machine needs a token.")] = "127.0.0.1",
    token: Annotated[
        str, typer.Option(metavar="SECRET", envvar="KG_TOKEN", help="Who asks must have it (also as KG_TOKEN).")
    ] = "",
    allow_origin: Annotated[
        list[str], typer.Option(metavar="ORIGIN", help="Another site whose pages may ask here, or *.")
    ] = [],  # noqa: B006
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 10.0,
    edit: Annotated[bool, typer.Option("--edit", help="Let people decide: accept, reject, same, different.")] = False,
    decisions: DecisionFiles = [],  # noqa: B006
    fetch: Fetch = False,
    allow_private: Private = False,
    ontology: Ontologies = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Serve a graph on this machine: pages to read, SPARQL, a JSON API, linked data (needs the extra serve)."""
    _need("serve", "starlette", "uvicorn", "multipart", "jinja2")
    if host not in LOCAL and not token:
        raise GraphError(f"--host {host}: who asks from elsewhere needs a token; add --token SECRET")
    if token and len(token) < 8:
        raise GraphError("--token: give at least 8 characters")
    if not token.isascii() or any(c in token for c in ' ";,\\'):
        raise GraphError("--token: use letters, digits and -_.~ only")
    if len(decisions) > 1 or (decisions and not edit):
        raise GraphError("decisions go into one file, with --edit: give --decisions once")
    from kg.decisions import beside
    from kg.serve.app import listen, make_app, run
    from kg.serve.security import Access
    from kg.serve.site import open_site

    socket = listen(host, port)
    with socket, open_site(graph, reading=_reading(model, ontology, fetch, allow_private), timeout=timeout) as site:
        access = Access(host, token, tuple(allow_origin))
        name = f"[{host}]" if ":" in host else host
        say(f"http://{name}:{socket.getsockname()[1]}/{f'?token={token}' if token else ''} (Ctrl-C ends it)")
        written = (decisions[0] if decisions else beside(graph)) if edit else None
        run(make_app(site, access, decisions=written), socket)


@app.command(epilog="Example: kg mcp graph.ttl")
def mcp(
    graph: GraphPath,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 10.0,
    ontology: Ontologies = [],  # noqa: B006
    model: Model = None,
) -> None:
    """Give agents tools to ask a graph, by the Model Context Protocol over standard input and output (extra mcp)."""
    _need("mcp", "mcp")
    from kg.serve.agents import run_agents
    from kg.serve.site import open_site

    with open_site(graph, reading=_reading(model, ontology, False, False), timeout=timeout) as site:
        run_agents(site)


def _reading(model: str | None, ontology: list[Path], fetch: bool, private: bool) -> ReadingSettings:
    """How articles are read; the graph that is served tells the rest."""
    from kg.graph import read_ontology
    from kg.serve.site import ReadingSettings

    read_ontology(ontology)  # a mistake in a user's file is to show at once
    files = tuple(str(path.resolve()) for path in ontology)
    return ReadingSettings(model, files, fetch=fetch, private=private)


def _need(extra: str, *modules: str) -> None:
    """Say what is missing, where an extra is not installed."""
    from importlib.util import find_spec

    if missing := [name for name in modules if find_spec(name) is None]:
        raise GraphError(f"this needs {', '.join(missing)}: pip install 'newskg[{extra}]'")
