"""What fills the slots of a frame: of verbs, of relational nouns and adjectives, of event nouns and their verbs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.extraction.syntax import MONEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.extraction.syntax import Syntax
    from kg.lexicon import Frame

CLAUSES: Final = frozenset({"ccomp", "advcl", "acl:relcl", "conj", "parataxis", "csubj"})
PARTICLES: Final = frozenset(
    {"out", "up", "down", "off", "away", "back", "over", "together", "along", "ahead", "alongside"}
)
LOWERED: Final = frozenset({"by", "on", "against", "to", "for", "with", "from"})  # phrases that parsers hang too low
INNER: Final = frozenset({"to", "against", "on"})  # "delivery of tanks to Chad", "the fight of rebels against it"
REACH: Final = 12  # tokens between the head of an entry and its further words
BACKING: Final = frozenset({"supports", "aids"})
HOSTING: Final = frozenset({"in", "at", "during", "after", "before", "following", "ahead of", "on"})

Binding: TypeAlias = tuple[int, int, int, str]
"""The tokens of both arguments, the token that is judged, and what a support verb adds to the factuality."""


def words_near(syntax: Syntax, i: int) -> list[int]:
    """Where the further words of an entry may stand: near below its head, or in an object that is outside of it."""
    near = [c for c in syntax.children[i] if syntax.dep[c] not in CLAUSES]
    near += [g for c in near for g in syntax.children[c] if syntax.dep[g] not in CLAUSES]
    near += syntax.arguments(i).get("object", [])  # of a passive or a relative clause
    return [c for c in near if abs(c - i) <= REACH]


def further_words(syntax: Syntax, near: Sequence[int], wanted: Sequence[str]) -> list[int] | None:
    """The tokens of an entry's further words among those near its head; None where one is missing."""
    found: list[int] = []
    for word in wanted:
        token = next((c for c in near if word in (syntax.lemma[c], syntax.lower[c]) and c not in found), None)
        if token is None:
            return None
        found.append(token)
    return found


def _preposition(found: dict[str, list[int]], preposition: str) -> list[int]:
    """The fillers of a preposition, "out of" serving for "of"."""
    tokens = list(found.get(preposition, ()))
    for marker, fillers in found.items():
        particle, _, rest = marker.partition(" ")
        if rest == preposition and particle in PARTICLES:
            tokens += fillers
    return tokens


def expand_partitives(syntax: Syntax, tokens: Iterable[int]) -> list[int]:
    """Fillers with partitives opened: of "dozens of protesters" the protesters."""
    found: list[int] = []
    for t in tokens:
        inner = syntax.noun_arguments(t).get("of", []) if syntax.partitive(t) else []
        found += inner or [t]
    return found


def _pairs(tokens: list[int]) -> Iterator[tuple[int, int]]:
    """Those who do something to one another: every two of several, or one phrase that stands for two."""
    yield from combinations(tokens, 2) if len(tokens) > 1 else ((t, t) for t in tokens)


def find_bindings(
    syntax: Syntax, frame: Frame, i: int, words: list[int] | None, setting: Callable[[int], NounArguments]
) -> Iterator[Binding]:
    """Find what fills a frame around a word.

    Args:
        words: the further words of a verb's entry; None for another part of speech.
        setting: gives what stands around an event noun.
    """
    if words is not None:
        return _verb_bindings(syntax, frame, i, words)
    if "holder" in (frame.x, frame.y):
        return _holder_bindings(syntax, frame, i)
    return _event_bindings(syntax, frame, i, setting(i))


