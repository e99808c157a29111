"""Who holds which position where: titles before names, appositions, copulas, appointments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.extraction.lexicon import RoleTitle
from kg.extraction.mending import FINITE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.extraction.document import Name
    from kg.extraction.lexicon import Lexicon
    from kg.extraction.syntax import Syntax

OF: Final = ("of", "for", "at", "in", "to", "with", "from", "on")
POSSESSIVE: Final = frozenset({"'s", "’s", "'", "’"})
NOMINAL: Final = frozenset({"NOUN", "PROPN", "ADJ"})
NAME_LABELS: Final = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in a position, as one place states it.

    Args:
        person, organization: tokens; the organisation is None where the text names none.
        start, end: the tokens of the title in full.
        title: its text.
        entry: the title in `ontologies/roles.ttl`.
        judged: the token whose status decides whether it is so, or None where nothing predicates it.
        former: whether it is over.
        factuality: what a modifier adds (`designate`: Future), or empty.
        nationality: whether the word before the title is a nationality and no organisation is named.
        rule: which construction it is.
    """

    person: int
    organization: int | None
    start: int
    end: int
    title: str
    entry: RoleTitle
    judged: int | None
    former: bool
    factuality: str
    nationality: bool
    rule: str


def find_titles(syntax: Syntax, lexicon: Lexicon) -> list[tuple[int, int, RoleTitle]]:
    """The titles of a document as token ranges, each the longest at its end, none inside a longer one."""
    found: list[tuple[int, int, RoleTitle]] = []
    roles, classes = lexicon.roles, lexicon.classes
    for i in [i for i, word in enumerate(syntax.lower) if syntax.pos[i] in NOMINAL or word[:3] == "ex-"]:
        whole, pos = syntax.lower[i], syntax.pos[i]
        word = whole.removeprefix("ex-")
        title = lexicon.title_at(syntax.lower, i, word) if word in roles else None
        if title is None and pos == "NOUN" and classes.get(syntax.lemma[i]) == "Person":
            title = RoleTitle(syntax.lemma[i], (word,), profession=True)  # "an Irish woman"
        if title is not None:
            start = i + 1 - len(title.words)
            while found and found[-1][0] >= start:
                found.pop()
            found.append((start, i + 1, title))
    return found


