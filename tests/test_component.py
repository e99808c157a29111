"""The spaCy component: facts in any pipeline, in several processes, stored and loaded, on one's own trees."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
import spacy
from spacy.tokens import Doc

import kg
from kg.errors import ModelError, OntologyError
from kg.model import Factuality, Polarity
from kg.vocabulary import relation_iri

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "Oslo did not sanction Belarus. NATO Secretary General Mark Rutte met Donald Tusk in Kyiv."
TRIPLES = {("Oslo", "sanctions", "Belarus"), ("Mark Rutte", "meetsWith", "Donald Tusk")}


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return kg.load(threads=1)


@pytest.fixture(scope="module")
def doc(pipeline: Language) -> Doc:
    return pipeline(TEXT)


def triples(doc: Doc) -> list[tuple[str, str, str]]:
    return [(fact.subject.text, fact.relation, fact.object.text) for fact in doc._.facts]


def test_a_fact_is_plain_where_it_would_be_in_a_graph(pipeline: Language) -> None:
    """Washington is a city where it is named, and its country where it speaks."""
    doc = pipeline("Washington said that the United States supports Ukraine.")
    graph = rdflib.Graph()
    kg.build(graph, [kg.Article(doc.text)], kg.Setup())
    plain = any(fact.plain for fact in doc._.facts if fact.relation == "supports")
    assert plain
    assert (None, relation_iri("supports"), None) in graph


def test_facts_have_words_entities_and_qualifiers(doc: Doc) -> None:
    assert set(triples(doc)) >= TRIPLES
    denied = next(fact for fact in doc._.facts if fact.relation == "sanctions")
    assert (denied.polarity, denied.factuality, denied.plain) == (Polarity.NEGATIVE, Factuality.ACTUAL, False)
    assert (denied.subject_entity.label, denied.subject_entity.type) == ("Norway", "Country")  # its capital acts for it
    assert denied.trigger.text == "sanction" and "sanction Belarus" in denied.quote.text
    role = next(fact for fact in doc._.facts if fact.relation == "roleOf")
    assert (role.role, role.object_entity.label, role.speaker) == ("Secretary General", "NATO", None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        denied.plain = True  # type: ignore[misc]


def test_a_fact_says_why(doc: Doc) -> None:
    told = next(fact for fact in doc._.facts if fact.relation == "sanctions").why()
    assert "Norway sanctions Belarus: negative, actual" in told
    assert "does not stand as a plain triple" in told and "characters 0 to" in told


def test_they_are_the_facts_of_the_command(doc: Doc) -> None:
    from kg.findings import find
    from kg.pipeline import Setup, load_tools

    found = [(f.subject, f.relation, f.object, f.confidence, f.plain) for f in find([TEXT], load_tools(Setup()))]
    assert [(*triple, f.confidence, f.plain) for triple, f in zip(triples(doc), doc._.facts, strict=True)] == found


def test_a_pipeline_of_ones_own_has_the_same_facts_and_keeps_its_annotations(doc: Doc) -> None:
    own = spacy.blank("en")
    own.add_pipe("sentencizer")
    own.add_pipe("newskg", config={"threads": 1})
    found = own(TEXT)
    assert triples(found) == triples(doc)
    assert not found.has_annotation("DEP") and len(list(found.sents)) == 2


def test_own_trees_must_be_there() -> None:
    own = spacy.blank("en")
    own.add_pipe("newskg", config={"own_trees": True})
    with pytest.raises(ModelError, match="not parsed: put a parser and a tagger before this component, or leave own"):
        own("Rain fell.")
    assert own("")._.facts == ()


def test_own_trees_are_read_as_they_are(pipeline: Language) -> None:
    words = ["Poland", "supports", "Ukraine", "."]
    trees = {"heads": [1, 1, 1, 1], "deps": ["nsubj", "ROOT", "obj", "punct"], "tags": ["NNP", "VBZ", "NNP", "."]}
    own = spacy.blank("en")
    own.add_pipe("newskg", config={"own_trees": True})
    doc = Doc(
        own.vocab, words=words, **trees, pos=["PROPN", "VERB", "PROPN", "PUNCT"],
        lemmas=["Poland", "support", "Ukraine", "."], ents=["B-GPE", "O", "B-GPE", "O"], sent_starts=[1, 0, 0, 0],
    )  # fmt: skip
    assert ("Poland", "supports", "Ukraine") in triples(own.get_pipe("newskg")(doc))


def test_several_processes_give_the_same(pipeline: Language, doc: Doc) -> None:
    docs = list(pipeline.pipe([TEXT, "", TEXT], n_process=2, batch_size=1))
    assert [triples(one) for one in docs] == [triples(doc), [], triples(doc)]
    assert docs[0]._.facts[0].subject_entity == doc._.facts[0].subject_entity


def test_a_pipeline_that_has_read_something_goes_on_in_several_processes(doc: Doc) -> None:
    """Whose sessions have threads of their own, which a fork does not take along."""
    pipeline = kg.load(threads=2)
    assert triples(pipeline(TEXT)) == triples(doc)
    assert [triples(one) for one in pipeline.pipe([TEXT, TEXT], n_process=2, batch_size=1)] == [triples(doc)] * 2


def test_what_is_not_known_of_an_article_is_no_text(pipeline: Language) -> None:
    text = "Rutte resigns\n\nKYIV, January 24, 2024 (AP) - Mark Rutte visited Kyiv on Monday."
    ((doc, _),) = pipeline.pipe([(text, {"date": None})], as_tuples=True)
    assert [fact.time for fact in doc._.facts if fact.relation == "visits"] == ["2024-01-22"]


def test_what_is_known_of_an_article_counts(pipeline: Language) -> None:
    text = "Rutte resigns\n\nMark Rutte visited Kyiv on Monday."
    articles = [(text, {"date": "2024-01-24", "id": 7}), (text, kg.Article(text, date="2024-01-24")), (text, None)]
    dated, whole, undated = (
        [fact.time for fact in doc._.facts if fact.relation == "visits"]
        for doc, _ in pipeline.pipe(articles, as_tuples=True)
    )
    assert dated == whole == ["2024-01-22"]
    assert undated != dated


def test_documents_keep_their_facts(pipeline: Language, doc: Doc) -> None:
    for again in (pickle.loads(pickle.dumps(doc)), Doc(pipeline.vocab).from_bytes(doc.to_bytes()), doc.copy()):
        assert [fact.why() for fact in again._.facts] == [fact.why() for fact in doc._.facts]
        assert again._.facts[0].subject.doc is again
    assert Doc(pipeline.vocab, words=["Rain"])._.facts == ()


def test_facts_stand_after_words_are_joined(pipeline: Language) -> None:
    doc = pipeline(TEXT)
    with doc.retokenize() as retokenizer:
        for entity in doc.ents:
            retokenizer.merge(entity)
    assert set(triples(doc)) >= TRIPLES


def test_a_pipeline_is_stored_loaded_and_pickled(pipeline: Language, doc: Doc, tmp_path: Path) -> None:
    pipeline.to_disk(tmp_path / "stored")
    stored = tmp_path / "stored"
    for again in (spacy.load(stored), kg.load(str(stored)), pickle.loads(pickle.dumps(pipeline))):
        assert triples(again(TEXT)) == triples(doc)
        assert [token.text for token in again("Call 555-1234567 \ud800.")] == [
            "Call",
            "555",
            "-",
            "1234567",
            "\ufffd",
            ".",
        ]


def test_mistakes_show_when_the_pipeline_is_made() -> None:
    with pytest.raises(OntologyError, match=r"missing\.ttl"):
        kg.load(ontologies=["missing.ttl"])
    with pytest.raises(ModelError, match="no_such"):
        kg.load("no_such")