def _verb_bindings(syntax: Syntax, frame: Frame, i: int, words: list[int]) -> Iterator[Binding]:
    """Verbs with the slots that their frame names."""
    arguments = syntax.arguments(i)
    if nouns := [w for w in words if syntax.pos[w] in {"NOUN", "PROPN"}]:
        arguments = {slot: list(tokens) for slot, tokens in arguments.items()}
        for w in nouns:
            for slot, tokens in syntax.noun_arguments(w).items():
                if slot not in {"possessor", "premodifier"}:
                    arguments.setdefault(slot, []).extend(t for t in tokens if t not in arguments.get(slot, ()))
        if "of" not in arguments and "of" in (frame.x, frame.y):
            arguments["of"] = [t for w in nouns for t in _owners(syntax, syntax.noun_arguments(w))]
    if syntax.dep[i] == "amod" and syntax.tag[i] == "VBN":  # "Iran-backed militia"
        agents = [c for c in syntax.children[i] if c < i and syntax.pos[c] in {"PROPN", "NOUN", "ADJ"}]
        arguments = {"subject": agents, "object": [syntax.head[i]]}

    def fill(slot: str) -> list[int]:
        if slot.startswith("clause "):
            return _in_clauses(syntax, i, slot)
        if slot == "object" and not arguments.get("object"):
            slot = "indirect"  # "warned Greece that …"
        return expand_partitives(syntax, arguments.get(slot) or _preposition(arguments, slot))

    xs = fill(frame.x)
    if frame.x == frame.y:
        if not syntax.passive(i):  # the subjects of a passive do nothing to one another
            yield from ((x, y, i, "") for x, y in _pairs(xs))
        return
    ys = fill(frame.y) if xs else []
    # a word of the phrase is not its own argument
    yield from ((x, y, i, "") for x in xs for y in ys if x not in words and y not in words)


def _owners(syntax: Syntax, around: dict[str, list[int]]) -> list[int]:
    """Whose a noun is: "burned a Turkish flag", each part of a hyphenated pair by itself: "Russia-Ukraine talks"."""
    if around.get("possessor"):
        return around["possessor"]
    names = [t for t in around.get("premodifier", ()) if t in syntax.names]
    before = [c for t in names for c in syntax.of(t, "compound", "nmod", "conj") if c < t]
    return sorted({*names, *(c for c in before if syntax.lower[c + 1] in {"-", "–"})})


def _in_clauses(syntax: Syntax, i: int, slot: str) -> list[int]:
    """Who fills `clause that subject` and the like: in what a word demands or threatens, "that Spain leave"."""
    _, marker, role = slot.rsplit(" ", 2)
    found = [c for c in syntax.of(i, "ccomp", "xcomp", "advcl", "acl") if c > i]
    if marker == "for":
        found = [c for c in found if any(syntax.lower[m] == "for" for m in syntax.of(c, "mark", "case"))]
    elif marker == "that":
        found = [c for c in found if syntax.dep[c] == "ccomp" or (syntax.dep[c], syntax.marker(c)) == ("acl", "that")]
    else:  # "threatened to attack Spain"
        found = [c for c in found if syntax.dep[c] != "advcl"]
    return [t for c in found for t in syntax.arguments(c).get(role, ())]


def _holder_bindings(syntax: Syntax, frame: Frame, i: int) -> Iterator[Binding]:
    """Relational nouns and adjectives: what is said of whom."""
    nominal = syntax.pos[i] in {"NOUN", "PROPN"}
    other = frame.y if frame.x == "holder" else frame.x
    holders = list(syntax.holders(i)) if nominal else list(_described(syntax, i))
    around = syntax.noun_arguments(i) if nominal else syntax.arguments(i)
    if frame.x == frame.y:
        if not (nominal and around.keys() & {"possessor", "of"}):  # "its rivals Aker and Lind": not of each other
            yield from ((x, y, holders[0][1], "") for x, y in _pairs([h for h, _ in holders]))
        return
    if other == "possessor":
        fillers = [*around.get("possessor", ()), *around.get("of", ())] or _owners(syntax, around)
    else:
        fillers = _preposition(around, other)
        if not fillers and other == "in" and syntax.lower[i - 1 : i] == ["-"]:  # "the Oslo-based firm Nordkap"
            fillers = [c for c in syntax.children[i] if c in syntax.names and c == i - 2]
            beside = {h: (h, syntax.head[h], *syntax.of(h, "appos")) for h, _ in holders}
            holders = [(h, judged) for h, judged in holders if not syntax.names.isdisjoint(beside[h])]
    for holder, judged in holders:
        for filler in expand_partitives(syntax, fillers):
            yield (holder, filler, judged, "") if frame.x == "holder" else (filler, holder, judged, "")


