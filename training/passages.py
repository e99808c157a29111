"""Read the annotated passages: words with silver trees, names, mentions and facts, as chunks for the joint training.

An annotated fact names the exact words of its subject, object and trigger. Here they become spans of words; every
other noun phrase and pronoun of the passage is kept as a *distractor*: a mention that takes part in no fact, so that
the pairs which it forms are true negatives.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from kg.language import load_nlp
from kg.language.facts import CODES, KIND_OF_LABEL
from kg.language.lemmas import edit_of
from kg.language.tokens import GAP_NONE, GAP_SPACE
from training.annotated import LABELS, files_of, name_starts, occurrences, read_passages
from training.corpora import Corpus
from training.gazetteer import Gazetteer
from training.prepare import Namer, Sentence, _morph

CORPUS = Corpus(
    name="passages",
    path="../gold/passages",
    kind="names",
    genre="news",
    licence="see the source of each passage",
    source="annotated passages",
    labels=LABELS,
)

KIND_OF_TYPE = {kind: KIND_OF_LABEL[labels[0]] for kind, labels in LABELS.items()}
NOUN, PRONOUN = KIND_OF_LABEL["NOUN"], KIND_OF_LABEL["PRON"]
NOBODY, UNNAMED = -1, -2
"""Speakers that are no entity: the article itself, and a source without a name."""

PRONOUNS = frozenset(
    """
    he him his himself she her hers herself it its itself they them their theirs themselves we us our ours i me my mine
    who whom whose which that this these those you your both
    """.split()  # noqa: SIM905
)
"""The words that an annotated mention may be without being a noun phrase."""


@dataclass(slots=True)
class Passage:
    """One annotated passage.

    Attributes:
        name: Its identifier.
        batch: The file that it stands in.
        sentences: Words with names and silver trees, see `training.prepare.Sentence`.
        mentions: Each first word, the word after its last, kind, entity number, and 1 for an annotated mention, 0 for a
            distractor; word numbers count from the passage's first word.
        facts: Each subject and object (mention numbers), relation, other right relations, code, speaker (entity number,
            `NOBODY` or `UNNAMED`), and first and last word of the trigger or nothing.
        entities: Names of the entities.
        exhaustive: The relations that were annotated wherever they hold; None for all. Others are unknown where no
            fact says them, as is everything of a pair of entities in `unknown`.
        unknown: Subject and object, numbers of entities.
    """

    name: str
    batch: str
    sentences: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[list[int]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    exhaustive: list[str] | None = None
    unknown: list[list[int]] = field(default_factory=list)


def silver(doc: Doc, tokens: list[Token]) -> Sentence:
    """Take the released pipeline's analysis of one sentence for true, where it sees one sentence in it."""
    gaps = [GAP_SPACE, *(GAP_SPACE if before.whitespace_ else GAP_NONE for before in tokens[:-1])]
    sentence = Sentence(words=[t.text for t in tokens], gaps=gaps)
    sentence.tags = [t.tag_ for t in tokens]
    sentence.morphs = [_morph(t.pos_, str(t.morph)) for t in tokens]
    sentence.lemmas = [edit_of(t.text, t.lemma_) if t.lemma_ else "" for t in tokens]
    if len(list(doc.sents)) == 1 and len(tokens) == len(doc):
        sentence.heads = [0 if t.head.i == t.i else t.head.i + 1 for t in tokens]
        sentence.relations = ["root" if t.head.i == t.i else t.dep_ for t in tokens]
    return sentence


def _phrase(token: Token) -> tuple[int, int]:
    """The words of a noun phrase up to its head noun."""
    left = token.i
    for child in sorted(token.lefts, key=lambda t: -t.i):
        if child.right_edge.i + 1 == left or child.i + 1 == left:
            if child.dep_ in {"det", "amod", "compound", "nummod", "nmod:poss", "nmod", "case"}:
                left = child.left_edge.i
            else:
                break
    return left, token.i + 1


