"""Heads of state and government, politicians."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import unquote

from rapidfuzz import fuzz

from kg.names import PARTICLES, fold, words_of
from kg.namewords import name_words
from kg.vocabulary import slug
from training.entities.countries import LATIN1_COUNTRIES
from training.entities.gazetteer import Gazetteer, cells, clean, iri, latin, text

MONTHS = words_of("January February March April May June July August September October November December")


NAME_PART = r"(?:[A-ZÀ-Þ][\w'’.\-]*|de|da|do|dos|la|van|von|der|den|di|del|y|e|af|zu|ter|ten|le|du)"


LEADER_TITLES = name_words().prefixes | frozenset(
    words_of(
        "of the and state people's peoples federal interim transition transitional co vice general supreme high "
        "national taliban affairs commission council administrator regent taoiseach leader duke grand captain bailiff "
        "lieutenant director special representative holy father party provisional coordinator chairperson executive "
        "ministers presidency presidential caretaker emperor commissioner territorial island pontifical government's "
        "spain china swiss confederation france french for overall by central standing committee assembly head "
        "government"
    )
)


REGAL = re.compile(r"King|Queen|Emir|Amir|Sultan|Grand Duke|Prince|Pope")


def add_leaders(gaz: Gazetteer, factbook: list[dict[str, str]]) -> None:
    """Heads of state and government with the start of their terms, from the World Factbook.

    Who represents a larger country in a smaller one (the French president in its territories) is that country's alone.
    """
    months = {name: number for number, name in enumerate(MONTHS, 1)}
    seen: set[str] = set()
    for row in sorted(factbook, key=lambda r: (-gaz.populations.get(r["entity"], 0), r["entity"])):
        country = row["entity"]
        here: set[str] = set()
        for office, column in (("head of state", "chief_of_state"), ("head of government", "head_of_gov")):
            first = re.split(r";|\bnote\b", row[column])[0]
            first = re.sub(r"^(?:overall|represented by)\s+|\[so-called\]", "", first)
            if re.search(r"Co-prince|none|vacant|council", first.split("(")[0]):
                continue
            title, label, others = leader(first.split("(since")[0])
            if (
                not label
                or not label[0].isupper()
                or not latin(label)
                or " of " in label
                or not 1 <= len(label.split()) <= 5
            ):
                continue
            if len(label.split()) < 2 and not REGAL.search(title):
                continue
            if fold(label) in seen - here:
                continue
            seen.add(fold(label))
            here.add(fold(label))
            holder = gaz.add("leaders", label, "Person", others=others, country=country, prior=0.9)
            term = (
                f"<https://w3id.org/newskg/term#{slug(label)}_{office.replace(' ', '_')}_{slug(gaz.labels[country])}>"
            )
            gaz.state("leaders", term, "rdf:type", "news:Term")
            gaz.state("leaders", term, "news:holder", holder)
            gaz.state("leaders", term, "news:officeOf", country)
            gaz.state("leaders", term, "news:role", text(title or office))
            since = re.search(r"\(since (?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", first)
            if since and (since[2] is None or since[2] in months):
                day, month, year = since[1], since[2], since[3]
                date = (
                    f'"{year}-{months[month]:02}-{int(day):02}"^^xsd:date' if day and month else f'"{year}"^^xsd:gYear'
                )
                gaz.state("leaders", term, "news:termStart", date)


def leader(value: str) -> tuple[str, str, list[str]]:
    """Title, name and further names of `President Vladimir Vladimirovich PUTIN`: the Factbook writes surnames in
    capitals."""
    nick = re.search(r"[\"“”]([A-Z]\w+)[\"“”]", value)
    value = re.sub(r"\(.*?\)|\[.*?\]|[\"“”].*?[\"“”]|,.*$", " ", value)
    words = value.split()
    start = 0
    while start < len(words) and (
        words[start].strip(".").lower().replace("-", "") in LEADER_TITLES
        or (words[start].endswith(".") and len(words[start]) > 2)
    ):
        start += 1
    title, words = " ".join(words[:start]), words[start:]
    if not words:
        return title, "", []
    capitals = [
        i
        for i, word in enumerate(words)
        if sum(c.isupper() for c in word) >= 2 and not re.fullmatch(r"(?:[A-Z]\.)+", word)
    ]
    if len(capitals) > 1 and re.fullmatch(r"[IVX]+", words[capitals[-1]]):
        capitals.pop()  # a number, as in JOHN XXIII
    fixed = [_capitalized(word) if i in capitals else word for i, word in enumerate(words)]
    kept = [
        i
        for i, w in enumerate(fixed)
        if i in (0, len(fixed) - 1) or not re.fullmatch(r"\w+(?:ovich|evich|ovna|evna)|[A-Z]\.", w)
    ]
    if len(kept) < len(fixed) and capitals and capitals[-1] == len(words) - 1:
        name, others = " ".join(fixed[i] for i in kept), [" ".join(fixed)]
        return title, name, others
    full = " ".join(fixed)
    if REGAL.search(title):
        name = REGAL.search(title)[0]  # type: ignore[index]
        return title, full, [f"{name} {full}", re.sub(r" [IVX]+$", "", f"{name} {full}")]
    if not capitals:
        return title, full if 2 <= len(words) <= 4 else "", []
    if capitals[0] == 0 or len(words) <= 2:
        return title, full, []
    begin = capitals[0]
    while begin > 1 and fold(words[begin - 1]) in PARTICLES:
        begin -= 1
    nickname = [f"{nick[1]} {' '.join(fixed[begin : capitals[-1] + 1])}"] if nick else []
    if len(words) == 3:
        return title, full, [f"{fixed[0]} {' '.join(fixed[begin:])}", " ".join(fixed[1:]), *nickname]
    short = " ".join([fixed[0], *fixed[begin : capitals[-1] + 1]])
    middle = " ".join([fixed[1], *fixed[begin : capitals[-1] + 1]]) if begin == 2 else ""
    return title, short, [n for n in dict.fromkeys((full, middle, *nickname)) if n and n != short]


def _capitalized(word: str) -> str:
    """`PUTIN` as `Putin`, `N'GUESSO` as `N'Guesso`, `McGUINTY` left as it is but for its capitals."""
    parts = re.split(r"([-'’])", word)
    done = []
    for part in parts:
        if match := re.match(r"(Mc|Mac)(?=[A-Z]{2})", part):
            done.append(match[1] + part[match.end() :].capitalize())
        else:
            done.append(part[:1].upper() + part[1:].lower())
    return "".join(done)


def mangled(name: str) -> str:
    """What politicians_2017.csv made of a name: it kept the low byte of each letter outside of Latin-1."""
    return "".join(c if ord(c) < 256 else chr(ord(c) & 0xFF) for c in unicodedata.normalize("NFC", name))


def image_name(url: str) -> str:
    """The person's name in a picture's file name, or an empty string."""
    stem = unquote(url.rsplit("/", 1)[-1]).rsplit(".", 1)[0].replace("_", " ")
    stem = re.sub(r"\(.*?\)|\d.*$|,.*$| - .*$", " ", stem)
    stem = re.split(
        r"\b(?:by|at|in|on|official|cropped|portrait|MP|MdB|Senate|photo|as|with|from|of|and|bei|beim|im|auf|during|World|Economic|Congress|January|February|March|April|June|July|August|September|October|November|December|Foto|Bild|Senator|Minister|President|EPP|Summit|Conference)\b",
        stem,
    )[0]
    words = stem.split()
    return (
        " ".join(words)
        if 2 <= len(words) <= 4 and all(re.fullmatch(r"[^\W\d_][\w'’.\-]*", w) and w[0].isupper() for w in words)
        else ""
    )


def nationality(description: str, adjectives: dict[str, set[str]], home: str) -> str:
    """The country whose adjective or name a description has: `British politician`; of several, or none, `home`."""
    words = fold(description).split()
    found = {
        country for n in (1, 2) for i in range(len(words)) for country in adjectives.get(" ".join(words[i : i + n]), ())
    }
    return found.pop() if len(found) == 1 else home


def first_and_last(name: str) -> tuple[str, str]:
    """The first and the last word of a name, folded."""
    words = fold(name).split()
    return words[0], words[-1]


def office_holders(shared: Path) -> set[str]:
    """Folded names of people who held a government office in the Phoenix dictionary of actors (to 2014)."""
    found, names = set(), []
    for line in (shared / "corpora/gazetteer/Phoenix.Countries.actors.txt").read_text(encoding="latin-1").splitlines():
        if re.match(r"\+?[A-Z]", line):
            name = fold(line.lstrip("+").split(";")[0].split("[")[0].replace("_", " "))
            names = [*names, name] if line.startswith("+") else [name]
        elif re.match(r"\s+\[[A-Z]{3}GOV", line):
            found.update(names)
    return found


def add_politicians(gaz: Gazetteer, iso: dict[str, str], shared: Path) -> None:
    """Members of the US Congress and presidents, and politicians of the world as of 2017 (CC0, Wikidata)."""
    folder = shared / "corpora/gazetteer"
    with (folder / "us_politicians.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["wikipedia"] or row["name"]
            label = re.sub(r" \(.*", "", name)
            others = {
                row["name"],
                f"{row['first']} {row['last']}",
                f"{row['nickname']} {row['last']}" if row["nickname"] else "",
            } - {""}
            president = row["role"] in ("prez", "president", "viceprez")
            known = gaz.find(label, "Person", country=iso["US"])
            full = label if known or iri(label) not in gaz.types else name
            if iri(full) in gaz.types and not known:
                continue
            entity = gaz.add(
                "politicians",
                gaz.labels[known] if known else full,
                "Person",
                label="" if known else label,
                others=sorted(others),
                country=iso["US"],
                prior=0.6 if president else 0.4,
            )
            gaz.same("politicians", entity, row["wikidata"])
            role = {"sen": "Senator", "rep": "Representative", "prez": "President", "viceprez": "Vice President"}.get(
                row["role"], row["role"]
            )
            body = {"sen": "United States Senate", "rep": "United States House of Representatives"}.get(row["role"])
            term = f"<https://w3id.org/newskg/term#{slug(full)}_{row['role']}_{row['start'][:4]}>"
            for predicate, value in (
                ("rdf:type", "news:Term"),
                ("news:holder", entity),
                ("news:officeOf", iri(body) if body else iso["US"]),
                ("news:role", text(role)),
                ("news:termStart", f'"{row["start"]}"^^xsd:date'),
                ("news:termEnd", f'"{row["end"]}"^^xsd:date'),
            ):
                gaz.state("politicians", term, predicate, value)
    chosen: dict[str, tuple[str, str, str, str]] = {}
    with (folder / "politicians_2017.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            qid = row["politician"].rsplit("/", 1)[-1]
            native, pictured, code = clean(row["name_in_native_language"]), image_name(row["image"]), row["country"]
            if not re.fullmatch(r"Q\d+", qid) or (
                "politician" not in row["politicianDescription"].lower()
                and not re.search(
                    r"(?i)president|minister|mayor|chancellor|senator|member of", row["politicianDescription"]
                )
            ):
                continue
            native = native.replace("\x92", "'")
            proper = bool(
                re.fullmatch(
                    rf"{NAME_PART}(?: {NAME_PART}){{1,5}}",
                    native,
                )
            )
            if proper and code in LATIN1_COUNTRIES:
                name = native
            elif (pictured and mangled(pictured) == native) or (
                pictured
                and (not proper or code not in LATIN1_COUNTRIES)
                and code not in ("HU", "CN", "JP", "KR", "TW", "VN", "HK")
            ):
                name = pictured
            else:
                continue
            others = (
                [pictured]
                if pictured
                and pictured != name
                and fuzz.token_set_ratio(fold(pictured), fold(name)) == 100
                and len(pictured.split()) >= 2
                else []
            )
            if others and len(pictured.split()) < len(name.split()):
                name, others = pictured, [name]  # the name that captions use, rather than all the given names
            chosen.setdefault(qid, (name, ";".join(others), code, row["politicianDescription"]))
    by_name = Counter(fold(name) for name, *_ in chosen.values())
    offices = office_holders(shared)
    famous = {
        fold(unquote(line.split("\t")[0]).replace("_", " "))
        for line in (folder / "gum_wikipedia_qid.tab").read_text(encoding="utf8").splitlines()[1:]
    }
    adjectives: dict[str, set[str]] = defaultdict(set)
    for entity in iso.values():
        for predicate in ("news:adjective", "news:demonym", "rdfs:label"):
            for value in gaz.files["countries"][entity].get(predicate, ()):
                adjectives[fold(value.split('"')[1])].add(entity)
    leaders = {
        (*first_and_last(gaz.labels[e]), gaz.countries.get(e, "")): e
        for e, kind in gaz.types.items()
        if kind == "Person"
    }
    for qid, (name, others, code, description) in sorted(chosen.items(), key=lambda item: int(item[0][1:])):
        if qid in gaz.of_qid or by_name[fold(name)] > 1:
            continue
        country = nationality(description, adjectives, iso.get(code, ""))
        known = gaz.find(name, "Person", country=country) or next(
            (f for o in cells(others) if (f := gaz.find(o, "Person", country=country))), ""
        )
        known = known or next(
            (
                e
                for (first, last, home), e in leaders.items()
                if home == country
                and last == first_and_last(name)[1]
                and fuzz.ratio(first, first_and_last(name)[0]) >= 80
            ),
            "",
        )
        if not known and fold(name) in gaz.by_name:
            continue
        high = re.search(
            r"(?i)president of (?:the )?[A-Z]|prime minister|chancellor of|secretary of state|king|queen", description
        )
        entity = gaz.add(
            "politicians",
            gaz.labels[known] if known else name,
            "Person",
            others=cells(others),
            country=country,
            prior=0.5 if high or fold(name) in famous else 0.25 if fold(name) in offices else 0.1,
        )
        gaz.same("politicians", entity, qid)
