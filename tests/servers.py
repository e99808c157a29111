"""Real SPARQL servers that tests start, each with an empty store of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = {other}
LiteMode = 0
NumberOfBuffers = 4000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = {port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def oxigraph_binary() -> str | None:
    """Oxigraph's server, which `pip install oxigraph` brings."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The query address of a running Oxigraph."""
    port = free_port()
    binary = oxigraph_binary()
    assert binary is not None
    command = [binary, "serve", "--location", str(folder / "ox"), "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}/", seconds=60):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a running Virtuoso, for its first user (dba, dba)."""
    port, other = free_port(), free_port()
    config = folder / "virtuoso.ini"
    config.write_text(VIRTUOSO.format(folder=folder, port=port, other=other))
    command = ["virtuoso-t", "+foreground", "+configfile", str(config)]
    with _running(command, f"http://127.0.0.1:{port}/sparql", seconds=120):
        yield f"http://127.0.0.1:{port}/sparql-auth"


@contextmanager
def _running(command: list[str], address: str, *, seconds: float) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + seconds
            while not _answers(address):
                assert process.poll() is None and time.monotonic() < end, f"{command[0]} does not start"
                time.sleep(0.1)
            yield
        finally:
            process.kill()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):
            return True
    except HTTPError:
        return True
    except OSError:
        return False
