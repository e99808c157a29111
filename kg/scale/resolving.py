"""Who is who over a whole corpus, in steps that each see a part of it: what `kg.linking.resolve` finds, by its rules.

What articles know is dealt out by name: profiles; names with several bearers; names in blocks, in which those that are
alike propose to be one; connected components of the proposals, in which they are accepted from the strongest down;
bare surnames and acronyms, which may join two components; the one name that stands for each cluster.

What people decided concerns few entities: one task sees all that articles know of these, and says under which IRI each
of them is compared; another one says, at the end, what the decisions have come to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from kg.errors import DecisionError
from kg.linking.clusters import Clusters, bare_name, cluster, join_taken, short_names, why_bare
from kg.linking.decisions import Groups, concerned
from kg.linking.namesakes import may_contradict, renamed, split
from kg.linking.profiles import ARTICLES_COMPARED, PLACE, Corpus, Merge, Profile, Record, gather
from kg.linking.resolution import (
    bearers_apart,
    bearers_by_name,
    blocks_of,
    candidates,
    forbidden_pairs,
    proposal,
    standing_rank,
)
from kg.model import entity_of
from kg.scale.engine import Output
from kg.scale.job import Job
from kg.scale.rows import Outbox, by_key, rows, write_table

Packed = dict[str, Any]
"""A profile as JSON, its articles by their IRIs."""
_SETS = ("names", "same_as", "different_from", "described")


def pack(profile: Profile, articles: list[str]) -> Packed:
    """A profile as JSON."""
    kept = {name: sorted(getattr(profile, name)) for name in _SETS}
    known = {"label": profile.label, "family": profile.family, "local": profile.local, "types": profile.types}
    forms = [(parts, sorted(suffixes)) for parts, suffixes in profile.forms]
    return kept | known | {"forms": forms, "articles": articles}


def unpack(iri: str, kept: Packed, numbers: Mapping[str, int]) -> Profile:
    """The profile that was packed.

    Args:
        numbers: of articles, in the order of their IRIs.
    """
    return Profile(
        iri,
        kept["label"],
        kept["family"],
        kept["local"],
        set(kept["names"]),
        tuple((tuple(parts), frozenset(suffixes)) for parts, suffixes in kept["forms"]),
        frozenset(kept["same_as"]),
        frozenset(kept["different_from"]),
        kept["types"],
        {numbers[article] for article in kept["articles"]},
        frozenset(kept["described"]),
    )


def _corpus(profiles: Mapping[str, Packed], said: StoredContents, job: Job) -> Corpus:
    """Some profiles by themselves."""
    names = sorted({article for kept in profiles.values() for article in kept["articles"]})
    numbers = {name: number for number, name in enumerate(names)}
    known = {iri: unpack(iri, kept, numbers) for iri, kept in sorted(profiles.items())}
    of_heads = job.heads.named
    named = {iri: of_heads[iri] for iri in known if iri in of_heads}
    named |= {bearer: of_heads.get(iri, (iri,)) for (_, iri), bearer in job.bearers.items() if bearer in known}
    return Corpus(known, names, said, named)


class StoredContents:
    """What all articles speak of, looked up: see `kg.linking.profiles.CorpusContents`."""

    def __init__(self, job: Job) -> None:
        self.frequent = job.frequent
        self.profiles = lru_cache(maxsize=1 << 14)(job.tables("plain-profiles").get)
        self.contents = lru_cache(maxsize=1 << 14)(self._contents)
        self.table = job.tables("contents")

    def _contents(self, article: str) -> frozenset[str]:
        return frozenset(self.table.get(article) or ())

    def count(self, iri: str) -> int:
        """How many articles know an IRI; 0 of one that identifies in none of them."""
        kept = self.profiles(iri)
        return 0 if kept["local"] else len(kept["articles"])

    def tells(self, iri: str, *, places: bool = True) -> bool:
        """Whether it says something of two articles that both speak of it."""
        return iri not in self.frequent and (places or self.profiles(iri)["family"] != PLACE)


def _records(found: Iterable[list[Any]]) -> list[Record]:
    """The rows of a name."""
    return [(article, entity_of(kept)) for _, article, kept, *_ in found]


def make_profiles(job: Job, number: int) -> Output:
    """Gather what the articles know of each name; find names that may have several bearers."""
    found, contested, frequent, several = dict[str, Packed](), job.outbox(), list[str](), 0
    decided, is_concerned = Outbox(1), concerned(job.decisions, base=job.base)
    for iri, known in by_key(number, job.folder / "entities"):
        records = _records(known)
        corpus = gather(records)
        profile = corpus.profiles[iri]
        found[iri] = pack(profile, corpus.article_names)
        if len(corpus.article_names) > job.limit:
            frequent.append(iri)
        if len(records) > 1 and not profile.local and not profile.same_as and may_contradict(profile.described):
            several += 1
            for article, entity in records:
                contested.put(iri, article, asdict(entity))
        if is_concerned(iri, corpus.article_names):
            for article, entity in records:
                decided.put("", article, asdict(entity))
    write_table(job.table("plain-profiles", number), sorted(found.items()))
    sent = {"contested": contested} | ({"concerned": decided} if job.decisions else {})
    return Output(sent, {"frequent": frequent, "contested": several})


def _groups(job: Job, said: StoredContents) -> Groups:
    """What people's decisions are about."""
    known = sorted(_records(rows(job.folder / "concerned", 0)), key=lambda record: (record[0], record[1].iri))
    return Groups(known, job.decisions, base=job.base, said=said)


