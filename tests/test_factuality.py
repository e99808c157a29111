"""How statuses compose, on hand-built trees and the packaged lexicon."""

from __future__ import annotations

import pytest

from docs import tree
from kg.document import Document
from kg.extraction.clauses import Status
from kg.extraction.factuality import Judge
from kg.extraction.syntax import Syntax
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Factuality


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def status(lexicon: Lexicon, table: str, word: str) -> Status:
    doc = tree(table)
    i = next(t.i for t in doc if t.text == word)
    return Judge(Syntax(Document(doc), lexicon)).status(i)


def complement(governor: str, *, negated: bool = False, to: str = "support", extra: str = "") -> str:
    """`Oslo [did not] GOVERNOR [Berlin] to support Kyiv.`"""
    rows = ["Oslo V nsubj PROPN"]
    if negated:
        rows += ["did V aux AUX VBD do", "not V advmod PART RB"]
    rows.append(governor)
    if extra:
        rows.append(extra)
    rows += ["to S mark PART TO", f"{to} V xcomp VERB VB", "Kyiv S obj PROPN"]
    verb = str(rows.index(governor) + 1)
    infinitive = str(len(rows) - 1)
    return "\n".join(r.replace(" V ", f" {verb} ").replace(" S ", f" {infinitive} ") for r in rows)


@pytest.mark.parametrize(
    ("governor", "negated", "extra", "positive", "factuality"),
    [
        ("refused 0 root VERB VBD refuse", False, "", False, "Actual"),
        ("failed 0 root VERB VBD fail", False, "", False, "Actual"),
        ("failed 0 root VERB VB fail", True, "", True, "Actual"),
        ("managed 0 root VERB VBD manage", False, "", True, "Actual"),
        ("managed 0 root VERB VB manage", True, "", False, "Actual"),
        ("promised 0 root VERB VBD promise", False, "", True, "Future"),
        ("urged 0 root VERB VBD urge", False, "Berlin V obj PROPN", True, "Requested"),
        ("wants 0 root VERB VBZ want", False, "", True, "Possible"),
        ("wants 0 root VERB VBZ want", False, "Berlin V obj PROPN", True, "Requested"),
        ("has 0 root VERB VBZ have", False, "", True, "Requested"),
        ("is 0 root VERB VBZ be", False, "", True, "Future"),
        ("continued 0 root VERB VBD continue", False, "", True, "Actual"),
        ("continued 0 root VERB VB continue", True, "", False, "Actual"),
    ],
)
def test_complements(lexicon, governor, negated, extra, positive, factuality):
    found = status(lexicon, complement(governor, negated=negated, extra=extra), "support")
    assert (found.positive, found.factuality.value) == (positive, factuality)


@pytest.mark.parametrize(
    ("modal", "factuality"),
    [
        ("may", "Possible"),
        ("might", "Possible"),
        ("could", "Possible"),
        ("will", "Future"),
        ("should", "Requested"),
        ("must", "Requested"),
    ],
)
def test_modals(lexicon, modal, factuality):
    table = f"NATO 3 nsubj PROPN\n{modal} 3 aux AUX MD {modal}\nsupport 0 root VERB VB support\nKyiv 3 obj PROPN"
    assert status(lexicon, table, "support").factuality.value == factuality


@pytest.mark.parametrize("word", ["not", "never"])
def test_negation_flips_and_only_polarity(lexicon, word):
    plain = "Oslo 4 nsubj PROPN\nhas 4 aux AUX VBZ have\n{} 4 advmod PART RB\nsupported 0 root VERB VBN support"
    assert status(lexicon, plain.format(word), "supported") == Status(positive=False)
    assert status(lexicon, plain.format("long"), "supported") == Status()


def test_not_only_does_not_negate(lexicon):
    table = """
Oslo 5 nsubj PROPN
has 5 aux AUX VBZ have
not 5 advmod PART RB
only 5 advmod ADV RB
supported 0 root VERB VBN support"""
    assert status(lexicon, table, "supported").positive


def test_no_one_empties_the_clause(lexicon):
    table = "No 2 det DET DT no\ncountry 3 nsubj NOUN\nsupports 0 root VERB VBZ support\nKyiv 3 obj PROPN"
    assert not status(lexicon, table, "supports").positive


def test_what_somebody_has_to_do_nobody_asks_for(lexicon):
    needed = status(lexicon, complement("needs 0 root VERB VBZ need"), "support")
    wanted = status(lexicon, complement("wants 0 root VERB VBZ want", extra="Berlin V obj PROPN"), "support")
    assert (needed.speaker, wanted.speaker) == (None, 1)


