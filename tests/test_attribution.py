"""Whose voice words stand in: quotes, indirect speech, according to, headlines, statements, hedges."""

from __future__ import annotations

import dataclasses
import re

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from kg.extraction.attribution import Attribution, Attributions, SpeechCues, find_attributions
from kg.extraction.attribution.layout import paragraphs_of
from kg.extraction.attribution.quotes import quotes_of
from kg.extraction.document import Document

VOCAB = spacy.blank("en").vocab
LEMMAS = {
    "said": "say",
    "says": "say",
    "saying": "say",
    "told": "tell",
    "added": "add",
    "adding": "add",
    "reported": "report",
    "believed": "believe",
    "urged": "urge",
    "described": "describe",
    "denied": "deny",
    "Asked": "ask",
    "promised": "promise",
    "announced": "announce",
    "reports": "report",
    "claims": "claim",
    "attacked": "attack",
    "has": "have",
    "is": "be",
    "was": "be",
}
CUES = SpeechCues(
    verbs=frozenset(["say", "tell", "add", "report", "claim", "describe", "deny", "announce", "promise"]),
    nouns=frozenset({"statement", "claim", "report", "allegation"}),
    hedges=frozenset({"reportedly", "allegedly"}),
    prepositions=frozenset({("according", "to"), ("in", "the", "words", "of")}),
    passives=frozenset({"believe", "think"}),
    requests=frozenset({"urge", "ask"}),
    titling=frozenset({"book", "call"}),
)
NO_SPACE_BEFORE = {",", ".", ":", ";", "?", "!", "'s", "’s", "”", "»", "n't"}


def article(*sentences: str, names: dict[str, str] | None = None, past: str = "", participles: str = "") -> Doc:
    """A Doc from sentences of "word/POS/head/relation" (heads from 1 in each sentence, 0 for its root).

    Args:
        sentences: a lone "¶" ends a paragraph.
        names: words joined by a space, and the label of each name.
        past, participles: words that are finite and past; past participles.
    """
    words: list[str] = []
    spaces: list[bool] = []
    pos: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    opened = False
    for sentence in sentences:
        if sentence == "¶":
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
            pos.append("SPACE")
            heads.append(len(words) - 2)
            deps.append("dep")
            opened = False
            continue
        offset = len(words)
        for row in sentence.split():
            word, kind, head, relation = row.rsplit("/", 3)
            closing = word == '"' and opened
            if words and (word in NO_SPACE_BEFORE or closing):
                spaces[-1] = False
            if word == '"':
                opened = not opened
            words.append(word)
            spaces.append(not (word in ("“", "«", "„") or (word == '"' and opened)))
            pos.append(kind)
            heads.append(offset + int(head) - 1 if head != "0" else len(words) - 1)
            deps.append(relation if head != "0" else "ROOT")
    doc = Doc(
        VOCAB,
        words=words,
        spaces=spaces,
        pos=pos,
        heads=heads,
        deps=deps,
        lemmas=[LEMMAS.get(word, word.lower()) for word in words],
        tags=["VBD" if word in past.split() else "VBN" if word in participles.split() else "XX" for word in words],
        morphs=["Tense=Past|VerbForm=Fin" if word in past.split() else "" for word in words],
    )
    found = []
    for name, label in (names or {}).items():
        size = len(name.split())
        found += [
            Span(doc, start, start + size, label)
            for start in range(len(words) - size + 1)
            if words[start : start + size] == name.split()
        ]
    doc.set_ents(found)
    return doc


def voices(doc: Doc) -> Attributions:
    found = find_attributions(Document(doc), cues=CUES)
    check_laws(doc, found)
    return found


def check_laws(doc: Doc, found: Attributions) -> None:
    """What holds for every document."""
    for frame in found.frames:
        assert 0 <= frame.start < frame.end <= len(doc)
        assert frame.speaker is None or not frame.start <= frame.speaker < frame.end
        assert not frame.named or frame.speaker is not None
    for token in range(len(doc)):
        frame = found.of(token)
        assert frame is None or frame.start <= token < frame.end
        assert frame is not None or not found.presupposed(token)


def at(doc: Doc, word: str, nth: int = 0) -> int:
    return [token.i for token in doc if token.text == word][nth]


def speaker(doc: Doc, found: Attributions, word: str, nth: int = 0) -> str | None:
    """The speaker of a word: "-" for the article's own voice, None for an unnamed one."""
    frame = found.of(at(doc, word, nth))
    if frame is None:
        return "-"
    return None if frame.speaker is None else doc[frame.speaker].text


