"""From a parsed article to the relations that it states, denies, reports and expects."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.extraction.adjacency import find_adjacent
from kg.extraction.attribution import SpeechCues, find_attributions
from kg.extraction.confidence import confidence
from kg.extraction.coreference import ACTORS, WHENCE, ClassNouns, find_chains
from kg.extraction.coreference.pronouns import is_willing
from kg.extraction.document import Document
from kg.extraction.factuality import Judge, Status, weaker
from kg.extraction.frames import Match, find_ellipses, find_matches
from kg.extraction.names import trim_names
from kg.extraction.roles import Holding, find_holdings, find_titles
from kg.extraction.syntax import Syntax
from kg.extraction.temporal import dateline, time_of
from kg.garbage import collector_off
from kg.model import Article, Extraction, Factuality, Polarity, Relation, Span
from kg.vocabulary import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from kg.extraction.attribution import Attributions
    from kg.extraction.coreference import Chains
    from kg.extraction.lexicon import Lexicon
    from kg.model import Chain

# what a name of each label may be in a relation; the linking step knows which country or city it is
LABEL_CLASSES: Final = {
    "PERSON": ("Person",),
    "ORG": ("Organization",),
    "GPE": ("Place", "Country"),
    "NORP": ("Country", "Group"),
    "LOC": ("Place",),
    "FAC": ("Facility",),
    "EVENT": ("Event",),
    "MISC": ("Work", "Product", "Law"),
}
# relations that say what something is: of common nouns they tell a reader nothing
STATES: Final = frozenset({"partOf", "memberOf", "locatedIn", "roleOf", "citizenOf", "creatorOf", "owns"})
THINGS: Final = frozenset(
    {"Place", "Country", "Facility", "Product", "Work"}
)  # classes of nouns for what an attack can hit
MADE: Final = frozenset({"Law", "Work"})  # classes of what is made by words
STEM: Final = 5  # letters by which words of one family agree: "robot", "robotics"
REPEATED: Final = 40  # characters from which a paragraph that stood before is taken for a repetition


@dataclass(slots=True, eq=False)  # not frozen, since so many are made; nobody changes one
class Candidate:
    """A relation between two tokens, before its arguments and qualifiers are looked at."""

    x: int
    y: int
    relation: str
    predicate: tuple[int, ...]
    judged: int | None
    rule: str
    domain: frozenset[str]
    range: frozenset[str]
    weight: int
    negative: bool = False
    factuality: str = ""
    former: bool = False
    role: str = ""
    plover: str = ""


def fill_subjects(doc: Document, willing: frozenset[str]) -> None:
    """Let `it` be a subject that the parser takes for an empty word, where only somebody can be so: "it was ready to".

    Args:
        doc: the document, which is mended.
        willing: adjectives that are only said of somebody.
    """
    if "expl" not in doc.deps:
        return
    for word in doc:
        if word.dep == "expl" and word.lower == "it" and is_willing(word.head, willing):
            word.dep = doc.deps[word.i] = "nsubj"


@collector_off()  # the words of a document hang together in rings: looking at them while it is read finds nothing
def extract(doc: Doc, article: Article, lexicon: Lexicon) -> Extraction:
    """Find the relations of the ontology that an article speaks of, each with its qualifiers.

    Args:
        doc: the article's text, parsed by a pipeline of `kg.language`.
        article: the article; its date of publication anchors "last week".
        lexicon: the ontology's words.

    Returns:
        The article's chains of mentions and the relations between them, in the order of the text.
    """
    reading = Reading(doc, article, lexicon)
    extraction = Extraction(article, reading.chains.chains, tuple(reading.relations()))
    reading.doc.let_go()
    return extraction


class Reading:
    """One article while it is read: its trees, who speaks where, which mentions are one.

    Args:
        doc, article, lexicon: see `extract`.
    """

    def __init__(self, doc: Doc, article: Article, lexicon: Lexicon) -> None:
        self.doc, self.article, self.lexicon = Document(doc), article, lexicon
        trim_names(self.doc, lexicon)
        fill_subjects(self.doc, _class_nouns(lexicon).willing)
        self.syntax = Syntax(
            self.doc,
            controller=lexicon.controller,
            words=lexicon.words,
            subject_roles=lexicon.subject_roles,
            people=lexicon.people,
            telling=lexicon.telling,
            denying=lexicon.denying,
        )
        self.judge = Judge(self.syntax, lexicon)
        self.attributions: Attributions = find_attributions(
            self.doc, cues=_cues(lexicon), trees=(self.syntax.head, self.syntax.dep)
        )
        self.chains: Chains = find_chains(
            self.doc, nouns=_class_nouns(lexicon), speakers=self.attributions.speakers_of_first_person
        )
        self._found_titles = find_titles(self.syntax, lexicon)
        titles = [(end - 1, t) for _, end, t in self._found_titles if t.name in lexicon.titles]
        self._in_titles = {
            token for start, end, _ in self._found_titles for token in range(start, end)
        }  # of "Secretary of State" the "of"
        self._titles = {token for token, _ in titles}
        self._standing = {token for token, t in titles if t.leads or t.speaks}  # a minister, not a critic
        self.skip = frozenset(_repeated(self.doc))
        self.published = _published(article)
        self._classes = [self._classes_of(chain) for chain in self.chains.chains]
        self._classes_in_apposition()
        starts = [self.doc[t].start for t in sorted(self.syntax.names)]
        self._telling = [
            c.named or any(_holds(starts, m.start, m.end) for m in c.mentions) or self._placed(c)
            for c in self.chains.chains
        ]

    def _placed(self, chain: Chain) -> bool:
        """Whether the phrase behind a group's noun names it: "gunmen in Karachi", "activists from the Fatah Party"."""
        if chain.type not in ACTORS:
            return False
        first = chain.mentions[0]
        noun = self.doc.words_of(first.start, first.end)[-1]
        return any(
            c in self.syntax.names
            and (self.syntax.marker(c) in WHENCE or (chain.type == "Organization" and self.syntax.marker(c) == "of"))
            for c in self.syntax.of(noun, "nmod")
            if c > noun
        )

    # candidates

    def candidates(self) -> Iterator[Candidate]:
        """What the lexicon's entries and the constructions find, arguments not yet looked at."""
        matches = self._aimed(list(find_matches(self.syntax, self.lexicon, skip=self.skip)))
        holdings = [
            h for h in find_holdings(self.syntax, self.lexicon, titles=self._found_titles) if h.start not in self.skip
        ]
        held = {(h.person, h.organization) for h in holdings}
        founded = {(m.x, m.y) for m in matches if m.entry.relation == "founderOf"}  # no position that one is given
        for match in (*matches, *find_ellipses(self.syntax, matches)):
            if match.entry.pos != "preposition" or (
                match.predicate not in self._in_titles and (match.x, match.y) not in held  # "President Tamm of Chad"
            ):
                yield self._of_match(match)
        yield from self._nationalities()
        yield from self._settled()
        yield from self._held_in()
        for match in find_adjacent(self.syntax, self.lexicon, self._name_tokens()):
            yield self._of_match(match)
        yield from self._said()
        yield from self._accused(matches)
        told = {self.chains.chain_of(h.person) for h in holdings if h.organization is not None}
        for holding in holdings:
            if holding.organization is None and self.chains.chain_of(holding.person) not in told:
                holding = replace(holding, organization=self._country_of(holding))
            pair = (holding.person, holding.organization)
            if holding.organization is not None and pair not in founded:
                yield self._of_holding(holding)

    def _country_of(self, holding: Holding) -> int | None:
        """Where an office is held of which the text does not say so: a token of the name of a country.

        Some offices one country alone has ("Home Secretary"). Of the other offices of a government the holder serves
        the country that the article speaks of, where it is the only one.
        """
        title = holding.entry
        before = holding.rule == "title_before_name"
        if not (title.only or (title.national and before)):
            return None
        if len(title.words) == 1 and not (before and holding.title[:1].isupper()):  # "Secretary Berg", "his secretary"
            return None
        found: dict[str, list[Chain]] = {}
        for chain in self.chains.chains:
            if chain.named and chain.type not in {"Person", "Event", "Work"}:
                names = {n.lower().replace(".", "") for n in (chain.name, *chain.aliases)}
                countries = {self.lexicon.countries[n] for n in names if n in self.lexicon.countries}
                for name in countries or names & title.only:
                    found.setdefault(name, []).append(chain)
        if title.only:
            chains = [c for name in sorted(title.only) for c in found.get(name, ())]
        else:
            chains = next(iter(found.values())) if len(found) == 1 else []
            if sum(len(c.mentions) for c in chains) < 2:  # named in passing
                return None
        if not chains:
            return None
        mention = chains[0].mentions[0]
        return self.doc.root(*((words := self.doc.words_of(mention.start, mention.end)).start, words.stop)).i

    def _aimed(self, matches: list[Match]) -> list[Match]:
        """Without the places of harm whose target is told: "strikes against rebels in Syria" attack the rebels."""
        harm = [m for m in matches if m.entry.relation in self.lexicon.harmful]
        aimed = (m for m in harm if not m.inside and any(self._telling[c] for c in self.chains_of(m.y)))
        told = {(m.entry.relation, t) for m in aimed for t in m.words}
        return [m for m in matches if not (m.inside and any((m.entry.relation, t) in told for t in m.words))]

    def _nationalities(self) -> Iterator[Candidate]:
        """Who is of a nationality or of a people, a faith, a party: "Bram de Wit is Belgian", "a Druze, X"."""
        syntax = self.syntax
        for ent in self.doc.names:
            root = ent.root.i
            if ent.label != "NORP" or ent.end - 1 != root:
                continue
            relation = "citizenOf" if ent.text.lower() in self.lexicon.demonyms else "memberOf"
            kind, people = self.lexicon.relations[relation], frozenset({"Person"})
            predicated = syntax.surface_subject(root) if syntax.has(root, "cop") else []
            beside = [syntax.head[root]] if syntax.dep[root] == "appos" and syntax.has(root, "det", "nummod") else []
            beside += [c for c in syntax.of(root, "appos") if syntax.has(root, "det", "nummod")]
            for s in predicated:
                rule = "nationality_predicated" if relation == "citizenOf" else "member_predicated"
                yield Candidate(s, root, relation, (root,), root, rule, people, kind.range, 1)
            for s in (t for t in beside if self.doc[t].label == "PERSON"):
                yield Candidate(s, root, relation, (root,), None, "nationality_beside_name", people, kind.range, 1)

    def _settled(self) -> Iterator[Candidate]:
        """Which country a place lies in by the word before its kind: "the northern Iraqi city of Mosul"."""
        syntax, lexicon = self.syntax, self.lexicon
        for i, lemma in enumerate(syntax.lemma):
            if lemma not in lexicon.settled or syntax.pos[i] not in {"NOUN", "PROPN"} or i in self.skip:
                continue
            around = syntax.noun_arguments(i)
            wholes = [t for t in around.get("premodifier", ()) if self._nation(t) and syntax.lower[t + 1] != "-"]
            wholes += around.get("possessor", [])
            parts = [t for marker in ("of", "including", "such as") for t in around.get(marker, ())]
            parts += [t for c in syntax.of(i, "appos") for t in syntax.conjuncts(c)]
            after = self.doc[i + 1].name if i + 1 < len(self.doc) else None
            parts += [after.root.i] if after is not None and after.start == i + 1 else []
            parts += [syntax.head[i]] if syntax.dep[i] == "appos" else []
            wholes += self._where_behind(around.get("of", [])[-1:])
            place = frozenset({"Place"})
            for x in dict.fromkeys(t for t in parts if self.doc[t].label in {"GPE", "LOC"}):
                for y in wholes:
                    yield Candidate(x, y, "partOf", (i,), None, "nationality_before_place", place, place, 1)

    def _where_behind(self, parts: list[int]) -> list[int]:
        """The place in which a place lies by the phrase right behind it: "the island of Sibuyan in the Philippines"."""
        name = self.doc[parts[0]].name if parts else None
        if name is None or self.syntax.lower[name.end : name.end + 1] != ["in"]:
            return []
        start = name.end + 1 + (self.syntax.lower[name.end + 1 : name.end + 2] == ["the"])
        whole = self.doc[start].name if start < len(self.doc) else None
        return [whole.root.i] if whole is not None and whole.start == start and whole.label in {"GPE", "LOC"} else []

    def _held_in(self) -> Iterator[Candidate]:
        """Where an event takes place by the town before its noun: "the London conference", not "the Syria crisis"."""
        syntax, lexicon = self.syntax, self.lexicon
        event, place = frozenset({"Event"}), frozenset({"Place"})
        for ent in self.doc.names:
            town = ent.root.i
            noun = syntax.head[town]
            if ent.label != "GPE" or syntax.dep[town] != "compound" or noun != ent.end or self._nation(town):
                continue
            acts = {e.relation for e in lexicon.entries.get(("noun", syntax.lemma[noun]), ())}
            if lexicon.classes.get(syntax.lemma[noun]) == "Event" and acts.isdisjoint(lexicon.harmful):
                yield Candidate(noun, town, "locatedIn", (noun,), None, "town_before_event", event, place, 1)

    def _nation(self, token: int) -> bool:
        """Whether a word is a nationality or the name of a country."""
        name = self.doc[token].name
        return name is not None and name.text.lower().replace(".", "") in self.lexicon.countries

    def _accused(self, matches: Iterable[Match]) -> Iterator[Candidate]:
        """Who claims that somebody did harm: "Spain claimed that Morocco had shelled Ceuta"."""
        syntax, kind = self.syntax, self.lexicon.relations["accuses"]
        for m in matches:
            above = syntax.head[m.judged]
            if (
                m.entry.relation in self.lexicon.harmful
                and syntax.dep[m.judged] == "ccomp"
                and syntax.lemma[above] in self.lexicon.accusing
            ):
                for x in syntax.arguments(above).get("subject", ()):
                    yield Candidate(
                        x, m.x, "accuses", (above,), above, f"{syntax.lemma[above]}_harm", kind.domain, kind.range, 1
                    )

    def _said(self) -> Iterator[Candidate]:
        """Who says that somebody must do something: "the minister said that Spain must leave"."""
        syntax, said = self.syntax, self.lexicon.said
        for aux, dep in enumerate(syntax.dep):
            verb = syntax.head[aux]
            relation = said.get(syntax.lower[aux]) if dep == "aux" and syntax.tag[aux] == "MD" else None
            above = syntax.head[verb]
            if relation is None or syntax.dep[verb] not in {"ccomp", "parataxis"} or aux in self.skip:
                continue
            if syntax.lemma[above] not in self.lexicon.speech_verbs or syntax.of(aux, "nsubj"):
                continue
            kind = self.lexicon.relations[relation]
            arguments = syntax.arguments(above)
            for x in arguments.get("subject", ()):
                for y in (t for t in syntax.surface_subject(verb) if syntax.lower[t] not in {"i", "we"}):
                    yield Candidate(
                        x, y, relation, (aux, above), above, f"said_{syntax.lower[aux]}", kind.domain, kind.range, 2
                    )

    def _name_tokens(self) -> dict[str, int]:
        """From each name of the article, in lower case, to a token of its first mention."""
        found: dict[str, int] = {}
        for ent in self.doc.names:
            if ent.label != "DATE":
                found.setdefault(ent.text.lower(), ent.root.i)
        return found

    def _of_match(self, match: Match) -> Candidate:
        entry = match.entry
        kind = self.lexicon.relations[entry.relation]
        return Candidate(
            match.x,
            match.y,
            entry.relation,
            match.words,
            None if entry.pos == "properNoun" else match.judged,  # what a name says is so whatever the clause says
            entry.name,
            entry.domain or kind.domain,
            entry.range or kind.range,
            len(entry.words),
            entry.negative,
            entry.factuality or match.factuality,
            entry.former,
            self._office(match) if entry.relation == "candidateFor" else "",
            plover=entry.plover,
        )

    def _of_holding(self, holding: Holding) -> Candidate:
        relation = "citizenOf" if holding.nationality and holding.entry.profession else "roleOf"
        assert holding.organization is not None
        if holding.entry.partisan and self._is_party(holding):
            relation = "memberOf"
        return Candidate(
            holding.person,
            holding.organization,
            relation,
            tuple(range(holding.start, holding.end)),
            holding.judged,
            {"roleOf": holding.rule, "memberOf": "party_before_title"}.get(relation, "nationality_before_name"),
            frozenset({"Person"}),
            frozenset({"Organization", "Country", "Group", "Place", "Facility", "Event"}),
            1 if relation == "memberOf" else 2,  # a candidate of a party is also its member
            factuality=holding.factuality,
            former=holding.former,
            role=holding.title if relation == "roleOf" else "",
        )

    def _is_party(self, holding: Holding) -> bool:
        """Whether the name right before a title is a party: "the Labour MP", but not "the Israeli MP"."""
        name = self.doc[holding.organization or 0].name
        if name is None or not name.end <= holding.start <= name.end + 1 or name.label not in {"ORG", "NORP", "MISC"}:
            return False
        text, last = name.text.lower().replace(".", ""), self.doc[name.end - 1].lower
        apart = self.syntax.lower[name.end : name.end + 1] in (["'s"], ["’s"], ["'"], ["’"])
        return not apart and text not in self.lexicon.countries and not {text, last} & self.lexicon.legislatures

    # relations

    def relations(self) -> Iterator[Relation]:
        """The relations, in the order of the text, each place and each reading once."""
        return (relation for relation, _ in self.qualified())

    def qualified(self) -> list[tuple[Relation, Candidate]]:
        """The relations with the candidates that they come from."""
        kept: dict[tuple[object, ...], tuple[Relation, Candidate]] = {}
        claimed: dict[tuple[int, int], list[Candidate]] = {}
        for candidate in sorted(self.candidates(), key=lambda c: (-c.weight, c.predicate, c.x, c.y, c.rule)):
            pair = (min(candidate.x, candidate.y), max(candidate.x, candidate.y))  # "son-in-law" is no "son" either
            if any(
                c.weight > candidate.weight and not set(candidate.predicate).isdisjoint(c.predicate)
                for c in claimed.get(pair, ())
            ):
                continue  # "take" inside "take part"
            xs, ys = self._subjects(candidate), self._objects(candidate)
            if candidate.relation in STATES and not set(xs).isdisjoint(ys):
                continue  # "ministers of defence of Chile and Peru": one phrase for all of them
            case = candidate.predicate[0]
            if (
                self.syntax.dep[case] == "case" and candidate.x < case < candidate.y
            ):  # "the town of A in B, and the city of C"
                xs = tuple(x for x in xs if self.chains.chains[x].mentions[0].start < self.doc[case].start)
            reciprocal = candidate.x == candidate.y
            accepted = [
                (x, y)
                for x in xs
                for y in ys
                if not (reciprocal and x >= y) and self._rejected(candidate, x, y) is None
            ]
            if not accepted:
                continue
            if not candidate.role:
                claimed.setdefault(pair, []).append(candidate)
            for x, y in accepted:
                relation = self._qualified(candidate, x, y)
                kept.setdefault(self._key(relation), (relation, candidate))
        return sorted(kept.values(), key=lambda pair: _place(pair[0]))

    def _subjects(self, candidate: Candidate) -> tuple[int, ...]:
        """The chains of a candidate's subject; what a statement demands its author demands."""
        included = self._included(candidate.x) if candidate.relation not in STATES else ()
        if included:
            return included
        found = self.chains_of(candidate.x)
        if any(self.chains.chains[c].named for c in found):
            return found
        entries = self.lexicon.embeddings.get(self.syntax.lemma[candidate.x], ())
        if any(e.pos == "noun" and e.affirmed.startswith(("Reported", "Requested")) for e in entries):
            authors = [c for t in self.syntax.actors_of_noun(candidate.x) for c in self.chains_of(t)]
            return tuple(dict.fromkeys(authors)) or found
        return found

    def _objects(self, candidate: Candidate) -> tuple[int, ...]:
        """The chains of a candidate's object; who condemns an act condemns its actor, for relations that judge acts."""
        if candidate.rule == "nationality_beside_name":  # of "an Iraqi, Omar Ali," what the noun itself says
            own = self.chains.chain_of(candidate.y)
            return () if own is None else (own,)
        stands = candidate.y not in self.syntax.names and self.syntax.lemma[candidate.y] in self.lexicon.representatives
        if stands and self.lexicon.relations[candidate.relation].literal:
            return tuple(c for c in self.chains_of(candidate.y) if self.chains.chains[c].type == "Person")
        included = self._included(candidate.y) if candidate.relation not in STATES else ()
        if included:
            return included
        office = candidate.y in self._titles or self.syntax.lemma[candidate.y] in self.lexicon.offices
        if candidate.relation == "candidateFor" and office and (seat := self._seat(candidate.y)):
            return seat
        found = self.chains_of(candidate.y)
        if candidate.relation in self.lexicon.harmful and (act := self._act_above(candidate)) is not None:
            return tuple(dict.fromkeys((*found, *self._targets(act))))
        if any(self.chains.chains[c].named for c in found):
            return found
        if candidate.relation in self.lexicon.evaluative:
            if made := self._made(candidate.y):
                return made
            actors = self._actors(candidate.y)
            if candidate.relation == "supports":  # a plan that finds no support says little of the person whose it is
                actors = tuple(c for c in actors if self.chains.chains[c].type != "Person")
            return actors or found
        people = {"Person", "Group"} & {
            self.lexicon.classes.get(self.syntax.lemma[candidate.y]),
            *(self.chains.chains[c].type for c in found),
        }
        if candidate.relation in self.lexicon.harmful and not people:
            return self._targets(candidate.y) or found
        return found

    def _seat(self, token: int, depth: int = 2) -> tuple[int, ...]:
        """Where an office is that somebody stands for: "a candidate for the presidency of Ghana"."""
        around = self.syntax.noun_arguments(token)
        for slot in ("of", "in", "possessor", "premodifier"):
            named = [c for t in around.get(slot, ()) for c in self.chains_of(t) if self.chains.chains[c].named]
            if places := tuple(dict.fromkeys(c for c in named if self.chains.chains[c].type != "Person")):
                return places
        deeper = [c for t in around.get("of", ()) for c in self._seat(t, depth - 1)] if depth else []
        return tuple(dict.fromkeys(deeper))

    def _office(self, match: Match) -> str:
        """The title among the words of a candidacy, as the text has it: "mayor" of "ran for mayor of Oslo"."""
        for token in (match.y, *match.words[1:]):
            for start, end, title in self._found_titles:
                if start <= token < end and title.name in self.lexicon.titles:
                    behind = match.predicate + 2  # "candidate for president" is a title as well
                    return self.doc.between(behind if start <= match.predicate < end else start, end)
        return ""

    def _act_above(self, candidate: Candidate) -> int | None:
        """The attack that a relative clause speaks of, though hung on its place: "raids in Ceuta, which X claimed"."""
        syntax, noun = self.syntax, candidate.y
        if not any(syntax.dep[t] == "acl:relcl" and syntax.head[t] == noun for t in candidate.predicate):
            return None
        while syntax.dep[noun] in {"nmod", "conj"}:
            noun = syntax.head[noun]
            if any(
                e.relation in self.lexicon.harmful for e in self.lexicon.entries.get(("noun", syntax.lemma[noun]), ())
            ):
                return noun
        return None

    def _targets(self, noun: int) -> tuple[int, ...]:
        """Who is hit by an act against a thing: whose it is, where it lies, what an attack was on."""
        around = self.syntax.noun_arguments(noun)
        acts = self.lexicon.entries.get(("noun", self.syntax.lemma[noun]), ())
        act = any(e.relation in self.lexicon.harmful for e in acts)
        lemma = self.syntax.lemma[noun]
        if not act and self.lexicon.classes.get(lemma) not in THINGS and lemma not in self.lexicon.representatives:
            return ()
        if not around.get("in") and (place := self._place_behind(noun)):
            around = {**around, "in": place}
        hit = ("on", "against", "in", "at") if act else ("possessor", "premodifier", "of", "for", "in")
        groups: tuple[int, ...] = ()
        for slot in hit:
            tokens = [t for t in around.get(slot, ()) if slot != "premodifier" or t in self.syntax.names]
            chains = tuple(dict.fromkeys(c for t in tokens for c in self.chains_of(t) if self._telling[c]))
            if any(self.chains.chains[c].named for c in chains):
                return tuple(c for c in chains if self.chains.chains[c].named)
            groups = groups or chains
        return groups

    def _place_behind(self, noun: int) -> list[int]:
        """Where a thing is, by the phrase right behind it that hangs on its verb: "bombed villages in Lebanon"."""
        syntax, verb = self.syntax, self.syntax.head[noun]
        if syntax.dep[noun] not in {"obj", "obl", "nsubj:pass"}:
            return []
        return [
            x
            for c in syntax.of(verb, "obl")
            if syntax.marker(c) == "in" and self.doc[c].first == self.doc[noun].last + 1
            for x in syntax.conjuncts(c)
        ]

    def _made(self, noun: int) -> tuple[int, ...]:
        """The named work or law that an act is about: who welcomes the adoption of a treaty welcomes the treaty."""
        of = [c for t in self.syntax.noun_arguments(noun).get("of", ()) for c in self.chains_of(t)]
        return tuple(c for c in dict.fromkeys(of) if self.chains.chains[c].named and self.chains.chains[c].type in MADE)

    def _actors(self, noun: int, depth: int = 2) -> tuple[int, ...]:
        """Whose act a noun is: "Russia's invasion", "an end to the regime's attacks"."""
        around = self.syntax.noun_arguments(noun)
        for slot in ("by", "possessor", "premodifier", "from"):
            actors = [t for t in around.get(slot, ()) if slot != "premodifier" or t in self.syntax.names]
            chains = tuple(dict.fromkeys(c for t in actors for c in self.chains_of(t) if self._telling[c]))
            if chains:
                return chains
        if doers := self._doers(noun):
            return doers
        acts = self.lexicon.entries.get(("noun", self.syntax.lemma[noun]), ())
        slots = ("to",) if any(e.relation in self.lexicon.harmful for e in acts) else ("to", "of")
        inner = [c for slot in slots for t in around.get(slot, ()) if depth for c in self._actors(t, depth - 1)]
        return tuple(dict.fromkeys(inner))

    def _doers(self, noun: int) -> tuple[int, ...]:
        """Whose act a clause behind a noun says it is: "the raid claimed by X", "efforts by X", "the role of X"."""
        syntax = self.syntax
        lower = [t for t in syntax.of(noun, "nmod") if t in syntax.names]  # "the raid in Goma, which X claimed"
        clauses = [c for t in (noun, *lower) for c in syntax.of(t, "acl", "acl:relcl") if c > noun]
        found = [
            t
            for c in clauses
            if self._claims(c, noun) or (syntax.head[c] == noun and syntax.dep[c] == "acl" and syntax.tag[c] == "VBN")
            for t in syntax.arguments(c).get("subject", ())
        ]
        if not found and syntax.lemma[noun] in self.lexicon.owned:
            found = syntax.noun_arguments(noun).get("of", [])
        return tuple(dict.fromkeys(c for t in found for c in self.chains_of(t) if self._telling[c]))

    def _claims(self, verb: int, act: int) -> bool:
        """Whether a verb's subject owns up to an act: "for which X claimed responsibility", "which X carried out"."""
        syntax, entries = self.syntax, self.lexicon.entries
        lemma = syntax.lemma[act]
        if not any(e.relation in self.lexicon.harmful for e in entries.get(("noun", lemma), ())):
            return False
        near = {lemma, *(syntax.lemma[c] for c in syntax.of(verb, "obj"))}
        return any(
            e.relation in self.lexicon.harmful and len(e.words) > 1 and e.words[1] in near
            for e in entries.get(("verb", syntax.lemma[verb]), ())
        )

    def _key(self, r: Relation) -> tuple[object, ...]:
        subject, obj = r.subject, r.object
        kind = self.lexicon.relations[r.predicate]
        if kind.symmetric and subject > obj:
            subject, obj = obj, subject
        first = self.doc.words_of(r.predicate_span.start, r.predicate_span.end)[0]
        return subject, r.predicate, obj, r.polarity, r.factuality, self.doc[first].sentence

    def _rejected(self, candidate: Candidate, x: int, y: int) -> str | None:
        """Why a candidate between two chains is no relation, or None if it is one."""
        chains = self.chains.chains
        if x == y:
            return "both arguments are the same entity"
        if not (chains[x].named or chains[y].named) and (
            candidate.relation in STATES or not (self._telling[x] and self._telling[y])
        ):
            return "neither argument has a name in this article"
        if not self._telling[y] or (
            not self._telling[x] and (candidate.relation in STATES or chains[x].type != "Group")
        ):
            return f"“{chains[x if self._telling[y] else y].name}” neither is a name nor holds one"
        if candidate.relation == "citizenOf" and not self._is_country(chains[y]):
            return f"“{chains[y].name}” is no country"
        if candidate.relation == "meetsWith" and self.syntax.has(candidate.y, "nummod") and not chains[y].named:
            return f"“{chains[y].name}” are nobody in particular"
        if candidate.rule == "person_of_country" and self.doc[candidate.x].label != "PERSON":
            return "a title says of which country somebody is"
        if candidate.relation == "partOf" and candidate.domain == {"Place"} and chains[x].type == "Facility":
            return f"“{chains[x].name}” is in a place, not a part of it"
        for index, classes, role in ((x, candidate.domain, "subject"), (y, candidate.range, "object")):
            if not any(self.lexicon.is_a(c, classes) for c in self._classes[index]):
                return f"“{chains[index].name}” is not of a class that the {role} of {candidate.relation} may have"
        if self.lexicon.relations[candidate.relation].alike and self._classes[x].isdisjoint(self._classes[y]):
            return f"“{chains[x].name}” and “{chains[y].name}” are no things of one kind"
        return None

    def _is_country(self, chain: Chain) -> bool:
        """Whether a place is a country as far as one knows; a people counts as one."""
        names = {n.lower().replace(".", "") for n in (chain.name, *chain.aliases)}
        labels = {m.label for m in chain.mentions}
        return "NORP" in labels or not labels & {"GPE", "LOC"} or not names.isdisjoint(self.lexicon.countries)

    def chains_of(self, token: int, depth: int = 4) -> tuple[int, ...]:
        """The chains that a token speaks of.

        A noun that stands for its owner speaks of the owner, of several owners where they are coordinated: "members",
        "officials of NATO", "the foreign ministers of Iran, Egypt and Qatar". So does a common noun before the
        name of a place: "the town of Uppsala".
        """
        one_of = self.doc[token].label == "NORP"  # "an Iraqi, Omar Ali,"
        if (one_of or token not in self.syntax.names) and depth:
            named_beside = [
                c
                for a in self.syntax.of(token, "appos")
                if a in self.syntax.names
                and self.doc[a].label != "NORP"
                and (not one_of or self.doc[a].label == "PERSON")
                for c in self.syntax.conjuncts(a)
            ]
            beside = tuple(dict.fromkeys(c for t in named_beside if (c := self.chains.chain_of(t)) is not None))
            if beside:
                return beside  # "two members of Hezbollah, Ali Fadel and Hadi Saleh"
        found = self.chains.chain_of(token)
        named = found is not None and self.chains.chains[found].named
        if not named and (event := self._event(token)) is not None:
            return (event,)
        lemma = self.syntax.lemma[token]
        title = token in self._standing
        several = self.syntax.tag[token] in {"NNS", "NNPS"}
        plural_only = self.lexicon.representatives.get(lemma)
        stands = (plural_only is not None and (several or not plural_only)) or (title and (several or not named))
        if lemma in self.lexicon.stand_ins and found is not None and not self._telling[found]:
            stands = True  # "its army", "whose army"
        place = not named and self.lexicon.classes.get(lemma) in {"Place", "Country", "Facility"}
        if not named and self._before_name(token):
            return self.chains_of(token + 1, 0)
        if (
            stands
            and not self.doc[token].label
            and depth
            and not (named and self.chains.chains[found or 0].type == "Person")
        ):
            around = self.syntax.noun_arguments(token)
            slots = ("premodifier",) if lemma in self.lexicon.others else ("of", "possessor", "premodifier", "from")
            for slot in slots:
                owners = [c for t in around.get(slot, ()) for c in self._owners(t, depth - 1)]
                actors = tuple(dict.fromkeys(c for c in owners if self.chains.chains[c].type != "Person"))
                if actors and any(self.chains.chains[c].named for c in actors):
                    return actors
        if place and depth:
            around = self.syntax.noun_arguments(token)
            before = [t for t in around.get("premodifier", ()) if t in self.syntax.names]
            of = around.get("of", [])
            groups = [of] if several else [[t] for t in of]
            facility = self.lexicon.classes.get(lemma) == "Facility"

            def within(c: int) -> bool:  # "the Kursk region", not "the Social Welfare constituency"
                chain = self.chains.chains[c]
                return chain.named and (facility or chain.type in {"Place", "Country", "Facility"})

            for group in (*groups, *([t] for t in (*before, *around.get("in", ())))):
                inner = tuple(dict.fromkeys(c for t in group for c in self.chains_of(t, depth - 1) if within(c)))
                if inner:
                    return inner  # "the town of Uppsala", "Kursk region", "a market in Baghdad"
        return () if found is None else (found,)

    def _event(self, token: int) -> int | None:
        """The named event that a definite noun such as "the competition" goes on about: the article's first."""
        syntax = self.syntax
        if (
            syntax.pos[token] != "NOUN"
            or self.lexicon.classes.get(syntax.lemma[token]) != "Event"
            or syntax.tag[token] != "NN"
        ):
            return None
        bracketed = syntax.lower[token + 1 : token + 2] == ["("]
        if syntax.has(token, "acl", "acl:relcl", "nummod") or (syntax.has(token, "nmod") and not bracketed):
            return None
        owners = syntax.of(token, "nmod:poss")
        yearly = bool(owners) and all(self.doc[c].label == "DATE" for c in owners)  # "next year's competition"
        definite = not owners and any(syntax.lower[c] in {"the", "this"} for c in syntax.of(token, "det"))
        if not (yearly or definite):
            return None
        before = {
            self.doc[t].lower
            for c in syntax.of(token, "amod", "compound")
            for t in (c, *syntax.of(c, "amod", "compound"))
        }
        for i, chain in enumerate(self.chains.chains):
            if chain.named and chain.type == "Event" and chain.mentions[0].start < self.doc[token].start:
                stems = {w[:STEM] for w in chain.name.lower().split()}
                return i if all(w[:STEM] in stems for w in before) else None
        return None

    def _included(self, token: int) -> tuple[int, ...]:
        """Who is named of several people: "former members, including the musician Ida Berg"."""
        syntax = self.syntax
        if syntax.tag[token] != "NNS" or not (
            token in self._titles or self.lexicon.representatives.get(syntax.lemma[token])
        ):
            return ()
        around = syntax.noun_arguments(token)
        named = [t for slot in ("including", "such as") for t in around.get(slot, ())]
        return tuple(
            dict.fromkeys(c for t in named for c in self.chains_of(t) if self.chains.chains[c].type == "Person")
        )

    def _owners(self, token: int, depth: int) -> tuple[int, ...]:
        """The chains of an owner, or of what its own of-phrase names: "ministers of defence of Chile and Peru"."""
        found = self.chains_of(token, depth)
        if not any(self.chains.chains[c].named for c in found) and token not in self.syntax.names:
            inner = [c for t in self.syntax.noun_arguments(token).get("of", ()) for c in self.chains_of(t, depth)]
            return tuple(dict.fromkeys(inner)) or found
        return found

    def _classes_in_apposition(self) -> None:
        """What a name is by the noun beside it, whatever the recogniser took it for: "Nordvik, a subsidiary of …"."""
        syntax = self.syntax
        for i, pos in enumerate(syntax.pos):
            lemma = syntax.lemma[i]
            cls = self.lexicon.classes.get(lemma) if pos == "NOUN" else None
            if cls is None:
                continue
            beside = [syntax.head[i]] if syntax.dep[i] == "appos" else []
            after = self.doc[i + 1].name if i + 1 < len(self.doc) else None
            if after is not None and after.start == i + 1:  # "the airline Skylark", whatever hangs on which
                same = syntax.head[i] == syntax.head[after.root.i] and syntax.dep[i] == syntax.dep[after.root.i]
                beside += [after.root.i] if same or i in {syntax.head[after.root.i], after.root.i} else []
            right = i + 1 in syntax.names or syntax.lower[i + 1 : i + 2] in (["the"], ['"'], ["“"])
            beside += [c for c in syntax.of(i, "appos") if right and c in syntax.names]  # "the film Winter Harbour"
            for name in beside:
                chain = self.chains.chain_of(name)
                held = chain is not None and self.chains.chains[chain].type == "Person" and lemma in self.lexicon.roles
                if chain is not None and not held:  # a publisher is a firm or a person
                    self._classes[chain] |= {cls}

    def _before_name(self, token: int) -> bool:
        """Whether a noun is what the person is whose name follows: "musician Ida Berg"."""
        name = self.doc[token + 1].name if token + 1 < len(self.doc) else None
        return (
            name is not None
            and name.label == "PERSON"
            and name.start == token + 1
            and self.syntax.pos[token] in {"NOUN", "PROPN"}
            and (self.lexicon.classes.get(self.syntax.lemma[token]) == "Person" or token in self._titles)
        )

    def _classes_of(self, chain: Chain) -> frozenset[str]:
        labels = {m.label for m in chain.mentions}
        if chain.type == "Person" and " " in chain.name:
            labels &= {"PERSON"}  # whose surname alone was taken for a place: "Paris"
        return frozenset({chain.type, *(c for label in labels for c in LABEL_CLASSES.get(label, ()))})

    def _qualified(self, candidate: Candidate, x: int, y: int) -> Relation:
        head = candidate.predicate[0]
        status = self.judge.status(candidate.judged) if candidate.judged is not None else Status()
        factuality = Factuality(candidate.factuality) if candidate.factuality else Factuality.ACTUAL
        inside = range(candidate.predicate[0], candidate.predicate[-1] + 1)
        office = next((t for t in candidate.predicate if self.syntax.head[t] not in inside), head)
        speaker, attributed = self._speaker(office if candidate.role else head, status)
        excluded = self.syntax.excluded(candidate.x) or self.syntax.excluded(candidate.y)
        positive = status.positive != candidate.negative and not excluded
        span = self._span(candidate)
        return Relation(
            subject=x,
            predicate=candidate.relation,
            object=y,
            span=span,
            subject_span=self._argument_span(candidate.x, head),
            predicate_span=self._tokens_span(candidate.predicate),
            object_span=self._argument_span(candidate.y, head),
            rule=candidate.rule,
            polarity=Polarity.POSITIVE if positive else Polarity.NEGATIVE,
            factuality=weaker(
                weaker(status.factuality, factuality), Factuality.POSSIBLE if attributed else Factuality.ACTUAL
            ),
            speaker=speaker,
            attributed=attributed,
            time=time_of(self.doc[head], published=self.published) or "",
            role=candidate.role,
            former=candidate.former or self._over(candidate),
            confidence=self._confidence(candidate),
            event=self._event_class(candidate, weaker(status.factuality, factuality), positive=positive),
        )

    def _event_class(self, candidate: Candidate, factuality: Factuality, *, positive: bool) -> str:
        """Which kind of event a candidate tells of; none where it is only asked for."""
        kind = self.lexicon.relations[candidate.relation]
        if not kind.plover or factuality is Factuality.REQUESTED:
            return ""
        announced = factuality is Factuality.FUTURE or (
            factuality is Factuality.POSSIBLE
            and candidate.judged is not None
            and self.judge.announced(candidate.judged)
        )
        own = candidate.plover or (kind.plover_armed if self._armed(candidate.x) else "")
        if own and positive:
            return self.lexicon.announced.get(own, own) if announced else own
        return kind.event_class(positive=positive, announced=announced)

    def _armed(self, token: int) -> bool:
        """Whether a token stands for armed forces: "troops", "jets", a state."""
        return self.syntax.lemma[token] in self.lexicon.armed or self.doc[token].label == "GPE"

    def _over(self, candidate: Candidate) -> bool:
        """Whether a state is told as past: "was once a member", "led the bank until 2014"."""
        syntax, i = self.syntax, candidate.judged
        if candidate.relation not in {"roleOf", "memberOf"} or i is None:
            return False
        past = (syntax.tag[i] == "VBD" and not syntax.has(i, "aux")) or any(
            syntax.tag[c] == "VBD" for c in syntax.of(i, "cop", "aux")
        )
        once = any(self.lexicon.modifiers.get(syntax.lower[c], (False, ""))[0] for c in syntax.of(i, "advmod"))
        if once and syntax.pos[i] == "NOUN" and not syntax.has(i, "cop"):
            return True  # "Once a member of NATO, Chad …"
        phrases = {syntax.marker(c) for c in syntax.of(i, "obl")}
        held = (
            candidate.relation == "roleOf" and not candidate.role and not self.attributions.of(i)
        )  # "who led the bank"
        return past and (held or once or bool(phrases & {"until", "till"}) or {"from", "to"} <= phrases)

    def speaker_of(self, predicate: int, status: Status) -> str | None:
        """The name of who says what a predicate says, or None for the text's own voice."""
        chain, _ = self._speaker(predicate, status)
        return None if chain is None else self.chains.chains[chain].name

    def explain(self) -> Iterator[str]:
        """For a person: the names and phrases that were found, and of each proposition what became of it."""
        doc, chains = self.doc, self.chains.chains
        named = [f"{c.name} ({c.type})" for c in chains if c.named]
        yield "names: " + (", ".join(named) if named else "none")
        relations = list(self.relations())
        considered: set[int] = set()
        for candidate in self.candidates():
            words = " ".join(doc[t].text for t in sorted(candidate.predicate))
            considered.update(candidate.predicate)
            xs, ys = self._subjects(candidate), self._objects(candidate)
            sides = f"“{doc[candidate.x].text}” and “{doc[candidate.y].text}”"
            said = f"“{words}” with {sides} as {local_name(candidate.relation)} ({candidate.rule})"
            if not xs or not ys:
                yield f"{said}: no entity is meant by “{doc[candidate.y if xs else candidate.x].text}”"
                continue
            for x in xs:
                for y in ys:
                    reason = self._rejected(candidate, x, y)
                    yield f"{said}: " + (
                        reason or f"{chains[x].name} {local_name(candidate.relation)} {chains[y].name}"
                    )
        for i, pos in enumerate(self.syntax.pos):
            slots = self.syntax.arguments(i) if pos == "VERB" and i not in considered else {}
            filled = {slot: " and ".join(doc[t].text for t in tokens) for slot, tokens in slots.items() if tokens}
            if filled:
                phrases = ", ".join(f"{slot} “{words}”" for slot, words in filled.items())
                lemma = self.syntax.lemma[i]
                yield f"“{doc[i].text}” with {phrases}: no lexical entry of “{lemma}” has a frame that these fill"
        yield f"{len(relations)} relation{'' if len(relations) == 1 else 's'} found"

    def _speaker(self, head: int, status: Status) -> tuple[int | None, bool]:
        """Who says so: the subject of an embedding verb, else the attribution that the words stand in."""
        attribution = self.attributions.of(head)
        if attribution is not None and self.attributions.presupposed(head):
            attribution = None
        if status.speaker is not None and (attribution is None or status.speaker not in {attribution.cue}):
            for s in self._speakers(status.speaker):
                if attribution is None and s in self.attributions.speakers_of_first_person:
                    return None, False  # `we` in the text's own voice is the text
                found = self._voices(s)
                if found:
                    return found[0], False
            if attribution is None and status.factuality is not Factuality.REQUESTED:
                return None, True
        while attribution is not None:
            if attribution.speaker is not None:
                found = self._voices(attribution.speaker)
                return (found[0], False) if found else (None, True)
            if not attribution.named and attribution.outer is None:
                return None, True
            attribution = attribution.outer
        return None, status.attributed

    def _voices(self, token: int) -> tuple[int, ...]:
        """The chains of a speaker; of a text such as "a ministry report", or later "the report", its author's."""
        syntax = self.syntax
        found = self.chains_of(token)
        if any(self.chains.chains[c].named for c in found) or syntax.pos[token] != "NOUN":
            return found
        if self.lexicon.classes.get(syntax.lemma[token], "Work") != "Work":
            return found
        same = (t for t in range(token, -1, -1) if syntax.lemma[t] == syntax.lemma[token] and syntax.pos[t] == "NOUN")
        for noun in same:
            authors = (
                t
                for slot in ("possessor", "premodifier", "by", "from")
                for t in syntax.noun_arguments(noun).get(slot, ())
            )
            voices = [c for t in authors for c in self.chains_of(t) if self._speaks(c)]
            if voices:
                return (voices[0],)
            if noun == token and not any(syntax.lower[c] == "the" for c in syntax.of(noun, "det")):
                break
        return found

    def _speaks(self, chain: int) -> bool:
        """Whether a chain is named and can say something."""
        return self.chains.chains[chain].named and bool(self._classes[chain] & {"Person", "Organization", "Country"})

    def _speakers(self, cue: int) -> list[int]:
        """Whose words the complement of a verb or noun of speech or request is."""
        if self.syntax.pos[cue] in {"VERB", "AUX"}:
            return self.syntax.arguments(cue).get("subject", [])
        return self.syntax.actors_of_noun(cue) or self.syntax.surface_subject(cue)

    # places

    def _argument_span(self, token: int, head: int) -> Span:
        """Where an argument stands; the name at `head` for one inside it that is only known from elsewhere."""
        return self._mention_span(token if self.doc[token].sentence == self.doc[head].sentence else head)

    def _mention_span(self, token: int) -> Span:
        mention = self.chains.mentions.get(token)
        if mention is not None:
            return Span(mention.start, mention.end)
        t = self.doc[token]
        return Span(t.start, t.end)

    def _tokens_span(self, tokens: Iterable[int]) -> Span:
        found = [self.doc[t] for t in tokens]
        return Span(min(t.start for t in found), max(t.end for t in found))

    def _span(self, candidate: Candidate) -> Span:
        """The words from the first to the last of the predicate, its auxiliaries and both arguments."""
        head = candidate.predicate[0]
        helpers = [
            c
            for c in self.syntax.children[head]
            if self.syntax.dep[c] in {"aux", "aux:pass", "cop", "advmod", "compound:prt"} and abs(c - head) < 5
        ]
        spans = [
            self._tokens_span([*candidate.predicate, *helpers]),
            self._argument_span(candidate.x, head),
            self._argument_span(candidate.y, head),
        ]
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def features(self, candidate: Candidate) -> tuple[float, ...]:
        """What a candidate's confidence is computed from, in the order of `confidence.FEATURES`."""
        tokens = {candidate.x, candidate.y, candidate.predicate[0]}
        arcs = [max(1e-3, self.doc.arc_probability(t)) for t in tokens]
        mentions = [m for t in (candidate.x, candidate.y) if (m := self.chains.mentions.get(t)) is not None]
        names = [max(1e-3, m.probability) for m in mentions]
        labels = {m.label for m in mentions}
        return (
            1.0,
            sum(map(math.log, arcs)),
            sum(map(math.log, names)),
            float("PRON" in labels),
            float("NOUN" in labels),
            float(candidate.weight > 1),
            float(bool(candidate.role)),
        )

    def _confidence(self, candidate: Candidate) -> float:
        return confidence(self.features(candidate))


