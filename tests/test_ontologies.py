"""The data files under ontologies/: well-formed, complete, and free of contradictions between files."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
import spacy
from pyoxigraph import Dataset
from pyshacl import validate
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.graph import add, derive, read_ontology
from kg.language.tokens import make_tokenizer
from kg.model import Article, Entity, Evidence, LinkedArticle, Statement
from kg.resources import resource
from kg.vocabulary import LEXINFO, ONTOLEX, SYNSEM, local_name

NEWS = Namespace("https://w3id.org/newskg/ontology#")
FRAME = Namespace("https://w3id.org/newskg/frame#")
LEXICON = Namespace("https://w3id.org/newskg/lexicon#")
FOLDER = resource("ontologies")
LANGUAGE_FILES = (
    "news.ttl", "frames.ttl", "lexicon.ttl", "factuality.ttl", "constructions.ttl", "coreference.ttl", "roles.ttl",
    "names.ttl",
)  # fmt: skip
FILES = (*LANGUAGE_FILES, "shapes.ttl")

CORE_RELATIONS = [
    "supports",
    "aids",
    "praises",
    "agreesWith",
    "cooperatesWith",
    "meetsWith",
    "negotiatesWith",
    "visits",
    "criticizes",
    "accuses",
    "opposes",
    "demandsOf",
    "warns",
    "sanctions",
    "protestsAgainst",
    "mobilizesAgainst",
    "coerces",
    "arrests",
    "attacks",
    "invades",
    "fights",
    "kills",
    "concedesTo",
    "retreatsFrom",
    "investigates",
    "defeats",
    "roleOf",
    "memberOf",
    "alliedWith",
    "partOf",
    "locatedIn",
    "citizenOf",
    "bornIn",
    "diedIn",
    "livesIn",
    "founderOf",
    "owns",
    "acquires",
    "spouseOf",
    "parentOf",
    "relativeOf",
    "succeeds",
    "candidateFor",
    "participatesIn",
    "creatorOf",
    "studiedAt",
]
SYMMETRIC = {
    "agreesWith",
    "cooperatesWith",
    "meetsWith",
    "negotiatesWith",
    "fights",
    "alliedWith",
    "spouseOf",
    "relativeOf",
    "competesWith",
}
PARENTS = {"aids": "supports", "arrests": "coerces", "invades": "attacks", "kills": "attacks"}
PLOVER = {
    "SUPPORT": "supports praises",
    "AID": "aids",
    "AGREE": "agreesWith",
    "COOPERATE": "cooperatesWith",
    "CONSULT": "meetsWith negotiatesWith visits",
    "DISAPPROVE": "criticizes accuses",
    "REJECT": "opposes",
    "DEMAND": "demandsOf",
    "THREATEN": "warns",
    "SANCTION": "sanctions",
    "PROTEST": "protestsAgainst",
    "MOBILIZE": "mobilizesAgainst",
    "COERCE": "coerces arrests",
    "ASSAULT": "attacks invades kills",
    "FIGHT": "fights",
    "CONCEDE": "concedesTo",
    "RETREAT": "retreatsFrom",
    "INVESTIGATE": "investigates",
}
CLASSES = [
    "Entity",
    "Actor",
    "Person",
    "Organization",
    "Country",
    "Group",
    "Place",
    "Facility",
    "Event",
    "Work",
    "Product",
    "Law",
    "Role",
    "Evidence",
    "Mention",
]
EMBEDDING_CLASSES = ("EmbeddingEntry", "Modal", "Negator", "Conditional", "Hedge", "SupportVerb")
EFFECTS = {
    "Actual",
    "Denied",
    "Possible",
    "Future",
    "Requested",
    "Reported",
    "ReportedPossible",
    "ReportedDenied",
    "ReportedFuture",
    "Unchanged",
}


@cache
def parsed(name: str) -> Graph:
    """A file's triples; not to be changed."""
    return Graph().parse(FOLDER / name)


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    return {name: parsed(name) for name in LANGUAGE_FILES}


@pytest.fixture(scope="module")
def everything(graphs: dict[str, Graph]) -> Graph:
    union = Graph()
    for graph in graphs.values():
        union += graph
    return union


