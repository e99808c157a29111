"""Names as the rules need them: without the titles and common nouns that a name recogniser takes in at times."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from kg.extraction.coreference.names import fold
from kg.extraction.coreference.pronouns import read_given_names
from kg.extraction.document import where

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from kg.extraction.document import Document, Name, Word
    from kg.extraction.lexicon import Gazetteer, Lexicon

LABELS = {"Organization": "ORG", "Facility": "FAC", "Product": "MISC", "Work": "MISC", "Law": "MISC", "Event": "EVENT"}
"""The label of names by the class of their last word."""
SURE = 0.9  # probability above which a place that no gazetteer has is one
CUT = frozenset({"of", "in", "at", "on", "for", "from", "and", "the"})
"""Small words that no name ends in."""
INNER = frozenset({"of", "the", "for", "and", "&", "to"})


def trim_names(doc: Document, lexicon: Lexicon) -> None:
    """Take titles of office and nouns that stand for an organisation out of the document's names.

    "[UN Special Envoy] Kadri Tamm" becomes "[UN] Special Envoy", "[NATO Allies]" "[NATO] Allies", and
    "[President Tamm]" "President [Tamm]"; "[Office of the Prime Minister]" stays.

    Args:
        doc: its `names` are replaced.
        lexicon: the titles and nouns.
    """
    doc.names = list(_whole(doc, lexicon))
    doc.names = list(_trimmed(doc, lexicon))
    doc.names = list(_completed(doc, lexicon))
    doc.names = _known(doc, lexicon.gazetteer, lexicon.words)
    doc.names = _agreed(doc)


def _whole(doc: Document, lexicon: Lexicon) -> Iterator[Name]:
    """Names cut where the recogniser cut none, and joined where it cut too soon: "[Government of] [Kenya]"."""
    skipped: Name | None = None
    for name, after in zip_longest(doc.names, doc.names[1:]):
        if name is skipped:
            continue
        if name.label in {"GPE", "LOC"} and "," in doc.lower[name.start : name.end]:
            yield from _places(doc, name)
            continue
        if name.label in {"ORG", "FAC"} and (place := _place_inside(doc, name, lexicon)) is not None:
            yield doc.name(name.start, place.start - 1, name.label)
            yield place
            continue
        following = after if after is not None and after.start == name.end else None
        end = _whole_end(doc, name, following)
        skipped = following if end > name.end else None
        yield name if end == name.end else doc.name(name.start, end, name.label)


def _places(doc: Document, name: Name) -> Iterator[Name]:
    """Each of several places that were taken for one: "[Lodwar, Turkana, Kenya]"."""
    start = name.start
    for at in range(name.start, name.end + 1):
        if at == name.end or doc.lower[at] == ",":
            if start < at:
                yield doc.name(start, at, name.label)
            start = at + 1


def _place_inside(doc: Document, name: Name, lexicon: Lexicon) -> Name | None:
    """The place at the end of a name that says where it is: "the [Tamara Stadium in [Kenya]]"."""
    words = doc.lower[name.start : name.end]
    if "in" not in words[1:-1]:
        return None
    start = name.start + words.index("in", 1) + 1
    text = doc.between(start, name.end).lower()
    known = text in lexicon.countries or text in lexicon.gazetteer.places
    return doc.name(start, name.end, "GPE") if known else None


def _whole_end(doc: Document, name: Name, following: Name | None) -> int:
    """Where a name ends that was cut at a small word: "[Board of] Inquiry" goes on, "[Tamara Museum in] Lodwar" ends.

    Args:
        doc: its document.
        name: the name.
        following: the name right behind it, if there is one.
    """
    last, end = doc[name.end - 1], name.end
    if end - name.start == 1 or name.label == "DATE" or last.text not in CUT or end == len(doc):
        return end
    goes_on = last.text == "of" or (last.text == "for" and following is None)
    if goes_on and name.label in {"ORG", "FAC", "MISC", "EVENT"} and doc[end].text[:1].isupper():
        return following.end if following is not None else end + 1
    while end - name.start > 1 and doc[end - 1].text in CUT:
        end -= 1
    return end


def _trimmed(doc: Document, lexicon: Lexicon) -> Iterator[Name]:
    titles = {t: (start, end) for start, end in _titles(doc, lexicon) for t in range(start, end)}
    for ent in doc.names:
        start, end = ent.start, ent.end
        if end - start == 1 and _stands(doc[start], lexicon):
            continue  # "[Members] of the council"
        while end - start > 1 and ent.label == "ORG" and _is_rank(doc[end - 1], lexicon) and end in titles:
            end -= 1  # "[UN Special] Envoy"
        over = titles.get(end - 1)
        if ent.label == "PERSON" and over is not None and _office(doc, ent):
            continue  # "[Team Manager] of"
        if ent.label == "PERSON":
            title = titles.get(start) or next((titles[t] for t in range(start + 1, end - 1) if t in titles), None)
            if title is not None and start < title[0] and (title[1] == end or not _owned(doc, start, *title)):
                title = None  # "Martin Luther King Jr."
            if title is not None and start < title[0]:
                label = "NORP" if doc[start].lower in lexicon.demonyms else "ORG"
                yield doc.name(start, title[0], label)  # "[US] President [Ida Berg]"
            start = title[1] if title is not None and title[1] < end else start
        elif ent.label in {"ORG", "GPE", "NORP", "MISC"} and over is not None:
            if over[0] < start or (over[0] == start and over[1] - over[0] > 1):
                continue  # part of a title: "minister of [Foreign Affairs]"
            if over[1] > end and _body(doc[end - 1], doc[over[1] - 1], lexicon):
                yield ent  # "[Green Party] leader"
                continue
            goes_on = over[1] > end and over[0] > start  # "[Pentagon Press] Secretary"
            end = over[0] if goes_on else _without(doc, start, over[0], end, lexicon)
        elif ent.label in {"ORG", "GPE", "NORP"} and end - start > 1:
            stands = _stands(doc[end - 1], lexicon) and (doc[start].text.isupper() or doc[end - 1].text.islower())
            end = _without(doc, start, end - 1, end, lexicon) if stands else end
        yield ent if (start, end) == (ent.start, ent.end) else doc.name(start, end, ent.label)


def _body(last: Word, title: Word, lexicon: Lexicon) -> bool:
    """Whether a name's last word says that it is an organisation's, and what follows is no part of it."""
    return lexicon.classes.get(last.lemma) == "Organization" and last.text.istitle() and title.text.islower()


def _office(doc: Document, name: Name) -> bool:
    """Whether what was taken for a person is an office, by the phrase behind it: "[Holm Professor] of Law"."""
    behind = doc.lower[name.end : name.end + 1] in (["of"], ["for"], ["at"])
    return behind and fold(doc[name.start].text) not in read_given_names()


def _owned(doc: Document, start: int, title: int, after: int) -> bool:
    """Whether the words from `start` to a title in a name hang on the title, which is no part of the name itself."""
    head = doc.root(title, after)
    return head.dep not in {"flat", "compound"} and head.text[0].isupper() and doc.root(start, title).head is head


def _completed(doc: Document, lexicon: Lexicon) -> Iterator[Name]:
    """Names with the words that belong to them: "Security Council [Resolution 2254]", "[Ida] Berg".

    A first name that the recogniser left out comes in, a numbered resolution or convention is a name of its own, and
    of "invasion of Ukraine" as an event only the country stays, since the phrase says what happened to it.
    """
    labels = {e.text: e.label for e in doc.names if e.label != "EVENT"}
    numbers = [i for i, text in enumerate(doc.texts) if i and text.isdigit()]
    laws = [doc.name(i - 1, i + 1, "MISC") for i in numbers if _numbered(doc, i, lexicon)]
    inside = {t for law in laws for t in range(law.start, law.end)}
    for ent in sorted([*doc.names, *laws], key=lambda name: name.start):
        start, end, label = ent.start, ent.end, ent.label
        if ent not in laws:
            while start < end and end - 1 in inside:
                end -= 1
            if start == end or start in inside:
                continue
        while end < len(doc) and doc[end - 1].text == "-" and not doc[end - 1].spaced and not doc[end].label:
            end += 1  # "[Kim Hae-]won"
        while label != "DATE" and _cut_short(doc, start, end):
            end += 1  # "[Kursk nuclear] power plant"
        if label in {"ORG", "FAC", "MISC"} and end not in inside and _goes_on(doc, ent, lexicon):
            end += 1  # "[Rapid Support] Forces"
            label = LABELS.get(lexicon.classes.get(doc[end - 1].lower, ""), label)
        elif label == "FAC" and lexicon.classes.get(doc[end - 1].lower) == "Product":
            label = LABELS["Product"]  # "the [Hydrolite Pump]"
        before = start - 1
        if label in {"ORG", "GPE", "MISC"} and _appointed(doc, ent, lexicon):
            label = "PERSON"
        elif label == "GPE" and _employs(doc, ent, lexicon):
            label = "ORG"
        elif label in {"ORG", "LOC", "MISC", "FAC"} and _event(doc[end - 1].lower, lexicon):
            label = "EVENT"  # "[Arab League summit]"
        if label == "PERSON" and ent.root.dep == "flat" and ent.root.head.i == before and doc[before].pos == "PROPN":
            start = start if doc[before].label else before
        elif label == "EVENT" and doc[start].text.islower() and doc[start].pos in {"NOUN", "PROPN"}:
            inner = next((t.i + 1 for t in doc[start:end] if t.lower in {"of", "on", "in", "against"}), start)
            while inner < end - 1 and doc[inner].pos == "DET":
                inner += 1
            if start < inner < end and doc[inner].text[:1].isupper():
                start, label = inner, labels.get(doc.between(inner, end), "GPE")
        yield ent if (start, end, label) == (ent.start, ent.end, ent.label) else doc.name(start, end, label)


def _cut_short(doc: Document, start: int, end: int) -> bool:
    """Whether a name ends in a word without capital that belongs to the noun behind it."""
    last = doc[end - 1]
    if end - start < 2 or end >= len(doc) or not last.text.islower() or last.dep not in {"amod", "compound"}:
        return False
    return last.head.i >= end and doc[end].pos == "NOUN" and not doc[end].label


def _event(word: str, lexicon: Lexicon) -> bool:
    """Whether a name's last word says that it names an event: "Summit", "Games"."""
    return "Event" in {lexicon.classes.get(word), lexicon.classes.get(word.removesuffix("s"))}


