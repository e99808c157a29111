"""From syntax to relations: where the words of a lexical entry stand with the arguments that its frame asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.extraction.document import where
from kg.extraction.syntax import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.extraction.lexicon import Frame, LexicalEntry, Lexicon
    from kg.extraction.syntax import Syntax

POS: Final = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
CLAUSES: Final = frozenset({"ccomp", "advcl", "acl:relcl", "conj", "parataxis", "csubj"})
PARTICLES: Final = frozenset(
    {"out", "up", "down", "off", "away", "back", "over", "together", "along", "ahead", "alongside"}
)
MOVED: Final = frozenset(
    {"on", "against", "to", "for", "with", "from"}
)  # phrases that parsers hang too low or too high
LOWERED: Final = MOVED | {"by"}
BACKING: Final = frozenset({"supports", "aids"})
NAMEABLE: Final = frozenset(
    {"Place", "Country", "Organization"}
)  # classes whose nouns may stand for a name before or behind
INNER: Final = frozenset({"to", "against", "on"})  # "delivery of tanks to Chad", "the fight of rebels against it"
RECIPROCAL: Final = (["each", "other"], ["one", "another"])
REACH: Final = 12  # tokens between the head of an entry and its further words
DEMANDING: Final = frozenset({"must", "should", "shall", "ought", "need"})  # modals of clauses that demand
HOSTING: Final = frozenset({"in", "at", "during", "after", "before", "following", "ahead of", "on"})


Binding: TypeAlias = tuple[int, int, int, str]
"""The tokens of both arguments, the token that is judged, and what a support verb adds to the factuality."""
Key: TypeAlias = tuple[int, bool]
"""Which frame it is, and whether of a verb."""


@dataclass(slots=True, eq=False)  # not frozen, since so many are made; nobody changes one
class Match:
    """A lexical entry found in a text with both its arguments.

    Args:
        entry: the lexical entry.
        predicate: the token of its head word.
        judged: the token whose status decides whether it is so (the head word's, or that of the copula's clause).
        x, y: the tokens that fill the relation's subject and object.
        words: all tokens of the entry's words.
        factuality: what a support verb adds ("pledge support"), or empty.
        inside: whether its object stands behind "in", which may only say where: "strikes in Syria".
    """

    entry: LexicalEntry
    predicate: int
    judged: int
    x: int
    y: int
    words: tuple[int, ...]
    factuality: str = ""
    inside: bool = False


def find_matches(syntax: Syntax, lexicon: Lexicon, *, skip: frozenset[int] = frozenset()) -> Iterator[Match]:
    """Every lexical entry that the document's trees satisfy.

    Args:
        syntax: the document's trees.
        lexicon: the entries.
        skip: tokens that are not looked at (repeated text, parts of names).

    Yields:
        Matches in the order of the text; of entries on one token with the same arguments those of more words first.
    """
    sentence, said = -1, frozenset[str]()
    known, by_second_word, doc = lexicon.words, lexicon.by_second_word, syntax.doc
    settings: dict[int, Setting] = {}
    for i, (lemma, word) in enumerate(zip(syntax.lemma, syntax.lower, strict=True)):
        if not (lemma in known or word in known) or i in skip:
            continue
        pos = POS.get(syntax.pos[i])
        if syntax.pos[i] == "PROPN" and doc[i].label not in {"", "MISC"}:
            continue  # "Gary Fan" is nobody's fan, and "9th Battalion" no battalion of something
        if syntax.dep[i] == "case" and syntax.head[i] != i:
            yield from _prepositions(syntax, lexicon, i)
            continue
        if pos is None:
            continue
        kinds = ("verb", "adjective") if syntax.tag[i] in {"VBN", "VBG", "JJ"} else (pos,)
        forms = (lemma,) if lemma == word else (min(lemma, word), max(lemma, word))
        entries: list[LexicalEntry] = []
        alone = 0  # how many of them have no further words
        for kind in kinds:
            for form in (lemma,) if kind == pos == "verb" else forms:
                second_words = by_second_word.get((kind, form))
                if second_words is None:
                    continue
                own = second_words.get("", ())
                alone += len(own)
                entries += own
                if len(second_words) > bool(own):
                    if doc.sentence[i] != sentence:
                        sentence = doc.sentence[i]
                        start, end = doc.sentences[sentence]
                        said = frozenset(syntax.lemma[start:end]).union(syntax.lower[start:end])
                    entries += _all_said(second_words, said)
        if not entries:
            continue
        near = _near(syntax, i) if len(entries) > alone else []
        around = {syntax.lemma[c] for c in near}.union([syntax.lower[c] for c in near]) if near else _NOTHING
        bound: dict[Key, list[Binding]] = {}  # what fills a frame is looked for once, whatever word has it
        found = [
            match
            for entry in entries
            if len(entry.words) == 1 or around.issuperset(entry.words[1:])
            for match in _match(syntax, lexicon, entry, i, near, bound, settings)
        ]
        yield from sorted(found, key=lambda m: (-len(m.entry.words), m.entry.name, m.x, m.y, m.entry.words))


_NOTHING: Final[frozenset[str]] = frozenset()


def _all_said(second_words: Mapping[str, tuple[LexicalEntry, ...]], said: frozenset[str]) -> list[LexicalEntry]:
    """Of the entries of several words that begin with one word those whose further words a sentence has."""
    words = second_words.keys() & said
    return [entry for word in words for entry in second_words[word] if said.issuperset(entry.words[2:])]


def find_ellipses(syntax: Syntax, matches: Sequence[Match]) -> Iterator[Match]:
    """What `do so` and a bare `did` stand for: "NATO helps Ukraine and will continue to do so", "but Israel did".

    Args:
        syntax: the document's trees.
        matches: those of the document.

    Yields:
        The matches of the verb before, with the subject of `do` and its status.
    """
    for i in where(syntax.lemma, {"do"}):
        if (
            syntax.pos[i] not in {"VERB", "AUX"}
            or syntax.dep[i] in {"aux", "aux:pass"}
            or syntax.has(i, "obj", "ccomp")
        ):
            continue
        so = any(syntax.lower[c] == "so" for c in syntax.of(i, "advmod", "obj"))
        if not so and not (syntax.dep[i] == "conj" and syntax.has(i, "nsubj")):
            continue
        start = syntax.doc.sentences[syntax.doc[i].sentence][0]
        before = [m for m in matches if start <= m.predicate < i and m.entry.pos == "verb" and m.judged == m.predicate]
        last = max((m.predicate for m in before), default=-1)
        subjects = syntax.surface_subject(i)
        for m in before:
            if m.predicate == last and m.x in syntax.arguments(last).get("subject", ()):
                yield from (replace(m, x=x, judged=i) for x in subjects if x != m.y)


def _match(
    syntax: Syntax,
    lexicon: Lexicon,
    entry: LexicalEntry,
    i: int,
    near: Sequence[int],
    bound: dict[Key, list[Binding]],
    settings: dict[int, Setting],
) -> Iterator[Match]:
    words = _words(syntax, near, entry.words[1:]) if len(entry.words) > 1 else []
    if words is None:
        return
    verb = entry.pos == "verb"
    for frame in entry.frames:
        key = id(frame), verb
        bindings = bound.get(key) if not (verb and words) else None
        if bindings is None:
            if verb:
                bindings = list(_verb(syntax, frame, i, words))
            elif "holder" in (frame.x, frame.y):
                bindings = list(_held(syntax, frame, i))
            else:
                if i not in settings:
                    settings[i] = _setting(syntax, lexicon, i)
                bindings = list(_noun(syntax, frame, i, settings[i]))
            if not (verb and words):
                bound[key] = bindings
        for x, y, judged, factuality in bindings:
            if x != y or frame.x == frame.y:
                yield Match(entry, i, judged, x, y, (i, *words), factuality, frame.y == "in")


def _near(syntax: Syntax, i: int) -> list[int]:
    """Where the further words of an entry may stand: near below its head, or in an object that is outside of it."""
    near = [c for c in syntax.children[i] if syntax.dep[c] not in CLAUSES]
    near += [g for c in near for g in syntax.children[c] if syntax.dep[g] not in CLAUSES]
    near += syntax.arguments(i).get("object", [])  # of a passive or a relative clause
    return [c for c in near if abs(c - i) <= REACH]


def _words(syntax: Syntax, near: Sequence[int], wanted: Sequence[str]) -> list[int] | None:
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
        if " " in marker:
            first, _, last = marker.partition(" ")
            if last == preposition and first in PARTICLES:
                tokens += fillers
    return tokens


def _meant(syntax: Syntax, tokens: Iterable[int]) -> list[int]:
    """Fillers with partitives opened: of "dozens of protesters" the protesters."""
    meant = []
    for t in tokens:
        inner = syntax.noun_arguments(t).get("of", []) if syntax.partitive(t) else []
        meant += inner or [t]
    return meant


def _pairs(tokens: list[int]) -> Iterator[tuple[int, int]]:
    """Those who do something to one another: every two of several, or one phrase that stands for two."""
    yield from combinations(tokens, 2) if len(tokens) > 1 else ((t, t) for t in tokens)


def _verb(syntax: Syntax, frame: Frame, i: int, words: list[int]) -> Iterator[Binding]:
    arguments = syntax.arguments(i)
    nouns = [w for w in words if syntax.pos[w] in {"NOUN", "PROPN"}] if words else []
    if nouns:
        arguments = {slot: list(tokens) for slot, tokens in arguments.items()}
        for w in nouns:
            for slot, tokens in syntax.noun_arguments(w).items():
                if slot not in {"possessor", "premodifier"}:
                    arguments.setdefault(slot, []).extend(t for t in tokens if t not in arguments.get(slot, ()))
        if "of" not in arguments and "of" in (frame.x, frame.y):
            arguments["of"] = _owners(syntax, nouns)
    if syntax.dep[i] == "amod" and syntax.tag[i] == "VBN":  # "Iran-backed militia"
        agents = [c for c in syntax.children[i] if c < i and syntax.pos[c] in {"PROPN", "NOUN", "ADJ"}]
        arguments = {"subject": agents, "object": [syntax.head[i]]}

    def fill(slot: str) -> list[int]:
        if slot.startswith("clause "):
            _, marker, role = slot.rsplit(" ", 2)
            clauses = _clauses(syntax, i, marker)
            return [
                t
                for c in clauses
                for t in (*syntax.arguments(c).get(role, ()), *(_aims(syntax, c) if role == "object" else ()))
            ]
        if slot == "object" and not arguments.get("object"):
            slot = "indirect"  # "warned Greece that …"
        filled = arguments.get(slot) or []
        if not filled and slot not in {"subject", "object", "indirect"}:
            filled = _preposition(arguments, slot) or _behind_name(syntax, arguments, slot)
        return _meant(syntax, filled) if filled else []

    xs = fill(frame.x)
    if not xs:
        return
    if frame.x == frame.y:
        if not syntax.passive(i):  # what is made up by several has not made up with them
            yield from ((x, y, i, "") for x, y in _pairs(xs))
        return
    ys = fill(frame.y)
    if any(syntax.lower[t : t + 2] in RECIPROCAL or syntax.lower[t - 1 : t + 1] in RECIPROCAL for t in ys):
        for x, y in _pairs(xs):  # "accuse each other"
            yield from ((x, y, i, ""), (y, x, i, ""))
        return
    # a word of the phrase is not its own argument
    yield from ((x, y, i, "") for x in xs for y in ys if x not in words and y not in words)


def _owners(syntax: Syntax, nouns: Sequence[int]) -> list[int]:
    """Whose the nouns of a phrase are: "burned a Turkish flag", "summoned Chad's ambassador"."""
    found = []
    for noun in nouns:
        around = syntax.noun_arguments(noun)
        found += around.get("possessor") or [t for t in around.get("premodifier", ()) if t in syntax.names]
    return found


def _behind_name(syntax: Syntax, arguments: dict[str, list[int]], slot: str) -> list[int]:
    """What a phrase that parsers hang on an object names, where it is the verb's: "left Dortmund for Madrid"."""
    if slot not in MOVED:
        return []
    objects = [t for t in arguments.get("object", ()) if t in syntax.names or syntax.lemma[t] in syntax.people]
    return [t for moved in objects[-1:] for t in syntax.noun_arguments(moved).get(slot, ())]


