"""The embedded English pipeline: tokens, tags, lemmas, Universal Dependencies, sentences and names as spaCy
annotations."""

from kg.language.loading import fact_heads, load_nlp, watch

__all__ = ["fact_heads", "load_nlp", "watch"]
