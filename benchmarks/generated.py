"""Graphs of any size without the language model: made-up articles and all that they give, the same every time.

    python -m benchmarks.generated --articles 10000 --out graph.nt

`linked_articles` gives what `kg.pipeline` would hand to `kg.graph.add`; `ntriples` streams the graph that follows from
it (with the article's own voice alone, and every confidence being enough), so that memory does not grow with the
triples. Persons, organisations, countries and places have names of syllables; few are frequent and most are rare.
Of twenty statements one or two are denied, two lie ahead or are only possible, six are quoted from somebody.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from rdflib import URIRef

from kg.graph import Ontology, derive, new_graph
from kg.graph.duplicates import signature
from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Policy, Statement
from kg.pipeline import Setup, relations
from kg.vocabulary import (
    article_iri,
    entity_iri,
    evidence_iri,
    mention_iri,
    relation_iri,
    statement_iri,
)

ONSETS: Final = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "st", "kr")
SYLLABLES: Final = [onset + vowel for onset in ONSETS for vowel in ("a", "e", "i", "o", "u", "ai", "or")]
KINDS: Final = ("Group", "Council", "Union", "Industries", "Institute", "Party", "Agency", "Bank")
PUBLISHERS: Final = ("Wire", "Herald", "Courier", "Gazette", "Observer", "Tribune", "Chronicle", "Post", "Echo", "Star")
ROLES: Final = ("president", "minister", "director", "spokeswoman", "chief", "secretary")
ACTORS: Final = ("Person", "Organization", "Country")
RELATIONS: Final = (  # relation, its words, classes of its subject and of its object
    ("roleOf", "became {role} of", ("Person",), ("Organization", "Country")),
    ("memberOf", "joined", ("Person",), ("Organization",)),
    ("locatedIn", "lies in", ("Organization", "Place"), ("Country", "Place")),
    ("visits", "visited", ("Person",), ("Country", "Place")),
    ("meetsWith", "met", ("Person",), ("Person",)),
    ("aids", "sent aid to", ACTORS, ACTORS),
    ("supports", "backed", ACTORS, ACTORS),
    ("criticizes", "criticised", ACTORS, ACTORS),
    ("accuses", "accused", ACTORS, ACTORS),
    ("attacks", "attacked", ("Country", "Organization"), ("Country", "Place")),
    ("sanctions", "imposed sanctions on", ("Country",), ("Person", "Organization", "Country")),
    ("negotiatesWith", "negotiated with", ACTORS, ACTORS),
    ("owns", "owned", ("Person", "Organization"), ("Organization",)),
    ("acquires", "took over", ("Organization",), ("Organization",)),
    ("citizenOf", "was a citizen of", ("Person",), ("Country",)),
    ("demandsOf", "made demands of", ACTORS, ACTORS),
)  # fmt: skip
FIRST_DAY: Final = date(2020, 1, 1)


def world(size: int, *, seed: int = 7) -> list[Entity]:
    """So many entities with distinct names: of ten, six are persons, two organisations, one a country, one a place."""
    rng, found = random.Random(seed), dict[str, str]()

    def word(low: int, high: int) -> str:
        return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(low, high))).title()

    while len(found) < size:
        draw = len(found) % 10
        if draw < 6:
            found.setdefault(f"{word(2, 3)} {word(2, 4)}", "Person")
        elif draw < 8:
            found.setdefault(f"{word(2, 4)} {word(1, 3)} {rng.choice(KINDS)}", "Organization")
        else:
            found.setdefault(word(3, 5) + ("ia" if draw == 8 else ""), "Country" if draw == 8 else "Place")
    return [
        Entity(
            str(entity_iri(name)), name, kind, tuple(sorted({name, name.split()[-1]})) if kind == "Person" else (name,)
        )
        for name, kind in found.items()
    ]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A statement's sentence, and where in it the quote lies."""

    text: str
    quote: str
    statement: Statement


def linked_articles(
    count: int, *, statements: int = 20, entities: int | None = None, seed: int = 7
) -> Iterator[LinkedArticle]:
    """What so many articles give to a graph.

    Args:
        statements: of each article.
        entities: how many there are in all; by default two an article, and forty.
        seed: another one gives other articles. The first n of more articles are those of n, if `entities` is the same.
    """
    known = world(entities or 40 + 2 * count, seed=seed)
    of_kind = {kind: [entity for entity in known if entity.type == kind] for kind in (*ACTORS, "Place")}
    rng = random.Random(seed + 1)
    for number in range(count):
        yield _article(number, statements, of_kind, rng)


