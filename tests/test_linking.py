"""`link`: chains and relations of one article become entities and statements."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from extractions import ENTITY, extraction, meaning, relation, triples

from kg.linking import Knowledge, link
from kg.linking.disambiguation import disambiguate
from kg.model import Article, Chain, Extraction, Mention, Span


@pytest.mark.parametrize(
    ("text", "named", "wanted"),
    [
        (
            "Voters in Atlanta, Georgia, queued for hours. Georgia and Florida count by hand.",
            ["Place: Georgia", "Place: Atlanta", "Place: Florida"],
            "Georgia_%28U.S._state%29",
        ),
        (
            "Tbilisi says Georgia wants its border with Russia open; Georgian farmers cheered.",
            ["Place: Georgia", "Place: Tbilisi", "Place: Russia"],
            "Georgia",
        ),
        (
            "Amman said Jordan and Iraq would share the water.",
            ["Place: Jordan", "Place: Amman", "Place: Iraq"],
            "Jordan",
        ),
        ("Jordan scored twice before the break.", ["Person: Jordan"], ""),
        (
            "The delegation flew to Washington after talks with the United States.",
            ["Place: Washington", "Place: United States"],
            "Washington%2C_D.C%2E",
        ),
        (
            "Snow closed roads from Seattle to Spokane; Washington declared an emergency, as did Oregon.",
            ["Place: Washington", "Place: Seattle", "Place: Spokane", "Place: Oregon"],
            "Washington_%28U.S._state%29",
        ),
        ("Washington crossed the river at night.", ["Person: Washington"], ""),
        (
            "Congress passed the bill, and the United States will pay.",
            ["Organization: Congress", "Place: United States"],
            "United_States_Congress",
        ),
        (
            "In New Delhi, Congress and the BJP traded insults over how India votes.",
            ["Organization: Congress", "Place: New Delhi", "Organization: BJP", "Place: India"],
            "Indian_National_Congress",
        ),
        (
            "Peru waits in Lima while Congress debates; Peru has seen this before.",
            ["Organization: Congress", "Place: Peru", "Place: Lima"],
            "Congress_of_Peru",
        ),
        ("The Kremlin did not answer, and Russia stayed silent.", ["Facility: Kremlin", "Place: Russia"], "Kremlin"),
        (
            "Paris Hilton opened a bar in Nashville.",
            ["Person: Paris Hilton | Paris", "Place: Nashville"],
            "Paris_Hilton",
        ),
        ("Paris Haverbrook opened a bar in Nashville.", ["Person: Paris Haverbrook | Paris", "Place: Nashville"], ""),
        ("Trains to Paris were late, as in much of France.", ["Place: Paris", "Place: France"], "Paris"),
        ("Ankara said Turkey would buy gas.", ["Place: Turkey", "Place: Ankara"], "Turkey"),
        ("Chad plays drums.", ["Person: Chad"], ""),
        (
            "A warehouse burned in Lebanon, Pennsylvania, overnight.",
            ["Place: Lebanon", "Place: Pennsylvania"],
            "Lebanon%2C_Pennsylvania",
        ),
        (
            "Beirut fears that Lebanon and Israel will quarrel.",
            ["Place: Lebanon", "Place: Beirut", "Place: Israel"],
            "Lebanon",
        ),
        ("Prices rose in Paris, Texas, again.", ["Place: Paris", "Place: Texas"], "Paris%2C_Texas"),
        (
            "A museum opened in Washington, D.C., near the river.",
            ["Place: Washington", "Place: D.C."],
            "Washington%2C_D.C%2E",
        ),
        (
            "Police in Birmingham, Alabama, closed the road.",
            ["Place: Birmingham", "Place: Alabama"],
            "Birmingham%2C_Alabama",
        ),
        ("China urged calm; Chinese envoys met in Beijing.", ["Place: China"], "China"),
        ("Labour lost the vote in New Zealand.", ["Organization: Labour", "Place: New Zealand"], ""),
        ("Labour lost the vote in Britain.", ["Organization: Labour", "Place: Britain"], "Labour_Party_%28UK%29"),
    ],
)
def test_names_that_mean_several_things(knowledge: Knowledge, text: str, named: list[str], wanted: str) -> None:
    assert meaning(knowledge, text, *named)[0] == wanted


@pytest.mark.parametrize(
    ("kind", "name", "wanted"),
    [
        ("Place", "Kiev", "Kyiv"),
        ("Place", "U.S.", "United_States"),
        ("Place", "UK", "United_Kingdom"),
        ("Place", "Britain", "United_Kingdom"),
        ("Country", "Russian", "Russia"),
        ("Country", "Ukrainians", ""),
        ("Country", "British", "United_Kingdom"),
        ("Country", "Dutch", "Netherlands"),
        ("Country", "South Korean", "South_Korea"),
        ("Organization", "Nato", "NATO"),
        ("Organization", "EU", "European_Union"),
        ("Organization", "ISIL", "Islamic_State"),
        ("Organization", "Daesh", "Islamic_State"),
        ("Organization", "Al-Qaida", "al-Qaeda"),
        ("Organization", "Russian Foreign Ministry", "Foreign_Ministry_of_Russia"),
        ("Organization", "Ministry of Defence of Ukraine", "Defence_Ministry_of_Ukraine"),
        ("Organization", "Army of the Republic of the Congo", "Army_of_the_Republic_of_the_Congo"),
        ("Organization", "Pentagon", "United_States_Department_of_Defense"),
        ("Organization", "Foreign Office", "Foreign%2C_Commonwealth_%26_Development_Office"),
        ("Person", "Volodymyr Zelensky", "Volodymyr_Zelenskyy"),
        ("Person", "President Vladimir Putin", "Vladimir_Putin"),
        ("Organization", "NATO Allies", "NATO"),
        ("Person", "Donald Trump Jr.", ""),
        ("Organization", "us", ""),
        ("Person", "Xaver Unruh", ""),
    ],
)
def test_forms_of_a_name(knowledge: Knowledge, kind: str, name: str, wanted: str) -> None:
    assert meaning(knowledge, f"{name} agreed.", f"{kind}: {name}") == [wanted]


def test_a_bare_surname_is_the_holder_of_an_office_at_that_time(knowledge: Knowledge) -> None:
    text, chains = "Macron spoke in France.", ("Person: Macron", "Place: France")
    assert meaning(knowledge, text, *chains, date="2023-05-02")[0] == "Emmanuel_Macron"
    assert meaning(knowledge, text, *chains, date="1999-05-02")[0] == ""


def test_a_place_spelled_otherwise_lies_in_a_country_that_is_spoken_of(knowledge: Knowledge) -> None:
    rostok = "Place: Rostok"
    assert meaning(knowledge, "Germany. The ferry left Rostok.", "Place: Germany", rostok)[-1] == "Rostock"
    assert meaning(knowledge, "Peru. The ferry left Rostok.", "Place: Peru", rostok)[-1] == ""


def test_the_years_before_a_term_may_be_those_of_an_earlier_one(knowledge: Knowledge) -> None:
    """Sources often tell the last of several terms alone: that of 2005 for a president since 2001."""
    text = "George Bush spoke. The United States agreed, the United States said."
    named = ["Person: George Bush | Bush", "Place: United States"]
    assert meaning(knowledge, text, *named, date="2003-05-01")[0] == "George_W._Bush"


def test_short_forms_need_the_full_name(knowledge: Knowledge) -> None:
    both = meaning(knowledge, "The North fired first, and North Korea denied it.", "Place: North Korea", "Place: North")
    assert both == ["North_Korea", "North_Korea"]
    assert meaning(knowledge, "The North voted late.", "Place: North") == [""]


def test_a_country_in_a_list_is_in_no_other_one(knowledge: Knowledge) -> None:
    text = "Envoys of Italy, Spain, the Netherlands and Peru met."
    found = link(extraction(text, "Place: Italy", "Place: Spain", "Place: Netherlands", "Place: Peru"), knowledge)
    assert [e.iri.removeprefix(ENTITY) for e in found.entities] == ["Italy", "Netherlands", "Peru", "Spain"]


def test_members_of_a_people_are_no_party_of_their_name(knowledge: Knowledge) -> None:
    iraqis = Chain("Iraqis", "Country", (Mention(0, 6, "Iraqis", "NORP"),))
    (found,) = link(Extraction(Article(text="Iraqis voted."), (iraqis,), ()), knowledge).entities
    assert (found.label, found.type, found.same_as) == ("Iraqis", "Group", ())


def test_chains_of_one_entity_are_one_and_say_nothing_of_themselves(knowledge: Knowledge) -> None:
    relations = (relation(0, "criticizes", 1), relation(0, "criticizes", 2))
    linked = link(
        extraction(
            "NATO, North Atlantic Alliance, Russia.",
            "Organization: NATO",
            "Organization: North Atlantic Alliance",
            "Place: Russia",
            relations=relations,
        ),
        knowledge,
    )
    assert [t[:3] for t in triples(linked)] == [("NATO", "criticizes", "Russia")]
    nato = next(e for e in linked.entities if e.label == "NATO")
    assert set(nato.names) == {"NATO", "North Atlantic Alliance"}
    assert nato.same_as == ("http://www.wikidata.org/entity/Q7184",)


def test_evidence_quotes_the_text(knowledge: Knowledge) -> None:
    text = "Russia attacked Ukraine."
    linked = link(
        extraction(text, "Place: Russia", "Place: Ukraine", relations=(relation(0, "attacks", 1, end=15),)), knowledge
    )
    (statement,) = linked.statements
    assert statement.evidence.quote == text[:15]
    assert statement.evidence.confidence == 0.8


def test_what_the_name_does_not_identify_is_local(knowledge: Knowledge) -> None:
    protesters = Chain("the protesters", "Group", (Mention(0, 14, "the protesters", "NOUN"),), named=False)
    text = "the protesters met Unruh and Xaver Unruh-Malik of the Tidal Board"
    base = extraction(
        text, "Person: Unruh", "Person: Xaver Unruh-Malik", "Organization: Tidal Board", "Organization: Parliament"
    )
    chains = (*base.chains, protesters)
    linked = link(Extraction(base.article, chains, (relation(4, "opposes", 2),)), knowledge)
    local = {e.label: e.local for e in linked.entities}
    assert local == {
        "Unruh": True,
        "Xaver Unruh-Malik": False,
        "Tidal Board": False,
        "Parliament": True,
        "the protesters": True,
    }
    assert all(bool(re.search(r"[-~][0-9a-f]{8}$", e.iri)) == e.local for e in linked.entities)
    assert next(e for e in linked.entities if e.label == "the protesters").names == ()


def test_unnamed_chains_without_relations_are_left_out(knowledge: Knowledge) -> None:
    protesters = Chain("the protesters", "Group", (Mention(0, 14, "the protesters", "NOUN"),), named=False)
    assert link(Extraction(Article(text="the protesters"), (protesters,), ()), knowledge).entities == ()


def test_another_base(knowledge: Knowledge) -> None:
    linked = link(
        extraction("NATO met Xaver Unruh.", "Organization: NATO", "Person: Xaver Unruh"),
        knowledge,
        base="https://example.org/",
    )
    assert [e.iri for e in linked.entities] == [
        "https://example.org/entity/NATO",
        "https://example.org/entity/Xaver_Unruh",
    ]


def test_below_the_threshold_a_namesake_keeps_the_gazetteers_iri_free(knowledge: Knowledge) -> None:
    linked = link(extraction("Jordan scored.", "Person: Jordan"), knowledge)
    (entity,) = linked.entities
    assert entity.local
    assert entity.iri != ENTITY + "Jordan"
    assert entity.iri.startswith(ENTITY + "Jordan")


def test_the_order_of_chains_does_not_matter(knowledge: Knowledge) -> None:
    chains = ["Place: Georgia", "Place: Atlanta", "Place: Russia", "Organization: Congress", "Person: Putin"]
    text = "Georgia, Atlanta, Russia, Congress, Putin."
    one = link(extraction(text, *chains), knowledge)
    other = link(extraction(text, *reversed(chains)), knowledge)
    assert one.entities == other.entities


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Ann lives in Ruritz, New York. The hall in Ruritz, New York, and the park were shut.",
            "New_York_%28U.S._state%29",
        ),
        ("The firm has offices in Ruritz, New York and Paris.", "New_York_City"),
        ("The firm of Ruritz moved to New York.", "New_York_City"),
    ],
)
def test_a_state_stands_behind_its_towns(knowledge: Knowledge, text: str, wanted: str) -> None:
    assert meaning(knowledge, text, "Place: New York", "Place: Ruritz", "Place: Paris")[0] == wanted


def test_a_word_that_two_long_names_share_is_no_link(knowledge: Knowledge) -> None:
    name = "Ruritz Muslim Student Association"
    assert meaning(knowledge, f"The {name} met. Muslim leaders came.", f"Organization: {name} | Muslim") == [""]


def test_a_common_word_of_a_long_name_is_no_link(knowledge: Knowledge) -> None:
    name = "Ruritz Task Force"
    assert meaning(knowledge, f"The {name} left. The Force came.", f"Organization: {name} | Force") == [""]
    assert meaning(knowledge, "Force won the vote in Guatemala.", "Organization: Force", "Country: Guatemala")[0]


@pytest.mark.parametrize(
    ("named", "predicate", "possible"),
    [
        (("Country: Jordanian | Jordan", "Country: Egyptian | Egypt"), "partOf", False),
        (("Place: Cairo", "Country: Egyptian | Egypt"), "partOf", True),
        (("Person: Omar Ali", "Country: Sunni"), "citizenOf", False),
        (("Place: Cairo", "Country: Sunni"), "partOf", False),
        (("Place: Cairo", "Country: Sunni"), "supports", True),
        (("Person: Omar Ali", "Country: Egyptian"), "citizenOf", True),
    ],
)
def test_what_the_arguments_mean_may_rule_a_relation_out(
    knowledge: Knowledge, named: tuple[str, str], predicate: str, possible: bool
) -> None:
    text = "Jordan, Jordanian, Egypt, Egyptian, Cairo, Omar Ali, Sunni"
    found = link(extraction(text, *named, relations=(relation(0, predicate, 1),)), knowledge)
    assert bool(found.statements) is possible


@pytest.mark.parametrize(
    ("where", "acts", "rule", "wanted"),
    [
        ("in", False, "network_arrested", []),
        ("for", False, "network_arrested", ["Egypt"]),
        ("in", True, "network_arrested", ["Egypt"]),
        ("in", False, "faith_n", ["Egypt"]),
    ],
)
def test_a_capital_where_something_happens_is_no_government(
    knowledge: Knowledge, where: str, acts: bool, rule: str, wanted: list[str]
) -> None:
    text = f"Omar Ali was arrested {where} Cairo."
    told = extraction(text, "Person: Omar Ali", "Place: Cairo")
    cairo = told.chains[1].mentions[0]
    chains = (told.chains[0], replace(told.chains[1], mentions=(replace(cairo, acts=acts),)))
    arrest = replace(relation(1, "arrests", 0), subject_span=Span(cairo.start, cairo.end), rule=rule)
    found = link(replace(told, chains=chains, relations=(arrest,)), knowledge)
    assert [subject for subject, *_ in triples(found)] == wanted


@pytest.mark.parametrize(
    ("text", "name", "same"),
    [
        ("Senator Rick Scott of Florida spoke.", "Rick Scott", True),
        ("Rick Scott, 24, opened a bar.", "Rick Scott", False),
        ("Rick Scott, a 19-year-old climber, fell.", "Rick Scott", False),
        ("Rick Scott, a waiter, opened a bar.", "Rick Scott", False),
        ("Rick Scott, who is no relation of the senator, opened a bar.", "Rick Scott", False),
        ("Chinese premier Li Qiang spoke in China.", "Li Qiang", True),
        ("Chinese premier Li Keqiang spoke in China.", "Li Keqiang", False),
        ("Giorgio Meloni opened a bar in Italy.", "Giorgio Meloni", False),
    ],
)
def test_a_namesake_is_not_the_politician(knowledge: Knowledge, text: str, name: str, same: bool) -> None:
    assert bool(meaning(knowledge, text, f"Person: {name}")[0]) is same


def test_who_is_no_politician_is_told_from_the_one_of_the_name(knowledge: Knowledge) -> None:
    (person,) = link(extraction("Rick Scott, a 19-year-old climber, fell.", "Person: Rick Scott"), knowledge).entities
    assert person.local and not person.same_as
    assert person.different_from == (f"{ENTITY}Rick_Scott",)


def test_a_bare_institution_beside_one_of_a_country_is_not_that_countrys(knowledge: Knowledge) -> None:
    text = "The Foreign Ministry accused India. India's Foreign Ministry denied it. India and Indian envoys wait."
    found = extraction(text, "Organization: Foreign Ministry", "Place: India")
    ministry, place = found.chains
    bare, owned = ministry.mentions
    apart = [replace(ministry, mentions=(bare,)), replace(ministry, mentions=(owned,)), place]
    links = disambiguate(replace(found, chains=tuple(apart)), knowledge)
    assert links[0].entity is None
    assert links[1].entity is not None and links[1].entity.label == "Foreign Ministry of India"
