"""The ontology as the program: relations, the words that express them, roles, and what words do to factuality.

Everything here is read from Turtle (`ontologies/*.ttl` and the user's own files); relations are data.
"""

from kg.lexicon.loading import declared, load_lexicon, mistakes
from kg.lexicon.mistakes import Mistake
from kg.lexicon.model import (
    Embedding,
    Frame,
    LexicalEntry,
    Lexicon,
    RelationType,
    RoleTitle,
)

__all__ = [
    "Embedding",
    "Frame",
    "LexicalEntry",
    "Lexicon",
    "Mistake",
    "RelationType",
    "RoleTitle",
    "declared",
    "load_lexicon",
    "mistakes",
]
