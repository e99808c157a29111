"""The embedded English pipeline: tokens, tags, lemmas, Universal Dependencies, sentences and names as spaCy
annotations."""

from kg.language.loading import load_nlp, watch

__all__ = ["load_nlp", "watch"]
