"""Run the cells of docs/notebook.ipynb, and compare what they give with what it says, or write that anew.

    python docs/notebook.py [--write]

The cells run one after the other, in IPython and in a folder that holds the examples. Of a value the notebook keeps its
text and, where it is short, its HTML: a drawn graph is shown when somebody opens the notebook and runs it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
LONGEST_HTML = 20_000
"""Characters."""


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook with the outputs that its cells really give.

    Raises:
        RuntimeError: a cell failed.
    """
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    cells, number = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            cells.append(cell)
            continue
        number += 1
        with capture_output() as printed:
            result = shell.run_cell("".join(cell["source"]))
        if not result.success:
            raise RuntimeError(f"cell {number} failed: {result.error_before_exec or result.error_in_exec}")
        outputs: list[dict[str, Any]] = []
        shown = printed.stdout if result.result is None else _without_echo(printed.stdout)
        if shown:
            outputs.append({"output_type": "stream", "name": "stdout", "text": shown.splitlines(keepends=True)})
        if result.result is not None:
            data = {"text/plain": repr(result.result).splitlines(keepends=True)}
            html = getattr(result.result, "_repr_html_", lambda: None)()
            if html and len(html) <= LONGEST_HTML:
                data["text/html"] = html.splitlines(keepends=True)
            outputs.append({"output_type": "execute_result", "execution_count": number, "data": data, "metadata": {}})
        cells.append({**cell, "execution_count": number, "outputs": outputs})
    return {**notebook, "cells": cells}


def _without_echo(printed: str) -> str:
    """What a cell printed, without IPython's own line of its last value."""
    return printed.partition("Out[")[0]


def written(notebook: dict[str, Any]) -> str:
    """A notebook as its file has it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Compare, or write."""
    old = NOTEBOOK.read_text(encoding="utf-8")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "examples", Path(name) / "examples")
        os.chdir(name)
        new = written(executed(json.loads(old)))
        os.chdir(ROOT)
    if "--write" in sys.argv[1:]:
        NOTEBOOK.write_text(new, encoding="utf-8")
    elif new != old:
        sys.exit("docs/notebook.ipynb shows other outputs than its cells give: python docs/notebook.py --write")


if __name__ == "__main__":
    main()
