"""Which relations hold: the lexicon proposes, the network accepts, refuses, adds.

Every relation that the lexicon or the network proposes gets a probability from a logistic regression on what both hold
of it, learnt on passages that the network had not seen (`training/decision.py`). Its polarity, factuality and speaker
are those that the rules and the network together hold likeliest.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from kg.errors import ModelError
from kg.extraction.qualifiers import qualify_pair
from kg.language.component import MODEL
from kg.language.facts import CODES, KIND_OF_LABEL
from kg.model import Factuality, Polarity, Relation, Span

if TYPE_CHECKING:
    from kg.extraction.context import Context
    from kg.extraction.pairs import Pairs, SpeakerScores

FLOOR: Final = -2.5
"""How far below the threshold of its pair a relation may score and still be proposed by the network alone."""
KEPT: Final = 0.4
"""From which probability a relation is kept as a statement."""
LOWEST: Final = -8.0
HIGHEST: Final = 8.0
FARTHEST: Final = 4.0
UNSEEN: Final = -2.0
"""Bounds of scores as features, of their differences, and the score of a pair that the network has not looked at."""
OWN_CODE: Final = (2.0, 4.0)
"""Factors on the factuality that the rules find: of a relation that the network alone proposes, and of one that a rule
proposes; chosen on passages that the network had not seen."""
OWN_POLARITY: Final = (8.0, 100.0)
"""The same for the polarity. Of 5,528 relations of unread passages it is right in 98.1 % so, in 97.6 % by the rules
alone and in 97.7 % by the network alone: what a rule proposes it reads with the negations around it, what the network
proposes may itself be made by one ("refuses to recognize")."""
OWN_VOICE: Final = 4.0
"""The same for the speaker."""
FEATURES: Final = (
    "bias", "score", "unseen", "rule", "rule and score", "pronouns", "nouns", "rival rule", "name", "noun",
    "linked", "over subjects", "over objects",
)  # fmt: skip
_RESOLVED: Final = frozenset({KIND_OF_LABEL["PRON"], KIND_OF_LABEL["NOUN"]})
"""Kinds of mentions that go back to something else, so that their probability is that of an antecedent."""
OF_SIGN: Final = {sign: [i for i, code in enumerate(CODES) if code[0] == sign] for sign in "+-"}
"""The places in `CODES` of what is affirmed and of what is denied."""
FACTUALITIES: Final = {factuality[0].lower(): factuality for factuality in Factuality}
"""By their letters in `CODES`."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation that may hold, with what speaks for it.

    Args:
        relation: the relation as a rule finds it, or as the rules qualify what the network adds.
        features: in the order of `FEATURES`.
        ruled: whether a rule proposes it.
        codes: the network's probabilities of `CODES`; empty where it has not seen the pair.
        voice: who the network holds to say so; None where it has not seen the pair.
        taught: whether the network knows the relation or a parent of it; of others it knows the codes and the voice.
        link: how likely a pronoun or a noun among its ends goes back to what it is taken for, 0 to 1.
    """

    relation: Relation
    features: tuple[float, ...]
    ruled: bool
    codes: tuple[float, ...] = ()
    voice: SpeakerScores | None = None
    taught: bool = True
    link: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression on `FEATURES`.

    Args:
        features: the weight of each.
        relations: what is added for a relation.
        plain: the confidence from which nine of ten plain triples are right.
    """

    features: tuple[float, ...]
    relations: Mapping[str, float]
    plain: float

    def probability(self, features: Sequence[float], link: float, relation: str) -> float:
        """How likely a careful reader agrees that a relation is spoken of, between these two, 0 to 1.

        Args:
            features, link: see `Proposal`.
            relation: its name.
        """
        score = sum([w * f for w, f in zip(self.features, features, strict=True)])
        score += self.relations.get(relation, 0.0)
        return link / (1 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that were learnt.

    Raises:
        ModelError: the file is missing or damaged.
    """
    path = MODEL / "decision.json"
    try:
        told = json.loads(path.read_text(encoding="utf8"))
        features = tuple(float(told["features"][name]) for name in FEATURES)
        relations = {name: float(weight) for name, weight in told["relations"].items()}
        return Weights(features, relations, float(told["plain"]))
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path}: the weights of the decision cannot be read: {error}") from error


def decide(context: Context, rules: Sequence[Relation], pairs: Pairs | None) -> tuple[Relation, ...]:
    """Choose the relations of an article.

    Args:
        rules: what the lexicon and the constructions propose.
        pairs: what the network holds; None where it has not read the article: all that rules propose stands then.

    Returns:
        The relations in the order of the text, each with its probability as confidence: that it is spoken of, with
        this polarity and factuality. A relation that only a user's own file knows stands on its words alone: its
        confidence is just enough for a plain triple, unless the network alone takes it for a fact.
    """
    if pairs is None:
        return tuple(replace(rule, confidence=weights().plain) for rule in rules)
    return as_relations(context, accepted(context, list(propose(context, rules, pairs, least=KEPT))))


def as_relations(context: Context, chosen: Iterable[tuple[float, Proposal]]) -> tuple[Relation, ...]:
    """Make relations of proposals, qualified and with their confidence, in the order of the text.

    Args:
        chosen: from `accepted`.
    """
    learnt, kept = weights(), []
    for probability, proposal in chosen:
        relation, share = qualified(proposal)
        most = learnt.plain - 0.001 if disputed(proposal.relation, relation) else 0.99
        own = _own(context, proposal)
        sure = min(most, learnt.plain) if own else round(max(0.01, min(most, probability * share)), 3)
        kept.append(replace(relation, confidence=sure))
    return tuple(sorted(kept, key=text_order))


def _own(context: Context, proposal: Proposal) -> bool:
    """Whether only a user's own file knows the relation."""
    return proposal.relation.predicate in context.lexicon.own and not proposal.taught


def probability(context: Context, proposal: Proposal) -> float:
    """How likely a proposal is right; 1 where only a user's own file knows the relation."""
    r = proposal.relation
    return 1.0 if _own(context, proposal) else weights().probability(proposal.features, proposal.link, r.predicate)


def accepted(context: Context, proposals: Sequence[Proposal]) -> Iterator[tuple[float, Proposal]]:
    """Choose the proposals that are kept as statements.

    Left out is what the network alone adds in the less likely direction of a relation that is not symmetric: on unread
    passages 20 of 21 such relations were wrong, and 18 of the 21 in the other direction right; where rules find both
    directions, or the network holds another one likelier than they do, both were right.
    """
    likely = [(p, proposal) for proposal in proposals if (p := probability(context, proposal)) >= KEPT]
    best: dict[tuple[int, str, int], float] = defaultdict(float)
    for sure, proposal in likely:
        r = proposal.relation
        best[r.subject, r.predicate, r.object] = max(sure, best[r.subject, r.predicate, r.object])
    for sure, proposal in likely:
        r = proposal.relation
        kept = proposal.ruled or context.lexicon.relations[r.predicate].symmetric
        if kept or best[r.subject, r.predicate, r.object] >= best.get((r.object, r.predicate, r.subject), 0.0):
            yield sure, proposal


def text_order(r: Relation) -> tuple[int, str, int, int, int, int]:
    """Where a relation belongs in the order of the text."""
    return r.predicate_span.start, r.predicate, r.subject_span.start, r.object_span.start, r.subject, r.object


def qualified(proposal: Proposal) -> tuple[Relation, float]:
    """Give a relation the polarity, factuality and speaker that rules and network together hold likeliest.

    Returns:
        The relation, and the probability of its polarity and factuality.
    """
    relation, voice = proposal.relation, proposal.voice
    if not proposal.codes or voice is None:
        return relation, 1.0
    own = _code(relation)
    codes = [
        p * (OWN_CODE[proposal.ruled] if code == own else 1.0) for p, code in zip(proposal.codes, CODES, strict=True)
    ]
    shares = {sign: sum(proposal.codes[i] for i in same) for sign, same in OF_SIGN.items()}
    shares[own[0]] *= OWN_POLARITY[proposal.ruled]
    sign = max("+-", key=lambda sign: shares[sign])
    best = max(OF_SIGN[sign], key=lambda i: codes[i])
    # signs of a denial make an affirmation less sure, but signs of an affirmation leave a denial as sure as it was
    rivals = codes if sign == "+" else [codes[i] for i in OF_SIGN[sign]]
    ruled = "named" if relation.speaker is not None else "unnamed" if relation.attributed else "nobody"
    voices = {"nobody": voice.nobody, "unnamed": voice.unnamed, "named": voice.named}
    voices[ruled] *= OWN_VOICE
    says = max(sorted(voices), key=lambda name: voices[name])
    speaker = None if says != "named" else relation.speaker if relation.speaker is not None else voice.chain
    polarity = Polarity.POSITIVE if sign == "+" else Polarity.NEGATIVE
    factuality, share = FACTUALITIES[CODES[best][1]], codes[best] / max(sum(rivals), 1e-9)
    told = replace(relation, polarity=polarity, factuality=factuality, speaker=speaker, attributed=says == "unnamed")
    return told, share


def disputed(ruled: Relation, decided: Relation) -> bool:
    """Say whether something passes for a fact that the rules hold for denied, unreal or reported.

    Such a relation is kept, and is not sure enough for a plain triple: on passages that the network had not seen this
    took two of three leaks away and one right triple in thirty.

    Args:
        ruled: the relation as the rules qualify it.
        decided: the same, as rules and network together do.
    """
    reported = (ruled.attributed or ruled.speaker is not None) and decided.speaker is None
    return decided.vouched and (reported or not ruled.vouched)


def propose(context: Context, rules: Sequence[Relation], pairs: Pairs, *, least: float = 0.0) -> Iterator[Proposal]:
    """Bring together what the rules and the network propose.

    Args:
        context, rules, pairs: see `decide`.
        least: the probability below which what the network alone proposes is not even described.

    Yields:
        The proposals of the rules, then those of the network alone.
    """
    number = {name: place for place, name in enumerate(pairs.relations)}
    told = _told(rules)
    drafts = [_ruled(context, rule, pairs, number, told[rule.subject, rule.object]) for rule in rules]
    drafts += _added(context, pairs, told, least)
    voices = pairs.who_says(row for row, _ in drafts if row >= 0)
    ruled: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row, proposal in drafts:
        if proposal.ruled:
            ruled[row].add((proposal.relation.predicate, _code(proposal.relation)))
    for row, proposal in drafts:
        codes = tuple(pairs.scores.codes[row].tolist()) if row >= 0 else ()
        name, code = proposal.relation.predicate, _code(proposal.relation)
        held = CODES[codes.index(max(codes))] if codes and proposal.ruled else code
        # the network has one code for a pair: of "threatened to attack" it is that of the warning
        if code not in {"+a", held} and any(other != name and one == held for other, one in ruled[row]):
            codes = tuple([float(one == code) for one in CODES])
        yield replace(proposal, codes=codes, voice=voices.get(row))


def _code(relation: Relation) -> str:
    """The polarity and factuality of a relation, as one of `CODES`."""
    return ("+" if relation.polarity is Polarity.POSITIVE else "-") + relation.factuality[0].lower()


_Draft: TypeAlias = tuple[int, Proposal]
"""The row of a proposal among the pairs, or -1, and the proposal before the network is asked who says so."""
_Told: TypeAlias = Mapping[tuple[int, int] | tuple[Span, Span], set[str]]
"""The relations that rules find between two chains, and between the words of two mentions.

A rule may mean the owner of what a mention names: of "Russian forces" Russia.
"""


def _told(rules: Sequence[Relation]) -> _Told:
    found: dict[tuple[int, int] | tuple[Span, Span], set[str]] = defaultdict(set)
    for rule in rules:
        found[rule.subject, rule.object].add(rule.predicate)
        found[rule.subject_span, rule.object_span].add(rule.predicate)
    return found


def _family(context: Context, relation: str) -> set[str]:
    """A relation with its parents."""
    return {relation, *context.lexicon.relations[relation].parents}


def _ruled(context: Context, rule: Relation, pairs: Pairs, number: Mapping[str, int], told: set[str]) -> _Draft:
    """A rule's proposal with the network's best score for it or a parent in its sentence.

    Of a relation that the network has not learnt it has no score, but it has read the pair: it knows whether what is
    told there is denied, unreal or somebody's word.
    """
    sentence = context.doc[context.doc.words_of(rule.predicate_span.start, rule.predicate_span.end)[0]].sentence
    family = _family(context, rule.predicate)
    columns = [number[name] for name in sorted(family) if name in number]
    ends: list[tuple[int | Span, int | Span]] = [(rule.subject, rule.object), (rule.subject_span, rule.object_span)]
    if context.lexicon.relations[rule.predicate].symmetric:
        ends += [(other, one) for one, other in ends]
    rows = [row for one, other in ends for row in pairs.between(sentence, one, other)]
    best, scored, column = UNSEEN, -1, -1
    if rows and columns:
        scores = pairs.scores.relations[rows][:, columns]
        place, which = divmod(int(scores.argmax()), len(columns))
        best, scored, column = float(scores[place, which]), rows[place], columns[which]
    words = pairs.between(sentence, rule.subject_span, rule.object_span)
    read = scored if columns else next(iter([*words, *rows]), -1)
    features = _features(pairs, scored, column, best, ruled=True, rival=bool(told - family))
    return read, Proposal(rule, features, ruled=True, taught=bool(columns), link=_link(pairs, read))


def _added(context: Context, pairs: Pairs, told: _Told, least: float) -> Iterator[_Draft]:
    """What the network alone proposes: for two chains, a relation and a sentence the mentions that score best."""
    learnt = weights() if least else None
    found: dict[tuple[int, int, str, int], tuple[float, int, int]] = {}
    rows, columns = np.nonzero(pairs.scores.relations > FLOOR)
    scores = pairs.scores.relations[rows, columns].tolist()
    ends = pairs.scores.pairs[rows].tolist()
    for row, column, score, (i, j) in zip(rows.tolist(), columns.tolist(), scores, ends, strict=True):
        x, y, name = pairs.chains[i], pairs.chains[j], pairs.relations[column]
        kind = context.lexicon.relations.get(name)
        if kind is None or x == y:
            continue
        one, other = pairs.spans[i], pairs.spans[j]
        if kind.symmetric and x > y:
            x, y = y, x
        sides: list[tuple[int, int] | tuple[Span, Span]] = [(x, y), (one, other)]
        sides += [(y, x), (other, one)] if kind.symmetric else []
        said = set[str]().union(*(told.get(side, ()) for side in sides))
        if any(name in _family(context, r) or r in _family(context, name) for r in said):
            continue
        sentence = pairs.places[i].sentence
        if sentence in context.syntax.respective and context.syntax.crossed(
            *(context.doc.root_of(span.start, span.end) for span in (one, other))
        ):
            continue
        key = x, y, name, sentence
        if key not in found or score > found[key][0]:
            found[key] = score, row, column
    for (x, y, name, _), (score, row, column) in sorted(found.items()):
        features, link = _features(pairs, row, column, score, ruled=False, rival=(x, y) in told), _link(pairs, row)
        if learnt is None or learnt.probability(features, link, name) >= least:
            yield row, Proposal(qualify_pair(context, pairs, row, name), features, ruled=False, link=link)


def _link(pairs: Pairs, row: int) -> float:
    """How likely the pronouns and nouns of a pair go back to the right one, 0 to 1: that of the less sure one."""
    ends: list[int] = pairs.scores.pairs[row].tolist() if row >= 0 else []
    return min([pairs.mentions[i].probability for i in ends if pairs.places[i].kind in _RESOLVED], default=1.0)


def _features(pairs: Pairs, row: int, column: int, score: float, *, ruled: bool, rival: bool) -> tuple[float, ...]:
    """The `FEATURES` of a pair and its relation; the row is -1 where the network has not looked at the pair.

    `ruled` says whether a rule proposes it, `rival` whether one proposes another relation of the two.
    """
    bounded = max(LOWEST, min(HIGHEST, score)) / 4
    if row < 0:
        return 1.0, bounded, 1.0, float(ruled), ruled * bounded, 0.0, 0.0, float(rival), 1.0, 1.0, *[0.0] * 3
    ends: list[int] = pairs.scores.pairs[row].tolist()
    kinds = [pairs.places[i].kind for i in ends]
    sure = [pairs.mentions[i].probability for i in ends]
    name = min([p for p, kind in zip(sure, kinds, strict=True) if kind not in _RESOLVED], default=1.0)
    over = [max(-FARTHEST, min(FARTHEST, score - other)) / 4 for other in pairs.rivals(row, column, none=LOWEST)]
    return (
        1.0, bounded, 0.0, float(ruled), ruled * bounded,
        kinds.count(KIND_OF_LABEL["PRON"]) / 2, kinds.count(KIND_OF_LABEL["NOUN"]) / 2, float(rival),
        name, min(pairs.nouns[i] for i in ends), float(_link(pairs, row) < 1), *over,
    )  # fmt: skip
