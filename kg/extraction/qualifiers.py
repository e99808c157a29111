"""What a text makes of a relation: polarity, factuality, speaker, time, role, kind of event, and how sure it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.extraction.clauses import KINDS, Status, weaker
from kg.extraction.referents import chains_of
from kg.extraction.roles import is_over, modified
from kg.extraction.temporal import time_of
from kg.model import NETWORK, Factuality, Polarity, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.candidates import Candidate
    from kg.extraction.context import Context
    from kg.extraction.pairs import Pairs
    from kg.model import Mention

PREDICATES: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ"})
STATES: Final = frozenset({"roleOf", "memberOf", "owns", "livesIn", "alliedWith"})  # what is told of as past or not
HELD: Final = frozenset({"roleOf", "livesIn"})  # those of them that the past tense alone tells as over


def qualify(context: Context, candidate: Candidate, x: int, y: int) -> Relation:
    """Make a candidate a relation with all that the text says of it.

    Args:
        x, y: the chains of its subject and object.
    """
    head = candidate.predicate[0]
    described = _is_presupposed(context, candidate)
    status = Status()
    if candidate.judged is not None:
        status = context.judge.described(candidate.judged) if described else context.judge.status(candidate.judged)
        if candidate.relation in context.lexicon.stative and _is_state(context, candidate):
            status = context.judge.state_status(candidate.judged, status)
    effect = _as_phrase(context, candidate)
    if effect and candidate.judged is not None:
        status = replace(status, positive=True).under(effect, Status(), by=candidate.judged)
    if described and context.judge.is_invented(head):
        status = replace(status, attributed=True)  # "In the film, President Anna Weiss resigns"
    factuality = weaker(status.factuality, Factuality(candidate.factuality or Factuality.ACTUAL))
    if not candidate.role and context.syntax.pos[head] == "NOUN":  # "her would-be successor"
        factuality = weaker(factuality, Factuality(modified(context.syntax, head, head + 1)[3] or Factuality.ACTUAL))
    if _beside_members(context, candidate.relation, head, candidate.x):
        factuality = weaker(factuality, Factuality.POSSIBLE)
    inside = range(head, candidate.predicate[-1] + 1)
    office = next((t for t in candidate.predicate if context.syntax.head[t] not in inside), head)
    frame = context.attributions.of(head)
    if (described or context.judge.is_presupposed(head)) and (frame is None or not frame.quoted):
        speaker, attributed = None, status.attributed
    else:
        speaker, attributed = find_speaker(context, office if candidate.role else head, status)
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
        factuality=weaker(factuality, _source_factuality(context, candidate.x, speaker, attributed=attributed)),
        speaker=speaker,
        attributed=attributed,
        time=time_of(context.doc[head], published=context.published) or "",
        role=candidate.role,
        former=effect == "Former" or (effect != "Actual" and _is_former(context, candidate)),
        event=_event_class(context, candidate, factuality, positive=positive),
    )


def qualify_pair(context: Context, pairs: Pairs, row: int, name: str) -> Relation:
    """Make a relation of a pair that the network alone proposes, with all that the text says of it.

    Returns:
        The relation; its rule is `network_` and the word that the network looked at most.
    """
    i, j = pairs.scores.pairs[row].tolist()
    trigger = pairs.trigger(row)
    one, other = pairs.mentions[i], pairs.mentions[j]
    word = context.doc[trigger]
    status = context.judge.status(trigger) if word.pos in PREDICATES else Status()
    speaker, attributed = find_speaker(context, trigger, status)
    root = context.doc.root_of(one.start, one.end)
    role, former = _held_title(context, one, trigger) if name in {"roleOf", "candidateFor"} else ("", False)
    if name != "roleOf":
        former = _is_former_noun(context, name, trigger)
    factuality = weaker(status.factuality, _source_factuality(context, root, speaker, attributed=attributed))
    if _beside_members(context, name, trigger, root):
        factuality = weaker(factuality, Factuality.POSSIBLE)
    return Relation(
        subject=pairs.chains[i],
        predicate=name,
        object=pairs.chains[j],
        span=Span(min(one.start, other.start, word.start), max(one.end, other.end, word.end)),
        subject_span=Span(one.start, one.end),
        predicate_span=Span(word.start, word.end),
        object_span=Span(other.start, other.end),
        rule=f"{NETWORK}{re.sub('[^a-z]+', '', word.lower) or 'adjacent'}",
        polarity=Polarity.POSITIVE if status.positive else Polarity.NEGATIVE,
        factuality=factuality,
        speaker=speaker,
        attributed=attributed,
        time=time_of(word, published=context.published) or "",
        role=role,
        former=former or _over(context, name, trigger, role=role),
    )


def _beside_members(context: Context, relation: str, noun: int, member: int) -> bool:
    """Whether a list that a noun opens has ended before a member of it: "the five members plus Germany"."""
    syntax = context.syntax
    return relation == "memberOf" and syntax.pos[noun] == "NOUN" and noun < member and syntax.beside(member)


def _source_factuality(context: Context, subject: int, speaker: int | None, *, attributed: bool) -> Factuality:
    """How far a text commits to what it attributes to an unnamed source, or to the act of a mere suspect.

    Of 46 attacks and killings by "suspected rebels" or "alleged members" that annotated passages tell in their own
    voice, 40 are possible; what a speaker says of such a subject is mostly told as actual.
    """
    suspected = speaker is None and context.judge.is_suspected(subject)
    return Factuality.POSSIBLE if attributed or suspected else Factuality.ACTUAL


def _held_title(context: Context, mention: Mention, trigger: int) -> tuple[str, bool]:
    """The title that the network looked at, or the nearest to a mention in its sentence, and whether it is over."""
    words = context.doc.words_of(mention.start, mention.end)
    sentence = context.doc[words[0]].sentence
    near = [
        (not start <= trigger < end, min(abs(start - words[-1]), abs(words[0] - end + 1)), start, end)
        for start, end, _ in context.titles
        if context.doc[start].sentence == sentence
    ]
    if not near:
        return "", False
    *_, start, end = min(near)
    return context.doc.between(start, end), modified(context.syntax, start, end)[2]


def _is_former(context: Context, candidate: Candidate) -> bool:
    """Whether the words of a candidate say that a state is over."""
    if candidate.former or _formerly_of(context, candidate):
        return True
    if candidate.relation != "roleOf" and _is_former_noun(context, candidate.relation, candidate.predicate[0]):
        return True
    if candidate.judged is None or candidate.rule in context.lexicon.beginnings:
        return False
    return _over(context, candidate.relation, candidate.judged, role=candidate.role)


def _is_former_noun(context: Context, relation: str, i: int) -> bool:
    """Whether a noun, or the title that it belongs to, tells a state that is over.

    "A former Wolfsburg midfielder" is no member any more, "its former owner" does not own it.
    """
    syntax = context.syntax
    titled = relation in {"memberOf", "candidateFor"}
    above = i if syntax.dep[i] == "conj" else syntax.head[i]  # "a former minister and candidate of the Greens" is one
    nouns = [(a, b) for a, b, _ in context.titles if titled and (a <= i < b or a <= above < b)]
    told = titled or (relation in STATES and _is_state_word(context, relation, i))
    if not nouns and told and syntax.pos[i] == "NOUN":
        nouns = [(i, i + 1)]
    return any(modified(syntax, start, end)[2] for start, end in nouns)


def _as_phrase(context: Context, candidate: Candidate) -> str:
    """What a verb makes of a state that it tells with `as`: "sacked as manager" says that it is over."""
    if candidate.judged is None:
        return ""
    effects = (context.judge.as_phrase(t, candidate.judged) for t in candidate.predicate)
    return next(filter(None, effects), "")


def _is_presupposed(context: Context, candidate: Candidate) -> bool:
    """Whether a state is told in passing, by a title, an apposition, a place beside a name: the text takes it for
    granted, whatever becomes of the clause around it and whoever speaks."""
    if candidate.relation not in context.lexicon.stative:
        return False
    syntax, i = context.syntax, candidate.judged
    if i is None:
        return True
    if _is_state(context, candidate):
        return False
    if syntax.has(i, "cop") or syntax.dep[i] in {"xcomp", "ROOT", "ccomp", "advcl"} or syntax.marker(i) == "as":
        return False  # it is predicated
    return syntax.pos[i] in {"NOUN", "PROPN", "ADJ", "ADP"}


def _is_state(context: Context, candidate: Candidate) -> bool:
    """Whether a noun is a state itself, not who is in it: "opposed Ukraine's membership of NATO"."""
    first = context.syntax.first_conjunct(candidate.x)
    return context.syntax.dep[first] == "nmod:poss" and context.syntax.head[first] == candidate.judged


def _event_class(context: Context, candidate: Candidate, factuality: Factuality, *, positive: bool) -> str:
    """Which kind of event a candidate tells of; none where it is only asked for."""
    kind = context.lexicon.relations[candidate.relation]
    if not kind.plover or factuality is Factuality.REQUESTED:
        return ""
    announced = factuality is Factuality.FUTURE or (
        factuality is Factuality.POSSIBLE and candidate.judged is not None and context.judge.announced(candidate.judged)
    )
    x = context.doc[candidate.x]
    armed = x.lemma in context.lexicon.armed or x.label == "GPE"  # "troops", "jets", a state
    own = candidate.plover or (kind.plover_armed if armed else "")
    if own and positive:
        return context.lexicon.announced.get(own, own) if announced else own
    return kind.event_class(positive=positive, announced=announced)


def _over(context: Context, relation: str, i: int, *, role: str) -> bool:
    """Whether a state is told as past: "was once a member", "led the bank until 2014", "lived in Oslo".

    Args:
        relation: its name.
        i: the token that says it.
        role: the title that is told with it, or empty.
    """
    syntax, status = context.syntax, context.judge.status(i)
    told = relation in {"roleOf", "memberOf"} or (relation in STATES and _is_state_word(context, relation, i))
    if not told or not status.positive:  # nobody was what they never were
        return False
    used = syntax.dep[i] == "xcomp" and syntax.lemma[syntax.head[i]] == "use"  # "used to chair the bank"
    helpers = syntax.of(i, "cop", "aux", *(["aux:pass"] if relation != "roleOf" else []))  # "talks were led by her" now
    past = used or (syntax.tag[i] == "VBD" and not syntax.has(i, "aux")) or any(syntax.tag[c] == "VBD" for c in helpers)
    once = is_over(syntax, i)
    if once and syntax.pos[i] == "NOUN" and not syntax.has(i, "cop"):
        return True  # "Once a member of NATO, Chad …"
    phrases = {syntax.marker(c) for c in syntax.of(i, "obl")}
    # "who led the bank"; but of "said that he lived in Oslo" nobody knows, nor of "had lived there since 2001"
    cue = status.speaker
    backshifted = cue is not None and syntax.tag[cue] == "VBD" and all(syntax.lower[c] != "had" for c in helpers)
    reported = backshifted or context.attributions.of(i)
    placed = syntax.has(i, "case")  # "was at her home in Oslo"
    held = relation in HELD and not (role or reported or placed or "since" in phrases)
    described = syntax.dep[i] == "acl" and syntax.tag[i] == "VBN"  # "controlled by the family until 2009"
    ended = bool(phrases & {"until", "till"}) or {"from", "to"} <= phrases
    return (past and (held or once)) or ((past or described) and ended)


def _is_state_word(context: Context, relation: str, i: int) -> bool:
    """Whether a word tells a state, not what brings it about: "owned", "owner", not "bought the firm"."""
    syntax, lexicon = context.syntax, context.lexicon
    entries = lexicon.entries.get((KINDS.get(syntax.pos[i], ""), syntax.lemma[i]), ())
    return any(e.relation == relation and e.name not in lexicon.beginnings for e in entries)


def _formerly_of(context: Context, candidate: Candidate) -> bool:
    """Whether the phrase of a preposition is over: "Petra Horak, formerly of Skoda Auto"."""
    syntax, case = context.syntax, candidate.predicate[0]
    state = candidate.relation in {"roleOf", "memberOf"} and candidate.judged is not None
    return state and syntax.dep[case] == "case" and is_over(syntax, syntax.head[case])


def _span(context: Context, candidate: Candidate, subject: Span, obj: Span) -> Span:
    """The words from the first to the last of the predicate, its auxiliaries and both arguments."""
    head = candidate.predicate[0]
    helpers = context.syntax.of(head, "aux", "aux:pass", "cop", "advmod", "compound:prt")
    words = _tokens_span(context, [*candidate.predicate, *(c for c in helpers if abs(c - head) < 5)])
    return Span(min(words.start, subject.start, obj.start), max(words.end, subject.end, obj.end))


def _argument_span(context: Context, token: int, head: int) -> Span:
    """Return the span of an argument; for one from another sentence, the span of the predicate's `head`."""
    token = token if context.doc[token].sentence == context.doc[head].sentence else head
    found = context.chains.mentions.get(token) or context.doc[token]
    return Span(found.start, found.end)


