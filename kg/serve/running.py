"""A socket, and the server on it."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import uvicorn
from starlette.types import ASGIApp

from kg.errors import GraphError

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
