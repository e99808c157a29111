"""Whom pronouns and descriptions mean: the network's scores, what agreement rules out, and real sentences."""

from __future__ import annotations

import pytest
from chains import STOLTENBERG, Scorer, build, find, same
from spacy.tokens import Doc

from kg.extraction import understand
from kg.extraction.coreference.antecedents import LIMIT, PRONOUN, WINDOW
from kg.model import Article
from kg.pipeline import Tools

MET = "Mary|PROPN|nsubj|2 met|VERB|root|0 Karl|PROPN|obj|2 .|PUNCT|punct|2"
PEOPLE = {"Karl": "PERSON", "Mary": "PERSON"}


def told(pronoun: str) -> Doc:
    """Two people meet, and somebody smiles."""
    return build([MET, f"{pronoun}|PRON|nsubj|2 smiled|VERB|root|0"], PEOPLE)


def test_a_pronoun_means_what_scores_best() -> None:
    doc = build(
        ["Lima|PROPN|nsubj|2 beat|VERB|root|0 Quito|PROPN|obj|2", "It|PRON|nsubj|2 sang|VERB|root|0"],
        {"Lima": "ORG", "Quito": "ORG"},
    )
    for best, other in (("Lima", "Quito"), ("Quito", "Lima")):
        chains = find(doc, Scorer(doc, {("It", best): 2.0, ("It", other): 1.0}))
        assert same(doc, chains, best, "It") and not same(doc, chains, other, "It")


def test_a_thing_that_was_named_twice_counts_by_its_best_place() -> None:
    doc = build(
        ["Lima|PROPN|nsubj|2 beat|VERB|root|0 Quito|PROPN|obj|2", "Lima|PROPN|nsubj|2 won|VERB|root|0",
         "It|PRON|nsubj|2 sang|VERB|root|0"],
        {"Lima": "ORG", "Quito": "ORG"},
    )  # fmt: skip
    assert same(doc, find(doc, Scorer(doc, {("It", "Quito"): 1.0, ("It", "Lima"): 2.0})), "Lima", "It")


@pytest.mark.parametrize(("above", "joined"), [(0.1, True), (0.0, False), (-0.1, False)])
def test_a_pronoun_needs_a_score_above_its_threshold(above: float, joined: bool) -> None:
    doc = told("He")
    assert same(doc, find(doc, Scorer(doc, {("He", "Karl"): PRONOUN + above})), "Karl", "He") is joined


@pytest.mark.parametrize(("score", "joined"), [(6.0, True), (-6.0, False)])
def test_the_network_has_a_say_in_what_a_description_goes_back_to(score: float, joined: bool) -> None:
    doc = build(
        ["NATO|PROPN|nsubj|2 met|VERB|root|0", "The|DET|det|2 alliance|NOUN|nsubj|3 grew|VERB|root|0"], {"NATO": "ORG"}
    )
    chains = find(doc, Scorer(doc, {("The alliance", "NATO"): score}))
    assert same(doc, chains, "NATO", "alliance") is joined


def test_without_the_network_pronouns_and_descriptions_mean_nothing_that_is_named() -> None:
    doc = build([STOLTENBERG, "He|PRON|nsubj|2 left|VERB|root|0"], {"Jens Stoltenberg": "PERSON", "NATO": "ORG"})
    assert find(doc).chain_of(7) is None


@pytest.mark.parametrize(("pronoun", "name"), [("He", "Karl"), ("She", "Mary")])
def test_gender_rules_out_whatever_the_network_scores(pronoun: str, name: str) -> None:
    doc = told(pronoun)
    scorer = Scorer(doc, {(pronoun, "Karl"): 5.0, (pronoun, "Mary"): 5.0})
    assert same(doc, find(doc, scorer), name, pronoun)
    assert [candidate for asked, candidate in scorer.asked if asked == pronoun] == [name]


