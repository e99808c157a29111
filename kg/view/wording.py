"""A statement as a sentence: who affirms it, who denies it, in words that cannot be taken for one another.

The name of a relation in an ontology is a verb in the third person (`attacks`, `is a member of`). Its other forms
follow from it; where English does not let them follow safely, the sentence is built around the name as it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from kg.model import Factuality
from kg.view.model import Family, Kind, Link, Quote

Part = str | tuple[str]
"""Words, or in a tuple the IRI of an entity whose name stands there."""
Heading = tuple[Part, ...]

PAST: Final = {
    "beat": "beat", "become": "became", "begin": "began", "bind": "bound", "break": "broke", "bring": "brought",
    "build": "built", "buy": "bought", "catch": "caught", "choose": "chose", "come": "came", "cut": "cut",
    "deal": "dealt", "do": "did", "draw": "drew", "drive": "drove", "fall": "fell", "feed": "fed", "feel": "felt",
    "fight": "fought", "find": "found", "flee": "fled", "fly": "flew", "get": "got", "give": "gave", "go": "went",
    "grow": "grew", "have": "had", "hear": "heard", "hide": "hid", "hit": "hit", "hold": "held", "hurt": "hurt",
    "keep": "kept", "know": "knew", "lead": "led", "leave": "left", "lend": "lent", "let": "let", "lose": "lost",
    "make": "made", "mean": "meant", "meet": "met", "pay": "paid", "put": "put", "quit": "quit", "rise": "rose",
    "run": "ran", "say": "said", "see": "saw", "seek": "sought", "sell": "sold", "send": "sent", "set": "set",
    "shoot": "shot", "shut": "shut", "sing": "sang", "speak": "spoke", "spend": "spent", "split": "split",
    "stand": "stood", "steal": "stole", "strike": "struck", "swear": "swore", "take": "took", "teach": "taught",
    "tell": "told", "think": "thought", "throw": "threw", "understand": "understood", "wear": "wore", "win": "won",
    "write": "wrote",
}  # fmt: skip
"""The past of irregular verbs."""
PRESENT: Final = {"has": "have", "does": "do", "goes": "go", "focuses": "focus"}
"""What follows no rule in the third person."""
STRESSED: Final = re.compile(
    r"(ad|com|e|o|per|re|sub|trans)mit|(con|de|in|pre|re|trans)fer|(con|in|oc|re)cur|(com|dis|ex|im|pro|re)pel|"
    "control|equip|rebel"
)
"""Verbs of several syllables whose last consonant is doubled, since the last syllable is stressed."""
STRENGTH: Final = (Factuality.ACTUAL, Factuality.FUTURE, Factuality.REQUESTED, Factuality.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Verb:
    """The forms of a relation's name, `rest` following each of them.

    Args:
        present, past, base: `attacks`, `attacked`, `attack`; all three are the name itself where it is no known verb.
        rest: what follows: `a member of`.
        known: whether the name is a verb whose forms are known.
    """

    present: str
    past: str
    base: str
    rest: str = ""
    known: bool = True

    @property
    def copula(self) -> bool:
        """Whether it is negated without *do*."""
        return self.base == "be"

    @property
    def plural(self) -> Verb:
        """The same of several: *they attack*, *they are a member of*."""
        if not self.known:
            return self
        present = {"is": "are", "was": "were"}.get(self.present, self.base)
        return Verb(present, "were" if self.copula else self.past, self.base, self.rest)


def verb(label: str) -> Verb:
    """Read the name of a relation as a verb.

    >>> verb("attacks").past, verb("is a member of").rest, verb("criticises").base, verb("studied at").base
    ('attacked', 'a member of', 'criticise', 'study')
    >>> verb("has subsidiary").base, verb("refers to").past, verb("begins").past, verb("visits").past
    ('have', 'referred', 'began', 'visited')
    """
    first, _, rest = label.partition(" ")
    if first in ("is", "was"):
        return Verb(first, "was", "be", rest)
    if re.fullmatch(r"[a-z]+ied", first):
        base = first[:-1] if len(first) == 4 else f"{first[:-3]}y"
        return Verb(first, first, base, rest)
    if first == "had":
        return Verb(first, first, "have", rest)
    if not re.fullmatch(r"[a-z]+[^s]s", first):
        return Verb(label, label, label, known=False)
    if first in PRESENT:
        base = PRESENT[first]
    elif first.endswith("ies") and len(first) > 4:
        base = f"{first[:-3]}y"
    elif re.search(r"(ss|sh|ch|x|zz|o)es$", first):
        base = first[:-2]
    else:
        base = first[:-1]
    return Verb(first, _past(base), base, rest)


def _past(base: str) -> str:
    """The past of a verb, also of one with a prefix: *overthrow*, *withdraw*."""
    for prefix in ("", "over", "under", "with", "out", "mis", "re", "for"):
        if base.startswith(prefix) and (irregular := PAST.get(base.removeprefix(prefix))):
            return prefix + irregular
    return _regular_past(base)


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if re.search(r"[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    # one short syllable doubles its consonant, as a stressed one does: stop, stopped; refer, referred
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", base) or STRESSED.fullmatch(base):
        return f"{base}{base[-1]}ed"
    return f"{base}ed"


def heading(link: Link, *, several: Container[str] = ()) -> Heading:
    """Say what the evidence of a statement says of it.

    Args:
        several: IRIs of entities whose names are plural (*two companies*): see `names_several`.

    Returns:
        A sentence without its full stop: words, and entities as one-tuples of their IRIs.
    """
    affirmed = [quote for quote in link.quotes if quote.positive]
    denied = [quote for quote in link.quotes if not quote.positive]
    if not link.quotes or (link.kind == Kind.FACT and not denied):
        return _clause(link, affirmed, several)
    if not denied:
        return _affirmation(link, affirmed, several)
    if not affirmed:
        return _denial(link, denied, several)
    fact = link.kind == Kind.FACT
    first = _clause(link, affirmed, several) if fact else _affirmation(link, affirmed, several)
    return (*first, "; ", *_contradiction(denied, _strongest(affirmed), several))


def names_several(label: str) -> bool:
    """Whether the name of an entity is a plural noun, so that its verbs are plural.

    >>> [names_several(name) for name in ("two companies", "supporters in Helsinki", "his boss", "United States")]
    [True, True, False, False]
    """
    noun = re.split(r" (?:of|in|from|at|for|with|who|to) ", label)[0]
    return label[:1].islower() and re.search(r"[^sui'’]s$", noun) is not None


def short(link: Link) -> str:
    """The few words that stand at a line of the picture."""
    form = verb(link.label)
    name = position(link) or link.label
    strongest = _strongest([quote for quote in link.quotes if quote.positive] or link.quotes)
    if link.kind == Kind.DENIED:
        if not form.known:
            return f"not: {name}"
        modal = {Factuality.FUTURE: "will not", Factuality.POSSIBLE: "may not", Factuality.REQUESTED: "is asked not to"}
        said = f"{modal[strongest]} {form.base}" if strongest in modal else _negated(form, past=_happens(link, form))
        return f"{said} {form.rest}".strip()
    if link.kind == Kind.POSSIBLE and form.known:
        word = {Factuality.FUTURE: "will", Factuality.REQUESTED: "is asked to"}.get(strongest, "may")
        return f"{word} {form.base} {form.rest}".strip()
    return name


def position(link: Link) -> str:
    """The title of a position with `of`: `chief of`, `former chief of`; nothing where the link is no position."""
    titles = Counter(q.role for q in link.quotes if q.role and q.positive) or Counter(
        q.role for q in link.quotes if q.role
    )
    if not titles:
        return ""
    same = Counter(title.casefold() for title in titles.elements())
    title = min(titles, key=lambda text: (-same[text.casefold()], -titles[text], text))
    held = [q.former for q in link.quotes if q.role.casefold() == title.casefold()]
    return f"former {title} of" if all(held) and not title.lower().startswith("former") else f"{title} of"


def _strongest(quotes: Sequence[Quote]) -> Factuality:
    held = {quote.factuality for quote in quotes}
    return next((kind for kind in STRENGTH if kind in held), Factuality.ACTUAL)


def _form(link: Link, plurals: Container[str] = ()) -> Verb:
    """The relation's verb as its subject asks for it; a position is *being* what its title says."""
    title = position(link)
    form = Verb("is", "was", "be", title) if title else verb(link.label)
    return form.plural if link.source in plurals else form


