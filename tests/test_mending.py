"""Mends of typical parsing errors, on hand-built trees."""

from __future__ import annotations

from docs import arguments, tree, words
from kg.extraction.document import Document
from kg.extraction.syntax import Syntax


def test_a_by_phrase_of_an_active_verb_belongs_to_its_object():
    table = """
Latvia 2 nsubj PROPN
condemned 0 root VERB VBD condemn
attacks 2 obj NOUN NNS attack
by 5 case ADP
Chad 2 obl PROPN"""
    doc = tree(table, entities={"Latvia": "GPE", "Chad": "GPE"})
    assert Syntax(Document(doc)).noun_arguments(2) == {"by": [4]}
    monday = tree(table.replace("Chad", "Monday"), entities={"Latvia": "GPE", "Monday": "DATE"})
    assert Syntax(Document(monday)).noun_arguments(2) == {}


def test_a_title_before_a_verb_without_subject_is_its_subject():
    table = """
founder 4 appos NOUN
Stone 1 flat PROPN
criticised 0 root VERB VBD criticise
Facebook 3 obj PROPN"""
    assert arguments(table, "criticised") == {"subject": ["founder"], "object": ["Facebook"]}


def test_a_preposition_on_the_last_word_of_a_name_is_of_the_name():
    table = """
Kral 2 nsubj PROPN
signed 0 root VERB VBD sign
for 5 case ADP
AC 2 obl PROPN
Milan 4 flat PROPN"""
    assert arguments(table, "signed")["for"] == ["AC"]


def test_a_participle_before_an_object_is_no_complement():
    table = """
Latvia 2 nsubj PROPN
imposed 0 root VERB VBD impose
targeted 2 xcomp VERB VBN target
{}sanctions 3 obj NOUN NNS sanction"""
    assert arguments(table.format(""), "imposed") == {"subject": ["Latvia"], "object": ["sanctions"]}
    assert "object" not in arguments(table.format("the 5 det DET\n"), "imposed")


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


def test_an_apposition_behind_a_relative_clause_is_that_of_its_noun():
    table = """
firm 5 nsubj NOUN
Samsung 3 nsubj PROPN
bought 1 acl:relcl VERB VBD buy
Lumiko 3 appos PROPN
grew 0 root VERB VBD grow"""
    syntax = Syntax(Document(tree(table)))
    assert syntax.head[3] == 0


def test_a_finite_verb_is_not_coordinated_with_an_infinitive():
    table = """
Ghana 2 nsubj PROPN
forgot 0 root VERB VBD forget
to 4 mark PART
invite 2 xcomp VERB VB invite
Benin 4 obj PROPN
and 7 cc CCONJ
met 4 conj VERB VBD meet
Togo 7 obj PROPN"""
    assert Syntax(Document(tree(table))).head[6] == 1
    assert Syntax(Document(tree(table.replace("VBD meet", "VB meet")))).head[6] == 3


def test_a_verb_of_saying_is_not_coordinated_with_what_was_said():
    table = """
Peru 2 nsubj PROPN
denied 0 root VERB VBD deny
it 5 nsubj PRON
had 5 aux AUX VBD have
armed 2 ccomp VERB VBN arm
Chile 5 obj PROPN
and 8 cc CCONJ
blamed 5 conj VERB VBD blame
Chad 8 obj PROPN"""
    verbs = {"telling": frozenset({"say", "deny", "blame"}), "denying": frozenset({"deny"})}
    assert Syntax(Document(tree(table)), **verbs).head[7] == 1
    bombed = table.replace("blamed", "bombed").replace("blame", "bomb")
    assert Syntax(Document(tree(bombed)), **verbs).head[7] == 4
    said = table.replace("denied", "said").replace("deny", "say")
    assert Syntax(Document(tree(said)), **verbs).head[7] == 4


def test_one_who_is_two_things_to_two_people():
    """ "The nephew of Mori and the cousin of Sato": not the nephew of a cousin."""
    table = """
nephew 0 root NOUN
of 3 case ADP
Mori 1 nmod PROPN
and 6 cc CCONJ
the 6 det DET
cousin 3 conj NOUN
of 8 case ADP
Sato 6 nmod PROPN"""
    doc = tree(table, entities={"Mori": "PERSON", "Sato": "PERSON"})
    assert Syntax(Document(doc), people=frozenset({"nephew", "cousin"})).head[5] == 0
    assert Syntax(Document(doc), people=frozenset({"nephew"})).head[5] == 2


