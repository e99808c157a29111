"""Which pairs of mentions the network is asked for, and where they stand in its words."""

from __future__ import annotations

from typing import Final

import pytest

from kg.extraction import understand
from kg.extraction.context import Context
from kg.extraction.pairs import MOST, Pairs, score_pairs
from kg.language.component import VECTORS
from kg.language.facts import KIND_OF_LABEL
from kg.model import Article
from kg.pipeline import Tools

TEXT: Final = (
    "Harlow, Norway\n\nOskar Brandt met  Lena Voss in Prague.\nHe thanked her. "
    "Peru had warned the farmers, the ministry said. Rain fell. Chile left the bloc."
)


def read(tools: Tools, text: str) -> tuple[Context, Pairs | None]:
    """A text with its pairs."""
    assert tools.heads is not None
    parsed = tools.nlp(text)
    context = understand(parsed, Article(text=text), tools.lexicon, tools.heads)
    return context, score_pairs(parsed, context, tools.heads)


@pytest.fixture(scope="module")
def found(tools: Tools) -> tuple[Context, Pairs]:
    """The pairs of the text."""
    context, pairs = read(tools, TEXT)
    assert pairs is not None
    return context, pairs


def test_mentions_stand_where_the_network_sees_them(found: tuple[Context, Pairs]) -> None:
    """White space is no word of the network's."""
    context, pairs = found
    assert [m.start for m in pairs.mentions] == sorted(m.start for m in pairs.mentions)
    assert not any(context.doc[token].blank for token in pairs.tokens)
    for mention, place in zip(pairs.mentions, pairs.places, strict=True):
        words = [context.doc[token].text for token in pairs.tokens[place.start : place.end]]
        assert " ".join(words) == " ".join(mention.text.split())
        assert place.kind == KIND_OF_LABEL[mention.label]
        assert context.doc[pairs.tokens[place.end - 1]].sentence == place.sentence


def test_a_mention_belongs_to_its_chain(found: tuple[Context, Pairs]) -> None:
    context, pairs = found
    for mention, chain in zip(pairs.mentions, pairs.chains, strict=True):
        assert mention in context.chains.chains[chain].mentions


def test_pairs_are_of_two_mentions_of_one_sentence(found: tuple[Context, Pairs]) -> None:
    _, pairs = found
    asked = [(i, j) for i, j in pairs.scores.pairs.tolist()]
    expected = {
        (i, j)
        for i, one in enumerate(pairs.places)
        for j, other in enumerate(pairs.places)
        if i != j and one.sentence == other.sentence
    }
    assert set(asked) == expected and len(asked) == len(expected)


def test_rows_lead_from_two_chains_and_from_two_spans_to_their_pairs(found: tuple[Context, Pairs]) -> None:
    _, pairs = found
    apart = 0
    for row, (i, j) in enumerate(pairs.scores.pairs.tolist()):
        by_chain = pairs.between(pairs.sentence(row), pairs.chains[i], pairs.chains[j])
        by_span = pairs.between(pairs.sentence(row), pairs.spans[i], pairs.spans[j])
        assert (row in by_chain) == (row in by_span) == (pairs.chains[i] != pairs.chains[j])
        apart += row in by_chain
        for other in by_chain:
            one, two = pairs.scores.pairs[other].tolist()
            assert (pairs.chains[one], pairs.chains[two]) == (pairs.chains[i], pairs.chains[j])
            assert pairs.places[one].sentence == pairs.places[two].sentence == pairs.sentence(row)
    assert apart
    assert pairs.between(999, 0, 1) == []


def test_speakers_of_pairs_do_not_depend_on_which_others_are_asked_for(found: tuple[Context, Pairs]) -> None:
    _, pairs = found
    rows = range(len(pairs.scores.pairs))
    together = pairs.who_says(rows)
    assert list(together) == list(rows) and pairs.who_says([]) == {}
    for row in rows:
        (alone,) = pairs.who_says([row]).values()
        assert (alone.nobody, alone.unnamed, alone.named) == pytest.approx(
            (together[row].nobody, together[row].unnamed, together[row].named), abs=1e-5
        )
        assert 0 <= alone.nobody + alone.unnamed + alone.named <= 1.001


def test_the_trigger_is_a_word_of_the_pairs_sentences(found: tuple[Context, Pairs]) -> None:
    context, pairs = found
    for row, (i, j) in enumerate(pairs.scores.pairs.tolist()):
        word = context.doc[pairs.trigger(row)]
        assert word.sentence == pairs.places[i].sentence == pairs.places[j].sentence and not word.blank


def test_the_network_looks_at_the_verb(found: tuple[Context, Pairs]) -> None:
    context, pairs = found
    names = [context.chains.chains[chain].name for chain in pairs.chains]
    row = next(
        row
        for row, (i, j) in enumerate(pairs.scores.pairs.tolist())
        if (names[i], names[j]) == ("Oskar Brandt", "Lena Voss")
        and [pairs.mentions[i].label, pairs.mentions[j].label] == ["PERSON", "PERSON"]
    )
    assert context.doc[pairs.trigger(row)].text == "met"
    assert pairs.relations[int(pairs.scores.relations[row].argmax())] == "meetsWith"


def test_only_common_nouns_may_take_no_part_in_facts(found: tuple[Context, Pairs]) -> None:
    _, pairs = found
    assert all(0 <= share <= 1 for share in pairs.nouns)
    assert {share for share, m in zip(pairs.nouns, pairs.mentions, strict=True) if m.label != "NOUN"} == {1.0}


def test_a_long_list_is_cut_to_names(tools: Tools) -> None:
    countries = (
        "Peru, Chile, Kenya, Ghana, Mali, Chad, Togo, Benin, Niger, Sudan, Egypt, Libya, Spain, Italy, France, Malta, "
        "Cyprus, Greece, Turkey, Iran, Iraq, Syria, Yemen, Oman, Qatar, Kuwait, India, Nepal, Japan and Vietnam"
    )
    _, pairs = read(tools, f"The ministers met {countries}.")
    assert pairs is not None
    assert len(pairs.mentions) == MOST
    assert all(place.kind == KIND_OF_LABEL["GPE"] for place in pairs.places)


@pytest.mark.parametrize("text", ["", "\n\n", "It rained.", "Norway slept."])
def test_a_text_without_two_mentions_has_no_pairs(text: str, tools: Tools) -> None:
    assert read(tools, text)[1] is None


def test_a_text_of_another_pipeline_has_no_pairs(tools: Tools) -> None:
    parsed = tools.nlp("Norway warned Peru.")
    context = understand(parsed, Article(text=parsed.text), tools.lexicon)
    del parsed.user_data[VECTORS]
    assert tools.heads is not None
    assert score_pairs(parsed, context, tools.heads) is None
