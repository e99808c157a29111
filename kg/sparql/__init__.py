"""SPARQL queries: find them, check them, bind their parameters, run them in a process of their own."""

from kg.sparql.answers import Answer as Answer
from kg.sparql.answers import Term as Term
from kg.sparql.answers import readable as readable
from kg.sparql.answers import to_csv as to_csv
from kg.sparql.answers import to_json as to_json
from kg.sparql.answers import to_tsv as to_tsv
from kg.sparql.evaluation import bindings as bindings
from kg.sparql.evaluation import entity_in as entity_in
from kg.sparql.evaluation import evaluate as evaluate
from kg.sparql.filling import fill as fill
from kg.sparql.process import TIMEOUT as TIMEOUT
from kg.sparql.process import run_query as run_query
from kg.sparql.queries import Parameter as Parameter
from kg.sparql.queries import Query as Query
from kg.sparql.queries import known_queries as known_queries
from kg.sparql.queries import load_query as load_query
from kg.sparql.queries import parse_query as parse_query
from kg.sparql.queries import read_query as read_query
from kg.sparql.remote import Remote as Remote
from kg.sparql.remote import open_source as open_source
from kg.sparql.syntax import check as check