def test_the_subject_that_was_taken_for_part_of_the_clause_before_it():
    table = """
While 3 mark SCONJ IN
Chad 3 nsubj PROPN
armed 12 advcl VERB VBD arm
Mali 3 obj PROPN
, 6 punct PUNCT ,
Niger 4 conj PROPN
, 10 punct PUNCT ,
whose 9 nmod:poss PRON WP$
army 10 nsubj NOUN
left 3 advcl VERB VBD leave
, 3 punct PUNCT ,
refused 0 root VERB VBD refuse"""
    doc = tree(table, entities={"Chad": "GPE", "Mali": "GPE", "Niger": "GPE"})
    syntax = Syntax(Document(doc))
    assert words(syntax, syntax.arguments(11)) == {"subject": ["Niger"]}
    assert words(syntax, syntax.arguments(2)) == {"subject": ["Chad"], "object": ["Mali"]}
    assert (syntax.head[9], syntax.dep[9]) == (5, "acl:relcl")
    listed = tree(table.replace(", 6 punct PUNCT ,", "and 6 cc CCONJ CC"), entities={"Niger": "GPE"})
    assert Syntax(Document(listed)).head[5] == 3


def test_of_two_subjects_one_renames_the_other():
    table = "The 2 det DET\nfirm 4 nsubj NOUN\nKornblum 4 nsubj PROPN\nworks 0 root VERB"
    syntax = Syntax(Document(tree(table, entities={"Kornblum": "ORG"})))
    assert (syntax.head[2], syntax.dep[2]) == (1, "appos")
    once = """
Once 7 mark SCONJ IN
the 3 det DET
mayor 7 nsubj NOUN
, 3 punct PUNCT ,
Berg 7 nsubj PROPN
now 7 advmod ADV
teaches 0 root VERB"""
    syntax = Syntax(Document(tree(once, entities={"Berg": "PERSON"})))
    assert (syntax.head[2], syntax.dep[2]) == (4, "appos")
    assert (syntax.head[0], syntax.dep[0]) == (2, "advmod")
    clause = """
Once 4 mark SCONJ IN
the 3 det DET
mayor 4 nsubj NOUN
arrives 6 advcl VERB
Berg 6 nsubj PROPN
teaches 0 root VERB"""
    assert Syntax(Document(tree(clause, entities={"Berg": "PERSON"}))).head[0] == 3


def test_two_names_before_the_plural_verb_of_a_headline_are_a_list():
    table = """
Turkey 0 root PROPN
, 3 punct PUNCT ,
Greece 1 nmod:unmarked PROPN
Sign 1 parataxis VERB VB sign
Deal 4 obj NOUN"""
    doc = tree(table, entities={"Turkey": "GPE", "Greece": "GPE"})
    syntax = Syntax(Document(doc))
    assert words(syntax, syntax.arguments(3)) == {"subject": ["Turkey", "Greece"], "object": ["Deal"]}
    colon = tree(
        table.replace(", 3", ": 3").replace("nmod:unmarked", "appos"), entities={"Turkey": "GPE", "Greece": "GPE"}
    )
    syntax = Syntax(Document(colon))
    assert words(syntax, syntax.arguments(3)) == {"subject": ["Greece"], "object": ["Deal"]}
    one = "Paris 4 nsubj PROPN\n, 3 punct PUNCT ,\nFrance 1 nmod:unmarked PROPN\nhosts 0 root VERB VBZ host"
    assert Syntax(Document(tree(one, entities={"Paris": "GPE", "France": "GPE"}))).dep[2] == "nmod:unmarked"


def test_a_noun_with_subject_and_object_is_a_verb():
    table = "Norway 2 nsubj PROPN\nthanks 0 root NOUN NNS thanks\nSweden 2 obj PROPN"
    syntax = Syntax(Document(tree(table)), words=frozenset({"thank", "thanks"}))
    assert (syntax.pos[1], syntax.tag[1], syntax.lemma[1]) == ("VERB", "VBZ", "thank")
    verb = table.replace("nsubj", "compound").replace("NOUN NNS", "VERB VBP")
    syntax = Syntax(Document(tree(verb, entities={"Norway": "GPE", "Sweden": "GPE"})))
    assert words(syntax, syntax.arguments(1)) == {"subject": ["Norway"], "object": ["Sweden"]}


SHIFTED = """
Norway 2 nsubj PROPN
condemned 0 root VERB VBD condemn
in 5 case ADP
harsh 5 amod ADJ
terms 2 obl NOUN NNS term
{} {} punct PUNCT
the 8 det DET
raid 5 appos NOUN NN raid"""


