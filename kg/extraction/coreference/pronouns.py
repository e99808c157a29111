"""Which entity a pronoun stands for: agreement and binding rule candidates out, a learnt log-linear ranking chooses.

The candidates are entities, not single mentions, as in Luo et al. 2004 (Bell tree) and Rahman & Ng 2009 (cluster
ranking); the cues are those of Hobbs 1978, Lappin & Leass 1994 and Ge, Hale & Charniak 1998: grammatical function,
recency, parallelism, mention count, agreement, government. `training/pronouns.py` learns their weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path

from kg.errors import ModelError
from kg.extraction.coreference.names import fold
from kg.extraction.coreference.phrases import Phrase, inside
from kg.extraction.document import Document, Word
from kg.resources import resource

WINDOW = 4
"""How many sentences back a pronoun may look."""
LIMIT = 40
"""How many phrases back a pronoun may look, so that a list of names costs no more than a text."""

_NONE = "none"
_ARGUMENTS = frozenset({"subject", "passive", "object", "iobject", "oblique", "agent"})


@dataclass(slots=True)
class Entity:
    """Phrases that are held to refer to one thing while an article is read.

    Args:
        number: its place among the entities of the article.
        phrases: its phrases so far, in the order of the text.
        gender: evidence for feminine (positive) or masculine (negative), in natural log odds.
        type: local name of its class, or empty.
        names: how many of its phrases are names.
        roles: titles of office that it was given.
        heads: lemmas of the common nouns that it was called.
        speaker_for: number of the entity that it speaks for ("we"), or None.
    """

    number: int
    phrases: list[Phrase] = field(default_factory=list)
    gender: float = 0.0
    type: str = ""
    plural: bool = False
    named: bool = False
    names: int = 0
    roles: set[tuple[str, ...]] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    speaks_for: int | None = None


@dataclass(slots=True)
class Reading:
    """What has been read so far of an article, from left to right.

    Args:
        doc: the article.
        phrases: all its phrases, in the order of their heads.
        entity_of: for each phrase read so far its entity, by the phrase's place in `phrases`; None where it has
            none yet.
        ahead: for each phrase its entity as the names' and noun phrases' own steps found it.
        speakers: token index inside a quotation to the entity that says it.
        willing: lemmas of adjectives that are only said of somebody: `it` is no empty word there.
    """

    doc: Document
    phrases: Sequence[Phrase]
    ahead: list[Entity | None]
    entity_of: list[Entity | None]
    speakers: Mapping[int, Entity] = field(default_factory=dict)
    willing: frozenset[str] = frozenset()
    seen: dict[int, int] = field(default_factory=dict)
    last_same: dict[str, tuple[Entity, int]] = field(default_factory=dict)

    def attach(self, place: int, entity: Entity | None) -> None:
        """Note that the phrase at a place refers to an entity."""
        self.entity_of[place] = entity
        if entity is None:
            return
        self.seen[entity.number] = self.seen.get(entity.number, 0) + 1
        phrase = self.phrases[place]
        if phrase.kind == "pronoun" and phrase.pronoun in {"person", "thing", "many"}:
            self.last_same[phrase.pronoun + phrase.gender] = (entity, phrase.sentence)
            if phrase.gender and entity.type == "Person":
                entity.gender += 2.0 if phrase.gender == "f" else -2.0


@dataclass(slots=True, eq=False)  # not frozen, since so many are made; nobody changes one
class Candidate:
    """An entity that a pronoun could stand for, with the cues for it; `entity` None: it stands for none of them."""

    entity: Entity | None
    cues: tuple[str, ...]
    place: int | None = None


def candidates(reading: Reading, place: int) -> list[Candidate]:
    """The entities that the pronoun at a place may stand for, each with its cues.

    Args:
        reading: what was read up to there.
        place: of the pronoun in `reading.phrases`.

    Returns:
        Candidates, nearest first, and last of all the candidate of no entity.
    """
    pronoun = reading.phrases[place]
    found: dict[int, tuple[Entity, int]] = {}
    blocked: set[int] = set()
    least = max(0, place - LIMIT)
    for at in range(place - 1, least - 1, -1):
        phrase = reading.phrases[at]
        if pronoun.sentence - phrase.sentence > WINDOW:
            break
        entity = reading.entity_of[at]
        if entity is None:
            continue
        if phrase.sentence == pronoun.sentence and _governed(reading.doc, pronoun, phrase):
            blocked.add(entity.number)
        if entity.number not in found and phrase.head != pronoun.head:
            found[entity.number] = (entity, at)
    later: dict[int, tuple[Entity, int]] = {}
    for at in range(place + 1, min(len(reading.phrases), place + 13)):
        phrase = reading.phrases[at]
        entity = reading.ahead[at]
        if phrase.sentence != pronoun.sentence:
            break
        if entity is None or phrase.kind == "pronoun":
            continue
        if _governed(reading.doc, pronoun, phrase):
            blocked.add(entity.number)
        if entity.number not in found and entity.number not in later:
            later[entity.number] = (entity, at)
    kept = [
        (entity, at, after)
        for after, group in ((False, found), (True, {} if pronoun.reflexive else later))
        for entity, at in group.values()
        if entity.number not in blocked and agrees(pronoun, entity, reading.phrases[at])
    ]
    described = _described(reading, pronoun, kept)
    word = reading.doc[pronoun.head]
    if described and word.dep == "nsubj" and is_willing(word.head, reading.willing):
        return described
    return [*described, Candidate(None, _no_cues(reading.doc, pronoun, len(kept)))]


def choose(options: Sequence[Candidate], weights: Mapping[str, float]) -> tuple[Entity | None, float]:
    """The best candidate and its probability under the weights."""
    scores = [sum(map(weights.get, option.cues, repeat(0.0))) for option in options]
    best = max(scores)
    total = sum([math.exp(score - best) for score in scores])
    return options[scores.index(best)].entity, 1.0 / total


def agrees(pronoun: Phrase, entity: Entity, phrase: Phrase) -> bool:
    """Whether number, gender and animacy let a pronoun stand for an entity."""
    kind = pronoun.pronoun
    if kind == "person":
        if entity.plural and not entity.named:
            return False
        if entity.type not in {"Person", ""} or phrase.set_of:
            return False
        if entity.type == "" and not entity.named and phrase.kind != "pronoun":
            return False
        return not (entity.gender > 1.5 and pronoun.gender == "m") and not (
            entity.gender < -1.5 and pronoun.gender == "f"
        )
    if kind == "thing":
        return entity.type != "Person" and not phrase.set_of and not (entity.plural and not entity.named)
    if kind == "many":
        if entity.type == "Person" and not entity.plural and not phrase.plural:
            return False
        return (
            entity.plural or phrase.plural or phrase.set_of or entity.type in {"Organization", "Group", "Country", ""}
        )
    return True


def _governed(doc: Document, pronoun: Phrase, phrase: Phrase) -> bool:
    """Binding (Chomsky's principles A to C) and no phrase inside itself: what a pronoun cannot stand for."""
    token, head = doc[pronoun.head], doc[phrase.head]
    if phrase.set_of:
        return any(c.i == token.i for c in head.conjuncts) or inside(token, phrase.head)
    if pronoun.possessive:
        owned = token.head
        if owned == head or _renames(owned, head):  # `his wife`; `Karl, his friend`; `Karl is his friend`
            return True
        return phrase.kind != "name" and inside(owned, phrase.head) and any(c.lower == "of" for c in owned.lefts)
    if inside(token, phrase.head) or head in token.conjuncts or inside(head, pronoun.head):
        return True
    if pronoun.reflexive:
        return False
    if phrase.head > pronoun.head and pronoun.role in {"subject", "passive"} and token.dep != "conj":
        # `She knows that Karl …`; not `She left and Karl …`
        return pronoun.clause == phrase.clause or pronoun.clause in _clauses_above(doc, phrase.clause, joint=False)
    first = head
    while first.dep == "conj" and first.head.i < first.i:
        first = first.head  # of "Chad and Mali armed it" neither is it
    return (
        pronoun.clause == phrase.clause
        and pronoun.role in _ARGUMENTS
        and (phrase.role in _ARGUMENTS or first is not head)
        and token.head.i == first.head.i
        and token.dep != "conj"
    )


def _renames(noun: Word, other: Word) -> bool:
    """Whether a noun is an apposition or a predicate of another, or has it as its apposition."""
    if (noun.dep == "appos" and noun.head == other) or (other.dep == "appos" and other.head == noun):
        return True
    if noun.i + 1 == other.i and noun.head == other:
        return True
    return other.head == noun and other.dep == "nsubj" and any(c.dep == "cop" for c in noun.lefts)


def _described(reading: Reading, pronoun: Phrase, kept: Sequence[tuple[Entity, int, bool]]) -> list[Candidate]:
    doc = reading.doc
    token = doc[pronoun.head]
    kind = pronoun.pronoun if pronoun.pronoun != "person" else "he"
    if pronoun.reflexive:
        kind += "self"
    use = "poss" if pronoun.possessive else pronoun.role
    counts = [reading.seen.get(e.number, 0) for e, _, _ in kept]
    most = max(counts, default=0)
    placed = [reading.phrases[at] for _, at, _ in kept]
    order = sorted(range(len(kept)), key=lambda i: (kept[i][2], -placed[i].sentence, placed[i].head))
    hobbs = {i: rank for rank, i in enumerate(order)}
    clause, above = doc[pronoun.clause], _clauses_above(doc, pronoun.clause)
    last = reading.last_same.get(pronoun.pronoun + pronoun.gender)
    since = pronoun.sentence - last[1] if last is not None else 0
    speaker = reading.speakers.get(pronoun.head)
    initial = int(_opens(token))
    signs = [(e.gender if pronoun.gender == "f" else -e.gender) if pronoun.gender else 0.0 for e, _, _ in kept]
    persons = min([e.type for e, _, _ in kept].count("Person"), 3)
    strongest = max(signs, default=0.0)
    chief = max([e.names for e, _, _ in kept], default=0)
    lines = []
    for rank, (entity, at, later) in enumerate(kept):
        phrase = placed[rank]
        gap = pronoun.sentence - phrase.sentence
        away = "later" if later else str(min(gap, 3))
        role = phrase.role
        what: str = phrase.kind if phrase.kind != "noun" else ("def" if phrase.definite else "indef")
        if phrase.set_of:
            what = "set"
        count = counts[rank]
        head = doc[phrase.head]
        cues = [
            *_cues_of_function(kind, use, role, away, initial),
            *_cues_of_kind(kind, what, away, entity.type, entity.named, entity.plural or phrase.plural),
            *_cues_of_order(kind, rank, hobbs[rank], len(kept)),
            *_cues_of_salience(
                kind, away, count, entity.names, _depth(head), entity.names == chief, count == most and most > 1
            ),
            *_cues_of_place(
                kind,
                away,
                what,
                head.dep == "conj" and not phrase.set_of,
                gap == 0 and not later and inside(token, phrase.head),
                phrase.start > 0 and doc[phrase.start - 1].text in {"(", "["},
                doc[phrase.start].opens,
                entity.phrases[0].sentence == 0 and phrase.sentence > 0,
            ),
        ]
        if pronoun.gender:
            sign = signs[rank]
            level = 2 if sign > 2 else 1 if sign > 0.5 else 0 if sign > -0.5 else -1 if sign > -1.5 else -2
            cues += _cues_of_gender(level, sign >= strongest, persons)
        if last is not None and since <= 2:
            cues.append(f"{kind}:again={int(last[0] is entity)}:{since}:{use}")
        if gap == 0:
            if phrase.clause == pronoun.clause:
                relation = "same"
            elif phrase.clause in above:
                relation = f"up:{clause.dep}"
            elif pronoun.clause in _clauses_above(doc, phrase.clause):
                relation = f"down:{doc[phrase.clause].dep}"
            else:
                relation = "apart"
            side = "after" if later else "before"
            cues += _cues_of_clause(relation, role, use, side)
            if later:
                cues.append(f"fronted={int(_fronted(doc, token.i, phrase))}:{use}")
            if not later and phrase.clause in above and clause.head.i == phrase.clause:
                cues.append(f"verb={clause.head.lemma}:{clause.dep}:{role}")
            near = abs(pronoun.head - phrase.head)
            cues.append(f"near={0 if near <= 3 else 1 if near <= 8 else 2 if near <= 16 else 3}:{side}")
        elif gap == 1 and role == use:
            cues.append(f"{kind}:parallel:{role}")
        if phrase.paragraph != pronoun.paragraph:
            cues.append(f"paragraph:{away}")
        if pronoun.quoted or phrase.quoted:
            cues.append(f"quote={int(phrase.quoted)}{int(pronoun.quoted)}:{away}")
        if speaker is not None:
            cues.append(f"speaker={int(speaker is entity)}")
        lines.append(Candidate(entity, tuple(cues), at))
    return lines


# cues that many candidates share are spelt out once


@lru_cache(maxsize=1 << 12)
def _cues_of_function(kind: str, use: str, role: str, away: str, initial: int) -> tuple[str, ...]:
    return (
        f"{kind}:away={away}", f"{kind}:role={role}:{away}", f"role={role}:{use}:{away}",
        f"initial={initial}:{role}:{use}:{away}",
    )  # fmt: skip


@lru_cache(maxsize=1 << 12)
def _cues_of_kind(kind: str, what: str, away: str, cls: str, named: bool, plural: bool) -> tuple[str, ...]:
    return f"{kind}:type={cls}:{what}:{int(plural)}", f"{kind}:named={int(named)}:{what}", f"what={what}:{away}"


@lru_cache(maxsize=1 << 12)
def _cues_of_order(kind: str, rank: int, hobbs: int, options: int) -> tuple[str, ...]:
    return f"{kind}:rank={min(rank, 6)}", f"{kind}:hobbs={min(hobbs, 6)}", f"hobbs={min(hobbs, 4)}:{min(options, 5)}"


@lru_cache(maxsize=1 << 12)
def _cues_of_salience(
    kind: str, away: str, count: int, total: int, depth: int, chief: bool, most: bool
) -> tuple[str, ...]:
    return (
        f"{kind}:count={min(count, 6)}", f"count={min(count, 3)}:{away}", f"{kind}:total={min(total, 5)}",
        f"depth={min(depth, 4)}:{away}", *[f"{kind}:chief:{min(total, 3)}"] * chief, *[f"{kind}:most"] * most,
    )  # fmt: skip


@lru_cache(maxsize=1 << 12)
def _cues_of_place(
    kind: str, away: str, what: str, conjunct: bool, within: bool, bracket: bool, opens: bool, first: bool
) -> tuple[str, ...]:
    told = {
        f"{kind}:conjunct:{away}": conjunct, f"{kind}:within:{what}": within, f"{kind}:bracket": bracket,
        f"{kind}:opens:{away}": opens, f"{kind}:first": first,
    }  # fmt: skip
    return tuple(cue for cue, holds in told.items() if holds)


@lru_cache(maxsize=1 << 12)
def _cues_of_gender(level: int, strongest: bool, persons: int) -> tuple[str, ...]:
    return f"gender={level}", f"gender={level}:{int(strongest)}:{persons}"


@lru_cache(maxsize=1 << 12)
def _cues_of_clause(relation: str, role: str, use: str, side: str) -> tuple[str, ...]:
    return (
        f"clause={relation}:{side}", f"clause={relation.split(':')[0]}:{role}:{use}:{side}",
        f"clause={relation}:{role}:{use}:{side}",
    )  # fmt: skip


def is_willing(predicate: Word, willing: frozenset[str]) -> bool:
    """Whether a predicate says what somebody is ready to do: "it was ready to talk", not "it was determined that"."""
    said = predicate.lemma in willing or predicate.lower in willing
    return said and any(child.dep == "xcomp" for child in predicate.rights)


def _opens(token: Word) -> bool:
    """Whether only punctuation stands before a token in its sentence."""
    while not token.opens and token.i > 0:
        token = token.doc[token.i - 1]
        if not (token.punctuation or token.blank):
            return False
    return True


def _depth(token: Word) -> int:
    for depth in range(6):
        if token.head.i == token.i:
            return depth
        token = token.head
    return 6


def _no_cues(doc: Document, pronoun: Phrase, options: int) -> tuple[str, ...]:
    kind = pronoun.pronoun if pronoun.pronoun != "person" else "he"
    token = doc[pronoun.head]
    use = "poss" if pronoun.possessive else pronoun.role
    verb = token.head
    copula = any(child.dep == "cop" for child in verb.children)
    complement = any(child.dep in {"ccomp", "csubj", "xcomp", "advcl"} for child in verb.rights)
    return (
        _NONE, f"{_NONE}:{kind}", f"{_NONE}:{kind}:{use}", f"{_NONE}:{kind}:{int(copula)}{int(complement)}",
        f"{_NONE}:{kind}:options={min(options, 4)}", f"{_NONE}:{kind}:first={int(pronoun.sentence == 0)}",
    )  # fmt: skip


def _clauses_above(doc: Document, clause: int, *, joint: bool = True) -> set[int]:
    above: set[int] = set()
    token = doc[clause]
    for _ in range(8):
        if token.head.i == token.i or (token.dep in {"conj", "parataxis"} and not joint):
            break
        token = token.head
        above.add(token.i)
    return above


def _fronted(doc: Document, token: int, phrase: Phrase) -> bool:
    """Whether a pronoun stands before the subject in a phrase or clause that hangs on the subject's own verb."""
    verb = doc[phrase.head].head
    return phrase.role in {"subject", "passive"} and token < phrase.start and any(
        child.first <= token <= child.last for child in verb.lefts if child.i != phrase.head
    )  # fmt: skip


@cache
def read_weights(path: Path | None = None) -> Mapping[str, float]:
    """Read the weights of the cues: a tab-separated file of cue and weight; lines with `#` explain.

    Raises:
        ModelError: the file is missing or a line of it is malformed.
    """
    place = path or resource("ontologies/pronouns.tsv")
    weights: dict[str, float] = {}
    for number, row in _rows(place):
        try:
            cue, weight = row
            weights[cue] = float(weight)
        except ValueError as error:
            raise ModelError(f"{place.name}, line {number}: expected a cue and a weight, found {row!r}") from error
    return weights


@cache
def read_given_names(path: Path | None = None) -> Mapping[str, float]:
    """Read how feminine given names are: folded name to natural log odds, from counts of women and men who bear it.

    Raises:
        ModelError: the file is missing or a line of it is malformed.
    """
    place = path or resource("ontologies/given_names.tsv")
    names: dict[str, float] = {}
    for number, row in _rows(place):
        try:
            name, women, men = row
            names[fold(name)] = math.log((float(women) + 0.5) / (float(men) + 0.5))
        except ValueError as error:
            raise ModelError(f"{place.name}, line {number}: expected a name and two counts, found {row!r}") from error
    return names


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        lines = path.read_text(encoding="utf8").splitlines()
    except OSError as error:
        raise ModelError(f"cannot read {path.name}, a data file of coreference: {error.strerror}") from error
    return [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