@pytest.mark.parametrize(
    ("pronoun", "label", "joined"),
    [
        ("It", "ORG", True), ("It", "GPE", True), ("It", "PERSON", False), ("He", "PERSON", True), ("He", "ORG", False),
        ("They", "ORG", True), ("They", "PERSON", False),
    ],
)  # fmt: skip
def test_it_is_no_person_and_they_is_not_one(pronoun: str, label: str, joined: bool) -> None:
    doc = build(["Karl|PROPN|nsubj|2 grew|VERB|root|0", f"{pronoun}|PRON|nsubj|2 won|VERB|root|0"], {"Karl": label})
    assert same(doc, find(doc, Scorer(doc, other=5.0)), "Karl", pronoun) is joined


@pytest.mark.parametrize(("pronoun", "joined"), [("They", True), ("It", False), ("He", False)])
def test_several_unnamed_people_are_they(pronoun: str, joined: bool) -> None:
    doc = build(["Protesters|NOUN|nsubj|2 sang|VERB|root|0", f"{pronoun}|PRON|nsubj|2 left|VERB|root|0"], {})
    assert same(doc, find(doc, Scorer(doc, other=5.0)), "Protesters", pronoun) is joined


def test_who_belongs_to_somebody_is_not_that_person() -> None:
    """`his friend` is not `his`, and a name inside a phrase is not the phrase."""
    doc = build(
        ["Otto|PROPN|nsubj|2 slept|VERB|root|0",
         "The|DET|det|2 wife|NOUN|nsubj|5 of|ADP|case|4 Karl|PROPN|nmod|2 left|VERB|root|0"],
        {"Karl": "PERSON", "Otto": "PERSON"},
    )  # fmt: skip
    scorer = Scorer(doc, other=9.0)
    chains = find(doc, scorer)
    assert ("The wife", "Karl") not in scorer.asked and ("The wife", "Otto") in scorer.asked
    assert not same(doc, chains, "Karl", "The wife")


def test_a_description_of_a_person_is_no_organisation() -> None:
    doc = build(
        ["NATO|PROPN|nsubj|2 met|VERB|root|0 Karl|PROPN|obj|2", "The|DET|det|2 man|NOUN|nsubj|3 left|VERB|root|0"],
        {"NATO": "ORG", "Karl": "PERSON"},
    )
    chains = find(doc, Scorer(doc, {("The man", "NATO"): 9.0, ("The man", "Karl"): 5.0}))
    assert same(doc, chains, "Karl", "The man") and not same(doc, chains, "NATO", "The man")


@pytest.mark.parametrize(
    ("phrase", "joined"),
    [
        ("The|DET|det|2 country|NOUN|nsubj|3", True),
        ("Both|DET|det|2 countries|NOUN|nsubj|3", False),
        ("The|DET|det|3 two|NUM|nummod|3 countries|NOUN|nsubj|4", False),
        ("All|DET|det:predet|3 the|DET|det|3 countries|NOUN|nsubj|4", False),
    ],
)
def test_what_counts_several_is_no_single_thing(phrase: str, joined: bool) -> None:
    """`Russian troops` stand for Russia, which is one country all the same."""
    verb = len(phrase.split()) + 1
    doc = build(
        ["Russian|ADJ|amod|2 troops|NOUN|nsubj|3 left|VERB|root|0", f"{phrase} met|VERB|root|0"], {"Russian": "NORP"}
    )
    assert same(doc, find(doc, Scorer(doc, other=9.0)), "Russian", doc[1 + verb].text) is joined


def test_both_sides_are_none_of_the_two(tools: Tools) -> None:
    text = "Peruvian and Chilean officials met in Quito on Friday. Both governments praised Shell."
    chains = understand(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).chains
    assert not [c for c in chains.chains if c.named and "Both governments" in {m.text for m in c.mentions}]


@pytest.mark.parametrize(("noun", "joined"), [("man", True), ("men", False), ("remarks", False)])
def test_no_plural_is_one_person(noun: str, joined: bool) -> None:
    doc = build([MET, f"The|DET|det|2 {noun}|NOUN|nsubj|3 left|VERB|root|0"], PEOPLE)
    doc[5].tag_ = "NN" if joined else "NNS"
    assert same(doc, find(doc, Scorer(doc, {(f"The {noun}", "Karl"): 9.0})), "Karl", noun) is joined