@pytest.mark.parametrize(("marker", "positive"), [("whether", True), ("that", False)])
def test_who_does_not_say_whether_denies_nothing(lexicon, marker, positive):
    table = f"""
Oslo 4 nsubj PROPN
did 4 aux AUX VBD do
not 4 advmod PART RB
say 0 root VERB VB say
{marker} 7 mark SCONJ IN
Berlin 7 nsubj PROPN
attacked 4 ccomp VERB VBD attack
Kyiv 7 obj PROPN"""
    found = status(lexicon, table, "attacked")
    assert (found.positive, found.factuality is Factuality.POSSIBLE) == (positive, positive)


@pytest.mark.parametrize(("preposition", "positive"), [("from", False), ("", True)])
def test_who_is_kept_from_something_does_not_do_it(lexicon, preposition, positive):
    table = """
Chad 2 nsubj PROPN
kept 0 root VERB VBD keep
Mali 2 obj PROPN
from 5 mark SCONJ
attacking 2 advcl VERB VBG attack
Peru 5 obj PROPN"""
    if not preposition:
        table = table.replace("Mali 2 obj PROPN\nfrom 5 mark SCONJ\n", "").replace("5", "3").replace("advcl", "xcomp")
    assert status(lexicon, table, "attacking").positive is positive


@pytest.mark.parametrize("words", [("in 6 mark SCONJ", "case 4 fixed SCONJ"), ("as 6 mark SCONJ", "if 4 fixed SCONJ")])
def test_in_case_and_as_if_leave_it_open(lexicon, words):
    table = "\n".join(
        ["Spain 2 nsubj PROPN", "acted 0 root VERB VBD act", ", 2 punct PUNCT", *words, "Morocco 7 nsubj PROPN",
         "attacked 2 advcl VERB VBD attack", "Ceuta 7 obj PROPN"]
    ).replace(" 6 mark", " 7 mark")  # fmt: skip
    assert status(lexicon, table, "attacked").factuality is Factuality.POSSIBLE
    assert status(lexicon, table, "acted").factuality is Factuality.ACTUAL


def test_if_makes_both_clauses_possible(lexicon):
    table = """
If 3 mark SCONJ IN
Minsk 3 nsubj PROPN
attacks 7 advcl VERB VBZ attack
, 3 punct PUNCT
Riga 7 nsubj PROPN
will 7 aux AUX MD will
respond 0 root VERB VB respond"""
    assert status(lexicon, table, "attacks").factuality is Factuality.POSSIBLE
    assert status(lexicon, table, "respond").factuality is Factuality.POSSIBLE


def test_a_denied_threat_of_an_attack(lexicon):
    table = """
He 2 nsubj PRON
sees 0 root VERB VBZ see
no 4 det DET DT
threat 2 obj NOUN
of 7 case ADP
an 7 det DET
attack 4 nmod NOUN
on 9 case ADP
Riga 7 nmod PROPN"""
    assert status(lexicon, table, "threat") == Status(positive=False)
    assert not status(lexicon, table, "attack").positive


def test_headline_infinitive_is_future(lexicon):
    table = "Ahtila 3 nsubj PROPN\nto 3 mark PART TO\nvisit 0 root VERB VB visit\nTallinn 3 obj PROPN"
    assert status(lexicon, table, "visit").factuality is Factuality.FUTURE


@pytest.mark.parametrize(
    ("governor", "announced"),
    [
        ("threatened 0 root VERB VBD threaten", True),
        ("offered 0 root VERB VBD offer", True),
        ("promised 0 root VERB VBD promise", True),
        ("ready 0 root ADJ JJ ready", True),
        ("tried 0 root VERB VBD try", False),
        ("managed 0 root VERB VBD manage", False),
        ("wanted 0 root VERB VBD want", False),
    ],
)
def test_what_somebody_says_to_be_about_to_do_is_announced(lexicon, governor, announced):
    doc = tree(complement(governor))
    judge = Judge(Syntax(Document(doc), lexicon))
    assert judge.announced(next(t.i for t in doc if t.text == "support")) == announced


def test_what_is_announced_under_a_condition_is_announced_all_the_same(lexicon):
    table = """
Oslo 3 nsubj PROPN
will 3 aux AUX MD will
arm 0 root VERB VB arm
Kyiv 3 obj PROPN
if 7 mark SCONJ
Minsk 7 nsubj PROPN
attacks 3 advcl VERB VBZ attack"""
    doc = Document(tree(table))
    judge = Judge(Syntax(doc, lexicon))
    assert judge.status(2).factuality is Factuality.POSSIBLE
    assert judge.announced(2) and not judge.announced(6)


