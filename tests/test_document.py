"""A document read once says what spaCy's own tokens and spans say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from docs import VOCAB, tree
from kg.document import Document

TABLE = """
The 2 det DET
envoy 4 nsubj NOUN
quietly 4 advmod ADV
met 0 root VERB VBD meet
Ida 4 obj PROPN
Berg 5 flat PROPN
, 8 punct PUNCT
Tamm 5 conj PROPN
and 10 cc CCONJ
Otto 5 conj PROPN

They 2 nsubj PRON
left 0 root VERB VBD leave
"""


@pytest.fixture
def parsed() -> Doc:
    return tree(TABLE, entities={"Ida Berg": "PERSON", "Tamm": "PERSON"})


def test_words_say_what_tokens_say(parsed):
    document = Document(parsed)
    assert document.text == parsed.text and len(document) == len(parsed)
    for word, token in zip(document, parsed, strict=True):
        assert (word.i, word.start, word.end) == (token.i, token.idx, token.idx + len(token))
        assert (word.text, word.lower, word.lemma) == (token.text, token.lower_, token.lemma_.lower())
        assert (word.pos, word.tag, word.dep, word.label) == (token.pos_, token.tag_, token.dep_, token.ent_type_)
        assert (word.punctuation, word.blank, word.spaced) == (token.is_punct, token.is_space, bool(token.whitespace_))
        assert word.opens == token.is_sent_start
        assert word.head is document[token.head.i]
        for mine, own in ((word.lefts, token.lefts), (word.rights, token.rights), (word.children, token.children)):
            assert [w.i for w in mine] == [t.i for t in own]
        assert (word.first, word.last) == (token.left_edge.i, token.right_edge.i)


def test_sentences_and_roots(parsed):
    document = Document(parsed)
    assert document.sentences == [(s.start, s.end) for s in parsed.sents]
    assert all(
        document[i].sentence == n for n, (start, end) in enumerate(document.sentences) for i in range(start, end)
    )
    for start in range(len(parsed)):
        for end in range(start + 1, len(parsed) + 1):
            assert document.root(start, end).i == parsed[start:end].root.i


def test_features(parsed):
    parsed[3].set_morph("Tense=Past|VerbForm=Fin")
    document = Document(parsed)
    assert document[3].feature("Tense") == "Past" and document[3].feature("Number") == ""
    assert document[0].feature("Tense") == ""


def test_names_are_those_of_the_pipeline_until_others_are_set(parsed):
    document = Document(parsed)
    assert [(n.text, n.label, n.root.text) for n in document.names] == [
        ("Ida Berg", "PERSON", "Ida"),
        ("Tamm", "PERSON", "Tamm"),
    ]
    document.names = [document.name(4, 5, "PERSON")]
    assert [word.label for word in document[4:8]] == ["PERSON", "", "", ""]
    assert [span.text for span in parsed.ents] == ["Ida Berg", "Tamm"]  # the parsed document is left alone


def test_what_no_pipeline_has_told_is_certain(parsed):
    document = Document(parsed)
    assert document.arc_probability(1) == document.probability(document.names[0]) == 1.0


def test_an_empty_document():
    document = Document(Doc(VOCAB, words=[]))
    assert list(document) == [] and document.sentences == [] and document.text == ""
    assert list(document.words_of(0, 5)) == []


@given(st.lists(st.text("abc ", min_size=1, max_size=3).filter(str.strip), max_size=6), st.data())
def test_words_that_characters_touch(words, data):
    parsed = Doc(VOCAB, words=words, spaces=[data.draw(st.booleans()) for _ in words])
    start = data.draw(st.integers(0, len(parsed.text)))
    end = data.draw(st.integers(start, len(parsed.text)))
    expected = [t.i for t in parsed if t.idx < end and start < t.idx + len(t)] if start < end else []
    assert list(Document(parsed).words_of(start, end)) == expected or start == end
