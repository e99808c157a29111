"""Denials that do not say what they deny: "Iran has denied the allegations" denies what was said of Iran before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg.extraction.factuality import PRONOUNS
from kg.extraction.referents import chains_of
from kg.model import Factuality, Polarity, Relation, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.document import Word
    from kg.extraction.context import Context

REACH: Final = 2
"""Sentences between a denial and what it denies, at most."""
RULE: Final = "denial"
LIKELY: Final = 0.8
"""How likely a denial means what it is taken to mean: of 15 in 330,000 unread words some twelve do."""


def find_denials(context: Context, relations: Sequence[Relation]) -> Iterator[Relation]:
    """Find who denies what others say of him, or what the text only holds for possible.

    Args:
        context: the article.
        relations: those that are kept, in the order of the text.

    Yields:
        Each such relation once more, denied by its subject, where the denial stands.
    """
    doc, syntax = context.doc, context.syntax
    told = [(r, doc[doc.words_of(r.predicate_span.start, r.predicate_span.end)[0]]) for r in relations]
    for verb in (token.i for token in doc if token.pos == "VERB" and token.i not in context.skip):
        claims = context.judge.denied_claims(verb)
        if not claims or not context.judge.status(verb).positive:
            continue
        reach = 1 if syntax.lower[claims[0]] in PRONOUNS else REACH
        before = [(r, w) for r, w in told if w.i < verb and doc[verb].sentence - w.sentence <= reach]
        seen = set[tuple[int, str, int, int]]()
        for subject in syntax.arguments(verb).get("subject", ()):
            denying = chains_of(context, subject)
            for r in _denied_of(context, before, denying, subject) if denying else ():
                if (key := (r.subject, r.predicate, r.object, denying[0])) not in seen:
                    seen.add(key)
                    yield _denied(context, r, verb, subject, claims[0], denying[0])


def _denied_of(
    context: Context, before: Sequence[tuple[Relation, Word]], denying: Sequence[int], subject: int
) -> list[Relation]:
    """What was said last of those who deny something, or of whom they speak for; nothing after an accusation of
    something else."""
    owners = context.syntax.noun_arguments(subject).get("possessor", ())  # "his lawyer denied the charges"
    meant = {*denying, *(c for owner in owners for c in chains_of(context, owner))}
    countries = {_country(context, chain) for chain in meant} - {""}  # "Tehran denies the charges"
    meant |= {c for r, _ in before for c in (r.subject, r.object) if _country(context, c) in countries}
    said = [(r, word) for r, word in before if r.subject in meant and _is_open(context, r, meant)]
    accused = [word.sentence for r, word in before if r.predicate == "accuses" and r.object in meant]
    latest = max([*accused, *(word.sentence for _, word in said)], default=0)
    return [r for r, word in said if word.sentence == latest]


def _country(context: Context, chain: int) -> str:
    """The country that a chain's name is one of, or whose capital it is; empty for all else."""
    found, lexicon = context.chains.chains[chain], context.lexicon
    names = [n.lower() for n in (found.name, *found.aliases)] if found.named and found.type != "Person" else []
    return next((c for n in names if (c := lexicon.countries.get(n) or lexicon.capitals.get(n, ""))), "")


def _is_open(context: Context, r: Relation, meant: set[int]) -> bool:
    """Whether somebody else says something, or it only may be so, that can be denied: no position or membership."""
    reported = r.attributed or (r.speaker is not None and r.speaker not in meant)
    unsure = reported or r.factuality is Factuality.POSSIBLE
    return unsure and r.polarity is Polarity.POSITIVE and r.predicate not in context.lexicon.stative


def _denied(context: Context, r: Relation, verb: int, subject: int, claim: int, speaker: int) -> Relation:
    """A relation as its denial has it, at the denial's words."""
    doc = context.doc
    who = context.chains.mentions.get(subject) or doc[subject]
    said = Span(doc[verb].start, doc[verb].end)
    return replace(
        r,
        span=Span(min(who.start, said.start), max(who.end, said.end, doc[claim].end)),
        subject_span=Span(who.start, who.end),
        predicate_span=said,
        object_span=Span(doc[claim].start, doc[claim].end),
        rule=RULE,
        polarity=Polarity.NEGATIVE,
        factuality=Factuality.ACTUAL,
        speaker=speaker,
        attributed=False,
        time="",
        confidence=round(LIKELY * r.confidence, 3),
    )
