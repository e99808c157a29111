"""Indirect speech, passive reports, requests, "according to" and hedges, from the syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extraction.attribution.cues import Kind, SpeechCues, word_set
from kg.extraction.attribution.speakers import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    can_speak,
    is_passive,
    is_past,
    is_unreal,
    label_of,
    name_before,
    subject_of,
)
from kg.extraction.attribution.unpacked import Frame, Unpacked
from kg.extraction.document import where

_WH: Final = word_set("why how where when")


def indirect_speech(syntax: Unpacked, cues: SpeechCues, presupposed: set[int]) -> Iterator[Frame]:
    """Clauses below verbs and nouns of speech."""
    for token in where(syntax.pos, {"VERB", "NOUN"}):
        lemma = syntax.lemmas[token]
        if syntax.pos[token] == "VERB":
            speech = lemma in cues.verbs
            if speech or lemma in cues.passives:
                yield from _verb_frames(syntax, cues, token, presupposed)
            if lemma in cues.requests:
                yield from _request_frames(syntax, token)
        elif lemma in cues.nouns:
            yield from _noun_frames(syntax, cues, token)


def _verb_frames(syntax: Unpacked, cues: SpeechCues, verb: int, presupposed: set[int]) -> Iterator[Frame]:
    passive, speech = is_passive(syntax, verb), syntax.lemmas[verb] in cues.verbs
    if not passive and not speech:
        return
    complements = [
        child
        for child in syntax.children[verb]
        if syntax.deps[child] in ("ccomp", "csubj", "csubj:pass") and is_clause(syntax, child)
    ]
    intent = syntax.lemmas[verb] in cues.intents  # "vowed to help": the text says that somebody is going to
    infinitives = [child for child in syntax.children[verb] if syntax.deps[child] == "xcomp" and not intent]
    thing = syntax.child(verb, "obj")
    listed = thing is not None and thing > verb and label_of(syntax, thing) == "" and syntax.lemmas[verb] != "tell"
    if listed:
        # "A did this, B promised that": a list of clauses; a verb with an object of its own reports no clause before it
        complements = [child for child in complements if child > verb]
    for child in syntax.children[verb]:
        # "said that A …, but that B …": the second clause may hang on the verb
        marker = syntax.child(child, "mark")
        if complements and syntax.deps[child] == "conj" and marker is not None and syntax.lower[marker] == "that":
            complements.append(child)
    tokens: set[int] = set()
    kind: Kind = "passive" if passive else "indirect"
    called = next((c for n in complements for c in syntax.children[n] if _called(syntax, c, n, verb)), None)
    for complement in complements:
        if syntax.deps[complement].startswith("csubj") and not passive:
            continue
        scope = syntax.subtree(complement, skip=lambda child: child == called)
        tokens |= scope
        if syntax.lower[min(scope)] in _WH and is_past(syntax, complement) and not is_unreal(syntax, complement):
            presupposed.add(complement)
    for infinitive in infinitives:
        # "A is said to have attacked B": the subject stays outside, the clause is what is said
        if (speech and not passive) or (thing is None and syntax.child(infinitive, "mark") is not None):
            tokens |= syntax.subtree(infinitive)
    head = syntax.heads[verb]
    if not tokens and syntax.deps[verb] == "parataxis" and head != verb and not passive and not listed:
        # "A, he said, attacked B": the verb of speech hangs below what it reports
        own = syntax.subtree(verb)
        if syntax.deps[head] in ("nsubj", "nsubj:pass"):  # "Sudan, says Egypt, has attacked Chad"
            head = syntax.heads[head]
        tokens = syntax.subtree(head) - own
    if not tokens and passive and syntax.deps[verb].startswith("advcl"):
        # "as was reported", "as reported": the clause around it
        marker = syntax.child(verb, "mark", "case", "advmod")
        told = syntax.child(verb, "obl:agent", "aux:pass") is not None
        if marker is not None and syntax.lower[marker] == "as" and told:
            tokens = syntax.subtree(head) - syntax.subtree(verb)
    if not tokens and not passive and syntax.deps[verb].startswith("advcl"):
        marker = syntax.child(verb, "mark")
        reporter = syntax.child(verb, "nsubj")
        if (
            marker is not None
            and syntax.lower[marker] == "as"
            and reporter is not None
            and syntax.child(verb, "obj") is None
        ):
            tokens = syntax.subtree(head) - syntax.subtree(verb)
    if not tokens:
        return
    tokens -= {verb}
    subject = subject_of(syntax, verb) if called is None else called
    if subject is None and not passive and (behind := syntax.child(verb, "iobj")) is not None:
        between = [t for n in complements for t in syntax.subtree(n)]
        if behind == verb + 1 and min(between, default=behind) < verb and can_speak(syntax, behind):
            subject = behind  # "Venezuela, says Colombia, has armed …"
    if subject is not None and (subject in tokens or (passive and syntax.deps[subject] in PASSIVE_SUBJECTS)):
        subject = None
    if subject is None and not passive and min(tokens) < verb:
        # "…, Foreign Minister Peter Weiss announced": the parser gave the name to the clause
        beside = name_before(syntax, verb)
        if beside is not None:
            comma = max((token for token in range(min(tokens), beside) if syntax.words[token] == ","), default=beside)
            subject = beside
            tokens = {token for token in tokens if not comma <= token <= verb}
    if tokens and kind == "indirect":
        tokens |= _sentence_before(syntax, verb, subject, tokens)
    if tokens:
        yield Frame(tokens, subject, verb, kind)


def _called(syntax: Unpacked, token: int, clause: int, verb: int) -> bool:
    """Whether the parser takes who speaks for somebody who is spoken to: “Chad is safe,” said its envoy, Ida Berg."""
    return syntax.deps[token] == "vocative" and clause < verb < token and can_speak(syntax, token)


def _sentence_before(syntax: Unpacked, verb: int, subject: int | None, tokens: set[int]) -> set[int]:
    """All of the sentence before a verb of speech that ends it: "A came; B went, Novak said on Monday"."""
    first, last = syntax.bounds[syntax.sentence[verb]]
    tail = range(verb + 1, last)
    if max(tokens) > verb or subject is None or any(syntax.pos[token] in ("VERB", "AUX") for token in tail):
        return set()
    start = min(verb, min(syntax.subtree(subject), default=verb)) if subject < verb else verb
    start = max(start, max(tokens) + 1)
    comma = next((token for token in range(start, first, -1) if syntax.words[token] == ","), None)
    return set(range(first, comma)) - syntax.places if comma is not None and comma >= max(tokens) else set()


def is_clause(syntax: Unpacked, token: int) -> bool:
    """Whether a complement is a clause: has a verb or a copula, or a subject."""
    if syntax.pos[token] in ("VERB", "AUX"):
        return True
    return any(syntax.deps[child].startswith(("cop", "nsubj", "aux")) for child in syntax.children[token])


def _request_frames(syntax: Unpacked, verb: int) -> Iterator[Frame]:
    """What somebody asks for: "A urged B to leave"."""
    if is_passive(syntax, verb):
        return
    tokens: set[int] = set()
    asked = syntax.child(verb, "obj", "iobj", "obl")
    for child in syntax.children[verb]:
        if syntax.deps[child] == "ccomp" or (syntax.deps[child] == "xcomp" and asked is not None and asked < child):
            tokens |= syntax.subtree(child)
        elif syntax.deps[child] in ("obl", "advcl") and child > verb:
            # "called on B to leave": the infinitive may hang below B
            for lower in syntax.children[child]:
                if syntax.deps[lower] == "acl" and syntax.child(lower, "mark") is not None:
                    tokens |= syntax.subtree(lower)
    if tokens:
        yield Frame(tokens, subject_of(syntax, verb), verb, "indirect")


def _noun_frames(syntax: Unpacked, cues: SpeechCues, noun: int) -> Iterator[Frame]:
    """A clause below a noun of speech: "Russia's claim that …", "a statement by the ministry that …"."""
    tokens: set[int] = set()
    for child in syntax.children[noun]:
        marker = syntax.child(child, "mark")
        that = marker is not None and syntax.lower[marker] in ("that", "to")
        if syntax.deps[child] in ("acl", "ccomp") and that and is_clause(syntax, child):
            tokens |= syntax.subtree(child)
    if not tokens:
        return
    speaker = syntax.child(noun, "nmod:poss")
    if speaker is None:
        for child in syntax.children[noun]:
            if syntax.deps[child] == "nmod" and any(
                syntax.lower[c] in ("by", "from", "of") for c in syntax.children[child]
            ):
                speaker = child
                break
    if speaker is None:
        speaker = next(
            (c for c in syntax.children[noun] if syntax.deps[c] == "compound" and can_speak(syntax, c)), None
        )
    above = syntax.heads[noun]
    if speaker is None and above != noun and syntax.pos[above] == "VERB" and not is_passive(syntax, above):
        # "the ministry issued a statement that …", "told a newspaper in a statement that …"; but not "rejected reports"
        issued = syntax.deps[noun] == "obj" and syntax.lemmas[above] in cues.supports
        inside = any(syntax.lower[child] == "in" for child in syntax.children[noun])
        if issued or (syntax.deps[noun] == "obl" and inside and syntax.lemmas[above] in cues.verbs):
            speaker = subject_of(syntax, above)
    yield Frame(tokens, speaker, noun, "indirect")


# --- according to


def according_to(syntax: Unpacked, cues: SpeechCues) -> Iterator[Frame]:
    openers = {phrase[0] for phrase in cues.prepositions}
    for token in where(syntax.lower, openers):
        for phrase in cues.prepositions:
            if tuple(syntax.lower[token : token + len(phrase)]) == phrase:
                frame = _according_frame(syntax, token, token + len(phrase))
                if frame is not None:
                    yield frame
                break


def _according_frame(syntax: Unpacked, start: int, after: int) -> Frame | None:
    """The clause that "according to X" belongs to: its whole sentence where it opens or closes that."""
    first, last = syntax.bounds[syntax.sentence[start]]
    speaker = _phrase_head(syntax, start, after, last)
    if speaker is None:
        return None
    own = syntax.subtree(
        speaker, skip=lambda child: syntax.deps[child] in ("parataxis", "conj") and is_clause(syntax, child)
    )
    own |= set(range(start, after))
    # words between the phrase's edges that a parser left out belong to the name
    own = {token for token in own if token >= start}
    governor = syntax.heads[speaker]
    swallowed = max(own) + 1 == governor and syntax.words[governor].endswith(("ed", "ing", "en", "made"))
    if swallowed and syntax.child(governor, "nsubj", "nsubj:pass", "aux", "aux:pass") is None:
        # "according to a posting made today, …": the participle is the noun's, whatever the parser thinks
        own |= {token for token in syntax.subtree(governor) if token >= start}
        inner = [
            token
            for token in range(max(own) + 1, last)
            if _clause_head(syntax, token) and min(syntax.subtree(token)) < start and token not in own
        ]
        governor = inner[0] if inner else syntax.heads[governor]
    while governor not in (syntax.heads[governor],) and (not _clause_head(syntax, governor) or governor in own):
        governor = syntax.heads[governor]
    if governor in own or not first <= governor < last:
        governor = syntax.root(start)
        if governor in own:
            outside = [token for token in range(first, last) if token not in own and _clause_head(syntax, token)]
            if not outside:
                return None
            governor = outside[0]
    opening = not any(_content(syntax, token) for token in range(first, start))
    if opening:
        while syntax.heads[governor] != governor and not syntax.deps[governor].startswith(("acl", "ccomp", "csubj")):
            governor = syntax.heads[governor]
        tokens = syntax.subtree(governor)
        if governor == syntax.root(start):
            tokens = set(range(first, last))
    else:
        tokens = syntax.subtree(_clause_around(syntax, start, own, range(first, last), governor))
    tokens -= own
    return Frame(tokens, speaker, start, "according") if tokens else None


def _clause_around(syntax: Unpacked, start: int, own: set[int], sentence: range, governor: int) -> int:
    """The head of the smallest clause with words on both sides of a parenthesis; the parser's governor at an edge."""
    best, size = governor, len(syntax.words)
    for token in sentence:
        if token not in own and _clause_head(syntax, token):
            clause = syntax.subtree(token) - own
            if min(clause) < start < max(clause) and len(clause) < size:
                best, size = token, len(clause)
    return best


