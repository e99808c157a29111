"""A small graph that is served: on a real port, to browsers, clients and attackers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphs import FACTS, article_graph, says

from kg.graph import write_graph
from kg.model import Factuality
from kg.vocabulary import BASE

if TYPE_CHECKING:
    import httpx

    from kg.serve.site import Site

for name, extra in (("starlette", "serve"), ("uvicorn", "serve"), ("multipart", "serve"), ("httpx", "test")):
    pytest.importorskip(name, reason=f"{name} is not installed (the extra {extra} brings it)")

MORE = (
    *FACTS,
    ("AT&T Çelik / Söhne", "supports", "Borduria", says("AT&T Çelik / Söhne backs Borduria")),
    ("Syldavia", "visits", "Isle", says("Syldavia will go to the Isle", factuality=Factuality.FUTURE)),
    ("Syldavia", "visits", "Isle", says("it will not go there", factuality=Factuality.FUTURE, positive=False)),
)
ALSO = {"Alliance": ("The Pact",)}


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Args:
        url: where it is, without a slash at the end.
        site: what it serves.
        client: asks it.
    """

    url: str
    site: Site
    client: httpx.Client


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of one article: facts, a dispute, a denial, a possibility, a name that IRIs must escape."""
    path = tmp_path_factory.mktemp("served") / "graph.ttl"
    write_graph(article_graph(MORE, also=ALSO, keep_text=True), path, base=BASE)
    return path


@contextmanager
def serving(
    path: Path, *, timeout: float = 10.0, token: str = "", decisions: Path | None = None, **reading: Any
) -> Iterator[Server]:
    """Serve a graph from a thread of this process."""
    import httpx
    import uvicorn

    from kg.serve.app import listen, make_app
    from kg.serve.security import Access
    from kg.serve.site import ReadingSettings, open_site

    access = Access("127.0.0.1", token)
    socket = listen("127.0.0.1", 0)
    with socket, open_site(path, reading=replace(ReadingSettings(), **reading), timeout=timeout, processes=2) as site:
        config = uvicorn.Config(
            make_app(site, access, decisions=decisions), log_level="error", access_log=False, timeout_keep_alive=2
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        with httpx.Client(base_url=url, timeout=180) as client:
            yield Server(url, site, client)
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def server(graph_file: Path) -> Iterator[Server]:
    """The graph, served as `kg serve GRAPH --fetch` does."""
    with serving(graph_file, fetch=True) as running:
        yield running


@pytest.fixture(scope="session")
def serve() -> Callable[..., Any]:
    """What serves a graph otherwise: `with serve(path, token="…") as server`."""
    return serving