def test_an_object_behind_a_phrase_is_no_apposition():
    table = SHIFTED.replace("\n{} {} punct PUNCT", "").replace("the 8", "the 7")
    assert arguments(table, "condemned")["object"] == ["raid"]
    assert "object" not in arguments(SHIFTED.format(",", 8), "condemned")


def test_who_is_in_apposition_to_the_head_of_something_is_no_thing():
    table = """
head 8 nsubj NOUN NN head
of 4 case ADP
the 4 det DET
branch 1 nmod NOUN NN branch
of 6 case ADP
Caritas 4 nmod PROPN
, 8 punct PUNCT
spoke 0 root VERB VBD speak"""
    named = table.replace("spoke 0", "Luc 6 appos PROPN\n, 8 punct PUNCT\nspoke 0").replace(" 8 ", " 10 ")
    doc = Document(tree(named, entities={"Caritas": "ORG", "Luc": "PERSON"}))
    syntax = Syntax(doc, people=frozenset({"head"}))
    assert (syntax.head[7], syntax.dep[7]) == (0, "appos")
    assert Syntax(doc).head[7] == 5  # nothing is known of the noun


def test_a_phrase_with_of_before_the_verb_is_that_of_the_noun_before_it():
    table = """
Founder 5 nsubj NOUN NN founder
of 3 case ADP
Larkpad 5 obj PROPN
, 5 punct PUNCT
spoke 0 root VERB VBD speak"""
    syntax = Syntax(Document(tree(table)))
    assert (syntax.head[2], syntax.dep[2]) == (0, "nmod")


def test_no_country_is_an_envoy():
    table = """
threat 0 root NOUN
from 3 case ADP
Chad 1 nmod PROPN
, 6 punct PUNCT ,
its 6 nmod:poss PRON PRP$
envoy 3 appos NOUN
, 8 punct PUNCT ,
Berg 6 appos PROPN"""
    syntax = Syntax(Document(tree(table, entities={"Chad": "GPE", "Berg": "PERSON"})))
    assert list(syntax.holders(5)) == [(7, 5)]
    other = Syntax(Document(tree(table.replace("its 6", "the 6"), entities={"Chad": "GPE", "Berg": "PERSON"})))
    assert (2, 5) in list(other.holders(5))


def test_an_apposition_is_that_of_the_person_right_before_it():
    table = """
Eva 0 root PROPN
and 3 cc CCONJ
Otto 1 conj PROPN
, 6 punct PUNCT
the 6 det DET
founder 1 appos NOUN"""
    syntax = Syntax(Document(tree(table, entities={"Eva": "PERSON", "Otto": "PERSON"})))
    assert (syntax.head[5], syntax.dep[5]) == (2, "appos")


def test_the_subject_of_a_headline_is_no_sentence_of_its_own():
    table = "Chad 1 {} PROPN\nShells 0 root VERB VBZ shell\nFaya 2 obj PROPN"
    doc = tree(table.format("nsubj").replace("Chad 1", "Chad 2"), entities={"Chad": "GPE", "Faya": "GPE"})
    document = Document(doc)
    document.heads[0], document.deps[0] = 0, "ROOT"
    syntax = Syntax(document)
    assert (syntax.head[0], syntax.dep[0]) == (1, "nsubj")


def test_a_lone_mark_that_was_taken_for_an_apposition_breaks_nothing():
    table = "Eva 3 nsubj PROPN\n, 1 appos PUNCT\nleft 0 root VERB"
    doc = tree(table, entities={"Eva": "PERSON"})
    assert Syntax(Document(doc)).head == [2, 0, 2]


def test_a_name_right_behind_a_verb_is_not_addressed():
    table = """
It 3 nsubj PRON
would 3 aux AUX
sue 0 root VERB VB sue
{}Lumiko 3 vocative PROPN"""
    assert arguments(table.format(""), "sue", entities={"Lumiko": "ORG"})["object"] == ["Lumiko"]
    assert "object" not in arguments(table.format(", 3 punct PUNCT\n"), "sue", entities={"Lumiko": "ORG"})


def test_the_subject_of_what_is_said_is_not_that_of_saying_it():
    table = """
Chad 3 nsubj PROPN
, 1 punct PUNCT
says 0 root VERB VBZ say
Oxfam 3 nsubj PROPN
, 3 punct PUNCT
has 7 aux AUX VBZ have
armed 3 ccomp VERB VBN arm
Mali 7 obj PROPN"""
    doc = Document(tree(table, entities={"Chad": "GPE", "Oxfam": "ORG", "Mali": "GPE"}))
    syntax = Syntax(doc, telling={"say"})
    assert syntax.arguments(6)["subject"] == [0]
    assert syntax.arguments(2)["subject"] == [3]


