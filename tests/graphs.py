"""Small graphs in the statement model, made with the program's own `add` and `derive`."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rdflib import Graph

from kg.graph import add, derive, new_graph, read_ontology
from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Statement
from kg.resources import resource
from kg.vocabulary import entity_iri

Fact = tuple[str, str, str, Evidence]

HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=2'> \u2028 \"it\" & {{ 7*7 }}"
HOSTILES = (
    HOSTILE,
    "<script>window.hacked=1</script>",
    "</script>",
    "<!--",
    "-->",
    "<!--<script>",
    "]]>",
    "<![CDATA[",
    "&lt;b&gt;",
    "&#60;img src=x onerror=window.hacked=1&#62;",
    "<svg onload=window.hacked=1>",
    "<img src=x onerror=window.hacked=1>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>",
    "javascript:window.hacked=1",
    "data:text/html,<script>1</script>",
    "' onmouseover='window.hacked=1",
    '" autofocus onfocus="window.hacked=1',
    "`${window.hacked=1}`",
    "${7*7}",
    "{{7*7}}",
    "{% raw %}",
    "\\u003cscript\\u003e",
    "\\",
    "'",
    '"',
    "__proto__",
    "constructor",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<style>*{display:none}</style>",
    "\u202eright to left\u202c",
    "\u2028\u2029",
    "a\u0301\u0327 \U0001f469\u200d\U0001f680",
    "%00%3Cscript%3E",
    "$& $1 $$",
    "<a href=https://evil.example>x</a>",
)
"""What does harm where it is taken for anything but text."""
TYPES = {"Ada Moss": "Person", "Ben Hale": "Person", "Borduria": "Country", "Syldavia": "Country", "Isle": "Place"}


def says(
    quote: str,
    *,
    speaker: str = "",
    positive: bool = True,
    factuality: Factuality = Factuality.ACTUAL,
    role: str = "",
    former: bool = False,
    time: str = "",
) -> Evidence:
    """A piece of evidence that has no place yet; its speaker by name."""
    polarity = Polarity.POSITIVE if positive else Polarity.NEGATIVE
    return Evidence(0, 0, quote, "made_up", polarity, factuality, speaker, False, time, role, former, 0.9)


FACTS: Sequence[Fact] = (
    ("Alliance", "aids", "Borduria", says("The Alliance aids Borduria", time="2024-03")),
    ("Ada Moss", "roleOf", "Alliance", says("Alliance chief Ada Moss", role="chief")),
    ("Syldavia", "attacks", "Borduria", says("Syldavia shelled us", speaker="Ada Moss")),
    ("Syldavia", "attacks", "Borduria", says("We attacked nobody", speaker="Ben Hale", positive=False)),
    ("Syldavia", "invades", "Borduria", says("Syldavia may invade", factuality=Factuality.POSSIBLE)),
    ("Borduria", "owns", "Isle", says("Borduria never owned the isle", positive=False)),
    ("Ada Moss", "meetsWith", "Ben Hale", says("Moss met Hale")),
    ("Ben Hale", "meetsWith", "Ada Moss", says("Hale talked to Moss")),
)
"""Facts, and statements that are none: reported and disputed, possible, denied; one symmetric, told both ways."""


def article_graph(
    facts: Sequence[Fact],
    *,
    types: Mapping[str, str] = TYPES,
    title: str = "An article",
    url: str = "https://wire.example/1",
    also: Mapping[str, tuple[str, ...]] | None = None,
    keep_text: bool = False,
) -> Graph:
    """A graph of one article whose text is the facts' quotes, one a line.

    Args:
        types: the class of an entity by its name; organisations by default.
        also: further names of an entity.
        keep_text: whether the graph holds the text.
    """
    lines, statements, known = [title], list[Statement](), dict[str, Entity]()

    def entity(label: str) -> str:
        iri = str(entity_iri(label))
        names = tuple(sorted({label, *(also or {}).get(label, ())}))
        known[iri] = Entity(iri, label, types.get(label, "Organization"), names, ("http://www.wikidata.org/entity/Q1",))
        return iri

    for subject, relation, obj, evidence in facts:
        start = len("\n".join(lines)) + 1
        lines.append(evidence.quote)
        speaker = entity(evidence.speaker) if evidence.speaker else ""
        placed = replace(evidence, start=start, end=start + len(evidence.quote), speaker=speaker)
        statements.append(Statement(entity(subject), relation, entity(obj), placed))
    article = Article("\n".join(lines), title, "one.txt", url, "2024-04-04", "", "Wire")
    graph = new_graph()
    add(graph, LinkedArticle(article, tuple(known.values()), tuple(statements)), keep_text=keep_text)
    derive(graph, read_ontology([resource("ontologies/news.ttl")]))
    return graph


def crowd(count: int, *, seed: int = 1) -> Graph:
    """A graph of so many entities, each in about three facts, most of them with those near it."""
    choose = random.Random(seed)
    facts = []
    for number in range(count):
        for other in {(number + 1) % count, (number + choose.randint(2, 9)) % count, choose.randrange(1 + count // 20)}:
            relation = choose.choice(("supports", "accuses", "meetsWith", "memberOf", "attacks"))
            facts.append((f"Actor {number}", relation, f"Actor {other}", says(f"{number} {relation} {other}")))
    return article_graph(facts)
