"""Finding near-duplicates."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph.duplicates import SHORTEST, duplicates, signature

WORDS = [
    f"{a}{b}{c}" for a in ("ba", "ke", "to", "mu") for b in ("la", "ri", "so", "ne") for c in ("n", "r", "st", "k")
]


def text(seed: int, length: int = 200) -> list[str]:
    """Words of an invented text."""
    choose = random.Random(seed)
    return choose.choices(WORDS, k=length)


def found(*texts: Sequence[str]) -> dict[str, str]:
    """The copies among some texts, by their numbers."""
    return duplicates({str(number): signature(" ".join(words)) for number, words in enumerate(texts)})


def test_layout_and_case_make_no_difference() -> None:
    words = text(1)
    assert signature(" ".join(words)) == signature(",\n ".join(words))
    assert found(words, text(2), words) == {"2": "0"}


def test_a_copy_may_be_cut_and_edited() -> None:
    words = text(1)
    edited = [*words[:50], "another", *words[51:120], "word", *words[121:]]
    assert found(words, words[:150], text(2), edited, ["Advertisement", *words]) == {"1": "0", "3": "0", "4": "0"}


def test_what_shares_a_third_is_no_copy() -> None:
    words = text(1)
    assert found(words, [*words[:70], *text(3)]) == {}


def test_short_texts_must_agree_in_every_word() -> None:
    words = text(1, SHORTEST - 1)
    assert found(words, words, [*words[:-1], "other"]) == {"1": "0"}


def test_nothing_and_marks_alone_are_texts_too() -> None:
    assert found([""], ["…"], ["…"]) == {"2": "1"}
    assert found() == found(["one"]) == {}


def test_the_first_in_the_order_given_is_the_original() -> None:
    same = signature("as it was written by the agency")
    assert duplicates({"a": same, "b": same}, {"a": ("2024-02",), "b": ("2024-01",)}) == {"a": "b"}


def test_a_signature_is_the_same_in_every_release() -> None:
    assert signature("Oslo backs Kyiv. Germany supports Ukraine.").startswith(
        "6:BXSClT+3zU7IlU5Vxms1sBiPG2PbCgouPNg0nuFVsg7z5J4ova8o"
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60)), min_size=2, max_size=12), st.randoms())
def test_the_order_makes_no_difference(parts: list[tuple[int, int]], chance: random.Random) -> None:
    known = {f"t{i}": signature(" ".join(text(seed)[cut:])) for i, (seed, cut) in enumerate(parts)}
    names = list(known)
    chance.shuffle(names)
    assert duplicates({name: known[name] for name in names}) == duplicates(known)


def test_many_texts_after_one_pattern_take_no_square_of_time() -> None:
    pattern = text(1, 60)
    known = {f"{n:05}": signature(" ".join([*pattern, f"{n}"])) for n in range(1200)}
    assert len(set(duplicates(known).values())) == 1