def test_a_clause_of_a_noun_keeps_its_object_before_the_noun_s_verb():
    table = """
Fears 0 root NOUN NNS fear
that 4 mark SCONJ
China 4 nsubj PROPN
bombed 1 acl VERB VBD bomb
Chad 6 nsubj PROPN
sent 1 parataxis VERB VBD send
shares 6 obj NOUN"""
    names = {"China": "GPE", "Chad": "GPE"}
    assert arguments(table, "bombed", entities=names) == {"subject": ["China"], "object": ["Chad"]}
    assert arguments(table, "sent", entities=names) == {"subject": ["Fears"], "object": ["shares"]}


def test_who_acts_does_not_hang_on_what_is_acted_on():
    table = """
the 2 det DET
shelling 0 root NOUN NN shelling
of 4 case ADP
Goma 2 nmod PROPN
by 6 case ADP
Rwanda 4 nmod PROPN"""
    doc = Document(tree(table, entities={"Goma": "GPE", "Rwanda": "GPE"}))
    assert Syntax(doc).noun_arguments(1) == {"of": [3], "by": [5]}


def test_a_second_question_is_not_about_the_answer_to_the_first():
    table = """
Nobody 2 nsubj PRON
knows 0 root VERB VBZ know
who 4 nsubj PRON WP
runs 2 ccomp VERB VBZ run
{} 4 obj PROPN
, 8 punct PUNCT
who 8 nsubj PRON WP
owns 5 acl:relcl VERB VBZ own
Lumiko 8 obj PROPN"""
    syntax = Syntax(Document(tree(table.format("Caritas"), entities={"Caritas": "ORG", "Lumiko": "ORG"})))
    assert syntax.head[7] == 3
    assert syntax.asks_who(6)
    syntax = Syntax(Document(tree(table.format("Brahms"), entities={"Brahms": "PERSON", "Lumiko": "ORG"})))
    assert syntax.antecedent(6) == 4
    assert not syntax.asks_who(6)


def test_a_first_name_that_shares_a_last_word_is_coordinated():
    table = """
North 4 compound PROPN
and 3 cc CCONJ
South 1 conj PROPN
Korea 5 nsubj PROPN
met 0 root VERB VBD meet"""
    assert arguments(table, "met", entities={"North": "GPE", "South Korea": "GPE"})["subject"] == ["North", "Korea"]


def test_a_preposition_before_a_name_or_an_owner_is_of_the_whole_phrase():
    table = """
Tamm 2 nsubj:pass PROPN
held 0 root VERB VBN hold
by 4 case ADP
Department 6 compound PROPN
State 6 compound PROPN
Services 2 obl:agent PROPN"""
    syntax = Syntax(Document(tree(table)))
    assert syntax.head[2] == 5
    owned = "ally 0 root NOUN\nof 3 case ADP\nBerg 5 nmod:poss PROPN\n's 3 case PART\nLumiko 1 nmod PROPN"
    syntax = Syntax(Document(tree(owned)))
    assert syntax.noun_arguments(0)["of"] == [4]


def test_a_verb_set_beside_one_of_two_names_has_both():
    table = """
Not 2 advmod PART
Mali 0 root PROPN
but 4 cc CCONJ
Chad 2 conj PROPN
attacked 2 conj VERB VBD attack
Togo 5 obj PROPN"""
    assert arguments(table, "attacked")["object"] == ["Togo"]
    syntax = Syntax(Document(tree(table)))
    assert (syntax.head[4], syntax.dep[4], syntax.dep[1]) == (4, "ROOT", "nsubj")
    alone = tree(table.replace("Chad 2 conj", "Chad 2 appos"))
    assert Syntax(Document(alone)).dep[4] == "conj"


def test_a_noun_with_an_object_behind_a_name_is_a_verb():
    table = "Norway 2 compound PROPN\nthanks 0 root NOUN NNS thanks\nSweden 2 obj PROPN"
    syntax = Syntax(Document(tree(table, entities={"Norway": "GPE"})), words=frozenset({"thank", "thanks"}))
    assert (syntax.pos[1], syntax.lemma[1], syntax.dep[0]) == ("VERB", "thank", "nsubj")
    sale = table.replace("thanks", "sale").replace("NNS", "NN")
    assert Syntax(Document(tree(sale, entities={"Norway": "GPE"})), words=frozenset({"sale"})).pos[1] == "NOUN"


