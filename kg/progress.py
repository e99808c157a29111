"""How far a run has come: a bar on a terminal, plain lines elsewhere; both on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from kg.model import Article, LinkedArticle
    from kg.reading import Meter

EVERY: Final = 30.0
"""Seconds between two lines that say how far it is, where there is no terminal."""


BYTES_OF_WORD: Final = 6


@dataclass(slots=True)
class Progress:
    """What has been done, told to somebody.

    Args:
        meter: how many bytes of the sources have been read.
        say: tells one line.
        bar: the bar on a terminal, or None.
        articles, words, facts: of the articles that are in the graph.
        errors: articles that are not.
        ahead, inner: words that are parsed beyond those: of whole articles, and of the one in work.
        begun, told: when the work began, and when a line told of it last; seconds.
        places: up to which byte the sources were read for each article that is in work.
        done: up to which byte they are done.
    """

    meter: Meter
    say: Callable[[str], None]
    bar: Bar | None = None
    articles: int = 0
    words: int = 0
    facts: int = 0
    errors: int = 0
    ahead: int = 0
    inner: int = 0
    begun: float = field(default_factory=lambda: time.monotonic())
    told: float = field(default_factory=lambda: time.monotonic())
    places: dict[str, int] = field(default_factory=dict)
    done: int = 0

    def reading(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The same articles; remembers up to which byte the sources were read for each."""
        for article in articles:
            self.places[article.source] = self.meter.done
            yield article

    def finished(self, linked: LinkedArticle) -> None:
        """Count an article that is in the graph."""
        self.articles += 1
        count = len(linked.article.text.split())
        self.words += count
        self.ahead = max(0, self.ahead - count)
        self.facts += len(linked.statements)
        self.done = max(self.done, self.places.pop(linked.article.source, self.done))
        if self.bar is None:
            number = len(linked.statements)
            self.say(f"{linked.article.source}: {number} finding{'s' * (number != 1)}")
        self._show()

    def failed(self) -> None:
        """Count an article that is not."""
        self.errors += 1
        self._show()

    def inside(self, done: int, words: int) -> None:
        """Tell how many words of an article have been parsed."""
        if done >= words:
            self.ahead, self.inner = self.ahead + words, 0
            self._show()
        else:
            self.inner = done
            self._show(f"{done:,} of {words:,} words of an article")

    def line(self) -> str:
        """All counts in a line."""
        speed = (self.words + self.ahead + self.inner) / max(0.001, time.monotonic() - self.begun)
        return (
            f"{self.articles:,} article{'s' * (self.articles != 1)}, {speed:,.0f} words a second, "
            f"{self.facts:,} fact{'s' * (self.facts != 1)}, {self.errors:,} error{'s' * (self.errors != 1)}"
        )

    def _show(self, inside: str = "") -> None:
        if self.bar is not None:
            task = self.bar.task_ids[0]
            text = f"{self.line()}{f'; {inside}' * bool(inside)}"
            self.bar.update(task, description=text, completed=self._bytes(), total=self.meter.total or None)
        elif (self.articles > 1 or inside) and time.monotonic() - self.told >= EVERY:
            self.told = time.monotonic()
            self.say(f"so far {self.line()}{f'; {inside}' * bool(inside)}{self._left()}")

    def _left(self) -> str:
        done, total = self._bytes(), self.meter.total
        spent = time.monotonic() - self.begun
        return f"; about {spent * (total - done) / done:,.0f} s left" if 0 < done <= total else ""

    def _bytes(self) -> int:
        """Bytes of the sources that are done: of the articles that are, and about as many as are parsed beyond them."""
        return max(self.done, min(self.meter.done, self.done + BYTES_OF_WORD * (self.ahead + self.inner)))


@contextmanager
def progress(meter: Meter, say: Callable[[str], None], *, terminal: bool) -> Iterator[Progress]:
    """Tell how far a run has come, until it ends.

    Args:
        terminal: whether standard error is a terminal.
    """
    if not terminal:
        yield Progress(meter, say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TextColumn("{task.description}", markup=False),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("0 articles", total=None)
        yield Progress(meter, say, bar)