def find_holdings(
    syntax: Syntax, lexicon: Lexicon, *, titles: list[tuple[int, int, RoleTitle]] | None = None
) -> Iterator[Holding]:
    """Every position that the document gives to somebody.

    Args:
        syntax: the document's trees, with its names.
        lexicon: the titles, and the words that modify them.
        titles: what `find_titles` gives, if it is known already.

    Yields:
        Holdings in the order of the text. Whether the holder is a person is for the caller, who knows the chains.
    """
    doc = syntax.doc
    ents = {t: ent for ent in doc.names for t in range(ent.start, ent.end)}
    for start, end, entry in find_titles(syntax, lexicon) if titles is None else titles:
        inside = ents.get(end - 1)
        if inside is not None and inside.label != "PERSON" and inside.end > end:
            continue  # part of a name: "President Bridge", "King County"
        head = next((t for t in range(start, end) if not start <= syntax.head[t] < end), end - 1)
        first = _widen(syntax, start, head, ents)
        former, factuality, first = _modifiers(syntax, lexicon, first, head, end, ents)
        before = _before(syntax, first, head, ents)
        after, after_end = _after(syntax, lexicon, head, end, ents)
        whence = syntax.lower[end : end + 1] == ["from"] and after in ents and ents[after].label in {"GPE", "LOC"}
        from_place = whence and before is None and entry.profession and not entry.plays  # "a lawyer from Chad"
        nationality = from_place or nationality_of(entry, before, after, ents, lexicon)
        if entry.name not in lexicon.titles and not nationality:
            continue  # a common noun names no position
        if before is not None and not nationality and _only_there(syntax, entry, before, head, ents):
            before = None
        if before in ents and ents[before].label == "NORP" and entry.profession and after in ents:
            before = None  # "the French doctor of Caritas"
        if before is not None and syntax.dep[head] == "conj" and before < syntax.head[head] and after in ents:
            before = None  # "an Irish banker, head of Nor and chairman of Sud"
        sent = entry.directed and before is None and _sent(syntax, end, after, ents)
        organization, last = before if before is not None else after, end
        title_end = end
        if (
            before is not None
            and after is not None
            and syntax.lower[end : end + 1] in (["to"], ["for"], ["in"], ["on"])
        ):
            title_end = after_end  # "Afghan ambassador to the United States"
        if sent:  # "the ambassador to Chad" is not Chad's, the "minister for Europe" not Europe's
            organization, title_end = None, after_end
        if organization is None:
            organization = _behind_comma(syntax, first, end, ents)
        title = doc.between(first, title_end)
        if syntax.tag[head] in {"NNS", "NNPS"}:  # each of several "senators" is a "senator"
            whole, singular = doc[head].text, syntax.lemma[head]
            singular = singular.capitalize() if whole[0].isupper() else singular
            title = doc.between(first, head) + " " * (head > first and doc[head - 1].spaced) + singular
            title += doc.text[doc[head].end : doc[title_end - 1].end]
        found = list(_persons(syntax, head, max(last, after_end), ents)) or list(
            _beside_comma(syntax, first, after_end, ents, lexicon.modifiers)
        )
        for person, judged, rule in found:
            if rule == "title_before_name" and syntax.tag[head] in {"NNS", "NNPS"}:
                yield from _others(syntax, person, organization, first, end, title, entry, former, factuality, ents)
            over = former or (judged is not None and _past(syntax, lexicon, judged))
            where = organization if organization is not None else _own(syntax, person, ents)
            further = _further(syntax, after, ents) if after is not None and where == after else []
            for place in (where, *further):
                if place != person:
                    yield Holding(
                        person, place, first, title_end, title, entry, judged, over, factuality, nationality, rule
                    )


def _others(
    syntax: Syntax,
    person: int,
    organization: int | None,
    first: int,
    end: int,
    title: str,
    entry: RoleTitle,
    former: bool,
    factuality: str,
    ents: dict[int, Name],
) -> Iterator[Holding]:
    """Those who share a title: "Presidents Montoya of Bolivia and Lagos of Chile", "Senators Finch and Mendes"."""
    for other in syntax.conjuncts(person):
        if other != person and other in ents and ents[other].label == "PERSON":
            own = _own(syntax, other, ents)
            where = own if own is not None else organization
            yield Holding(other, where, first, end, title, entry, None, former, factuality, False, "title_before_name")


def _sent(syntax: Syntax, end: int, after: int | None, ents: dict[int, Name]) -> bool:
    """Whether the phrase behind a title says where its holder was sent, or what place the holder looks after."""
    place = after in ents and ents[after].label in {"GPE", "LOC"}
    return syntax.lower[end : end + 1] == ["to"] or (place and syntax.lower[end : end + 1] == ["for"])


def _further(syntax: Syntax, organization: int, ents: dict[int, Name]) -> list[int]:
    """Other organisations of the same holder: "chairman of Nor, Sud and Ost"."""
    if organization not in ents or ents[organization].label != "ORG":
        return []
    members = syntax.conjuncts(organization)[1:]
    return members if all(t in ents and ents[t].label == "ORG" for t in members) else []


def _behind_comma(syntax: Syntax, first: int, end: int, ents: dict[int, Name]) -> int | None:
    """The organisation behind a title that stands behind a person, all between commas: "Berg, commander, Navy"."""
    person, firm = ents.get(first - 2), ents.get(end + 1)
    if person is None or firm is None or person.label != "PERSON" or firm.label != "ORG" or firm.start != end + 1:
        return None
    whole = ents.get(firm.end)  # "U.S. Central Command" as two names
    firm = whole if whole is not None and firm.root.head is whole.root else firm
    return firm.root.i if syntax.lower[first - 1] == syntax.lower[end] == "," else None


