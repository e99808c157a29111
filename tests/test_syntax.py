"""Arguments of predicates, with what syntax hides put back."""

from __future__ import annotations

from docs import tree
from kg.extraction.document import Document
from kg.extraction.syntax import Syntax


def words(syntax: Syntax, slots: dict[str, list[int]]) -> dict[str, list[str]]:
    return {slot: [syntax.doc[t].text for t in tokens] for slot, tokens in slots.items()}


def arguments(table: str, predicate: str, **options: object) -> dict[str, list[str]]:
    doc = tree(table)
    syntax = Syntax(Document(doc), **options)  # type: ignore[arg-type]
    i = next(t.i for t in doc if t.text == predicate)
    return words(syntax, {k: v for k, v in syntax.arguments(i).items() if v})


def test_active_and_passive_agree():
    active = "Russia 2 nsubj PROPN\ninvaded 0 root VERB VBD invade\nUkraine 2 obj PROPN"
    passive = """
Ukraine 3 nsubj:pass PROPN
was 3 aux:pass AUX VBD be
invaded 0 root VERB VBN invade
by 5 case ADP
Russia 3 obl:agent PROPN"""
    assert (
        arguments(active, "invaded") == arguments(passive, "invaded") == {"subject": ["Russia"], "object": ["Ukraine"]}
    )


def test_conjoined_verbs_share_subject_and_object():
    table = """
France 2 nsubj PROPN
condemned 0 root VERB VBD condemn
and 4 cc CCONJ
sanctioned 2 conj VERB VBD sanction
Belarus 4 obj PROPN"""
    assert arguments(table, "condemned") == {"subject": ["France"], "object": ["Belarus"]}
    assert arguments(table, "sanctioned") == {"subject": ["France"], "object": ["Belarus"]}


def test_relative_pronoun_stands_for_its_antecedent():
    table = """
Poland 4 nsubj PROPN
, 4 punct PUNCT
who 4 nsubj PRON WP
attacked 0 root VERB VBD attack"""
    relative = """
Borg 0 root PROPN
, 5 punct PUNCT
who 5 nsubj:pass PRON WP
was 5 aux:pass AUX VBD be
defeated 1 acl:relcl VERB VBN defeat
by 7 case ADP
Lund 5 obl:agent PROPN"""
    assert arguments(relative, "defeated") == {"subject": ["Lund"], "object": ["Borg"]}
    assert arguments(table, "attacked")["subject"] == ["Poland"]


def test_infinitive_takes_the_object_as_subject():
    table = """
Oslo 2 nsubj PROPN
urged 0 root VERB VBD urge
Berlin 2 obj PROPN
to 5 mark PART TO
support 2 xcomp VERB VB support
Kyiv 5 obj PROPN"""
    assert arguments(table, "support") == {"subject": ["Berlin"], "object": ["Kyiv"]}


def test_promise_keeps_its_subject():
    table = """
Oslo 2 nsubj PROPN
promised 0 root VERB VBD promise
Berlin 2 iobj PROPN
to 5 mark PART TO
support 2 xcomp VERB VB support
Kyiv 5 obj PROPN"""
    control = {"promise": "subject"}
    found = arguments(table, "support", controller=lambda lemma: control.get(lemma, ""))
    assert found == {"subject": ["Oslo"], "object": ["Kyiv"]}


def test_gerund_after_a_preposition_belongs_to_the_object():
    table = """
Oslo 2 nsubj PROPN
accused 0 root VERB VBD accuse
Minsk 2 obj PROPN
of 5 mark SCONJ IN
attacking 2 advcl VERB VBG attack
Riga 5 obj PROPN"""
    assert arguments(table, "attacking") == {"subject": ["Minsk"], "object": ["Riga"]}


def test_reduced_relative_fills_its_gap():
    table = """
deal 0 root NOUN
Serbia 3 nsubj PROPN
signed 1 acl:relcl VERB VBD sign"""
    assert arguments(table, "signed") == {"subject": ["Serbia"], "object": ["deal"]}


def test_lists_of_actors_are_spread():
    table = """
Estonia 5 nsubj PROPN
, 3 punct PUNCT
Latvia 1 conj PROPN
too 5 advmod ADV
support 0 root VERB VBP support
Ukraine 5 obj PROPN"""
    assert arguments(table, "support")["subject"] == ["Estonia", "Latvia"]


def test_noun_phrases_by_slot():
    doc = tree("""
Russia 3 nmod:poss PROPN
's 1 case PART POS
invasion 0 root NOUN
of 5 case ADP
Ukraine 3 nmod PROPN""")
    syntax = Syntax(Document(doc))
    assert words(syntax, syntax.noun_arguments(2)) == {"possessor": ["Russia"], "of": ["Ukraine"]}
    assert list(syntax.holders(2)) == []


def test_a_finite_verb_that_hangs_on_a_name_is_the_clause():
    """Parsers trip over "Oxfam as well as Caritas accused Chad", and take the verb for a participle."""
    table = """
Oxfam 0 root PROPN
as 3 cc ADP RB
Caritas 4 nsubj PROPN
accused 1 acl VERB VBD accuse
Chad 4 obj PROPN"""
    assert arguments(table, "accused") == {"subject": ["Oxfam", "Caritas"], "object": ["Chad"]}


def test_a_name_before_a_finite_verb_without_subject_is_its_subject():
    table = """
Britain 3 obl PROPN
has 3 aux AUX VBZ have
armed 0 root VERB VBN arm
Kyiv 3 obj PROPN"""
    doc = tree(table, entities={"Britain": "GPE"})
    syntax = Syntax(Document(doc))
    assert words(syntax, syntax.arguments(2)) == {"subject": ["Britain"], "object": ["Kyiv"]}


def test_a_finite_verb_without_auxiliary_is_no_passive():
    table = "Aho 2 nsubj:pass PROPN\nendorsed 0 root VERB VBD endorse\nStubb 2 obj PROPN"
    assert arguments(table, "endorsed") == {"subject": ["Aho"], "object": ["Stubb"]}


def test_who_was_born_and_studied_was_not_studied():
    table = """
Holm 3 nsubj:pass PROPN
was 3 aux:pass AUX VBD be
born 0 root VERB VBN bear
and 5 cc CCONJ
studied 3 conj VERB VBN study
in 7 case ADP
Rome 5 obl PROPN"""
    assert arguments(table, "studied") == {"subject": ["Holm"], "in": ["Rome"]}
    beaten = table.replace("born", "beaten").replace("studied", "robbed")
    assert arguments(beaten, "robbed") == {"object": ["Holm"], "in": ["Rome"]}


def test_an_apposition_behind_a_relative_clause_is_that_of_its_noun():
    table = """
firm 5 nsubj NOUN
Samsung 3 nsubj PROPN
bought 1 acl:relcl VERB VBD buy
Lumiko 3 appos PROPN
grew 0 root VERB VBD grow"""
    syntax = Syntax(Document(tree(table)))
    assert syntax.head[3] == 0


def test_a_conjunct_with_its_own_determiner_shares_no_adjective():
    table = """
the 3 det DET
French 3 amod ADJ
agency 0 root NOUN
and 6 cc CCONJ
the 6 det DET
magazine 3 conj NOUN"""
    syntax = Syntax(Document(tree(table)))
    assert "premodifier" not in syntax.noun_arguments(5)
    shared = Syntax(Document(tree(table.replace("the 6 det DET", "old 6 amod ADJ"))))
    assert words(shared, shared.noun_arguments(5))["premodifier"] == ["old", "French"]
