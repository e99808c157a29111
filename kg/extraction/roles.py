"""Who holds which position where: titles before names, appositions, copulas, appointments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.document import FORMER_PREFIX, POSSESSIVE, former_prefix_length
from kg.lexicon import RoleTitle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extraction.syntax import Syntax

OF: Final = ("of", "for", "at", "in", "to", "with", "from", "on")
NOMINAL: Final = frozenset({"NOUN", "PROPN", "ADJ"})
PLACES: Final = frozenset({"GPE", "LOC"})
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


def find_titles(syntax: Syntax) -> list[tuple[int, int, RoleTitle]]:
    """The titles of a document as token ranges, each the longest at its end, none inside a longer one."""
    found: list[tuple[int, int, RoleTitle]] = []
    for i in [i for i, word in enumerate(syntax.lower) if syntax.pos[i] in NOMINAL or word.startswith(FORMER_PREFIX)]:
        whole, pos = syntax.lower[i], syntax.pos[i]
        word = whole.removeprefix(FORMER_PREFIX)
        title = syntax.lexicon.title_at(syntax.lower, i, word)
        if title is None and pos == "NOUN" and syntax.lexicon.classes.get(syntax.lemma[i]) == "Person":
            title = RoleTitle(syntax.lemma[i], (word,), profession=True)  # "an Irish woman"
        if title is not None:
            start = i + 1 - len(title.words)
            while found and found[-1][0] >= start:
                found.pop()
            found.append((start, i + 1, title))
    return found


def find_holdings(syntax: Syntax, titles: Sequence[tuple[int, int, RoleTitle]]) -> Iterator[Holding]:
    """Every position that the document gives to somebody, in the order of the text.

    Whether the holder is a person is for the caller, who knows the chains.
    """
    for start, end, entry in titles:
        inside = syntax.name_at.get(end - 1)
        if inside is not None and inside.label != "PERSON" and inside.end > end:
            continue  # part of a name: "President Bridge", "King County"
        head, first, former, factuality = modified(syntax, start, end)
        before = _before(syntax, first, head)
        after, after_end = _after(syntax, head, end)
        nationality = nationality_of(syntax, entry, before, after)
        if entry.name not in syntax.lexicon.titles and not nationality:
            continue  # a common noun names no position
        organization, title_end = before if before is not None else after, end
        marker = syntax.lower[end] if end < len(syntax.lower) else ""
        if before is not None and after is not None and marker in {"to", "for", "in", "on"}:
            title_end = after_end  # "Afghan ambassador to the United States"
        elif entry.directed and before is None and marker in {"to", "for"} and _label(syntax, after) in PLACES:
            organization, title_end = None, after_end  # "the ambassador to Chad" is not Chad's
        title = _title_text(syntax, first, head, title_end)
        plural = syntax.tag[head] in {"NNS", "NNPS"}
        holders = [*_holders(syntax, head, after_end)] or [*_set_off(syntax, first, after_end)]
        for person, judged, rule in holders:
            others = syntax.conjuncts(person)[1:] if plural and rule == "title_before_name" else []
            for other in (t for t in others if _label(syntax, t) == "PERSON"):  # "Presidents A of Bolivia and B of …"
                where = _own(syntax, other) or organization
                yield Holding(other, where, first, end, title, entry, None, former, factuality, False, rule)
            over = former or _ended(syntax, after_end) or (judged is not None and _past(syntax, judged))
            where = organization if organization is not None else _own(syntax, person)
            if where != person:
                yield Holding(
                    person, where, first, title_end, title, entry, judged, over, factuality, nationality, rule
                )


def _title_text(syntax: Syntax, first: int, head: int, end: int) -> str:
    """A title's words; each of several "senators" is a "senator"."""
    doc = syntax.doc
    if syntax.tag[head] not in {"NNS", "NNPS"}:
        return doc.between(first, end)
    singular = syntax.lemma[head].capitalize() if doc[head].text[0].isupper() else syntax.lemma[head]
    return doc.text[doc[first].start : doc[head].start] + singular + doc.text[doc[head].end : doc[end - 1].end]


def _label(syntax: Syntax, token: int | None) -> str:
    """The label of the name that a token belongs to; nothing for none, and beyond the text."""
    name = None if token is None else syntax.name_at.get(token)
    return "" if name is None else name.label


