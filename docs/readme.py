"""Run the commands that README and the pages of the site show, and compare what they print with what is said, or write
that anew.

    python docs/readme.py [--write] [PAGE...]

A command stands in a block marked `console`, after `$ `; what follows, up to the next command, is its output. The
commands of a page run one after the other in one folder, which holds the examples and the named files of the page.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = [README, *(ROOT / "docs" / name for name in ("tutorial.md", "vocabulary.md", "how-to.md"))]
BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Every command that a text shows, and the output that it shows for it."""
    for block in BLOCK.findall(text):
        for part in re.split(r"(?m)^\$ ", block)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def files(text: str) -> Iterator[tuple[str, str]]:
    """Every file that a text shows in a block marked `turtle` or `sparql`, whose first line names it in a comment."""
    for block in re.findall(r"(?ms)^```(?:turtle|sparql)\n(.*?)^```$", text):
        if named := re.match(r"# (\S+\.(?:ttl|rq))\n", block):
            yield named[1], block


def run(command: str, folder: Path) -> str:
    """What a `kg` command prints on standard output.

    Raises:
        CalledProcessError: it failed.
    """
    words = shlex.split(command)
    if words[0] != "kg":
        raise ValueError(f"a page shows a command that is not kg's: {command}")
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


def rewritten(text: str, run: Callable[[str, Path], str] = run) -> str:
    """A text with the outputs that its commands really give.

    Args:
        text: a page.
        run: runs a command in a folder.
    """
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
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    stale = []
    for page in [Path(name).resolve() for name in names] or PAGES:
        old = page.read_text(encoding="utf-8")
        new = rewritten(old)
        if new != old and "--write" in sys.argv[1:]:
            page.write_text(new, encoding="utf-8")
        elif new != old:
            stale.append(str(page.relative_to(ROOT)))
    if stale:
        sys.exit(f"{', '.join(stale)}: shows other outputs than its commands give: python docs/readme.py --write")


if __name__ == "__main__":
    main()