def _described(syntax: Syntax, i: int) -> Iterator[tuple[int, int]]:
    """What an adjective or participle is said of."""
    dep, governor = syntax.dep[i], syntax.head[i]
    if dep in {"amod", "acl"} and syntax.pos[governor] in {"NOUN", "PROPN", "PRON"}:
        yield governor, i
    elif syntax.has(i, "cop", "aux:pass") or dep in {"ROOT", "acl:relcl", "xcomp", "advcl", "conj", "ccomp"}:
        yield from ((s, i) for s in syntax.subjects(i))


@dataclass(frozen=True, slots=True)
class NounArguments:
    """What stands around an event noun, whatever its frame.

    Args:
        around: from `possessor`, `premodifier` or a preposition to the tokens that fill it.
        lent, passive_lent: who does it, and to whom it is done, as far as a support verb tells.
        factuality: what the support verb adds.
        course: who does something else in the course of it, by the preposition before it.
    """

    around: dict[str, list[int]]
    lent: list[int]
    factuality: str
    passive_lent: list[int]
    course: dict[str, list[int]]


def find_noun_arguments(syntax: Syntax, i: int) -> NounArguments:
    """Find what stands around an event noun."""
    around = {slot: list(tokens) for slot, tokens in syntax.noun_arguments(i).items()}
    carrier = syntax.carrier(i)
    if carrier != i:  # "a round of talks with Egypt", the phrase attached to "round"
        for slot, tokens in syntax.noun_arguments(carrier).items():
            around.setdefault(slot, []).extend(t for t in tokens if t != i and t not in around.get(slot, ()))
    for slot in ("by", "of", "from", "for", "to", "with"):
        # phrases that the parser attached one name too low: "the arrest of Tamm by Interpol"
        for filler in list(around.get(slot, ())):
            for lower, tokens in syntax.noun_arguments(filler).items():
                named = filler in syntax.names or (slot == "of" and lower in INNER)
                if lower in LOWERED and lower not in around and named:
                    around[lower] = list(tokens)
    lent, factuality, passive_lent = _support(syntax, i, around)
    verb, course = syntax.head[carrier], dict[str, list[int]]()
    if syntax.dep[carrier] == "obl" and syntax.pos[verb] == "VERB":  # "Kallas said so in a call with Rutte"
        course[syntax.marker(carrier)] = syntax.arguments(verb).get("subject", [])
    visits = any(e.relation == "visits" for e in syntax.lexicon.entries.get(("verb", syntax.lemma[verb]), ()))
    if visits and not lent and "for" in course:  # "flew to Berlin for talks with Scholz"
        lent, factuality = course["for"], factuality or "Future"
    own = any(syntax.pos[c] == "PRON" for c in syntax.of(i, "nmod:poss"))  # "helped her with her defence"
    if own or not any(e.relation in BACKING for e in syntax.lexicon.entries.get(("noun", syntax.lemma[i]), ())):
        course.pop("with", None)
    return NounArguments(around, lent, factuality, passive_lent, course)


