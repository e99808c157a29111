"""Named SPARQL queries: find, check, bind and run them.

A query file begins with lines that say what it answers and what it can be asked with:

    #+ summary: Who supports whom
    #+ param: about (entity) only statements about this one, required
    #+ param: since (date) only articles published on this day or later, default 1900-01-01

A parameter is a variable of the query that is bound before it runs. It must stand in the SELECT clause, and an optional
one is tested with COALESCE, not with BOUND (Oxigraph folds BOUND of a variable that no pattern binds).
A query reads the graph alone: FROM, SERVICE and updates are refused.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import GraphError, KGError, QueryError
from kg.resources import resource

TIMEOUT: Final = 60.0
"""Seconds that a query may run, unless told otherwise."""

_PARAM: Final = re.compile(r"(\w+) \((entity|text|relation|date)\)\s*(.*?)(?:,\s*(?:(required)|default (.+)))?")
_REFUSED: Final = {
    "ServiceGraphPattern": "SERVICE, which asks another machine",
    "DatasetClause": "FROM, which reads other data",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a query can be given.

    Args:
        name: its variable, without `?`.
        kind: `entity`, `relation`, `date` or `text`.
        description: what it does.
        required: whether the query makes no sense without it.
        default: the value where none is given, or empty.
    """

    name: str
    kind: str
    description: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query file.

    Args:
        name: its name, or the path of a user's own.
        summary: what it answers, in one line.
        parameters: what it can be asked with.
        text: the SPARQL.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A value in an answer.

    Args:
        kind: `uri`, `literal` or `bnode`.
        value: its text.
        language, datatype: of a literal, or empty.
    """

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found.

    Args:
        columns, rows: of SELECT, parameters left out; None where nothing is bound.
        truth: of ASK.
        turtle: of CONSTRUCT and DESCRIBE, sorted; None of other queries.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    turtle: str | None = None


def list_queries() -> list[Query]:
    """All queries that come with the program, by name."""
    return [read_query(path) for path in sorted(resource("queries").glob("*.rq"))]


def load_query(name: str) -> Query:
    """Find a query by its name, or by the path of a `.rq` file.

    Raises:
        QueryError: there is none (the known ones are listed).
    """
    path = Path(name)
    if path.suffix == ".rq":
        if not path.is_file():
            raise QueryError(f"{name}: no such query file")
        return read_query(path)
    known = {path.stem: path for path in resource("queries").glob("*.rq")}
    if name not in known:
        raise QueryError(f"unknown query '{name}'; known: {', '.join(sorted(known))}; or give a file that ends in .rq")
    return read_query(known[name])


def read_query(path: Path) -> Query:
    """Read a query file.

    Raises:
        QueryError: it is no text, or one of its `#+ param:` lines is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    summary, parameters = "", []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#+ summary:"):
            summary = line.partition(":")[2].strip()
        elif line.startswith("#+ param:"):
            found = _PARAM.fullmatch(line.partition(":")[2].strip())
            if not found:
                raise QueryError(f"{path}:{number}: write '#+ param: name (entity|relation|date|text) what it does'")
            parameters.append(Parameter(found[1], found[2], found[3], found[4] is not None, found[5] or ""))
    packaged = path.parent == resource("queries")
    return Query(path.stem if packaged else str(path), summary, tuple(parameters), text)


def check(query: Query) -> Any:
    """Refuse what a query must not do, looking at its parse, not at its words.

    Returns:
        The parsed query, as rdflib gives it.

    Raises:
        QueryError: it is malformed, reads or changes other data, or does not project a parameter.
    """
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery, parseUpdate

    try:
        parsed = parseQuery(query.text)
    except ParseException as error:
        try:
            parseUpdate(query.text)
        except ParseException:
            raise QueryError(f"{query.name}: line {error.lineno}: malformed SPARQL: {error.msg}") from error
        raise QueryError(f"{query.name}: updates (INSERT, DELETE, LOAD …) are refused: a query only reads") from error
    nodes = list(_walk(parsed[1]))
    names = {node.name for node in nodes}
    for name, what in _REFUSED.items():
        if name in names:
            raise QueryError(f"{query.name}: {what}, is refused: a query reads its graph alone")
    given = {parameter.name for parameter in query.parameters}
    tested = {str(node["arg"]) for node in nodes if node.name == "Builtin_BOUND"} & given
    if tested:
        raise QueryError(f"{query.name}: test the parameter ?{min(tested)} with COALESCE, not with BOUND")
    return parsed[1]


