"""Labels told apart, and names that ask back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from kg.errors import QueryError
from kg.graph.labels import Views, labels
from kg.lookup import Name, find
from kg.model import Entity


def view(iri: str, label: str, kind: str, *described: str, same_as: tuple[str, ...] = ()) -> Entity:
    return Entity(iri, label, kind, (label,), same_as, described=described)


def labelled(*views: Entity) -> dict[str, str]:
    return {str(iri): label for iri, label in labels({URIRef(v.iri): Views.of(v.iri, [v]) for v in views}).items()}


def test_by_class() -> None:
    found = labelled(
        view("e:1", "Wagrain", "Organization"), view("e:2", "Wagrain", "Place"), view("e:3", "Kessel", "Place")
    )
    assert found == {"e:1": "Wagrain (organization)", "e:2": "Wagrain (place)", "e:3": "Kessel"}


def test_by_role_then_by_digest() -> None:
    found = labelled(
        view("e:1", "Marta Olsen", "Person", "role: striker"),
        view("e:2", "Marta Olsen", "Person", "role: judge"),
        view("e:3", "Marta Olsen", "Person"),
    )
    assert found["e:1"] == "Marta Olsen (striker)"
    assert found["e:2"] == "Marta Olsen (judge)"
    assert len(set(found.values())) == 3


def test_what_is_known_keeps_its_name() -> None:
    found = labelled(view("e:1", "Georgia", "Country", same_as=("w:Q1",)), view("e:2", "Georgia", "Person"))
    assert found == {"e:1": "Georgia", "e:2": "Georgia (person)"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Kessel", "kessel", "Kessel (place)", "Lind"]),
            st.sampled_from(["Place", "Person"]),
            st.sampled_from([(), ("role: judge",), ("of: e:x",)]),
            st.booleans(),
        ),
        max_size=7,
    )
)
def test_no_two_labels_are_alike(drawn: list[tuple[str, str, tuple[str, ...], bool]]) -> None:
    found = labelled(
        *(
            view(f"e:{n}", label, kind, *told, same_as=("w:1",) if known else ())
            for n, (label, kind, told, known) in enumerate(drawn)
        )
    )
    assert len({label.casefold() for label in found.values()}) == len(drawn)


NAMES = [
    Name("e:1", "Kessel (place)", True),
    Name("e:1", "Kessel", False),
    Name("e:2", "Kessel (person)", True),
    Name("e:2", "Kessel", False),
]


def test_an_ambiguous_name_asks_back() -> None:
    with pytest.raises(QueryError, match=r"2 .* \(1\) Kessel \(place\) <e:1>; \(2\) Kessel \(person\) <e:2>"):
        find("Kessel", NAMES, kind="entity")


@pytest.mark.parametrize(("text", "iri"), [("Kessel#1", "e:1"), ("kessel#2", "e:2"), ("Kessel (person)", "e:2")])
def test_an_answer_says_which(text: str, iri: str) -> None:
    assert find(text, NAMES, kind="entity") == iri


def test_a_number_that_is_not_listed() -> None:
    with pytest.raises(QueryError, match="there is no 'Kessel#3' in this graph: say 'Kessel#1' to 'Kessel#2'"):
        find("Kessel#3", NAMES, kind="entity")
