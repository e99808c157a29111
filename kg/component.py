"""The spaCy component `newskg`, which puts the facts of a text into `doc._.facts`, and a pipeline that has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.extraction import Lexicon, extract, load_lexicon_with_examples
from kg.facts import link_facts, store_facts, stored_facts
from kg.garbage import collector_off
from kg.language import load_nlp
from kg.language.component import MODEL, VECTORS
from kg.language.facts import FactHeads
from kg.linking import Knowledge, load_knowledge
from kg.model import Article
from kg.pipeline import usual_plain
from kg.reading import dated
from kg.vocabulary import BASE

METADATA: Final = frozenset(field.name for field in fields(Article)) - {"text", "asides"}
"""What a context of `nlp.pipe(…, as_tuples=True)` may say of an article."""


@lru_cache(maxsize=4)
def _known(ontologies: tuple[str, ...]) -> tuple[Lexicon, Knowledge]:
    """Words and entities of the packaged ontology and of a user's own files, which several pipelines share; the
    embedded one reads the examples of the user's relations."""
    paths = tuple(map(Path, ontologies))
    with collector_off():
        return load_lexicon_with_examples(paths), load_knowledge(paths)


class FactFinder:
    """Finds the facts of each document and leaves all else in it as it is.

    A document that the component `newskg_parser` has analysed is read as it is. Any other is analysed by the embedded
    pipeline beside it, whatever the pipeline's own tokenizer and components are, so that a text has the same facts in
    every pipeline; with `own_trees` the pipeline's own trees, tags and names are read instead.

    Args:
        name: of the component in its pipeline.
        ontologies: a user's own ontology files.
        base: the IRI under which entities are minted.
        threads: of one matrix product; 0 for one a core.
        own_trees: whether to read what the pipeline's own components have found.

    Raises:
        OntologyError: one of the files is missing or malformed, or an example in it teaches nothing.
    """

    def __init__(
        self,
        name: str = "newskg",
        *,
        ontologies: Iterable[str] = (),
        base: str = BASE,
        threads: int = 0,
        own_trees: bool = False,
    ) -> None:
        self.name = name
        self._settings: dict[str, Any] = {
            "ontologies": tuple(ontologies), "base": base, "threads": threads, "own_trees": own_trees,
        }  # fmt: skip
        self._lexicon, self._knowledge = _known(self._settings["ontologies"])
        self._heads = FactHeads(MODEL, threads)
        self._inner: Language | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(FactFinder, self.name, **self._settings), ()

    def __call__(self, doc: Doc) -> Doc:
        """Find the facts of a document.

        Args:
            doc: any document; its `_context` may be an `Article`, or a mapping with what is known of it.

        Returns:
            The same document, with `doc._.facts`.

        Raises:
            ModelError: `own_trees` is set and the document is not parsed.
        """
        parsed, heads = self._analysed(doc)
        article = _article(doc)
        extraction = extract(parsed, article, self._lexicon, heads)
        base = self._settings["base"]
        linked, made = link_facts(extraction, self._knowledge, base=base, plain=usual_plain())
        store_facts(doc, linked, made)
        return doc

    def _analysed(self, doc: Doc) -> tuple[Doc, FactHeads | None]:
        """A document to extract from: this one, or its text as the embedded pipeline sees it."""
        if VECTORS in doc.user_data:
            return doc, self._heads
        if self._settings["own_trees"]:
            if len(doc) and not (doc.has_annotation("DEP") and doc.has_annotation("TAG")):
                raise ModelError(
                    f"{self.name}: the text is not parsed: put a parser and a tagger before this component, or leave "
                    "own_trees away: it then brings its own"
                )
            return doc, None
        if self._inner is None:
            self._inner = load_nlp(threads=self._settings["threads"])
        return self._inner(doc.text), self._heads


def _article(doc: Doc) -> Article:
    """The article that a document is, with what its context says of it."""
    context = doc._context
    if isinstance(context, Article):
        return dated(replace(context, text=doc.text, asides=context.asides if context.text == doc.text else ()))
    given = context if isinstance(context, Mapping) else {}
    known: dict[str, Any] = {k: str(v) for k, v in given.items() if k in METADATA and v is not None}
    return dated(Article(text=doc.text, **known))


@Language.factory(
    "newskg",
    assigns=["doc._.facts"],
    default_config={"ontologies": [], "base": BASE, "threads": 0, "own_trees": False},
)
def make_fact_finder(
    nlp: Language, name: str, ontologies: list[str], base: str, threads: int, own_trees: bool
) -> FactFinder:
    """Make the component; spaCy calls this.

    Args:
        nlp: the pipeline.
        name, ontologies, base, threads, own_trees: see `FactFinder`.
    """
    return FactFinder(name, ontologies=ontologies, base=base, threads=threads, own_trees=own_trees)


if not Doc.has_extension("facts"):
    Doc.set_extension("facts", getter=stored_facts)


def load(
    model: str | None = None, *, ontologies: Iterable[str | Path] = (), base: str = BASE, threads: int = 0
) -> Language:
    """Load a spaCy pipeline that finds facts.

    Args:
        model: name or path of another spaCy pipeline whose trees are to be read; None for the embedded one.
        ontologies: your own ontology files, read beside the packaged ones.
        base: the IRI under which entities are minted.
        threads: of one matrix product; 0 for one a core.

    Returns:
        The pipeline; its documents have `doc._.facts`, a tuple of `kg.Fact`.

    Raises:
        ModelError: there is no such pipeline, or it has no parser.
        OntologyError: an ontology file is missing, malformed or contradicts itself, or an example teaches nothing.

    >>> import kg
    >>> nlp = kg.load()
    >>> doc = nlp("Serbia did not attack Kosovo. Poland supports Ukraine.")
    >>> [str(fact) for fact in doc._.facts if fact.plain]
    ['Poland supports Ukraine']
    """
    nlp = load_nlp(model, threads=threads)
    config = {
        "ontologies": list(map(str, ontologies)),
        "base": base,
        "threads": threads,
        "own_trees": model is not None,
    }
    if "newskg" in nlp.pipe_names:  # as in a pipeline that was stored with it: what is given here counts
        nlp.remove_pipe("newskg")
    nlp.add_pipe("newskg", config=config)
    return nlp