def _clause(link: Link, quotes: Sequence[Quote], plurals: Container[str], *, past: bool = False) -> Heading:
    form = _form(link, plurals)
    if link.quotes and quotes and all(quote.former for quote in quotes) and form.copula:
        rest = form.rest.removeprefix("former ")
        return ((link.source,), f" {form.past} {rest} ", (link.target,))
    words = form.past if past else form.present
    return ((link.source,), f" {' '.join(filter(None, (words, form.rest)))} ", (link.target,))


def _that(link: Link, quotes: Sequence[Quote], plurals: Container[str]) -> Heading:
    """The clause after *says that*: an event is over, a state lasts."""
    return _clause(link, quotes, plurals, past=link.family != Family.STANDING and not position(link))


def _happens(link: Link, form: Verb) -> bool:
    """Whether a relation is an event, which is told in the past, and no state."""
    return link.family != Family.STANDING and not form.copula


def _negated(form: Verb, *, past: bool) -> str:
    if form.copula:
        return f"{form.past if past else form.present} not"
    if past or form.present == form.past:
        return f"did not {form.base}"
    return f"{'do' if form.present == form.base else 'does'} not {form.base}"


def _modal(link: Link, modal: str, *, subject: bool = True) -> Heading:
    """*S may attack O*, *to attack O*."""
    form = _form(link)
    words = f" {' '.join(filter(None, (modal, form.base, form.rest)))} "
    return ((link.source,), words, (link.target,)) if subject else (words.removeprefix(" "), (link.target,))