def _aims(syntax: Syntax, verb: int) -> list[int]:
    """Names at which a threatened act is aimed: "to break relations with Russia", "an offensive against Iraq"."""
    phrases = dict(syntax.arguments(verb))
    for t in phrases.get("object", ()):
        for marker, tokens in syntax.noun_arguments(t).items():
            phrases[marker] = [*phrases.get(marker, ()), *tokens]
    return [
        t for marker in ("against", "on", "with", "to", "from") for t in phrases.get(marker, ()) if t in syntax.names
    ]


def _clauses(syntax: Syntax, i: int, marker: str) -> list[int]:
    """The clauses that a verb or noun demands or threatens with: "that Spain leave", "to attack Spain"."""
    found = [c for c in syntax.of(i, "ccomp", "xcomp", "advcl", "acl") if c > i]
    if marker == "for":
        return [c for c in found if any(syntax.lower[m] == "for" for m in syntax.of(c, "mark", "case"))]
    if marker == "that":
        embedded = [
            c for c in found if syntax.dep[c] == "ccomp" or (syntax.dep[c] == "acl" and syntax.marker(c) == "that")
        ]
        return [c for c in embedded if not _states(syntax, c)]
    return [c for c in found if syntax.dep[c] != "advcl"]


def _states(syntax: Syntax, i: int) -> bool:
    """Whether a clause tells what is, will or may be, not what is to be: "insisted that Chad had armed the rebels",
    "ruled that the union may strike"."""
    return any(
        syntax.tag[t] in {"VBD", "VBZ"} or (syntax.tag[t] == "MD" and syntax.lower[t] not in DEMANDING)
        for t in (i, *syntax.of(i, "aux", "aux:pass", "cop"))
    )


