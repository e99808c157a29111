"""What a word speaks of: nouns that stand for their owner, for a place, for a name beside them."""

from __future__ import annotations

import pytest
from relations import facts, read


def test_a_common_noun_before_a_name_is_what_the_name_is():
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
musician 2 obj NOUN
Ida 3 flat PROPN
Berg 3 flat PROPN"""
    assert ("Norway", "supports", "Ida Berg") in facts(read(table, {"Norway": "GPE", "Ida Berg": "PERSON"}))


def test_officials_are_whom_they_are_officials_of():
    table = """
Officials 5 nsubj NOUN NNS official
of 4 case ADP
the 4 det DET
EU 1 nmod PROPN
criticized 0 root VERB VBD criticize
Serbia 5 obj PROPN"""
    assert facts(read(table, {"EU": "ORG", "Serbia": "GPE"})) == {("EU", "criticizes", "Serbia")}


def test_a_nationality_before_such_a_noun():
    table = """
Norwegian 2 amod ADJ
officials 3 nsubj NOUN NNS official
criticized 0 root VERB VBD criticize
Serbia 3 obj PROPN"""
    found = read(table, {"Norwegian": "NORP", "Serbia": "GPE"})
    assert [(found.chains[r.subject].mentions[0].text, r.predicate) for r in found.relations] == [
        ("Norwegian", "criticizes")
    ]


@pytest.mark.parametrize(("word", "noun"), [("Kurdish", "forces"), ("Western", "governments"), ("Jewish", "towns")])
def test_a_people_or_faith_before_such_a_noun_owns_nothing(word, noun):
    table = f"""
Chad 2 nsubj PROPN
attacked 0 root VERB VBD attack
{word} 4 amod ADJ
{noun} 2 obj NOUN NNS {noun[:-1]}"""
    assert facts(read(table, {word: "NORP", "Chad": "GPE"})) == {("Chad", "attacks", f"{word} {noun}")}


def test_several_owners_act_each():
    table = """
The 3 det DET
foreign 3 amod ADJ
ministers 8 nsubj NOUN NNS minister
of 5 case ADP
Iran 3 nmod PROPN
and 7 cc CCONJ
Qatar 5 conj PROPN
criticized 0 root VERB VBD criticize
Serbia 8 obj PROPN"""
    found = facts(read(table, {"Iran": "GPE", "Qatar": "GPE", "Serbia": "GPE"}))
    assert {("Iran", "criticizes", "Serbia"), ("Qatar", "criticizes", "Serbia")} <= found


@pytest.mark.parametrize("noun", ["enemies", "bicycles", "critics", "opponents", "fans"])
def test_a_noun_that_stands_for_nobody_does_not(noun):
    table = f"""
The 2 det DET
{noun} 6 nsubj NOUN NNS {noun[:-1].replace("enemie", "enemy")}
of 5 case ADP
the 5 det DET
EU 2 nmod PROPN
attacked 0 root VERB VBD attack
Serbia 6 obj PROPN"""
    assert ("EU", "attacks", "Serbia") not in facts(read(table, {"EU": "ORG", "Serbia": "GPE"}))


def test_a_kind_of_place_before_its_name():
    table = """
Russia 2 nsubj PROPN
bombed 0 root VERB VBD bomb
the 4 det DET
town 2 obj NOUN
of 6 case ADP
Izium 4 nmod PROPN"""
    assert ("Russia", "attacks", "Izium") in facts(read(table, {"Russia": "GPE", "Izium": "GPE"}))


def test_names_in_apposition_to_a_noun_are_meant():
    table = """
Cyprus 2 nsubj PROPN
arrested 0 root VERB VBD arrest
two 4 nummod NUM
members 2 obj NOUN NNS member
of 6 case ADP
Hezbollah 4 nmod PROPN
, 8 punct PUNCT
Ali 4 appos PROPN
Fadel 8 flat PROPN
and 11 cc CCONJ
Hadi 8 conj PROPN
Saleh 11 flat PROPN"""
    entities = {"Cyprus": "GPE", "Hezbollah": "ORG", "Ali Fadel": "PERSON", "Hadi Saleh": "PERSON"}
    found = facts(read(table, entities))
    assert {("Cyprus", "arrests", "Ali Fadel"), ("Cyprus", "arrests", "Hadi Saleh")} <= found
    assert {("Ali Fadel", "memberOf", "Hezbollah"), ("Hadi Saleh", "memberOf", "Hezbollah")} <= found
    assert ("Cyprus", "arrests", "Hezbollah") not in found


def test_what_stands_in_a_place_is_not_the_place():
    table = """
Norway 2 nsubj PROPN
criticized 0 root VERB VBD criticize
the 4 det DET
museum 2 obj NOUN NN museum
in 6 case ADP
Oslo 4 nmod PROPN"""
    found = facts(read(table, {"Norway": "GPE", "Oslo": "GPE"}))
    assert ("Norway", "criticizes", "Oslo") not in found
