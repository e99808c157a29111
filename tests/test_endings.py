"""Lemmas of regular forms by their endings."""

from __future__ import annotations

import pytest

from kg.extraction.corrections import known_lemma

WORDS = frozenset({"deny", "urge", "rob", "claim", "lie", "clash", "thank", "try"})


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("denied", "VBD", "deny"),
        ("urged", "VBN", "urge"),
        ("robbed", "VBD", "rob"),
        ("claimed", "VBD", "claim"),
        ("urging", "VBG", "urge"),
        ("robbing", "VBG", "rob"),
        ("trying", "VBG", "try"),
        ("lying", "VBG", "lie"),
        ("denies", "VBZ", "deny"),
        ("clashes", "NNS", "clash"),
        ("urges", "VBZ", "urge"),
        ("thanks", "VBP", "thank"),
    ],
)
def test_a_regular_form_of_a_known_word(form: str, tag: str, lemma: str) -> None:
    assert known_lemma(form, WORDS, tag) == lemma


@pytest.mark.parametrize(
    ("form", "tag"),
    [("urged", "VBZ"), ("claims", "VBD"), ("robbed", "NN"), ("robbed", ""), ("baked", "VBD"), ("claim", "VB")],
)
def test_a_tag_that_has_no_such_ending_and_a_word_that_nobody_knows(form: str, tag: str) -> None:
    assert known_lemma(form, WORDS, tag) == ""