def _held(syntax: Syntax, frame: Frame, i: int) -> Iterator[Binding]:
    """Relational nouns and adjectives: what is said of whom."""
    nominal = syntax.pos[i] in {"NOUN", "PROPN"}
    other = frame.y if frame.x == "holder" else frame.x
    holders = list(syntax.holders(i)) if nominal else list(_described(syntax, i))
    if frame.x == frame.y:
        for x, y in _pairs([h for h, _ in holders]):
            yield x, y, holders[0][1], ""
        return
    around = syntax.noun_arguments(i) if nominal else syntax.arguments(i)
    if other == "possessor":
        fillers = [*around.get("possessor", ()), *around.get("of", ())] or _flat_premodifiers(syntax, around)
    else:
        fillers = _preposition(around, other)
        if not fillers and other == "in" and syntax.lower[i - 1 : i] == ["-"]:  # "the Oslo-based firm Nordkap"
            fillers = [c for c in syntax.children[i] if c in syntax.names and c == i - 2]
            holders = [(h, judged) for h, judged in holders if _bears_name(syntax, h)]
    for holder, judged in holders:
        for filler in _meant(syntax, fillers):
            yield (holder, filler, judged, "") if frame.x == "holder" else (filler, holder, judged, "")


def _bears_name(syntax: Syntax, i: int) -> bool:
    """Whether a noun is a name, or one stands beside it."""
    beside = [*syntax.of(i, "appos"), *([syntax.head[i]] if syntax.dep[i] in {"appos", "nmod:desc"} else [])]
    return i in syntax.names or not syntax.names.isdisjoint(beside)