def _walk(node: Any) -> Iterator[Any]:
    """Every named node of a parse, itself first."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        yield node
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list | tuple | set | ParseResults):
        for value in node:
            yield from _walk(value)


def bindings(query: Query, given: Mapping[str, str], store: Any) -> dict[Any, Any]:
    """The parameters of a query as variables and terms.

    Args:
        given: values as the user wrote them; an entity or relation by its name or IRI.
        store: the graph in which names are looked up.

    Raises:
        QueryError: a parameter is unknown, missing or means nothing.
    """
    import pyoxigraph as ox

    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise QueryError(f"{query.name}: unknown parameter '{name}'; known: {', '.join(known) or 'none'}")
    found = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value:
            found[ox.Variable(parameter.name)] = _term(parameter, value, store)
        elif parameter.required:
            raise QueryError(
                f"{query.name}: missing parameter '{parameter.name}': add --param {parameter.name}=… "
                f"({parameter.description})"
            )
    return found


def _term(parameter: Parameter, value: str, store: Any) -> Any:
    import pyoxigraph as ox

    if parameter.kind in ("entity", "relation"):
        from oxrdflib import OxigraphStore
        from rdflib import Graph
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        from kg.lookup import find_entity, find_relation

        graph = Graph(OxigraphStore(store=store), DATASET_DEFAULT_GRAPH_ID)
        return ox.NamedNode((find_entity if parameter.kind == "entity" else find_relation)(graph, value))
    if parameter.kind == "date":
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
            raise QueryError(f"parameter '{parameter.name}': '{value}' is not a date such as 2024-01-24")
        datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
        return ox.Literal(value, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}"))
    return ox.Literal(value)


def evaluate(store: Any, query: Query, given: Mapping[str, str]) -> Answer:
    """Check, bind and run a query here and now, however long it takes.

    Args:
        store: a `pyoxigraph.Store` (see `kg.formats.open_store`).
        given: see `bindings`.

    Raises:
        QueryError: see `check` and `bindings`.
    """
    import pyoxigraph as ox

    parsed = check(query)
    substitutions = bindings(query, given, store)
    try:
        result = store.query(query.text, substitutions=substitutions)
        if isinstance(result, ox.QueryBoolean):
            return Answer(truth=bool(result))
        if isinstance(result, ox.QueryTriples):
            triples = sorted(result, key=str)
            return Answer(turtle=(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"").decode())
        hidden = {parameter.name for parameter in query.parameters}
        columns = [variable.value for variable in result.variables if variable.value not in hidden]
        if "projection" not in parsed:
            columns.sort()  # SELECT * has no order of its own
        rows = [tuple(_value(solution[column]) for column in columns) for solution in result]
    except SyntaxError as error:
        raise QueryError(f"{query.name}: line {error.lineno}: malformed SPARQL: {error.msg}") from error
    except (RuntimeError, OSError) as error:
        raise QueryError(f"{query.name}: {error}") from error
    if "orderby" not in parsed:
        rows.sort(key=str)
    return Answer(tuple(columns), tuple(rows))


def _value(term: Any) -> Term | None:
    import pyoxigraph as ox

    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Term("uri", term.value)
    if isinstance(term, ox.Literal):
        datatype = "" if term.language else term.datatype.value
        plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
        return Term("literal", term.value, term.language or "", "" if plain else datatype)
    return Term("bnode", term.value)


def run_query(graph: Path, name: str, given: Mapping[str, str], *, timeout: float = TIMEOUT) -> Answer:
    """Run a query file against a graph file or store, in a process of its own that is ended when it takes too long.

    Args:
        graph: see `kg.formats.open_store`.
        name: see `load_query`.
        given: see `bindings`.
        timeout: seconds that the query itself may take, loading the graph aside.

    Raises:
        GraphError: the graph cannot be read.
        QueryError: see `evaluate`; or it took longer.
    """
    request = json.dumps({"graph": str(graph), "name": name, "given": dict(given)}).encode()
    paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "kg.sparql"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    ) as child:
        try:
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(request)
            child.stdin.close()
            child.stdin = None  # communicate() would flush it once more
            child.stdout.read(1)  # comes when the graph is loaded
            output, _ = child.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise QueryError(f"{name}: stopped after {timeout:g} seconds (allow it more with --timeout)") from error
        finally:
            child.kill()
    if child.returncode or not output:
        raise QueryError(f"{name}: the query ended without an answer (exit code {child.returncode})")
    found = json.loads(output)
    if "error" in found:
        raise (GraphError if found["kind"] == "GraphError" else QueryError)(found["error"])
    rows = tuple(tuple(None if cell is None else Term(**cell) for cell in row) for row in found.pop("rows"))
    return Answer(tuple(found.pop("columns")), rows, **found)


def _serve() -> None:
    """What the process of `run_query` does: one request in, a byte when the graph is loaded, one answer out."""
    from kg.formats import open_store

    request = json.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        query = load_query(request["name"])
        store = open_store(Path(request["graph"]))
        out.write(b" ")
        out.flush()
        answer = asdict(evaluate(store, query, request["given"]))
    except KGError as error:
        answer = {"error": str(error), "kind": type(error).__name__}
        out.write(b" ")
    out.write(json.dumps(answer).encode())


def to_csv(answer: Answer) -> str:
    """The rows of an answer as CSV, with a header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([("" if cell is None else cell.value) for cell in row] for row in answer.rows)
    return text.getvalue()


def to_json(answer: Answer) -> str:
    """An answer in the W3C's SPARQL 1.1 Query Results JSON Format."""
    if answer.truth is not None:
        return json.dumps({"head": {}, "boolean": answer.truth}) + "\n"
    found = [
        {name: _json_term(cell) for name, cell in zip(answer.columns, row, strict=True) if cell is not None}
        for row in answer.rows
    ]
    document = {"head": {"vars": answer.columns}, "results": {"bindings": found}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    named = {"type": term.kind, "value": term.value, "xml:lang": term.language, "datatype": term.datatype}
    return {key: value for key, value in named.items() if value or key == "value"}


def readable(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """An answer's rows for people: columns that hold nothing but IRIs left out, unless all do."""
    kept = [
        index
        for index in range(len(answer.columns))
        if not answer.rows
        or any(cell is not None and cell.kind != "uri" for cell in (row[index] for row in answer.rows))
    ] or list(range(len(answer.columns)))
    rows: Iterable[tuple[Term | None, ...]] = answer.rows
    texts = [["" if (cell := row[index]) is None else cell.value for index in kept] for row in rows]
    return [answer.columns[index] for index in kept], texts


if __name__ == "__main__":
    _serve()
