"""The heads that read facts: buckets, probabilities, loading, and that the order of asking changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.language import Language

from kg.errors import ModelError
from kg.language import encoder, fact_heads
from kg.language.component import MODEL, VECTORS
from kg.language.facts import (
    CODES,
    GRID,
    KIND_OF_LABEL,
    KINDS,
    FactHeads,
    Floats,
    PairScores,
    Place,
    distance_buckets,
    on_grid,
    place_buckets,
    softmax,
    table_of,
)

TEXT = "Anna Berg met Karl Holm in Oslo. She praised Norway. Peru thanked Norway and the United Nations."
PLACES = [
    Place(0, 2, 0, 0), Place(3, 5, 0, 0), Place(6, 7, 0, 2), Place(8, 9, 1, 5), Place(10, 11, 1, 2),
    Place(12, 13, 2, 2), Place(14, 15, 2, 2), Place(16, 19, 2, 1),
]  # fmt: skip
SENTENCES = [(0, 8), (8, 12), (12, 20)]
GROUPS = [(0, 8, [0, 1, 2]), (8, 12, [3, 4]), (12, 20, [5, 6, 7])]
"""The mentions of each sentence."""


@pytest.fixture(scope="module")
def heads(nlp: Language) -> FactHeads:
    """The packaged heads."""
    found = fact_heads(nlp)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def vectors(nlp: Language) -> Floats:
    """What the encoder makes of the text."""
    found: Floats = nlp(TEXT).user_data[VECTORS]
    assert len(found) == SENTENCES[-1][1]
    return found


def score(heads: FactHeads, vectors: Floats, groups: list[tuple[int, int, list[int]]]) -> PairScores:
    """The scores of pairs of the text."""
    return heads.pairs(heads.describe(vectors, PLACES), PLACES, groups)


# buckets


def lies(one: Place, other: Place) -> int:
    """The bucket of how a mention lies to another."""
    return int(distance_buckets(table_of([one]), table_of([other]))[0])


def test_words_before_inside_and_after_a_mention() -> None:
    assert place_buckets(table_of([Place(3, 5, 0, 0)]), 0, 8).tolist() == [[3, 2, 1, 0, 0, 7, 8, 9]]
    assert place_buckets(table_of([Place(100, 101, 0, 0)]), 0, 2).tolist() == [[6, 6]]
    assert place_buckets(table_of([Place(0, 1, 0, 0)]), 90, 92).tolist() == [[12, 12]]


def test_how_two_mentions_lie() -> None:
    one, after, beyond = Place(0, 2, 0, 0), Place(2, 3, 0, 0), Place(9, 10, 1, 0)
    assert (lies(one, after), lies(after, one)) == (1, 0)
    assert (lies(one, beyond), lies(beyond, one)) == (39, 28)
    whole, part = Place(0, 4, 0, 0), Place(1, 2, 0, 0)
    assert (lies(whole, part), lies(part, whole)) == (45, 46)


places = st.builds(
    lambda start, size, sentence: Place(start, start + size, sentence, 0),
    st.integers(0, 400), st.integers(1, 8), st.integers(0, 3),
)  # fmt: skip


@given(places, places, st.integers(0, 300), st.integers(1, 200))
def test_buckets_are_those_that_the_network_was_taught(one: Place, other: Place, first: int, size: int) -> None:
    pytest.importorskip("torch")
    from training import facts as taught

    def offset(word: int) -> int:
        return word - one.start if word < one.start else max(0, word - one.end + 1)

    expected = [taught.place_bucket(offset(word)) for word in range(first, first + size)]
    assert place_buckets(table_of([one]), first, first + size).tolist() == [expected]
    told = [(p.start, p.end, p.sentence) for p in (one, other)]
    assert lies(one, other) == taught.distance_bucket(told[0], told[1])


@given(places, places)
def test_a_bucket_is_one_that_the_graphs_know(one: Place, other: Place) -> None:
    assert 0 <= lies(one, other) < 48
    assert set(place_buckets(table_of([one]), 0, 500)[0].tolist()) <= set(range(13))


def test_every_label_has_a_kind() -> None:
    assert set(KIND_OF_LABEL.values()) == set(range(len(KINDS)))


# scores


@given(arrays(np.float32, (3, 5), elements=st.floats(-50, 50, width=32)))
def test_probabilities_add_up_and_keep_the_order(scores: Floats) -> None:
    found = softmax(scores)
    assert np.allclose(found.sum(-1), 1, atol=1e-5)
    assert (softmax(scores + 3) - found < 1e-4).all()
    for row, probabilities in zip(scores, found, strict=True):
        assert probabilities[row.argmax()] == probabilities.max()


@given(arrays(np.float32, 6, elements=st.floats(-30, 30, width=32)))
def test_the_grid(scores: Floats) -> None:
    found = on_grid(scores)
    assert (on_grid(found) == found).all()
    assert (np.abs(found - scores) <= 0.5 / GRID).all()
    assert (found * GRID == np.round(found * GRID)).all()


# heads


def test_the_scores_of_pairs_are_whole(heads: FactHeads, vectors: Floats) -> None:
    asked = [(i, j) for _, _, members in GROUPS for i in members for j in members if i != j]
    found = score(heads, vectors, GROUPS)
    assert found.pairs.tolist() == [list(pair) for pair in asked]
    assert found.relations.shape == (len(asked), len(heads.relations))
    assert found.codes.shape == (len(asked), len(CODES))
    assert np.allclose(found.codes.sum(1), 1, atol=1e-5)
    for (i, _), trigger in zip(asked, found.triggers.tolist(), strict=True):
        begin, end = SENTENCES[PLACES[i].sentence]
        assert begin <= trigger < end


def test_who_may_speak(heads: FactHeads, vectors: Floats) -> None:
    found = score(heads, vectors, GROUPS)
    described = heads.describe(vectors, PLACES)
    for voices in ([], [0], [0, 3, 4]):
        rows = np.arange(2)
        shares = heads.speakers(described, PLACES, found, rows, np.asarray(voices, np.int64))
        assert shares.shape == (2, 2 + len(voices))
        assert shares.sum(1) == pytest.approx([1, 1], abs=1e-5)


def test_the_network_knows_who_met_whom(heads: FactHeads, vectors: Floats) -> None:
    found = score(heads, vectors, GROUPS[:1])
    assert heads.relations[int(found.relations[0].argmax())] == "meetsWith"
    assert found.relations[0].max() > 0


@given(st.permutations(range(len(GROUPS))))
def test_the_order_in_which_sentences_are_asked_for_changes_nothing(
    heads: FactHeads, vectors: Floats, order: list[int]
) -> None:
    one, other = score(heads, vectors, GROUPS), score(heads, vectors, [GROUPS[number] for number in order])
    rows = [other.pairs.tolist().index(pair) for pair in one.pairs.tolist()]
    assert (one.relations == other.relations[rows]).all()
    assert np.allclose(one.codes, other.codes[rows], atol=1e-5)
    assert (one.triggers == other.triggers[rows]).all()


@pytest.mark.skipif(not encoder.multiplies_exactly(), reason="the processor is not known to multiply int8 exactly")
def test_the_option_for_exact_products_changes_nothing(vectors: Floats, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a processor with the instructions computes, one without them computes with the option."""
    by_itself = score(FactHeads(MODEL, 1), vectors, GROUPS)
    monkeypatch.setattr(encoder, "multiplies_exactly", lambda: False)
    with_option = score(FactHeads(MODEL, 1), vectors, GROUPS)
    assert (by_itself.relations == with_option.relations).all()


