"""What may not stand in a relation."""

from __future__ import annotations

from relations import LEXICON, facts, read


def test_a_relation_needs_classes_that_it_may_hold_between():
    married = "{} 2 nsubj PROPN\nmarried 0 root VERB VBD marry\nBo 2 obj PROPN"
    assert facts(read(married.format("Ann"), {"Ann": "PERSON", "Bo": "PERSON"})) == {("Ann", "spouseOf", "Bo")}
    assert not read(married.format("NATO"), {"NATO": "ORG", "Bo": "PERSON"}).relations


def test_a_sense_may_demand_a_class_of_its_own():
    """ "Recognise" is support where a country is recognised."""
    table = "Norway 2 nsubj PROPN\nrecognised 0 root VERB VBD recognise\n{} 2 obj PROPN"
    assert ("Norway", "supports", "Kosovo") in facts(read(table.format("Kosovo"), {"Norway": "GPE", "Kosovo": "GPE"}))
    assert not facts(read(table.format("Ann"), {"Norway": "GPE", "Ann": "PERSON"}))


def test_nothing_stands_in_a_relation_to_itself():
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
Norway 2 obj PROPN"""
    assert not read(table, {"Norway": "GPE"}).relations


def test_one_of_two_arguments_at_least_has_a_name():
    table = """
Protesters 2 nsubj NOUN NNS protester
attacked 0 root VERB VBD attack
the 4 det DET
police 2 obj NOUN"""
    assert not read(table, {}).relations


def test_only_things_of_one_kind_succeed_each_other():
    replaced = "{} 2 nsubj PROPN\nreplaced 0 root VERB VBD replace\nLund 2 obj PROPN"
    assert facts(read(replaced.format("Berg"), {"Berg": "PERSON", "Lund": "PERSON"})) == {("Berg", "succeeds", "Lund")}
    assert not read(replaced.format("Chad"), {"Chad": "GPE", "Lund": "PERSON"}).relations


def test_what_something_is_is_told_of_names_alone():
    table = """
Protesters 2 nsubj NOUN NNS protester
{} 0 root VERB VBD {}
Norway 2 obj PROPN"""
    assert "owns" in LEXICON.stative and "attacks" not in LEXICON.stative
    assert ("protesters", "attacks", "Norway") in {
        (x.lower(), p, y) for x, p, y in facts(read(table.format("attacked", "attack"), {"Norway": "GPE"}))
    }
    firm = table.replace("Norway", "Nordvik").format("owned", "own")
    assert not read(firm, {"Nordvik": "ORG"}).relations
    named = firm.replace("Protesters 2 nsubj NOUN NNS protester", "Ida 2 nsubj PROPN")
    assert ("Ida", "owns", "Nordvik") in facts(read(named, {"Nordvik": "ORG", "Ida": "PERSON"}))


def test_respectively_pairs_what_stands_in_the_same_place():
    table = """
Chad 4 nsubj PROPN
and 3 cc CCONJ
Mali 1 conj PROPN
visited 0 root VERB VBD visit
Oslo 4 obj PROPN
and 7 cc CCONJ
Riga 5 conj PROPN"""
    names = dict.fromkeys(("Chad", "Mali", "Oslo", "Riga"), "GPE")
    crossed = {("Chad", "visits", "Riga"), ("Mali", "visits", "Oslo")}
    paired = {("Chad", "visits", "Oslo"), ("Mali", "visits", "Riga")}
    assert facts(read(table, names)) == paired | crossed
    assert facts(read(f"{table}\nrespectively 4 advmod ADV RB", names)) == paired
    assert not facts(
        read(f"{table}\nand 9 cc CCONJ\nRome 5 conj PROPN\nrespectively 4 advmod ADV RB", {**names, "Rome": "GPE"})
    )