def _own(syntax: Syntax, person: int, ents: dict[int, Name]) -> int | None:
    """The organisation or country that a person's own name carries: "President Montoya of Bolivia"."""
    around = syntax.noun_arguments(person)
    home = person in ents and syntax.lower[ents[person].end : ents[person].end + 1] == [","]  # "Dayton, of Ohio"
    found = (t for m in ("of", "from", "at") for t in around.get(m, ()) if t in ents)
    return next((t for t in found if not (home and ents[t].label in {"GPE", "LOC"})), None)


def _past(syntax: Syntax, lexicon: Lexicon, judged: int) -> bool:
    """Whether a clause says that a position is over: "was", "used to be", "once", "resigned as"."""
    if any(syntax.tag[c] == "VBD" for c in syntax.of(judged, "cop")):
        return True
    if any(lexicon.modifiers.get(syntax.lower[c], (False, ""))[0] for c in syntax.of(judged, "advmod")):
        return True
    above = syntax.head[judged]
    used = syntax.dep[judged] == "xcomp" and syntax.lemma[above] == "use"
    return used or any(
        e.former and e.relation == "roleOf" for e in lexicon.entries.get(("verb", syntax.lemma[judged]), ())
    )


def nationality_of(
    entry: RoleTitle, before: int | None, after: int | None, ents: dict[int, Name], lexicon: Lexicon
) -> bool:
    """Whether what stands before a noun is a nationality and nothing after it names an organisation."""
    alone = after is None or (entry.profession and after not in ents)  # "a Canadian banker in his home town"
    name = ents.get(before) if before is not None and alone else None
    if name is None:
        return False
    short = entry.profession and not entry.plays and name.label == "GPE" and name.text.isupper()
    return name.label == "NORP" or (short and name.text.lower() in lexicon.demonyms)  # "US singer"


def _only_there(syntax: Syntax, entry: RoleTitle, before: int, head: int, ents: dict[int, Name]) -> bool:
    """Whether a place before a profession only says where somebody is from: "Texas student", "Lyon lawyer"."""
    place = before in ents and ents[before].label in {"GPE", "LOC"}
    return place and entry.profession and not entry.plays and not syntax.has(before, "case")


def _widen(syntax: Syntax, start: int, head: int, ents: dict[int, Name]) -> int:
    """The title with the words before it that narrow it: "senior", "deputy", "defence"."""
    while (
        start > 0
        and start - 1 not in ents
        and syntax.head[start - 1] in range(start - 1, head + 1)
        and syntax.dep[start - 1] in {"amod", "compound"}
        and syntax.lower[start - 1].isalpha()
    ):
        start -= 1
    return start


def _modifiers(
    syntax: Syntax, lexicon: Lexicon, first: int, head: int, end: int, ents: dict[int, Name]
) -> tuple[bool, str, int]:
    """What words around a title do to it: whether it is over, its factuality, where the title begins without them."""
    former, factuality = any(w.startswith("ex-") for w in syntax.lower[first:end]), ""
    around = [*range(first, head), *(c for c in syntax.children[head] if c < first or c >= end)]
    if first > 1 and syntax.lower[first - 1] == "-":
        around.append(first - 2)
    owner = ents.get(first - 1) or (
        ents.get(first - 2) if syntax.lower[first - 1 : first] in (["'s"], ["’s"]) else None
    )
    around.append(owner.start - 1 if owner is not None else first - 1)  # "onetime NATO spokesman"
    for t in around:
        hyphenated = "".join(syntax.lower[max(0, t - 2) : t + 1]) if syntax.lower[t - 1] == "-" else ""
        modifier = lexicon.modifiers.get(syntax.lower[t]) or lexicon.modifiers.get(hyphenated)
        if t >= 0 and modifier is not None and t >= first - 6 and t <= end + 1:
            former, factuality = former or modifier[0], factuality or modifier[1]
    while first < head and syntax.lower[first] in lexicon.modifiers:
        first += 1
        while first < head and syntax.lower[first] == "-":
            first += 1
    return former, factuality, first