def _described(syntax: Syntax, i: int) -> Iterator[tuple[int, int]]:
    """What an adjective or participle is said of."""
    dep, governor = syntax.dep[i], syntax.head[i]
    if dep in {"amod", "acl"} and syntax.pos[governor] in {"NOUN", "PROPN", "PRON"}:
        yield governor, i
    elif syntax.has(i, "cop", "aux:pass") or dep in {"ROOT", "acl:relcl", "xcomp", "advcl", "conj", "ccomp"}:
        for s in syntax.surface_subject(i):
            yield s, i


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around an event noun, whatever its frame.

    Args:
        around: from `possessor`, `premodifier` or a preposition to the tokens that fill it.
        lent, passive_lent: who does it, and to whom it is done, as far as a support verb tells.
        factuality: what the support verb adds.
        backing: whether the noun is one of support.
    """

    around: dict[str, list[int]]
    lent: list[int]
    factuality: str
    passive_lent: list[int]
    backing: bool


def _setting(syntax: Syntax, lexicon: Lexicon, i: int) -> Setting:
    around = {slot: list(tokens) for slot, tokens in syntax.noun_arguments(i).items()}
    carrier = syntax.carrier(i)
    if carrier != i:  # "a round of talks with Egypt", the phrase hanging on "round"
        for slot, tokens in syntax.noun_arguments(carrier).items():
            around.setdefault(slot, []).extend(t for t in tokens if t != i and t not in around.get(slot, ()))
    for slot in ("by", "of", "from", "for", "to", "with"):
        # phrases that the parser hung one name too low: "the arrest of Tamm by Interpol"
        for filler in list(around.get(slot, ())):
            for lower, tokens in syntax.noun_arguments(filler).items():
                if (
                    lower in LOWERED
                    and lower not in around
                    and (filler in syntax.names or (slot == "of" and lower in INNER))
                ):
                    around[lower] = list(tokens)
    for case, tokens in _behind(syntax, i).items():
        around.setdefault(case, tokens)
    lent, factuality, passive_lent = _support(syntax, lexicon, i, around)
    if not lent and (bound := _bound_for(syntax, lexicon, carrier)):
        lent, factuality = bound, factuality or "Future"
    backing = any(e.relation in BACKING for e in lexicon.entries.get(("noun", syntax.lemma[i]), ()))
    if helped := _helped(syntax, lexicon, i):
        around["possessor"] = helped
    return Setting(around, lent, factuality, passive_lent, backing)


def _noun(syntax: Syntax, frame: Frame, i: int, setting: Setting) -> Iterator[Binding]:
    """Event nouns, alone or as the object of a support verb."""
    around, lent, passive_lent, factuality = setting.around, setting.lent, setting.passive_lent, setting.factuality
    if frame.x == frame.y:
        between = around.get(frame.x, [])
        yield from ((x, y, i, factuality) for x, y in _pairs(_meant(syntax, between)))
        if frame.x == "between":
            before = _flat_premodifiers(syntax, around)
            if len(before) == 2 and not between:
                yield before[0], before[1], i, factuality
        return

    def actor(marker: str, others: tuple[str, ...]) -> list[int]:
        for slot in ("by", "possessor"):
            found = [t for t in around.get(slot, ()) if syntax.tag[t] not in MONEY]  # "raise aid by £5m"
            if found and slot != marker:
                return found
        if lent:
            return lent
        if marker == "with" and (host := _host(syntax, i)):
            return host
        if (who := _in_course(syntax, i)) and "premodifier" not in around:
            return who
        if around.get("premodifier"):
            return _flat_premodifiers(syntax, around)
        return next((around[slot] for slot in others if slot != marker and around.get(slot)), [])

    if frame.x == "possessor":
        marker = frame.y.split()
        clauses = _clauses(syntax, i, marker[1]) if marker[0] == "clause" else []
        ys = (
            [t for c in clauses for t in syntax.arguments(c).get(marker[2], ())]
            or _preposition(around, frame.y)
            or (passive_lent if frame.y in {"to", "for", "of", "on", "against", "with"} else [])
            or (_backed(syntax, i) if setting.backing and frame.y in {"to", "for"} else [])
        )
        xs = actor(frame.y, ("of", "from"))
        if passive_lent and not (setting.backing and xs and xs == around.get("of")):
            xs = around.get("from") or around.get("by") or [x for x in xs if x not in passive_lent]
    elif frame.y == "possessor":
        ys = around.get("of") or around.get("possessor") or passive_lent or _flat_premodifiers(syntax, around)
        xs = _preposition(around, frame.x) or [x for x in [*around.get("possessor", ()), *lent] if x not in ys]
    else:
        xs, ys = _preposition(around, frame.x), _preposition(around, frame.y)
    yield from ((x, y, i, factuality) for x in _meant(syntax, xs) for y in _meant(syntax, ys) if x not in ys)


def _backed(syntax: Syntax, i: int) -> list[int]:
    """Who acts with somebody's help: "the rebels fight with the support of Chad"."""
    verb = syntax.head[i]
    own = any(syntax.pos[c] == "PRON" for c in syntax.of(i, "nmod:poss"))  # "helped her with her defence"
    if syntax.dep[i] == "obl" and syntax.pos[verb] == "VERB" and syntax.marker(i) == "with" and not own:
        return syntax.arguments(verb).get("subject", [])
    return []


