"""What is found in a text without a graph: the facts of `kg extract`, and why a sentence gave none (`kg why --not`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.extraction import explain, extract, find_open_relations, find_speaker, score_pairs, understand
from kg.facts import link_facts
from kg.model import Article, Span
from kg.pipeline import usual_plain
from kg.reading import dated
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.pipeline import Tools


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact of a text as `kg extract --format jsonl` prints it.

    Args:
        line: number of the text, from 1.
        subject, object: words of the text; of an open relation without object the object is empty.
        relation: the relation's name; of an open relation its words.
        arguments: further phrases of an open relation.
        cls: PLOVER class of the relation, or None.
        subject_entity, object_entity: names of the entities, or None where none is meant.
        polarity, factuality: in lower case, as in the statement model.
        speaker: name of who says it, or None.
        attributed: whether somebody says it whom the text does not name.
        role, former: title of a position, and whether the position is over.
        plain: whether the default policy would make it a plain triple.
        spans: from each slot to its first character and the one after its last.
    """

    line: int
    subject: str
    relation: str
    object: str
    arguments: tuple[str, ...]
    cls: str | None
    subject_entity: str | None
    object_entity: str | None
    polarity: str
    factuality: str
    speaker: str | None
    attributed: bool
    role: str | None
    former: bool
    time: str | None
    confidence: float
    rule: str
    plain: bool
    spans: dict[str, tuple[int, int]]

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data, its class under the name `class`."""
        return {"class" if key == "cls" else key: value for key, value in asdict(self).items()}

    def cells(self, columns: Iterable[str]) -> list[str]:
        """The finding as a row of a table; `said_by` and `state` are what the questions of a graph call them."""
        said_by = self.speaker or ("somebody unnamed" if self.attributed else "")
        told = {**self.as_json(), "said_by": said_by, "state": "former" if self.former else ""}
        return [str(told[column] or "") for column in columns]


def find(texts: Iterable[str], tools: Tools, *, open_relations: bool = False) -> Iterator[Finding]:
    """The facts of some texts (articles or sentences), each by itself, in the order of their words.

    Args:
        open_relations: whether to give what any predicate says, in the text's own words, instead of the ontology's
            relations.
    """
    for number, doc in enumerate(tools.nlp.pipe(texts), start=1):
        yield from _open(doc, tools, number) if open_relations else _facts(doc, tools, number)


def why_not(text: str, tools: Tools) -> Iterator[str]:
    """What was considered in one or a few sentences, and why each proposition became a relation or not: lines for a
    person to read."""
    doc = tools.nlp(text)
    context = understand(doc, dated(Article(text=text)), tools.lexicon, tools.heads)
    yield from explain(context, score_pairs(doc, context, tools.heads))


def _facts(doc: Doc, tools: Tools, number: int) -> Iterator[Finding]:
    extraction = extract(doc, dated(Article(text=doc.text)), tools.lexicon, tools.heads)
    linked, made = link_facts(extraction, tools.knowledge, base=tools.base, plain=usual_plain())
    labels = {e.iri: e.label for e in linked.entities}

    for r, statement, plain in made:
        yield Finding(
            line=number,
            subject=_text(doc, r.subject_span),
            relation=local_name(r.predicate),
            object=_text(doc, r.object_span),
            arguments=(),
            cls=r.event or None,
            subject_entity=labels[statement.subject],
            object_entity=labels[statement.object],
            polarity=r.polarity.lower(),
            factuality=r.factuality.lower(),
            speaker=labels.get(statement.evidence.speaker),
            attributed=r.attributed,
            role=r.role or None,
            former=r.former,
            time=r.time or None,
            confidence=r.confidence,
            rule=r.rule,
            plain=plain,
            spans={
                "subject": astuple(r.subject_span),
                "relation": astuple(r.predicate_span),
                "object": astuple(r.object_span),
                "evidence": astuple(r.span),
            },
        )


def _text(doc: Doc, span: Span) -> str:
    return doc.text[span.start : span.end]


def _open(doc: Doc, tools: Tools, number: int) -> Iterator[Finding]:
    context = understand(doc, dated(Article(text=doc.text)), tools.lexicon, tools.heads)

    def words(tokens: tuple[int, ...]) -> str:
        after = dict(pairwise(tokens))
        parts = (doc[t].text_with_ws if after.get(t) == t + 1 else doc[t].text + " " for t in tokens)
        return "".join(parts).strip()

    def reach(tokens: tuple[int, ...]) -> tuple[int, int]:
        return (doc[tokens[0]].idx, doc[tokens[-1]].idx + len(doc[tokens[-1]])) if tokens else (0, 0)

    def name(tokens: tuple[int, ...]) -> str | None:
        chains = {c for t in tokens if t in context.syntax.names and (c := context.chains.chain_of(t)) is not None}
        return context.chains.chains[chains.pop()].name if len(chains) == 1 else None

    for found in find_open_relations(context.syntax):
        status = context.judge.status(found.predicate)
        speaker, attributed = find_speaker(context, found.predicate, status)
        objects = found.arguments or ((),)
        yield Finding(
            line=number,
            subject=words(found.subject),
            relation=words(found.relation) or "is",
            object=words(objects[0]),
            arguments=tuple(words(a) for a in objects[1:]),
            cls=None,
            subject_entity=name(found.subject),
            object_entity=name(objects[0]),
            polarity="positive" if status.positive else "negative",
            factuality=status.factuality.lower(),
            speaker=None if speaker is None else context.chains.chains[speaker].name,
            attributed=attributed,
            role=None,
            former=False,
            time=None,
            confidence=found.confidence,
            rule="open",
            plain=False,
            spans={"subject": reach(found.subject), "relation": reach(found.relation), "object": reach(objects[0])},
        )
