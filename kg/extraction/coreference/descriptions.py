"""What a description such as `the alliance` goes back to: a learnt decision between all that was spoken of before."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.extraction.coreference.entities import Sets, is_of_other_gender
from kg.extraction.coreference.phrases import Phrase, enclosing
from kg.language.component import MODEL
from kg.names import fold_word

if TYPE_CHECKING:
    from kg.document import Document

Floats = NDArray[np.float64]
FEATURES: Final = (
    "scored", "score", "scored high",
    "same noun", "noun heads name", "noun in name", "acronym",
    "same class", "other class", "class unknown", "other number",
    "modified", "modifiers agree", "modifiers differ", "followed",
    "this", "possessed", "capital", "plural",
    "same sentence", "sentences apart", "nearest of class", "mentions", "named", "subject", "same phrase",
    "scored best", "same title", "most spoken of", "spoken of first",
    "a person", "a body", "a place", "starts as subject", "holds its name", "holds another name",
    "ahead", "a country", "no country", "other made kind", "beside agrees", "beside differs", "itself beside",
)  # fmt: skip
"""What is known of a description and an entity; what is true of all pairs is learnt as the first weight."""
_AFTER: Final = frozenset({"nmod", "acl", "acl:relcl", "nmod:poss", "advcl:relcl", "ccomp", "xcomp"})
_POINTING: Final = frozenset({"this", "that", "these", "those"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_BODIES: Final = frozenset({"Organization", "Group", "Country"})
_COUNTRY_LABELS: Final = frozenset({"GPE", "LOC", "NORP"})
_MADE: Final = frozenset({"Work", "Product", "Law"})
_PLACES: Final = frozenset({"Place", "Facility"})
_SMALL: Final = frozenset({"of", "the", "and", "for", "in", "on"})
BEFORE: Final = 10
"""Words before a head in which the names are looked for that say which one it is."""
RECENT: Final = 12
"""Entities spoken of last that are candidates whatever they are called."""


@dataclass(slots=True)
class EntityState:
    """An entity as far as it has been spoken of.

    Args:
        types: classes of its names, or of its nouns where it has no name.
        nouns: lemmas of its common nouns, `heads` and `words` the words of its names: the one that says what it is, and
            all of them; `finals` the last letters of those of `heads` that may be acronyms.
        modifiers: what has been said of it before its nouns.
        texts, titles: its phrases, case folded, and the words of its titles.
        first: the sentence in which it was spoken of first.
        at: the place of the phrase that spoke of it last.
        times: how often it was spoken of.
        beside: the names that say which one it is, as places of phrases: `Iran` of `the Iranian leader`.
        plural, subject: whether its last noun was plural, its last phrase a subject.
    """

    types: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    finals: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)
    first: int = 1 << 30
    named: bool = False
    plural: bool = False
    subject: bool = False
    at: int = -1
    times: int = 0


_SETS: Final = [f.name for f in fields(EntityState) if f.default_factory is set]


@dataclass(slots=True, eq=False)
class Description:
    """What a description tells by itself, whatever it goes back to.

    Args:
        phrase: its phrase.
        own: the words before it that say which one is meant.
        names: the folded words of names before it.
        beside: the entities that say which one it is.
        followed, pointing, possessed: whether something hangs on it after its noun, `this` or the like, a possessor.
        subject: whether it is one.
        text: its words, case folded.
        nearest: the place of the phrase that last spoke of something of its class; -1 where none did.
    """

    phrase: Phrase
    own: set[str]
    names: set[str]
    beside: set[int]
    followed: bool
    pointing: bool
    possessed: bool
    subject: bool
    text: str
    nearest: int


class Discourse:
    """The entities of an article in the order in which it speaks of them.

    Args:
        sets: which phrases are one thing so far.
        countries: names of countries, lower case.
        genders: how feminine each phrase's entity is, in log odds.

    Attributes:
        around: for each phrase the heads of the noun phrases that it stands inside.
    """

    def __init__(
        self, doc: Document, phrases: Sequence[Phrase], sets: Sets, countries: Set[str], genders: Sequence[float]
    ) -> None:
        self.doc = doc
        self.phrases = phrases
        self.sets = sets
        self.countries = countries
        self.genders = genders
        self.around = [enclosing(doc[phrase.head]) for phrase in phrases]
        self.names = {t: place for place, p in enumerate(phrases) if p.kind == "name" for t in range(p.start, p.end)}
        self.spoken: dict[int, EntityState] = {}
        self.by_word: dict[str, set[int]] = defaultdict(set)
        self.order: list[int] = []
        self.most: dict[str, int] = {}

    def mention(self, place: int, entity: int) -> None:
        """Let a phrase speak of an entity, which is new where nothing has spoken of it."""
        phrase = self.phrases[place]
        of = self.spoken.setdefault(entity, EntityState())
        if phrase.kind == "name":
            if not of.named:
                of.types.clear()
            of.named = True
            of.words.update(phrase.words)
            # the word that says what it is: the last before `of`, `for` and the like
            head = next((word for word, after in pairwise(phrase.words) if after in _SMALL), phrase.words[-1])
            of.heads.add(head)
            if 1 < len(head) <= 5 and head.isalpha():
                of.finals.add(head[-1])
            if phrase.type:
                of.types.add(phrase.type)
            if phrase.label in _COUNTRY_LABELS and " ".join(phrase.words) in self.countries:
                of.types.add("Country")
        elif phrase.kind == "noun":
            of.nouns.update(phrase.words)
            of.modifiers.update(modifiers(self.doc, phrase))
            of.plural = phrase.plural
            if phrase.type and not of.named:
                of.types.add(phrase.type)
        if phrase.kind != "pronoun":
            of.texts.add(phrase.text.casefold())
            for word in phrase.words:
                self.by_word[word].add(entity)
            of.beside.update(self._beside(place))
        of.titles.update(phrase.titles)
        of.first = min(of.first, phrase.sentence)
        of.at, of.times = place, of.times + 1
        of.subject = self.doc[phrase.head].dep in _SUBJECTS
        for kind in of.types:
            self.most[kind] = max(of.times, self.most.get(kind, 0))
        if entity in self.order:
            self.order.remove(entity)
        self.order.append(entity)
        del self.order[:-RECENT]

    def _beside(self, place: int) -> set[int]:
        """The places of the names that stand before a phrase's head and say which one it is."""
        phrase = self.phrases[place]
        word = self.doc[phrase.head]
        before = range(max(word.first, phrase.head - BEFORE), phrase.head)
        return {self.names[t] for t in before if t in self.names} - {place}

    def merged(self, old: int, new: int) -> None:
        """Let what was known of one entity be known of another that it turned out to be."""
        if old == new or old not in self.spoken:
            return
        gone, of = self.spoken.pop(old), self.spoken.setdefault(new, EntityState())
        for name in _SETS:
            getattr(of, name).update(getattr(gone, name))
        of.first = min(of.first, gone.first)
        of.named, of.times = of.named or gone.named, of.times + gone.times
        if gone.at > of.at:
            of.at, of.plural, of.subject = gone.at, gone.plural, gone.subject
        for word in (*gone.words, *gone.nouns):
            self.by_word[word].discard(old)
            self.by_word[word].add(new)
        self.order = list(dict.fromkeys(new if number == old else number for number in self.order))

    def candidates(self, place: int, scored: Set[int]) -> Iterator[int]:
        """The entities that a description may go back to: those that the network scored, those called by its noun, and
        those of which the article spoke last."""
        phrase = self.phrases[place]
        alike = self.by_word.get(phrase.words[0], set())
        for entity in sorted({*self.order, *alike, *scored}):
            of = self.spoken.get(entity)
            if of is not None and not self._nested(place, of.at) and not self._another(place, entity):
                yield entity

    def _another(self, place: int, entity: int) -> bool:
        """Whether a description must mean another one: `her sister` is no man, `Kenya's parliament` not Peru's, `both
        sides` and `the men` are no single thing. `The rebels` may be an organization."""
        phrase, of = self.phrases[place], self.spoken[entity]
        if phrase.several and (of.named or not of.plural):
            return True
        if phrase.plural and of.named and of.types == {"Person"}:
            return True
        if is_of_other_gender(phrase.gender, self.genders[entity]) and not phrase.titles:  # a chairman may be a woman
            return True
        if phrase.words[0] not in of.nouns:
            return False
        mine, its = (
            {self.sets.find(p) for p in places if self.phrases[p].label in _COUNTRY_LABELS}
            for places in (self._beside(place), of.beside)
        )
        return bool(mine and its) and mine.isdisjoint(its)

    def _nested(self, place: int, other: int) -> bool:
        """Whether one of two phrases stands inside the other: neither can mean the other one then."""
        one, two = self.phrases[place], self.phrases[other]
        overlap = two.start < one.end and one.start < two.end
        inside = two.head in self.around[place] or one.head in self.around[other]
        return one.sentence == two.sentence and (overlap or inside)

    def describe(self, place: int) -> Description:
        """What a description tells by itself."""
        doc, phrase = self.doc, self.phrases[place]
        head = doc[phrase.head]
        return Description(
            phrase,
            modifiers(doc, phrase),
            {fold_word(word.text) for word in doc[phrase.start : phrase.head] if word.name is not None},
            {self.sets.find(p) for p in self._beside(place)},
            any(c.dep in _AFTER for c in head.rights),
            any(c.lower in _POINTING for c in head.lefts),
            any(c.dep == "nmod:poss" for c in head.lefts),
            head.dep in _SUBJECTS,
            phrase.text.casefold(),
            max((of.at for n in self.order if (of := self.spoken.get(n)) and phrase.type in of.types), default=-1),
        )

    def features(self, told: Description, entity: int, score: float | None, *, best: bool, ahead: float) -> list[float]:
        """What is known of a description and an entity, in the order of `FEATURES`.

        Args:
            told: from `describe`.
            entity: a number of `mention`.
            score: the network's, None where it gave none.
            best: whether that is its highest.
            ahead: how far it is above the next one, or below the highest.
        """
        phrase, own, names, of = told.phrase, told.own, told.names, self.spoken[entity]
        noun, type_, types = phrase.words[0], phrase.type, of.types
        differing = own and own.difference(of.modifiers, of.words, of.nouns)
        apart = phrase.sentence - self.phrases[of.at].sentence
        same = type_ in types
        its = {self.sets.find(p) for p in of.beside} if told.beside else set[int]()
        agree = not told.beside.isdisjoint(its)
        return [
            score is not None,
            0.0 if score is None else max(-8.0, min(8.0, score)) / 4,
            score is not None and score > 3,
            noun in of.nouns,
            noun in of.heads,
            noun in of.words and noun not in of.heads,
            noun[:1] in of.finals,
            bool(type_) and same,
            bool(type_ and types) and not same,
            not type_ or not types,
            phrase.plural != of.plural,
            bool(own),
            bool(own) and not differing,
            bool(differing),
            told.followed,
            told.pointing,
            told.possessed,
            phrase.capital,
            phrase.plural,
            apart == 0,
            math.log1p(max(0, apart)),
            same and told.nearest <= of.at,
            math.log1p(of.times),
            of.named,
            of.subject,
            told.text in of.texts,
            best,
            noun in of.titles,
            same and of.times == self.most.get(type_),
            of.first <= 1,
            type_ == "Person",
            type_ in _BODIES,
            type_ in _PLACES,
            told.subject,
            bool(names) and names <= of.words,
            not names <= of.words,
            max(-8.0, min(8.0, ahead)) / 4,
            type_ == "Country" and "Country" in types,
            type_ == "Country" and "Place" in types and "Country" not in types,
            type_ in _MADE and not types.isdisjoint(_MADE),
            agree,
            bool(its) and not agree,
            entity in told.beside,
        ]