def frame_of(doc: Doc, found: Attributions, word: str, nth: int = 0) -> Attribution:
    frame = found.of(at(doc, word, nth))
    assert frame is not None
    return frame


NAMES = {"Novak": "PERSON", "Brandt": "PERSON", "Iran": "GPE", "Iraq": "GPE", "Syria": "GPE", "Peter Weiss": "PERSON"}


def test_indirect_speech_is_the_clause_below_the_verb() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT that/SCONJ/5/mark Iran/PROPN/5/nsubj attacked/VERB/2/ccomp "
        "Iraq/PROPN/5/obj ./PUNCT/2/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert [speaker(doc, found, word) for word in ("Novak", "said", "attacked", "Iraq")] == ["-", "-", "Novak", "Novak"]
    frame = frame_of(doc, found, "attacked")
    assert (frame.kind, frame.named, frame.cue, frame.outer) == ("indirect", True, 1, None)


def test_nested_indirect_speech_keeps_the_outer_voice() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT that/SCONJ/6/mark Brandt/PROPN/6/nsubj had/AUX/6/aux told/VERB/2/ccomp "
        "reporters/NOUN/6/obj that/SCONJ/10/mark Iran/PROPN/10/nsubj attacked/VERB/6/ccomp Iraq/PROPN/10/obj",
        names=NAMES,
    )
    found = voices(doc)
    inner = frame_of(doc, found, "attacked")
    assert doc[inner.speaker or 0].text == "Brandt"
    assert inner.outer is not None
    assert doc[inner.outer.speaker or 0].text == "Novak"
    assert speaker(doc, found, "told") == "Novak"


