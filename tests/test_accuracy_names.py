"""The benchmark of names: where they stand in a passage, and what counts as found."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from benchmarks.accuracy import names
from benchmarks.accuracy.names import found_names, gold_names, score, trimmed


def test_names_of_a_passage_by_their_characters():
    passage = {
        "S": {1: "Acme sued Acme Norway.", 2: "The Oslo court sat."},
        "N": [(1, "Acme", "Organization", "Acme"), (1, "Acme", "Organization", "Acme"), (2, "Oslo", "Place", "Oslo")],
    }
    text, found = gold_names(passage)
    assert text == "Acme sued Acme Norway. The Oslo court sat."
    assert {text[a:b]: kind for (a, b), kind in found.items()} == {"Acme": "Organization", "Oslo": "Place"}
    assert sorted(found) == [(0, 4), (10, 14), (27, 31)]


def test_articles_and_endings_are_left_out():
    assert trimmed("the Hague", 0, 9) == (4, 9)
    assert trimmed("Mr. Berg", 0, 8) == trimmed("Mrs Berg", 0, 8) == (4, 8)
    assert trimmed("Acme's", 0, 6) == trimmed("Acme’s", 0, 6) == (0, 4)
    assert trimmed("James", 0, 5) == (0, 5)


def test_a_label_of_another_type_is_no_hit():
    gold = {(0, 4): "Organization", (10, 14): "Country", (20, 24): "Person"}
    result = score([(gold, {(0, 4): "ORG", (10, 14): "NORP", (20, 24): "ORG"})])
    assert (result["organizations"].precision, result["organizations"].recall) == (0.5, 1.0)
    assert result["places and peoples"].f1 == 1.0
    assert result["people"].f1 == 0.0
    assert result["all"].precision == result["all"].recall == pytest.approx(2 / 3)


def test_names_that_are_none_are_not_counted():
    doc = Doc(spacy.blank("en").vocab, words=["Acme", "paid", "5", "euros"])
    doc.ents = [Span(doc, 0, 1, label="ORG"), Span(doc, 2, 4, label="MONEY")]
    assert found_names(doc) == {(0, 4): "ORG"}


def test_own_passages_are_those_that_no_network_learns_from(monkeypatch, tmp_path):
    rows = "\n\n".join(f"#P\tx-{n}\tx\t-\nS\t1\tOne." for n in range(10))
    (tmp_path / "x.tsv").write_text(rows + "\n", encoding="utf-8")
    monkeypatch.setattr(names, "files_of", lambda *_: [tmp_path / "x.tsv"])
    assert [p["id"] for p in names.passages(tmp_path, "standoff")] == ["x-3", "x-8"]
    assert len(list(names.passages(tmp_path, "dev"))) == 10