def modifiers(doc: Document, phrase: Phrase) -> set[str]:
    """The words before a noun that say which one is meant, lower case."""
    return {
        word.lower
        for word in doc[phrase.start : phrase.head]
        if word.pos in {"ADJ", "NOUN", "PROPN", "NUM"} and not word.blank
    }


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A linear model of `FEATURES` and the products of each two of them, with which a description chooses.

    Args:
        first: what is true of all pairs.
        single: a weight for each feature.
        pairs: a weight for each product of two features, [features, features].
        threshold: the probability from which on a description goes back to something.
    """

    first: float
    single: Floats
    pairs: Floats
    threshold: float

    def choose(self, options: Sequence[Sequence[float]]) -> tuple[int, float] | None:
        """The place of the entity that a description goes back to, by the features of each, and how likely it does;
        None for none."""
        if not options:
            return None
        features = np.asarray(options, np.float64)
        scores = self.first + features @ self.single + ((features @ self.pairs) * features).sum(1)
        scores = np.round(scores, 6)  # far above what processors differ by
        most = max(0.0, float(scores.max()))
        shares = np.exp(scores - most)
        best = int(scores.argmax())
        share = float(shares[best]) / (math.exp(-most) + float(shares.sum()))
        return (best, share) if share > self.threshold else None


@cache
def read_weights() -> Weights:
    """Read the weights that `training.descriptions` has learnt.

    Raises:
        ModelError: the file is missing or is for other features than the program's.
    """
    place = MODEL / "descriptions.json"
    try:
        told = json.loads(place.read_text(encoding="utf8"))
        if told["features"] != list(FEATURES):
            raise ModelError(f"{place.name} was learnt for other features: run training.descriptions again")
        pairs = np.zeros((len(FEATURES), len(FEATURES)))
        for one, other, weight in told["pairs"]:
            pairs[one, other] = weight
        return Weights(float(told["first"]), np.asarray(told["single"]), pairs, float(told["threshold"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"cannot read {place.name}, the weights of coreference: {error}") from error
