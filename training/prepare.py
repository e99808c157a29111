"""From the corpora to uniform examples: one JSON line for each document, with everything known about each of its
words."""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Token

from kg.language import load_nlp
from kg.language.lemmas import edit_of
from kg.language.tokens import GAP_LINE, GAP_NONE, GAP_SPACE, make_tokenizer
from training.corpora import ANY, CORPORA, HELD_OUT, HELD_OUT_TEXTS, NAME_CLASSES, Corpus, mask
from training.dates import find_dates, open_to_dates
from training.gazetteer import TITLES, Gazetteer

KEPT_FEATURES = frozenset(
    """
    Case Definite Degree Gender Mood Number NumForm NumType Person Polarity Poss PronType Reflex Tense VerbForm
    Voice
    """.split()  # noqa: SIM905
)
"""Morphological features that are learnt; the others (Typo, Style, ExtPos …) describe the text rather than the
word."""

MINIMUM_EDITS = 3
"""A lemma edit seen less often is no class of its own."""
MINIMUM_MORPHS = 3
WRITTEN_COPIES = 3
"""How often an epoch shows each of the project's own sentences, which are few and made for the purpose."""

_OUTSIDE = mask(("O",), first=True)
_MAYBE_DATE = _OUTSIDE | mask(("DATE",), first=True) | mask(("DATE",), first=False)
_MAYBE_GROUP = _OUTSIDE | mask(("NORP",), first=True)


@dataclass(slots=True, kw_only=True)
class Sentence:
    """A sentence with what is known of it; empty lists where a corpus says nothing."""

    words: list[str]
    gaps: list[int]
    tags: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    names: list[int] = field(default_factory=list)