def test_of_two_objects_the_one_before_the_verb_is_the_subject():
    table = "Norway 2 obj PROPN\nthanks 0 root VERB VBZ thank\nSweden 2 obj PROPN"
    names = {"Norway": "GPE", "Sweden": "GPE"}
    assert arguments(table, "thanks", entities=names) == {"subject": ["Norway"], "object": ["Sweden"]}


def test_a_headline_s_verb_is_no_part_of_its_object():
    table = """
Malta 0 root PROPN
, 3 punct PUNCT ,
Cyprus 1 nmod:unmarked PROPN
Sign 6 compound VERB VB sign
Fish 6 compound PROPN
Deal 1 parataxis NOUN NN deal"""
    names = {"Malta": "GPE", "Cyprus": "GPE"}
    assert arguments(table, "Sign", entities=names) == {"subject": ["Malta", "Cyprus"], "object": ["Deal"]}
    assert Syntax(Document(tree(table.replace("VERB VB", "PROPN NNP"), entities=names))).dep[3] == "compound"


def test_who_says_it_and_who_does_it_are_told_apart():
    table = """
Chad 3 nsubj PROPN
, 1 punct PUNCT ,
says 0 root VERB VBZ say
Oxfam 7 nsubj PROPN
, 3 punct PUNCT ,
has 7 aux AUX VBZ have
armed 3 ccomp VERB VBN arm
Mali 7 obj PROPN"""
    names = {"Chad": "GPE", "Oxfam": "ORG", "Mali": "GPE"}
    syntax = Syntax(Document(tree(table, entities=names)), telling={"say"})
    assert (syntax.arguments(6)["subject"], syntax.arguments(2)["subject"]) == ([0], [3])
    plain = table.replace(", 1 punct PUNCT ,", "then 3 advmod ADV").replace(", 3 punct PUNCT ,", "now 7 advmod ADV")
    syntax = Syntax(Document(tree(plain, entities=names)), telling={"say"})
    assert syntax.arguments(6)["subject"] == [3]
    beside = (
        table.replace("Chad 3", "Chad 7")
        .replace("says 0 root", "says 7 parataxis")
        .replace("armed 3 ccomp", "armed 0 root")
    )
    beside = beside.replace("Oxfam 7 nsubj", "Oxfam 3 obj")
    syntax = Syntax(Document(tree(beside, entities=names)), telling={"say"})
    assert syntax.arguments(2) == {"subject": [3]}


def test_what_stands_right_behind_a_verb_with_its_subject_is_the_object():
    table = "Turkey 3 nsubj PROPN\nmay 3 aux AUX MD may\nsanction 0 root VERB VB sanction\nCyprus 3 nsubj PROPN"
    names = {"Turkey": "GPE", "Cyprus": "GPE"}
    assert arguments(table, "sanction", entities=names) == {"subject": ["Turkey"], "object": ["Cyprus"]}


def test_what_a_comma_sets_off_behind_a_clause_is_the_next_verb_s_subject():
    table = """
Once 3 mark SCONJ IN
Berg 3 nsubj PROPN
arrives 6 advcl VERB VBZ arrive
, 3 punct PUNCT ,
Chad 3 nsubj PROPN
attacks 0 root VERB VBZ attack
Mali 6 obj PROPN"""
    names = {"Berg": "PERSON", "Chad": "GPE", "Mali": "GPE"}
    assert arguments(table, "attacks", entities=names) == {"subject": ["Chad"], "object": ["Mali"]}
    assert arguments(table, "arrives", entities=names)["subject"] == ["Berg"]


ONCE = """
Once 3 mark SCONJ IN
a 3 det DET
member {} NOUN NN member
of 5 case ADP
NATO 3 nmod PROPN
, 3 punct PUNCT ,
Chad {} PROPN
attacked 0 root VERB VBD attack
Mali 8 obj PROPN"""


def test_a_noun_by_itself_before_a_subject_is_no_clause():
    names = {"NATO": "ORG", "Chad": "GPE", "Mali": "GPE"}
    for table in (ONCE.format("8 advcl", "8 nsubj"), ONCE.format("8 nsubj", "5 appos")):
        syntax = Syntax(Document(tree(table, entities=names)), people=frozenset({"member"}))
        assert syntax.arguments(7)["subject"] == [6]
        assert (syntax.head[2], syntax.dep[2]) == (6, "appos")
        assert (syntax.head[0], syntax.dep[0]) == (2, "advmod")
    lima = tree(ONCE.format("8 nsubj", "5 appos"), entities={"NATO": "GPE", "Chad": "GPE"})
    assert Syntax(Document(lima)).dep[6] == "appos"  # "Lima, Peru" is one place


