"""What an interrupted run has read is taken once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from homes import (
    some,
)

from kg.homes import kept
from kg.homes.interrupted import key
from kg.model import LinkedArticle


def test_what_an_interrupted_run_has_read_is_taken_once(tmp_path: Path) -> None:
    articles = some(3)
    with kept(tmp_path / "kept", "setup") as run:
        for linked in articles:
            run.add(linked)
    with (tmp_path / "kept").open("a") as stream:
        stream.write('{"article": {"text": "cut of')
    with kept(tmp_path / "kept", "setup") as again:
        assert [again.take(linked.article) for linked in articles[:2]] == articles[:2]
        assert again.take(articles[0].article) is None
        again.add(articles[0])
        assert again.take(replace(articles[2].article, url="https://example.org/other")) is None
    with kept(tmp_path / "kept", "setup") as third:
        assert sorted(third.found) == sorted(kept_keys([articles[0], articles[2]]))
        third.forget()
    with kept(tmp_path / "kept", "other setup") as other:
        assert not other.found
    assert not (tmp_path / "kept").exists()


def kept_keys(articles: list[LinkedArticle]) -> Iterator[tuple[str, ...]]:
    """By what articles are known that an interrupted run has read."""
    return (key(linked.article) for linked in articles)
