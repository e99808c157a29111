"""Which relations hold: thresholds, what rules and the network each count for, and damaged weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from relations import COUNTRIES, LEXICON, SUPPORT

from docs import tree
from kg.errors import ModelError
from kg.extraction import decision, understand
from kg.extraction.context import Context
from kg.extraction.decision import FEATURES, KEPT, Proposal, Weights, decide, propose, qualified, weights
from kg.extraction.extract import find_relations
from kg.extraction.pairs import Pairs, SpeakerScores
from kg.language.facts import CODES, KIND_OF_LABEL, Arguments, FactHeads, PairScores, Place
from kg.lexicon.model import RoleTitle
from kg.model import Article, Factuality, Polarity, Relation, Span

LEARNT = Weights(tuple({"score": 4.0, "rule": 1.0}.get(name, 0.0) for name in FEATURES), {"supports": 0.5}, 0.75)
"""Stands in for the weights: a logistic of the score itself, for a rule a little more."""


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> Context:
    """A sentence of which a rule says that one country supports another; the weights are those of `LEARNT`."""
    monkeypatch.setattr(decision, "weights", lambda: LEARNT)
    doc = tree(SUPPORT, entities=COUNTRIES)
    return understand(doc, Article(text=doc.text), LEXICON)


def pairs_of(context: Context, relations: Sequence[str], scores: Sequence[float], code: str = "+a") -> Pairs:
    """What a network might hold of the first two chains, in the order of the text and the other way round."""
    mentions = tuple(chain.mentions[0] for chain in context.chains.chains[:2])
    places = tuple(Place(at, at + 1, 0, 2) for at in (0, 2))
    held = PairScores(
        pairs=np.asarray([[0, 1], [1, 0]], np.int64),
        relations=np.asarray([scores, [-9.0] * len(relations)], np.float32),
        codes=np.asarray([[float(c == code) for c in CODES]] * 2, np.float32),
        nobody=np.zeros((2, 2), np.float32),
        queries=np.zeros((2, 1), np.float32),
        triggers=np.ones(2, np.int64),
    )
    return Pairs(
        mentions=mentions,
        spans=tuple(Span(m.start, m.end) for m in mentions),
        chains=(0, 1),
        places=places,
        tokens=(0, 1, 2),
        nouns=(1.0, 1.0),
        voices=(),
        heads=cast("FactHeads", Heads(list(relations))),
        described=cast("Arguments", None),
        scores=held,
        groups={0: (0, (0, 1))},
    )


@dataclass(frozen=True)
class Heads:
    """Stands in for the network: nobody but the article says anything."""

    relations: list[str]

    def speakers(self, *given: object) -> object:
        """As `FactHeads.speakers`, without voices."""
        return np.asarray([[1.0, 0.0]] * len(cast("Sequence[int]", given[3])), np.float32)


def rules(context: Context) -> list[Relation]:
    """What rules find."""
    return find_relations(context)


def told(relations: Sequence[Relation]) -> list[tuple[int, str, int]]:
    """Relations without what the text says of them."""
    return [(r.subject, r.predicate, r.object) for r in relations]


# what is kept


def test_without_the_network_all_that_rules_find_is_plain(context: Context) -> None:
    (relation,) = decide(context, rules(context), None)
    assert (relation.predicate, relation.confidence) == ("supports", LEARNT.plain)


@pytest.mark.parametrize(("score", "kept"), [(3.0, True), (-1.9, True), (-2.0, False), (-8.0, False)])
def test_the_network_accepts_or_refuses_what_a_rule_proposes(context: Context, score: float, kept: bool) -> None:
    """A logistic of score + 1.5 reaches .38 at a score of -1.99."""
    found = decide(context, rules(context), pairs_of(context, ["supports"], [score]))
    assert bool(found) is kept
    assert all(KEPT <= r.confidence <= 0.99 and r.rule == "support_v" for r in found)


@pytest.mark.parametrize(("score", "kept"), [(1.0, True), (-0.4, True), (-0.5, False)])
def test_the_network_adds_what_no_rule_proposes(context: Context, score: float, kept: bool) -> None:
    found = decide(context, [], pairs_of(context, ["warns", "visits"], [-9.0, score]))
    assert told(found) == [(0, "visits", 1)] * kept
    for relation in found:
        words = context.doc.text[relation.predicate_span.start : relation.predicate_span.end]
        assert (words, relation.rule) == ("supports", "network_supports")
        assert context.doc.text[relation.span.start : relation.span.end] == context.doc.text


def test_a_role_is_the_title_that_the_network_looked_at(context: Context) -> None:
    """The title next to the mention is another one."""
    title = RoleTitle("head", ("head",))
    titled = replace(context, titles=[(0, 1, title), (1, 2, title)])
    assert [r.role for r in decide(titled, [], pairs_of(context, ["roleOf"], [3.0]))] == ["supports"]


def test_a_relation_that_a_rule_has_found_is_not_added_again(context: Context) -> None:
    found = decide(context, rules(context), pairs_of(context, ["supports"], [5.0]))
    assert told(found) == [(0, "supports", 1)]


def test_a_parent_or_child_of_what_a_rule_found_is_not_added(context: Context) -> None:
    """`aids` is a kind of `supports`."""
    assert "supports" in LEXICON.relations["aids"].parents
    found = decide(context, rules(context), pairs_of(context, ["aids", "supports", "visits"], [5.0, 1.0, 5.0]))
    assert {r.predicate for r in found} == {"supports", "visits"}


@pytest.mark.parametrize(
    ("code", "polarity", "factuality"), [("+f", "Positive", "Future"), ("-a", "Negative", "Actual")]
)
def test_the_network_tells_what_is_real_of_relations_that_it_has_not_learnt(
    context: Context, code: str, polarity: str, factuality: str
) -> None:
    (proposal,) = (p for p in propose(context, rules(context), pairs_of(context, ["warns"], [-9.0], code)) if p.ruled)
    assert not proposal.taught and proposal.features[FEATURES.index("unseen")] == 1.0
    assert (proposal.codes[CODES.index(code)], proposal.voice) == (1.0, NOBODY)
    relation, _ = qualified(proposal)
    assert (relation.polarity, relation.factuality) == (polarity, factuality)


def test_what_rules_hold_for_reported_is_not_plain_of_a_users_own_relation_either(context: Context) -> None:
    mine = replace(context, lexicon=replace(LEXICON, own=frozenset({"supports"})))
    reported = [replace(rule, attributed=True) for rule in rules(mine)]
    (relation,) = decide(mine, reported, pairs_of(mine, ["warns"], [-9.0]))
    assert not relation.attributed, "the network hears nobody"
    assert LEARNT.plain > relation.confidence > KEPT


def test_a_relation_of_a_users_own_stands_with_the_plain_threshold(context: Context) -> None:
    mine = replace(context, lexicon=replace(LEXICON, own=frozenset({"supports"})))
    relation = decide(mine, rules(context), pairs_of(context, ["visits"], [-9.0]))
    assert told(relation) == [(0, "supports", 1)]
    assert relation[0].confidence == LEARNT.plain


def test_what_the_network_was_not_taught_is_at_most_kept(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    sure = replace(LEARNT, features=tuple(0.4 if name == "rule" else 0.0 for name in FEATURES), relations={})
    monkeypatch.setattr(decision, "weights", lambda: sure)
    (relation,) = decide(context, rules(context), pairs_of(context, ["visits"], [-9.0]))
    assert relation.predicate == "supports"
    assert KEPT <= relation.confidence < sure.plain


def test_a_relation_that_the_ontology_lacks_is_passed_over(context: Context) -> None:
    assert decide(context, [], pairs_of(context, ["yodelsAt"], [9.0])) == ()


def test_a_relation_stands_in_the_likelier_direction(context: Context) -> None:
    pairs = pairs_of(context, ["attacks"], [2.0])
    pairs.scores.relations[1, 0] = 1.0
    assert told(decide(context, [], pairs)) == [(0, "attacks", 1)]
    pairs.scores.relations[1, 0] = 2.0
    assert told(decide(context, [], pairs)) == [(0, "attacks", 1), (1, "attacks", 0)], "none is the likelier"


def test_a_symmetric_relation_is_added_once(context: Context) -> None:
    pairs = pairs_of(context, ["meetsWith"], [2.0])
    pairs.scores.relations[1, 0] = 3.0
    assert told(decide(context, [], pairs)) == [(1, "meetsWith", 0)], "the way round that scores best"
    (best,) = propose(context, [], pairs)
    assert best.features[FEATURES.index("score")] == pytest.approx(3.0 / 4)


def test_the_code_of_the_network_lowers_the_confidence(context: Context) -> None:
    sure = decide(context, rules(context), pairs_of(context, ["supports"], [1.0]))[0]
    pairs = pairs_of(context, ["supports"], [1.0])
    pairs.scores.codes[:] = 1 / len(CODES)
    unsure = decide(context, rules(context), pairs)[0]
    assert unsure.polarity is Polarity.POSITIVE and unsure.confidence < sure.confidence


@pytest.mark.parametrize(("probability", "linked"), [(1.0, 0.0), (0.5, 1.0), (0.9, 1.0)])
def test_what_a_pronoun_goes_back_to_may_be_unsure(context: Context, probability: float, linked: float) -> None:
    pairs = pairs_of(context, ["supports"], [1.0])
    pronoun = replace(pairs.mentions[0], label="PRON", probability=probability)
    places = (replace(pairs.places[0], kind=KIND_OF_LABEL["PRON"]), pairs.places[1])
    pairs = replace(pairs, mentions=(pronoun, pairs.mentions[1]), places=places)
    proposal = next(iter(propose(context, [], pairs)))
    features = dict(zip(FEATURES, proposal.features, strict=True))
    assert features["name"] == 1.0, "of the name alone"
    assert (features["linked"], proposal.link) == (linked, probability)


def test_a_pair_that_the_network_has_not_seen(context: Context) -> None:
    pairs = replace(pairs_of(context, ["supports"], [1.0]), groups={})
    proposals = list(propose(context, rules(context), pairs))
    ruled = next(p for p in proposals if p.ruled)
    assert ruled.features[FEATURES.index("unseen")] == 1.0 and ruled.taught
    assert qualified(ruled) == (ruled.relation, 1.0)


@given(st.lists(st.floats(-100, 100), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_a_probability_is_one(features: list[float]) -> None:
    proposal = Proposal(RELATION, tuple(features), ruled=True)
    before = LEARNT.probability(proposal.features, 1.0, RELATION.predicate)
    assert 0 <= before <= 1
    more = Proposal(RELATION, (features[0], features[1] + 1, *features[2:]), ruled=True)
    assert LEARNT.probability(more.features, 1.0, RELATION.predicate) >= before


def test_a_relation_has_a_weight_of_its_own() -> None:
    features = (0.0,) * len(FEATURES)
    assert LEARNT.probability(features, 1.0, "warns") == 0.5
    assert LEARNT.probability(features, 1.0, RELATION.predicate) == pytest.approx(0.6225, abs=1e-4)


def test_a_relation_is_no_surer_than_its_antecedent() -> None:
    features = tuple(8.0 * (name in {"score", "rule"}) for name in FEATURES)
    assert LEARNT.probability(features, 1.0, "warns") > 0.99
    assert LEARNT.probability(features, 0.6, "warns") == pytest.approx(0.6, abs=0.01)


# polarity, factuality, speaker

RELATION = Relation(0, "supports", 1, Span(0, 9), Span(0, 1), Span(2, 5), Span(6, 9), "support_v")
NOBODY = SpeakerScores(1.0, 0.0, None, 0.0)


def held(
    *, ruled: bool = True, voice: SpeakerScores = NOBODY, relation: Relation = RELATION, **codes: float
) -> Proposal:
    """A proposal with probabilities of codes: `p_a` for `+a`, `n_f` for `-f`."""
    found = {("+" if name[0] == "p" else "-") + name[2]: share for name, share in codes.items()}
    return Proposal(relation, (), ruled, tuple(found.get(code, 0.0) for code in CODES), voice)


@pytest.mark.parametrize(
    ("ruled", "own", "other", "actual"),
    [(True, 0.21, 0.79, True), (True, 0.19, 0.81, False), (False, 0.34, 0.66, True), (False, 0.32, 0.68, False)],
)
def test_the_factuality_that_rules_find_weighs_more(ruled: bool, own: float, other: float, actual: bool) -> None:
    """Four times with a rule of its own, twice where the network alone proposes the relation."""
    relation, share = qualified(held(ruled=ruled, p_a=own, p_f=other))
    assert (relation.factuality is Factuality.ACTUAL) is actual
    assert 0.5 < share < 0.52


def test_the_polarity_that_rules_find_weighs_more_and_doubt_lowers_the_share() -> None:
    relation, share = qualified(held(p_a=0.1, p_f=0.3, n_r=0.6))
    assert (relation.polarity, relation.factuality) == (Polarity.POSITIVE, Factuality.ACTUAL)
    assert share < 0.5
    denied = replace(RELATION, polarity=Polarity.NEGATIVE)
    relation, _ = qualified(held(relation=denied, p_a=0.98, n_a=0.02))
    assert relation.polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("ruled", "denied", "positive"),
    [(False, 0.88, True), (False, 0.9, False), (True, 0.98, True), (True, 0.995, False)],
)
def test_a_network_that_is_sure_enough_decides_on_the_polarity(ruled: bool, denied: float, positive: bool) -> None:
    """Eight times as sure where it alone proposes the relation, a hundred times where a rule does."""
    relation, _ = qualified(held(ruled=ruled, p_a=1 - denied, n_a=denied))
    assert (relation.polarity is Polarity.POSITIVE) is positive


@pytest.mark.parametrize(
    ("voice", "speaker", "attributed"),
    [
        (SpeakerScores(0.25, 0.0, 5, 0.75), None, False),
        (SpeakerScores(0.19, 0.0, 5, 0.81), 5, False),
        (SpeakerScores(0.19, 0.81, 5, 0.0), None, True),
    ],
)
def test_who_says_so(voice: SpeakerScores, speaker: int | None, attributed: bool) -> None:
    relation, _ = qualified(held(p_a=1.0, voice=voice))
    assert (relation.speaker, relation.attributed) == (speaker, attributed)


@pytest.mark.parametrize(
    ("voice", "speaker"),
    [
        (SpeakerScores(0.7, 0.0, 5, 0.3), 3),
        (SpeakerScores(0.9, 0.0, 5, 0.1), None),
        (SpeakerScores(0.0, 0.0, 5, 1.0), 3),
    ],
)
def test_the_speaker_that_rules_find_weighs_more(voice: SpeakerScores, speaker: int | None) -> None:
    """And where the network agrees that somebody says so, it is whom the rules found."""
    relation, _ = qualified(held(p_a=1.0, voice=voice, relation=replace(RELATION, speaker=3)))
    assert relation.speaker == speaker


shares = st.lists(st.floats(0.001, 1), min_size=len(CODES), max_size=len(CODES))


@given(shares, st.booleans(), st.lists(st.floats(0.001, 1), min_size=3, max_size=3))
def test_laws_of_qualifying(codes: list[float], ruled: bool, voices: list[float]) -> None:
    nobody, unnamed, named = voices
    proposal = Proposal(
        RELATION, (), ruled, tuple(c / sum(codes) for c in codes), SpeakerScores(nobody, unnamed, 4, named)
    )
    relation, share = qualified(proposal)
    assert 0 < share <= 1
    assert not (relation.attributed and relation.speaker is not None)
    same = replace(relation, polarity=RELATION.polarity, factuality=RELATION.factuality, speaker=None, attributed=False)
    assert same == RELATION, "nothing else changes"


# the packaged weights


def test_the_packaged_weights() -> None:
    learnt = weights()
    assert len(learnt.features) == len(FEATURES)
    assert learnt.features[FEATURES.index("score")] > 0 and learnt.features[FEATURES.index("rule")] > 0
    assert KEPT < learnt.plain < 1
    assert set(learnt.relations) <= set(LEXICON.relations)


@pytest.mark.parametrize("damaged", [None, "{", "[]", "{}", '{"features": [], "relations": {}, "plain": 1}'])
def test_damaged_weights_are_one_clear_line(
    damaged: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision, "MODEL", tmp_path)
    if damaged is not None:
        (tmp_path / "decision.json").write_text(damaged, encoding="utf8")
    weights.cache_clear()
    try:
        with pytest.raises(ModelError, match=r"decision\.json: the weights of the decision cannot be read"):
            weights()
    finally:
        weights.cache_clear()