@pytest.fixture(scope="module")
def entries(everything: Graph) -> list[Node]:
    """Lexical entries of relations and classes."""
    return sorted(
        {*everything.subjects(RDF.type, ONTOLEX.Word), *everything.subjects(RDF.type, ONTOLEX.MultiwordExpression)}
    )


def one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    found = list(graph.objects(subject, predicate))
    assert len(found) == 1, f"{subject} has {len(found)} values of {predicate}"
    return found[0]


def labels(graph: Graph, node: Node) -> list[str]:
    return sorted(str(label) for label in graph.objects(node, RDFS.label))


# every file


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_turtle_that_survives_a_round_trip(name: str) -> None:
    """Two parsers agree on it, and what is written from it reads the same."""
    read = Dataset(ox.parse(path=str(FOLDER / name), format=ox.RdfFormat.TURTLE))
    assert len(read) == len(parsed(name)) > 20
    turtle = ox.serialize((quad.triple for quad in read), format=ox.RdfFormat.TURTLE)
    again = Dataset(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    for dataset in (read, again):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)  # names lists alike
    assert read == again


@pytest.mark.parametrize("name", LANGUAGE_FILES)
def test_a_file_has_no_blank_nodes(graphs: dict[str, Graph], name: str) -> None:
    assert not [n for n in graphs[name].all_nodes() if isinstance(n, BNode)]


def test_the_blank_nodes_of_the_shapes_are_lists() -> None:
    graph = parsed("shapes.ttl")
    blank = {n for n in graph.all_nodes() if isinstance(n, BNode)}
    assert blank == {n for n in blank if (n, RDF.rest, None) in graph}


@pytest.mark.parametrize("name", FILES)
def test_iris_are_valid_and_literals_well_formed(name: str) -> None:
    for triple in parsed(name):
        for term in triple:
            if isinstance(term, URIRef):
                assert re.fullmatch(r"[a-z]+://[^\s<>\"{}|\\^`]+", term), term
            if isinstance(term, Literal):
                assert term.value is not None and str(term) == str(term).strip() != "", repr(term)


def test_each_node_is_named_in_one_file(graphs: dict[str, Graph]) -> None:
    names = (RDFS.label, SKOS.prefLabel)
    homes = Counter(subject for graph in graphs.values() for subject in {s for p in names for s in graph.subjects(p)})
    assert not [str(subject) for subject, count in homes.items() if count > 1]


def test_terms_of_our_own_are_defined(everything: Graph) -> None:
    defined = set(everything.subjects())
    used = {
        t for triple in everything for t in triple if isinstance(t, URIRef) and t.startswith("https://w3id.org/newskg/")
    }
    assert not sorted(used - defined)


def test_every_file_is_in_the_table_of_licences() -> None:
    table = (FOLDER / "LICENSES.md").read_text(encoding="utf8")
    missing = [p for p in files() if p not in table and not any(f"{d}/" in table for d in Path(p).parts[:-1])]
    assert not missing


def files() -> Iterator[str]:
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.suffix in {".ttl", ".tsv", ".csv", ".jsonl", ".json"}:
            yield path.relative_to(FOLDER).as_posix()


# the ontology


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_there(everything: Graph, name: str) -> None:
    assert (NEWS[name], RDF.type, OWL.Class) in everything
    assert one(everything, NEWS[name], RDFS.label)
    assert one(everything, NEWS[name], RDFS.comment)


def test_a_country_acts_and_is_a_place(everything: Graph) -> None:
    above = set(everything.transitive_objects(NEWS.Country, RDFS.subClassOf))
    assert {NEWS.Actor, NEWS.Place, NEWS.Entity} <= above


@pytest.mark.parametrize("name", CORE_RELATIONS)
def test_a_core_relation_is_complete(everything: Graph, name: str) -> None:
    relation = NEWS[name]
    assert (relation, RDF.type, OWL.ObjectProperty) in everything
    assert str(one(everything, relation, RDFS.label)) and len(str(one(everything, relation, RDFS.comment))) > 15
    for predicate in (RDFS.domain, RDFS.range):
        assert (one(everything, relation, predicate), RDF.type, OWL.Class) in everything
    assert ((relation, RDF.type, OWL.SymmetricProperty) in everything) == (name in SYMMETRIC)
    parents = [local_name(str(p)) for p in everything.objects(relation, RDFS.subPropertyOf)]
    assert parents == ([PARENTS[name]] if name in PARENTS else [])


