"""What is known of names before any text is read: countries and nationalities, capitals, kinds of organisations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rdflib import RDFS, SKOS

from kg.turtle import Triples

PLACES: Final = ("countries.ttl", "places.ttl")
ORGANIZATIONS: Final = ("organizations.ttl", "companies.ttl")
_LEGAL_FORM: Final = re.compile(r",? (?:plc|inc\.?|corp\.?|ltd\.?|ag|se|sa|s\.a\.|n\.v\.|co\.?|group)$")


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


def read_names(folder: Path) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Which kinds of organisation each name denotes, and which country each capital belongs to."""
    capitals: dict[str, str] = {}
    triples = Triples(path for name in PLACES if (path := folder / name).is_file())
    for node in triples.by_subject:
        if country := triples.one(node, "capitalOf"):
            names = {name.lower() for term in (RDFS.label, SKOS.altLabel) for name in triples.all(node, term)}
            capitals.update(dict.fromkeys(names, triples.one(country, RDFS.label).lower()))
    kinds: dict[str, set[str]] = defaultdict(set)
    triples = Triples(path for name in ORGANIZATIONS if (path := folder / name).is_file())
    for node in triples.by_subject:
        for name in (n for term in (RDFS.label, SKOS.altLabel, "acronym") for n in triples.all(node, term)):
            kinds[_LEGAL_FORM.sub("", name.lower())].update(triples.all(node, "kind"))
    return {name: frozenset(nouns) for name, nouns in sorted(kinds.items()) if nouns}, capitals
