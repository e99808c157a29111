"""Whom an act is laid to, and whom it hits."""

from __future__ import annotations

from relations import LEXICON, facts, read


def test_who_condemns_an_act_condemns_its_actor():
    table = """
Norway 2 nsubj PROPN
condemned 0 root VERB VBD condemn
Russia 5 nmod:poss PROPN
's 3 case PART POS
invasion 2 obj NOUN
of 7 case ADP
Ukraine 5 nmod PROPN"""
    found = facts(read(table, {"Norway": "GPE", "Russia": "GPE", "Ukraine": "GPE"}))
    assert {("Norway", "criticizes", "Russia"), ("Russia", "invades", "Ukraine")} <= found
    assert ("Norway", "criticizes", "Ukraine") not in found


def test_who_welcomes_the_adoption_of_a_law_welcomes_the_law():
    table = """
Oslo 2 nsubj PROPN
welcomed 0 root VERB VBD welcome
the 4 det DET
adoption 2 obj NOUN
of 7 case ADP
Lima 7 compound PROPN
Treaty 4 nmod PROPN"""
    found = read(table, {"Oslo": "GPE", "Lima Treaty": "MISC"})
    assert ("Oslo", "praises", "Lima Treaty") in facts(found)


def test_who_calls_for_an_end_to_an_act_demands_it_of_its_actor():
    table = """
Oslo 2 nsubj PROPN
called 0 root VERB VBD call
for 5 case ADP
an 5 det DET
end 2 obl NOUN
to 8 case ADP
Sudan 8 nmod:poss PROPN
raids 5 nmod NOUN NNS raid"""
    found = read(table, {"Oslo": "GPE", "Sudan": "GPE"})
    assert ("Oslo", "demandsOf", "Sudan") in facts(found)


def test_an_act_reaches_its_actor_for_judgements_alone():
    table = """
Norway 2 nsubj PROPN
attacked 0 root VERB VBD attack
Russia 5 nmod:poss PROPN
's 3 case PART POS
enemy 2 obj NOUN"""
    assert "attacks" not in LEXICON.evaluative
    assert ("Norway", "attacks", "Russia") not in facts(read(table, {"Norway": "GPE", "Russia": "GPE"}))