def _helped(syntax: Syntax, lexicon: Lexicon, i: int) -> list[int]:
    """Whose act `their` says it is where one is helped in it: "supports Mali in its fight against …"."""
    own = [c for c in syntax.of(i, "nmod:poss") if syntax.pos[c] == "PRON"]
    above = syntax.head[i]
    if not own or syntax.dep[i] not in {"obl", "nmod"} or syntax.marker(i) != "in":
        return []
    for word in (above, *syntax.of(above, "obj")):  # "support Mali in its", "reiterate their support for Mali in its"
        pos = POS.get(syntax.pos[word], "")
        if any(e.relation in BACKING for e in lexicon.entries.get((pos, syntax.lemma[word]), ())):
            found = syntax.arguments(word).get("object", []) if pos == "verb" else []
            around = {} if found else syntax.noun_arguments(word)
            return [t for t in found or [*around.get("for", ()), *around.get("to", ())] if t < i]
    return []


def _behind(syntax: Syntax, i: int) -> dict[str, list[int]]:
    """The phrase right behind an object, which parsers hang on the verb as often as on it: "raise aid to Chad"."""
    if syntax.dep[i] != "obj":
        return {}
    verb, end = syntax.head[i], syntax.doc[i].last + 1
    for c in syntax.of(verb, "obl"):
        if syntax.doc[c].first == end and (case := syntax.marker(c)) in MOVED:
            return {case: [syntax.antecedent(x) for x in syntax.conjuncts(c)]}
    return {}


