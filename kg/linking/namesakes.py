"""Which articles that use one name speak of different bearers of it: evidence against one node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kg.linking.describing import BORN, COUNTRY, KIND, OF, OTHER, ROLE
from kg.linking.fields import field_of
from kg.linking.profiles import Corpus, Profile, Record
from kg.vocabulary import digest

YEARS: Final = 2
"""By how much two years of birth may differ that were counted back from an age."""
AGAINST: Final = 2
"""How much more must speak against one bearer than for it."""


@dataclass(slots=True)
class Described:
    """What some articles together say of the bearer of a name."""

    articles: set[int] = field(default_factory=set)
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def absorb(self, other: Described) -> None:
        """Add what other articles say."""
        self.articles |= other.articles
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
    one: Mapping[str, set[str]], other: Mapping[str, set[str]], *, company: bool = False
) -> list[tuple[int, str]]:
    """What speaks against one bearer (positive) and for one (negative), each with a reason.

    Args:
        one, other: what two descriptions tell.
        company: whether their articles have other entities in common.
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
    if (apart := _apart(*years)) is not None:
        found.append((3, f"they were born {apart} years apart") if apart > YEARS else (-2, "they are of one age"))
    for left, right in ((one, other), (other, one)):
        if shared := left.get(OTHER, set()) & right.get(ROLE, set()):
            found.append((4, f"an article says that the {min(shared)} is another one"))
            break
    kinds = one.get(KIND, set()), other.get(KIND, set())
    if kinds[0] and kinds[1] and not kinds[0] & kinds[1]:
        found.append((3, f"one is a {min(kinds[0])}, the other a {min(kinds[1])}"))
    if company:
        found.append((-2, "their articles have other entities in common"))
    return found


def _apart(one: set[int], other: set[int]) -> int | None:
    """By how many years the nearest of two sets differ; None where one is empty."""
    return min((abs(a - b) for a in one for b in other), default=None)


def contradictory(reasons: Sequence[tuple[int, str]]) -> bool:
    """Whether more speaks against one bearer than for it."""
    return sum(weight for weight, _ in reasons) >= AGAINST


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
            told[entity.iri][number] = Described({number}, read_lines(entity.described))
    apart: dict[tuple[str, str], str] = {}
    for iri, of_article in sorted(told.items()):
        profile = corpus.profiles[iri]
        if len(profile.articles) < 2 or len(of_article) < 2:
            continue
        for number, bearer in _apart_from_most(corpus, iri, of_article):
            apart[corpus.article_names[number], iri] = bearer
    return apart


def told_by(one: Profile, other: Profile) -> list[tuple[int, str]]:
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
            company = _company(corpus, described.articles, group.articles, iri)
            reasons = against(described.told, group.told, company=company)
            if not contradictory(reasons):
                fits.append((sum(weight for weight, _ in reasons), place))
        if fits:
            groups[min(fits)[1]].absorb(described)
        else:
            groups.append(Described(set(described.articles), {k: set(v) for k, v in described.told.items()}))
    if len(groups) == 1:
        return
    for number in sorted(corpus.profiles[iri].articles - set(of_article)):
        near = [group for group in groups if _company(corpus, {number}, group.articles & set(of_article), iri)]
        if len(near) == 1:
            near[0].articles.add(number)
        else:
            groups.append(Described({number}))
    most = min(groups, key=lambda group: (-len(group.articles), min(group.articles)))
    for group in groups:
        if group is not most:
            name = f"{iri}-{digest(corpus.article_names[min(group.articles)])[:8]}"
            yield from ((number, name) for number in sorted(group.articles))


def _company(corpus: Corpus, one: Iterable[int], other: Iterable[int], iri: str) -> bool:
    """Whether articles have other entities in common that are no countries and not everywhere."""
    left = {i for number in one for i in corpus.contents[number]}
    right = {i for number in other for i in corpus.contents[number]}
    return any(
        i != iri and len(corpus.profiles[i].articles) <= corpus.limit and corpus.profiles[i].family != "place"
        for i in left & right
    )


def renamed(known: Iterable[Record], apart: Mapping[tuple[str, str], str]) -> list[Record]:
    """What articles know, each bearer of a name under its own IRI."""
    return [
        (article, replace(entity, iri=bearer)) if (bearer := apart.get((article, entity.iri))) else (article, entity)
        for article, entity in known
    ]
