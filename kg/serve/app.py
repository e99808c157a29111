"""The routes (which address is answered by what), and the server that answers."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kg.errors import GraphError, KGError
from kg.serve.api import Api, refuse
from kg.serve.decisions import Desk
from kg.serve.linked import Linked
from kg.serve.openapi import describe_api
from kg.serve.pages import Pages
from kg.serve.protocol import Protocol
from kg.serve.rendering import Renderer
from kg.serve.security import Access, Guard
from kg.serve.site import Site
from kg.serve.upload import Upload
from kg.serve.workers import WorkError

STATIC: Final = Path(__file__).parent / "static"


def make_app(site: Site, access: Access, *, decisions: Path | None = None) -> ASGIApp:
    """The whole server as an ASGI application.

    Args:
        site: what is served.
        access: who may ask.
        decisions: the file into which people's decisions are written, or None where they may not decide.
    """
    render = Renderer(site, access)
    desk = Desk(decisions, site, access) if decisions else None
    pages, api = Pages(site, render, desk), Api(site)
    upload = Upload(site, render, access)

    async def failed(request: Request, error: Exception) -> Response:
        """A mistake: for a program as problem details, for a person as a page."""
        headers = error.headers if isinstance(error, HTTPException) else None
        known = WorkError(error.detail, error.status_code) if isinstance(error, HTTPException) else error
        assert isinstance(known, KGError)
        if request.url.path.startswith("/api/"):
            answer = refuse(known)
        else:
            status = known.status if isinstance(known, WorkError) else 400
            answer = render.page(request, "problem", status=status, problem=str(known), code=status)
        answer.headers.update(headers or {})
        return answer

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        yield
        await site.close()

    routes = [
        Route("/", pages.overview),
        Route("/search", pages.search),
        Route("/suggest", pages.suggest),
        Route("/disputes", pages.disputes),
        Route("/articles", pages.articles),
        Route("/questions", pages.questions),
        Route("/questions/{name}", pages.question),
        Route("/view", pages.view),
        Route("/id", Linked(site, pages).node),
        Route("/id/{rest:path}", Linked(site, pages).node),
        Route("/sparql", Protocol(site, render).endpoint, methods=["GET", "POST"]),
        Route("/upload", upload.page, methods=["GET", "POST"]),
        Route("/api/openapi.json", api.openapi),
        Route("/api/queries/{name}", api.query),
        *(
            Route(path, getattr(api, asked["operationId"]), methods=[method.upper()])
            for path, methods in describe_api([])["paths"].items()
            for method, asked in methods.items()
        ),
        *([Route("/decide", desk.decide, methods=["POST"])] if desk else []),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: failed, KGError: failed}, lifespan=running)
    return Guard(app, access)


WAITING = 512
"""Connections that may wait for their turn."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; opened before the graph is read, so that a taken port shows at once.

    Raises:
        GraphError: the address is no address of this machine, or the port is taken.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as until_it_listens:
            found = until_it_listens.enter_context(socket.socket(family, kind, protocol))
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(WAITING)
            until_it_listens.pop_all()
    except OSError as error:
        raise GraphError(f"--host {host} --port {port}: cannot listen there: {error.strerror}") from error
    return found


def run(app: ASGIApp, found: socket.socket) -> None:
    """Answer on a socket until Ctrl-C."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=20)
    uvicorn.Server(config).run(sockets=[found])
