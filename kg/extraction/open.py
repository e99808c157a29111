"""Open relations: what any verb, copula or apposition says of its arguments, in the text's own words.

The clause types follow ClausIE (Del Corro and Gemulla, WWW 2013): a predicate with its subject, its objects and
complements, and its adverbials, each coordination spread over its members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.document import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extraction.syntax import Syntax

ADVERBIALS: Final = frozenset({"obl", "obl:unmarked", "obl:agent", "obl:npmod", "obl:tmod"})
AUXILIARIES: Final = frozenset({"aux", "aux:pass", "cop", "compound:prt"})
LEFT_OUT: Final = frozenset({
    "acl:relcl", "appos", "parataxis", "advcl:relcl", "discourse", "vocative", "reparandum", "dislocated",
})  # fmt: skip
"""What hangs on a noun and says something of its own."""
CLAUSAL: Final = ADVERBIALS.union(SUBJECTS, {"cop", "aux", "aux:pass", "mark", "advcl", "ccomp"})
"""What hangs on a predicate noun and belongs to its clause."""
ASIDE: Final = frozenset({",", ";", "-", "--", "–", "—", ":", "..."})
QUOTES: Final = {"``": "''", "“": "”", '"': '"', "‘": "’", "`": "'", "'": "'", "(": ")", "[": "]", "-lrb-": "-rrb-"}


Tokens: TypeAlias = tuple[int, ...]
"""The tokens of a phrase, in the order of the text."""


@dataclass(frozen=True, slots=True)
class OpenRelation:
    """A predicate with the phrases around it.

    Args:
        relation: the predicate's words.
        subject, arguments: the first argument, and each further one.
        predicate: the predicate's own token.
        confidence: rough order of trust, 0 to 1.
    """

    relation: Tokens
    subject: Tokens
    arguments: tuple[Tokens, ...]
    predicate: int
    confidence: float


def find_open_relations(syntax: Syntax) -> Iterator[OpenRelation]:
    """Every relation between two phrases of a document, in the order of their predicates."""
    for i, pos in enumerate(syntax.pos):
        if syntax.has(i, "cop"):
            yield from _copular(syntax, i)
        elif pos == "VERB" and syntax.dep[i] not in {"amod", "compound", "case", "fixed", "flat"}:
            yield from _verbal(syntax, i)
        yield from _nominal(syntax, i)


# phrases


def _phrase(syntax: Syntax, head: int, *, case: bool = True, without: int = -1) -> Tokens:
    """A noun's phrase without its other conjuncts and without the clauses that say more of it; `case` says whether its
    prepositions belong to it, `without` which clause below it is left out."""
    clause = syntax.has(head, "cop") or syntax.pos[head] in {"VERB", "AUX"}
    kept = [head]
    for c in syntax.children[head]:
        dep = syntax.dep[c]
        if c == without or dep in LEFT_OUT or dep in {"conj", "cc", "cc:preconj", "punct"}:
            continue
        if (dep == "case" and not case and c < head and syntax.lower[c] not in {"'s", "’s"}) or _aside(syntax, c):
            continue
        if clause and dep in CLAUSAL:
            continue
        kept += _below(syntax, c, without)
    return _joined(syntax, kept)


def _below(syntax: Syntax, i: int, without: int = -1) -> list[int]:
    """What hangs below a token inside a phrase, the token included."""
    kept = [i]
    clause = syntax.dep[i] in {"acl", "ccomp", "xcomp", "advcl"}
    for c in syntax.children[i]:
        if c == without or (not clause and (syntax.dep[c] in LEFT_OUT or _aside(syntax, c))):
            continue
        if syntax.dep[c] != "punct":
            kept += _below(syntax, c, without)
    return kept


def _aside(syntax: Syntax, i: int) -> bool:
    """Whether a participle is set off by a comma: "the brew, called Lumiko"."""
    if syntax.dep[i] not in {"acl", "advcl"} or i < syntax.head[i]:
        return False
    first = min(_below(syntax, i))
    return first > 0 and syntax.lower[first - 1] in ASIDE


def _clause(syntax: Syntax, head: int) -> Tokens:
    """All tokens of a clause."""
    kept = [c for c in syntax.children[head] if syntax.dep[c] not in {"punct", "discourse", "vocative"}]
    return _joined(syntax, [head, *(t for c in kept for t in syntax.below(c))])


def _joined(syntax: Syntax, tokens: list[int]) -> Tokens:
    """Tokens in order, with the punctuation between neighbours and the quotes and brackets around them."""
    words = sorted({t for t in tokens if syntax.dep[t] != "punct"})
    if not words:
        return ()
    found = [words[0]]
    for word in words[1:]:
        between = range(found[-1] + 1, word)
        if all(syntax.dep[t] == "punct" for t in between):
            found += between
        found.append(word)
    first, last = found[0] - 1, found[-1] + 1
    if first >= 0 and (closing := QUOTES.get(syntax.lower[first])) and syntax.dep[first] == "punct":
        after = last < len(syntax.pos) and syntax.lower[last] == closing
        if after or any(syntax.lower[t] == closing and syntax.dep[t] == "punct" for t in found):
            found = [first, *found, last] if after else [first, *found]
    elif last < len(syntax.pos) and any(
        QUOTES.get(syntax.lower[t]) == syntax.lower[last] and syntax.dep[t] == "punct" for t in found[:-1]
    ):
        found.append(last)
    return tuple(found)


# clauses


def _relation_words(syntax: Syntax, i: int) -> list[int]:
    """A predicate with its auxiliaries, particles, and the adverbs near it that are nothing but themselves."""
    near = [c for c in syntax.of(i, "advmod") if abs(c - i) <= 3]
    adverbs = [c for c in near if not syntax.children[c] and syntax.tag[c] not in {"WRB", "WDT"}]
    words = [i, *syntax.of(i, *AUXILIARIES), *adverbs]
    first = syntax.head[i]
    if syntax.dep[i] == "conj" and syntax.tag[i] in {"VBN", "VB", "VBG"} and syntax.pos[first] == "VERB":
        words += [] if syntax.has(i, "aux", "aux:pass") else syntax.of(first, "aux", "aux:pass")
    return words


def _chain_of_verbs(syntax: Syntax, i: int) -> list[int]:
    """The verbs and adjectives that govern an infinitive with the same subject: "tries to woo", "is able to serve"."""
    words: list[int] = []
    while syntax.dep[i] == "xcomp" and _hands_on(syntax, syntax.head[i]):
        words += syntax.of(i, "mark")
        i = syntax.head[i]
        words += _relation_words(syntax, i)
    return words


def _hands_on(syntax: Syntax, i: int) -> bool:
    """Whether a predicate's infinitive speaks for it."""
    if syntax.pos[i] == "VERB":
        return not syntax.has(i, "obj", "iobj")
    return syntax.pos[i] == "ADJ" and syntax.has(i, "cop")


