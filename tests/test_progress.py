"""How far a run has come, and what Ctrl-C leaves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Kg
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TextColumn

import kg.progress
import kg.reading
from kg.graph import count, read_graph
from kg.language.analysis import SECTION
from kg.model import Article, LinkedArticle
from kg.pipeline import BATCH, BATCH_SIZE, Tools, _batches
from kg.progress import Progress, progress
from kg.reading import Meter, read_articles

NEWS = [
    Article("Oslo helps\n\nNorway supports Ukraine, and Germany supports Ukraine.", "Oslo helps", f"{n}.txt")
    for n in range(3)
]


def test_lines_tell_of_each_article_and_now_and_then_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10000, 12))
    monkeypatch.setattr(kg.progress.time, "monotonic", lambda: float(next(clock)))
    lines: list[str] = []
    with progress(Meter(total=100), lines.append, terminal=False) as run:
        for number, article in enumerate(run.reading(NEWS), start=1):
            run.meter.done = 30 * number
            run.finished(LinkedArticle(article))
        run.failed()
    assert [line for line in lines if line.startswith(("0.", "1.", "2."))] == [f"{n}.txt: 0 findings" for n in range(3)]
    (told, *_) = [line for line in lines if line.startswith("so far ")]
    assert "articles, " in told
    assert "words a second, 0 facts, " in told


def test_a_terminal_shows_all_counts_also_inside_a_long_article() -> None:
    screen = io.StringIO()
    bar = Bar(TextColumn("{task.description}"), console=Console(file=screen, width=150, force_terminal=True))
    task = bar.add_task("", total=None)
    run = Progress(Meter(total=60_000, done=60_000), lambda line: None, bar)
    run.inside(4_000, 9_000)
    assert "4,000 of 9,000 words of an article" in bar.tasks[task].description
    assert (bar.tasks[task].completed, bar.tasks[task].total) == (24_000, 60_000)
    run.inside(9_000, 9_000)
    run.finished(LinkedArticle(Article("word " * 9_000, source="long.txt")))
    run.failed()
    assert bar.tasks[task].description.startswith("1 article, ")
    assert bar.tasks[task].description.endswith("0 facts, 1 error")


def test_the_pipeline_tells_how_far_it_is_in_a_long_text(tools: Tools) -> None:
    from kg.language import watch

    told: list[tuple[int, int]] = []
    watch(tools.nlp, lambda done, words: told.append((done, words)))
    try:
        tools.nlp("\n\n".join(["Yes ."] * (SECTION // 2 + 50)))
    finally:
        watch(tools.nlp, lambda done, words: None)
    assert told == [(SECTION - 2, SECTION + 100), (SECTION + 100, SECTION + 100)]  # the last sentence is seen whole


def test_a_long_article_is_parsed_by_itself() -> None:
    short, long = Article("word"), Article("x" * (BATCH_SIZE + 1))
    batches = list(_batches([short, short, long, short, *[short] * BATCH]))
    assert [len(batch) for batch in batches] == [2, 1, BATCH, 1]


def test_the_meter_counts_the_bytes_of_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oslo backs Kyiv.")
    (tmp_path / "b.jsonl").write_text('{"text": "Norway backs Kyiv."}\n{"text": "Chad backs Niger."}\n')
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    meter = Meter()
    found = [meter.done for _ in read_articles([tmp_path], meter=meter, on_error=lambda error: None)]
    assert found == sorted(found)
    assert meter.done == meter.total == sum(path.stat().st_size for path in tmp_path.iterdir())


def interrupted(*args: object, **kwargs: object) -> Iterator[Article]:
    """Sources whose reading the user stops after two articles."""
    yield NEWS[0]
    yield Article("Oslo backs Kyiv. " * (BATCH_SIZE // 16), "", "long.txt", language="en")
    raise KeyboardInterrupt


@pytest.mark.usefixtures("quick")
def test_ctrl_c_keeps_what_is_done(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg_reading(), "read_articles", interrupted)
    out = tmp_path / "g.ttl"
    stopped = kg("build", "a.txt", "--out", out)
    assert stopped.code == 130
    assert "kg: stopped after 1 article, " in stopped.err
    assert "these articles are kept: go on with the same command and --append" in stopped.err
    assert count(read_graph(out)).articles == 1


@pytest.mark.usefixtures("quick")
def test_ctrl_c_leaves_an_older_graph_alone(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg_reading(), "read_articles", interrupted)
    out = tmp_path / "g.ttl"
    out.write_text("# an older graph\n")
    stopped = kg("build", "a.txt", "--out", out)
    assert stopped.code == 130
    assert "nothing is written; what was there stays as it was" in stopped.err
    assert out.read_text() == "# an older graph\n"


def kg_reading() -> object:
    """The package whose `read_articles` the command takes."""
    return kg.reading