def meet(job: Job, _: int) -> Output:
    """Find out under which IRI that is compared on which people have decided.

    The result is an error, in words, where two decisions contradict each other.
    """
    try:
        called, heads = _groups(job, StoredContents(job)).heads()
    except DecisionError as error:
        return Output(result=str(error))
    found = job.outbox()
    for article, entity, iri in called:
        if (article, iri) in heads.of:
            found.put(entity.iri, article, asdict(entity), iri)
    kept = {
        "of": [(*place, head) for place, head in sorted(heads.of.items())],
        "different": heads.different,
        "named": {head: sorted(heads.named[head]) for head in sorted({*heads.of.values()})},
    }
    job.keep("heads", kept)
    return Output({"met": found})


def tell_namesakes_apart(job: Job, number: int) -> Output:
    """Give the bearers of one name IRIs of their own, where their articles contradict each other."""
    said, apart, heads = StoredContents(job), job.outbox(), job.heads
    bearers, decided = list[tuple[str, str, str]](), {iri for _, iri in heads.of}
    contested = (known for iri, known in by_key(number, job.folder / "contested") if iri not in decided)
    met = (sorted(known, key=lambda row: (row[1], row[3])) for _, known in by_key(number, job.folder / "met"))
    for known in chain(contested, met):
        records = _records(known)
        found = split(records, gather(records, said=said, named=heads.named))
        bearers += [(article, name, bearer) for (article, name), bearer in found.items()]
        of_bearers: dict[str, list[Record]] = defaultdict(list)
        for article, entity in renamed(records, found) if found or known[0][0] in heads.named else ():
            of_bearers[entity.iri].append((article, entity))
        for bearer, own in of_bearers.items():
            corpus = gather(own, said=said)
            apart.put(bearer, pack(corpus.profiles[bearer], corpus.article_names))
    return Output({"apart": apart}, sorted(bearers))


