"""What constructions bring together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from relations import LEXICON, facts, only, read

from docs import tree
from kg.extraction import understand
from kg.extraction.candidates import Candidate, refusal
from kg.model import Article


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


def test_a_nationality_before_a_rival_tells_what_the_rival_is():
    table = """
Shares 0 root NOUN NNS share
of 5 case ADP
{} 4 amod ADJ
rival 5 nmod:desc NOUN
Lindholm 1 nmod PROPN"""
    danish = read(table.format("Danish"), {"Danish": "NORP", "Lindholm": "ORG"})
    assert not {relation for _, relation, _ in facts(danish)} & {"competesWith"}
    whose = read(table.format("Skagen").replace("amod ADJ", "compound PROPN"), {"Skagen": "ORG", "Lindholm": "ORG"})
    assert ("Lindholm", "competesWith", "Skagen") in facts(whose)


@pytest.mark.parametrize("whose", [True, False])
def test_the_rivals_of_somebody_are_not_those_of_each_other(whose: bool):
    table = f"""
Shares 0 root NOUN NNS share
of 4 case ADP
{"its" if whose else "all"} 4 {"nmod:poss PRON PRP$" if whose else "det DET"}
rivals 1 nmod NOUN NNS rival
Aker 4 appos PROPN
and 7 cc CCONJ
Berg 5 conj PROPN"""
    found = facts(read(table, {"Aker": "ORG", "Berg": "ORG"}))
    assert (("Aker", "competesWith", "Berg") in found) is not whose


@pytest.mark.parametrize(("noun", "refused"), [("claim", True), ("campaign", True), ("deputy", False)])
def test_what_is_said_or_done_is_nobody(noun: str, refused: bool):
    """Also where a description was taken for somebody: of a claim not the one who made it is dismissed."""
    doc = tree(
        f"Reuth 2 nsubj PROPN\ndismissed 0 root VERB VBD dismiss\nthe 4 det DET\n{noun} 2 obj NOUN",
        entities={"Reuth": "PERSON"},
    )
    context, person = understand(doc, Article(text=doc.text), LEXICON), frozenset({"Person"})
    (reuth,) = [chain for chain in context.chains.chains if chain.name == "Reuth"]
    chains = replace(context.chains, chains=(reuth, replace(reuth, name="Olsen")), tokens={0: 0, 3: 1})
    context = replace(context, chains=chains, classes=[person] * 2, telling=[True] * 2)
    candidate = Candidate(0, 3, "dismisses", (1,), 1, "dismiss_v_dismisses", person, person, 1)
    assert refusal(context, candidate, 0, 1) == (f"“{noun}” is nobody" if refused else "")