def test_the_first_of_several_verbs_is_no_clause_of_the_second():
    table = """
Chad 2 nsubj PROPN
trains 5 advcl VERB VBZ train
troops 2 obj NOUN NNS troop
has 5 aux AUX VBZ have
armed 0 root VERB VBN arm
Mali 5 obj PROPN"""
    assert arguments(table, "armed") == {"subject": ["Chad"], "object": ["Mali"]}
    assert arguments(table, "trains") == {"subject": ["Chad"], "object": ["troops"]}
    while_so = "While 3 mark SCONJ IN\n" + "\n".join(
        f"{w} {int(h) + (h != '0')} {rest}" for w, h, rest in (row.split(" ", 2) for row in table.strip().splitlines())
    )
    assert Syntax(Document(tree(while_so))).dep[2] == "advcl"


def test_a_verb_like_the_one_before_an_object_is_no_participle_of_it():
    table = """
Chad 2 nsubj PROPN
expelled 0 root VERB VBD expel
envoys 2 obj NOUN NNS envoy
, 5 punct PUNCT ,
accused 3 acl VERB VBD accuse
Mali 5 obj PROPN"""
    assert arguments(table, "accused") == {"subject": ["Chad"], "object": ["Mali"]}
    assert Syntax(Document(tree(table.replace("VBD accuse", "VBN accuse")))).dep[4] == "acl"


def test_what_is_said_of_those_who_is_no_clause_of_theirs():
    table = """
Among 2 case ADP
those 0 root PRON DT
who 4 nsubj PRON WP
fought 2 acl:relcl VERB VBD fight
Mali 4 obj PROPN
were 7 cop AUX VBD be
Chad {} PROPN"""
    for label in ("2 acl:relcl", "2 nmod"):
        assert arguments(table.format(label), "fought") == {"subject": ["Chad"], "object": ["Mali"]}


def test_a_name_behind_a_title_keeps_the_title_s_preposition_out():
    table = """
Secretary 6 nsubj PROPN
of 4 case ADP
State 1 nmod PROPN
Berg 1 nmod PROPN
now 6 advmod ADV
met 0 root VERB VBD meet"""
    syntax = Syntax(Document(tree(table, entities={"Berg": "PERSON"})))
    assert syntax.arguments(5)["subject"] == [3]
    assert (syntax.head[0], syntax.dep[0], syntax.head[1]) == (3, "nmod:desc", 2)


def test_a_phrase_before_a_subject_is_the_verb_s():
    table = """
In 2 case ADP
Chad 4 nmod PROPN
, 2 punct PUNCT ,
Berg 5 nsubj PROPN
met 0 root VERB VBD meet
Roux 5 obj PROPN"""
    assert arguments(table, "met")["in"] == ["Chad"]


def test_whose_party_stands_right_behind_them():
    table = """
It 2 nsubj PRON
allowed 0 root VERB VBD allow
Berg 2 obj PROPN
of 5 case ADP
Hetra 2 obl PROPN"""
    syntax = Syntax(Document(tree(table, entities={"Berg": "PERSON", "Hetra": "ORG"})))
    assert syntax.noun_arguments(2) == {"of": [4]}
    syntax = Syntax(Document(tree(table, entities={"Berg": "PERSON", "Hetra": "PERSON"})))
    assert syntax.head[4] == 1


def test_an_apposition_in_brackets_is_that_of_the_person_before_it():
    table = "Eva 0 root PROPN\nand 3 cc CCONJ\nOtto 1 conj PROPN\n( 5 punct PUNCT\nfounder 1 appos NOUN"
    syntax = Syntax(Document(tree(table, entities={"Eva": "PERSON", "Otto": "PERSON"})))
    assert syntax.head[4] == 2


def test_an_office_before_a_headline_s_plural_verb_is_nobody_s_who_is_named():
    table = """
Berg 5 nsubj PROPN
, 4 punct PUNCT ,
Chadian 4 amod ADJ JJ
president 1 appos NOUN NN
sign 0 root VERB {} sign
deal 5 obj NOUN NN deal"""
    assert not list(Syntax(Document(tree(table.format("VB"), entities={"Berg": "PERSON"}))).holders(3))
    assert list(Syntax(Document(tree(table.format("VBZ"), entities={"Berg": "PERSON"}))).holders(3))