def _carries_infinitive(syntax: Syntax, i: int) -> bool:
    return _hands_on(syntax, i) and any(
        (syntax.pos[c] == "VERB" or syntax.has(c, "cop")) and syntax.subjects(c) for c in syntax.of(i, "xcomp")
    )


def _subjects(syntax: Syntax, i: int) -> list[Tokens]:
    if clauses := syntax.of(i, "csubj", "csubj:pass"):
        return [_clause(syntax, clauses[0])]
    return [_phrase(syntax, _named(syntax, s), case=False, without=i) for s in syntax.subjects(i)]


def _named(syntax: Syntax, i: int) -> int:
    """Who is meant by a predicate noun that a clause says more of: "Ann is the doctor who …"."""
    above = syntax.subjects(i) if syntax.has(i, "cop") and syntax.pos[i] in {"NOUN", "PROPN"} else []
    return above[0] if len(above) == 1 else i


def _verbal(syntax: Syntax, i: int) -> Iterator[OpenRelation]:
    subjects = _subjects(syntax, i)
    if not subjects or _carries_infinitive(syntax, i):
        return
    own = [*_relation_words(syntax, i), *_chain_of_verbs(syntax, i), *syntax.of(i, "expl")]
    shared = syntax.of(syntax.head[i], "obj", *ADVERBIALS) if syntax.dep[i] == "conj" else []
    objects, adverbials, clauses, purposes = [], [], [], []
    for c in sorted([*syntax.children[i], *(c for c in shared if c > i)]):
        dep = syntax.dep[c]
        if dep in {"obj", "iobj"}:
            objects.append(syntax.antecedent(c))
        elif dep in ADVERBIALS or (dep == "advmod" and c not in own and syntax.tag[c] not in {"WRB", "WDT"}):
            adverbials.append(c)
        elif dep in {"ccomp", "xcomp"}:
            clauses.append(c)
        elif dep == "advcl" and c > i and syntax.marker(c) in {"to", "by", "for", "of", "from"}:
            purposes.append(c)
    if not (objects or adverbials or clauses):
        clauses, purposes = purposes, []
    doubt = 0.15 if syntax.dep[i] in {"advcl", "acl"} and syntax.infinitive(i) else 1.0  # what is only meant to be
    if syntax.dep[i] == "acl:relcl" and not objects and not syntax.passive(i):
        objects += [t for t in syntax.arguments(i).get("object", ()) if t == syntax.head[i]]
    said, aims = [_clause(syntax, c) for c in clauses], [_clause(syntax, p) for p in purposes]
    beside = [_phrase(syntax, a) for a in adverbials]
    for s in subjects:
        if objects:
            first = [_phrase(syntax, o, case=False, without=i) for o in objects[:-1]]
            for member in syntax.conjuncts(objects[-1]):
                last = _phrase(syntax, member, case=False, without=i)
                yield _made(syntax, i, own, s, [*first, last, *beside, *said, *aims], doubt=doubt)
        elif said:
            for clause in said:
                yield _made(syntax, i, own, s, [clause, *beside, *aims], doubt=doubt)
        elif after := [a for a in adverbials if a > i]:
            main = min(after, key=lambda a: (not syntax.has(a, "case"), a))
            case = syntax.of(main, "case")
            words = [*own, *case, *(f for c in case for f in syntax.of(c, "fixed"))]
            others = [phrase for a, phrase in zip(adverbials, beside, strict=True) if a != main]
            for member in syntax.conjuncts(main):
                yield _made(syntax, i, words, s, [_phrase(syntax, member, case=False), *others, *aims], doubt=doubt)
        else:
            known = 1.0 if syntax.has(i, "expl") else 0.4  # "there were clashes" is complete, "he called" is not
            yield _made(syntax, i, own, s, beside, doubt=known * doubt)