def read_conllu(path: Path) -> Iterator[tuple[str, str, Sentence]]:
    """Read a treebank.

    Args:
        path: A CoNLL-U file.

    Yields:
        Document's name, sentence's identifier, sentence.
    """
    document = identifier = ""
    paragraph = True
    rows: list[list[str]] = []
    glued: set[int] = set()
    inside: dict[int, tuple[int, bool]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document, paragraph = line[14:], True
            elif line.startswith("# newpar"):
                paragraph = True
            elif line.startswith("# sent_id = "):
                identifier = line[12:]
            elif line and not line.startswith("#"):
                columns = line.split("\t")
                if "-" in columns[0]:
                    first, last = map(int, columns[0].split("-"))
                    glued |= set(range(first, last))
                    inside[last] = (first, "SpaceAfter=No" in columns[9])
                elif columns[0].isdigit():
                    number = int(columns[0])
                    rows.append(columns)
                    if "SpaceAfter=No" in columns[9].split("|") or inside.get(number, (0, False))[1]:
                        glued.add(number)
            elif not line and rows:
                gaps = [GAP_LINE if paragraph else GAP_SPACE]
                gaps += [GAP_NONE if int(row[0]) in glued else GAP_SPACE for row in rows[:-1]]
                yield (
                    document,
                    identifier,
                    Sentence(
                        words=[row[1].replace(" ", "") for row in rows],
                        gaps=gaps,
                        tags=[row[4] for row in rows],
                        morphs=[_morph(row[3], row[5]) for row in rows],
                        heads=[int(row[6]) for row in rows],
                        relations=[row[7] for row in rows],
                        lemmas=[edit_of(row[1], row[2]) if row[2] != "_" or row[1] == "_" else "" for row in rows],
                    ),
                )
                rows, paragraph = [], False
                glued, inside = set(), {}


def _morph(upos: str, features: str) -> str:
    kept = [part for part in features.split("|") if part.split("=")[0] in KEPT_FEATURES]
    return f"{upos}|{'|'.join(kept)}"


@dataclass(frozen=True, slots=True)
class Namer:
    """Turns a corpus's spans into the classes that each word may have.

    Attributes:
        gazetteer: The word lists that narrow labels.
    """

    gazetteer: Gazetteer

    def classes(self, sentence: Sentence, text: str, spans: Iterable[list[int | str]], corpus: Corpus) -> list[int]:
        """Find the classes that each word of a sentence may have.

        Args:
            sentence: The sentence, with trees if it is a treebank's.
            text: The text that the spans' offsets refer to; it may differ from the words in white space alone.
            spans: Start, end and label of each name.
            corpus: The corpus the spans come from.

        Returns:
            For each word a bit mask over `NAME_CLASSES`.
        """
        words = sentence.words
        out = [_OUTSIDE] * len(words)
        covered: set[int] = set()
        for first, last, label in _word_spans(words, text, spans):
            allowed = corpus.labels[label]
            first, last = self._trim(words, first, last, allowed)
            if first >= last:
                continue
            covered |= set(range(first, last))
            allowed = self.gazetteer.narrow(allowed, words[first:last])
            if corpus.name == "gum-names" and self._doubtful(sentence, first, last, allowed):
                out[first:last] = [ANY] * (last - first)
                continue
            for index in range(first, last):
                out[index] = mask(allowed, first=index == first)
        if corpus.kind != "written":
            self._complete(sentence, out, covered, corpus)
        return out

    def _trim(self, words: list[str], first: int, last: int, allowed: tuple[str, ...]) -> tuple[int, int]:
        """Cut the article, titles before a person's name and a possessive ending from a span."""
        if "DATE" not in allowed:
            if words[first] == "the" and last - first > 1:
                first += 1
            if allowed == ("PERSON",):
                while first < last and words[first].lower() in TITLES:
                    first += 1
                    if first < last and words[first] == "." and words[first - 1].lower() + "." in TITLES:
                        first += 1
        while last - 1 > first and words[last - 1] in {"'s", "’s", "'", "’", ",", "."} and words[last - 1] != ".":
            last -= 1
        return first, last

    def _doubtful(self, sentence: Sentence, first: int, last: int, allowed: tuple[str, ...]) -> bool:
        """Say whether one of GUM's heuristic spans is likely to be no name or wrongly cut."""
        heads = [index for index in range(first, last) if not first < sentence.heads[index] <= last]
        if len(heads) != 1:
            return True
        upos = sentence.morphs[heads[0]].split("|")[0]
        if "DATE" in allowed:
            return last - first > 8
        if "," in sentence.words[first:last] and allowed != ("GPE",):
            return True
        return not (upos == "PROPN" or (upos in {"ADJ", "NOUN"} and allowed[0] == "NORP"))

    def _complete(self, sentence: Sentence, out: list[int], covered: set[int], corpus: Corpus) -> None:
        """Add what the corpus's annotators left out on principle: dates, and in GUM nationalities."""
        words = sentence.words
        free = [index for index in range(len(words)) if index not in covered]
        if corpus.name != "redocred":
            for first, last in find_dates(words):
                if not covered & set(range(first, last)):
                    for index in range(first, last):
                        out[index] = mask(("DATE",), first=index == first)
                    covered |= set(range(first, last))
            for index, maybe in enumerate(open_to_dates(words)):
                if maybe and index not in covered:
                    out[index] = _MAYBE_DATE
        for index in free:
            if index in covered:
                continue
            word = words[index]
            if (
                word[:1].isupper()
                and word.lower() in self.gazetteer.groups
                and word.lower() not in self.gazetteer.places
            ):
                adjective = bool(sentence.morphs) and sentence.morphs[index].startswith("ADJ")
                out[index] = mask(("NORP",), first=True) if corpus.name == "gum-names" and adjective else _MAYBE_GROUP
            elif (
                corpus.name == "gum-names" and sentence.morphs[index].startswith("PROPN") and word.lower() not in TITLES
            ):
                out[index] = ANY


def _word_spans(words: list[str], text: str, spans: Iterable[list[int | str]]) -> Iterator[tuple[int, int, str]]:
    """Move spans from offsets to word numbers, counting only characters that are not white space."""
    owner: list[int] = []
    for index, word in enumerate(words):
        owner += [index] * len("".join(word.split()))
    before, count = [], 0
    for char in text:
        before.append(count)
        count += not char.isspace()
    before.append(count)
    for start, end, label in spans:
        first, last = before[int(start)], before[int(end)]
        if first < last <= len(owner):
            yield owner[first], owner[last - 1] + 1, str(label)


def _words(tokens: list[Token]) -> Sentence:
    """A sentence of which only the words are known."""
    gaps = [GAP_SPACE, *(GAP_SPACE if before.whitespace_ else GAP_NONE for before in tokens[:-1])]
    return Sentence(words=[token.text for token in tokens], gaps=gaps)


def read_names(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file of sentences with names, one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_written(path: Path) -> Iterator[dict[str, Any]]:
    """Read the project's own sentences, ``[name|LABEL]`` in brackets."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            text, spans, at = "", [], 0
            while True:
                begin = line.find("[", at)
                end = line.find("]", begin)
                if begin < 0 or end < 0:
                    break
                text += line[at:begin]
                name, bar, label = line[begin + 1 : end].rpartition("|")
                if bar:
                    spans.append([len(text), len(text) + len(name), label])
                    text += name
                else:
                    text += line[begin : end + 1]
                at = end + 1
            yield {"text": text + line[at:], "spans": spans}


def read_texts(path: Path) -> Iterator[str]:
    """Read the texts of a corpus of which nothing else is used: passages, snippets or documents."""
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".tsv":
            yield from (row["Text"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        else:
            records = (json.loads(line) for line in lines if line.strip())
            yield from (one["text"] for one in records if str(one.get("_id", ""))[:8] not in HELD_OUT_TEXTS)


class Preparation:
    """Reads every corpus once and keeps the documents by part.

    Attributes:
        shared: The shared folder.
        parts: Documents of the parts ``train``, ``unlabelled``, ``dev-ewt``, ``dev-gum`` and ``dev-names``.
    """

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.corpora = {corpus.name: corpus for corpus in CORPORA}
        self.namer = Namer(Gazetteer.load(shared / "corpora/gazetteer/countries_merged.jsonl"))
        self.nlp = spacy.blank("en")
        self.nlp.tokenizer = make_tokenizer(self.nlp)
        self.parts: dict[str, list[tuple[str, str, list[Sentence]]]] = defaultdict(list)

    def run(self) -> None:
        """Read everything."""
        corpora = self.shared / "corpora"
        names = {
            "ewt": self._joined("uner-ewt", ["entities/uner_ewt_train.jsonl", "entities/uner_ewt_devtest.jsonl"]),
            "gum": self._joined("gum-names", ["entities/gum_named.jsonl"]),
        }
        joiner = {"ewt": self.corpora["uner-ewt"], "gum": self.corpora["gum-names"]}
        for treebank in ("ewt", "gum"):
            for split, part in (("train", "train"), ("dev", f"dev-{treebank}")):
                documents: dict[str, list[Sentence]] = {}
                for document, identifier, sentence in read_conllu(corpora / f"syntax/{treebank}/{split}.conllu"):
                    if document in HELD_OUT:
                        continue
                    record = names[treebank].get(identifier)
                    if record is not None:
                        sentence.names = self.namer.classes(sentence, record["text"], record["spans"], joiner[treebank])
                    documents.setdefault(document, []).append(sentence)
                self.parts[part] += [(treebank, name, sentences) for name, sentences in documents.items()]
        for name in ("redocred", "wikigold", "crossner"):
            corpus = self.corpora[name]
            documents = {}
            for number, record in enumerate(read_names(corpora / corpus.path)):
                documents.setdefault(str(record.get("doc") or number), []).append(self._sentence(record, corpus))
            for number, (document, sentences) in enumerate(documents.items()):
                part = "dev-names" if name == "redocred" and number % 50 == 49 else "train"
                self.parts[part].append((name, document, sentences))
        written = self.corpora["in-house"]
        path = Path(__file__).parent / written.path
        if path.exists():
            for number, record in enumerate(read_written(path)):
                for copy in range(WRITTEN_COPIES):
                    self.parts["train"].append((written.name, f"{number}-{copy}", [self._sentence(record, written)]))
        for corpus in CORPORA:
            if corpus.kind == "text":
                texts = [text for path in sorted(corpora.glob(corpus.path)) for text in read_texts(path)]
                for number, sentences in enumerate(self._unlabelled(texts)):
                    self.parts["unlabelled"].append((corpus.name, str(number), sentences))

    def _unlabelled(self, texts: list[str]) -> Iterator[list[Sentence]]:
        """Cut texts into sentences by the released pipeline; nothing else of what it says is kept."""
        for doc in load_nlp().pipe(texts, batch_size=16):
            yield [_words([token for token in sent if not token.is_space]) for sent in doc.sents]

    def _joined(self, corpus: str, paths: list[str]) -> dict[str, dict[str, Any]]:
        return {str(record["sent"]): record for path in paths for record in read_names(self.shared / "corpora" / path)}

    def _sentence(self, record: dict[str, Any], corpus: Corpus) -> Sentence:
        doc = self.nlp.make_doc(str(record["text"]))
        sentence = _words([token for token in doc if not token.is_space])
        sentence.names = self.namer.classes(sentence, str(record["text"]), record["spans"], corpus)
        return sentence

    def labels(self) -> dict[str, list[str]]:
        """List the classes that the training part shows, the commonest first."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for _, _, sentences in self.parts["train"]:
            for sentence in sentences:
                for key, values in (
                    ("tags", sentence.tags),
                    ("morphs", sentence.morphs),
                    ("relations", sentence.relations),
                    ("lemmas", sentence.lemmas),
                ):
                    counts[key].update(values)
        least = {"lemmas": MINIMUM_EDITS, "morphs": MINIMUM_MORPHS}
        out = {
            key: [value for value, count in counter.most_common() if value and count >= least.get(key, 1)]
            for key, counter in counts.items()
        }
        out["names"] = list(NAME_CLASSES)
        return out


def main() -> None:
    """Write ``{part}.jsonl`` and ``labels.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/")
    parser.add_argument("--out", type=Path, default=Path("build/training"))
    options = parser.parse_args()
    preparation = Preparation(options.shared)
    preparation.run()
    options.out.mkdir(parents=True, exist_ok=True)
    for part, documents in preparation.parts.items():
        with (options.out / f"{part}.jsonl").open("w", encoding="utf-8") as out:
            for source, name, sentences in documents:
                record = {"source": source, "doc": name, "sentences": [asdict(sentence) for sentence in sentences]}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")
        words = Counter[str]()
        for source, _, sentences in documents:
            words[source] += sum(len(sentence.words) for sentence in sentences)
        print(part, dict(words))
    labels = preparation.labels()
    (options.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0), encoding="utf-8")
    print({key: len(values) for key, values in labels.items()})


if __name__ == "__main__":
    main()
