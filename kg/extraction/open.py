"""Open relations: what any verb, copula or apposition says of its arguments, in the text's own words.

The clause types follow ClausIE (Del Corro and Gemulla, WWW 2013): a predicate with its subject, its objects and
complements, and its adverbials, each coordination spread over its members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extraction.syntax import Syntax

LEFT_OUT: Final = frozenset({"acl:relcl", "appos", "parataxis", "advcl:relcl", "discourse", "vocative", "reparandum"})
ADVERBIALS: Final = frozenset({"obl", "obl:unmarked", "obl:agent"})


@dataclass(frozen=True, slots=True)
class OpenRelation:
    """A predicate with the phrases around it.

    Args:
        relation: tokens of the predicate's words.
        subject: tokens of the first argument.
        arguments: tokens of each further argument.
        predicate: the predicate's own token.
        confidence: rough order of trust, 0 to 1.
    """

    relation: tuple[int, ...]
    subject: tuple[int, ...]
    arguments: tuple[tuple[int, ...], ...]
    predicate: int
    confidence: float


def find_open_relations(syntax: Syntax) -> Iterator[OpenRelation]:
    """Every relation between two phrases of the document.

    Args:
        syntax: the document's trees.

    Yields:
        Open relations in the order of their predicates.
    """
    for i, pos in enumerate(syntax.pos):
        if pos == "VERB" and syntax.dep[i] not in {"amod", "compound", "case", "fixed", "flat"}:
            yield from _verbal(syntax, i)
        elif syntax.has(i, "cop"):
            yield from _copular(syntax, i)
        yield from _nominal(syntax, i)


def _phrase(syntax: Syntax, head: int, *, whole: bool = False, case: bool = True) -> tuple[int, ...]:
    """The tokens of a phrase, without relative clauses and further conjuncts unless the whole is asked for."""
    kept = [head]
    for c in syntax.children[head]:
        dep = syntax.dep[c]
        if not whole and (dep in LEFT_OUT or dep in {"conj", "cc"}):
            continue
        if (dep == "case" and not case) or (dep == "punct" and not whole and c > head):
            continue
        if dep in {"nsubj", "nsubj:pass", "cop", "aux", "mark", "expl"} and not whole:
            continue
        kept += _phrase(syntax, c, whole=whole or dep in {"acl", "ccomp", "xcomp", "advcl"})
    return tuple(sorted(kept))


def _relation_words(syntax: Syntax, i: int) -> list[int]:
    words = [i]
    for c in syntax.children[i]:
        dep = syntax.dep[c]
        if dep in {"aux", "aux:pass", "compound:prt", "cop"} or (
            dep == "advmod" and abs(c - i) <= 3 and not syntax.children[c]
        ):
            words.append(c)
    if syntax.dep[i] == "conj" and not syntax.has(i, "aux", "aux:pass") and syntax.pos[syntax.head[i]] == "VERB":
        words += syntax.of(syntax.head[i], "aux", "aux:pass") if syntax.tag[i] in {"VBN", "VB", "VBG"} else []
    return words


def _chain_of_verbs(syntax: Syntax, i: int) -> list[int]:
    """The verbs that govern an infinitive with the same subject: "tries to woo"."""
    words: list[int] = []
    while (
        syntax.dep[i] == "xcomp"
        and syntax.pos[syntax.head[i]] == "VERB"
        and not syntax.has(syntax.head[i], "obj", "iobj")
    ):
        words += syntax.of(i, "mark")
        i = syntax.head[i]
        words += _relation_words(syntax, i)
    return words


def _verbal(syntax: Syntax, i: int) -> Iterator[OpenRelation]:
    subjects = syntax.surface_subject(i)
    if not subjects or any(
        syntax.dep[c] == "xcomp" and syntax.pos[c] == "VERB" and not syntax.has(i, "obj") for c in syntax.children[i]
    ):
        return
    own = [*_relation_words(syntax, i), *_chain_of_verbs(syntax, i)]
    shared = (
        [c for c in syntax.children[syntax.head[i]] if c > i and syntax.dep[c] in ADVERBIALS | {"obj"}]
        if syntax.dep[i] == "conj"
        else []
    )
    objects, adverbials, clauses = [], [], []
    for c in sorted([*syntax.children[i], *shared]):
        dep = syntax.dep[c]
        if dep in {"obj", "iobj"}:
            objects.append(c)
        elif dep in ADVERBIALS:
            adverbials.append(c)
        elif dep in {"ccomp", "xcomp"} or (
            dep == "advcl" and c > i and syntax.marker(c) in {"to", "by", "for", "of", "from"}
        ):
            clauses.append(c)
    if syntax.dep[i] == "acl:relcl" and not objects:
        gap = [t for t in syntax.arguments(i).get("object", ()) if t == syntax.head[i]]
        objects += gap if not syntax.passive(i) else []
    for subject in subjects:
        s = _phrase(syntax, subject)
        if objects:
            for member in syntax.conjuncts(objects[-1]):
                rest = [_phrase(syntax, o) for o in objects[:-1]]
                first = _phrase(syntax, member)
                yield _made(
                    syntax,
                    i,
                    own,
                    s,
                    [
                        *rest,
                        first,
                        *(_phrase(syntax, a) for a in adverbials),
                        *(_phrase(syntax, c, whole=True) for c in clauses),
                    ],
                )
        elif clauses:
            for c in clauses:
                yield _made(
                    syntax, i, own, s, [_phrase(syntax, c, whole=True), *(_phrase(syntax, a) for a in adverbials)]
                )
        elif adverbials:
            main = min(adverbials, key=lambda a: (a < i, abs(a - i)))
            case = syntax.of(main, "case")
            fixed = [f for c in case for f in syntax.of(c, "fixed")]
            for member in syntax.conjuncts(main):
                others = [_phrase(syntax, a) for a in adverbials if a != main]
                yield _made(syntax, i, [*own, *case, *fixed], s, [_phrase(syntax, member, case=False), *others])
        else:
            yield _made(syntax, i, own, s, [], doubt=0.4)


def _copular(syntax: Syntax, i: int) -> Iterator[OpenRelation]:
    words = [
        *syntax.of(i, "cop", "aux"),
        *(c for c in syntax.of(i, "advmod") if syntax.lower[c] in {"not", "n't", "never", "also"}),
    ]
    if syntax.pos[i] == "ADJ":
        words.append(i)
    case = syntax.of(i, "case")
    for subject in syntax.surface_subject(i):
        s = _phrase(syntax, subject)
        adverbials = [_phrase(syntax, a) for a in syntax.of(i, *ADVERBIALS)]
        if syntax.pos[i] == "ADJ":
            mains = syntax.of(i, "obl", "xcomp", "advcl")
            if mains:
                head = mains[0]
                yield _made(
                    syntax,
                    i,
                    [*words, *syntax.of(head, "case")],
                    s,
                    [_phrase(syntax, head, whole=syntax.dep[head] != "obl", case=False), *adverbials[1:]],
                )
            else:
                yield _made(syntax, i, words[:-1], s, [_phrase(syntax, i)], doubt=0.8)
            continue
        for member in syntax.conjuncts(i):
            phrase = tuple(t for t in _phrase(syntax, member, case=False) if t not in words)
            yield _made(syntax, i, [*words, *case], s, [phrase])


def _nominal(syntax: Syntax, i: int) -> Iterator[OpenRelation]:
    """Appositions say what their noun is."""
    for c in syntax.of(i, "appos"):
        if syntax.pos[i] == "PROPN" or syntax.pos[c] == "PROPN":
            yield OpenRelation((), _phrase(syntax, i), (_phrase(syntax, c),), c, 0.5)


def _made(
    syntax: Syntax,
    i: int,
    words: Iterable[int],
    subject: tuple[int, ...],
    arguments: list[tuple[int, ...]],
    *,
    doubt: float = 1.0,
) -> OpenRelation:
    relation = tuple(sorted(set(words)))
    filled = tuple(a for a in arguments if a)
    trust = syntax.doc.arc_probability(i) * doubt * (1.0 if filled else 0.5)
    return OpenRelation(relation, subject, filled, i, round(trust, 3))
