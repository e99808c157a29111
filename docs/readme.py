"""Run the commands that README shows, and compare what they print with what it says, or write that anew.

    python docs/readme.py [--write]

A command stands in a block marked `console`, after `$ `; what follows, up to the next command, is its output. All
commands run one after the other in one folder that holds the examples and the named Turtle files that README shows.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Every command that a text shows, and the output that it shows for it."""
    for block in BLOCK.findall(text):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def files(text: str) -> Iterator[tuple[str, str]]:
    """Every file that a text shows in a block marked `turtle`, whose first line names it in a comment."""
    for block in re.findall(r"(?ms)^```turtle\n(.*?)^```$", text):
        if named := re.match(r"# (\S+\.ttl)\n", block):
            yield named[1], block


def run(command: str, folder: Path) -> str:
    """What a `kg` command prints on standard output.

    Raises:
        CalledProcessError: it failed.
    """
    words = shlex.split(command)
    if words[0] != "kg":
        raise ValueError(f"README shows a command that is not kg's: {command}")
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": path, "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *words[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def rewritten(text: str) -> str:
    """A text with the outputs that its commands really give."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        for file, content in files(text):
            (folder / file).write_text(content, encoding="utf-8")
        real = iter([(command, run(command, folder)) for command, _ in examples(text)])

        def replace(block: re.Match[str]) -> str:
            count = len(re.findall(r"(?m)^\$ ", block[1]))
            shown = "".join(f"$ {command}\n{output}" for command, output in (next(real) for _ in range(count)))
            return f"```console\n{shown}```"

        return BLOCK.sub(replace, text)


def main() -> None:
    """Compare, or write."""
    old = README.read_text(encoding="utf-8")
    new = rewritten(old)
    if "--write" in sys.argv[1:]:
        README.write_text(new, encoding="utf-8")
    elif new != old:
        sys.exit("README.md shows other outputs than its commands give: python docs/readme.py --write")


if __name__ == "__main__":
    main()