@pytest.mark.parametrize(
    ("flags", "exact"), [("flags : fpu avx512_vnni", True), ("avx_vnni", True), ("flags : fpu avx2", False)]
)
def test_what_a_processor_tells_of_itself(flags: str, exact: bool, tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(flags)
    assert encoder.multiplies_exactly(tmp_path / "cpuinfo") is exact
    assert not encoder.multiplies_exactly(tmp_path / "nothing")


def test_antecedents_are_scored_as_asked(heads: FactHeads, vectors: Floats) -> None:
    assert heads.antecedents(vectors, PLACES, []).shape == (0,)
    she = heads.antecedents(vectors, PLACES, [(3, 0), (3, 2)])
    assert she[0] > she[1], "she is Anna Berg rather than Oslo"
    assert (she == on_grid(she)).all()


def test_missing_and_damaged_files_are_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks mentions\.onnx, pairs\.onnx, antecedents\.onnx, facts\.json"):
        FactHeads(tmp_path)
    for name in ("mentions.onnx", "pairs.onnx", "antecedents.onnx"):
        shutil.copy(MODEL / name, tmp_path)
    with pytest.raises(ModelError, match=r"lacks facts\.json; install"):
        FactHeads(tmp_path)
    for damaged in ("{", "[]", '{"relations": []}'):
        (tmp_path / "facts.json").write_text(damaged, encoding="utf8")
        with pytest.raises(ModelError, match=r"facts\.json .*is damaged; install"):
            FactHeads(tmp_path)