def _tokens_span(context: Context, tokens: Sequence[int]) -> Span:
    return Span(context.doc[min(tokens)].start, context.doc[max(tokens)].end)


def find_speaker(context: Context, head: int, status: Status) -> tuple[int | None, bool]:
    """Find who says so: the subject of an embedding verb, else the frame of speech that the words stand in.

    Args:
        status: what the judge says of it.

    Returns:
        The speaker's chain, or None for the text's own voice or an unnamed one; and whether it is an unnamed one.
    """
    frame = context.attributions.of(head)
    if status.speaker is not None and (frame is None or status.speaker != frame.cue):
        for s in _speakers(context, status.speaker):
            if frame is None and s in context.attributions.speakers_of_first_person:
                return None, False  # `we` in the text's own voice is the text
            found = chains_of(context, s)
            if found:
                return found[0], False
        if frame is None and status.factuality is not Factuality.REQUESTED:
            return None, True
    if frame is None:
        return None, status.attributed
    while frame.speaker is None and frame.outer is not None:
        frame = frame.outer
    found = () if frame.speaker is None else chains_of(context, frame.speaker)
    return (found[0], False) if found else (None, True)


def _speakers(context: Context, cue: int) -> list[int]:
    """Whose words the complement of a verb or noun of speech or request is."""
    if context.syntax.pos[cue] in {"VERB", "AUX"}:
        return context.syntax.arguments(cue).get("subject", [])
    return context.syntax.actors_of_noun(cue) or context.syntax.subjects(cue)
