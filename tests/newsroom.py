"""Three short articles that disagree, and the statements that a careful reader takes from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rdflib import Graph

from kg.graph import add, derive, new_graph, read_ontology
from kg.model import Article, Entity, Evidence, Factuality, LinkedArticle, Polarity, Statement
from kg.resources import resource
from kg.vocabulary import entity_iri

TYPES = {
    "Mark Rutte": "Person", "Nikol Pashinyan": "Person", "Dmitry Peskov": "Person", "Maka Botch": "Person",
    "Armenia": "Country", "Azerbaijan": "Country", "Georgia": "Country", "Russia": "Country", "Yerevan": "Place",
}  # fmt: skip
NAMES = {"Azerbaijan": ("Azerbaijani",), "NATO": ("the alliance",), "Nikol Pashinyan": ("Pashinyan",)}


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as one place of a text tells it."""

    subject: str
    relation: str
    object: str
    quote: str
    speaker: str = ""
    positive: bool = True
    factuality: Factuality = Factuality.ACTUAL
    role: str = ""
    rule: str = "made_up"
    confidence: float = 0.95
    attributed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """An article with what is taken from it."""

    article: Article
    told: Sequence[Told] = field(default=())


DENIAL = (
    "Armenia and Azerbaijan deny reports of border clash\n\n"
    "YEREVAN - Armenia denied on Tuesday that its soldiers had fired at Azerbaijani positions. "
    "Mr. Pashinyan met NATO chief Mark Rutte. He praised the alliance.\n\n"
    "Georgia will join NATO, minister Maka Botch said. Russia may support Armenia. "
    "Prime Minister Nikol Pashinyan urged Azerbaijan to sign the treaty. Armenia does not own Yerevan Airport."
)
CLAIM = (
    "Azerbaijan reports shelling\n\n"
    "Armenia attacked Azerbaijan in the night, Azerbaijan said. "
    "Kremlin spokesman Dmitry Peskov said that Georgia won't join NATO."
)
UNTITLED = "Russia visited Georgia. Georgia supports Armenia, it seems."

PAPERS = (
    Paper(
        Article(
            DENIAL,
            DENIAL.split("\n")[0],
            "denial.txt",
            "https://wire.example/denial",
            "2025-01-21",
            "Lena Hart",
            "Wire",
        ),
        (
            Told("Armenia", "attacks", "Azerbaijan", "its soldiers had fired at Azerbaijani positions", "Armenia",
                 positive=False, rule="fire_v_attacks"),
            Told("Nikol Pashinyan", "meetsWith", "Mark Rutte", "Pashinyan met NATO chief Mark Rutte", rule="meet_v"),
            Told("Mark Rutte", "roleOf", "NATO", "NATO chief Mark Rutte", role="chief"),
            Told("Nikol Pashinyan", "praises", "NATO", "He praised the alliance", rule="praise_v"),
            Told("Georgia", "memberOf", "NATO", "Georgia will join NATO", "Maka Botch", factuality=Factuality.FUTURE,
                 rule="join_v"),
            Told("Russia", "supports", "Armenia", "Russia may support Armenia", factuality=Factuality.POSSIBLE),
            Told("Nikol Pashinyan", "roleOf", "Armenia", "Prime Minister Nikol Pashinyan", role="Prime Minister"),
            Told("Azerbaijan", "signs", "treaty", "urged Azerbaijan to sign the treaty", "Nikol Pashinyan",
                 factuality=Factuality.REQUESTED, rule="sign_v"),
            Told("Armenia", "owns", "Yerevan Airport", "Armenia does not own Yerevan Airport", positive=False),
        ),
    ),
    Paper(
        Article(CLAIM, CLAIM.split("\n")[0], "claim.txt", "", "2025-02-03", "", "Caspian News"),
        (
            Told("Armenia", "attacks", "Azerbaijan", "Armenia attacked Azerbaijan in the night", "Azerbaijan"),
            Told("Georgia", "memberOf", "NATO", "Georgia won't join NATO", "Dmitry Peskov", positive=False,
                 factuality=Factuality.FUTURE, rule="join_v"),
        ),
    ),
    Paper(
        Article(UNTITLED, "", "untitled.txt", "https://blog.example/1", "2025-03-01"),
        (
            Told("Russia", "visits", "Georgia", "Russia visited Georgia"),
            Told("Georgia", "supports", "Armenia", "Georgia supports Armenia", confidence=0.4),
        ),
    ),
)  # fmt: skip


def newsroom(papers: Sequence[Paper] = PAPERS, *, keep_text: bool = True) -> Graph:
    """The graph of some papers."""
    graph = new_graph()
    for paper in papers:
        known, statements = dict[str, Entity](), list[Statement]()

        def entity(label: str, known: dict[str, Entity] = known) -> str:
            iri = str(entity_iri(label))
            names = tuple(sorted({label, *NAMES.get(label, ())}))
            known[iri] = Entity(iri, label, TYPES.get(label, "Organization"), names)
            return iri

        for told in paper.told:
            start = paper.article.text.index(told.quote)
            evidence = Evidence(
                start=start,
                end=start + len(told.quote),
                quote=told.quote,
                rule=told.rule,
                polarity=Polarity.POSITIVE if told.positive else Polarity.NEGATIVE,
                factuality=told.factuality,
                speaker=entity(told.speaker) if told.speaker else "",
                attributed=told.attributed,
                role=told.role,
                confidence=told.confidence,
            )
            statements.append(Statement(entity(told.subject), told.relation, entity(told.object), evidence))
        add(graph, LinkedArticle(paper.article, tuple(known.values()), tuple(statements)), keep_text=keep_text)
    derive(graph, read_ontology([resource("ontologies/news.ttl")]), plain=0.5)
    return graph