def _host(syntax: Syntax, i: int) -> list[int]:
    """Who does something in the course of an event: "Kallas said so in a call with Rutte"."""
    carrier = syntax.carrier(i)
    verb = syntax.head[carrier]
    if syntax.dep[carrier] == "obl" and syntax.pos[verb] == "VERB" and syntax.marker(carrier) in HOSTING:
        return syntax.arguments(verb).get("subject", [])
    return []


def _bound_for(syntax: Syntax, lexicon: Lexicon, i: int) -> list[int]:
    """Who goes somewhere for an event: "flew to Berlin for talks with Scholz"."""
    verb = syntax.head[i]
    if syntax.dep[i] != "obl" or syntax.pos[verb] != "VERB" or syntax.marker(i) != "for":
        return []
    goes = any(e.relation == "visits" for e in lexicon.entries.get(("verb", syntax.lemma[verb]), ()))
    return syntax.arguments(verb).get("subject", []) if goes else []


def _in_course(syntax: Syntax, i: int) -> list[int]:
    """Who does something by what else they do: "blocked the road in protest against the government"."""
    verb = syntax.head[i]
    if syntax.dep[i] == "obl" and syntax.pos[verb] == "VERB" and syntax.marker(i) == "in" and not syntax.has(i, "det"):
        return syntax.arguments(verb).get("subject", [])
    return []


def _flat_premodifiers(syntax: Syntax, around: dict[str, list[int]]) -> list[int]:
    """Names before a noun, each part of a hyphenated pair by itself: "Russia-Ukraine talks"."""
    found: list[int] = []
    for t in around.get("premodifier", ()):
        if t not in syntax.names:
            continue
        inner = [
            c
            for c in syntax.of(t, "compound", "nmod", "conj")
            if c < t and syntax.lower[c + 1 : c + 2] in (["-"], ["–"])
        ]
        found += [*inner, t]
    return sorted(set(found))


