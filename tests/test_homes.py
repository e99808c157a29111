"""Homes of graphs: files and embedded stores hold what a build from scratch gives, and keep what is committed, whatever
ends a writer; see also test_endpoint.py."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from homes import (
    ALL_PLACES,
    PLACES,
    PLAN,
    append,
    change,
    examples,
    expected,
    lines,
    place,
    some,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import ONTOLOGY

from kg import generations
from kg.errors import GraphError
from kg.filling import take_out_earlier
from kg.graph import Settings, add, new_graph, write_store
from kg.homes import Embedded, address, home
from kg.homes.home import publications_called
from kg.homes.index import UNSORTED, Index
from kg.model import LinkedArticle, Policy
from kg.settling import settle
from kg.vocabulary import BASE, article_iri


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
    settle(graph, ONTOLOGY, built=Settings(Policy.VOICE, 0.0, BASE))
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
