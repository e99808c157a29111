"""Whom a pronoun or a description means: the network scores what was spoken of before, agreement rules out the rest."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from kg.extraction.coreference.descriptions import Discourse, read_weights
from kg.extraction.coreference.entities import Entity, Sets, entities_of, is_of_other_gender
from kg.extraction.coreference.phrases import Phrase
from kg.extraction.syntax import antecedent_of
from kg.language.facts import KIND_OF_LABEL, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.document import Document
    from kg.language.facts import FactHeads

WINDOW: Final = 4
"""Sentences back in which a candidate is looked for; the network was taught on passages of about that length."""
LIMIT: Final = 40
"""Phrases back, so that a list of names costs no more than a text."""
PRONOUN: Final = -2.0
"""From which score on a pronoun has an antecedent: it nearly always does. On GAP all values from -4 to 0 gave the same
F1."""
UNSCORED: Final = -9.0
"""Less than every score of the network: what stands for the score of an entity that it gave none."""
SURE: Final = 4.0
"""The score above which `I` or `we`, or a description before the name that it means, has an antecedent."""
SUREST: Final = 0.999
"""The most that a learnt antecedent is held likely; what the words themselves tell has 1."""


@dataclass(frozen=True, slots=True)
class Network:
    """What scores antecedents.

    Args:
        heads: the heads that read facts.
        vectors: what the encoder made of the tokens, [tokens, hidden].
    """

    heads: FactHeads
    vectors: NDArray[np.float32]


Link: TypeAlias = tuple[int, float]
"""The entity that a phrase goes back to, and how likely it does."""
Choose: TypeAlias = Callable[[int, Sequence[tuple[int, list[float]]]], Link | None]
"""Of the entities that a description may go back to, each with its features, the one that it does and how likely."""


def resolve(
    doc: Document,
    phrases: Sequence[Phrase],
    sets: Sets,
    network: Network | None,
    *,
    countries: Set[str],
    choose: Choose | None = None,
) -> dict[int, float]:
    """Join pronouns and descriptions with what they mean, in `sets`.

    Args:
        sets: what is one thing for certain; joined further in place.
        network: scores antecedents; without it only relative pronouns are resolved.
        countries: names of countries, lower case.
        choose: decides what descriptions go back to; without it the learnt weights do.

    Returns:
        How likely each phrase means what it was joined with; phrases that were not joined here are missing.
    """
    by_head = {phrase.head: place for place, phrase in enumerate(phrases)}
    relative = {
        place: by_head[head]
        for place, phrase in enumerate(phrases)
        if phrase.pronoun == "relative" and (head := antecedent_of(doc[phrase.head])) is not None and head in by_head
    }
    entities = entities_of(phrases, sets)
    discourse = Discourse(doc, phrases, sets, countries, [entity.gender for entity in entities])
    scores = _scores(discourse, network, entities) if network is not None else {}
    likely: dict[int, float] = {}
    for place, phrase in enumerate(phrases):
        link = (relative[place], 1.0) if place in relative else None
        if link is None and network is not None and _open(phrases, place, sets):
            scored = scores.get(place, ())
            if phrase.kind == "pronoun":
                link = _best(sets, place, scored, PRONOUN if phrase.pronoun != "first" else SURE)
            else:
                link = (choose or _likeliest)(place, _options(discourse, place, scored))
                if link is None and not phrase.several:
                    link = _best(sets, place, [(at, score) for at, score in scored if at > place], SURE)
        if link is not None and not (sets.named(link[0]) and sets.named(place)):  # two names are two things
            meant, share = link
            likely[place] = 1.0 if place in relative else min(SUREST, round(share, 3))
            roots = sets.find(meant), sets.find(place)
            sets.join(meant, place)
            for root in roots:
                discourse.merged(root, sets.find(root))
        discourse.mention(place, sets.find(place))
    return likely


def _best(sets: Sets, place: int, scores: Sequence[tuple[int, float]], least: float) -> Link | None:
    """The entity with the highest score of the network, if that is more than the least; its share among all."""
    best = _by_entity(sets, scores)
    best.pop(sets.find(place), None)
    root, score = min(best.items(), key=lambda item: (-item[1], item[0]), default=(0, least))
    if score <= least:
        return None
    return root, 1 / sum(math.exp(other - score) for other in sorted([least, *best.values()]))


def _by_entity(sets: Sets, scores: Iterable[tuple[int, float]]) -> dict[int, float]:
    """The best score of each entity's phrases."""
    best: dict[int, float] = {}
    for candidate, score in scores:
        root = sets.find(candidate)
        best[root] = max(score, best.get(root, score))
    return best


