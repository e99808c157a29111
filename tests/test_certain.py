"""Names and noun phrases that are one thing for certain: appositions, copulas, nouns that stand for their owner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chains import LEXICON, build, find, same


def test_an_apposition_is_the_same_person() -> None:
    doc = build(
        ["Angela|PROPN|nsubj|8 Weber|PROPN|flat|1 ,|PUNCT|punct|6 the|DET|det|6 German|ADJ|amod|6 "
         "chancellor|NOUN|appos|1 ,|PUNCT|punct|6 left|VERB|root|0"],
        {"Angela Weber": "PERSON", "German": "NORP"},
    )  # fmt: skip
    chains = find(doc)
    assert chains.chain_of(0) == chains.chain_of(5) != chains.chain_of(4)


@pytest.mark.parametrize(
    ("sentence", "joined"),
    [
        ("Ida|PROPN|nsubj|5 Berg|PROPN|flat|1 is|AUX|cop|5 the|DET|det|5 chancellor|NOUN|root|0", True),
        ("Ida|PROPN|nsubj|5 Berg|PROPN|flat|1 is|AUX|cop|5 a|DET|det|5 singer|NOUN|root|0", True),
        (
            "Ida|PROPN|nsubj|6 Berg|PROPN|flat|1 is|AUX|cop|6 not|ADV|advmod|6 the|DET|det|6 chancellor|NOUN|root|0",
            False,
        ),
        (
            "Ida|PROPN|nsubj|6 Berg|PROPN|flat|1 may|AUX|aux|6 be|AUX|cop|6 the|DET|det|6 chancellor|NOUN|root|0",
            False,
        ),
    ],
)
def test_a_copula_says_what_a_name_is_unless_it_is_denied_or_in_doubt(sentence: str, joined: bool) -> None:
    found = find(build([sentence], {"Ida Berg": "PERSON"})).chains
    assert any(c.named and len(c.mentions) == 2 for c in found) is joined


def test_a_wife_who_is_named_at_once() -> None:
    doc = build(
        ["Karl|PROPN|nsubj|2 met|VERB|root|0 his|PRON|nmod:poss|4 wife|NOUN|obj|2 Mary|PROPN|appos|4"],
        {"Karl": "PERSON", "Mary": "PERSON"},
    )
    chains = find(doc)
    assert chains.chain_of(3) == chains.chain_of(4) != chains.chain_of(0)


@pytest.mark.parametrize(
    ("word", "joined"), [("Russian", True), ("Congolese", True), ("Islamic", False), ("Kurdish", False)]
)
def test_a_plural_stands_for_a_country_and_for_no_faith_or_people(word: str, joined: bool) -> None:
    doc = build([f"{word}|ADJ|amod|2 troops|NOUN|nsubj|3 left|VERB|root|0"], {word: "NORP"})
    chains = find(doc)
    assert (chains.chain_of(0) == chains.chain_of(1)) is joined


def test_a_plural_stands_for_a_country_of_two_words() -> None:
    doc = build(["South|ADJ|amod|2 Korean|ADJ|amod|3 troops|NOUN|nsubj|4 left|VERB|root|0"], {"South Korean": "NORP"})
    chains = find(doc)
    assert chains.chain_of(1) == chains.chain_of(2)


def test_troops_and_governments_stand_for_their_country_but_two_soldiers_do_not() -> None:
    doc = build(
        ["Russian|ADJ|amod|2 troops|NOUN|nsubj|3 left|VERB|root|0", "Russia|PROPN|nsubj|2 won|VERB|root|0",
         "Two|NUM|nummod|3 Russian|ADJ|amod|3 troops|NOUN|nsubj|4 stayed|VERB|root|0"],
        {"Russian": "NORP", "Russia": "GPE"},
    )  # fmt: skip
    chains = find(doc)
    assert chains.chain_of(1) == chains.chain_of(3)
    assert chains.chain_of(7) != chains.chain_of(3)


@pytest.mark.parametrize(("word", "joined"), [("the", True), ("both", False), ("two", False)])
def test_two_in_apposition_are_not_the_first_of_them(word: str, joined: bool) -> None:
    kind = "NUM|nummod" if word == "two" else "DET|det"
    doc = build(
        [f"{word}|{kind}|2 companies|NOUN|nsubj|6 ,|PUNCT|punct|4 Alto|PROPN|appos|2 ,|PUNCT|punct|4 left|VERB|root|0"],
        {"Alto": "ORG"},
    )
    chains = find(doc)
    assert (chains.chain_of(1) == chains.chain_of(3)) is joined


def test_villagers_of_a_country_are_people_of_their_own() -> None:
    doc = build(
        ["Peru|PROPN|nsubj|2 won|VERB|root|0", "Peruvian|ADJ|amod|2 villagers|NOUN|nsubj|3 sang|VERB|root|0"],
        {"Peru": "GPE", "Peruvian": "NORP"},
    )
    chains = find(doc)
    group = chains.chains[chains.chain_of(3) or 0]
    assert (group.type, group.named, group.name) == ("Group", False, "Peruvian villagers")


def test_places_in_apposition_stay_apart() -> None:
    doc = build(
        ["Lima|PROPN|nsubj|4 ,|PUNCT|punct|3 Peru|PROPN|appos|1 grew|VERB|root|0"], {"Lima": "GPE", "Peru": "GPE"}
    )
    assert len(find(doc).chains) == 2


def test_the_city_of_a_name_is_the_name() -> None:
    doc = build(["The|DET|det|2 city|NOUN|nsubj|5 of|ADP|case|4 Lima|PROPN|nmod|2 grew|VERB|root|0"], {"Lima": "GPE"})
    chains = find(doc)
    assert chains.chain_of(1) == chains.chain_of(3) is not None


def test_a_common_noun_right_before_a_name_is_its_thing() -> None:
    """`The company Aldora grew`, also where the parser took both for the subject; `the company Aldora bought` not."""
    for dep, head in (("appos", 2), ("nsubj", 4)):
        doc = build(
            [f"The|DET|det|2 company|NOUN|nsubj|4 Aldora|PROPN|{dep}|{head} grew|VERB|root|0"], {"Aldora": "ORG"}
        )
        assert same(doc, find(doc, lexicon=LEXICON), "company", "Aldora")
    clause = build(
        ["The|DET|det|2 company|NOUN|nsubj|5 Aldora|PROPN|nsubj|4 bought|VERB|acl:relcl|2 grew|VERB|root|0"],
        {"Aldora": "ORG"},
    )
    assert not same(clause, find(clause, lexicon=LEXICON), "company", "Aldora")


@pytest.mark.parametrize(("noun", "joined"), [("village", True), ("province", False)])
def test_a_village_is_its_name_and_a_province_is_not(noun: str, joined: bool) -> None:
    """The province of a name is another thing than the city of that name."""
    doc = build(
        [f"Rain|NOUN|nsubj|2 hit|VERB|root|0 the|DET|det|5 Orbeta|PROPN|compound|5 {noun}|NOUN|obj|2"],
        {"Orbeta": "GPE"},
    )
    assert same(doc, find(doc, lexicon=LEXICON), noun, "Orbeta") is joined


@pytest.mark.parametrize(("preposition", "name"), [("in", "militants in Karachi"), ("after", "militants")])
def test_a_group_is_called_with_the_place_behind_it(preposition: str, name: str) -> None:
    sentence = (
        f"The|DET|det|2 militants|NOUN|nsubj|5 {preposition}|ADP|case|4 Karachi|PROPN|nmod|2 "
        "killed|VERB|root|0 Omar|PROPN|obj|5 .|PUNCT|punct|5"
    )
    doc = build([sentence], {"Karachi": "GPE", "Omar": "PERSON"})
    assert name in {c.name for c in find(doc).chains}


@pytest.mark.parametrize(
    ("sentence", "joined"),
    [
        ("NATO|PROPN|compound|2 allies|NOUN|nsubj|3 met|VERB|root|0", True),
        ("NATO|PROPN|nmod:poss|3 's|PART|case|1 allies|NOUN|nsubj|4 met|VERB|root|0", False),
    ],
)
def test_the_allies_of_somebody_are_others(sentence: str, joined: bool) -> None:
    lexicon = replace(LEXICON, others=frozenset({"ally"}))
    found = find(build([sentence], {"NATO": "ORG"}), lexicon=lexicon).chains
    assert any(c.name == "NATO" and len(c.mentions) == 2 for c in found) is joined


BARE = "Foreign|PROPN|compound|2 Ministry|PROPN|nsubj|3 spoke|VERB|root|0"
OWNED = "{}|PROPN|nmod:poss|4 's|PART|case|1 Foreign|PROPN|compound|4 Ministry|PROPN|nsubj|5 left|VERB|root|0"


def test_an_institution_that_the_text_names_with_a_country_is_no_other_countrys() -> None:
    """A bare one is that of the country before the first, or another one's where the first is bare."""
    names = {"Foreign Ministry": "ORG", "Germany": "GPE", "Russia": "GPE"}
    bare_first = find(build([BARE, OWNED.format("Germany"), BARE], names))
    assert bare_first.chain_of(1) == bare_first.chain_of(9) != bare_first.chain_of(6)
    owned_first = find(build([OWNED.format("Germany"), BARE, OWNED.format("Russia")], names))
    assert owned_first.chain_of(3) == owned_first.chain_of(6) != owned_first.chain_of(11)