def phrases_of(tokens: Iterable[Token], number_of: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
    """Find the noun phrases and pronouns of a sentence, each its first word, the word after its last, and its kind.

    Args:
        tokens: The sentence's, or some of them.
        number_of: The numbers of its words in the passage.
    """
    for t in tokens:
        if t.pos_ == "PRON" and t.lower_ in PRONOUNS:
            yield number_of[t.i], number_of[t.i] + 1, PRONOUN
        elif t.pos_ == "NOUN" and t.dep_ not in {"compound", "nmod:unmarked", "obl:unmarked"}:
            first, last = _phrase(t)
            if first in number_of:
                yield number_of[first], number_of[last - 1] + 1, NOUN


def _heads(sentences: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Number the head of each word of a passage: its own number for a root, None where a sentence has no tree."""
    out: list[int | None] = []
    for sentence in sentences:
        base, count = len(out), len(sentence["words"])
        heads = sentence["heads"]
        out += [base + head - 1 if head else base + i for i, head in enumerate(heads)] if heads else [None] * count
    return out


def _root(heads: Sequence[int | None], first: int, last: int) -> int | None:
    """Find the one word of a phrase that hangs outside of it; None where none or several do.

    The program's own noun phrases end with their head: of `a hospital in Duluth` they are `a hospital`.
    """
    roots = [i for i in range(first, last) if (head := heads[i]) is None or not first <= head < last or head == i]
    return roots[0] if len(roots) == 1 and heads[roots[0]] is not None else None


def _inside(mention: Sequence[int], span: tuple[int, int], root: int) -> bool:
    """Whether a mention lies inside a phrase and holds its head: `Ida Berg` in `captain Ida Berg`."""
    return span[0] <= mention[0] <= root < mention[1] <= span[1]


class Reader:
    """Reads passages with the released pipeline and the name classes of the training."""

    def __init__(self, shared: Path) -> None:
        self.nlp = load_nlp()
        self.namer = Namer(Gazetteer.load(shared / "corpora/gazetteer/countries_merged.jsonl"))

    def read(self, raw: dict[str, Any], batch: str) -> Passage:
        """Turn an annotated passage into words, mentions and facts.

        Args:
            raw: From `read_passages`.
            batch: Its file.

        Returns:
            The passage.
        """
        out = Passage(raw["id"], batch)
        entity: dict[str, int] = {}
        places: dict[int, list[tuple[int, int, int]]] = {}  # of each sentence its words: start, end, number
        base = 0
        candidates: list[tuple[int, int, int]] = []
        names = list(zip(raw["N"], name_starts(raw), strict=True))
        docs = self.nlp.pipe([raw["S"][n] for n in sorted(raw["S"])])
        for n, doc in zip(sorted(raw["S"]), docs, strict=True):
            tokens = [t for t in doc if not t.is_space]
            if not tokens:
                places[n] = []
                continue
            sentence = silver(doc, tokens)
            spans = [[at, at + len(words), kind] for (number, words, kind, _), at in names if number == n and at >= 0]
            sentence.names = self.namer.classes(sentence, doc.text, spans, CORPUS)
            out.sentences.append(asdict(sentence))
            places[n] = [(t.idx, t.idx + len(t), base + i) for i, t in enumerate(tokens)]
            number_of = {t.i: base + i for i, t in enumerate(tokens)}
            candidates += phrases_of(tokens, number_of)
            base += len(tokens)

        def words_at(n: int, start: int, end: int) -> tuple[int, int] | None:
            inside = [number for a, b, number in places.get(n, ()) if b > start and a < end]
            return (inside[0], inside[-1] + 1) if inside else None

        def number_of_entity(name: str) -> int:
            if name not in entity:
                entity[name] = len(out.entities)
                out.entities.append(name)
            return entity[name]

        index: dict[tuple[int, int, int], int] = {}

        def mention(first: int, last: int, kind: int, who: int) -> int:
            key = first, last, who
            if key not in index:
                index[key] = len(out.mentions)
                out.mentions.append([first, last, kind, who, 1])
            return index[key]

        def find(span: tuple[int, int]) -> int | None:
            return next((i for i, m in enumerate(out.mentions) if (m[0], m[1]) == span), None)

        heads = _heads(out.sentences)
        for (n, words, kind, name), at in names:
            if at >= 0 and (span := words_at(n, at, at + len(words))):
                mention(*span, KIND_OF_TYPE.get(kind, 3), number_of_entity(name))
        for n, subject, relation, obj, code, speaker, _, trigger in raw["F"]:
            at = raw["S"].get(n, "").find(trigger) if trigger != "-" else -1
            ends = []
            for argument in (subject, obj):
                name, _, words = argument.partition("~")
                where = n
                if other := re.match(r"@(\d+):(.*)", words):
                    where, words = int(other[1]), other[2]
                found = occurrences(words, raw["S"].get(where, ""))
                if not found:
                    break
                near = at if at >= 0 and where == n else 0
                start = min(found, key=lambda place: abs(place - near))
                span = words_at(where, start, start + len(words))
                if span is None:
                    break
                who = number_of_entity(name)
                kind = PRONOUN if words.lower() in PRONOUNS else NOUN
                if (same := find(span)) is None and (root := _root(heads, *span)) is not None:
                    named = (i for i, m in enumerate(out.mentions) if m[2] < NOUN and m[3] == who)
                    same = next((i for i in named if _inside(out.mentions[i], span, root)), None)
                    span = span[0], root + 1
                    same = find(span) if same is None else same
                ends.append(mention(*span, kind, who) if same is None else same)
            if len(ends) < 2 or ends[0] == ends[1] or code not in CODES:
                continue
            relations = relation.split("|")
            who = NOBODY if speaker == "-" else UNNAMED if speaker.startswith("?") else number_of_entity(speaker)
            out.facts.append(
                {
                    "subject": ends[0],
                    "object": ends[1],
                    "relation": relations[0],
                    "also": relations[1:],
                    "code": CODES.index(code),
                    "speaker": who,
                    "trigger": words_at(n, at, at + len(trigger)) if at >= 0 else None,
                }
            )
        covered = {word for m in out.mentions for word in (m[1] - 1,)}
        inside = {word for m in out.mentions if m[2] < NOUN for word in range(m[0], m[1])}
        for first, last, kind in candidates:
            if last - 1 not in covered and last - 1 not in inside:
                out.mentions.append([first, last, kind, -1, 0])
        return out


def main() -> None:
    """Write the passages of each part as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    reader = Reader(options.shared)
    for part in ("train", "written", "standoff", "dev"):
        count = facts = found = 0
        with (options.out / f"passages-{part}.jsonl").open("w", encoding="utf-8") as out:
            for path in files_of(options.shared, part):
                for raw in read_passages(path):
                    passage = reader.read(raw, path.stem)
                    out.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
                    count, facts, found = count + 1, facts + len(raw["F"]), found + len(passage.facts)
        print(f"{part}: {count} passages, {found} of {facts} facts located", flush=True)


if __name__ == "__main__":
    main()
