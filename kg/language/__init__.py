"""The embedded English pipeline, or another one: tokens, tags, lemmas, Universal Dependencies, sentences and names as
spaCy annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import ModelError
from kg.language import clearnlp, component
from kg.language.facts import FactHeads
from kg.language.tokens import TOKENIZER

LONGEST_TEXT = 20_000_000
"""Characters; spaCy's own limit of a million guards models whose memory grows with the text, which this one's does
not."""


def fact_heads(nlp: Language) -> FactHeads | None:
    """Load the heads that read facts, which belong to the embedded pipeline; None for another one."""
    if "newskg_parser" not in nlp.pipe_names:
        return None
    parser = nlp.get_pipe("newskg_parser")
    return FactHeads(parser.folder, parser.threads) if isinstance(parser, component.Parser) else None


def watch(nlp: Language, told: Callable[[int, int], None]) -> None:
    """Have the embedded pipeline tell how far it is in a long text; another pipeline says nothing.

    Args:
        told: is given the number of words that are done, and that of all words of the text.
    """
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, component.Parser):
            pipe.watch = told


def load_nlp(name: str | None = None, *, threads: int = 0) -> Language:
    """Load a pipeline that yields Universal Dependencies.

    Args:
        name: Name or path of another spaCy pipeline; without it the embedded one is loaded. A pipeline with the
            ClearNLP labels of spaCy's own English models gets a component that converts them.
        threads: Threads of one matrix product of the embedded pipeline; 0 for one on each core.

    Raises:
        ModelError: If there is no such pipeline, or it has no parser.
    """
    if name is None:
        nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
        nlp.add_pipe("newskg_parser", config={"threads": threads})
        nlp.max_length = LONGEST_TEXT
        return nlp
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        what = "the folder" if Path(name).exists() else "the package"
        raise ModelError(f"can't load the spaCy pipeline {name!r} ({what}): {str(error).splitlines()[0]}") from error
    if not any(getattr(nlp.get_pipe(pipe), "labels", ()) for pipe in nlp.pipe_names if "pars" in pipe):
        raise ModelError(f"the spaCy pipeline {name!r} has no parser; its components are: {', '.join(nlp.pipe_names)}")
    if clearnlp.has_labels(nlp) and "newskg_clearnlp" not in nlp.pipe_names:
        nlp.add_pipe("newskg_clearnlp")
    if "newskg_parser" in nlp.pipe_names:  # a stored pipeline that has ours
        nlp.max_length = LONGEST_TEXT
    return nlp
