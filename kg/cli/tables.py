"""Rows as a table for the terminal."""

from __future__ import annotations

import sys

LONGEST_CELL = 160
"""Characters of a value in a table; csv and json give it whole."""


def table(columns: list[str], rows: list[list[str]]) -> str:
    """Rows as a table that fits the terminal; elsewhere as wide as they are."""
    from textwrap import shorten

    return _drawn(columns, [[shorten(cell, LONGEST_CELL, placeholder=" …") for cell in row] for row in rows])


def tall_table(columns: list[str], rows: list[list[str]]) -> str:
    """Rows of whole texts, whose lines stay lines, with a rule between them."""
    kept = [["\n".join(" ".join(line.split()) for line in cell.split("\n")) for cell in row] for row in rows]
    return _drawn(columns, kept, rules=True)


def _drawn(columns: list[str], rows: list[list[str]], *, rules: bool = False) -> str:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return "nothing found\n"
    terminal = sys.stdout.isatty()
    console = Console(file=StringIO(), width=None if terminal else 10_000, color_system=None)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_lines=rules)
    for column in columns:
        shown.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        shown.add_row(*map(Text, row))
    with console.capture() as captured:
        console.print(shown)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