def _support(
    syntax: Syntax, lexicon: Lexicon, i: int, around: dict[str, list[int]]
) -> tuple[list[int], str, list[int]]:
    """What a support verb lends to its noun: its subject as X, or as Y ("receive support"), and its phrases."""
    first = syntax.first_conjunct(syntax.carrier(i))
    dep, verb = syntax.dep[first], syntax.head[first]
    if dep in {"nsubj", "nsubj:pass"} and syntax.lemma[verb] in lexicon.happening:
        for slot, tokens in syntax.arguments(verb).items():
            if slot not in {"subject", "object", "indirect"}:
                around.setdefault(slot, []).extend(t for t in tokens if t not in around.get(slot, ()))
    if dep == "acl:relcl" or dep not in {"obj", "nsubj:pass", "obl", "nsubj"}:
        participles = [c for c in syntax.of(first, "acl", "acl:relcl") if syntax.lemma[c] in lexicon.support]
        if not participles:
            return [], "", []
        verb, dep = participles[0], "nsubj:pass" if syntax.passive(participles[0]) else "nsubj"
    elif dep in {"obj", "nsubj:pass"} and (
        participles := [c for c in syntax.of(first, "acl") if syntax.lemma[c] in lexicon.support and syntax.passive(c)]
    ):
        verb, dep = participles[0], "nsubj:pass"
    for words, bound, factuality in lexicon.support.get(syntax.lemma[verb], ()):
        needed = _words(syntax, _near(syntax, verb), words[1:])
        if needed is None or (len(words) == 1 and dep not in {"obj", "nsubj:pass"}):
            continue
        arguments = syntax.arguments(verb)
        for slot, tokens in arguments.items():
            if slot not in {"subject", "object"}:
                name = "to" if slot == "indirect" else slot
                around.setdefault(name, []).extend(t for t in tokens if t not in around.get(name, ()) and t != i)
        subject = [t for t in arguments.get("subject", []) if t != i]
        if not subject and dep == "obl" and bound == "X":  # "is committed to the fight"
            subject = [t for t in arguments.get("object", []) if t != i]
        if syntax.lemma[verb] in lexicon.possessing and any(  # "has the support of Peru": of somebody else
            around.get(slot) and (slot != "of" or syntax.has(i, "det")) for slot in ("of", "from", "possessor")
        ):
            bound = "Y"
        return ([], factuality, subject) if bound == "Y" else (subject, factuality, [])
    return [], "", []


def _prepositions(syntax: Syntax, lexicon: Lexicon, case: int) -> Iterator[Match]:
    """Prepositions and the possessive between two noun phrases: "the hall in Washington", "Britain's Treasury"."""
    first = syntax.head[case]
    outer = syntax.head[syntax.first_conjunct(first)]
    if syntax.dep[syntax.first_conjunct(first)] not in {"nmod", "nmod:poss", "obl"}:
        return
    outer = _meant(syntax, [outer])[0]  # "a third of the region, including Uppsala"
    inner_tokens = [
        t
        for t in syntax.conjuncts(first)
        if (t == first or not syntax.has(t, "case"))
        # a name, a noun before one ("musician Ida Berg") or one that may stand for one ("the province of Skåne")
        and (
            t in syntax.names
            or syntax.pos[t + 1 : t + 2] == ["PROPN"]
            or lexicon.classes.get(syntax.lemma[t]) in NAMEABLE
        )
    ]
    if outer in inner_tokens:
        return
    lemma = syntax.lemma[outer]
    itself = outer in syntax.names or lexicon.classes.get(lemma) in {"Place", "Event"}
    if not itself and lexicon.classes.get(lemma) == "Facility":  # not "the American base in Ramstein"
        itself = not any(c in syntax.names for c in syntax.of(outer, "amod", "compound", "nmod:poss"))
    if not itself and lemma not in lexicon.representatives:
        return
    if syntax.lower[case] == "of" and outer not in syntax.names and lexicon.classes.get(lemma) == "Place":
        return  # "the town of Uppsala" is Uppsala
    before = syntax.lower[max(0, case - 3) : case]
    kinds = [syntax.lower[case]]
    if before[::2] == [",", ","] and before[1].isdigit():
        kinds.append("aged")  # "Sara Lind, 44, of Uppsala"
    for entry in (e for kind in kinds for e in lexicon.entries.get(("preposition", kind), ())):
        for frame in entry.frames:
            for inner in inner_tokens:
                x, y = (outer, inner) if frame.x == "holder" else (inner, outer)
                if itself or y == outer:  # "members of Hezbollah including Ali Fadel", but not "ministers of Iran"
                    yield Match(entry, case, outer, x, y, (case,))
