"""What the ontology says, as the program reads it: relations, the words that express them, roles, embedding words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A syntactic pattern whose arguments are bound to a relation's subject (X) and object (Y).

    Args:
        name: local name, `X_verbs_with_Y`.
        x, y: the slots that X and Y fill: `subject`, `object`, `indirect`, `holder`, `possessor`, `clause that
            subject`, `clause for subject`, `clause to object`, or a preposition. Where both are the same, one phrase
            holds the two ("X and Y met").
        pos: the part of speech of the words that take it: `verb`, `noun`, `adjective`, `preposition`.
    """

    name: str
    x: str
    y: str
    pos: str = "verb"


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One word or fixed phrase that expresses a relation, with its frames.

    Args:
        name: local name of its node, the `rule` of the evidence that it gives.
        words: lemmas, the head first.
        pos: `verb`, `noun`, `adjective` or `preposition`.
        relation: local name (a user's own relation: its IRI).
        domain, range: classes that this sense demands instead of the relation's own; empty: the relation's.
        negative: whether the word denies the relation.
        factuality: local name that the word itself imposes, or empty.
        former: whether the word says that the relation is over.
        plover: event class of this word, where it differs from its relation's.
        preferred: names of other entries that give way to this one where both fit.
        learnt: whether it was learnt from an example.
    """

    name: str
    words: tuple[str, ...]
    pos: str
    relation: str
    frames: tuple[Frame, ...]
    domain: frozenset[str] = frozenset()
    range: frozenset[str] = frozenset()
    negative: bool = False
    factuality: str = ""
    former: bool = False
    plover: str = ""
    preferred: frozenset[str] = frozenset()
    learnt: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that says a relation of a user's own, from which entries are learnt.

    Args:
        relation: its name, as in `RelationType`.
        text: the sentence without its marks.
        x, y: the characters that are marked as the relation's subject and object, as start and end.
        file: where it stands.
    """

    relation: str
    text: str
    x: tuple[int, int]
    y: tuple[int, int]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Embedding:
    """What a word does to the factuality of what stands below it.

    Args:
        words: lemmas, the head first.
        pos: `verb`, `noun`, `adjective`, `adverb` …
        complements: of `Infinitive`, `ThatClause`, `Gerund`, `Nominal`, `Predication`, `AsPhrase`; empty: all.
        affirmed, negated: the effect (`Actual`, `Denied`, `Possible` …) where the word itself is affirmed or negated.
        controller: who the understood subject of an infinitive is: `subject`, `object` or a preposition.
        speech: whether it is a verb of speech.
        pledge: whether its subject undertakes to do what is embedded: threatens, offers, is ready to.
    """

    words: tuple[str, ...]
    pos: str
    complements: frozenset[str]
    affirmed: str
    negated: str
    controller: str = ""
    speech: bool = False
    pledge: bool = False


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation of the ontology."""

    name: str
    label: str
    domain: frozenset[str]
    range: frozenset[str]
    parents: frozenset[str]
    symmetric: bool
    plover: str
    plover_future: str = ""
    plover_negative: str = ""
    plover_armed: str = ""
    alike: bool = False

    def event_class(self, *, positive: bool = True, announced: bool = False) -> str:
        """Its PLOVER class; promises count as agreements there, refusals as rejections, coming attacks as threats.

        Args:
            positive: whether it is affirmed; what is denied is an event only where that is a refusal.
            announced: whether its subject only says that it will happen.
        """
        if not positive:
            return self.plover_negative
        return (self.plover_future if announced else "") or self.plover


@dataclass(frozen=True, slots=True)
class RoleTitle:
    """A title of office or profession.

    Args:
        name: the local name of its concept in `ontologies/roles.ttl`.
        words: in lower case.
        leads, speaks: whether its holder leads the organisation, speaks for it.
        profession: whether it is what somebody does or is, rather than an office that somebody gave.
        plays: whether it is one of a team, which may have a place's name.
        national: whether it is an office of a country's government: a bare "Prime Minister" is that of some country.
        employed: whether companies give it, and no country: a nationality before it is its holder's.
        directed: whether `to` or `for` after it says where its holder was sent or is in charge: "ambassador to Chad".
        only: the one country or organisation that has the office, by its names in lower case; empty: any.
    """

    name: str
    words: tuple[str, ...]
    leads: bool = False
    speaks: bool = False
    profession: bool = False
    plays: bool = False
    national: bool = False
    employed: bool = False
    directed: bool = False
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All that the ontology files say, indexed for extraction.

    Compared by identity, so that results computed from one can be cached under it.
    """

    relations: Mapping[str, RelationType]
    own: frozenset[str]  # the relations that a user's own files declare
    examples: tuple[Example, ...]  # sentences that say those
    frames: tuple[Frame, ...]  # all that entries can take
    entries: Mapping[tuple[str, str], tuple[LexicalEntry, ...]]  # by part of speech and head lemma
    announced: Mapping[str, str]  # from the class of a deed to that of its announcement
    by_second_word: Mapping[tuple[str, str], Mapping[str, tuple[LexicalEntry, ...]]]  # "" where there is none
    embeddings: Mapping[str, tuple[Embedding, ...]]  # by head lemma
    modals: Mapping[str, tuple[str, str]]  # effect when affirmed, when negated
    hedges: Mapping[str, str]
    negators: frozenset[str]
    conditionals: frozenset[str]
    support: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]  # words, slot of its subject, factuality
    roles: Mapping[str, tuple[RoleTitle, ...]]  # by last word
    role_of: Mapping[tuple[str, ...], RoleTitle]  # by all words
    titles: frozenset[str]  # local names of the roles
    classes: Mapping[str, str]  # noun lemma -> class
    superclasses: Mapping[str, frozenset[str]]  # reflexive and transitive
    modifiers: Mapping[str, tuple[bool, str]]  # beside a title: whether it is over, its factuality
    others: frozenset[str]  # of the representatives those that stand for what is right before them alone: "NATO allies"
    owned: frozenset[str]  # nouns whose of-phrase says whose act or quality they are: "the efforts of Kenya"
    aspectual: frozenset[str]  # words for the end, begin or change of what goes on
    subject_roles: frozenset[str]  # verbs whose as-phrase or predicate noun says what their subject is
    representatives: Mapping[str, bool]  # nouns that stand for the name before them -> whether in the plural alone
    stand_ins: frozenset[str]  # nouns that stand for their owner where it is not named: "its army"
    armed: frozenset[str]  # nouns for armed forces and their machines
    genders: Mapping[str, str]  # noun -> f or m
    countries: Mapping[str, str]  # any name of a country, nationalities among them -> country, both in lower case
    demonyms: Mapping[str, str]  # nationality -> country, both in lower case
    nationalities: frozenset[str]  # those and what several countries share, in lower case
    capitals: Mapping[str, str]  # capital -> country, both in lower case
    kinds: Mapping[str, frozenset[str]]  # organisation, in lower case -> nouns that say what it is: "company", "group"
    beginnings: frozenset[str]  # entries that tell the beginning of a state
    evaluative: frozenset[str]  # relations that reach an actor through an act: who condemns an attack, the attacker
    stative: frozenset[str]  # relations that say what something is: of common nouns they tell a reader nothing
    said: Mapping[str, str]  # modal -> the relation of who says it to of whom: "X said that Y must leave"
    performatives: frozenset[str]  # verbs of which saying so is doing so: "condemn", "welcome"
    people: frozenset[str]  # lemmas of nouns for persons and groups
    fictions: frozenset[str]  # nouns for works that tell what did not happen: "film", "novel"
    of_name: frozenset[str]  # nouns that carry the name of what they denote after "of": "the city of Mosul"
    after_name: frozenset[str]  # and right before them: "the NATO alliance", "the Arbat neighbourhood"
    happening: frozenset[str]  # verbs that say of an event that it takes place, whose phrases are the event's own
    occurring: frozenset[str]  # verbs that pass their polarity and factuality on to their subject: "begin", "follow"
    possessing: frozenset[str]  # verbs whose subject has what another does: "enjoy the support of Peru"
    parts: frozenset[str]  # nouns for parts of organisations: "branch", "wing"
    opposing: frozenset[str]  # nouns whose forces are not those of the country named before them: "opposition"
    quantities: frozenset[str]  # nouns that stand for what their of-phrase says: "a wave of raids"
    speech_verbs: frozenset[str]
    words: frozenset[str]  # every lemma that an entry begins with

    def controller(self, lemma: str, complement: str = "Infinitive") -> str:
        """Who the understood subject of an infinitive or gerund below a verb is, or an empty string."""
        known = (e for e in self.embeddings.get(lemma, ()) if not e.complements or complement in e.complements)
        return next((e.controller for e in known if e.controller), "")

    def represents(self, noun: str, *, plural: bool) -> bool:
        """Whether a noun stands for the country or organisation that has it: "Russian troops", "EU officials"."""
        in_plural_alone = self.representatives.get(noun)
        if in_plural_alone is None:
            return False
        return plural if in_plural_alone else self.classes.get(noun) != "Organization"

    def title_at(self, lower: Sequence[str], i: int, last: str) -> RoleTitle | None:
        """The longest title that ends at a word.

        Args:
            lower: the document's words in lower case.
            last: the word, or what to read in its place.
        """
        ending = self.roles.get(last, ())
        fits = (title for title in ending if (*lower[max(0, i + 1 - len(title.words)) : i], last) == title.words)
        return max(fits, key=lambda title: len(title.words), default=None)

    def is_a(self, cls: str, classes: frozenset[str]) -> bool:
        """Whether a class is one of the classes or below one of them; no classes allow any."""
        return not classes or not classes.isdisjoint(self.superclasses.get(cls, frozenset({cls})))
