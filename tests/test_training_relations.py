"""Published corpora of relations as passages: what is right, what is wrong, and what nobody knows."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from kg.language import load_nlp

corpora = pytest.importorskip("training.relation_corpora")
examples = pytest.importorskip("training.examples")
batches = pytest.importorskip("training.batches")

TEXT = "Ida Holm, who was born in Malmö in 1990, married Jan Berg in Oslo. Holm works for Maersk."
RELATIONS = ["bornIn", "memberOf", "roleOf", "spouseOf", "supports"]


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def fact(prop: str, subject: str, obj: str) -> dict[str, object]:
    return {"prop": prop, "subj": span(subject), "obj": span(obj), "subj_uri": None, "obj_uri": None}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A passage of KnowledgeNet, as a step of the training sees it."""
    path = tmp_path_factory.mktemp("relations") / "knowledgenet.jsonl"
    raw: dict[str, Any] = {
        "doc": "1",
        "start": 0,
        "text": TEXT,
        "facts": [
            fact("PLACE_OF_BIRTH", "Ida Holm", "Malmö"),
            fact("EMPLOYEE_OR_MEMBER_OF", "Holm works", "Maersk"),
            fact("DATE_OF_BIRTH", "Ida Holm", "1990"),
        ],
        "annotated_props": ["PLACE_OF_BIRTH", "EMPLOYEE_OR_MEMBER_OF"],
    }
    raw["facts"][1]["subj"] = [TEXT.rindex("Holm"), TEXT.rindex("Holm") + 4]
    path.write_text(json.dumps(raw) + "\n", encoding="utf-8")
    (marked,) = corpora.read_knowledgenet(path)
    from kg.language.component import MODEL
    from kg.language.pieces import Pieces

    pieces = Pieces(MODEL / "vocab.txt")
    labels = json.loads((MODEL / "labels.json").read_text(encoding="utf-8"))
    passage = asdict(corpora.passage_of(marked, load_nlp(threads=1)))
    vocabulary = examples.Vocabulary(RELATIONS, {name: set() for name in RELATIONS}, {"spouseOf"})
    (found,) = examples.examples(passage, vocabulary, batches.Chunker(labels, pieces), pieces)
    return found


def pair(example: Any, subject: str, obj: str) -> tuple[int, int]:
    words = example.chunk.words
    names = [" ".join(words[m[0] : m[1]]) for m in example.mentions]
    return names.index(subject), names.index(obj)


def test_what_is_annotated_is_right_and_what_is_not_is_wrong_where_all_is(example: Any) -> None:
    born, married = pair(example, "Ida Holm", "Malmö"), pair(example, "Ida Holm", "Oslo")
    assert example.positive == {born: {RELATIONS.index("bornIn")}}
    unsaid = {RELATIONS[n] for n in example.unsaid(married, len(RELATIONS))}
    assert unsaid == {"spouseOf", "supports"}, "nobody annotated whom she married, nor what she supports"


def test_what_the_mapping_leaves_open_teaches_nothing(example: Any) -> None:
    """An employee is either one who has a role or a member; and what stands in two sentences nobody looked at."""
    works, far = pair(example, "Holm", "Maersk"), pair(example, "Jan Berg", "Maersk")
    for both in (works, far):
        assert example.unsaid(both, len(RELATIONS)) == set(range(len(RELATIONS)))
    assert set(example.nouns) == {batches.IGNORED}
    assert not example.codes and not example.speakers


def test_a_date_is_no_mention(example: Any) -> None:
    words = example.chunk.words
    assert "1990" not in {word for m in example.mentions for word in words[m[0] : m[1]]}


def test_places_in_documents_of_words(tmp_path: Path) -> None:
    sentences = [["Ida", "Holm", "founded", "Nordlink", "."], ["Holm", "left", "."]]
    vertex = [
        [{"type": "PER", "pos": [0, 2], "sent_id": 0}, {"type": "PER", "pos": [0, 1], "sent_id": 1}],
        [{"type": "ORG", "pos": [3, 4], "sent_id": 0}],
    ]
    labels = [{"r": "P112", "h": 1, "t": 0, "evidence": [0]}, {"r": "P17", "h": 1, "t": 0, "evidence": []}]
    path = tmp_path / "dev_revised.json"
    path.write_text(json.dumps([{"sents": sentences, "vertexSet": vertex, "labels": labels}]), encoding="utf-8")
    (marked,) = corpora.read_redocred(path)
    assert [marked.text[a:b] for a, b, _, _ in marked.mentions] == ["Ida Holm", "Holm", "Nordlink"]
    assert marked.facts == [(0, 2, "founderOf")], "the founder is the subject with us"
    assert marked.unknown == {("1", "0")}, "other sentences about the two are unknown"


def test_sampling_keeps_every_pair_with_a_fact(example: Any) -> None:
    born = pair(example, "Ida Holm", "Malmö")
    assert all(born in examples.sample(example, random.Random(seed)) for seed in range(20))