def settle_profiles(job: Job, number: int) -> Output:
    """Put the profiles of bearers in the place of those of their names, and send all to their blocks."""
    plain, decided = job.tables("plain-profiles").of(number), {iri for _, iri in job.heads.of}
    found = {iri: kept for iri, kept in plain if iri not in decided}
    found |= dict(rows(job.folder / "apart", number))
    write_table(job.table("profiles", number), sorted(found.items()))
    blocks = job.outbox()
    for iri, kept in sorted(found.items()):
        told = kept | {"articles": kept["articles"][:ARTICLES_COMPARED]}
        for block in sorted(blocks_of(_alone(iri, told))):
            blocks.put(f"block {block}", iri, told)
        for identifier in kept["same_as"]:
            blocks.put(f"identifier {identifier}", iri, None)
    return Output({"blocks": blocks})


def _alone(iri: str, kept: Packed) -> Profile:
    return unpack(iri, kept, {article: number for number, article in enumerate(kept["articles"])})


def propose(job: Job, number: int) -> Output:
    """Compare the names of each block."""
    said = StoredContents(job)
    edges, links = job.outbox(), job.outbox()
    done = set[tuple[str, str]]()

    def send(merge: Merge) -> None:
        edges.put(merge.one, merge.other, merge.score, merge.reason)
        links.put(merge.one, merge.other)
        links.put(merge.other, merge.one)

    for key, known in by_key(number, job.folder / "blocks"):
        if key.startswith("identifier "):
            iris = sorted({iri for _, iri, _ in known})
            for one, other in pairwise(iris):
                send(Merge(one, other, 0.99, f"both are <{key.removeprefix('identifier ')}>"))
        elif len(known) > 1:
            corpus = _corpus({iri: kept for _, iri, kept in known}, said, job)
            for one, other in candidates(key.removeprefix("block "), list(corpus.profiles.values())):
                if (one, other) not in done:
                    done.add((one, other))
                    if merge := proposal(corpus, one, other):
                        send(merge)
    return Output({"edges": edges, "links": links}, len(done))


def route_edges(job: Job, task: tuple[int, str, list[str]]) -> Output:
    """Send what is proposed to its connected component.

    Args:
        task: the partition; the channel that says which name leads each; those whose rows are sent.
    """
    number, stars, channels = task
    found = job.outbox()
    leads: dict[str, str] = dict(rows(job.folder / stars, number))
    for channel in channels:
        for iri, *values in rows(job.folder / channel, number):
            found.put(leads.get(str(iri), str(iri)), iri, *values)
    return Output({f"{stars}-components": found})


def _components(job: Job, number: int, channel: str) -> Iterator[tuple[Corpus, Clusters, dict[Any, list[Any]]]]:
    """Each component, its proposals accepted, and the short forms that its clusters can be called by."""
    profiles, said = job.tables("profiles"), StoredContents(job)
    names = bearers_by_name(job.bearers)
    apart = bearers_apart(names)
    for _, known in by_key(number, job.folder / channel):
        merges = list[Merge]()
        taken: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
        for _, iri, *values in known:
            if len(values) == 3:
                merges.append(Merge(iri, *values))
            else:
                article, head, short, reason = values
                taken[article, head].append((short, iri, reason))
        iris = {iri for merge in merges for iri in (merge.one, merge.other)}
        iris |= {iri for found in taken.values() for short, target, _ in found for iri in (short, target)}
        corpus = _corpus({iri: profiles.get(iri) for iri in iris}, said, job)
        clusters, _ = cluster(corpus, merges, forbidden_pairs(corpus, job.heads.different, names) | apart)
        yield corpus, clusters, dict(taken)


def cluster_components(job: Job, number: int) -> Output:
    """Accept the proposals of each component; tell each name of a cluster who heads it."""
    heads = job.outbox()
    for corpus, clusters, _ in _components(job, number, "stars-components"):
        for members in clusters.groups():
            full = min((i for i in members if _is_full(corpus.profiles[i])), default="")
            for iri in members:
                heads.put(iri, min(members), full, sorted(members))
    return Output({"heads": heads})


def _is_full(profile: Profile) -> bool:
    return profile.family == "person" and bool(short_names(profile))