def _own(syntax: Syntax, person: int) -> int | None:
    """The organisation or country that a person's own name carries: "President Montoya of Bolivia".

    That of another time is none: "Chairman Jan Dusek, formerly of CEZ".
    """
    around = syntax.noun_arguments(person)
    phrases = (t for m in ("of", "from", "at") for t in around.get(m, ()))
    return next((t for t in phrases if t in syntax.name_at and not is_over(syntax, t)), None)


def is_over(syntax: Syntax, i: int) -> bool:
    """Whether an adverb attached to a word says that the state it names is over: "formerly of CEZ", "once a member".

    After a noun it belongs to the clause: "met the owner once".
    """
    said = syntax.pos[i] not in NOMINAL or syntax.has(i, "cop")
    adverbs = (c for c in syntax.of(i, "advmod") if said or c < i)
    return any(syntax.lexicon.modifiers.get(syntax.lower[c], (False, ""))[0] for c in adverbs)


def _past(syntax: Syntax, judged: int) -> bool:
    """Whether a clause says that a position is over: "was", "used to be", "once", "resigned as"."""
    was = any(syntax.tag[c] == "VBD" for c in syntax.of(judged, "cop"))
    used = syntax.dep[judged] == "xcomp" and syntax.lemma[syntax.head[judged]] == "use"
    left = syntax.lexicon.entries.get(("verb", syntax.lemma[judged]), ())
    return was or is_over(syntax, judged) or used or any(e.former and e.relation == "roleOf" for e in left)


def _ended(syntax: Syntax, at: int) -> bool:
    """Whether a position is followed by the years in which it was held: "prime minister from 1999 to 2008"."""
    words = syntax.lower[at : at + 4]
    years = len(words) == 4 and all(len(year) == 4 and year.isdecimal() for year in words[1::2])
    return years and words[0] in {"from", "between"} and words[2] in {"to", "until", "till", "and", "-", "–"}


def nationality_of(syntax: Syntax, entry: RoleTitle, before: int | None, after: int | None) -> bool:
    """Whether what stands before a noun is a nationality and nothing after it names an organisation."""
    alone = after is None or (entry.profession and after not in syntax.name_at)  # "a Canadian banker in his home town"
    name = syntax.name_at.get(before) if before is not None and alone else None
    if name is None:
        return False
    short = entry.profession and not entry.plays and name.label == "GPE" and name.text.isupper()
    return name.label == "NORP" or (short and name.text.lower() in syntax.lexicon.demonyms)  # "US singer"


def _widen(syntax: Syntax, start: int, head: int) -> int:
    """The title with the words before it that narrow it: "senior", "deputy", "defence"."""
    for i in reversed(range(start)):
        if i in syntax.name_at or not start <= syntax.head[i] <= head or not _narrows(syntax, i):
            break
        start = i
    return start


def _narrows(syntax: Syntax, i: int) -> bool:
    return syntax.dep[i] in {"amod", "compound"} and syntax.lower[i].isalpha()


def modified(syntax: Syntax, start: int, end: int) -> tuple[int, int, bool, str]:
    """Find what the words around a title do to it.

    Args:
        start, end: the title's tokens; end exclusive.

    Returns:
        The title's head, its first token with the words that narrow it ("deputy"), whether it is over ("former"), and
        its factuality ("would-be").
    """
    lower, words = syntax.lower, syntax.lexicon.modifiers
    head = next((t for t in range(start, end) if not start <= syntax.head[t] < end), end - 1)
    first = _widen(syntax, start, head)
    former, factuality = any(w.startswith(FORMER_PREFIX) for w in lower[first:end]), ""
    around = [*range(first, head), *(c for c in syntax.children[head] if c < first or c >= end), first - 1]
    owned = lower[first - 1] in POSSESSIVE if first else False
    owner = syntax.name_at.get(first - 2 if owned else first - 1)
    if owner is not None:
        around.append(owner.start - 1)  # "onetime NATO spokesman"
        former = former or former_prefix_length(syntax.doc.texts[owner.start]) > 0  # "the ex-Chelsea goalkeeper"
    until = any(syntax.marker(c) in {"until", "till"} for c in syntax.of(head, "nmod", "obl"))
    former = former or (until and not syntax.has(head, "cop"))  # "king of Spain until 2014", not "is king until May"
    modifiers = set()
    for t in around:
        t -= t > 0 and lower[t] == "-"  # "then-US ambassador"
        hyphenated = "".join(lower[t - 2 : t + 1]) if t > 1 and lower[t - 1] == "-" else ""
        modifier = words.get(hyphenated) or (words.get(lower[t]) if t >= 0 else None)
        if modifier is not None and first - 6 <= t <= end + 1:
            former, factuality = former or modifier[0], factuality or modifier[1]
            modifiers.add(t)
    while first < head and (first in modifiers or lower[first] == "-"):
        first += 1
    return head, first, former, factuality


