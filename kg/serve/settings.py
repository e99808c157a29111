"""How articles are read that somebody brings to a server: what its processes are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How articles are read, as the graph that is served was built.

    Args:
        model: see `kg.pipeline.Setup`.
        ontologies: paths of a user's own ontology files.
        policy, plain, base: see `kg.graph.derived.Settings`; the graph's own are taken.
        fetch: whether links may be followed.
        private: whether also those inside a private network.
    """

    model: str | None = None
    ontologies: tuple[str, ...] = ()
    policy: str = "standing"
    plain: float = 0.0
    base: str = ""
    fetch: bool = False
    private: bool = False
