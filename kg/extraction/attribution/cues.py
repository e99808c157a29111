"""The words that attribute, and what an attribution is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["direct", "indirect", "according", "passive", "hedge"]


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class SpeechCues:
    """The words that attribute, as the ontology lists them; all are lemmas in lower case.

    Args:
        verbs: verbs of speech and report whose clause is somebody's words ("say", "tell", "claim", "describe").
        nouns: nouns of speech whose clause is somebody's words ("statement", "claim", "report").
        hedges: adverbs that attribute to nobody ("reportedly", "allegedly").
        prepositions: phrases that introduce a speaker, lower case, word by word ("according to", "in the words of").
        passives: verbs that attribute to nobody in the passive alone ("believe", "think", "understand").
        supports: verbs that issue words as their object noun names them ("issue a statement", "make a claim").
        requests: verbs whose infinitive is what their subject asks for ("urge", "ask", "call").
        intents: verbs of speech whose infinitive is what their subject is going to do ("pledge", "vow").
        performatives: verbs of which saying so is doing so ("condemn", "welcome", "call on").
        titling: words behind which quotation marks hold a title or a word and no speech ("book", "dub").
        known: all the verbs of these.
    """

    verbs: frozenset[str]
    nouns: frozenset[str] = frozenset()
    hedges: frozenset[str] = frozenset()
    prepositions: frozenset[tuple[str, ...]] = frozenset({("according", "to")})
    passives: frozenset[str] = frozenset()
    supports: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    performatives: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    titling: frozenset[str] = frozenset()
    known: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the verbs together."""
        object.__setattr__(self, "known", self.verbs | self.passives | self.requests | self.performatives)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A run of words in somebody's mouth.

    Args:
        start, end: its words in the document, end exclusive; never the speaker's own phrase. What is split in the text
            ("…," X said, "…") is several attributions.
        speaker: the syntactic head of the phrase that names the speaker (a pronoun or common noun is left to
            coreference); None where nobody is told.
        named: whether that phrase holds a proper name.
        cue: the word that attributes: a verb, noun, adverb or "according"; None where only the layout tells.
        kind: how the words are given.
        outer: the attribution around this one: in "A said that B claimed that C" that of A around that of B.
    """

    start: int
    end: int
    speaker: int | None
    named: bool
    cue: int | None
    kind: Kind
    outer: Attribution | None = None
