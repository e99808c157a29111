"""`kg serve` and `kg mcp` as commands: what they refuse, and that they end when they are told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from conftest import Kg


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "who asks from elsewhere needs a token"),
        (["--token", "short"], "give at least 8 characters"),
        (["--token", "with a space and ;"], "use letters, digits"),
        (["--port", "70000"], "Invalid value for '--port'"),
        (["--host", "192.0.2.1", "--token", "a-long-secret"], "cannot listen there"),
        (["--ontology", "missing.ttl"], "missing.ttl: no such file"),
    ],
)
def test_a_mistake_is_one_clear_line(kg: Kg, graph_file: Path, arguments: list[str], message: str) -> None:
    outcome = kg("serve", graph_file, "--port", "0", *arguments)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1), outcome.err
    assert message in outcome.err


def test_a_missing_graph_and_a_taken_port(kg: Kg, graph_file: Path, tmp_path: Path) -> None:
    assert "no such file" in kg("serve", tmp_path / "missing.ttl", "--port", "0").err
    assert "no such file" in kg("mcp", tmp_path / "missing.ttl").err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert "Address already in use" in kg("serve", graph_file, "--port", port).err


def test_without_the_extra_it_says_what_to_install(kg: Kg, graph_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import util

    monkeypatch.setattr(util, "find_spec", lambda name: None)
    assert "pip install 'newskg[serve]'" in kg("serve", graph_file).err
    assert "pip install 'newskg[mcp]'" in kg("mcp", graph_file).err


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_it_serves_until_it_is_ended(graph_file: Path, checkout: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(graph_file), "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(checkout), "TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("kg: http://127.0.0.1:")
    with urllib.request.urlopen(f"{line.split()[1]}sparql?query=ASK%7B%7D", timeout=60) as answer:
        assert b"true" in answer.read()
    assert list(tmp_path.iterdir()), "the store of a file is in a temporary folder"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in (0, 130)
    assert not list(tmp_path.iterdir()), "nothing is left"
