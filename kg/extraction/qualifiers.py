"""What a text makes of a relation: polarity, factuality, speaker, time, role, kind of event, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kg.extraction.confidence import confidence
from kg.extraction.factuality import Status, weaker
from kg.extraction.temporal import time_of
from kg.extraction.voices import speaking
from kg.model import Factuality, Polarity, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context


def qualify(context: Context, candidate: Candidate, x: int, y: int) -> Relation:
    """Make a candidate a relation with all that the text says of it.

    Args:
        context: the article.
        candidate: what was found.
        x, y: the chains of its subject and object.

    Returns:
        The relation.
    """
    head = candidate.predicate[0]
    status = context.judge.status(candidate.judged) if candidate.judged is not None else Status()
    factuality = Factuality(candidate.factuality) if candidate.factuality else Factuality.ACTUAL
    inside = range(candidate.predicate[0], candidate.predicate[-1] + 1)
    office = next((t for t in candidate.predicate if context.syntax.head[t] not in inside), head)
    speaker, attributed = speaking(context, office if candidate.role else head, status)
    excluded = context.syntax.excluded(candidate.x) or context.syntax.excluded(candidate.y)
    positive = status.positive != candidate.negative and not excluded
    subject, obj = (_argument_span(context, token, head) for token in (candidate.x, candidate.y))
    return Relation(
        subject=x,
        predicate=candidate.relation,
        object=y,
        span=_span(context, candidate, subject, obj),
        subject_span=subject,
        predicate_span=_tokens_span(context, candidate.predicate),
        object_span=obj,
        rule=candidate.rule,
        polarity=Polarity.POSITIVE if positive else Polarity.NEGATIVE,
        factuality=weaker(
            weaker(status.factuality, factuality), Factuality.POSSIBLE if attributed else Factuality.ACTUAL
        ),
        speaker=speaker,
        attributed=attributed,
        time=time_of(context.doc[head], published=context.published) or "",
        role=candidate.role,
        former=candidate.former or _over(context, candidate),
        confidence=confidence(features(context, candidate)),
        event=_event_class(context, candidate, weaker(status.factuality, factuality), positive=positive),
    )


def _event_class(context: Context, candidate: Candidate, factuality: Factuality, *, positive: bool) -> str:
    """Which kind of event a candidate tells of; none where it is only asked for."""
    kind = context.lexicon.relations[candidate.relation]
    if not kind.plover or factuality is Factuality.REQUESTED:
        return ""
    announced = factuality is Factuality.FUTURE or (
        factuality is Factuality.POSSIBLE and candidate.judged is not None and context.judge.announced(candidate.judged)
    )
    own = candidate.plover or (kind.plover_armed if _armed(context, candidate.x) else "")
    if own and positive:
        return context.lexicon.announced.get(own, own) if announced else own
    return kind.event_class(positive=positive, announced=announced)


def _armed(context: Context, token: int) -> bool:
    """Whether a token stands for armed forces: "troops", "jets", a state."""
    return context.syntax.lemma[token] in context.lexicon.armed or context.doc[token].label == "GPE"


def _over(context: Context, candidate: Candidate) -> bool:
    """Whether a state is told as past: "was once a member", "led the bank until 2014"."""
    syntax, i = context.syntax, candidate.judged
    if candidate.relation not in {"roleOf", "memberOf"} or i is None:
        return False
    past = (syntax.tag[i] == "VBD" and not syntax.has(i, "aux")) or any(
        syntax.tag[c] == "VBD" for c in syntax.of(i, "cop", "aux")
    )
    once = any(context.lexicon.modifiers.get(syntax.lower[c], (False, ""))[0] for c in syntax.of(i, "advmod"))
    if once and syntax.pos[i] == "NOUN" and not syntax.has(i, "cop"):
        return True  # "Once a member of NATO, Chad …"
    phrases = {syntax.marker(c) for c in syntax.of(i, "obl")}
    held = (
        candidate.relation == "roleOf" and not candidate.role and not context.attributions.of(i)
    )  # "who led the bank"
    return past and (held or once or bool(phrases & {"until", "till"}) or {"from", "to"} <= phrases)


def features(context: Context, candidate: Candidate) -> tuple[float, ...]:
    """What a candidate's confidence is computed from, in the order of `confidence.FEATURES`."""
    tokens = {candidate.x, candidate.y, candidate.predicate[0]}
    arcs = [max(1e-3, context.doc.arc_probability(t)) for t in tokens]
    mentions = [m for t in (candidate.x, candidate.y) if (m := context.chains.mentions.get(t)) is not None]
    names = [max(1e-3, m.probability) for m in mentions]
    labels = {m.label for m in mentions}
    return (
        1.0,
        sum(map(math.log, arcs)),
        sum(map(math.log, names)),
        float("PRON" in labels),
        float("NOUN" in labels),
        float(candidate.weight > 1),
        float(bool(candidate.role)),
    )


def _span(context: Context, candidate: Candidate, subject: Span, obj: Span) -> Span:
    """The words from the first to the last of the predicate, its auxiliaries and both arguments."""
    head = candidate.predicate[0]
    helpers = [
        c
        for c in context.syntax.children[head]
        if context.syntax.dep[c] in {"aux", "aux:pass", "cop", "advmod", "compound:prt"} and abs(c - head) < 5
    ]
    words = _tokens_span(context, [*candidate.predicate, *helpers])
    return Span(min(words.start, subject.start, obj.start), max(words.end, subject.end, obj.end))


def _argument_span(context: Context, token: int, head: int) -> Span:
    """Where an argument stands; the name at `head` for one inside it that is only known from elsewhere."""
    return _mention_span(context, token if context.doc[token].sentence == context.doc[head].sentence else head)


def _mention_span(context: Context, token: int) -> Span:
    mention = context.chains.mentions.get(token)
    if mention is not None:
        return Span(mention.start, mention.end)
    t = context.doc[token]
    return Span(t.start, t.end)


def _tokens_span(context: Context, tokens: Sequence[int]) -> Span:
    return Span(context.doc[min(tokens)].start, context.doc[max(tokens)].end)