def test_relations_belong_to_the_event_classes_that_the_benchmark_knows(everything: Graph) -> None:
    for event, names in PLOVER.items():
        for name in names.split():
            assert local_name(str(one(everything, NEWS[name], NEWS.plover))) == event
    concepts = set(everything.objects(None, NEWS.plover))
    assert all((c, SKOS.definition, None) in everything for c in concepts)
    assert {local_name(str(c)) for c in concepts} == set(PLOVER)


def test_a_symmetric_relation_has_the_same_domain_and_range(everything: Graph) -> None:
    for relation in everything.subjects(RDF.type, OWL.SymmetricProperty):
        assert one(everything, relation, RDFS.domain) == one(everything, relation, RDFS.range)


def test_wikidata_mappings_are_properties_that_the_source_names(everything: Graph) -> None:
    source = FOLDER.parent.parent / "shared" / "corpora" / "relations" / "redocred" / "dev_revised.json"
    if not source.exists():
        pytest.skip("Re-DocRED, whose relation codes the mappings come from, is not beside this checkout")
    known = set(re.findall(r'"r": "(P\d+)"', source.read_text(encoding="utf8")))
    mapped = {str(o) for o in everything.objects() if str(o).startswith("http://www.wikidata.org/prop/direct/")}
    assert len(mapped) > 15
    assert {local_name(m) for m in mapped} <= known


# words by themselves


WORD_CLASSES = (
    "AspectualWord", "AfterNameNoun", "FictionNoun", "HappeningVerb", "KindWord",
    "LegalForm", "MemberNoun", "NamePrefix", "NameSuffix", "NamesakeNoun",
    "OccurrenceVerb", "OfNameNoun", "OpposingNoun", "OwnNoun", "PartNoun",
    "PerformativeVerb", "PossessingVerb",
    "QuantityNoun", "RankWord", "StandIn", "SubjectRoleVerb", "TitlingWord", "UnnamedWord",
    "VoiceNoun",
)  # fmt: skip


@pytest.mark.parametrize("name", WORD_CLASSES)
def test_a_class_of_words_says_what_they_do_and_has_each_once(everything: Graph, name: str) -> None:
    assert one(everything, NEWS[name], RDFS.label) and one(everything, NEWS[name], RDFS.comment)
    words = [str(one(everything, node, RDFS.label)) for node in everything.subjects(RDF.type, NEWS[name])]
    assert words == [w.lower() for w in words] and len(words) == len(set(words)) > 0


def test_what_says_the_same_is_one_concept(everything: Graph) -> None:
    nodes = list(everything.subjects(RDF.type, NEWS.Spelling))
    usual = [str(one(everything, node, SKOS.prefLabel)) for node in nodes]
    others = [str(label) for node in nodes for label in everything.objects(node, SKOS.altLabel)]
    assert nodes and len(set(usual + others)) == len(usual) + len(others)


# frames


def test_a_frame_binds_both_arguments_of_a_relation(everything: Graph) -> None:
    frames = set(everything.subjects(RDF.type, SYNSEM.SyntacticFrame))
    assert len(frames) > 100
    for frame in frames:
        arguments = [o for p, o in everything.predicate_objects(frame) if str(p).startswith(str(LEXINFO))]
        filled = {local_name(str(f)) for a in arguments for f in everything.objects(a, NEWS.fills)}
        assert filled == {"subjectArgument", "objectArgument"}, frame


def test_a_frame_is_called_after_its_prepositions(everything: Graph) -> None:
    for frame in everything.subjects(RDF.type, SYNSEM.SyntacticFrame):
        for argument in everything.objects(frame, LEXINFO.prepositionalAdjunct):
            marker = str(one(everything, argument, SYNSEM.marker)).replace(" ", "_")
            assert f"_{marker}_" in f"_{local_name(str(frame))}_" or f"{marker}_X" in str(frame), frame


# lexical entries


def test_there_are_enough_entries(everything: Graph, entries: list[Node]) -> None:
    relational = [e for e in entries if (e, SYNSEM.synBehavior, None) in everything]
    of_classes = [e for e in entries if (e, SYNSEM.synBehavior, None) not in everything]
    assert len(relational) >= 900
    assert len(of_classes) >= 150
    said = Counter(everything.value(e, ONTOLEX.denotes) for e in relational)
    assert not [name for name in CORE_RELATIONS if said[NEWS[name]] < 5]


