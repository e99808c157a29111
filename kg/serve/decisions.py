"""What people decide on the pages of a graph that is served for editing: lines in the decisions file beside it.

The graph that is served stays as it was read. The next build, append or removal applies the file, or `kg decide GRAPH
apply` at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.decision_lines import remove_decision, write_decisions
from kg.decisions import Address, Decision, Decisions, Verb, read_decisions
from kg.graph import entity_address
from kg.graph.files import view
from kg.serve.catalogue import Statement
from kg.serve.security import Access
from kg.serve.site import Site
from kg.serve.workers import WorkError
from kg.vocabulary import NEWS


@dataclass(frozen=True, slots=True)
class Desk:
    """Where decisions are made.

    Args:
        path: the decisions file; made by the first decision.
        site: what they are about.
        access: who may decide.
    """

    path: Path
    site: Site
    access: Access

    def read(self) -> Decisions:
        """All decisions that the file holds now.

        Raises:
            DecisionError, GraphError: it is malformed or contradicts itself.
        """
        return read_decisions([self.path] if self.path.exists() else [])

    def on_statement(self, statement: Statement) -> Decision | None:
        """What is decided of a statement."""
        subject, obj = self._ends(statement)
        terms = (subject.iri, statement.relation, obj.iri)
        verdicts = self.read().of(Verb.CONFIRM, Verb.REJECT)
        return next((d for d in verdicts if d.terms in (terms, (statement.iri,))), None)

    def on_entity(self, iri: str) -> list[tuple[Decision, str]]:
        """What is decided of who is who, each with the other entity."""
        pairs, own = self.read().of(Verb.SAME, Verb.DIFFERENT), self._address(iri).iri
        others = [(d, next((t for t in d.terms if t != own), own)) for d in pairs if own in d.terms]
        graph = view(self.site.store)
        return [(d, str(graph.value(URIRef(other), NEWS.entity) or other)) for d, other in others]

    def _address(self, iri: str) -> Address:
        return entity_address(view(self.site.store), iri)

    def _ends(self, statement: Statement) -> tuple[Address, Address]:
        """The addresses of a statement's subject and object."""
        return self._address(statement.subject), self._address(statement.object)

    async def decide(self, request: Request) -> Response:
        """Write down, or take back, the decision that a form on a page asks for."""
        async with request.form(max_fields=10, max_files=0) as form:
            if not self.access.knows_form(form):
                raise WorkError("this form is out of date: open the page again", 403)
            decision, ends, back = self._meant(form)
            if form.get("undo"):
                remove_decision(self.path, decision)
            else:
                write_decisions(self.path, [decision], ends, base=self.site.catalogue.base)
        return RedirectResponse(self.site.catalogue.path_of(back), 303)

    def _meant(self, form: FormData) -> tuple[Decision, tuple[Address, Address], str]:
        """The decision that a form asks for, the entities that it is about, and the node whose page it came from.

        Raises:
            WorkError: it asks for none.
            QueryError: it names an entity that is not there.
        """
        known = self.site.catalogue
        verb, about = str(form.get("verb", "")), str(form.get("about", ""))
        if verb in (Verb.CONFIRM, Verb.REJECT):
            if about not in known.statements:
                raise HTTPException(404, "There is no such statement in this graph.")
            statement = known.statements[about]
            subject, obj = ends = self._ends(statement)
            return Decision(Verb(verb), (subject.iri, statement.relation, obj.iri)), ends, about
        if verb in (Verb.SAME, Verb.DIFFERENT):
            one, other = self.site.find_entity(about), self.site.find_entity(str(form.get("other", "")).strip())
            if one == other:
                raise WorkError("name another entity: this one is itself")
            ends = self._address(one), self._address(other)
            return Decision(Verb(verb), tuple(sorted(end.iri for end in ends))), ends, one
        raise WorkError("decide same, different, confirm or reject")
