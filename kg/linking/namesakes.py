"""Which articles that use one name speak of different bearers of it: evidence against one node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from kg.linking.describing import BORN, COUNTRY, KIND, OF, OTHER, ROLE, field_of
from kg.linking.profiles import Corpus, Profile, Record
from kg.vocabulary import apart_iri

YEARS: Final = 2
"""By how much two years of birth may differ that were counted back from an age."""
AGAINST: Final = 2
"""How much more must speak against one bearer than for it."""


@dataclass(slots=True)
class Described:
    """What some articles together say of the bearer of a name, and of what else they speak."""

    articles: set[int] = field(default_factory=set)
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    contents: set[str] = field(default_factory=set)

    def absorb(self, other: Described) -> None:
        """Add what other articles say."""
        self.articles |= other.articles
        self.contents |= other.contents
        for key, values in other.told.items():
            self.told.setdefault(key, set()).update(values)


def read_lines(lines: Iterable[str]) -> dict[str, set[str]]:
    """What the lines of `describing.describe` tell, by key."""
    told: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        key, _, value = line.partition(": ")
        told[key].add(value)
    return told


def against(
    one: Mapping[str, set[str]], other: Mapping[str, set[str]], *, related: bool = False
) -> list[tuple[int, str]]:
    """What speaks against one bearer (positive) and for one (negative), each with a reason.

    Args:
        one, other: what two descriptions tell.
        related: whether their articles have other entities in common.
    """
    found = list[tuple[int, str]]()
    roles = one.get(ROLE, set()), other.get(ROLE, set())
    fields = tuple({f for role in of if (f := field_of(role))} for of in roles)
    if roles[0] & roles[1]:
        found.append((-2, f"both are called {min(roles[0] & roles[1])}"))
    elif fields[0] & fields[1]:
        found.append((-1, "their roles lie in one field"))
    elif fields[0] and fields[1]:
        found.append((2, f"one is called {min(roles[0])}, the other {min(roles[1])}"))
    bodies = one.get(OF, set()), other.get(OF, set())
    if bodies[0] & bodies[1]:
        found.append((-3, "both have a role in one body"))
    countries = one.get(COUNTRY, set()), other.get(COUNTRY, set())
    if countries[0] & countries[1]:
        found.append((-1, "both are of one country"))
    elif countries[0] and countries[1]:
        found.append((2, "they are of different countries"))
    years = ({int(y) for y in of.get(BORN, ()) if y.isdigit()} for of in (one, other))
    if distances := [abs(a - b) for a, b in product(*years)]:
        apart = min(distances)
        found.append((3, f"they were born {apart} years apart") if apart > YEARS else (-2, "they are of one age"))
    for left, right in ((one, other), (other, one)):
        if shared := left.get(OTHER, set()) & right.get(ROLE, set()):
            found.append((4, f"an article says that the {min(shared)} is another one"))
            break
    kinds = one.get(KIND, set()), other.get(KIND, set())
    if kinds[0] and kinds[1] and not kinds[0] & kinds[1]:
        found.append((3, f"one is a {min(kinds[0])}, the other a {min(kinds[1])}"))
    if related:
        found.append((-2, "their articles have other entities in common"))
    return found


def contradictory(reasons: Sequence[tuple[int, str]]) -> bool:
    """Whether more speaks against one bearer than for it."""
    return sum(weight for weight, _ in reasons) >= AGAINST


def may_contradict(lines: Iterable[str]) -> bool:
    """Whether anything in what all articles say of a name can speak against one bearer: see `against`."""
    told = read_lines(lines)
    roles, years = told.get(ROLE, set()), [int(y) for y in told.get(BORN, ()) if y.isdigit()]
    return (
        len({f for role in roles if (f := field_of(role))}) > 1
        or len(told.get(COUNTRY, ())) > 1
        or len(told.get(KIND, ())) > 1
        or max(years, default=0) - min(years, default=0) > YEARS
        or not roles.isdisjoint(told.get(OTHER, ()))
    )


def split(known: Sequence[Record], corpus: Corpus) -> dict[tuple[str, str], str]:
    """Give the bearers of one name IRIs of their own, where what articles say of them contradicts itself.

    Names with an identifier elsewhere are left alone. The bearer of most articles keeps the IRI. An article that says
    nothing of its bearer joins the one whose articles have other entities in common with it; where that are several or
    none, it gets a node of its own, since it may be either.

    Args:
        known: what the articles know.
        corpus: the same, gathered.

    Returns:
        (article, IRI) -> the IRI of its bearer, where that is not the plain one.
    """
    numbers = {name: number for number, name in enumerate(corpus.article_names)}
    told: dict[str, dict[int, Described]] = defaultdict(dict)
    for article, entity in known:
        if entity.described and not entity.local and not corpus.profiles[entity.iri].same_as:
            number = numbers[article]
            contents = set(corpus.said.contents(article))
            told[entity.iri][number] = Described({number}, read_lines(entity.described), contents)
    apart: dict[tuple[str, str], str] = {}
    for iri, of_article in sorted(told.items()):
        profile = corpus.profiles[iri]
        if len(profile.articles) < 2 or len(of_article) < 2 or not may_contradict(profile.described):
            continue
        for number, bearer in _apart_from_most(corpus, iri, of_article):
            apart[corpus.article_names[number], iri] = bearer
    return apart


def weigh_descriptions(one: Profile, other: Profile) -> list[tuple[int, str]]:
    """What the descriptions of two entities say against their being one, and for it."""
    if not one.described or not other.described:
        return []
    return against(read_lines(one.described), read_lines(other.described))


def _apart_from_most(corpus: Corpus, iri: str, of_article: Mapping[int, Described]) -> Iterator[tuple[int, str]]:
    """The articles of a name that do not speak of its commonest bearer, each with the IRI of theirs."""
    groups: list[Described] = []
    for _, described in sorted(of_article.items(), key=lambda item: (-sum(map(len, item[1].told.values())), item[0])):
        fits = []
        for place, group in enumerate(groups):
            related = _share_entities(corpus, described.contents, group.contents, iri)
            reasons = against(described.told, group.told, related=related)
            if not contradictory(reasons):
                fits.append((sum(weight for weight, _ in reasons), place))
        if fits:
            groups[min(fits)[1]].absorb(described)
        else:
            groups.append(described)
    if len(groups) == 1:
        return
    described_groups = list(groups)
    for number in sorted(corpus.profiles[iri].articles - set(of_article)):
        contents = corpus.said.contents(corpus.article_names[number])
        near = [group for group in described_groups if _share_entities(corpus, contents, group.contents, iri)]
        if len(near) == 1:
            near[0].articles.add(number)
        else:
            groups.append(Described({number}))
    most = min(groups, key=lambda group: (-len(group.articles), min(group.articles)))
    for group in groups:
        if group is not most:
            name = apart_iri(iri, corpus.article_names[min(group.articles)])
            yield from ((number, name) for number in sorted(group.articles))


def _share_entities(corpus: Corpus, one: Iterable[str], other: Collection[str], iri: str) -> bool:
    """Whether articles have other entities in common, places and very frequent ones aside.

    Args:
        one, other: of what they speak.
        iri: of the name that is told apart.
    """
    but = corpus.named.get(iri, (iri,))
    return any(i in other and i not in but and corpus.said.tells(i, places=False) for i in one)


def renamed(known: Iterable[Record], apart: Mapping[tuple[str, str], str]) -> list[Record]:
    """What articles know, each bearer of a name under its own IRI."""
    return [
        (article, replace(entity, iri=bearer)) if (bearer := apart.get((article, entity.iri))) else (article, entity)
        for article, entity in known
    ]
