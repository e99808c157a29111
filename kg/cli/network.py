"""What reads articles over the network, when a command is asked to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Article


def fetching(cache: Path | None, *, private: bool, pages: int) -> Callable[..., Iterator[Article]]:
    """What reads the articles at a web address."""
    from functools import partial

    from kg.reading.connecting import Limits
    from kg.reading.fetching import Fetcher
    from kg.reading.web import read_web

    return partial(read_web, fetcher=Fetcher(cache=cache, limits=Limits(private=private)), most=pages)