def _place(r: Relation) -> tuple[int, str, int, int, int, int]:
    """Where a relation belongs in the order of the text."""
    return r.predicate_span.start, r.predicate, r.subject_span.start, r.object_span.start, r.subject, r.object


def _holds(starts: list[int], start: int, end: int) -> bool:
    """Whether one of some sorted places lies inside a span."""
    place = bisect_left(starts, start)
    return place < len(starts) and starts[place] < end


def _repeated(doc: Document) -> Iterator[int]:
    """Tokens of sentences that stood in the article before, word for word, as in feeds that give the body twice."""
    seen: set[str] = set()
    for start, end in doc.sentences:
        text = " ".join(doc.between(start, end).split())
        if len(text) >= REPEATED:
            if text in seen:
                yield from range(start, end)
            seen.add(text)


def _published(article: Article) -> date | None:
    found = article.date[:10] or (dateline(article.text) or "")[:10]
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        return None


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon) -> SpeechCues:
    single = [e for found in lexicon.embeddings.values() for e in found if len(e.words) == 1]
    return SpeechCues(
        verbs=lexicon.speech_verbs,
        nouns=frozenset(e.words[0] for e in single if e.pos == "noun" and e.affirmed.startswith("Reported")),
        hedges=frozenset(word for word, effect in lexicon.hedges.items() if effect.startswith("Reported")),
        passives=frozenset(e.words[0] for e in single if e.pos == "verb" and e.affirmed.startswith("Reported")),
        prepositions=frozenset({("according", "to"), ("in", "the", "words", "of"), ("in", "the", "view", "of")}),
        requests=frozenset(
            e.words[0]
            for e in single
            if e.pos == "verb" and e.affirmed.endswith("Requested") and e.words[0] not in lexicon.modals
        ),
        performatives=lexicon.performatives,
        intents=frozenset(
            e.words[0] for e in single if e.pos == "verb" and e.complements == {"Infinitive"} and e.affirmed == "Future"
        ),
        supports=frozenset(
            verb
            for verb, found in lexicon.support.items()
            if any(bound == "X" and len(words) == 1 for words, bound, _ in found)
        ),
    )


@lru_cache(maxsize=4)
def _class_nouns(lexicon: Lexicon) -> ClassNouns:
    return ClassNouns.of(lexicon)