def test_accusation_is_laid_to_its_subject(lexicon):
    table = """
Oslo 2 nsubj PROPN
accused 0 root VERB VBD accuse
Minsk 2 obj PROPN
of 5 mark SCONJ IN
attacking 2 advcl VERB VBG attack
Riga 5 obj PROPN"""
    found = status(lexicon, table, "attacking")
    assert found.positive and found.speaker == 1


def test_a_rejected_invasion_still_happened(lexicon):
    table = """
Oslo 2 nsubj PROPN
condemned 0 root VERB VBD condemn
Minsk 5 nmod:poss PROPN
's 3 case PART POS
invasion 2 obj NOUN
of 7 case ADP
Ruritania 5 nmod PROPN"""
    assert status(lexicon, table, "invasion") == Status()


FILM = """
In 3 case ADP
the 3 det DET
film 5 obl NOUN
Sparta 5 nsubj PROPN
attacks 0 root VERB VBZ attack
Athens 5 obj PROPN"""
TOLD = """
The 2 det DET
novel 3 nsubj NOUN
tells 0 root VERB VBZ tell
how 3 obj ADV WRB
Sparta 6 nsubj PROPN
attacked 4 advcl:relcl VERB VBD attack
Athens 6 obj PROPN"""


def test_what_a_work_of_fiction_tells_is_no_fact(lexicon):
    assert status(lexicon, FILM, "attacks").attributed
    assert status(lexicon, TOLD, "attacked").attributed
    assert not status(lexicon, TOLD, "tells").attributed
    assert status(lexicon, FILM.replace("film", "deepfake"), "attacks").attributed
    assert not status(lexicon, FILM.replace("film", "city"), "attacks").attributed
    assert not status(lexicon, TOLD.replace("novel", "report"), "attacked").attributed
    assert not status(lexicon, FILM.replace("the 3 det DET", "his 3 nmod:poss PRON"), "attacks").attributed


IT_IS = """It 4 expl PRON PRP it
is 4 cop AUX VBZ be
a 4 det DET DT a
{word} 0 root {pos} {tag} {word}
that 7 mark SCONJ IN that
Oslo 7 nsubj PROPN
left 4 csubj VERB VBD leave
Kyiv 7 obj PROPN"""

THE_RUMOUR = """The 2 det DET DT the
rumour 7 nsubj NOUN NN rumour
that 5 mark SCONJ IN that
Oslo 5 nsubj PROPN
left 2 acl VERB VBD leave
is 7 cop AUX VBZ be
{word} 0 root {pos} {tag} {word}"""


@pytest.mark.parametrize(
    ("word", "pos", "tag"), [("myth", "NOUN", "NN"), ("lie", "NOUN", "NN"), ("untrue", "ADJ", "JJ")]
)
def test_what_is_called_false_is_denied(lexicon: Lexicon, word: str, pos: str, tag: str) -> None:
    found = status(lexicon, IT_IS.format(word=word, pos=pos, tag=tag), "left")
    assert (found.positive, found.factuality) == (False, Factuality.ACTUAL)


@pytest.mark.parametrize(("word", "positive"), [("wrong", False), ("baseless", False), ("old", True)])
def test_what_a_false_rumour_tells_is_denied(lexicon: Lexicon, word: str, positive: bool) -> None:
    found = status(lexicon, THE_RUMOUR.format(word=word, pos="ADJ", tag="JJ"), "left")
    assert (found.positive, found.attributed or found.speaker is not None) == (positive, True)


@pytest.mark.parametrize(("verb", "factuality"), [("support", Factuality.REQUESTED), ("describe", Factuality.ACTUAL)])
def test_a_state_that_is_supported_is_not_so_yet(lexicon: Lexicon, verb: str, factuality: Factuality) -> None:
    table = f"""Oslo 2 nsubj PROPN
{verb}s 0 root VERB VBZ {verb}
Kyiv 4 nmod:poss PROPN
membership 2 obj NOUN NN membership"""
    judge = Judge(Syntax(Document(tree(table)), lexicon))
    assert judge.state_status(3, judge.status(3)).factuality is factuality


CLAIM = """
Oslo 2 nsubj PROPN
{verb}
the 4 det DET
report 2 obj NOUN
that 7 mark SCONJ
Chad 7 nsubj PROPN
joined 4 acl VERB VBD join
NATO 7 obj PROPN"""


@pytest.mark.parametrize(
    ("verb", "after", "positive"),
    [
        ("ridiculed 0 root VERB VBD ridicule", "", False),
        ("mocked 0 root VERB VBD mock", "", False),
        ("praised 0 root VERB VBD praise", "", True),
        ("called 0 root VERB VBD call", "\na 10 det DET\nlie 2 xcomp NOUN", False),
        ("described 0 root VERB VBD describe", "\nas 10 case ADP\nnonsense 2 obl NOUN", False),
        ("described 0 root VERB VBD describe", "\nas 10 case ADP\nimportant 2 xcomp ADJ JJ", True),
    ],
)
def test_who_ridicules_a_claim_or_calls_it_false_denies_it(
    lexicon: Lexicon, verb: str, after: str, positive: bool
) -> None:
    assert status(lexicon, CLAIM.format(verb=verb) + after, "joined").positive is positive


