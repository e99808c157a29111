"""Homes of graphs: files and embedded stores hold what a build from scratch gives, and keep what is committed, whatever
ends a writer; see also test_endpoint.py."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import linked_article, reworded
from rdflib import Graph
from strategies import ONTOLOGY

from kg import durable, generations
from kg.decisions import Decision, Decisions, Verb, check
from kg.errors import DecisionError, GraphError
from kg.filling import take_out_earlier
from kg.graph import Settings, add, files, new_graph, write_store
from kg.graph.files import sorted_ntriples
from kg.homes import Embedded, File, Home, Plan, Writer, address, home, kept
from kg.homes.home import publications_called
from kg.homes.index import UNSORTED, Index
from kg.homes.interrupted import key
from kg.model import LinkedArticle, Policy
from kg.settling import settle
from kg.vocabulary import BASE, article_iri, mention_iri, relation_iri

PLAN = Plan(Settings(Policy.STANDING, 0.7, BASE), ONTOLOGY, "setup")


def examples(usual: int, *, often: int = 1) -> int:
    """How many cases of a law are tried: some in the suite, `HOMES_EXAMPLES=500` many, of some laws `often` as many."""
    return int(os.environ.get("HOMES_EXAMPLES", "0")) * often or usual


PLACES = ("graph.ttl", "graph.nq.gz", "graph.jsonld", "store")
ALL_PLACES = (*PLACES, "graph.trig", "graph.nt", "graph.nq", "graph.jsonld.gz")


def place(folder: Path, name: str) -> Home:
    """A home in a folder."""
    return Embedded(folder / name) if name == "store" else File(folder / name)


def some(count: int, seed: int = 1) -> list[LinkedArticle]:
    """Articles with different texts."""
    rng, found = random.Random(seed), dict[str, LinkedArticle]()
    while len(found) < count:
        linked = linked_article(rng)
        found.setdefault(linked.article.sha256, linked)
    return list(found.values())


def lines(graph: Graph) -> list[bytes]:
    """A graph as it would be written to a file."""
    return sorted_ntriples(graph)


def built(articles: Iterable[LinkedArticle], plan: Plan) -> tuple[list[bytes], list[str]]:
    """What a build of these articles gives, and the decisions whose object it does not have."""
    graph, how = new_graph(), plan.settings
    for linked in articles:
        add(graph, linked)
    vanished = settle(graph, ONTOLOGY, policy=how.policy, plain=how.plain, base=how.base, decisions=plan.decisions)
    return lines(graph), vanished


def expected(articles: list[LinkedArticle]) -> list[bytes]:
    """What a build of these articles gives."""
    return built(articles, PLAN)[0]


def append(where: Home, *articles: LinkedArticle, wait: float = 0.0) -> None:
    """Add articles to what a home holds."""
    with where.writing(PLAN, wait=wait) as writer:
        for linked in articles:
            writer.add(linked)
        writer.commit()


def made_up_decisions(rng: random.Random, articles: list[LinkedArticle], *, base: str = BASE) -> Decisions:
    """Some decisions on what articles speak of that do not contradict each other."""
    known = [(str(article_iri(o.article.sha256, base=base)), e.iri) for o in articles for e in o.entities]
    terms = [*(iri for _, iri in known), *(str(mention_iri(*place, base=base)) for place in known)]
    facts = [s for linked in articles for s in linked.statements]
    found = Decisions()
    for _ in range(rng.randint(0, 5) if known else 0):
        verb, one, other = rng.choice(list(Verb)), *rng.choices(terms, k=2)
        if verb in (Verb.SAME, Verb.DIFFERENT):
            decision = Decision(verb, (min(one, other), max(one, other)))
        elif verb == Verb.RENAME:
            decision = Decision(verb, (one,), rng.choice(("Anna Moss", "NATO", "Somebody")))
        elif facts:
            fact = rng.choice(facts)
            decision = Decision(verb, (fact.subject, str(relation_iri(fact.predicate)), fact.object))
        else:
            continue
        more = Decisions((*found.all, decision)) if decision not in found.all else found
        with suppress(DecisionError):
            check(more, "decisions")
            found = more
    return found


def put(writer: Writer, linked: LinkedArticle, left: dict[str, list[LinkedArticle]]) -> None:
    """Add an article, and note which are there."""
    writer.add(linked)
    left.setdefault(str(article_iri(linked.article.sha256)), []).append(linked)


def put_in_place(writer: Writer, linked: LinkedArticle, left: dict[str, list[LinkedArticle]]) -> None:
    """Add an article, take out the texts that its address had before, and note which are there."""
    put(writer, linked, left)
    name, text = address(linked.article), linked.article.sha256
    if name:
        gone = take_out_earlier(writer, name, {text})
        stays = {
            node: [one for one in several if address(one.article) != name or one.article.sha256 == text]
            for node, several in left.items()
        }
        assert gone == sum(
            len({key(one.article) for one in several} - {key(one.article) for one in stays[node]})
            for node, several in left.items()
        )
        left.clear()
        left.update({node: several for node, several in stays.items() if several})


def change(where: Home, rng: random.Random, left: dict[str, list[LinkedArticle]]) -> None:
    """Add, replace and take out some articles, decide anew, and compare with a build of what is left."""
    now = {node: list(several) for node, several in left.items()}
    how = Settings(rng.choice(list(Policy)), rng.choice((0.0, 0.7, 0.95)), BASE)
    pool = [linked_article(rng) for _ in range(rng.randint(1, 4))]
    there = [linked for several in left.values() for linked in several]
    plan = replace(PLAN, settings=how, decisions=made_up_decisions(rng, [*pool, *there]))
    before = lines(where.read()) if where.exists() else None
    with where.writing(plan) as writer:
        for linked in pool:
            if now and rng.random() < 0.3:
                replaced = rng.choice([one for several in now.values() for one in several])
                put_in_place(writer, reworded(replaced, rng), now)
                continue
            if now and rng.random() < 0.5:
                gone = rng.choice(sorted(now))
                writer.remove(gone)
                del now[gone]
            put(writer, linked, now)
        try:
            wanted = built((linked for several in now.values() for linked in several), plan)
        except DecisionError:  # two IRIs of one mention
            with pytest.raises(DecisionError):
                writer.commit()
            wanted = None
        else:
            assert writer.commit() == wanted[1]
    if wanted is None:
        assert (lines(where.read()) if where.exists() else None) == before
    else:
        assert lines(where.read()) == wanted[0]
        left.clear()
        left.update(now)


@pytest.mark.parametrize("name", ALL_PLACES)
@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), changes=st.integers(1, 4))
def test_any_changes_give_what_a_build_from_scratch_gives(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int, changes: int
) -> None:
    folder, rng, left = tmp_path_factory.mktemp("home"), random.Random(seed), dict[str, list[LinkedArticle]]()
    for _ in range(changes):
        change(place(folder, name), rng, left)
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", PLACES)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_every_home_holds_what_a_build_from_scratch_gives(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int
) -> None:
    where, articles = place(tmp_path_factory.mktemp("home"), name), some(6, seed)
    append(where, *articles[:4])
    with where.writing(PLAN) as writer:
        writer.remove(str(article_iri(articles[1].article.sha256)))
        writer.add(articles[4])
        assert writer.count() == 4
        writer.commit()
        writer.add(articles[5])  # never committed
    left = [articles[0], *articles[2:5]]
    assert lines(where.read()) == expected(left)
    with where.writing(PLAN) as writer:
        assert [writer.holds(linked.article) for linked in articles] == [linked in left for linked in articles]
        assert not writer.holds(replace(articles[0].article, date="2020-02-02"))


@pytest.mark.parametrize("name", PLACES[2:])
def test_another_text_takes_the_place_of_all_publications_of_the_one_before(tmp_path: Path, name: str) -> None:
    where, (one, other) = place(tmp_path, name), some(2)
    printed = [
        replace(one, article=replace(one.article, url="https://example.org/a", title=title, date=date))
        for title, date in (("", "2024-01-01"), (one.article.text[:9], "2024-01-02"), ("Copy", "2024-01-03"))
    ]
    append(where, *printed)
    with where.writing(PLAN) as writer:
        (first, _), *_ = (found for found in writer.called("https://example.org/a"))
        writer.remove(first)
        assert len(list(writer.called("https://example.org/a"))) == 2
        writer.commit()
    assert lines(where.read()) in [expected([*printed[:n], *printed[n + 1 :]]) for n in range(3)]
    now = replace(other, article=replace(other.article, url="https://example.org/a"))
    with where.writing(PLAN) as writer:
        writer.add(now)
        assert take_out_earlier(writer, "https://example.org/a", {now.article.sha256}) == 2
        writer.commit()
    assert lines(where.read()) == expected([now])


def test_an_address_leads_to_its_texts(tmp_path: Path) -> None:
    (one,) = some(1)
    for article in (replace(one.article, url="https://example.org/a"), replace(one.article, url="", source="a.txt")):
        where = Embedded(tmp_path / f"store{article.source}")
        append(where, replace(one, article=article))
        assert list(publications_called(where.read(), address(article))) == [
            (str(article_iri(article.sha256)), article.sha256)
        ]
    assert address(replace(one.article, url="", source="list.jsonl#12")) == ""


def test_other_settings_and_stores_without_an_index_are_built_anew(tmp_path: Path) -> None:
    articles = some(5)
    graph = new_graph()
    for linked in articles[:3]:
        add(graph, linked)
    settle(graph, ONTOLOGY, policy=Policy.VOICE, plain=0.0, base=BASE)
    write_store(graph, tmp_path / "store")
    assert lines(home(tmp_path / "store").read()) == lines(graph)
    append(home(tmp_path / "store"), *articles[3:])
    assert lines(home(tmp_path / "store").read()) == expected(articles)


def test_an_append_takes_the_store_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where, articles = Embedded(tmp_path / "store"), some(4)
    append(where, *articles[:3])
    with monkeypatch.context() as patch:
        patch.setattr("kg.homes.embedded._bases", lambda *_, **__: pytest.fail("derives the whole"))
        append(where, articles[3])
        with where.writing(PLAN) as writer:
            writer.remove(str(article_iri(articles[0].article.sha256)))
            writer.commit()
    assert lines(where.read()) == expected(articles[1:])


def test_a_store_is_sorted_once_much_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.homes.embedded.MUCH", 0.25)
    where, told = Embedded(tmp_path / "store"), list[tuple[bool, int]]()
    take_place = generations.Generation.take_place

    def seen(self: generations.Generation, *, much: bool = False) -> None:
        told.append((much, Index(self.store, BASE).number(UNSORTED)))
        take_place(self, much=much)

    monkeypatch.setattr(generations.Generation, "take_place", seen)
    for linked in some(9):
        append(where, linked)
    assert told[3:] == [(False, 1), (True, 0), (False, 1), (True, 0), (False, 1), (False, 2)]


@pytest.mark.parametrize("name", PLACES[:2] + PLACES[3:])
def test_a_second_writer_waits_or_says_who_writes(tmp_path: Path, name: str) -> None:
    where, (one, other) = place(tmp_path, name), some(2)
    with where.writing(PLAN) as writer:
        with pytest.raises(GraphError, match=rf"{name}: is being written by process {os.getpid()} on .*--wait"):
            append(place(tmp_path, name), other)
        writer.add(one)
        writer.commit()
    append(where, other, wait=1)
    assert lines(where.read()) == expected([one, other])
    assert not list(tmp_path.glob(".*"))


CONTEXT = multiprocessing.get_context("forkserver")  # an embedded store does not outlive a fork of this process
CONTEXT.set_forkserver_preload(["kg.homes", "kg.pipeline"])


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


_PARENT = """
import multiprocessing, sys, time
from kg.workers import end_with_parent

def work():
    end_with_parent()
    print(multiprocessing.current_process().pid, flush=True)
    time.sleep(600)

if __name__ == "__main__":
    multiprocessing.get_context("spawn").Process(target=work).start()
    time.sleep(600)
"""


def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and _state(worker) != "Z":
        assert time.monotonic() < end
        time.sleep(0.05)


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][:1]
    except OSError:
        return "Z"
