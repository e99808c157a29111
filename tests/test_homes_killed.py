"""Writers of homes that are killed, wait, or find a disk full: what was committed stays."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from homes import (
    CONTEXT,
    PLACES,
    PLAN,
    append,
    expected,
    lines,
    place,
    some,
)

from kg import durable, generations
from kg.errors import GraphError
from kg.graph import files
from kg.homes import Embedded
from kg.model import LinkedArticle
from kg.vocabulary import article_iri


def killing(step: Callable[..., None], left: list[int], *, before: bool) -> Callable[..., None]:
    """A step that ends the process the n-th time that one of them is taken, before it or after it."""

    def run(*args: object) -> None:
        left[0] -= 1
        last = left[0] == 0
        if last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        step(*args)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    return run


def work(folder: Path, name: str, articles: list[LinkedArticle], moment: int = 0, largest: int = 0) -> None:
    """Append articles in a process of its own.

    Args:
        moment: the rename or wait for the disk before which it is killed; after which, where negative; 0 for none.
        largest: bytes that a file may have; 0 for any number.
    """
    left = [abs(moment)]
    for module in (durable, files, generations) if moment else ():
        for step in ("rename", "sync_file", "sync_folder"):
            if hasattr(module, step):
                setattr(module, step, killing(getattr(module, step), left, before=moment > 0))
    if largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    try:
        append(place(folder, name), *articles, wait=60)
    except GraphError as error:
        (folder / "message").write_text(str(error))
        os._exit(2)


def in_a_process(*args: object) -> int:
    """How `work` ended."""
    process = CONTEXT.Process(target=work, args=args)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


@pytest.mark.parametrize(("name", "writers"), [("store", 2), ("graph.nt", 4), ("store", 8)])
def test_several_writers_at_once_lose_nothing(tmp_path: Path, name: str, writers: int) -> None:
    articles = some(writers)
    processes = [CONTEXT.Process(target=work, args=(tmp_path, name, [linked])) for linked in articles]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * writers
    assert lines(place(tmp_path, name).read()) == expected(articles)


@pytest.mark.parametrize("name", PLACES[:1] + PLACES[3:])
def test_a_writer_that_is_killed_at_any_rename_leaves_the_old_or_the_new(tmp_path: Path, name: str) -> None:
    where, articles = place(tmp_path, name), some(3)
    append(where, *articles[:2])
    old, new, moments = expected(articles[:2]), expected(articles), 0
    for moment in (sign * number for number in range(1, 20) for sign in (1, -1)):
        if in_a_process(tmp_path, name, articles[2:], moment) == 0:
            break
        moments += 1
        assert lines(where.read()) in (old, new)
        append(where, articles[2])  # goes on
        assert lines(where.read()) == new
        assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".") or path.suffix == ".part"]
        with where.writing(PLAN) as writer:
            writer.remove(str(article_iri(articles[2].article.sha256)))
            writer.commit()
        assert lines(where.read()) == old
    assert moments >= 4


@pytest.mark.parametrize("name", PLACES[:1] + PLACES[3:])
def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path, name: str) -> None:
    where, articles = place(tmp_path, name), some(40)
    append(where, articles[0])
    assert in_a_process(tmp_path, name, articles, 0, 4000) == 2
    message = (tmp_path / "message").read_text()
    assert message.startswith(f"{tmp_path / name}: cannot be written: ")
    assert "\n" not in message
    assert lines(where.read()) == expected(articles[:1])
    append(where, *articles)
    assert lines(where.read()) == expected(articles)


@pytest.mark.skipif(os.geteuid() == 0, reason="this user may write everywhere")
@pytest.mark.parametrize("name", PLACES[:1] + PLACES[3:])
def test_what_can_only_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    where, articles = place(tmp_path, name), some(2)
    append(where, articles[0])
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with pytest.raises(GraphError, match=r"closed to you|Permission denied"):
        append(where, articles[1])
    assert lines(where.read()) == expected(articles[:1])
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755)


def test_readers_see_the_last_whole_state(tmp_path: Path) -> None:
    where, articles = Embedded(tmp_path / "store"), some(3)
    append(where, articles[0])
    before = where.read()
    with where.writing(PLAN) as writer:
        writer.add(articles[1])
        assert writer.count() == 2
        assert lines(where.read()) == expected(articles[:1])
        writer.commit()
        assert lines(where.read()) == expected(articles[:2])
    append(where, articles[2])
    assert lines(before) == expected(articles[:1])
    assert lines(where.read()) == expected(articles)


def test_a_damaged_store_is_one_line(tmp_path: Path) -> None:
    where = Embedded(tmp_path / "store")
    append(where, *some(1))
    (generation,) = (tmp_path / "store").glob("0*")
    (generation / "CURRENT").write_text("nonsense")
    with pytest.raises(GraphError, match=r"store: this store cannot be opened: \S[^\n]*$"):
        where.read()
    (tmp_path / "store" / "head").write_text("")
    with pytest.raises(GraphError, match="store: this store is damaged: its content is missing; build it again"):
        where.read()


def test_a_store_in_no_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"store: cannot be written: there is no folder \S+none$"):
        append(Embedded(tmp_path / "none" / "store"), *some(1))
