"""The ontology as the program: relations, the words that express them, roles, and what words do to factuality.

Everything here is read from Turtle (`ontologies/*.ttl` and the user's own files); relations are data.
"""

from kg.lexicon.examples import LEARNT
from kg.lexicon.loading import add_entries, declared, load_lexicon, mistakes
from kg.lexicon.mistakes import Mistake
from kg.lexicon.model import Embedding, Example, Frame, LexicalEntry, Lexicon, RelationType, RoleTitle

__all__ = [
    "LEARNT",
    "Embedding",
    "Example",
    "Frame",
    "LexicalEntry",
    "Lexicon",
    "Mistake",
    "RelationType",
    "RoleTitle",
    "add_entries",
    "declared",
    "load_lexicon",
    "mistakes",
]
