"""Words are cut as the treebanks cut them; shapes, gaps and lemma edits."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.language.lemmas import apply_edit, edit_of, lemma_of
from kg.language.names import decode, doubt, transitions, trim
from kg.language.tokens import GAP_LINE, GAP_NONE, GAP_SPACE, make_tokenizer, shape, types

NLP = spacy.blank("en")
NLP.tokenizer = make_tokenizer(NLP)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They can't and cannot.", "They ca n't and can not ."),
        ("The U.S.-led coalition", "The U.S. - led coalition"),
        ("a pro-Beijing, non-profit think-tank", "a pro-Beijing , non-profit think - tank"),
        ("Wait!!! What?!", "Wait !!! What ?!"),
        ("Russia's and/or Iran's", "Russia 's and / or Iran 's"),
        ("It cost US$5 million", "It cost US $ 5 million"),
        ("Call 555-123-4567 now", "Call 555-123-4567 now"),
        ("Gen. Smith, Lt. Col. Jones et al. met", "Gen. Smith , Lt. Col. Jones et al. met"),
        ("“We won’t,” he said.", "“ We wo n’t , ” he said ."),
        ("2019–2021 #politics", "2019 – 2021 #politics"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert " ".join(token.text for token in NLP(text)) == words


@given(st.text(max_size=200))
def test_tokenizer_keeps_every_character(text: str) -> None:
    assert NLP.make_doc(text).text == text


def test_shapes() -> None:
    assert [shape(word) for word in ("word", "Word", "NATO", "A", "iPhone", "2019", "...")] == [0, 1, 2, 3, 4, 5, 0]


def test_types_tell_case_and_gap_apart() -> None:
    words = ["word", "Word", "word", "word"]
    numbers = types(words, [GAP_NONE, GAP_NONE, GAP_SPACE, GAP_LINE])
    assert len(set(numbers)) == 4
    assert min(numbers) >= 1


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("Attacked", "attack"),
        ("was", "be"),
        ("n't", "not"),
        ("Americans", "American"),
        ("IRAQ", "Iraq"),
        ("leaders", "leader"),
        ("NATO", "NATO"),
        ("better", "good"),
    ],
)
def test_edit_leads_to_the_lemma(word: str, lemma: str) -> None:
    assert apply_edit(word, edit_of(word, lemma)) == lemma


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_edits_never_fail_on_other_words(word: str, other: str) -> None:
    assert apply_edit(other, edit_of(word, other))


def test_edit_of_the_same_kind_serves_other_words() -> None:
    assert apply_edit("demanded", edit_of("Attacked", "attack")) == "demand"


@pytest.mark.parametrize(
    ("word", "part", "edit", "lemma"),
    [
        ("met", "VERB", "lower:0:", "meet"),
        ("Bought", "VERB", "lower:0:", "buy"),
        ("American", "ADJ", "lower:0:", "American"),
        ("reinvented", "VERB", "lower:2:", "reinvent"),
        ("Zelenskys", "PROPN", "keep:0:", "Zelenskys"),
        ("militiamen", "NOUN", "lower:1:", "militiaman"),
        ("Tribesmen", "NOUN", "lower:1:", "tribesman"),
    ],
)
def test_lemmas(word: str, part: str, edit: str, lemma: str) -> None:
    assert lemma_of(word, part, edit) == lemma


def test_edits_are_mended_to_known_lemmas() -> None:
    assert lemma_of("promisedd", "VERB", "lower:3:") == "promise"


def test_names_never_begin_inside() -> None:
    classes = ["O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG"]
    scores = np.log(
        np.array(
            [
                [0.1, 0.3, 0.5, 0.05, 0.05],
                [0.1, 0.1, 0.2, 0.1, 0.5],
                [0.6, 0.1, 0.1, 0.1, 0.1],
                [0.1, 0.1, 0.6, 0.1, 0.1],
            ],
            np.float32,
        )
    )
    starts = np.array([True, False, False, True])
    chosen = [classes[number] for number in decode(scores, starts, transitions(classes), classes.index("O"))]
    assert chosen[0][0] != "I"
    assert chosen[3][0] != "I"
    for before, after in pairwise(chosen):
        assert not after.startswith("I-") or before[2:] == after[2:]


def test_a_name_does_not_end_with_a_preposition() -> None:
    classes = np.array([1, 2, 2, 3, 0, 1, 2, 0, 1, 2])  # "Security Force in | Kabul … Bank of … Up in"
    linking = np.array([0, 0, 1, 0, 1, 1, 1, 0, 0, 1], bool)
    trim(classes, linking, 0)
    assert classes.tolist() == [1, 2, 0, 3, 0, 1, 0, 0, 1, 0]


def test_a_lone_proper_noun_is_doubted_to_be_no_name():
    unsure, sure = np.log(np.float32([0.5, 0.4])), np.log(np.float32([0.8, 0.2]))
    scores = np.stack([unsure, unsure, sure, unsure, unsure, unsure]).astype(np.float32)
    starts = np.array([True, False, False, False, False, False])
    proper = np.array([True, False, True, False, True, False])
    doubt(scores, starts, proper, 0)  # the first begins the sentence, the third is surely none
    assert scores.argmax(1).tolist() == [0, 0, 0, 0, 1, 0]
    proper[5] = True
    again = np.stack([unsure] * 6).astype(np.float32)
    doubt(again, starts, proper, 0)  # two side by side are a title as likely as a name
    assert again.argmax(1).tolist() == [0, 0, 1, 0, 0, 0]
