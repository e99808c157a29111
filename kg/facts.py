"""A fact of one text as Python code meets it: `Fact`, and from which relations and statements it is made."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.linking.statements import link_relations
from kg.model import Entity, Extraction, Factuality, LinkedArticle, Polarity, Relation, Statement, entity_of
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Doc, Span

    from kg.linking import Knowledge

FACTS: Final = "newskg_facts"
"""Key of `Doc.user_data` under which the facts of a document lie."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one place of a text says of two entities, in one relation, with its qualifiers.

    Args:
        subject, object: the words that fill each slot.
        relation: name of the relation (`supports`); of a user's own ontology its IRI.
        trigger: the words that say the relation.
        quote: the clause or phrase that says all of it.
        subject_entity, object_entity: what subject and object mean.
        polarity, factuality: whether the text affirms it, and whether it has happened or is only planned, possible
            or asked for.
        speaker: who says it; None for the article's own voice, or where `attributed` says that it is somebody unnamed.
        attributed: whether somebody other than the article says it.
        time: ISO 8601 with the precision of the text (`2022-02`), or empty.
        role, former: title of a position, and whether the position is over.
        confidence: calibrated probability that a careful reader would agree, 0 to 1.
        rule: the entry of the lexicon, or the head of the network, that found it.
        plain: whether the usual policy lets it stand as a plain triple of a graph.

    >>> import kg
    >>> found = kg.load()("Oslo did not sanction Belarus.")._.facts
    >>> fact = next(fact for fact in found if fact.relation == "sanctions")
    >>> isinstance(fact, kg.Fact), fact.subject.text, fact.object_entity.label, str(fact.polarity)
    (True, 'Oslo', 'Belarus', 'Negative')
    """

    subject: Span
    relation: str
    object: Span
    trigger: Span
    quote: Span
    subject_entity: Entity
    object_entity: Entity
    polarity: Polarity
    factuality: Factuality
    speaker: Entity | None
    attributed: bool
    time: str
    role: str
    former: bool
    confidence: float
    rule: str
    plain: bool

    def __str__(self) -> str:
        return f"{self.subject_entity.label} {local_name(self.relation)} {self.object_entity.label}"

    def why(self) -> str:
        """The quote, what it means, who says it, what found it and how sure that is: lines for a person to read."""
        meaning = [self.polarity.lower(), self.factuality.lower()]
        meaning += [f"role {self.role}"] * bool(self.role) + ["former"] * self.former
        meaning += [f"time {self.time}"] * bool(self.time)
        unnamed = "somebody unnamed" if self.attributed else "the article itself"
        return (
            f"“{' '.join(self.quote.text.split())}”\n"
            f"  {self}: {', '.join(meaning)}\n"
            f"  said by {self.speaker.label if self.speaker else unnamed}"
            f" (characters {self.quote.start_char} to {self.quote.end_char})\n"
            f"  found by {self.rule}, confidence {self.confidence:g}: "
            f"{'stands' if self.plain else 'does not stand'} as a plain triple"
        )


def link_facts(
    extraction: Extraction, knowledge: Knowledge, *, base: str, plain: float
) -> tuple[LinkedArticle, list[tuple[Relation, Statement, bool]]]:
    """Link an article, and judge each of its relations by the usual policy.

    Args:
        extraction: what the article says.
        knowledge, base: see `kg.linking.link`.
        plain: the confidence that a plain triple needs.

    Returns:
        The linked article; each relation that makes a statement, with that statement and whether it would stand as a
        plain triple.
    """
    linked, statements = link_relations(extraction, knowledge, base=base)
    made = [(r, s) for r, s in zip(extraction.relations, statements, strict=True) if s is not None]
    leads = {
        (s.subject, s.object)
        for r, s in made
        if r.predicate == "roleOf" and r.vouched and not (r.former or r.attributed or r.speaker is not None)
    }

    def stands(r: Relation, s: Statement) -> bool:
        if not r.vouched or r.confidence < plain:
            return False
        speaker = s.evidence.speaker
        if not speaker:
            return not r.attributed
        return speaker == s.subject or (speaker, s.subject) in leads

    return linked, [(r, s, stands(r, s)) for r, s in made]


def store_facts(doc: Doc, linked: LinkedArticle, made: Iterable[tuple[Relation, Statement, bool]]) -> None:
    """Put facts into `doc.user_data` as numbers and strings, which every way of storing a document keeps.

    Args:
        doc: the document, which is changed.
        linked, made: from `link_facts`; places are characters of the document's text.
    """
    facts = [
        {
            "subject": [r.subject_span.start, r.subject_span.end],
            "relation": r.predicate,
            "object": [r.object_span.start, r.object_span.end],
            "trigger": [r.predicate_span.start, r.predicate_span.end],
            "subject_entity": statement.subject,
            "object_entity": statement.object,
            "plain": plain,
            "evidence": {name: value for name, value in asdict(statement.evidence).items() if name != "quote"},
        }
        for r, statement, plain in made
    ]
    doc.user_data[FACTS] = {"entities": [asdict(entity) for entity in linked.entities], "facts": facts}


def stored_facts(doc: Doc) -> tuple[Fact, ...]:
    """The facts that lie in a document, in the order of its text; none where no component has looked for them."""
    stored = doc.user_data.get(FACTS)
    if stored is None:
        return ()
    entities = {one["iri"]: entity_of(one) for one in stored["entities"]}

    def span(start: int, end: int) -> Span:
        found = doc.char_span(start, end, alignment_mode="expand")
        return doc[0:0] if found is None else found

    def fact(one: Mapping[str, Any]) -> Fact:
        found = one["evidence"]
        return Fact(
            subject=span(*one["subject"]),
            relation=one["relation"],
            object=span(*one["object"]),
            trigger=span(*one["trigger"]),
            quote=span(found["start"], found["end"]),
            subject_entity=entities[one["subject_entity"]],
            object_entity=entities[one["object_entity"]],
            polarity=Polarity(found["polarity"]),
            factuality=Factuality(found["factuality"]),
            speaker=entities[found["speaker"]] if found["speaker"] else None,
            plain=one["plain"],
            **{name: found[name] for name in ("attributed", "time", "role", "former", "confidence", "rule")},
        )

    return tuple(map(fact, stored["facts"]))