def _copular(syntax: Syntax, i: int) -> Iterator[OpenRelation]:
    if _carries_infinitive(syntax, i):
        return
    words = [
        *syntax.of(i, "cop", "aux", "expl"),
        *(c for c in syntax.of(i, "advmod") if syntax.lower[c] in {"not", "n't", "never", "also"}),
        *_chain_of_verbs(syntax, i),
    ]
    case = syntax.of(i, "case")
    adverbials = syntax.of(i, *ADVERBIALS)
    for s in _subjects(syntax, i):
        if syntax.pos[i] == "ADJ" and (mains := syntax.of(i, "obl", "xcomp", "ccomp", "advcl")):
            degree = [c for c in syntax.of(i, "advmod") if c not in words and not syntax.children[c]]
            head = mains[0]
            phrase = _phrase(syntax, head, case=False) if syntax.dep[head] == "obl" else _clause(syntax, head)
            first = syntax.of(head, "case") if syntax.dep[head] == "obl" else []
            rest = [_phrase(syntax, a) for a in adverbials if a != head]
            yield _made(syntax, i, [*words, i, *degree, *first], s, [phrase, *rest])
            continue
        for member in syntax.conjuncts(i):
            if member != i and (syntax.has(member, "cop") or syntax.pos[member] == "VERB"):
                continue
            phrase = tuple(t for t in _phrase(syntax, member, case=False) if t not in words)
            beside = [_phrase(syntax, a) for a in adverbials]
            doubt = 0.8 if syntax.pos[i] == "ADJ" else 1.0
            yield _made(syntax, i, [*words, *case], s, [phrase, *beside], doubt=doubt)


def _nominal(syntax: Syntax, i: int) -> Iterator[OpenRelation]:
    """Appositions say what their noun is."""
    for c in syntax.of(i, "appos"):
        if syntax.pos[i] == "PROPN" or syntax.pos[c] == "PROPN":
            name, noun = (i, c) if syntax.pos[i] == "PROPN" else (c, i)  # "his partner, Ann Tamm": she is the partner
            yield OpenRelation((), _phrase(syntax, name, case=False), (_phrase(syntax, noun, case=False),), c, 0.5)


def _made(
    syntax: Syntax, i: int, words: Iterable[int], subject: Tokens, arguments: list[Tokens], *, doubt: float = 1.0
) -> OpenRelation:
    filled = tuple(a for a in arguments if a)
    trust = syntax.doc.arc_probability(i) * doubt * (1.0 if filled else 0.5)
    return OpenRelation(tuple(sorted(set(words))), subject, filled, i, round(trust, 3))
