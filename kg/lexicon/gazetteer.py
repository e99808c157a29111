"""Names that are known before any text is read: places, organisations, countries and nationalities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rdflib import RDFS, SKOS

from kg.lexicon.model import Gazetteer
from kg.turtle import Triples

PLACES: Final = ("countries.ttl", "places.ttl")
ORGANIZATIONS: Final = ("organizations.ttl", "companies.ttl")
_LEGAL_FORM: Final = re.compile(r",? (?:plc|inc\.?|corp\.?|ltd\.?|ag|se|sa|s\.a\.|n\.v\.|co\.?|group)$")
WELL_KNOWN: Final = 0.3  # prior of an organisation from which one word is enough to name it


def read_countries(path: Path) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Nationalities, and all names of countries, by the one country that they mean; what several share is left out.

    The last of the three has all nationalities, those that several countries share among them: "French", "Congolese".
    """
    triples = Triples([path])
    found: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    countries = set(triples.of_type("Country"))
    for node in triples.by_subject:
        label = triples.one(node, RDFS.label).lower()
        acronyms = triples.all(node, "acronym")
        words = {w.lower() for term in ("demonym", "adjective") for w in triples.all(node, term)}
        for word in words.union(a.lower() for a in acronyms):  # "the US singer"
            found[word].add(label)
        if node in countries:
            for name in {label, *words, *(o.lower() for o in (*triples.all(node, SKOS.altLabel), *acronyms))}:
                names[name].add(label)

    def single(of: Mapping[str, set[str]]) -> dict[str, str]:
        return {word: next(iter(countries)) for word, countries in sorted(of.items()) if len(countries) == 1}

    return single(found), single(names), frozenset(found)


def read_gazetteer(folder: Path) -> Gazetteer:
    """The names of places, and those names of organisations that no place has too and that are made of plain words."""
    places: set[str] = set()
    seats: set[str] = set()
    capitals: dict[str, str] = {}
    triples = Triples(path for name in PLACES if (path := folder / name).is_file())
    for node in triples.by_subject:
        names = {name.lower() for term in (RDFS.label, SKOS.altLabel) for name in triples.all(node, term)}
        places |= names
        if not {"country", "capital"}.isdisjoint(triples.all(node, "kind")):
            if country := triples.one(node, "capitalOf"):
                capitals.update(dict.fromkeys(names, triples.one(country, RDFS.label).lower()))
            seats |= names | {name.lower() for name in triples.all(node, "acronym")}
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    triples = Triples(path for name in ORGANIZATIONS if (path := folder / name).is_file())
    for node in triples.by_subject:
        known = float(triples.one(node, "prior") or 0) >= WELL_KNOWN
        called = [*triples.all(node, RDFS.label), *triples.all(node, SKOS.altLabel)]
        for name in (*called, *triples.all(node, "acronym")):
            kinds[_LEGAL_FORM.sub("", name.lower())].update(triples.all(node, "kind"))
        for name in called:
            words = tuple(name.lower().split())
            plain = name[:1].isupper() and all(word.isalpha() for word in words)
            if plain and name.lower() not in places and (len(words) > 1 or (known and not name.isupper())):
                found[words[0]].add(words)
    longest = {first: tuple(sorted(names, key=lambda n: (-len(n), n))) for first, names in sorted(found.items())}
    known_kinds = {name: frozenset(nouns) for name, nouns in sorted(kinds.items()) if nouns}
    return Gazetteer(frozenset(places), frozenset(seats), longest, known_kinds, capitals)