@pytest.mark.parametrize(
    ("sentence", "names", "joined"),
    [
        (
            "Karim|PROPN|nsubj|8 Benali|PROPN|flat|1 ,|PUNCT|punct|5 also|ADV|advmod|5 known|VERB|acl|1 as|ADP|case|7 "
            "Abu|PROPN|obl|5 fled|VERB|root|0",
            {"Karim Benali": "PERSON", "Abu": "PERSON"},
            True,
        ),
        (
            "Benali|PROPN|nsubj|7 ,|PUNCT|punct|5 who|PRON|nsubj:pass|5 is|AUX|aux:pass|5 known|VERB|acl:relcl|1 "
            "as|ADP|case|8 fled|VERB|root|0 Omar|PROPN|obl|5 Haddad|PROPN|flat|8",
            {"Benali": "PERSON", "Omar Haddad": "PERSON"},
            True,
        ),
        (
            "Brio|PROPN|nsubj|5 (|PUNCT|punct|4 formerly|ADV|advmod|4 Alto|PROPN|appos|1 grew|VERB|root|0",
            {"Brio": "ORG", "Alto": "ORG"},
            True,
        ),
        (
            "Brio|PROPN|nsubj|4 (|PUNCT|punct|3 Alto|PROPN|appos|1 grew|VERB|root|0",
            {"Brio": "ORG", "Alto": "ORG"},
            False,
        ),
        (
            "Benali|PROPN|nsubj|2 called|VERB|root|0 Karl|PROPN|obj|2 Nero|PROPN|xcomp|2",
            {"Benali": "PERSON", "Karl": "PERSON", "Nero": "PERSON"},
            False,
        ),
        (
            "Karl|PROPN|nsubj:pass|3 was|AUX|aux:pass|3 known|VERB|root|0 in|ADP|case|5 Brno|PROPN|obl|3",
            {"Karl": "PERSON", "Brno": "GPE"},
            False,
        ),
    ],
)
def test_another_name_that_the_text_states(sentence: str, names: dict[str, str], joined: bool) -> None:
    named = [chain for chain in find(build([sentence], names)).chains if chain.named]
    assert (len(named) < len(names)) is joined