def test_of_two_subjects_of_saying_the_first_is_that_of_what_is_said():
    table = """
Chad 6 nsubj PROPN
has 3 aux AUX VBZ have
armed 6 ccomp VERB VBN arm
Mali 3 obj PROPN
Oxfam 6 nsubj PROPN
said 0 root VERB VBD say"""
    assert arguments(table, "armed") == {"subject": ["Chad"], "object": ["Mali"]}
    assert Syntax(Document(tree(table.replace("Oxfam 6 nsubj", "there 6 advmod")))).head[0] == 5


def test_a_name_in_quotes_beside_a_noun_renames_it():
    table = 'blogger 4 nsubj NOUN\n" 4 punct PUNCT\nRavel 4 nsubj PROPN\nspoke 0 root VERB VBD speak'
    syntax = Syntax(Document(tree(table, entities={"Ravel": "PERSON"})))
    assert (syntax.head[0], syntax.dep[0]) == (2, "appos")


def test_what_has_a_preposition_behind_a_verb_is_no_second_subject():
    table = """
Chad 2 nsubj PROPN
granted 0 root VERB VBD grant
asylum 2 obj NOUN
to 5 case ADP
officers 2 nsubj NOUN NNS officer"""
    assert arguments(table, "granted") == {"subject": ["Chad"], "object": ["asylum"], "to": ["officers"]}


def test_a_noun_with_a_preposition_is_no_clause():
    table = """
Chad 2 nsubj PROPN
left 0 root VERB VBD leave
in 4 case ADP
protest 2 advcl NOUN NN protest"""
    assert arguments(table, "left")["in"] == ["protest"]
    assert Syntax(Document(tree(table.replace("in 4 case", "being 4 cop")))).dep[3] == "advcl"


def test_a_noun_and_the_name_behind_it_are_one_object():
    table = "He 2 nsubj PRON\nquoted 0 root VERB VBD quote\nagency 2 obj NOUN\nTass 2 obj PROPN"
    syntax = Syntax(Document(tree(table, entities={"Tass": "ORG"})))
    assert (syntax.head[3], syntax.dep[3]) == (2, "appos")


def test_a_whole_name_owns_the_name_behind_its_s():
    table = """
went 0 root VERB VBD go
to 6 case ADP
Ministry 1 obl PROPN
Health 3 flat PROPN
's 3 case PART
Board 1 obl PROPN"""
    doc = tree(table, entities={"Ministry Health": "ORG", "Board": "ORG"})
    syntax = Syntax(Document(doc))
    assert syntax.noun_arguments(5) == {"possessor": [2]}
    assert syntax.head[4] == 2


def test_who_follows_in_a_list_belongs_to_it():
    table = """
Berg 0 root PROPN
met 1 acl VERB VBD meet
Roux 2 obj PROPN
, 5 punct PUNCT
Lind 3 conj PROPN
and 7 cc CCONJ
Falk {} conj PROPN"""
    names = dict.fromkeys(("Berg", "Roux", "Lind", "Falk"), "PERSON")
    assert Syntax(Document(tree(table.format(1), entities=names))).head[6] == 2
    assert Syntax(Document(tree(table.format(1), entities=names | {"Falk": "ORG"}))).head[6] == 0


def test_an_act_against_somebody_needs_no_preposition_behind_a_verb():
    table = "stop 0 root VERB VB stop\nraids 1 obl NOUN NNS raid\n{} 4 case ADP\nChad 2 nmod PROPN"
    assert arguments(table.format("against"), "stop")["object"] == ["raids"]
    assert "object" not in arguments(table.format("of"), "stop")


def test_a_word_is_coordinated_with_what_stands_before_it():
    table = """
Oxfam 2 nsubj PROPN
met 0 root VERB VBD meet
Iran 2 obj PROPN
, 5 punct PUNCT
Egypt 3 conj PROPN
, 7 punct PUNCT
Jordan 10 conj PROPN
and 10 cc CCONJ
later 10 advmod ADV
Turkey 3 conj PROPN"""
    names = dict.fromkeys(("Iran", "Egypt", "Jordan", "Turkey"), "GPE")
    assert set(arguments(table, "met", entities=names)["object"]) == {"Iran", "Egypt", "Jordan", "Turkey"}


def test_who_acts_is_no_source_of_what_is_told():
    table = """
According 3 case VERB VBG
to 1 fixed ADP
Oxfam 8 obl PROPN
, 5 punct PUNCT
Chad 3 conj PROPN
and 7 cc CCONJ
Mali 3 conj PROPN
met 0 root VERB VBD meet"""
    names = {"Oxfam": "ORG", "Chad": "GPE", "Mali": "GPE"}
    assert arguments(table, "met", entities=names)["subject"] == ["Chad", "Mali"]
    listed = table.replace("met 0 root VERB VBD meet", "it 9 nsubj PRON\nleft 0 root VERB VBD leave").replace(
        "Oxfam 8", "Oxfam 9"
    )
    assert arguments(listed, "left", entities=names)["subject"] == ["it"]


