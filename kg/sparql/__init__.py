"""SPARQL queries: find them, check them, bind their parameters, run them in a process of their own."""

from kg.sparql.answers import Answer, Term, readable, to_csv, to_json, to_tsv
from kg.sparql.evaluation import bindings, entity_in, evaluate
from kg.sparql.filling import fill
from kg.sparql.process import TIMEOUT, run_query
from kg.sparql.queries import Parameter, Query, known_queries, load_query, parse_query, read_query
from kg.sparql.remote import Remote, open_source
from kg.sparql.syntax import check

__all__ = [
    "TIMEOUT",
    "Answer",
    "Parameter",
    "Query",
    "Remote",
    "Term",
    "bindings",
    "check",
    "entity_in",
    "evaluate",
    "fill",
    "known_queries",
    "load_query",
    "open_source",
    "parse_query",
    "read_query",
    "readable",
    "run_query",
    "to_csv",
    "to_json",
    "to_tsv",
]
