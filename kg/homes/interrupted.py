"""What an interrupted run has read, kept beside its graph, so that the same command goes on from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from kg.durable import reason
from kg.errors import GraphError
from kg.model import Article, Evidence, Factuality, LinkedArticle, Polarity, Span, Statement, entity_of

KEPT: Final = "kept"
"""The name of the file in a store directory, and the last part of it elsewhere."""

Key = tuple[str, ...]


def key(article: Article) -> Key:
    """What must be the same for an article to be the same: its text, and what is known of its publication."""
    return (
        article.sha256, article.source, article.url, article.title, article.date, article.author, article.publisher
    )  # fmt: skip


class Kept:
    """The articles that a run has finished, in a file of one line each.

    Args:
        path: the file; there is none before the first article.
        setup: what reads the articles; what something else read is not used.
    """

    def __init__(self, path: Path, setup: str) -> None:
        self.path = path
        self.setup = setup
        self.found = dict(self._read())
        self.stream: IO[str] | None = None

    def _read(self) -> Iterator[tuple[Key, LinkedArticle]]:
        try:
            with self.path.open(encoding="utf-8", errors="strict") as stream:
                if stream.readline().rstrip("\n") != self.setup:
                    return
                for line in stream:
                    try:
                        linked = decode(json.loads(line))
                    except (ValueError, TypeError, KeyError):
                        return  # the run ended in the middle of it
                    yield key(linked.article), linked
        except (OSError, UnicodeDecodeError):
            return

    def take(self, article: Article) -> LinkedArticle | None:
        """What an interrupted run has made of an article; it is given once."""
        return self.found.pop(key(article), None)

    def add(self, linked: LinkedArticle) -> None:
        """Keep an article.

        Raises:
            GraphError: nothing can be written there.
        """
        try:
            if self.stream is None:
                old = list(self.found.values())
                self.stream = self.path.open("w", encoding="utf-8")
                self.stream.write(f"{self.setup}\n")
                for one in old:
                    self._write(one)
            self._write(linked)
            self.stream.flush()
        except OSError as error:
            raise GraphError(f"{self.path}: cannot be written: {reason(error)}") from error

    def _write(self, linked: LinkedArticle) -> None:
        assert self.stream is not None
        self.stream.write(json.dumps(asdict(linked), ensure_ascii=True, separators=(",", ":")) + "\n")

    def close(self) -> None:
        """Write no more."""
        if self.stream is not None:
            self.stream.close()

    def forget(self) -> None:
        """Delete the file: the run has come to its end."""
        self.close()
        self.path.unlink(missing_ok=True)


def kept(path: Path, setup: str) -> closing[Kept]:
    """What an interrupted run has read; see `Kept`."""
    return closing(Kept(path, setup))


def decode(data: dict[str, Any]) -> LinkedArticle:
    """The article that `dataclasses.asdict` took apart."""
    article = dict(data["article"], asides=tuple(Span(**span) for span in data["article"]["asides"]))
    entities = tuple(map(entity_of, data["entities"]))
    return LinkedArticle(Article(**article), entities, tuple(_statement(one) for one in data["statements"]))


def _statement(data: dict[str, Any]) -> Statement:
    e = data["evidence"]
    evidence = Evidence(**(e | {"polarity": Polarity(e["polarity"]), "factuality": Factuality(e["factuality"])}))
    return Statement(data["subject"], data["predicate"], data["object"], evidence)