def _event_bindings(syntax: Syntax, frame: Frame, i: int, setting: NounArguments) -> Iterator[Binding]:
    """Event nouns, alone or as the object of a support verb."""
    around, lent, passive_lent, factuality = setting.around, setting.lent, setting.passive_lent, setting.factuality
    if frame.x == frame.y:
        between = expand_partitives(syntax, around.get(frame.x, []))
        if frame.x == "between" and not between and len(before := _owners(syntax, around)) == 2:
            between = before
        yield from ((x, y, i, factuality) for x, y in _pairs(between))
        return

    def actor(marker: str) -> list[int]:
        for slot in ("by", "possessor"):
            found = [t for t in around.get(slot, ()) if syntax.tag[t] not in MONEY]  # "raise aid by £5m"
            if found and slot != marker:
                return found
        host = next((who for case, who in setting.course.items() if case in HOSTING), [])
        if lent or (marker == "with" and host):
            return lent or host
        if "premodifier" in around:
            return _owners(syntax, {"premodifier": around["premodifier"]})
        if "in" in setting.course and not syntax.has(i, "det"):  # "blocked the road in protest against Chad"
            return setting.course["in"]
        return next((around[slot] for slot in ("of", "from") if slot != marker and around.get(slot)), [])

    if frame.x == "possessor":
        ys = (
            (_in_clauses(syntax, i, frame.y) if frame.y.startswith("clause ") else [])
            or _preposition(around, frame.y)
            or (passive_lent if frame.y in {"to", "for", "of", "on", "against", "with"} else [])
            or (setting.course.get("with", []) if frame.y in {"to", "for"} else [])  # "fights with the support of Peru"
        )
        xs = actor(frame.y)
        if passive_lent:
            xs = around.get("from") or around.get("by") or [x for x in xs if x not in passive_lent]
    elif frame.y == "possessor":
        ys = around.get("of") or around.get("possessor") or passive_lent or _owners(syntax, around)
        xs = _preposition(around, frame.x) or [x for x in [*around.get("possessor", ()), *lent] if x not in ys]
    else:
        xs, ys = _preposition(around, frame.x), _preposition(around, frame.y)
    yield from (
        (x, y, i, factuality)
        for x in expand_partitives(syntax, xs)
        for y in expand_partitives(syntax, ys)
        if x not in ys
    )


def _support(syntax: Syntax, i: int, around: dict[str, list[int]]) -> tuple[list[int], str, list[int]]:
    """What a support verb lends to its noun: its subject as X, or as Y ("receive support"), and its phrases."""
    first = syntax.first_conjunct(syntax.carrier(i))
    dep, verb = syntax.dep[first], syntax.head[first]
    if dep in {"nsubj", "nsubj:pass"} and syntax.lemma[verb] in syntax.lexicon.happening:
        _add_phrases(around, syntax.arguments(verb))
    participles = [c for c in syntax.of(first, "acl", "acl:relcl") if syntax.lemma[c] in syntax.lexicon.support]
    if dep in {"obj", "nsubj:pass"}:
        participles = [c for c in participles if syntax.dep[c] == "acl" and syntax.passive(c)]
    elif dep in {"obl", "nsubj"}:
        participles = []
    if participles:
        verb, dep = participles[0], "nsubj:pass" if syntax.passive(participles[0]) else "nsubj"
    elif dep not in {"obj", "nsubj:pass", "obl", "nsubj"}:
        return [], "", []
    for words, bound, factuality in syntax.lexicon.support.get(syntax.lemma[verb], ()):
        needed = further_words(syntax, words_near(syntax, verb), words[1:])
        if needed is None or (len(words) == 1 and dep not in {"obj", "nsubj:pass"}):
            continue
        arguments = syntax.arguments(verb)
        _add_phrases(around, {slot: [t for t in tokens if t != i] for slot, tokens in arguments.items()})
        subject = [t for t in arguments.get("subject", []) if t != i]
        if not subject and dep == "obl":  # "is committed to the fight"
            subject = arguments.get("object", [])
        owned = any(around.get(slot) for slot in ("of", "from", "possessor"))
        if owned and syntax.lemma[verb] in syntax.lexicon.possessing:
            bound = "Y"  # "has the support of Peru": of somebody else
        return ([], factuality, subject) if bound == "Y" else (subject, factuality, [])
    return [], "", []


def _add_phrases(around: dict[str, list[int]], arguments: dict[str, list[int]]) -> None:
    """Add the phrases of a verb to those around its noun; who gets something is the one to whom it goes."""
    for slot, tokens in arguments.items():
        if slot not in {"subject", "object"}:
            held = around.setdefault("to" if slot == "indirect" else slot, [])
            held += [t for t in tokens if t not in held]