def _likeliest(place: int, options: Sequence[tuple[int, list[float]]]) -> Link | None:
    best = read_weights().choose([features for _, features in options])
    return None if best is None else (options[best[0]][0], best[1])


def _options(discourse: Discourse, place: int, scores: Sequence[tuple[int, float]]) -> list[tuple[int, list[float]]]:
    """The entities that a description may go back to, each with its features."""
    told = _by_entity(discourse.sets, [(at, score) for at, score in scores if at < place])
    second, best = sorted([UNSCORED, UNSCORED, *told.values()])[-2:]
    options = []
    description = discourse.describe(place)
    for entity in discourse.candidates(place, told.keys()):
        if entity != discourse.sets.find(place):
            own = told.get(entity)
            ahead = (UNSCORED if own is None else own) - (second if own == best else best) if told else 0.0
            options.append((entity, discourse.features(description, entity, own, best=own == best, ahead=ahead)))
    return options


def _scores(discourse: Discourse, network: Network, entities: Sequence[Entity]) -> dict[int, list[tuple[int, float]]]:
    """For each pronoun and description its candidates with their scores."""
    phrases = discourse.phrases
    asked = [
        (place, candidate)
        for place in range(len(phrases))
        if _open(phrases, place, discourse.sets)
        for candidate in _candidates(discourse, place, entities)
    ]
    out: dict[int, list[tuple[int, float]]] = defaultdict(list)
    scores = network.heads.antecedents(network.vectors, [_place(phrase) for phrase in phrases], asked)
    for (place, candidate), score in zip(asked, scores.tolist(), strict=True):
        out[place].append((candidate, score))
    return out


def _place(phrase: Phrase) -> Place:
    kind = KIND_OF_LABEL["NOUN" if phrase.kind == "noun" else phrase.label]
    return Place(phrase.start, phrase.end, phrase.sentence, kind)


def _open(phrases: Sequence[Phrase], place: int, sets: Sets) -> bool:
    """Whether it is still open what a phrase means: a pronoun, or a description that is not joined with anything."""
    phrase = phrases[place]
    if phrase.kind == "pronoun":
        return phrase.pronoun != "relative" and not (phrase.pronoun == "first" and sets.find(place) != place)
    first = phrases[sets.find(place)]  # `I` of a quotation is whoever the description after it means
    if phrase.kind != "noun" or (first is not phrase and first.kind != "pronoun") or sets.named(place):
        return False
    return phrase.definite or phrase.capital


def _candidates(discourse: Discourse, place: int, entities: Sequence[Entity]) -> Iterator[int]:
    """What a phrase may mean: what stands before it, names of its own sentence, and, of a description, of the next one;
    nothing that it stands inside, or that stands inside it."""
    phrases, around, phrase = discourse.phrases, discourse.around, discourse.phrases[place]
    noun, start, end, head, mine = phrase.kind == "noun", phrase.start, phrase.end, phrase.head, around[place]
    first, last = phrase.sentence - WINDOW, phrase.sentence + (1 if noun else 0)
    known: dict[int, bool] = {}  # by the number of an entity whether the pronoun agrees with it
    for at in (*range(place - 1, max(-1, place - LIMIT - 1), -1), *range(place + 1, min(len(phrases), place + 13))):
        other = phrases[at]
        if (at > place and other.kind != "name") or not first <= other.sentence <= last or other.kind == "pronoun":
            continue
        if (other.start < end and start < other.end) or other.head in mine or head in around[at]:
            continue
        entity = entities[at]
        if noun:
            fits = not (phrase.type and other.kind == "name" and (phrase.type == "Person") != (entity.type == "Person"))
        elif entity.number in known:
            fits = known[entity.number]
        else:
            fits = known[entity.number] = agrees(phrase, entity)
        if fits:
            yield at


def agrees(pronoun: Phrase, entity: Entity) -> bool:
    """Whether number, gender and animacy let a pronoun stand for an entity."""
    if pronoun.pronoun == "person":
        against = is_of_other_gender(pronoun.gender, entity.gender)
        return (entity.unsure or entity.type in {"Person", ""}) and not against and not entity.plural
    if pronoun.pronoun == "thing":
        return (entity.unsure or entity.type != "Person") and not entity.plural
    if pronoun.pronoun == "many":
        return entity.unsure or entity.type != "Person" or entity.plural
    return True