def _article(number: int, statements: int, of_kind: dict[str, list[Entity]], rng: random.Random) -> LinkedArticle:
    def draw(kinds: tuple[str, ...]) -> Entity:
        listed = of_kind[rng.choice(kinds)]
        return listed[int(len(listed) * rng.random() ** 3)]

    local = {kind: [draw((kind,)) for _ in range(4)] for kind in of_kind}
    sentences = [_sentence(local, rng) for _ in range(statements)]
    title = f"Report {number}: {sentences[0].quote if sentences else 'nothing happened'}"
    text, placed = f"{title}\n\n", dict[str, Entity]()
    found = list[Statement]()
    by_iri = {entity.iri: entity for listed in local.values() for entity in listed}
    for sentence in sentences:
        start = len(text) + sentence.text.index(sentence.quote)
        text += f"{sentence.text} "
        one, e = sentence.statement, sentence.statement.evidence
        evidence = replace(e, start=start, end=start + len(e.quote))
        found.append(Statement(one.subject, one.predicate, one.object, evidence))
        placed |= {iri: by_iri[iri] for iri in (one.subject, one.object, e.speaker) if iri}
    day = FIRST_DAY + timedelta(days=int(2000 * rng.random()))
    article = Article(
        text.strip(),
        title,
        source=f"report-{number}.txt",
        url=f"https://news.example/{number}",
        date=day.isoformat(),
        publisher=rng.choice(PUBLISHERS),
    )
    return LinkedArticle(article, tuple(placed.values()), tuple(found))


def _sentence(local: dict[str, list[Entity]], rng: random.Random) -> _Sentence:
    relation, words, subjects, objects = rng.choice(RELATIONS)
    subject = rng.choice(local[rng.choice(subjects)])
    obj = rng.choice([entity for entity in local[rng.choice(objects)] if entity != subject] or local["Place"])
    chance, polarity, factuality, before = rng.random(), Polarity.POSITIVE, Factuality.ACTUAL, ""
    if chance < 0.08:
        polarity, before = Polarity.NEGATIVE, "never "
    elif chance < 0.13:
        factuality, before = Factuality.FUTURE, "soon "
    elif chance < 0.18:
        factuality, before = Factuality.POSSIBLE, "perhaps "
    role = rng.choice(ROLES) if relation == "roleOf" else ""
    speaker = rng.choice(local["Person"]) if rng.random() < 0.3 else None
    when = f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}" if rng.random() < 0.3 else ""
    quote = f"{subject.label} {before}{words.format(role=role)} {obj.label}"
    text = f"{speaker.label} said that {quote}." if speaker else f"Last week {quote}."
    evidence = Evidence(
        0, len(quote), quote, f"{relation}_v", polarity, factuality, speaker.iri if speaker else "",
        time=when, role=role, former=bool(role) and rng.random() < 0.2, confidence=rng.randint(300, 1000) / 1000,
    )  # fmt: skip
    return _Sentence(text, quote, Statement(subject.iri, relation, obj.iri, evidence))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


NEWS: Final = "https://w3id.org/newskg/ontology#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RDF: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#%s>"
DERIVED: Final = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
ALTERNATIVE: Final = "<http://www.w3.org/2004/02/skos/core#altLabel>"


def ntriples(articles: Iterable[LinkedArticle], *, ontology: Ontology | None = None) -> Iterator[str]:
    """The graph of some articles in N-Triples, a line or several at a time; a line may come twice.

    What it gives is what `kg.graph.add` and `derive` do with the policy `voice` (see tests/test_generated.py).
    """
    known, used, seen = ontology or relations(Setup()), set[str](), set[str]()
    empty = new_graph()
    derive(empty, known, policy=Policy.VOICE)
    yield empty.serialize(format="nt").strip()
    for linked in articles:
        article = f"<{article_iri(linked.article.sha256)}>"
        yield from _of_article(linked.article, article)
        for entity in linked.entities:
            yield from _of_mention(entity, article)
            if entity.iri not in seen:
                seen.add(entity.iri)
                yield from _of_entity(entity)
        for statement in linked.statements:
            used.add(statement.predicate)
            yield from _of_statement(statement, linked.article.sha256, article, known)
    terms = new_graph()
    terms.addN((*triple, terms) for triple in known.triples(relation_iri(name) for name in used))
    yield terms.serialize(format="nt").strip()


