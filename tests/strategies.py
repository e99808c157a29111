"""Generated articles with entities and statements, and graphs of articles, for the laws of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import strategies as st
from rdflib import Graph

from kg.graph import Ontology, RelationType, add, derive, new_graph
from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Policy, Statement
from kg.vocabulary import entity_iri, relation_iri

NAMES = ("NATO", "Ukraine", "Jens Stoltenberg", "Mevlüt Çavuşoğlu", "AT&T", 'The "Q" <Party>', "Группа Центр", "a\\b")
ALIASES = ("Alliance", "the 52-year-old", "AT & T", "Stoltenberg")
TYPES = ("Person", "Organization", "Country")
RELATIONS = (
    "supports",
    "aids",
    "meetsWith",
    "roleOf",
    "attacks",
    "invades",
    "https://example.org/football#transfersTo",
)

ONTOLOGY = Ontology(
    {
        relation_iri("supports"): RelationType("supports"),
        relation_iri("aids"): RelationType("aids", (relation_iri("supports"),)),
        relation_iri("meetsWith"): RelationType("meets with", (), symmetric=True),
        relation_iri("roleOf"): RelationType("has a role in"),
        relation_iri("attacks"): RelationType("attacks"),
        relation_iri("invades"): RelationType("invades", (relation_iri("attacks"),)),
        relation_iri(RELATIONS[-1]): RelationType("transfers to"),
    }
)


def built(
    corpus: Iterable[LinkedArticle],
    policy: Policy = Policy.STANDING,
    *,
    plain: float = 0.0,
    same: Mapping[tuple[str, str], str] | None = None,
) -> Graph:
    """A graph of some articles."""
    graph = new_graph()
    for linked in corpus:
        add(graph, linked)
    derive(graph, ONTOLOGY, policy=policy, plain=plain, same=same)
    return graph


texts = st.text(st.sampled_from("ab “”'\"\\\n<>&;é中\u0085\u2028.^@{}"), min_size=12, max_size=60)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article with a text of awkward characters."""
    text = draw(texts)
    return Article(
        text=text,
        title=text.split("\n")[0],
        source=draw(st.sampled_from(("", "a.txt", "b c.jsonl#1"))),
        url=draw(st.sampled_from(("", "https://example.org/1?a=%20b"))),
        date=draw(st.sampled_from(("", "2024-01-24", "2024-01", "soon"))),
        author=draw(st.sampled_from(("", "Ann \\ O'Neill"))),
    )


@st.composite
def linked_articles(draw: st.DrawFn) -> LinkedArticle:
    """An article with up to five entities and up to eight statements between them."""
    article = draw(articles())
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    entities = []
    for name in names:
        local = draw(st.booleans())
        entities.append(
            Entity(
                iri=str(entity_iri(name, article=article.sha256 if local else "")),
                label=draw(st.sampled_from((name, name.upper()))),
                type=draw(st.sampled_from(TYPES)),
                names=tuple(sorted({name, *draw(st.sets(st.sampled_from(ALIASES), max_size=2))})),
                same_as=draw(st.sampled_from(((), ("http://www.wikidata.org/entity/Q1",)))),
                local=local,
            )
        )
    iris = st.sampled_from([entity.iri for entity in entities])
    statements = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(article.text) - 2))
        end = draw(st.integers(start + 1, len(article.text)))
        subject, obj = draw(st.lists(iris, min_size=2, max_size=2, unique=True))
        evidence = Evidence(
            start=start,
            end=end,
            quote=article.text[start:end],
            rule=draw(st.sampled_from(("support_v", "title"))),
            polarity=draw(st.sampled_from([Polarity.POSITIVE, Polarity.POSITIVE, Polarity.NEGATIVE])),
            factuality=draw(st.sampled_from([Factuality.ACTUAL, Factuality.ACTUAL, *Factuality])),
            speaker=draw(st.one_of(st.just(""), iris)),
            attributed=draw(st.integers(0, 4)) == 0,
            time=draw(st.sampled_from(("", "2022", "2022-02", "2022-02-24", "2022-02/2022-05"))),
            role=draw(st.sampled_from(("", "Secretary General"))),
            former=draw(st.integers(0, 3)) == 0,
            confidence=draw(st.sampled_from((1.0, 0.93, 0.12345, 0.5))),
        )
        statements.append(Statement(subject, draw(st.sampled_from(RELATIONS)), obj, evidence))
    return LinkedArticle(article, tuple(entities), tuple(statements))


corpora = st.lists(linked_articles(), min_size=1, max_size=4, unique_by=lambda linked: linked.article.text)


@st.composite
def merges(draw: st.DrawFn, corpus: list[LinkedArticle]) -> dict[tuple[str, str], str]:
    """Some entities of some articles, said to be other entities."""
    from kg.vocabulary import article_iri

    known = [(str(article_iri(linked.article.sha256)), e.iri) for linked in corpus for e in linked.entities]
    chosen = draw(st.lists(st.sampled_from(known), max_size=6, unique=True))
    return {key: draw(st.sampled_from(known))[1] for key in chosen}