def _goes_on(doc: Document, name: Name, lexicon: Lexicon) -> bool:
    """Whether the noun right behind a name, on which the name hangs, is its last word: written like it, no office."""
    if name.end >= len(doc) or name.root.dep != "compound" or name.root.head.i != name.end:
        return False
    head = doc[name.end]
    if head.label or head.pos not in {"NOUN", "PROPN"} or not head.text[:1].isupper() or head.text.isupper():
        return False
    if lexicon.classes.get(head.lemma) == "Person" or lexicon.title_at(doc.lower, head.i) is not None:
        return False
    if _stands(head, lexicon) and (name.end - name.start == 1 or doc[name.start].text.isupper()):
        return False  # "[NATO] Allies"
    first, last = doc.sentences[head.sentence]
    return any(w.text.islower() and w.pos in {"NOUN", "VERB", "ADJ"} for w in doc[first:last])  # no headline


def _known(doc: Document, gazetteer: Gazetteer, words: Container[str]) -> list[Name]:
    """The names with those that the gazetteer has and the recogniser overlooked or mislabelled.

    "[Riyadh]" is a place whatever the recogniser says, unless it is part of another name of the article; a surname
    before the colon of a headline is none ("[Moreau]: …").
    """
    names = [_relabelled(doc, name, gazetteer, words) for name in doc.names]
    taken = {t: name for name in names for t in range(name.start, name.end)}
    lost: set[Name] = set()
    found: list[Name] = []
    organizations = gazetteer.organizations
    for i in where(doc.lower, organizations):
        if doc.lower[i] == doc.texts[i]:  # names begin with capitals
            continue
        for known in organizations[doc.lower[i]]:
            end = i + len(known)
            if tuple(doc.lower[i:end]) != known or not _written_as_name(doc, i, end, words):
                continue
            inside = {taken[t] for t in range(i, end) if t in taken}
            name = doc.name(i, end, "ORG")
            if all(i <= n.start and n.end <= end and n.end - n.start < len(known) for n in inside):
                lost |= inside
                found.append(name)
                taken.update(dict.fromkeys(range(i, end), name))
            break
    if not found:
        return names
    return sorted((name for name in (*names, *found) if name not in lost), key=lambda name: name.start)


