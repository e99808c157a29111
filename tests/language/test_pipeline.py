"""The embedded pipeline on sentences of our own, on weird input, on long texts and in several processes."""

from __future__ import annotations

import pickle
import random

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.language import load_nlp
from kg.language.component import read
from kg.language.encoder import Encoder

NLP = load_nlp()

STORY = (
    "Fishermen find drifting buoy off Harlow Point\n\n"
    "Two fishermen found a drifting weather buoy near Harlow Point on Tuesday, the coast guard said.\n\n"
    '"We thought it was a mine at first," said Anna Berg, the captain of the boat. "Then we saw the solar panels."\n\n'
    "The buoy belongs to Norway's weather service. It was torn from its anchor by a storm in early March 2019.\n"
)


def head_of(doc: Doc, word: str) -> tuple[str, str]:
    """Relation and head of a word."""
    token = next(token for token in doc if token.text == word)
    return token.dep_, token.head.text


def check(doc: Doc) -> None:
    """What holds for every document: sentences part the text, each is one tree, names stay inside one."""
    assert [token.i for sentence in doc.sents for token in sentence] == list(range(len(doc)))
    for sentence in doc.sents:
        roots = [token for token in sentence if token.head.i == token.i]
        assert len(roots) == 1
        assert roots[0].dep_ == "ROOT"
        for token in sentence:
            assert sentence.start <= token.head.i < sentence.end
        if sentence.start:
            assert not sentence[0].is_space
    for token in doc:
        assert token.dep_
        assert token.pos_
        assert 0 <= token._.arc_probability <= 1
        for above in token.ancestors:
            assert above.i != token.i
    for entity in doc.ents:
        assert entity.sent.start <= entity.start < entity.end <= entity.sent.end
        assert 0 < entity._.probability <= 1


def test_a_plain_sentence() -> None:
    doc = NLP("The Swedish minister Karin Holm met NATO leaders in Kyiv on Monday.")
    check(doc)
    assert head_of(doc, "minister")[1] in {"met", "Karin"}
    assert head_of(doc, "leaders") == ("obj", "met")
    assert head_of(doc, "in") == ("case", "Kyiv")
    assert head_of(doc, "Kyiv") == ("obl", "met")
    assert {(entity.text, entity.label_) for entity in doc.ents} == {
        ("Swedish", "NORP"),
        ("Karin Holm", "PERSON"),
        ("NATO", "ORG"),
        ("Kyiv", "GPE"),
        ("Monday", "DATE"),
    }
    met = next(token for token in doc if token.text == "met")
    assert (met.lemma_, met.pos_, met.tag_, met.morph.get("Tense", [])) == ("meet", "VERB", "VBD", ["Past"])


def test_passive() -> None:
    doc = NLP("The bridge was destroyed by Russian troops.")
    assert head_of(doc, "bridge") == ("nsubj:pass", "destroyed")
    assert head_of(doc, "was") == ("aux:pass", "destroyed")
    assert head_of(doc, "troops") == ("obl:agent", "destroyed")


def test_sentences_of_a_story() -> None:
    doc = NLP(STORY)
    check(doc)
    sentences = [sentence.text.strip() for sentence in doc.sents]
    assert sentences[0] == "Fishermen find drifting buoy off Harlow Point"
    assert sentences[1].startswith("Two fishermen")
    assert sentences[2].startswith('"We thought')
    assert sentences[-1].startswith("It was torn")
    assert sentences[-2] == "The buoy belongs to Norway's weather service."


def test_blank_line_ends_a_sentence() -> None:
    doc = NLP("Talks begin in the\n\ncapital today")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Talks begin in the", "capital today"]