def test_descriptions_come_together_through_one_another() -> None:
    """`the alliance` is `NATO`, `it` is `the alliance`: all three are one."""
    doc = build(
        ["NATO|PROPN|nsubj|2 met|VERB|root|0", "The|DET|det|2 alliance|NOUN|nsubj|3 grew|VERB|root|0",
         "It|PRON|nsubj|2 won|VERB|root|0"],
        {"NATO": "ORG"},
    )  # fmt: skip
    chains = find(doc, Scorer(doc, {("The alliance", "NATO"): 5.0, ("It", "The alliance"): 5.0}))
    assert [m.text for m in chains.chains[0].mentions] == ["NATO", "The alliance", "It"]


def test_what_is_one_for_certain_is_not_asked_for() -> None:
    """An apposition has been joined: the network is not asked what the chancellor means, nor what names mean."""
    doc = build(
        ["Otto|PROPN|nsubj|2 slept|VERB|root|0",
         "Angela|PROPN|nsubj|8 Weber|PROPN|flat|1 ,|PUNCT|punct|6 the|DET|det|6 German|ADJ|amod|6 "
         "chancellor|NOUN|appos|1 ,|PUNCT|punct|6 left|VERB|root|0"],
        {"Angela Weber": "PERSON", "Otto": "PERSON"},
    )  # fmt: skip
    scorer = Scorer(doc, other=9.0)
    find(doc, scorer)
    assert scorer.asked == []


def test_a_pronoun_may_mean_a_name_that_comes_after_it() -> None:
    """`When she arrived, Mary smiled.`"""
    doc = build(
        ["When|SCONJ|mark|3 she|PRON|nsubj|3 arrived|VERB|advcl|5 Mary|PROPN|nsubj|5 smiled|VERB|root|0"], PEOPLE
    )
    assert same(doc, find(doc, Scorer(doc, {("she", "Mary"): 1.0})), "she", "Mary")


def test_a_relative_pronoun_is_its_noun_without_being_asked_for() -> None:
    doc = build(
        ["Karl|PROPN|nsubj|4 ,|PUNCT|punct|1 Otto|PROPN|conj|1 saw|VERB|root|0 protesters|NOUN|obj|4 who|PRON|nsubj|7 "
         "sang|VERB|acl:relcl|5"],
        {"Karl": "PERSON", "Otto": "PERSON"},
    )  # fmt: skip
    scorer = Scorer(doc, other=9.0)
    for chains in (find(doc), find(doc, scorer)):
        assert chains.chain_of(5) == chains.chain_of(4) is not None
        assert chains.chains[chains.chain_of(5) or 0].type == "Group"
    assert "who" not in {asked for asked, _ in scorer.asked}


def test_an_expletive_is_nothing() -> None:
    doc = build(["NATO|PROPN|nsubj|2 met|VERB|root|0", "It|PRON|expl|3 is|AUX|cop|3 clear|ADJ|root|0"], {"NATO": "ORG"})
    assert find(doc, Scorer(doc, other=9.0)).chain_of(2) is None


def test_i_takes_the_speaker_before_any_score() -> None:
    doc = build([MET, '"|PUNCT|punct|3 I|PRON|nsubj|3 know|VERB|root|0 "|PUNCT|punct|3'], PEOPLE)
    assert same(doc, find(doc, Scorer(doc, other=PRONOUN + 1), speakers={5: 2}), "Karl", "I")
    assert find(doc, Scorer(doc, other=PRONOUN + 1)).chain_of(5) is None, "needs what a noun needs"


def test_what_is_far_away_is_no_candidate() -> None:
    first = "NATO|PROPN|nsubj|2 met|VERB|root|0"
    rain = ["Rain|NOUN|nsubj|2 fell|VERB|root|0"]
    last = "It|PRON|nsubj|2 grew|VERB|root|0"
    for between, joined in ((WINDOW - 1, True), (WINDOW, False)):
        doc = build([first, *rain * between, last], {"NATO": "ORG"})
        assert same(doc, find(doc, Scorer(doc, {("It", "NATO"): 1.0})), "NATO", "It") is joined
    many = [f"{' '.join(['Rain|NOUN|dep|1'] * LIMIT)} fell|VERB|root|0"]
    doc = build([first, *many, last], {"NATO": "ORG"})
    assert not same(doc, find(doc, Scorer(doc, {("It", "NATO"): 1.0})), "NATO", "It")