def _content(syntax: Unpacked, token: int) -> bool:
    return syntax.pos[token] not in ("PUNCT", "SPACE", "CCONJ", "ADV", "SYM")


def _clause_head(syntax: Unpacked, token: int) -> bool:
    if syntax.heads[token] == token or syntax.deps[token] == "ROOT":
        return True
    if syntax.deps[token].startswith(("acl", "advcl", "ccomp", "parataxis", "csubj")):
        return True
    return syntax.deps[token] == "conj" and any(
        syntax.deps[child].startswith(("nsubj", "cop")) for child in syntax.children[token]
    )


def _phrase_head(syntax: Unpacked, start: int, after: int, last: int) -> int | None:
    """The head of the noun phrase that a preposition of one or more words introduces."""
    for token in range(start, after):
        head = syntax.heads[token]
        if after <= head < last and syntax.pos[head] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            return head
    for token in range(after, min(last, after + 8)):
        if syntax.pos[token] in ("NOUN", "PROPN", "PRON"):
            while (
                after <= syntax.heads[token] < last
                and syntax.heads[token] != token
                and syntax.pos[syntax.heads[token]] in ("NOUN", "PROPN")
            ):
                token = syntax.heads[token]
            return token
    return None


# --- hedges


def hedges(syntax: Unpacked, cues: SpeechCues) -> Iterator[Frame]:
    for token in where(syntax.pos, {"ADV", "ADJ"}):
        if syntax.lemmas[token] in cues.hedges or syntax.lower[token] in cues.hedges:
            head = syntax.heads[token]
            if head == token:
                continue

            def other(child: int, head: int = head) -> bool:
                relation = syntax.deps[child]
                if relation == "conj" and syntax.heads[child] == head:
                    return syntax.child(child, *SUBJECTS, *PASSIVE_SUBJECTS) is not None
                return relation in ("acl:relcl", "appos") and syntax.deps[syntax.heads[child]].startswith("nsubj")

            tokens = syntax.subtree(head, skip=other) - {token}
            yield Frame(tokens, None, token, "hedge")