def test_an_entry_says_what_it_denotes_and_how(everything: Graph, entries: list[Node]) -> None:
    relations = set(everything.subjects(RDF.type, OWL.ObjectProperty))
    classes = set(everything.subjects(RDF.type, OWL.Class))
    frames = set(everything.subjects(RDF.type, SYNSEM.SyntacticFrame))
    for entry in entries:
        assert labels(everything, entry), entry
        assert one(everything, entry, LEXINFO.partOfSpeech)
        denoted = one(everything, entry, ONTOLEX.denotes)
        behaviour = set(everything.objects(entry, SYNSEM.synBehavior))
        assert behaviour <= frames, entry
        assert denoted in (relations if behaviour else classes), entry
        for predicate in (SYNSEM.propertyDomain, SYNSEM.propertyRange):
            assert set(everything.objects(entry, predicate)) <= classes, entry


def test_an_entry_uses_frames_of_its_own_part_of_speech(everything: Graph, entries: list[Node]) -> None:
    kinds = {"verb": r"verb", "noun": r"noun", "adjective": r"_adj", "adposition": r"prep", "properNoun": r"prep"}
    for entry in entries:
        pos = local_name(str(one(everything, entry, LEXINFO.partOfSpeech)))
        for frame in everything.objects(entry, SYNSEM.synBehavior):
            assert re.search(kinds[pos], local_name(str(frame))), entry


def test_a_label_is_made_of_words_as_the_treebanks_cut_them(everything: Graph, entries: list[Node]) -> None:
    cut = make_tokenizer(spacy.blank("en"))
    hyphened = [label for e in entries for label in labels(everything, e) if re.search(r"\w-\w|  ", label)]
    assert not [label for label in hyphened if len(cut(label)) > len(label.split())]  # "co-founder" is one word there


def test_no_two_entries_say_the_same(everything: Graph, entries: list[Node]) -> None:
    """Two senses of one word for one relation in one frame must restrict their arguments to different classes."""
    same: dict[tuple[str, ...], list[tuple[Node, frozenset[Node], frozenset[Node]]]] = defaultdict(list)
    for entry in entries:
        restriction = (
            frozenset(everything.objects(entry, SYNSEM.propertyDomain)),
            frozenset(everything.objects(entry, SYNSEM.propertyRange)),
        )
        for label in labels(everything, entry):
            pos, denoted = one(everything, entry, LEXINFO.partOfSpeech), one(everything, entry, ONTOLEX.denotes)
            for frame in list(everything.objects(entry, SYNSEM.synBehavior)) or [RDF.nil]:
                same[label, str(pos), str(denoted), str(frame)].append((entry, *restriction))
    clashes = [
        (key, str(a), str(b))
        for key, found in same.items()
        for (a, *first), (b, *second) in combinations(found, 2)
        if key[1] != str(LEXINFO.adposition) and (first == second or not any(first) or not any(second))
    ]
    assert not clashes


def test_a_noun_denotes_one_class(everything: Graph, entries: list[Node]) -> None:
    classes: dict[str, set[Node]] = defaultdict(set)
    for entry in entries:
        if (entry, SYNSEM.synBehavior, None) not in everything:
            for label in labels(everything, entry):
                classes[label].add(one(everything, entry, ONTOLEX.denotes))
    assert not {label: found for label, found in classes.items() if len(found) > 1}


# factuality


def test_there_are_enough_words_of_factuality(everything: Graph) -> None:
    counts = {c: len(set(everything.subjects(RDF.type, NEWS[c]))) for c in EMBEDDING_CLASSES}
    assert sum(counts.values()) >= 250
    assert all(counts.values()), counts
    assert len([*everything.subjects(NEWS.speechVerb, Literal(True))]) >= 50