def test_a_firm_is_not_called_what_it_was_called_before() -> None:
    doc = build(
        ["Starling|PROPN|nsubj|6 ,|PUNCT|punct|4 previously|ADV|advmod|4 called|VERB|acl|1 "
         "Gas|PROPN|xcomp|4 sued|VERB|root|0 Peak|PROPN|obj|6"],
        {"Starling": "ORG", "Gas": "ORG", "Peak": "ORG"},
    )  # fmt: skip
    chains = find(doc)
    assert chains.chains[chains.chain_of(4)].name == "Starling"
    longer = build(
        ["Starling|PROPN|nsubj|7 ,|PUNCT|punct|4 previously|ADV|advmod|4 called|VERB|acl|1 "
         "Peak|PROPN|compound|6 Gas|PROPN|xcomp|4 grew|VERB|root|0"],
        {"Starling": "ORG", "Peak Gas": "ORG"},
    )  # fmt: skip
    (chain,) = (c for c in find(longer).chains if c.named)
    assert (chain.name, chain.aliases) == ("Starling", ("Peak Gas",))


@pytest.mark.parametrize(("word", "joined"), [("née", True), ("born", True), ("met", False)])
def test_a_birth_name_is_its_bearers(word: str, joined: bool) -> None:
    doc = build(
        [f"Mira|PROPN|nsubj|7 Solberg|PROPN|flat|1 ,|PUNCT|punct|4 {word}|VERB|acl|1 Aune|PROPN|xcomp|4 "
         ",|PUNCT|punct|4 sang|VERB|root|0", "Mira|PROPN|nsubj|3 Aune|PROPN|flat|1 left|VERB|root|0"],
        {"Mira Solberg": "PERSON", "Mira Aune": "PERSON", "Aune": "PERSON"},
    )  # fmt: skip
    chains = find(doc)
    assert (chains.chain_of(0) == chains.chain_of(4) == chains.chain_of(7)) is joined
    assert chains.chains[chains.chain_of(0)].name == "Mira Solberg"