def _before(syntax: Syntax, first: int, head: int) -> int | None:
    """The organisation or country before a title: the name right before it, or its possessor.

    An organisation right before the title beats a possessor: "Israel's Mossad chief" is not a chief of Israel.
    """
    around = syntax.noun_arguments(head)
    t = first - 1
    while t >= 0 and t not in syntax.name_at and syntax.head[t] in {head, t + 1} and _narrows(syntax, t):
        t -= 1
    name = syntax.name_at.get(t)
    if around.get("possessor") and (name is None or name.label != "ORG"):
        return around["possessor"][0]
    if t >= 0 and syntax.lower[t] in POSSESSIVE:
        name = syntax.name_at.get(t - 1)
    if name is not None and name.label in NAME_LABELS and syntax.doc[name.start].sentence == syntax.doc[head].sentence:
        return name.root.i
    return next((p for p in around.get("premodifier", ()) if _label(syntax, p) in NAME_LABELS), None)


def _after(syntax: Syntax, head: int, end: int) -> tuple[int | None, int]:
    """The organisation or country after a title ("of Russia", "at the ministry"), and where its phrase ends."""
    around = syntax.noun_arguments(head)
    found: list[int] = []
    for marker in OF:
        for t in around.get(marker, ()):
            if t >= end and syntax.pos[t] != "ADJ":  # "editor at large"
                part = syntax.noun_arguments(t).get("of", []) if syntax.lemma[t] in syntax.lexicon.parts else []
                found.append(next((w for w in part if w in syntax.name_at), t))  # "head of the Lyon branch of Caritas"
                break
    if not found:
        return None, end
    first = found[0]
    if first in syntax.name_at:
        return first, syntax.name_at[first].end
    body = next((t for t in found if t in syntax.name_at and syntax.name_at[t].label == "ORG"), first)
    return body, first + 1  # "professor of law at the University of Oslo"


def _set_off(syntax: Syntax, first: int, end: int) -> Iterator[tuple[int, int | None, str]]:
    """The person whom a comma sets off from a title, whatever the parser made of it: "Tamm, the EU envoy for Mali"."""
    t = first - 1
    between = {*POSSESSIVE, *syntax.lexicon.modifiers}
    while t > 0 and (t in syntax.name_at or syntax.pos[t] == "DET" or syntax.lower[t] in between):
        t -= 1
    if "DET" not in syntax.pos[t + 1 : first] and syntax.tag[end : end + 1] in (["VBP"], ["VB"]):
        return  # a headline's list: "Carter, Iraqi Prime Minister Discuss Next Moves"
    if t > 0 and syntax.lower[t] == "," and _label(syntax, t - 1) == "PERSON":
        yield syntax.name_at[t - 1].root.i, None, "title_after_comma"
    elif syntax.lower[end : end + 1] == [","] and _label(syntax, end + 1) == "PERSON":
        yield syntax.name_at[end + 1].root.i, None, "title_before_comma"


def _holders(syntax: Syntax, head: int, end: int) -> Iterator[tuple[int, int | None, str]]:
    """Who holds the title at a head: the name right after it, or whom it is said of."""
    for t in (end - 1, end):
        if _label(syntax, t) == "PERSON":
            yield syntax.name_at[t].root.i, None, "title_before_name"
            return
    for holder, judged in syntax.holders(head):
        predicated = judged != head or syntax.has(head, "cop")
        yield holder, judged if predicated else None, "title_predicated" if predicated else "title_in_apposition"