def _before(syntax: Syntax, first: int, head: int, ents: dict[int, Name]) -> int | None:
    """The organisation or country before a title: a possessor, or the name right before it."""
    around = syntax.noun_arguments(head)
    if around.get("possessor"):
        return around["possessor"][0]
    t = first - 1
    while (
        t >= 0
        and t not in ents
        and syntax.head[t] in {head, t + 1}
        and syntax.lower[t].isalpha()
        and syntax.dep[t] in {"amod", "compound"}
    ):
        t -= 1
    if t >= 0 and syntax.lower[t] in POSSESSIVE:
        t -= 1
    ent = ents.get(t)
    if ent is not None and ent.label in NAME_LABELS and syntax.doc[t].sentence == syntax.doc[head].sentence:
        return ent.root.i
    return next((p for p in around.get("premodifier", ()) if p in ents and ents[p].label in NAME_LABELS), None)


def _after(syntax: Syntax, lexicon: Lexicon, head: int, end: int, ents: dict[int, Name]) -> tuple[int | None, int]:
    """The organisation or country after a title ("of Russia", "at the ministry"), and where its phrase ends."""
    around = syntax.noun_arguments(head)
    found: list[int] = []
    for marker in OF:
        for t in around.get(marker, ()):
            if t >= end and syntax.pos[t] != "ADJ":  # "editor at large"
                part = syntax.noun_arguments(t).get("of", []) if syntax.lemma[t] in lexicon.parts else []
                whole = next((w for w in part if w in ents), t)  # "head of the Lyon branch of Caritas"
                found.append(whole)
                break
    if not found:
        return None, end
    body = next((t for t in found if t in ents and ents[t].label == "ORG"), None)
    first = found[0] if found[0] in ents or body is None else body  # "professor of law at the University of Oslo"
    ent = ents.get(first)
    return first, (ent.end if ent is not None and first == found[0] else found[0] + 1)


def _beside_comma(
    syntax: Syntax, first: int, end: int, ents: dict[int, Name], modifiers: Container[str]
) -> Iterator[tuple[int, int | None, str]]:
    """The person whom a comma sets off from a title, whatever the parser made of it: "Tamm, the EU envoy for Mali"."""
    t = first - 1
    while t > 0 and (
        t in ents
        or syntax.lower[t] in POSSESSIVE
        or syntax.pos[t] == "DET"
        or syntax.lower[t] == "-"
        or syntax.lower[t] in modifiers
    ):
        t -= 1
    before = ents.get(t - 1) if t > 0 and syntax.lower[t] == "," else None
    if not any(pos == "DET" for pos in syntax.pos[t + 1 : first]) and _goes_on(syntax, end):
        return  # a headline's list: "Carter, Iraqi Prime Minister Discuss Next Moves"
    if before is not None and before.label == "PERSON":
        yield before.root.i, None, "title_behind_comma"
        return
    after = ents.get(end + 1) if syntax.lower[end : end + 1] == [","] else None
    if after is not None and after.label == "PERSON":
        yield after.root.i, None, "title_before_comma"


def _goes_on(syntax: Syntax, end: int) -> bool:
    """Whether a headline's verb stands right behind a title, or a word in capitals that may be one in such a line."""
    if end == len(syntax.doc):
        return False
    return syntax.tag[end] in {*FINITE, "VB"} or (syntax.tag[end] == "NNP" and syntax.doc[end].text.istitle())


def _persons(syntax: Syntax, head: int, end: int, ents: dict[int, Name]) -> Iterator[tuple[int, int | None, str]]:
    """Who holds the title at a head: the name right behind it, or whom it is said of."""
    follow = end
    ent = ents.get(follow)
    own = ents.get(end - 1)
    if own is not None and own.label == "PERSON":
        yield own.root.i, None, "title_before_name"
        return
    if ent is not None and ent.label == "PERSON" and ent.start == follow:
        yield ent.root.i, None, "title_before_name"
        return
    for holder, judged in syntax.holders(head):
        predicated = judged != head or syntax.has(head, "cop")
        yield holder, judged if predicated else None, "title_predicated" if predicated else "title_in_apposition"