LABELLED = """
{label}
: 1 punct PUNCT
Oslo 4 nsubj PROPN
joined 1 parataxis VERB VBD join
NATO 4 obj PROPN"""


@pytest.mark.parametrize(
    ("label", "positive", "attributed"),
    [
        ("Myth 0 root NOUN", False, False),
        ("Claim 0 root NOUN", True, True),
        ("Bergen 0 root PROPN", True, False),
    ],
)
def test_what_a_label_calls_a_claim_is_none_of_the_text(
    lexicon: Lexicon, label: str, positive: bool, attributed: bool
) -> None:
    found = status(lexicon, LABELLED.format(label=label), "joined")
    assert (found.positive, found.attributed) == (positive, attributed)
    counted = LABELLED.format(label=f"{label}\n3 1 nummod NUM").replace(" 4 ", " 5 ")
    assert status(lexicon, counted, "joined").positive is positive


@pytest.mark.parametrize(
    ("label", "stated"),
    [
        ("The 2 det DET\nrebels 4 nmod:poss NOUN\n's 2 case PART\nversion 0 root NOUN NN version", False),
        ("Scenario 0 root NOUN NN scenario\nthree 1 dep NUM CD three", False),
        ("The 2 det DET\nrebels 4 nmod:poss NOUN\n's 2 case PART\nvictory 0 root NOUN NN victory", True),
    ],
)
def test_a_label_of_several_words_calls_it_a_claim(lexicon: Lexicon, label: str, stated: bool) -> None:
    root = label.count("\n") + 1
    verb = root + 3
    table = f"{label}\n: {root} punct PUNCT\nOslo {verb} nsubj PROPN\njoined {root} parataxis VERB VBD join"
    assert (status(lexicon, table, "joined") == Status()) is stated


@pytest.mark.parametrize(("noun", "stated"), [("case", False), ("claim", False), ("fact", True), ("problem", True)])
def test_what_a_claim_is_said_to_be_is_none_of_the_text(lexicon: Lexicon, noun: str, stated: bool) -> None:
    table = f"""
Their 2 nmod:poss PRON
{noun} 6 nsubj:outer NOUN NN {noun}
is 6 cop AUX VBZ be
that 6 mark SCONJ
Oslo 6 nsubj PROPN
shot 0 root VERB VBD shoot
Karl 6 obj PROPN"""
    assert (status(lexicon, table, "shot") == Status()) is stated


@pytest.mark.parametrize(("verb", "positive"), [("debunked", False), ("published", True)])
def test_what_is_debunked_by_somebody_is_denied(lexicon: Lexicon, verb: str, positive: bool) -> None:
    table = f"""
The 2 det DET
report 7 nsubj:pass NOUN
that 5 mark SCONJ
Chad 5 nsubj PROPN
joined 2 acl VERB VBD join
was 7 aux:pass AUX VBD be
{verb} 0 root VERB VBN {verb[:-2] if verb == "published" else "debunk"}
by 9 case ADP
Oslo 7 obl PROPN"""
    assert status(lexicon, table, "joined").positive is positive


@pytest.mark.parametrize(
    ("verb", "noun", "positive"),
    [
        ("lifted VERB VBD lift", "sanctions NOUN NNS sanction", False),
        ("lifted VERB VBD lift", "aid NOUN NN aid", True),
        ("revoked VERB VBD revoke", "ban NOUN NN ban", False),
        ("rescinded VERB VBD rescind", "suspension NOUN NN suspension", False),
        ("repealed VERB VBD repeal", "ban NOUN NN ban", False),
        ("annulled VERB VBD annul", "ban NOUN NN ban", False),
        ("overturned VERB VBD overturn", "ban NOUN NN ban", False),
    ],
)
def test_what_is_lifted_holds_no_longer(lexicon: Lexicon, verb: str, noun: str, positive: bool) -> None:
    word, *kind = verb.split()
    object_, *other = noun.split()
    rows = (
        "Oslo 2 nsubj PROPN",
        f"{word} 0 root {' '.join(kind)}",
        f"{object_} 2 obj {' '.join(other)}",
        "on 5 case ADP",
    )
    table = "\n".join((*rows, "Iran 3 nmod PROPN"))
    assert status(lexicon, table, object_).positive == positive
