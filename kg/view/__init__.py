"""A graph as one offline HTML page (the only importer of pyvis)."""

from kg.view.page import render

__all__ = ["render"]
