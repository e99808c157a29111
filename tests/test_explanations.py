"""What a person is told of a text's propositions."""

from __future__ import annotations

from relations import LEXICON

from docs import tree
from kg.extraction import explain, understand
from kg.model import Article


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
