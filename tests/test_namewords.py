"""The words in names that do not tell them apart."""

from __future__ import annotations

from kg.names import fold
from kg.namewords import name_words


def test_each_kind_of_word_is_read() -> None:
    words = name_words()
    assert {"president", "dr"} <= words.prefixes and "jr" in words.suffixes and "inc" in words.legal_forms
    assert "ministry" in words.kinds and "officials" in words.voices and "allies" in words.members
    assert words.american["labour"] == "labor"


def test_words_are_as_folded_names_have_them() -> None:
    words = name_words()
    kinds = (words.prefixes, words.suffixes, words.legal_forms, words.kinds, words.voices, words.members)
    some = {*words.american, *words.american.values()}.union(*kinds)
    assert [w for w in sorted(some) for part in w.split() if len(part) > 1 and fold(part) != part] == []
