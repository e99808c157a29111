"""Rows as a table for the terminal."""

from __future__ import annotations

import sys

LONGEST_CELL = 160
"""Characters of a value in a table; csv and json give it whole."""


def table(columns: list[str], rows: list[list[str]]) -> str:
    """Rows as a table that fits the terminal; elsewhere as wide as they are."""
    from rich.console import Console

    kept = [list(map(_shortened, row)) for row in rows]
    lines = _lines([column.replace("_", " ") for column in columns], kept)
    if rows and (not sys.stdout.isatty() or len(lines[1]) <= Console().width):
        return "".join(f"{line.rstrip()}\n" for line in lines)
    return _drawn(columns, kept)


def _shortened(cell: str) -> str:
    words = " ".join(cell.split())
    if len(words) <= LONGEST_CELL:
        return words
    cut = words[: LONGEST_CELL - 2]
    whole = cut.rpartition(" ")[0]
    return f"{whole if len(whole) > len(cut) // 2 else cut} …"


def _lines(columns: list[str], rows: list[list[str]]) -> list[str]:
    """The lines of a table none of whose cells is folded: as rich draws it, which takes fifty times as long."""
    from rich.cells import cell_len
    from rich.control import strip_control_codes

    rows = [list(map(strip_control_codes, row)) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]

    def line(cells: list[str]) -> str:
        return "   ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))

    return [line(columns), "───".join("─" * width for width in widths), *map(line, rows)]


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