def test_a_participle_that_goes_on_has_the_same_speaker() -> None:
    doc = article(
        "He/PRON/2/nsubj said/VERB/0/ROOT Iran/PROPN/4/nsubj left/VERB/2/ccomp ,/PUNCT/6/punct adding/VERB/2/advcl "
        "that/SCONJ/9/mark Iraq/PROPN/9/nsubj stayed/VERB/6/ccomp",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == speaker(doc, found, "stayed") == "He"
    assert not frame_of(doc, found, "stayed").named
    assert speaker(doc, found, "adding") == "-"


def test_a_quote_over_paragraphs_that_each_open_it_again() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT :/PUNCT/2/punct “/PUNCT/6/punct Iran/PROPN/6/nsubj left/VERB/2/ccomp "
        "./PUNCT/2/punct",
        "¶",
        "“/PUNCT/3/punct We/PRON/3/nsubj stayed/VERB/0/ROOT ./PUNCT/3/punct ”/PUNCT/3/punct",
        "¶",
        "Iraq/PROPN/2/nsubj waited/VERB/0/ROOT ./PUNCT/2/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == speaker(doc, found, "stayed") == "Novak"
    assert speaker(doc, found, "waited") == "-"
    assert found.speakers_of_first_person == {at(doc, "We"): at(doc, "Novak")}
    assert frame_of(doc, found, "stayed").kind == "direct"


def test_a_quote_split_by_its_speaker() -> None:
    doc = article(
        '"/PUNCT/3/punct Iran/PROPN/3/nsubj left/VERB/6/ccomp ,/PUNCT/6/punct "/PUNCT/3/punct said/VERB/0/ROOT '
        'Novak/PROPN/6/nsubj ,/PUNCT/6/punct "/PUNCT/12/punct but/CCONJ/12/cc we/PRON/12/nsubj stayed/VERB/3/conj '
        './PUNCT/6/punct "/PUNCT/12/punct',
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == speaker(doc, found, "stayed") == "Novak"
    assert speaker(doc, found, "said") == "-"
    assert found.speakers_of_first_person == {at(doc, "we"): at(doc, "Novak")}


def test_a_quote_without_words_of_its_own_is_the_last_speakers() -> None:
    doc = article(
        '"/PUNCT/3/punct Iran/PROPN/3/nsubj left/VERB/6/ccomp ,/PUNCT/6/punct "/PUNCT/3/punct said/VERB/0/ROOT '
        "Novak/PROPN/6/nsubj ./PUNCT/6/punct",
        '"/PUNCT/3/punct Iraq/PROPN/3/nsubj stayed/VERB/0/ROOT and/CCONJ/5/cc waited/VERB/3/conj ./PUNCT/3/punct '
        '"/PUNCT/3/punct',
        "¶",
        '"/PUNCT/4/punct They/PRON/4/nsubj will/AUX/4/aux return/VERB/0/ROOT ./PUNCT/4/punct "/PUNCT/4/punct',
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "waited") == "Novak"
    assert speaker(doc, found, "return") == "Novak"


def test_a_pronoun_that_goes_on_is_the_speaker_before() -> None:
    first = (
        '"/PUNCT/3/punct Iran/PROPN/3/nsubj left/VERB/6/ccomp ,/PUNCT/6/punct "/PUNCT/3/punct said/VERB/0/ROOT '
        "Novak/PROPN/6/nsubj ./PUNCT/6/punct"
    )
    second = (
        '"/PUNCT/3/punct Iraq/PROPN/3/nsubj stayed/VERB/7/ccomp ,/PUNCT/7/punct "/PUNCT/3/punct {}/PRON/7/nsubj '
        "added/VERB/0/ROOT ./PUNCT/7/punct"
    )
    doc = article(first, second.format("he"), names=NAMES)
    assert speaker(doc, voices(doc), "stayed") == "Novak"
    doc = article(first, second.format("it"), names=NAMES)
    assert speaker(doc, voices(doc), "stayed") == "it"
    between = "Brandt/PROPN/2/nsubj nodded/VERB/0/ROOT ./PUNCT/2/punct"
    doc = article(first, between, second.format("he"), names=NAMES)
    assert speaker(doc, voices(doc), "stayed") == "he"


def test_scare_quotes_are_nobodys_words_and_titles_neither() -> None:
    doc = article(
        "Iran/PROPN/2/nsubj sent/VERB/0/ROOT its/PRON/6/nmod:poss “/PUNCT/6/punct peace/NOUN/6/compound "
        "volunteers/NOUN/2/obj ”/PUNCT/6/punct to/ADP/9/case Iraq/PROPN/2/obl",
        "She/PRON/2/nsubj wrote/VERB/0/ROOT the/DET/4/det book/NOUN/2/obj “/PUNCT/7/punct The/DET/7/det "
        "Road/PROPN/4/appos "
        "Through/ADP/10/case Old/PROPN/10/amod Iran/PROPN/7/nmod ”/PUNCT/7/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "volunteers") == "-"
    assert speaker(doc, found, "Road") == "-"


def test_a_partial_quote_belongs_to_the_indirect_speech_around_it() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT the/DET/4/det talks/NOUN/7/nsubj were/AUX/7/cop “/PUNCT/7/punct "
        "useful/ADJ/2/ccomp ”/PUNCT/7/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "useful") == speaker(doc, found, "talks") == "Novak"
    assert frame_of(doc, found, "useful").kind == "direct"
    assert frame_of(doc, found, "talks").kind == "indirect"


def test_according_to_covers_its_sentence_but_not_the_speaker() -> None:
    doc = article(
        "According/VERB/3/case to/ADP/1/fixed Novak/PROPN/6/obl ,/PUNCT/6/punct Iran/PROPN/6/nsubj "
        "attacked/VERB/0/ROOT "
        "Iraq/PROPN/6/obj ./PUNCT/6/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "Iran") == speaker(doc, found, "attacked") == "Novak"
    assert speaker(doc, found, "Novak") == "-"
    assert frame_of(doc, found, "attacked").kind == "according"


def test_according_to_inside_a_relative_clause_stays_inside() -> None:
    doc = article(
        "Iran/PROPN/2/nsubj left/VERB/0/ROOT Iraq/PROPN/2/obj ,/PUNCT/3/punct which/PRON/12/obj ,/PUNCT/9/punct "
        "according/VERB/9/case to/ADP/7/fixed Novak/PROPN/12/obl ,/PUNCT/9/punct Syria/PROPN/12/nsubj "
        "attacked/VERB/3/acl:relcl",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") == "Novak"
    assert speaker(doc, found, "left") == "-"


def test_presupposed_adverbials_of_indirect_speech_are_vouched_for() -> None:
    doc = article(
        "According/VERB/3/case to/ADP/1/fixed him/PRON/16/obl ,/PUNCT/16/punct after/ADP/8/case Iran/PROPN/8/nmod:poss "
        "'s/PART/6/case invasion/NOUN/16/obl of/ADP/10/case Iraq/PROPN/8/nmod ,/PUNCT/16/punct “/PUNCT/16/punct "
        "it/PRON/16/expl "
        "was/AUX/16/cop quite/ADV/16/advmod obvious/ADJ/0/ROOT ”/PUNCT/16/punct ./PUNCT/16/punct",
        names=NAMES,
        past="was",
    )
    found = voices(doc)
    assert found.presupposed(at(doc, "invasion"))
    assert not found.presupposed(at(doc, "obvious"))
    assert speaker(doc, found, "invasion") == "him"


def test_past_clauses_are_presupposed_and_future_ones_not() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT Iraq/PROPN/4/nsubj waited/VERB/2/ccomp after/SCONJ/7/mark "
        "Iran/PROPN/7/nsubj "
        "left/VERB/4/advcl",
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT Iraq/PROPN/5/nsubj will/AUX/5/aux wait/VERB/2/ccomp after/SCONJ/8/mark "
        "Iran/PROPN/8/nsubj leaves/VERB/5/advcl",
        names=NAMES,
        past="said waited left",
    )
    found = voices(doc)
    assert found.presupposed(at(doc, "left"))
    assert not found.presupposed(at(doc, "waited"))
    assert not found.presupposed(at(doc, "leaves"))


def test_a_headline_with_a_colon_has_its_speaker_in_front() -> None:
    doc = article(
        "Novak/PROPN/0/ROOT :/PUNCT/4/punct Iran/PROPN/4/nsubj sees/VERB/1/parataxis no/DET/6/det threat/NOUN/4/obj",
        "¶",
        "Iran/PROPN/2/nsubj waited/VERB/0/ROOT ./PUNCT/2/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "sees") == "Novak"
    assert speaker(doc, found, "waited") == "-"


def test_a_statement_without_quotation_marks_runs_to_its_end() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT :/PUNCT/2/punct",
        "¶",
        "Iran/PROPN/2/nsubj attacked/VERB/0/ROOT Iraq/PROPN/2/obj ./PUNCT/2/punct",
        "¶",
        "We/PRON/2/nsubj condemn/VERB/0/ROOT this/PRON/2/obj ./PUNCT/2/punct",
        "¶",
        "ENDS/NOUN/0/ROOT",
        "¶",
        "Syria/PROPN/2/nsubj waited/VERB/0/ROOT ./PUNCT/2/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") == speaker(doc, found, "condemn") == "Novak"
    assert speaker(doc, found, "waited") == "-"
    assert found.speakers_of_first_person == {at(doc, "We"): at(doc, "Novak")}


def test_turns_of_a_transcript_belong_to_their_labels() -> None:
    doc = article(
        "QUESTION/NOUN/0/ROOT :/PUNCT/1/punct Will/AUX/5/aux you/PRON/5/nsubj leave/VERB/1/parataxis ?/PUNCT/1/punct",
        "¶",
        "ANSWER/NOUN/0/ROOT :/PUNCT/1/punct We/PRON/4/nsubj stay/VERB/1/parataxis ./PUNCT/1/punct",
        "¶",
        "Iran/PROPN/2/nsubj leaves/VERB/0/ROOT ./PUNCT/2/punct",
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") == "QUESTION"
    assert speaker(doc, found, "stay") == speaker(doc, found, "leaves") == "ANSWER"
    assert not frame_of(doc, found, "stay").named


def test_passive_reports_have_no_speaker() -> None:
    doc = article(
        "Iran/PROPN/3/nsubj:pass is/AUX/3/aux:pass believed/VERB/0/ROOT to/PART/6/mark have/AUX/6/aux "
        "attacked/VERB/3/xcomp "
        "Iraq/PROPN/6/obj",
        "It/PRON/3/expl was/AUX/3/aux:pass reported/VERB/0/ROOT that/SCONJ/6/mark Syria/PROPN/6/nsubj "
        "left/VERB/3/csubj:pass",
        names=NAMES,
    )
    found = voices(doc)
    for word in ("attacked", "left"):
        frame = frame_of(doc, found, word)
        assert (frame.kind, frame.speaker, frame.named) == ("passive", None, False)


def test_a_hedge_covers_its_clause_alone() -> None:
    doc = article(
        "Iran/PROPN/2/nsubj left/VERB/0/ROOT and/CCONJ/6/cc Iraq/PROPN/6/nsubj reportedly/ADV/6/advmod "
        "stayed/VERB/2/conj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == "-"
    assert speaker(doc, found, "stayed") is None
    assert frame_of(doc, found, "stayed").kind == "hedge"


def test_the_speaker_is_the_name_behind_its_title() -> None:
    doc = article(
        "the/DET/2/det ministry/NOUN/4/nmod:poss 's/PART/2/case spokesman/NOUN/7/nsubj Peter/PROPN/4/appos "
        "Weiss/PROPN/5/flat said/VERB/0/ROOT Iran/PROPN/9/nsubj left/VERB/7/ccomp",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == "Peter"
    assert frame_of(doc, found, "left").named


def test_a_claim_has_the_speaker_of_its_noun() -> None:
    doc = article(
        "He/PRON/2/nsubj rejected/VERB/0/ROOT Iran/PROPN/5/nmod:poss 's/PART/3/case claim/NOUN/2/obj that/SCONJ/8/mark "
        "Iraq/PROPN/8/nsubj attacked/VERB/5/acl Syria/PROPN/8/obj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") == "Iran"
    assert speaker(doc, found, "rejected") == "-"


def test_one_sentence_can_hold_several_quotes_of_one_speaker() -> None:
    doc = article(
        '"/PUNCT/2/punct Go/VERB/7/ccomp home/ADV/2/advmod ,/PUNCT/2/punct "/PUNCT/2/punct he/PRON/7/nsubj '
        "added/VERB/0/ROOT ;/PUNCT/9/punct and/CCONJ/14/cc ,/PUNCT/9/punct later/ADV/14/advmod ,/PUNCT/11/punct "
        '"/PUNCT/14/punct Sleep/VERB/7/ccomp well/ADV/14/advmod ,/PUNCT/17/punct all/DET/14/obj of/ADP/19/case '
        'you/PRON/17/nmod ./PUNCT/14/punct "/PUNCT/14/punct',
    )
    found = voices(doc)
    assert speaker(doc, found, "Go") == speaker(doc, found, "Sleep") == "he"


def test_the_speaker_of_a_statement_stands_before_the_comma_of_an_apposition() -> None:
    doc = article(
        "Marking/VERB/13/advcl the/DET/3/det day/NOUN/1/obj ,/PUNCT/1/punct Peter/PROPN/1/nsubj Weiss/PROPN/5/flat "
        ",/PUNCT/9/punct the/DET/9/det envoy/NOUN/5/appos for/ADP/11/case Syria/PROPN/9/nmod ,/PUNCT/5/punct "
        "said/VERB/0/ROOT :/PUNCT/1/punct",
        "¶",
        "Iran/PROPN/3/nsubj must/AUX/3/aux leave/VERB/0/ROOT ./PUNCT/3/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") == "Peter"


def test_reports_that_somebody_denies_are_nobodys() -> None:
    doc = article(
        "Brandt/PROPN/2/nsubj denied/VERB/0/ROOT reports/NOUN/2/obj that/SCONJ/6/mark Iran/PROPN/6/nsubj "
        "attacked/VERB/3/acl Iraq/PROPN/6/obj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") is None


def test_the_place_of_a_dateline_does_not_speak() -> None:
    doc = article(
        "OSLO/PROPN/4/nsubj -/PUNCT/3/punct Norway/PROPN/1/appos said/VERB/0/ROOT that/SCONJ/7/mark Iran/PROPN/7/nsubj "
        "left/VERB/4/ccomp ./PUNCT/4/punct",
        names={"OSLO": "GPE", "Norway": "GPE"},
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == "Norway"


def test_a_verb_of_speech_with_an_object_reports_no_clause_before_it() -> None:
    doc = article(
        "Iran/PROPN/2/nsubj gave/VERB/0/ROOT tents/NOUN/2/obj ,/PUNCT/6/punct Iraq/PROPN/6/nsubj "
        "promised/VERB/2/parataxis blankets/NOUN/6/obj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "gave") == "-"


def test_a_question_put_to_somebody_is_not_his_claim() -> None:
    doc = article(
        "Asked/VERB/8/advcl whether/SCONJ/5/mark Iran/PROPN/5/nsubj had/AUX/5/aux left/VERB/1/ccomp ,/PUNCT/1/punct "
        "Novak/PROPN/8/nsubj smiled/VERB/0/ROOT ./PUNCT/8/punct",
        names=NAMES,
        past="Asked smiled",
    )
    found = voices(doc)
    assert speaker(doc, found, "left") != "Novak"


def test_what_is_not_explained_is_taken_for_granted() -> None:
    doc = article(
        "Officials/NOUN/4/nsubj did/AUX/4/aux not/PART/4/advmod say/VERB/0/ROOT why/ADV/7/advmod Iran/PROPN/7/nsubj "
        "left/VERB/4/ccomp Iraq/PROPN/7/obj",
        "Officials/NOUN/4/nsubj did/AUX/4/aux not/PART/4/advmod say/VERB/0/ROOT whether/SCONJ/7/mark "
        "Iran/PROPN/7/nsubj "
        "stayed/VERB/4/ccomp",
        past="left did stayed",
    )
    found = voices(doc)
    assert found.presupposed(at(doc, "left"))
    assert not found.presupposed(at(doc, "stayed"))


def test_a_title_inside_indirect_speech_is_the_articles_own() -> None:
    doc = article(
        "Brandt/PROPN/2/nsubj said/VERB/0/ROOT Minister/PROPN/4/nmod:desc Novak/PROPN/9/nsubj ,/PUNCT/6/punct "
        "head/NOUN/4/appos of/ADP/8/case Syria/PROPN/6/nmod left/VERB/2/ccomp",
        names=NAMES,
    )
    found = voices(doc)
    assert found.presupposed(at(doc, "Minister"))
    assert found.presupposed(at(doc, "head"))
    assert not found.presupposed(at(doc, "left"))


def test_a_participle_before_its_noun_is_the_articles_own() -> None:
    doc = article(
        "Brandt/PROPN/2/nsubj said/VERB/0/ROOT the/DET/7/det Iraq/PROPN/6/compound -/PUNCT/6/punct owned/VERB/7/amod "
        "ship/NOUN/8/nsubj left/VERB/2/ccomp",
        names=NAMES,
        participles="owned",
    )
    found = voices(doc)
    assert found.presupposed(at(doc, "owned"))
    assert not found.presupposed(at(doc, "left"))
    assert not found.presupposed(at(doc, "ship"))


def test_a_quote_can_be_signed() -> None:
    doc = article(
        '"/PUNCT/5/punct We/PRON/5/nsubj will/AUX/5/aux never/ADV/5/advmod leave/VERB/0/ROOT this/DET/7/det '
        'valley/NOUN/5/obj ./PUNCT/5/punct "/PUNCT/5/punct',
        "-/PUNCT/2/punct Peter/PROPN/0/ROOT Weiss/PROPN/2/flat",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") == "Peter"


def test_the_speaker_behind_the_clause_is_outside_of_it() -> None:
    doc = article(
        "Iran/PROPN/3/nsubj will/AUX/3/aux leave/VERB/9/ccomp Iraq/PROPN/3/obj ,/PUNCT/9/punct "
        "Minister/PROPN/7/nmod:desc "
        "Peter/PROPN/4/appos Weiss/PROPN/7/flat announced/VERB/0/ROOT",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") == "Peter"
    assert speaker(doc, found, "Minister") == "-"


def test_a_verb_of_speech_at_the_end_covers_its_whole_sentence() -> None:
    doc = article(
        "Iran/PROPN/2/nsubj left/VERB/0/ROOT ;/PUNCT/5/punct Iraq/PROPN/5/nsubj stayed/VERB/8/ccomp ,/PUNCT/8/punct "
        "Novak/PROPN/8/nsubj said/VERB/2/parataxis today/NOUN/8/obl:unmarked ./PUNCT/2/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == speaker(doc, found, "stayed") == "Novak"
    assert speaker(doc, found, "today") == "-"


def test_a_parenthetical_verb_of_speech_splits_its_clause() -> None:
    doc = article(
        "Iran/PROPN/6/nsubj ,/PUNCT/3/punct Novak/PROPN/1/conj said/VERB/6/parataxis ,/PUNCT/4/punct "
        "attacked/VERB/0/ROOT Iraq/PROPN/6/obj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") == speaker(doc, found, "Iran") == "Novak"
    assert speaker(doc, found, "said") == "-"


def test_a_request_is_its_subjects_words() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj urged/VERB/0/ROOT Iran/PROPN/2/obj to/PART/5/mark leave/VERB/2/xcomp Iraq/PROPN/5/obj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") == "Novak"
    assert speaker(doc, found, "Iran") == "-"


def test_a_statement_in_passing_has_the_subjects_voice() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj told/VERB/0/ROOT the/DET/4/det paper/NOUN/2/iobj in/ADP/7/case a/DET/7/det "
        "statement/NOUN/2/obl that/SCONJ/10/mark Iran/PROPN/10/nsubj left/VERB/7/acl",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == "Novak"


def test_in_the_words_of_somebody() -> None:
    doc = article(
        "In/ADP/3/case the/DET/3/det words/NOUN/8/obl of/ADP/5/case Novak/PROPN/3/nmod ,/PUNCT/3/punct "
        "Iran/PROPN/8/nsubj left/VERB/0/ROOT Iraq/PROPN/8/obj",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == "Novak"


def test_a_described_thing_has_the_speaker_of_the_description() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj described/VERB/0/ROOT the/DET/4/det talks/NOUN/2/obj as/ADP/9/case “/PUNCT/9/punct "
        "a/DET/9/det long/ADJ/9/amod walk/NOUN/2/obl in/ADP/12/case thick/ADJ/12/amod fog/NOUN/9/nmod ”/PUNCT/9/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "walk") == "Novak"
    assert speaker(doc, found, "talks") == "-"


def test_a_quote_after_a_sentence_about_a_person_is_that_persons() -> None:
    doc = article(
        "Novak/PROPN/3/nsubj was/AUX/3/cop blunt/ADJ/0/ROOT ./PUNCT/3/punct",
        '"/PUNCT/4/punct Iran/PROPN/4/nsubj must/AUX/4/aux leave/VERB/0/ROOT this/DET/6/det valley/NOUN/4/obj '
        'tonight/NOUN/4/obl:unmarked ./PUNCT/4/punct "/PUNCT/4/punct',
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") == "Novak"


def test_a_quote_of_nobody_is_still_not_the_articles_own() -> None:
    doc = article(
        "Rain/NOUN/2/nsubj fell/VERB/0/ROOT ./PUNCT/2/punct",
        '"/PUNCT/4/punct Iran/PROPN/4/nsubj must/AUX/4/aux leave/VERB/0/ROOT this/DET/6/det valley/NOUN/4/obj '
        './PUNCT/4/punct "/PUNCT/4/punct',
    )
    found = voices(doc)
    assert speaker(doc, found, "leave") is None
    assert not frame_of(doc, found, "leave").named


# --- quotation marks alone


def quoted(text: str) -> list[str]:
    paragraphs = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    return [text[start:end] for quote in quotes_of(text, paragraphs) for start, end in quote.pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “go” and “stay”.", ["go", "stay"]),
        ("He said: „Geh“, and «va», and »los«.", ["Geh", "va", "los"]),
        ("‘The allies’ forces left,’ he said.", ["The allies’ forces left,"]),
        ("'It's late,' he said. The boys' dog ran.", ["It's late,"]),
        ("The rock 'n' roll of the '90s.", []),
        ("It wasn’t the states’ fault.", []),
        ('They agreed," For example, we can run". Done.', [" For example, we can run"]),
        ("“One.\n“Two.\n“Three.” Four.", ["One.", "Two.", "Three."]),
        ("“One is never closed.\nTwo is outside.", ["One is never closed."]),
        ("“He said ‘go’ to me.”", ["He said ‘go’ to me."]),
        ('a 5" pipe', []),
        ("", []),
    ],
)
def test_where_quotes_begin_and_end(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_wrapped_lines_are_one_paragraph_and_short_ones_are_not() -> None:
    wrapped = "a line that goes on for more than sixty characters without any end\nand so it goes."
    assert len(paragraphs_of(wrapped)) == 1
    assert len(paragraphs_of("A short line\nAnother line.")) == 2
    assert len(paragraphs_of(wrapped.replace("\n", "\n\n"))) == 2


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", '""', "‘’", "''"])
def test_quotation_marks_of_many_kinds(marks: str) -> None:
    opening, closing = marks
    doc = Doc(
        VOCAB,
        words=["Novak", "said", ":", opening, "Iran", "left", "it", "then", ".", closing],
        spaces=[True, False, True, False, True, True, True, False, False, False],
        pos=["PROPN", "VERB", "PUNCT", "PUNCT", "PROPN", "VERB", "PRON", "ADV", "PUNCT", "PUNCT"],
        heads=[1, 1, 1, 5, 5, 1, 5, 5, 1, 5],
        deps=["nsubj", "ROOT", "punct", "punct", "nsubj", "ccomp", "obj", "advmod", "punct", "punct"],
        lemmas=["Novak", "say", ":", opening, "Iran", "leave", "it", "then", ".", closing],
    )
    found = voices(doc)
    assert speaker(doc, found, "left") == "Novak"
    assert frame_of(doc, found, "left").kind == "direct"


def test_a_speaker_between_subject_and_verb() -> None:
    doc = article(
        "Iran/PROPN/6/nsubj ,/PUNCT/3/punct says/VERB/1/parataxis Iraq/PROPN/3/nsubj ,/PUNCT/3/punct "
        "attacked/VERB/0/ROOT Syria/PROPN/6/obj ./PUNCT/6/punct",
        names=NAMES,
    )
    assert speaker(doc, voices(doc), "attacked") == "Iraq"
    doc = article(
        "Iran/PROPN/6/nsubj ,/PUNCT/3/punct says/VERB/0/ROOT Iraq/PROPN/3/iobj ,/PUNCT/3/punct "
        "attacked/VERB/3/ccomp Syria/PROPN/6/obj ./PUNCT/3/punct",
        names=NAMES,
    )
    assert speaker(doc, voices(doc), "attacked") == "Iraq"


def test_who_speaks_is_not_spoken_to() -> None:
    doc = article(
        "“/PUNCT/3/punct Iran/PROPN/3/nsubj attacked/VERB/7/ccomp Iraq/PROPN/3/obj ,/PUNCT/3/punct ”/PUNCT/3/punct "
        "said/VERB/0/ROOT Syria/PROPN/10/nmod:poss 's/PART/8/case minister/NOUN/12/nmod:desc ,/PUNCT/10/punct "
        "Novak/PROPN/3/vocative ./PUNCT/7/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") == "Novak"
    assert speaker(doc, found, "minister") == "-"


def test_a_speaker_between_commas_before_the_verb() -> None:
    doc = article(
        "Iran/PROPN/2/nsubj attacked/VERB/10/ccomp Iraq/PROPN/2/obj ,/PUNCT/2/punct its/PRON/6/nmod:poss "
        "envoy/NOUN/2/nsubj ,/PUNCT/8/punct Novak/PROPN/6/appos ,/PUNCT/2/punct said/VERB/0/ROOT ./PUNCT/10/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert speaker(doc, found, "attacked") == "Novak"
    assert found.presupposed(at(doc, "envoy"))


def test_what_describes_an_apposition_is_the_articles_own() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj said/VERB/0/ROOT Iran/PROPN/4/nsubj bought/VERB/2/ccomp Nordvik/PROPN/4/obj "
        ",/PUNCT/7/punct firm/NOUN/5/appos founded/VERB/7/acl by/ADP/10/case Brandt/PROPN/8/obl:agent",
        names=NAMES,
        participles="founded",
    )
    found = voices(doc)
    assert found.presupposed(at(doc, "founded"))
    assert not found.presupposed(at(doc, "bought"))


def test_an_intention_is_told_in_the_articles_own_voice() -> None:
    doc = article(
        "Novak/PROPN/2/nsubj promised/VERB/0/ROOT to/PART/4/mark leave/VERB/2/xcomp Iran/PROPN/4/obj ./PUNCT/2/punct",
        names=NAMES,
    )
    assert speaker(doc, voices(doc), "leave") == "Novak"
    cues = dataclasses.replace(CUES, intents=frozenset({"promise"}))
    assert find_attributions(Document(doc), cues=cues).of(3) is None


def test_a_quote_with_a_verb_in_lower_case_is_no_title() -> None:
    doc = article(
        "“/PUNCT/3/punct I/PRON/3/nsubj attacked/VERB/8/ccomp Iran/PROPN/3/obj ,/PUNCT/3/punct ”/PUNCT/3/punct "
        "Novak/PROPN/8/nsubj said/VERB/0/ROOT ./PUNCT/8/punct",
        names=NAMES,
    )
    found = voices(doc)
    assert frame_of(doc, found, "attacked").kind == "direct"
    assert [doc[t].text for t in found.speakers_of_first_person.values()] == ["Novak"]


@given(
    st.lists(
        st.sampled_from(['"', "“", "”", "'", "’", "Novak", "said", ".", ",", ":", "\n\n", "we", "left", "Iran"]),
        max_size=40,
    )
)
def test_any_order_of_marks_words_and_lines_keeps_the_laws(words: list[str]) -> None:
    kinds = {"Novak": "PROPN", "Iran": "PROPN", "said": "VERB", "left": "VERB", "we": "PRON", "\n\n": "SPACE"}
    doc = Doc(
        VOCAB,
        words=words,
        pos=[kinds.get(word, "PUNCT") for word in words],
        heads=[max(0, index - 1) for index in range(len(words))],
        deps=["ROOT" if index == 0 else "dep" for index in range(len(words))],
        lemmas=[LEMMAS.get(word, word) for word in words],
    )
    check_laws(doc, find_attributions(Document(doc), cues=CUES))