def test_lines_of_one_sentence_stay_together() -> None:
    doc = NLP("The parliament has voted to\nsend more help to the\nvillages in the north.")
    assert len(list(doc.sents)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\x00\x01\x02",
        "a" * 10_000,
        "-" * 10_000,
        "1" * 3_000 + " " + "." * 3_000,
        "😀👍🏽 🇺🇦",
        "Привет, мир! 你好，世界。 مرحبا بالعالم",
        " \n lead",
        "word\u200b\u2028next\u2029last\ufeff",
        "tab\tand\rreturn\r\nline",
        "(((((((((",
        "?" * 50 + '"' * 50,
        "x\u0301\u0302" * 50,
        "<html><body onload='x()'>",
    ],
)
def test_weird_input(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    check(doc)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    check(doc)


def test_lone_surrogates_become_replacement_characters() -> None:
    doc = NLP("lone \ud800 here")
    assert doc.text == "lone \ufffd here"
    check(doc)


def test_long_text_without_paragraphs() -> None:
    one = (
        "The council of the small town voted on Friday against the new road, and the mayor said that she would resign. "
    )
    doc = NLP(one * 60)
    check(doc)
    sentences = [sentence.text for sentence in doc.sents]
    assert len(sentences) == 60
    assert len(set(sentences)) == 1


def test_sections_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.language.analysis.SECTION", 100)
    one = (
        "The council of the small town voted on Friday against the new road, and the mayor said that she would resign. "
    )
    doc = NLP(one * 30)
    check(doc)
    assert len(list(doc.sents)) == 30


def test_sentence_longer_than_any_window() -> None:
    rng = random.Random(1)
    words = ["ministers", "and", "generals", "of", "the", "old", "northern", "provinces", "who"]
    doc = NLP(" ".join(rng.choice(words) for _ in range(1200)))
    check(doc)


def test_batches_do_not_change_the_analysis() -> None:
    texts = [STORY, "", "A short one.", STORY * 2, "Rain."]
    together = list(NLP.pipe(texts, batch_size=2))
    for text, doc in zip(texts, together, strict=True):
        alone = NLP(text)
        assert [(token.head.i, token.tag_) for token in doc] == [(token.head.i, token.tag_) for token in alone]


def test_several_processes() -> None:
    texts = [STORY, "A short one.", "Anna Berg lives in Norway."] * 2
    docs = list(NLP.pipe(texts, n_process=2, batch_size=2))
    assert [doc.text for doc in docs] == texts
    for doc, alone in zip(docs, NLP.pipe(texts), strict=True):
        check(doc)
        assert [token.dep_ for token in doc] == [token.dep_ for token in alone]
        assert [entity.label_ for entity in doc.ents] == [entity.label_ for entity in alone.ents]


def test_pipeline_is_stored_and_loaded(tmp_path) -> None:  # type: ignore[no-untyped-def]
    NLP.to_disk(tmp_path / "stored")
    again = spacy.load(tmp_path / "stored")
    assert [token.dep_ for token in again(STORY)] == [token.dep_ for token in NLP(STORY)]
    assert [token.text for token in again("They can't; non-stop!!!")] == ["They", "ca", "n't", ";", "non-stop", "!!!"]


def test_component_is_copied_by_pickle() -> None:
    parser = pickle.loads(pickle.dumps(NLP.get_pipe("newskg_parser")))
    doc = parser(NLP.make_doc("Rain fell."))
    assert head_of(doc, "Rain") == ("nsubj", "fell")


def test_probabilities_survive_bytes() -> None:
    doc = NLP(STORY)
    again = Doc(NLP.vocab).from_bytes(doc.to_bytes())
    assert again[3]._.arc_probability == doc[3]._.arc_probability
    assert again.ents[0]._.probability == doc.ents[0]._.probability


def test_no_probability_without_the_component() -> None:
    doc = Doc(Language().vocab, words=["Rain", "fell"])
    assert doc[0]._.arc_probability == 1
    assert doc[0:1]._.probability == 1


def test_missing_model_is_one_clear_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=r"model\.onnx"):
        Encoder(tmp_path)


def test_gaps_and_paragraphs_are_read() -> None:
    text, places = read(NLP.make_doc("One two.\nThree\n\nFour"))
    assert text.words == ["One", "two", ".", "Three", "Four"]
    assert text.gaps == [2, 1, 0, 2, 2]
    assert text.forced.tolist() == [True, False, False, False, True]
    assert places == [0, 1, 2, 4, 6]
