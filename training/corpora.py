"""The one table of the corpora: what each is, under which licence, and what its labels may mean in the common scheme.

The corpora's labels for names differ: what is LOC in one is a country, a river or a nationality in another. So no
label is translated into one of ours. Each label stands for the *set* of our labels it may be, the gazetteer narrows
the set where it can, and the training maximises the probability of the whole set (learning from partial labels).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NAME_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "EVENT", "MISC")
"""The scheme: people; organisations; places with a government; other places; buildings, airports, roads; nationalities,
religious and political groups; dates; named events; works, laws, products, languages and other names."""

NAME_CLASSES = ("O", *(f"{prefix}-{label}" for label in NAME_LABELS for prefix in "BI"))
"""The scheme's classes for words: O, then B and I of each label, so that I follows its B."""

ANY = (1 << len(NAME_CLASSES)) - 1
"""The mask that allows every class: the word teaches nothing."""

_PLACE = ("GPE", "LOC", "FAC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """One corpus of the training data.

    Attributes:
        name: Its short name.
        path: The file below ``corpora/`` of the shared folder, ``{split}`` for train, dev or test.
        kind: ``treebank`` (CoNLL-U), ``joined`` (names for a treebank's sentences), ``names`` (names alone),
            ``written`` (our own) or ``text`` (text alone, of which teachers say what it is).
        treebank: For a joined corpus the treebank whose sentences it annotates.
        genre: What kind of text it is.
        licence: The licence of its texts and annotations.
        source: Where it comes from.
        labels: What each of its labels may be; ``O`` among them means that such a span may be no name of ours.
        parts: The values of the records' ``split`` field that may be trained on; empty for all.
    """

    name: str
    path: str
    kind: str
    genre: str
    licence: str
    source: str
    treebank: str = ""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    parts: tuple[str, ...] = ()


CORPORA = (
    Corpus(
        name="ewt",
        path="syntax/ewt/{split}.conllu",
        kind="treebank",
        genre="weblogs, newsgroups, e-mail, reviews, answers",
        licence="CC BY-SA 4.0",
        source="Universal Dependencies 2.16, English EWT",
    ),
    Corpus(
        name="gum",
        path="syntax/gum/{split}.conllu",
        kind="treebank",
        genre="news, interview, biography, travel guide, academic, court, conversation, speech, textbook, vlog",
        licence="annotations CC BY 4.0; texts CC BY, CC BY-SA or public domain",
        source="Universal Dependencies 2.16, English GUM, the genres with redistributable text",
    ),
    Corpus(
        name="uner-ewt",
        path="entities/uner_ewt_{part}.jsonl",
        kind="joined",
        treebank="ewt",
        genre="as EWT",
        licence="CC BY-SA 4.0",
        source="Universal NER, English EWT",
        labels={"PER": ("PERSON",), "LOC": _PLACE, "ORG": ("ORG",), "OTH": ("NORP", "EVENT", "MISC", "ORG")},
    ),
    Corpus(
        name="gum-names",
        path="entities/gum_named.jsonl",
        kind="joined",
        treebank="gum",
        genre="as GUM",
        licence="as GUM",
        source="names among GUM's entity mentions",
        labels={
            "person": ("PERSON",),
            "place": _PLACE,
            "organization": ("ORG",),
            "time": ("DATE",),
            "event": ("EVENT",),
            "abstract": ("MISC", "EVENT", "NORP", "O"),
            "object": ("MISC", "FAC", "O"),
            "animal": ("PERSON", "MISC", "O"),
            "substance": ("MISC", "O"),
            "plant": ("MISC", "O"),
        },
    ),
    Corpus(
        name="redocred",
        path="entities/redocred_devtest.jsonl",
        kind="names",
        genre="encyclopedia",
        licence="MIT; text CC BY-SA",
        source="Re-DocRED, development and test documents",
        labels={
            "PER": ("PERSON",),
            "ORG": ("ORG",),
            "LOC": _PLACE,
            "TIME": ("DATE",),
            "NUM": ("O",),
            "MISC": ("MISC", "EVENT", "NORP"),
        },
    ),
    Corpus(
        name="wikigold",
        path="entities/wikigold.jsonl",
        kind="names",
        genre="encyclopedia",
        licence="CC BY 4.0",
        source="WikiGold",
        labels={"PER": ("PERSON",), "ORG": ("ORG",), "LOC": _PLACE, "MISC": ("MISC", "EVENT", "NORP")},
    ),
    Corpus(
        name="crossner",
        path="entities/crossner_politics.jsonl",
        kind="names",
        genre="encyclopedia, politics",
        licence="MIT; text CC BY-SA",
        source="CrossNER, politics",
        labels={
            "politician": ("PERSON",),
            "person": ("PERSON",),
            "politicalparty": ("ORG",),
            "organisation": ("ORG",),
            "election": ("EVENT",),
            "event": ("EVENT", "MISC"),
            "country": ("GPE",),
            "location": _PLACE,
            "misc": ("MISC", "NORP", "EVENT", "ORG"),
        },
    ),
    Corpus(
        name="in-house",
        path="news_entities.txt",
        kind="written",
        genre="news sentences",
        licence="CC BY-SA 4.0",
        source="written for this project, beside this file",
        labels={label: (label,) for label in NAME_LABELS},
    ),
    Corpus(
        name="knowledgenet",
        path="relations/knowledgenet/train_from_html.jsonl",
        kind="text",
        genre="encyclopedia, web pages on people and companies",
        licence="CC BY-SA 4.0",
        source="KnowledgeNet, training passages",
    ),
    Corpus(
        name="gap",
        path="coreference/gap/gap-development.tsv",
        kind="text",
        genre="encyclopedia",
        licence="Apache-2.0",
        source="GAP, development snippets",
    ),
    Corpus(
        name="re3d",
        path="relations/re3d/*/documents.json",
        kind="text",
        genre="press releases and news on conflicts",
        licence="open government licences, public domain, CC BY and CC BY-SA, one for each source",
        source="re3d",
    ),
)
"""Every corpus that the released model has seen."""

HELD_OUT = tuple(
    f"GUM_news_{name}"
    for name in ("afghan", "asylum", "defector", "flag", "hackers", "imprisoned", "korea", "sensitive", "stampede")
)
"""Documents of GUM's training part that the project measures facts on, and which are therefore never trained on."""

HELD_OUT_TEXTS = frozenset(
    "2FA0B45C 26E0189E 8BF4B60A 11010487 AB37B117 C3BB2D0E ED9C03D1 2E857EFC 487C0B93 9DFBD0B6 C02FDFE4".split()  # noqa: SIM905
)  # fmt: skip
"""Beginnings of the identifiers of re3d's documents that the project measures facts on: no text for teachers either."""


def mask(labels: tuple[str, ...], *, first: bool) -> int:
    """Give the classes that a word of a span may have.

    Args:
        labels: The labels that the span may have; ``O`` for no name.
        first: Whether the word is the span's first.

    Returns:
        A bit for each of `NAME_CLASSES`.
    """
    prefix = "B" if first else "I"
    return sum(1 << NAME_CLASSES.index(label if label == "O" else f"{prefix}-{label}") for label in labels)