def test_a_possessor_stands_before_what_it_owns():
    table = """
refer 0 root VERB VB refer
questions 1 obj NOUN NNS
to 6 case ADP
Treasury 2 nmod:poss PROPN
's 4 case PART
office 1 obl NOUN NN"""
    doc = Document(tree(table, entities={"Treasury": "ORG"}))
    assert Syntax(doc).noun_arguments(5).get("possessor") == [3]


def test_a_phrase_without_preposition_is_the_object():
    table = """
Latvia 2 nsubj PROPN
condemned 0 root VERB VBD condemn
in 5 case ADP
strong 5 amod ADJ
terms 2 obl NOUN NNS term
both 8 cc:preconj CCONJ
the 8 det DET
attack 5 nmod NOUN NN attack"""
    assert arguments(table, "condemned")["object"] == ["attack"]


def test_an_adjective_before_a_name_is_no_second_subject():
    table = "incumbent 3 nsubj ADJ JJ\nHetra 3 nsubj PROPN\nwon 0 root VERB VBD win"
    assert arguments(table, "won", entities={"Hetra": "ORG"}) == {"subject": ["Hetra"]}
    assert Syntax(Document(tree(table, entities={"Hetra": "ORG"}))).dep[0] == "amod"


def test_whom_somebody_leads_stands_right_before_it():
    table = """
parts 0 root NOUN NNS part
are 3 cop AUX
Hetra 1 {} PROPN
led 1 acl VERB VBN lead
by 6 case ADP
Berg 4 obl:agent PROPN"""
    doc = tree(table.format("appos"), entities={"Hetra": "ORG", "Berg": "PERSON"})
    assert Syntax(Document(doc)).head[3] == 2
    wing = tree(table.format("nmod"), entities={"Hetra": "ORG", "Berg": "PERSON"})
    assert Syntax(Document(wing)).head[3] == 0
    assert Syntax(Document(doc), people=frozenset({"part"})).head[3] == 0


def test_a_clause_with_whose_is_relative():
    table = """
Chad 8 nsubj PROPN
, 6 punct PUNCT
whose 4 nmod:poss PRON WP$
president 6 nsubj NOUN NN
is 6 cop AUX
Hamid 1 parataxis PROPN
, 1 punct PUNCT
left 0 root VERB VBD leave"""
    syntax = Syntax(Document(tree(table, entities={"Chad": "GPE", "Hamid": "PERSON"})))
    assert syntax.dep[5] == "acl:relcl"
    assert syntax.antecedent(2) == 0


def test_what_has_a_preposition_is_no_apposition():
    table = """
the 2 det DET
head 0 root NOUN NN
of 4 case ADP
Caritas 2 appos PROPN"""
    syntax = Syntax(Document(tree(table, entities={"Caritas": "ORG"})))
    assert syntax.noun_arguments(1) == {"of": [3]}


def test_an_adjective_with_an_article_behind_a_name_is_an_apposition():
    table = """
Berg 5 nsubj PROPN
, 4 punct PUNCT
{} 4 det DET
Italian 1 amod ADJ JJ
won 0 root VERB VBD win"""
    names = {"Berg": "PERSON", "Italian": "NORP"}
    assert Syntax(Document(tree(table.format("an"), entities=names))).dep[3] == "appos"
    assert Syntax(Document(tree(table.format("the"), entities=names))).dep[3] == "amod"


def test_an_apposition_to_the_subject_does_not_stand_behind_the_verb():
    table = """
chief 2 nsubj NOUN NN
asked 0 root VERB VBD ask
{}Berg 1 appos PROPN"""
    assert arguments(table.format(""), "asked", entities={"Berg": "PERSON"}) == {
        "subject": ["chief"],
        "object": ["Berg"],
    }
    apart = arguments(table.format(", 4 punct PUNCT\n"), "asked", entities={"Berg": "PERSON"})
    assert "object" not in apart


def test_who_gets_an_office_is_an_object():
    table = """
Telvik 2 nsubj PROPN
named 0 root VERB VBD name
Berg 2 xcomp PROPN
{} 5 case ADP
chief 2 obl NOUN NN"""
    assert arguments(table.format("as"), "named", entities={"Berg": "PERSON"})["object"] == ["Berg"]
    assert "object" not in arguments(table.format("after"), "named", entities={"Berg": "PERSON"})
