"""What a teacher says of text without annotation, and how far a network is from it."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")
distil = pytest.importorskip("training.distil", reason="the train extra is not installed")
Chunker, Joint, Pieces, read_labels = distil.Chunker, distil.Joint, distil.Pieces, distil.read_labels
examples = pytest.importorskip("training.examples")

MODEL = Path(__file__).parents[1] / "kg/language/model"
EMPTY: dict[str, list[str]] = {key: [] for key in ("tags", "morphs", "lemmas", "heads", "relations", "names")}
WORDS = ["Norway", "thanked", "Peru", "after", "its", "minister", "met", "the", "envoy", "."]


@pytest.fixture(scope="module")
def network() -> Joint:
    torch.manual_seed(3)
    return Joint(read_labels(MODEL), 4).eval()


@pytest.fixture
def example():
    passage = {
        "name": "one",
        "sentences": [{"words": WORDS, "gaps": [1] * len(WORDS), **EMPTY}],
        "mentions": [[0, 1, 2, 0, 1], [2, 3, 2, 1, 1], [4, 5, 5, -1, 1], [5, 6, 4, -1, 0], [7, 9, 4, -1, 0]],
        "facts": [],
    }
    pieces = Pieces(MODEL / "vocab.txt")
    chunker = Chunker(read_labels(MODEL), pieces)
    (found,) = examples.examples(passage, examples.Vocabulary(["a", "b", "c", "d"], {}, set()), chunker, pieces)
    return found, chunker


def slope(network: Joint, example, told) -> float:
    """How much the network would change to say what was told."""
    found, chunker = example
    network.zero_grad()
    _, words = network.encode(chunker.tensors([found.chunk]))
    sum(distil.told_losses(network, words, [(found, told)], None).values()).backward()
    return float(sum(p.grad.norm() for p in network.facts.parameters() if p.grad is not None))


def test_a_network_has_nothing_to_learn_from_itself(network: Joint, example) -> None:
    found, chunker = example
    (told,) = distil.ask([network], [found], chunker, random.Random(1))
    other = replace(told, relations=1 - told.relations, nouns=told.nouns.flip(-1), codes=told.codes.flip(-1))
    assert slope(network, example, told) < 0.2 * slope(network, example, other)


def test_what_is_told_fits_the_example(network: Joint, example) -> None:
    found, chunker = example
    (told,) = distil.ask([network], [found], chunker, random.Random(1))
    assert len(told.annotated) == len(found.mentions)
    assert told.relations.shape == (len(told.pairs), 4)
    assert told.nouns.shape == (len(WORDS), 3)
    assert torch.allclose(told.codes.float().sum(-1), torch.ones(len(told.pairs)), atol=0.01)
    assert {m[4] for m in found.mentions[:3]} == {1}, "names and pronouns stay what they were"


def test_several_teachers_say_what_they_hold_on_the_average(network: Joint, example) -> None:
    found, chunker = example
    torch.manual_seed(4)
    other = Joint(read_labels(MODEL), 4).eval()

    def told(*teachers: Joint):
        (said,) = distil.ask(teachers, [found], chunker, random.Random(1))
        return said

    one, two, both = told(network), told(other), told(network, other)
    odds = (one.relations.float().logit() + two.relations.float().logit()) / 2
    assert torch.allclose(both.relations.float().logit(), odds, atol=0.02)
    assert torch.allclose(both.nouns.float(), (one.nouns.float() + two.nouns.float()) / 2, atol=2e-3)
