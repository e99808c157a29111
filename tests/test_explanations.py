"""What a person is told of a text's propositions."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from relations import COUNTRIES, LEXICON, SUPPORT

from docs import tree
from kg.extraction import Context, explain, understand
from kg.extraction.candidates import Candidate, find_candidates
from kg.extraction.decision import decide
from kg.extraction.extract import find_relations
from kg.extraction.pairs import score_pairs
from kg.model import Article
from kg.pipeline import Tools


def test_explaining_names_what_was_considered():
    table = """
Norway 2 nsubj PROPN
supports 0 root VERB VBZ support
the 4 det DET
idea 2 obj NOUN

Norway 2 nsubj PROPN
yodels 0 root VERB VBZ yodel"""
    doc = tree(table, entities={"Norway": "GPE"})
    lines = list(explain(understand(doc, Article(text=doc.text), LEXICON)))
    assert lines[0] == "names: Norway (Country)" or lines[0].startswith("names: Norway (")
    assert any("as supports (support_v): no" in line or "“idea”" in line for line in lines)
    assert any(line.startswith("“yodels” with subject “Norway”: no lexical entry of “yodel”") for line in lines)
    assert lines[-1] == "0 relations found"


def test_what_gives_way_is_told_so(tools: Tools) -> None:
    text = "Karl Berg is the son-in-law of Otto Tamm."
    lines = list(explain(understand(tools.nlp(text), Article(text=text), tools.lexicon)))
    assert any(line.endswith("(son_n_parent_of): gives way to son_in_law_n") for line in lines)
    assert lines[-1] == "1 relation found"


def test_what_is_told_to_be_kept_is_what_is_kept(tools: Tools) -> None:
    """Of relations that the network was not taught as well ("appoints"), and of those in one direction alone."""
    article = Article(
        text="Chad appointed Ida Tamm ambassador to Mali. Mali's president, Omar Keita, thanked Chad. The rebels of "
        "Tindra attacked Lorne on Monday, and Lorne apologised to Tindra. Karl Moen of Nordkap might invest in Sylvo."
    )
    doc = tools.nlp(article.text)
    context = understand(doc, article, tools.lexicon, tools.heads)
    pairs = score_pairs(doc, context, tools.heads)
    lines = list(explain(context, pairs))
    kept = decide(context, find_relations(context), pairs)
    assert sum(line.endswith(", kept") for line in lines) == len(kept) > 2
    assert lines[-1] == f"{len(kept)} relations kept"


def test_candidates_are_searched_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []

    def search(context: Context) -> Iterator[Candidate]:
        searched.append(context)
        return find_candidates(context)

    monkeypatch.setattr(import_module("kg.extraction.extract"), "find_candidates", search)
    doc = tree(SUPPORT, entities=COUNTRIES)
    context = understand(doc, Article(text=doc.text), LEXICON)
    assert list(explain(context))[-1] == "1 relation found"
    assert searched == [context]