def test_an_embedding_entry_is_complete(everything: Graph) -> None:
    kinds = set(everything.subjects(RDF.type, NEWS.ComplementKind))
    for entry in everything.subjects(RDF.type, NEWS.EmbeddingEntry):
        assert labels(everything, entry) and one(everything, entry, LEXINFO.partOfSpeech)
        complements = set(everything.objects(entry, NEWS.complement))
        assert complements and complements <= kinds, entry
        for predicate in (NEWS.whenAffirmed, NEWS.whenNegated):
            assert local_name(str(one(everything, entry, predicate))) in EFFECTS, entry
        controllers = set(map(str, everything.objects(entry, NEWS.controller)))
        assert controllers <= {"object", "subject", "to", "on", "with"}, entry


def test_a_word_has_one_effect_for_each_kind_of_complement(everything: Graph) -> None:
    effects: dict[tuple[str, ...], set[tuple[Node, Node]]] = defaultdict(set)
    for entry in everything.subjects(RDF.type, NEWS.EmbeddingEntry):
        effect = one(everything, entry, NEWS.whenAffirmed), one(everything, entry, NEWS.whenNegated)
        controller = str(everything.value(entry, NEWS.controller, default="subject"))
        for label in labels(everything, entry):
            for complement in everything.objects(entry, NEWS.complement):
                pos = str(one(everything, entry, LEXINFO.partOfSpeech))
                effects[label, pos, local_name(str(complement)), controller].add(effect)
    assert not {key: found for key, found in effects.items() if len(found) > 1}


@pytest.mark.parametrize(
    ("word", "complement", "affirmed", "negated"),
    [
        ("manage", "Infinitive", "Actual", "Denied"),
        ("fail", "Infinitive", "Denied", "Actual"),
        ("refuse", "Infinitive", "Denied", "Possible"),
        ("deny", "ThatClause", "ReportedDenied", "Reported"),
        ("say", "ThatClause", "Reported", "ReportedDenied"),
        ("know", "ThatClause", "Actual", "Actual"),
        ("urge", "Infinitive", "Requested", "Possible"),
        ("prevent", "Gerund", "Denied", "Possible"),
        ("accuse", "Gerund", "Reported", "ReportedDenied"),
        ("plan", "Infinitive", "Future", "Denied"),
        ("fear", "ThatClause", "Possible", "Possible"),
        ("begin", "Infinitive", "Unchanged", "Denied"),
    ],
)
def test_known_signatures(everything: Graph, word: str, complement: str, affirmed: str, negated: str) -> None:
    found = {
        (local_name(str(one(everything, e, NEWS.whenAffirmed))), local_name(str(one(everything, e, NEWS.whenNegated))))
        for e in everything.subjects(RDFS.label, Literal(word, lang="en"))
        if (e, NEWS.complement, NEWS[complement]) in everything
        and (e, LEXINFO.partOfSpeech, LEXINFO.verb) in everything
    }
    assert found == {(affirmed, negated)}


def test_modals_say_what_they_do_and_never_stand_for_a_perfect(everything: Graph) -> None:
    modals = {label for m in everything.subjects(RDF.type, NEWS.Modal) for label in labels(everything, m)}
    assert {"may", "might", "could", "will", "would", "should", "must"} <= modals
    assert not modals & {"have", "be", "do"}
    for modal in everything.subjects(RDF.type, NEWS.Modal):
        assert local_name(str(one(everything, modal, NEWS.whenAffirmed))) in {"Possible", "Future", "Requested"}


def test_a_support_verb_binds_its_subject(everything: Graph) -> None:
    for verb in everything.subjects(RDF.type, NEWS.SupportVerb):
        assert one(everything, verb, NEWS.bindsSubject) in {FRAME.X, FRAME.Y}


# roles


def test_roles_are_a_tree_of_concepts(everything: Graph) -> None:
    roles = set(everything.subjects(RDF.type, NEWS.Role))
    assert len(roles) >= 280
    top = URIRef("https://w3id.org/newskg/role#role")
    for role in roles:
        assert (role, RDF.type, SKOS.Concept) in everything
        assert top in set(everything.transitive_objects(role, SKOS.broader)), role
        if role != top:
            assert one(everything, role, SKOS.broader) != role


def test_a_title_means_one_role(everything: Graph) -> None:
    meant: dict[str, set[Node]] = defaultdict(set)
    for predicate in (SKOS.prefLabel, SKOS.altLabel):
        for role, title in everything.subject_objects(predicate):
            if (role, RDF.type, NEWS.Role) in everything:
                meant[str(title).lower()].add(role)
    assert not {title: found for title, found in meant.items() if len(found) > 1}
    for role in everything.subjects(RDF.type, NEWS.Role):
        one(everything, role, SKOS.prefLabel)