def test_one_person_does_not_get_two_full_names() -> None:
    """A pronoun that could join two people joins the better one alone."""
    doc = build(
        ["Ida|PROPN|nsubj|3 Holm|PROPN|flat|1 saw|VERB|root|0 Eva|PROPN|obj|3 Berg|PROPN|flat|4",
         "She|PRON|nsubj|2 left|VERB|root|0"],
        {"Ida Holm": "PERSON", "Eva Berg": "PERSON"},
    )  # fmt: skip
    chains = find(doc, Scorer(doc, {("She", "Ida Holm"): 2.0, ("She", "Eva Berg"): 3.0}))
    assert [[m.text for m in c.mentions] for c in chains.chains] == [["Ida Holm"], ["Eva Berg", "She"]]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Marta Lindqvist runs a bakery in Lyon. She opened it nine years ago.", "Marta Lindqvist", "She"),
        ("Oskar Brandt met Lena Voss in Prague. He thanked her for the report.", "Lena Voss", "her"),
        ("Oskar Brandt met Lena Voss in Prague. He thanked her for the report.", "Oskar Brandt", "He"),
        ("Norway raised its taxes after the vote.", "Norway", "its"),
        ("Petra Novak, the Czech finance minister, resigned on Monday.", "Petra Novak", "minister"),
    ],
)
def test_real_sentences(text: str, one: str, other: str, tools: Tools) -> None:
    context = understand(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads)
    doc, chains = context.doc, context.chains
    a = chains.chain_of(doc.words_of(text.index(one), text.index(one) + len(one))[0])
    place = text.rindex(other)
    assert a is not None
    assert a == chains.chain_of(doc.words_of(place, place + len(other))[0])


def test_real_sentences_keep_people_apart(tools: Tools) -> None:
    text = "Oskar Brandt met Lena Voss in Prague. He thanked her for the report."
    context = understand(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads)
    assert {c.name: len(c.mentions) for c in context.chains.chains if c.type == "Person"} == {
        "Oskar Brandt": 2,
        "Lena Voss": 2,
    }


def test_a_pronoun_means_no_name_of_the_next_sentence() -> None:
    doc = build(
        ["He|PRON|nsubj|2 left|VERB|root|0", "Karl|PROPN|nsubj|2 stayed|VERB|root|0"],
        {"Karl": "PERSON"},
    )
    assert not same(doc, find(doc, Scorer(doc, other=9.0)), "He", "Karl")


def test_a_wife_is_no_man() -> None:
    doc = build(
        ["Karl|PROPN|nsubj|2 met|VERB|root|0 Mary|PROPN|obj|2", "The|DET|det|2 wife|NOUN|nsubj|3 left|VERB|root|0"],
        PEOPLE,
    )
    chains = find(doc, Scorer(doc, {("The wife", "Karl"): 9.0, ("The wife", "Mary"): 3.0}))
    assert not same(doc, chains, "Karl", "wife") and same(doc, chains, "Mary", "wife")


def test_the_parliament_of_another_country_is_another_one(tools: Tools) -> None:
    text = "Kenya's parliament met Uganda's president. Uganda's parliament criticised Shell."
    chains = understand(tools.nlp(text), Article(text=text), tools.lexicon, tools.heads).chains.chains
    assert not [c for c in chains if {"Kenya's parliament", "Uganda's parliament"} <= {m.text for m in c.mentions}]


@pytest.mark.parametrize(("name", "joined"), [("Ferrol", True), ("Karl", False)])
def test_a_single_word_that_is_no_given_name_may_be_a_thing(name: str, joined: bool) -> None:
    doc = build([f"{name}|PROPN|nsubj|2 grew|VERB|root|0", "It|PRON|nsubj|2 won|VERB|root|0"], {name: "PERSON"})
    assert same(doc, find(doc, Scorer(doc, other=5.0)), name, "It") is joined