def call_by_short_forms(job: Job, number: int) -> Output:
    """Send every full name to the short forms that it may be called by, and every bare one to its own."""
    heads = {iri: told for iri, *told in rows(job.folder / "heads", number)}
    found = job.outbox()
    for iri, kept in job.tables("profiles").of(number):
        profile = _alone(iri, kept)
        if bare := bare_name(profile):
            found.put(" ".join(bare), "bare", iri, why_bare(profile, bare), kept["articles"])
        own = (iri, iri if _is_full(profile) else "", [iri])
        for name in sorted(short_names(profile)):
            found.put(" ".join(name), "full", *heads.get(iri, own))
    return Output({"short": found})


def take_short_forms(job: Job, number: int) -> Output:
    """Find the one cluster that a bare surname or an acronym can mean."""
    said, profiles = StoredContents(job), job.tables("profiles")
    taken, links, count = job.outbox(), job.outbox(), 0
    for _, known in by_key(number, job.folder / "short"):
        bare = [row[2:] for row in known if row[1] == "bare"]
        heads = {row[2]: row[3:] for row in known if row[1] == "full"}
        if len(heads) != 1 or not bare:
            continue
        ((head, (full, members)),) = heads.items()
        corpus = _corpus({iri: profiles.get(iri) for iri in (*members, *(iri for iri, *_ in bare))}, said, job)
        of_head = {number for iri in members for number in corpus.profiles[iri].articles}
        for iri, reason, articles in bare:
            if corpus.in_common(corpus.profiles[iri].articles, of_head, but=members):
                taken.put(full or head, min(articles), head, iri, reason)
                links.put(full or head, iri)
                links.put(iri, full or head)
                count += 1
    return Output({"taken": taken, "more-links": links}, count)


def unite(job: Job, task: tuple[int, str]) -> Output:
    """Find the name that stands for each cluster.

    Args:
        task: the partition; the channel of its components.
    """
    number, channel = task
    found = job.outbox()
    for corpus, clusters, taken in _components(job, number, channel):
        join_taken(clusters, taken)
        for members in clusters.groups():
            best = min(members, key=lambda iri: standing_rank(corpus.profiles[iri]))
            for iri in members:
                if iri != best:
                    found.put(iri, best)
    return Output({"united": found})


def keep_names(job: Job, number: int) -> Output:
    """Write who stands for whom, to be looked up."""
    write_table(job.table("names", number), sorted((iri, best) for iri, best in rows(job.folder / "united", number)))
    return Output()


def conclude(job: Job, _: int) -> Output:
    """Find out what people's decisions have come to.

    The result says, by their places in their order, which statements decisions can mean, and which decisions are about
    what no article knows.
    """
    said, names = StoredContents(job), Names(job)
    groups = _groups(job, said)
    same = {(article, e.iri): names.by_name(article, e.iri) for article, e in groups.places.records}
    found = groups.decided(same, is_known=lambda iri: said.profiles(iri) is not None)
    kept = {
        "names": found.names,
        "rejected": sorted(found.rejected),
        "confirmed": sorted(found.confirmed),
        "united": found.united,
    }
    job.keep("verdicts", kept)
    place = {decision: number for number, decision in enumerate(job.decisions.all)}
    facts = [(place[decision], sorted(iris)) for decision, iris in found.facts.items()]
    vanished = [place[decision] for decision in found.vanished]
    return Output(result={"facts": facts, "rejected": sorted(found.rejected), "vanished": vanished})


class Names:
    """Who is who, looked up: (article, entity as it knows it) to the entity that it is."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.named = lru_cache(maxsize=1 << 16)(job.tables("names").get)

    def of(self, article: str, iri: str) -> str:
        """The entity that an article's is."""
        found = self.by_name(article, iri)
        return self.job.united.get(found, found)

    def by_name(self, article: str, iri: str) -> str:
        """The entity that an article's is, but for what people declare one though its names make it two."""
        head = self.job.heads.of.get((article, iri), iri)
        own = self.job.bearers.get((article, head), head)
        return self.named(own) or own
