"""What the words around a pronoun demand of what it stands for: who attacks, buys or has a minister is an actor.

The weights of `pronouns.py` know no words. A verb of the lexicon whose subject is an actor has no empty `it` for its
subject, and none that stands for a thing; so where an actor is named in the same sentence, it is one of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.extraction.coreference.nouns import ClassNouns
from kg.extraction.coreference.phrases import Phrase
from kg.extraction.coreference.pronouns import Candidate
from kg.extraction.document import Document, Word

ACTORS: Final = frozenset({"Organization", "Country", "Place", "Group"})
"""Types of what `it` may stand for that can act; a place may be a country."""
THINGS: Final = frozenset({"Event", "Facility", "Work", "Product", "Law"})


def fitting(
    doc: Document, phrases: Sequence[Phrase], pronoun: Phrase, options: Sequence[Candidate], nouns: ClassNouns
) -> list[Candidate]:
    """The candidates that fit what the words around a pronoun demand; all of them where nothing is demanded.

    Args:
        doc: the article.
        phrases: its phrases.
        pronoun: the pronoun.
        options: its candidates.
        nouns: the lexicon's words.
    """
    if pronoun.pronoun != "thing" or not _demands_actor(doc[pronoun.head], nouns):
        return list(options)
    fit: list[Candidate] = []
    actors = False
    for option in options:
        entity, place = option.entity, option.place
        if entity is None or place is None:
            continue
        before = phrases[place].sentence == pronoun.sentence and phrases[place].head < pronoun.head
        if entity.named and entity.type in ACTORS and before:
            actors = True
            fit.append(option)
        elif entity.type in THINGS and not pronoun.possessive:  # no summit has a minister
            fit.append(option)  # "the summit is over; it took two days": of which the lexicon knows some sense
    if not actors and pronoun.possessive:  # "The Kremlin protested. Ida Berg, its spokeswoman, said that NATO …"
        last = [o for o in options if _ended_before(phrases, pronoun, o)]
        return last if len(last) == 1 else list(options)
    word = doc[pronoun.head]
    above = _subject_told(word) if pronoun.possessive else _subject_above(word)
    parallel = [o for o in fit if o.entity is not None and any(p.head == above for p in o.entity.phrases)]
    return parallel or fit if actors else list(options)


def _ended_before(phrases: Sequence[Phrase], pronoun: Phrase, option: Candidate) -> bool:
    """Whether a candidate is an actor that was the subject of the sentence before."""
    if option.entity is None or option.place is None or not option.entity.named or option.entity.type not in ACTORS:
        return False
    phrase = phrases[option.place]
    return phrase.role == "subject" and phrase.sentence == pronoun.sentence - 1


def _subject_above(token: Word) -> int | None:
    """The subject of the clause that a clause hangs on whose own subject is a pronoun: "Chad said that it …"."""
    verb = token.head
    if token.dep not in {"nsubj", "nsubj:pass"} or verb.dep not in {"ccomp", "advcl", "conj"}:
        return None
    return next((c.i for c in verb.head.lefts if c.dep in {"nsubj", "nsubj:pass"}), None)


def _subject_told(token: Word) -> int | None:
    """The subject of what an owned person says behind it: "Cuba will stay away, its minister said"."""
    noun = token.head
    while noun.dep in {"nmod:desc", "compound", "appos"}:
        noun = noun.head
    told = next((c for c in noun.head.lefts if c.dep == "ccomp"), None) if noun.dep == "nsubj" else None
    return next((c.i for c in told.lefts if c.dep in {"nsubj", "nsubj:pass"}), None) if told is not None else None


def _demands_actor(token: Word, nouns: ClassNouns) -> bool:
    governor = token.head
    if token.dep == "nmod:poss":
        return governor.lemma in nouns.owned_by_actors
    slots = nouns.slots_of_actors.get(governor.lemma, ()) if governor.pos == "VERB" else ()
    if not slots:
        return False
    passive = any(c.dep == "aux:pass" for c in governor.lefts)
    if token.dep in {"nsubj", "nsubj:pass"}:
        wanted = "object" if passive else "subject"
    elif token.dep == "obj":
        wanted = "object"
    else:
        wanted = "subject" if token.dep == "obl:agent" else next((c.lower for c in token.lefts if c.dep == "case"), "")
    lemmas = {c.lemma for c in governor.children}
    return any(slot == wanted and (not second or second in lemmas) for slot, second in slots)