@pytest.mark.parametrize(
    ("title", "speaks", "leads", "office"),
    [
        ("president", True, True, True),
        ("spokeswoman", True, False, True),
        ("PM", True, True, True),
        ("CEO", True, True, True),
        ("foreign minister", True, False, True),
        ("secretary-general", True, True, True),
        ("Sen.", False, False, True),
        ("professor", False, False, False),
        ("strikers", False, False, False),
        ("actress", False, False, False),
    ],
)
def test_who_speaks_and_leads(everything: Graph, title: str, speaks: bool, leads: bool, office: bool) -> None:
    word = Literal(title, lang="en")
    role = next(iter({*everything.subjects(SKOS.prefLabel, word), *everything.subjects(SKOS.altLabel, word)}))
    assert ((role, NEWS.speaksFor, Literal(True)) in everything) == speaks
    assert ((role, NEWS.leads, Literal(True)) in everything) == leads
    above = {local_name(str(r)) for r in everything.transitive_objects(role, SKOS.broader)}
    assert ("office" in above) == office and ("profession" in above) != office


# shapes


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return parsed("shapes.ttl")


@pytest.fixture(scope="module")
def built() -> Graph:
    text = "Norland backs Suderia. Its envoy says that Norland will back Suderia again."
    north, south = (Entity(f"https://example.org/entity/{n}", n, "Country") for n in ("Norland", "Suderia"))
    envoy = Entity("https://example.org/entity/envoy~1", "envoy", "Person", local=True)
    first = Evidence(0, 21, text[0:21], "back_v", time="2024-01", confidence=0.9)
    second = Evidence(43, 68, text[43:68], "back_v", speaker=envoy.iri)
    article = Article(text=text, title="Norland", source="a.txt", date="2024-02-03", url="https://example.org/a")
    statements = tuple(Statement(north.iri, "supports", south.iri, e) for e in (first, second))
    graph = Graph()
    add(graph, LinkedArticle(article, (north, south, envoy), statements))
    derive(graph, read_ontology([FOLDER / "news.ttl"]))
    return graph


def test_a_built_graph_conforms(built: Graph, shapes: Graph) -> None:
    conforms, _, report = validate(built, shacl_graph=shapes)
    assert conforms, report


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (NEWS.confidence, Literal(1.5)),
        (NEWS.start, Literal(9_999)),
        (NEWS.start, Literal(-1)),
        (NEWS.polarity, NEWS.Maybe),
        (NEWS.factuality, None),
        (NEWS.article, URIRef("https://example.org/nothing")),
        (NEWS.quote, Literal("")),
        (NEWS.quote, None),
        (NEWS.attributed, Literal(False)),
        (NEWS.rule, Literal("back_v")),
        (NEWS.speaker, URIRef("https://example.org/nobody")),
        (NEWS.mood, Literal("good")),
    ],
)
def test_shapes_find_what_is_wrong_with_evidence(
    built: Graph, shapes: Graph, predicate: URIRef, value: Node | None
) -> None:
    graph = Graph()
    graph += built
    node = min(graph.subjects(RDF.type, NEWS.Evidence))
    graph.remove((node, predicate, None))
    if value is not None:
        graph.add((node, predicate, value))
    conforms, _, _ = validate(graph, shacl_graph=shapes)
    assert not conforms


def test_shapes_find_a_second_label_and_a_second_subject(built: Graph, shapes: Graph) -> None:
    norland = URIRef("https://example.org/entity/Norland")
    statement = min(built.subjects(RDF.type, RDF.Statement))
    for triple in (
        (norland, RDFS.label, Literal("Northland", lang="en")),
        (statement, RDF.subject, URIRef("https://example.org/entity/Suderia")),
    ):
        graph = Graph()
        graph += built
        graph.add(triple)
        conforms, _, _ = validate(graph, shacl_graph=shapes)
        assert not conforms


def test_shapes_use_core_constraints_alone(shapes: Graph) -> None:
    assert not [*shapes.triples((None, SH.sparql, None)), *shapes.triples((None, SH.select, None))]
