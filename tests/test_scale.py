"""Builds on an engine give the bytes of a plain build; what fails is tried again, then named."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import networkx as nx
import pytest
from conftest import Kg
from homes import examples, made_up_decisions
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import linked_article

from kg.decision_lines import write_decisions
from kg.decisions import NONE, Decision, Decisions, Verb, beside, read_decisions
from kg.errors import DecisionError, GraphError, KGError, ReadError
from kg.graph import Settings, add, new_graph, write_graph
from kg.model import LinkedArticle, Policy
from kg.pipeline import Setup, Tools, relations, usual_plain
from kg.scale import shards
from kg.scale.build import build, prepare
from kg.scale.components import find_components
from kg.scale.engine import Engine, Output, Processes, open_engine
from kg.scale.job import Job, Steps
from kg.scale.rows import Outbox, rows
from kg.settling import settle
from kg.vocabulary import BASE, article_iri, entity_iri

SETTINGS = Settings(Policy.STANDING, 0.5, BASE)


def made_up(count: int, rng: random.Random) -> list[LinkedArticle]:
    """Articles that have much in common, each once: what is known of one article does not depend on when it is read."""
    return list({linked.article: linked for linked in (linked_article(rng) for _ in range(count))}.values())


def plainly(articles: list[LinkedArticle], how: Settings, decisions: Decisions, out: Path) -> tuple[bytes, list[str]]:
    """The file of a build in one process, and the decisions whose object it does not have."""
    graph = new_graph()
    for linked in articles:
        add(graph, linked, base=how.base)
    vanished = settle(graph, relations(Setup()), built=how, decisions=decisions)
    write_graph(graph, out, base=how.base)
    return out.read_bytes(), vanished


def in_steps(
    articles: list[LinkedArticle], settings: Settings, decisions: Decisions, out: Path, folder: Path, shards: int
) -> tuple[bytes, list[str]]:
    """The same on an engine, for which the articles have been extracted."""
    job = Job(folder, Setup(), settings, decisions=decisions)
    prepare(job, [])
    (folder / "shards.json").write_text(
        json.dumps({"partitions": -(-shards // 4), "shards": [{"articles": "", "name": ""}] * shards})
    )
    for number in range(shards):
        found = Outbox(-(-shards // 4))
        for linked in articles[number::shards]:
            found.put(article_iri(linked.article.sha256, base=settings.base), asdict(linked))
        (folder / "linked").mkdir(exist_ok=True)
        found.write(folder / "linked" / f"extract-{number:06}")
        done = folder / "done" / "extract"
        done.mkdir(parents=True, exist_ok=True)
        (done / f"{number:06}.json").write_text(json.dumps({"words": 0, "errors": []}))
    with Processes(1) as engine:
        built = build(job, engine, [], read_here=lambda sources: (), on_error=lambda error: None, out=out)
    return out.read_bytes(), built.vanished


@settings(max_examples=examples(24), deadline=None)
@given(
    seed=st.integers(0, 10**9),
    count=st.sampled_from((1, 5, 30)),
    shards=st.integers(1, 20),
    policy=st.sampled_from(list(Policy)),
    plain=st.sampled_from((0.0, 0.6, 0.9)),
    base=st.sampled_from((BASE, "https://example.org/id/")),
    decided=st.booleans(),
)
def test_the_bytes_are_those_of_one_process(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    count: int,
    shards: int,
    policy: Policy,
    plain: float,
    base: str,
    decided: bool,
) -> None:
    rng, folder = random.Random(seed), tmp_path_factory.mktemp("built")
    articles, how = made_up(count, rng), Settings(policy, plain, base)
    decisions = made_up_decisions(rng, articles + made_up(1, rng), base=base) if decided else NONE
    try:
        wanted = plainly(articles, how, decisions, folder / "plain.ttl")
    except DecisionError as error:  # two IRIs of one mention
        with pytest.raises(DecisionError) as raised:
            in_steps(articles, how, decisions, folder / "steps.ttl", folder / "work", shards)
        assert str(raised.value) == str(error)
    else:
        assert in_steps(articles, how, decisions, folder / "steps.ttl", folder / "work", shards) == wanted
    shutil.rmtree(folder)


def dies(job: Job, task: int) -> Output:
    """Ends its process at one of several tasks, as a lack of memory would."""
    if task == 2:
        os._exit(1)
    return Output(result=task)


def errs(job: Job, task: int) -> Output:
    """Fails twice, then no more; or ever."""
    marks = len(list(job.folder.glob(f"{task}-*")))
    (job.folder / f"{task}-{marks}").touch()
    if marks < 2 or task == 1:
        raise ReadError(f"article {task} is hostile")
    return Output(result=task)


def job_of(folder: Path) -> Job:
    """A build in a folder."""
    job = Job(folder / "work", Setup(), SETTINGS)
    prepare(job, [])
    return job


def results_of(function: Callable[[Job, int], Output], job: Job, engine: Engine, tasks: int = 4) -> list[object]:
    """The results of some tasks."""
    steps = Steps(engine, lambda step, done, of, result: None)
    return steps.run("try", function, job, range(tasks), fails=False)


def test_what_fails_is_tried_three_times_then_named(tmp_path: Path) -> None:
    job = job_of(tmp_path)
    with Processes(1) as engine:
        found = results_of(errs, job, engine, 2)
        assert found == [0, {"failed": "article 1 is hostile (3 tries)"}]
        assert len(list(job.folder.glob("1-*"))) == 3
        # what is done is not done again, what has failed is
        assert results_of(errs, job, engine, 2) == found
        assert len(list(job.folder.glob("0-*"))) == 3
        assert len(list(job.folder.glob("1-*"))) == 6
        with pytest.raises(GraphError, match="step 'again' failed at part 2 of 2: article 1 is hostile"):
            Steps(engine, lambda *told: None).run("again", errs, job, range(2))


def test_a_task_whose_process_ends_harms_no_other(tmp_path: Path) -> None:
    with Processes(2) as engine:
        assert results_of(dies, job_of(tmp_path), engine) == [0, 1, {"failed": "its process ended (3 tries)"}, 3]


def lines_of(count: int, folder: Path) -> Path:
    """A folder with articles in files of several kinds, one of them damaged."""
    folder.mkdir()
    texts = [
        f"{name} supports Ukraine, Prime Minister Jonas Gahr Støre said.\n\n{name} did not attack Belarus in 20{n:02}."
        for n, name in enumerate(("Norway", "Poland", "Latvia", "Chile", "Malta", "Italy")[:count])
    ]
    records = [json.dumps({"title": f"Report {n}", "text": text, "id": n}) for n, text in enumerate(texts)]
    (folder / "some.jsonl").write_text("\n".join([*records[:-1], "no JSON", records[-1]]) + "\n")
    (folder / "one.txt").write_text(f"A report\n\n{texts[0]}\n")
    (folder / "bad.parquet").write_bytes(b"PAR1 and no more")
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (the test extra brings it)")
    from pyarrow import parquet

    table = pyarrow.table({"text": texts, "title": [f"Row {n}" for n in range(count)]})
    parquet.write_table(table, folder / "rows.parquet", row_group_size=2)
    return folder


def taken(path: Path) -> Path:
    """A file of decisions, one of them on what no article knows."""
    found = [Decision(Verb.SAME, (str(entity_iri("Norway")), str(entity_iri("Poland"))))]
    names = {"Latvia": "The Latvia", "Atlantis": "The Atlantis", "Chile": "Malta"}
    found += [Decision(Verb.RENAME, (str(entity_iri(who)),), name) for who, name in names.items()]
    write_decisions(path, found, (), base=BASE)
    return path


@pytest.mark.usefixtures("quick")
def test_the_command_gives_the_bytes_of_one_process(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST_ARTICLES", 2)
    monkeypatch.setattr("kg.scale.build.SHARDS_OF_PARTITION", 1)
    source, decisions = lines_of(5, tmp_path / "articles"), taken(tmp_path / "all.decisions.ttl")
    alone = kg(
        *("build", source, "--out", tmp_path / "alone.ttl", "--report", tmp_path / "alone.json"),
        *("--decisions", decisions),
    )
    assert "decided, but not in this graph (the decision is kept): rename Atlantis as 'The Atlantis'" in alone.err
    assert "The Latvia" in (tmp_path / "alone.ttl").read_text()
    for name in ("steps.ttl", "steps.jsonld", "store"):
        place = ("--store" if name == "store" else "--out", tmp_path / name)
        report = tmp_path / "steps.json"
        # as they lie beside the graph
        shutil.copyfile(decisions, beside(tmp_path / name))
        found = kg("build", source, *place, "--engine", "processes", "--jobs", 1, "--report", report)
        assert found.code == 0, found.err
        assert "rename Atlantis as 'The Atlantis'" in found.err
        assert found.out.partition(":")[2] == alone.out.partition(":")[2]
        kg("export", tmp_path / name, "--format", "turtle", "--out", tmp_path / "again.ttl")
        assert (tmp_path / "again.ttl").read_bytes() == (tmp_path / "alone.ttl").read_bytes()
        told = [sorted(json.loads(p.read_text())["sources"], key=repr) for p in (tmp_path / "alone.json", report)]
        assert told[0] == told[1]
    assert (tmp_path / "steps.ttl").read_bytes() == (tmp_path / "alone.ttl").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_shard_that_fails_is_named_and_passed_over(
    tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.scale.shards.load_tools", lambda setup, **kwargs: tools)
    shards._tools.cache_clear()
    for name in ("here", "gone"):
        record = {"title": f"Report from {name}", "text": f"{name}: Norway supports Ukraine, officials said."}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record) + "\n")
    job, errors = job_of(tmp_path), list[str]()
    planned = {"partitions": 1, "shards": list(shards.plan([f"{tmp_path}/here.jsonl", f"{tmp_path}/gone.jsonl"]))}
    (job.folder / "shards.json").write_text(json.dumps(planned))
    (tmp_path / "gone.jsonl").unlink()
    with Processes(1) as engine:
        built = build(
            *(job, engine, []),
            read_here=lambda some: (),
            on_error=lambda error: errors.append(str(error)),
            out=tmp_path / "graph.nt",
        )
    gone = f"{tmp_path}/gone.jsonl: cannot be read: No such file or directory"
    assert errors == [f"gone.jsonl: lines from 1: the shard failed: {gone} (3 tries)"]
    assert (built.articles, built.read) == (1, ["here.jsonl"])


def test_what_an_engine_cannot_do_is_said(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "g.ttl"
    source.write_text("Norway supports Ukraine.")
    for options, words in (
        (("--engine", "spark"), "--engine 'spark' is not known; known: ray, processes"),
        (("--engine", "processes", "--append"), "--engine builds a graph anew, without --append"),
        (("--engine", "processes", "--store", "http://127.0.0.1:1/query"), "--engine writes no --store http://127"),
        (("--engine", "processes", "--address", "auto"), "--address is for --engine ray"),
        (("--engine", "ray", "--address", "127.0.0.1:1"), "--address 127.0.0.1:1: no Ray cluster answers there"),
        (("--work", tmp_path / "w"), "--address and --work are for --engine"),
    ):
        found = kg("build", source, "--out", out, *options)
        assert (found.code, found.out) == (2, "")
        assert words in found.err
        assert found.err.count("\n") == 1
    monkeypatch.setitem(sys.modules, "ray", None)
    found = kg("build", source, "--out", out, "--engine", "ray")
    assert (found.code, found.err) == (2, "kg: --engine ray is an extra: pip install 'newskg[cluster]'\n")
    assert not out.exists()


def test_components_are_those_of_the_whole(tmp_path: Path) -> None:
    rng, whole = random.Random(4), nx.Graph()
    job = replace(job_of(tmp_path), partitions=3)
    links = Outbox(3)
    for one in range(400):
        other = rng.choice((rng.randrange(400), one + 1))  # long chains, too
        if one != other:
            whole.add_edge(f"{one}", f"{other}")
            links.put(f"{one}", f"{other}")
            links.put(f"{other}", f"{one}")
    (job.folder / "links").mkdir()
    links.write(job.folder / "links" / "all")
    with Processes(1) as engine:
        find_components(Steps(engine, lambda *told: None), job, "stars", ["links"])
    found = {leaf: least for part in range(3) for leaf, least in rows(job.folder / "stars", part)}
    wanted = {node: min(group) for group in nx.connected_components(whole) for node in group}
    assert {node: found.get(node, node) for node in whole} == wanted


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Ray's own
@pytest.mark.usefixtures("quick")
def test_on_ray(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # workers import `dies` by its name
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")  # as `Ray` sets it, before Ray is imported
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'newskg[cluster]'")
    source, decisions = lines_of(3, tmp_path / "articles"), taken(tmp_path / "some.ttl")
    with open_engine("ray", workers=2) as engine:
        assert results_of(dies, job_of(tmp_path), engine) == [0, 1, {"failed": "its process ended (3 tries)"}, 3]
        how = Settings(Policy.STANDING, usual_plain(), BASE)
        job = Job(tmp_path / "ray", Setup(), how, decisions=read_decisions([decisions]))
        errors, out = list[KGError](), tmp_path / "ray.ttl"
        prepare(job, [str(source)])
        done = build(job, engine, [str(source)], read_here=lambda some: (), on_error=errors.append, out=out)
    assert done.vanished == ["rename Atlantis as 'The Atlantis'", "rename Chile as 'Malta'"]
    assert kg("build", source, "--out", tmp_path / "alone.ttl", "--decisions", decisions).code == 0
    assert out.read_bytes() == (tmp_path / "alone.ttl").read_bytes()
    assert len(errors) == 2
