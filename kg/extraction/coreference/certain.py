"""Which names and noun phrases of an article are one thing for certain.

The precise ones of the sieves of Raghunathan et al. 2010 and Lee et al. 2013: names of one thing (`same_names`),
appositions, copulas, and nouns that stand for their owner. All other nouns and pronouns are left to the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.document import Document, Word
from kg.extraction.coreference.entities import Sets
from kg.extraction.coreference.people import join_bare_names
from kg.extraction.coreference.phrases import Phrase
from kg.extraction.coreference.same_names import join_names
from kg.extraction.syntax import describes
from kg.lexicon import Lexicon
from kg.names import BEFORE_BIRTH_NAME, acronym_of, is_acronym

_ACTORS = frozenset({"Organization", "Country", "Place", "Group", "Facility"})
_EACH = frozenset({"any", "no", "every", "each"})
_LABEL_OF = {"Person": "PERSON", "Organization": "ORG", "Group": "ORG"}
"""The label of the names that a common noun of a class may stand right before."""
_NAMING = frozenset({"call", "name", "dub", "title", "christen", "baptize", "nickname", "rename"})
_EARLIER = frozenset({"formerly", "previously", "originally"})
_BORN = frozenset({*BEFORE_BIRTH_NAME, "born"})
_NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
_MADE = frozenset({"Work", "Law", "Event"})


def join_certain(doc: Document, phrases: Sequence[Phrase], lexicon: Lexicon) -> Sets:
    """Join what is one thing for certain: names, appositions, nouns that stand for their owner."""
    sets = Sets(phrases)
    join_names(doc, phrases, sets, lexicon)
    _join_syntax(doc, phrases, sets, lexicon)
    _join_birth_names(doc, phrases, sets)
    join_bare_names(doc, phrases, sets)
    for place, owner in _representatives(doc, phrases, lexicon).items():
        sets.join(owner, place)
    return sets


def _join_birth_names(doc: Document, phrases: Sequence[Phrase], sets: Sets) -> None:
    """Names before a marriage: `Mira Solberg, née Aune`, who may be called Mira Aune elsewhere; `(born Mira Aune)`."""
    people = [(place, phrase) for place, phrase in enumerate(phrases) if phrase.names_person]
    ends = {phrase.end: (place, phrase) for place, phrase in people if len(phrase.words) > 1}
    for place, phrase in people:
        holder, own = ends.get(phrase.start - 2, (place, phrase))
        if holder == place or doc[phrase.start - 1].lower not in _BORN or not doc[phrase.start - 2].punctuation:
            continue
        born = phrase.words if len(phrase.words) > 1 else (own.words[0], *phrase.words)
        for other in (place, *(at for at, p in people if p.words == born)):
            sets.join(holder, other, stated=True)
            sets.former.add(other)


def _join_syntax(doc: Document, phrases: Sequence[Phrase], sets: Sets, lexicon: Lexicon) -> None:
    """Appositions and copulas: `Angela Merkel, the German chancellor`; `Angela Merkel is the chancellor`."""
    by_head = {phrase.head: place for place, phrase in enumerate(phrases)}
    for place, phrase in enumerate(phrases):
        if phrase.kind == "pronoun":
            continue
        token, other = doc[phrase.head], None
        if token.dep == "appos":
            at = by_head.get(token.head.i)
            if at is not None and _can_rename(phrases[at], phrase, earlier=_is_earlier(token.lefts)):
                other = at
        elif phrase.kind == "name" and token.dep in {"xcomp", "obl"}:
            at = _called(token, by_head)
            other = at if at is not None and _can_be_called(phrases[at], phrase) else None
        elif phrase.kind == "noun" and not phrase.plural:
            other = _named_right_after(token, phrase, phrases, by_head)
            other = _own_name(token, phrase, phrases, by_head, lexicon) if other is None else other
        if other is None and phrase.kind == "noun" and token.dep != "appos" and _affirmed(token):
            at = next((by_head.get(c.i) for c in token.lefts if c.dep == "nsubj"), None)
            if at is not None and _identifies_subject(phrases[at], phrase) and _can_rename(phrases[at], phrase):
                other = at
        if other is not None:
            sets.join(other, place, stated=_are_alike(phrases[other], phrase))
            if _is_earlier((*token.lefts, *token.head.children)):
                sets.former.add(place)


def _named_right_after(
    token: Word, phrase: Phrase, phrases: Sequence[Phrase], by_head: Mapping[int, int]
) -> int | None:
    """`his wife Mary`, `the power company Nordlund Energy`: the place of the name right after its common noun."""
    name = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    if phrase.type in {"Organization", "Group"} and name.name is not None:
        name = name.name.root
    at = by_head.get(name.i)
    if at is None or phrases[at].start != token.i + 1 or phrases[at].label != _LABEL_OF.get(phrase.type):
        return None
    if phrase.type == "Person":
        return at if name.head in {token, token.head} or token.head == name else None
    twin = name.head == token.head and name.dep == token.dep  # a parser in doubt makes both the subject
    return at if name.head == token or twin else None


def _own_name(
    token: Word, phrase: Phrase, phrases: Sequence[Phrase], by_head: Mapping[int, int], lexicon: Lexicon
) -> int | None:
    """`the city of Mosul`, `the NATO alliance`: the place of the name that a class noun carries with it."""
    noun = phrase.words[0]
    if noun in lexicon.of_name:
        for child in token.rights:
            at = by_head.get(child.i)
            if child.dep == "nmod" and at is not None and phrases[at].label in {"GPE", "LOC"}:
                return at if any(t.lower == "of" for t in child.lefts) else None
    if phrase.definite and noun in lexicon.after_name:  # a province or region is another thing than its city
        labels = {"GPE", "LOC", "FAC"} if phrase.type == "Place" else {"ORG"}
        before = [by_head[c.i] for c in token.lefts if c.dep == "compound" and c.i in by_head]
        return next((at for at in before if phrases[at].kind == "name" and phrases[at].label in labels), None)
    return None


def _is_earlier(beside: Iterable[Word]) -> bool:
    """Whether a word next to a name or its verb marks it as a former name: `formerly Alto`."""
    return any(word.lower in _EARLIER for word in beside)


def _can_rename(one: Phrase, other: Phrase, *, earlier: bool = False) -> bool:
    """Whether two phrases in apposition can be one thing: a name with its acronym or a former name (`earlier`: the text
    calls the other name former), or phrases that agree in number and class."""
    if "pronoun" in {one.kind, other.kind}:
        return False
    if one.kind == other.kind == "name":
        long, short = (one, other) if len(one.words) >= len(other.words) else (other, one)
        acronym = is_acronym(short.text) and acronym_of(short.words[0], long.words)
        return acronym or (earlier and _are_alike(one, other))
    if one.plural != other.plural and "NORP" not in {one.label, other.label}:
        return (_collective(one) or _collective(other)) and not (one.several or other.several)
    if one.type and other.type:
        if "Product" in {one.type, other.type} and "MISC" in {one.label, other.label}:
            return True  # a name of a ship has the label of a work's
        if _MADE & {one.type, other.type} and one.type != other.type and "noun" in {one.kind, other.kind}:
            return False
        return (one.type == "Person") == (other.type == "Person")
    if one.kind == "noun":  # `their ship, Aurora`, not `the video: Aurora`
        return one.definite and not one.type and other.label != "PERSON"
    return other.kind == "noun"  # `X, a do-gooder`


def _called(name: Word, by_head: Mapping[int, int]) -> int | None:
    """The place of what is given a name: `a robot named Ada`, `they called their robot Ada`, `Karim, known as Ada`."""
    verb, as_ = name.head, any(c.lower == "as" for c in name.lefts)
    if not (verb.lemma == "know" and as_) and (verb.lemma not in _NAMING or as_ or name.dep != "xcomp"):
        return None
    given = next((c for c in verb.children if c.dep in {"nsubj:pass", "obj"}), None)
    of_clause = verb.dep == "acl" or (verb.dep == "acl:relcl" and given is not None and given.pos == "PRON")
    if given is not None and given.dep == "obj" and given.pos == "PROPN" and not of_clause:
        return None  # an insult: "she called Varga the Nero of Budapest"
    holder = verb.head if of_clause else given
    return None if holder is None else by_head.get(holder.i)


def _can_be_called(holder: Phrase, name: Phrase) -> bool:
    """Whether what a phrase means can bear a name: one thing, of a class that such names are of."""
    if holder.kind != "noun" or holder.plural:
        return _are_alike(holder, name)
    return not holder.type or (holder.type == "Person") == (name.label == "PERSON")


def _are_alike(one: Phrase, other: Phrase) -> bool:
    """Whether two names are names of things of one kind."""
    return one.kind == other.kind == "name" and one.label == other.label in _NAME_LABELS


def _collective(phrase: Phrase) -> bool:
    return phrase.type in {"Organization", "Group", "Country"} and not phrase.plural


def _identifies_subject(subject: Phrase, noun: Phrase) -> bool:
    """Whether a predicate noun says which one its subject is; of a person an indefinite one does: `a cricketer`."""
    person = subject.names_person and noun.type == "Person"
    return noun.definite or (person and not noun.plural)


def _affirmed(predicate: Word) -> bool:
    """Whether a noun is said of its subject by a copula, without a modal or a negation."""
    lefts = predicate.lefts
    return any(c.dep == "cop" for c in lefts) and not any(
        c.dep == "aux" or c.lower == "no" or (c.dep == "advmod" and c.lower in {"not", "n't", "never"}) for c in lefts
    )


def _representatives(doc: Document, phrases: Sequence[Phrase], lexicon: Lexicon) -> dict[int, int]:
    """`Russian troops`, `allies of NATO`: the places of such phrases, each with that of the phrase it stands for."""
    found: dict[int, int] = {}
    names = {p.head: place for place, p in enumerate(phrases) if p.capital}
    names |= {t: place for place, p in enumerate(phrases) if p.kind == "name" for t in range(p.start, p.end)}
    for place, phrase in enumerate(phrases):
        if phrase.kind != "noun":
            continue
        token = doc[phrase.head]
        members = phrase.plural or any(c.lower in _EACH for c in token.lefts)  # `any NATO ally`
        # critics, fans and opponents of an organisation are not the organisation
        if not lexicon.represents(phrase.words[0], plural=members) or (phrase.type == "Person" and not members):
            continue
        if phrase.several or any(
            c.dep == "nummod" or (c.dep == "det" and c.lower in {"a", "an", "another"}) for c in token.lefts
        ):
            continue
        for child in token.children:
            at = names.get(child.i)
            if at is None or at == place or phrases[at].label == "PERSON" or phrases[at].type not in _ACTORS:
                continue
            if describes(child, lexicon.nationalities):
                continue
            owned = child.dep == "nmod:poss" or (child.dep == "nmod" and any(t.lower == "of" for t in child.lefts))
            if child.dep in {"amod", "compound", "nmod:desc"} or (owned and phrase.words[0] not in lexicon.others):
                found[place] = at
                break
    last: dict[str, int] = {}
    for place, phrase in enumerate(phrases):  # `the allies` after `NATO allies`
        if phrase.kind == "noun" and phrase.plural:
            if place in found:
                last[phrase.words[0]] = found[place]
            elif phrase.words[0] in last and phrase.definite and not _narrowed(doc, phrase):
                found[place] = last[phrase.words[0]]
    return found


def _narrowed(doc: Document, phrase: Phrase) -> bool:
    """Whether something says which one of its kind a noun is: `the Gulf allies`, `her allies`, `allies of Peru`."""
    narrowing = {"amod", "compound", "nummod", "nmod", "nmod:desc", "nmod:poss"}
    return any(child.dep in narrowing for child in doc[phrase.head].children)