def _speakers(quotes: Sequence[Quote], plurals: Container[str]) -> tuple[list[Part], bool]:
    """Who says so, as words, and whether they are several."""
    known = list(dict.fromkeys(quote.speaker for quote in quotes if quote.speaker))
    if not known:
        return [], False
    named: list[Part] = [(known[0],)]
    if len(known) == 2:
        named += [" and ", (known[1],)]
    elif len(known) > 2:
        named += [", ", (known[1],), f" and {len(known) - 2} more"]
    return named, len(known) > 1 or known[0] in plurals


def _affirmation(link: Link, quotes: Sequence[Quote], plurals: Container[str]) -> Heading:
    strongest = _strongest(quotes)
    chosen = [quote for quote in quotes if quote.factuality == strongest]
    known = _form(link).known
    who, several = _speakers(chosen, plurals)
    says = "say" if several else "says"
    said: Heading = (*who, f" {says} that ") if who else ()
    if strongest == Factuality.REQUESTED:
        asks = "ask" if several else "asks"
        if not known:
            wanted = _wanted("asked for", link, plurals)
            return (*who, f" {asks} that ", *wanted[1:]) if who else wanted
        if who == [(link.source,)]:
            return (*who, f" {asks} ", *_modal(link, "to", subject=False))
        if who:
            return (*who, f" {asks} ", *_modal(link, "to"))
        return _asked(link, "to", plurals)
    if strongest == Factuality.FUTURE:
        return (*said, *_modal(link, "will")) if known else (*said, *_wanted("planned", link, plurals))
    if strongest == Factuality.POSSIBLE:
        return (*said, *_modal(link, "may")) if known else (*said, *_wanted("possible", link, plurals))
    if who:
        return (*said, *_that(link, chosen, plurals))
    if any(quote.attributed for quote in chosen):
        return ("It is said that ", *_that(link, chosen, plurals))
    return ("Unsure: ", *_clause(link, chosen, plurals))


def _wanted(how: str, link: Link, plurals: Container[str]) -> Heading:
    return (f"it is {how} that ", *_clause(link, (), plurals))


def _asked(link: Link, what: str, plurals: Container[str]) -> Heading:
    be = "are" if link.source in plurals else "is"
    return ((link.source,), f" {be} asked ", *_modal(link, what, subject=False))


def _denial(link: Link, quotes: Sequence[Quote], plurals: Container[str]) -> Heading:
    strongest = _strongest(quotes)
    chosen = [quote for quote in quotes if quote.factuality == strongest]
    form = _form(link, plurals)
    who, several = _speakers(chosen, plurals)
    says: Heading = (*who, " say that " if several else " says that ") if who else ()
    if strongest == Factuality.ACTUAL:
        if who:
            return (*who, " deny that " if several else " denies that ", *_that(link, chosen, plurals))
        if any(quote.attributed for quote in chosen):
            return ("It is denied that ", *_that(link, chosen, plurals))
        if not form.known:
            return ("It is not so that ", *_clause(link, (), plurals))
        return (
            (link.source,),
            f" {_negated(form, past=_happens(link, form))} {form.rest} ".replace("  ", " "),
            (link.target,),
        )
    if not form.known:
        return (*says, "it is not so that ", *_clause(link, (), plurals))
    if strongest == Factuality.REQUESTED:
        if who and who != [(link.source,)]:
            return (*who, " ask " if several else " asks ", *_modal(link, "not to"))
        if who:
            return (*who, " asks ", *_modal(link, "not to", subject=False))
        return _asked(link, "not to", plurals)
    return (*says, *_modal(link, "will not" if strongest == Factuality.FUTURE else "may not"))


def _contradiction(denied: Sequence[Quote], affirmed: Factuality, plurals: Container[str]) -> Heading:
    """What follows an affirmation: who denies it."""
    strongest = _strongest(denied)
    chosen = [quote for quote in denied if quote.factuality == strongest]
    who, several = _speakers(chosen, plurals)
    if not who:
        if strongest == Factuality.FUTURE:
            return ("elsewhere that is ruled out",)
        return ("it is denied" if strongest == affirmed else "elsewhere that is denied",)
    if strongest == Factuality.FUTURE:
        return (*who, " say that it will not happen" if several else " says that it will not happen")
    if strongest == Factuality.REQUESTED:
        return (*who, " ask that it not happen" if several else " asks that it not happen")
    return (*who, " deny it" if several else " denies it")
