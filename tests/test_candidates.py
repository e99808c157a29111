"""What constructions bring together."""

from __future__ import annotations

from relations import facts, only, read


def test_a_nationality_before_a_profession_is_citizenship():
    table = """
Polish 2 amod ADJ
striker 3 nmod:desc NOUN
Jan 5 nsubj PROPN
Nowak 3 flat PROPN
scored 0 root VERB VBD score"""
    relation = only(read(table, {"Polish": "NORP", "Jan Nowak": "PERSON"}), "citizenOf")
    assert (relation.rule, relation.role) == ("nationality_before_name", "")


def test_who_says_what_somebody_must_do_demands_it():
    table = """
Norway 2 nsubj PROPN
said 0 root VERB VBD say
Spain 5 nsubj PROPN
must 5 aux AUX MD
leave 2 ccomp VERB VB leave"""
    assert ("Norway", "demandsOf", "Spain") in facts(read(table, {"Norway": "GPE", "Spain": "GPE"}))