def _agreed(doc: Document) -> list[Name]:
    """The names, of which those of several words mean one thing wherever they stand: what most mentions say it is."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in doc.names:
        if name.end - name.start > 1 and name.label != "DATE":
            votes[name.text.lower()][name.label] += doc.probability(name)
    best = {text: max(sorted(found), key=found.__getitem__) for text, found in votes.items() if len(found) > 1}
    return [
        doc.name(name.start, name.end, best[text])
        if name.label != "DATE" and best.get(text := name.text.lower(), name.label) != name.label
        else name
        for name in doc.names
    ]


def _written_as_name(doc: Document, start: int, end: int, words: Container[str]) -> bool:
    if end - start == 1:
        word = doc[start]
        alone = word.pos == "PROPN" and word.dep not in {"compound", "amod", "flat", "nmod:desc"}
        common = word.lower in words or fold(word.text) in read_given_names()
        return alone and word.text[:1].isupper() and not common
    return all(w.text[:1].isupper() or w.lower in INNER for w in doc[start:end])


def _relabelled(doc: Document, name: Name, gazetteer: Gazetteer, words: Container[str]) -> Name:
    """A name with the label that the gazetteer gives it, or that of a person where it begins with a first name."""
    text = name.text.lower()
    if name.label == "ORG" and name.end - name.start == 2 and _like_person(doc, name, gazetteer, words):
        return doc.name(name.start, name.end, "PERSON")
    if name.label in {"ORG", "MISC", "FAC", "PERSON"} and text in gazetteer.seats:
        if name.label == "PERSON" and (name.end - name.start > 1 or fold(name.text) in read_given_names()):
            return name
        longer = any(
            text in other.text.lower().split()
            for other in doc.names
            if other.label == name.label and other.text != name.text
        )
        beside = name.root.head.pos == "PROPN" and name.root.dep in {"compound", "flat"}
        return name if longer or beside else doc.name(name.start, name.end, "GPE")
    if name.label == "GPE" and name.end - name.start == 1 and doc.texts[name.end : name.end + 1] == [":"]:
        opens = name.start == 0 or doc[name.start - 1].blank
        if opens and text not in gazetteer.places:
            return doc.name(name.start, name.end, "PERSON")
    return name


def _like_person(doc: Document, name: Name, gazetteer: Gazetteer, words: Container[str]) -> bool:
    """Whether a name is a first name and a word that means nothing: "Kerstin Ahl", not "Atlanta Hawks"."""
    first, last = doc[name.start], doc[name.end - 1]
    if (first.tag, last.tag) != ("NNP", "NNP") or not (first.text.istitle() and last.text.istitle()):
        return False
    if name.root.dep == "appos" or (name.start and doc[name.start - 1].pos == "NOUN"):
        return False  # "the company [Ida Banda]": the noun knows better
    known = tuple(doc.lower[name.start : name.end]) in gazetteer.organizations.get(first.lower, ())
    place = first.lower in gazetteer.places or first.lower in gazetteer.seats
    return fold(first.text) in read_given_names() and not (known or place or last.lower in words or "." in name.text)


def _appointed(doc: Document, name: Name, lexicon: Lexicon) -> bool:
    """Whether a name stands in apposition to an office that only people hold: "the president of Chad, Ida Banda".

    Or whether a first name stands right behind what only people are: "the physicist Ida Banda".
    """
    before, first = doc[name.start - 1], doc[name.start]
    if name.start and before.tag == "NN" and name.end - name.start > 1 and fold(first.text) in read_given_names():
        known = lexicon.title_at(doc.lower, before.i) is not None or lexicon.classes.get(before.lemma) == "Person"
        if known and (name.root.head is before or name.start <= before.head.i < name.end):
            return True
    title = name.root.head
    if name.root.dep != "appos" or name.end - name.start < 2 or not title.i < name.start or title.tag != "NN":
        return False
    if lexicon.classes.get(doc[name.end - 1].lower) == "Organization":
        return False  # "the commander, [Baltic Fleet Command]"
    role = lexicon.title_at(doc.lower, title.i)
    return role is not None and (role.leads or role.speaks) and lexicon.classes.get(title.lemma) == "Person"


def _employs(doc: Document, name: Name, lexicon: Lexicon) -> bool:
    """Whether what was taken for a place, not surely, is whom one works for: "the doctor Ida Banda of [Caritas]"."""
    person = name.root.head.name
    if not name.start or doc[name.start - 1].lower != "of" or person is None or person.label != "PERSON":
        return False
    title = lexicon.title_at(doc.lower, person.start - 1) if person.start else None
    if title is None or not title.profession or doc.probability(name) > SURE:
        return False
    return name.text.lower() not in lexicon.gazetteer.places


def _numbered(doc: Document, i: int, lexicon: Lexicon) -> bool:
    """Whether a law or resolution is named by a number: "Resolution 2254"."""
    word, number = doc[i - 1], doc[i]
    law = "Law" in {lexicon.classes.get(word.lemma), lexicon.classes.get(word.lower.removesuffix("s"))}
    return law and word.text[:1].isupper() and number.head is word


def _stands(token: Word, lexicon: Lexicon) -> bool:
    """Whether a word, capitalised or not, is a noun that stands for the organisation before it."""
    nouns, word = lexicon.representatives, token.lower
    return token.lemma in nouns or word.removesuffix("s") in nouns or word.removesuffix("ies") + "y" in nouns


def _titles(doc: Document, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Titles of office as token ranges, the longest at each end."""
    for i in where(doc.lower, lexicon.roles):
        title = lexicon.title_at(doc.lower, i)
        if title is not None:
            yield i + 1 - len(title.words), i + 1


def _is_rank(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word before a title belongs to it: "special", "deputy", the hyphen of "vice-president"."""
    return word.lower == "-" or word.lower in lexicon.ranks


def _without(doc: Document, start: int, cut: int, end: int, lexicon: Lexicon) -> int:
    """Where a name ends without the title or noun that begins at `cut`; its old end where the title belongs to it."""
    named = end < len(doc) and (doc[end].label == "PERSON" or doc[end].pos in {"PUNCT", "ADP", "VERB", "AUX", "NOUN"})
    if not named and not _stands(doc[end - 1], lexicon):
        return end
    while cut > start and (
        doc[cut - 1].lower in lexicon.modifiers or _is_rank(doc[cut - 1], lexicon) or doc[cut - 1].tag == "POS"
    ):
        cut -= 1
    return cut if cut > start and not any(t.lower in INNER for t in doc[start:cut]) else end