def _of_article(article: Article, node: str) -> Iterator[str]:
    yield f"{node} {TYPE} <https://schema.org/NewsArticle> ."
    texts = (("headline", article.title), ("publisher", article.publisher), ("inLanguage", article.language))
    yield from (f"{node} <https://schema.org/{name}> {_quoted(text)} ." for name, text in texts)
    yield f'{node} <http://purl.org/dc/terms/source> "{article.source}" .'
    yield f'{node} <https://schema.org/datePublished> "{article.date}"^^<{XSD}date> .'
    yield f"{node} <https://schema.org/url> <{article.url}> ."
    yield f'{node} <{NEWS}sha256> "{article.sha256}" .'
    body = article.text.removeprefix(article.title).strip() or article.text
    yield f'{node} <{NEWS}minHash> "{signature(body)}" .'


def _of_mention(entity: Entity, article: str) -> Iterator[str]:
    node = f"<{mention_iri(article[1:-1], entity.iri)}>"
    yield f"{node} {TYPE} <{NEWS}Mention> ."
    yield f"{node} <{NEWS}article> {article} ."
    yield f"{node} <{NEWS}entity> <{entity.iri}> ."
    yield f"{node} <{NEWS}entityType> <{NEWS}{entity.type}> ."
    yield f'{node} <http://www.w3.org/2004/02/skos/core#prefLabel> "{entity.label}"@en .'
    yield from (f'{node} {ALTERNATIVE} "{name}"@en .' for name in entity.names if name != entity.label)


def _of_entity(entity: Entity) -> Iterator[str]:
    yield f"<{entity.iri}> {TYPE} <{NEWS}{entity.type}> ."
    yield f'<{entity.iri}> {LABEL} "{entity.label}"@en .'
    yield from (f'<{entity.iri}> {ALTERNATIVE} "{name}"@en .' for name in entity.names if name != entity.label)


def _of_statement(one: Statement, sha256: str, article: str, ontology: Ontology) -> Iterator[str]:
    e, relation = one.evidence, f"{NEWS}{one.predicate}"
    qualifiers = (e.polarity, e.factuality, e.speaker, str(e.attributed), e.time, e.role, str(e.former))
    triple = (one.subject, relation, one.object)
    about = f"<{statement_iri(*triple)}>"
    node = f"<{evidence_iri(sha256, str(e.start), str(e.end), *triple, *qualifiers)}>"
    yield f"{about} {TYPE} {RDF % 'Statement'} ."
    parts = zip(("subject", "predicate", "object"), triple, strict=True)
    yield from (f"{about} {RDF % name} <{iri}> ." for name, iri in parts)
    yield f"{about} {DERIVED} {node} ."
    yield f"{node} {TYPE} <{NEWS}Evidence> ."
    yield f"{node} <{NEWS}article> {article} ."
    yield f'{node} <{NEWS}start> "{e.start}"^^<{XSD}integer> .'
    yield f'{node} <{NEWS}end> "{e.end}"^^<{XSD}integer> .'
    yield f"{node} <{NEWS}quote> {_quoted(e.quote)} ."
    yield f'{node} <{NEWS}confidence> "{e.confidence!r}"^^<{XSD}decimal> .'
    yield f"{node} <{NEWS}rule> <https://w3id.org/newskg/lexicon#{e.rule}> ."
    yield f"{node} <{NEWS}polarity> <{NEWS}{e.polarity}> ."
    yield f"{node} <{NEWS}factuality> <{NEWS}{e.factuality}> ."
    if e.speaker:
        yield f"{node} <{NEWS}speaker> <{e.speaker}> ."
    if e.time:
        yield f'{node} <{NEWS}time> "{e.time}"^^<{XSD}gYearMonth> .'
    if e.role:
        yield f'{node} <{NEWS}role> "{e.role}" .'
        yield f'{node} <{NEWS}former> "{str(e.former).lower()}"^^<{XSD}boolean> .'
    if e.polarity == Polarity.POSITIVE and e.factuality == Factuality.ACTUAL and not e.speaker:
        subject, obj = URIRef(one.subject), URIRef(one.object)
        for s, p, o in sorted(ontology.entailed(subject, relation_iri(one.predicate), obj)):
            yield f"<{s}> <{p}> <{o}> ."


def write(articles: Iterable[LinkedArticle], path: Path) -> None:
    """Write the graph of some articles as N-Triples."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in ntriples(articles))


def main() -> None:
    """Command line: see the module's own text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=20, help="of each article")
    parser.add_argument("--entities", type=int, help="in all")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True, help="N-Triples")
    options = parser.parse_args()
    articles = linked_articles(
        options.articles, statements=options.statements, entities=options.entities, seed=options.seed
    )
    write(articles, options.out)


if __name__ == "__main__":
    main()
