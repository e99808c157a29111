"""Who a verb of speech has for its subject, and what its verb forms say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.extraction.attribution.cues import word_set
from kg.extraction.attribution.layout import Line
from kg.extraction.attribution.unpacked import Unpacked

SUBJECTS: Final = ("nsubj", "csubj")
PASSIVE_SUBJECTS: Final = ("nsubj:pass", "csubj:pass", "nsubjpass")
PRONOUNS: Final = word_set("he she they it i we who one")
NAMES: Final = word_set("PERSON ORG GPE LOC NORP FAC EVENT MISC")
SPEAKERS: Final = word_set("PERSON ORG GPE NORP")


def speaker_head(syntax: Unpacked, token: int) -> int:
    """The head of the name in a speaker's phrase: of "the ministry's spokesman Peter Novak" that is "Novak"'s head.

    A person's name counts at the end of the phrase ("Ambassador to the United States Peter Novak"), below its head as
    an apposition, right after it where the parser cut it off, and before the comma that sets the phrase off from it.
    """
    if syntax.deps[token].startswith("nmod:desc") and syntax.heads[token] > token:
        token = syntax.heads[token]
    if label_of(syntax, token) == "PERSON" or syntax.pos[token] == "PRON":
        return entity_head(syntax, token)
    for child in syntax.children[token]:
        if syntax.deps[child] in ("appos", "flat", "compound", "nmod:desc", "nmod:unmarked", "conj"):
            person = label_of(syntax, child) == "PERSON"
            if person and syntax.deps[child] != "conj" and (child > token or syntax.deps[child] == "appos"):
                return entity_head(syntax, child)
    if syntax.pos[token] in ("NOUN", "PROPN", "ADJ") and label_of(syntax, token) not in ("ORG", "GPE", "NORP"):
        number = _person_at_end(syntax, token)
        if number is not None:
            return syntax.entities[number][2]
    return entity_head(syntax, token)


def _person_at_end(syntax: Unpacked, token: int) -> int | None:
    """The person whose name ends the phrase of a common noun, follows it, or stands before its comma."""
    phrase = syntax.subtree(token, skip=lambda child: syntax.deps[child].startswith(("acl", "conj", "cc", "parataxis")))
    last = max(phrase)
    while last > token and syntax.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    size = len(syntax.words)
    for place in (last, last + 1, token + 1):
        number = syntax.entity[place] if place < size else -1
        if number < 0 or syntax.entities[number][3] != "PERSON":
            continue
        before = syntax.entities[number][0] - 1
        if before >= token and syntax.pos[before] in ("NOUN", "PROPN", "ADJ"):
            return number
        after = syntax.entities[number][1]
        if before > token and syntax.words[before] == "," and after < size and syntax.words[after] == ",":
            return number
    return _person_before_comma(syntax, token)


def _person_before_comma(syntax: Unpacked, token: int) -> int | None:
    """The person whom a phrase up to a word is set off from by a comma ("Jo Weiss, the envoy for Syria, said")."""
    for place in range(token, max(token - 14, 0), -1):
        if syntax.pos[place] in ("VERB", "AUX") or syntax.words[place] in (".", ";", ":"):
            return None
        if syntax.words[place] == ",":
            number = syntax.entity[place - 1]
            if number < 0 or syntax.entities[number][3] != "PERSON":
                return None
            oblique = any(syntax.deps[child] == "case" for child in syntax.children[syntax.entities[number][2]])
            return None if oblique else number
    return None


def label_of(syntax: Unpacked, token: int) -> str:
    number = syntax.entity[token]
    return syntax.entities[number][3] if number >= 0 else ""


def entity_head(syntax: Unpacked, token: int) -> int:
    """The head of the name around a word, as far as the syntax joins them ("OSLO - Norway" is not one name)."""
    number = syntax.entity[token]
    if number < 0 or syntax.entities[number][3] not in NAMES:
        return token
    start, end, root, _ = syntax.entities[number]
    above = token
    while start <= syntax.heads[above] < end and syntax.heads[above] != above:
        above = syntax.heads[above]
    return root if "-" not in syntax.words[start:end] or above == root else above


def is_named(syntax: Unpacked, speaker: int | None) -> bool:
    if speaker is None:
        return False
    if syntax.pos[speaker] == "PROPN":
        return True
    number = syntax.entity[speaker]
    if number >= 0 and syntax.entities[number][3] in NAMES:
        return True
    return any(
        syntax.pos[child] == "PROPN" and syntax.deps[child] in ("appos", "flat", "compound")
        for child in syntax.children[speaker]
    )


def is_passive(syntax: Unpacked, verb: int) -> bool:
    relations = {syntax.deps[child] for child in syntax.children[verb]}
    if relations & {"aux:pass", "nsubj:pass", "csubj:pass"}:
        return True
    # "asked whether …, he smiled", "described as …": a participle without an auxiliary
    if syntax.deps[verb] == "conj" and syntax.tags[verb] == "VBN" and not relations & {"aux", "nsubj"}:
        return is_passive(syntax, syntax.heads[verb])
    if (
        syntax.lemmas[verb] == "tell"
        and syntax.deps[verb] == "conj"
        and not relations & {"obj", "iobj", "nsubj", "aux"}
    ):
        return is_passive(syntax, syntax.heads[verb])  # "was called in and told that …"
    participle = syntax.tags[verb] in ("VBN", "VBD") and syntax.deps[verb] in ("acl", "advcl")
    return participle and not relations & {"aux", "nsubj", "obj", "mark"}


def _own_subject(syntax: Unpacked, verb: int, *relations: str) -> int | None:
    """The subject that hangs on a verb: of several the person, else the nearest; never the place of a dateline."""
    found = []
    for child in syntax.children[verb]:
        if syntax.deps[child] in relations:
            if child in syntax.places:
                # "OSLO - Norway denied": what the parser took for the place's apposition is the subject
                found += [
                    lower for lower in syntax.children[child] if child < lower < verb and lower not in syntax.places
                ]
            else:
                found.append(child)
    found = [child for child in found if syntax.pos[child] not in ("PUNCT", "SPACE")]
    people = [child for child in found if label_of(syntax, child) == "PERSON"]
    own = min(people or found, key=lambda child: (abs(child - verb), child), default=None)
    if own is not None and syntax.lower[own] in ("who", "which", "that") and syntax.deps[verb].startswith("acl"):
        return syntax.heads[verb]
    return own


_INHERITING: Final = ("conj", "xcomp", "dep", "ccomp")


def subject_of(syntax: Unpacked, verb: int, *, depth: int = 0) -> int | None:
    """The understood subject of a verb: its own, or the one that it shares with or inherits from a higher verb."""
    own = _own_subject(syntax, verb, *SUBJECTS)
    if own is not None:
        return own
    if is_passive(syntax, verb):
        return syntax.child(verb, "obl:agent")
    relation, head = syntax.deps[verb], syntax.heads[verb]
    if head == verb or depth > 6:
        return None
    if relation.startswith("acl"):
        return head if relation == "acl" and syntax.lower[verb].endswith("ing") else None
    if not (relation in _INHERITING or relation.startswith("advcl")):
        return None
    if syntax.pos[head] not in ("VERB", "AUX", "ADJ", "NOUN"):
        return None
    above = _own_subject(syntax, head, *SUBJECTS, *PASSIVE_SUBJECTS)
    if above is not None:
        return above
    return subject_of(syntax, head, depth=depth + 1)


def name_beside(syntax: Unpacked, verb: int, line: Line, outside: Callable[[int], bool]) -> int | None:
    """A name or pronoun right before or after a verb of speech, where the parser found no subject."""
    left, right = verb - 1, verb + 1
    while left >= line.first and syntax.pos[left] in ("ADV", "AUX", "PART"):
        left -= 1
    if left > line.first and syntax.words[left] == ",":
        person = _person_before_comma(syntax, left - 1)
        if person is not None and outside(syntax.entities[person][2]):
            return syntax.entities[person][2]
    if left >= line.first and outside(left) and (syntax.lower[left] in PRONOUNS or can_speak(syntax, left)):
        number = syntax.entity[left]
        start = syntax.entities[number][0] if number >= 0 else left
        if start == line.first or syntax.pos[start - 1] != "ADP":
            return left
        person = _person_before_comma(syntax, left)
        return syntax.entities[person][2] if person is not None else None
    while right < line.last and syntax.pos[right] in ("DET", "ADJ", "NOUN", "SPACE") and right - verb < 6:
        right += 1
    if syntax.lower[right + 1 : right + 2] in (["'s"], ["’s"]):  # "said Chad's envoy, Ida Berg"
        after = right + 2
        while after < line.last and syntax.pos[after] in ("ADJ", "NOUN", "SPACE") and after - right < 6:
            after += 1
        after += syntax.words[after : after + 1] == [","]
        if after < line.last and label_of(syntax, after) == "PERSON":
            right = after
    if right < line.last and outside(right) and (syntax.lower[right] in PRONOUNS or can_speak(syntax, right)):
        return right
    return None


def name_before(syntax: Unpacked, verb: int) -> int | None:
    """A name or pronoun right before a verb, adverbs and auxiliaries aside, or a person between commas."""
    left = verb - 1
    while left > 0 and syntax.pos[left] in ("ADV", "AUX", "PART"):
        left -= 1
    if left > 0 and syntax.words[left] == "," and label_of(syntax, left - 1) == "PERSON":
        start, _, head, _ = syntax.entities[syntax.entity[left - 1]]
        return head if start and syntax.words[start - 1] == "," else None  # "…, its envoy, Ida Berg, said"
    return left if left >= 0 and (syntax.lower[left] in PRONOUNS or can_speak(syntax, left)) else None


def can_speak(syntax: Unpacked, token: int) -> bool:
    number = syntax.entity[token]
    if number >= 0:
        return syntax.entities[number][3] in SPEAKERS
    return syntax.pos[token] == "PROPN"


_MODALS: Final = word_set("will would shall may might could can should must")


def is_past(syntax: Unpacked, token: int) -> bool:
    finite = [token, *(child for child in syntax.children[token] if syntax.deps[child].startswith(("aux", "cop")))]
    return any(
        syntax.doc[index].feature("Tense") == "Past" and syntax.doc[index].feature("VerbForm") != "Part"
        for index in finite
    )


def is_unreal(syntax: Unpacked, verb: int) -> bool:
    """Whether a clause is future, modal or an infinitive, so that what it hangs on need not have happened."""
    return any(
        (syntax.deps[child] == "aux" and syntax.lemmas[child] in _MODALS)
        or (syntax.deps[child] == "mark" and syntax.lower[child] == "to")
        for child in syntax.children[verb]
    )


def labelled_speaker(syntax: Unpacked, words: list[int]) -> int | None:
    """The head of a label such as "NATO Secretary General Jens Stoltenberg": its last person or organisation."""
    people = [token for token in words if syntax.entity[token] >= 0]
    for wanted in ("PERSON", "ORG", "GPE"):
        for token in reversed(people):
            if syntax.entities[syntax.entity[token]][3] == wanted:
                return entity_head(syntax, token)
    return None
