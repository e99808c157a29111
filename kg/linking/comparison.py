"""How alike the names of two entities are, and the signs by which those that are alike find each other."""

from __future__ import annotations

from rapidfuzz import fuzz

from kg.linking.profiles import Form, Profile, type_of
from kg.names import acronyms, fold, given_initials, is_acronym, plain, sound, spelling, words
from kg.names import given as same_given
from kg.namewords import one_legal_form, without_legal_form


def signs(profile: Profile) -> set[str]:
    """Texts of which any two that `compare` finds alike have one in common, but for acronyms."""
    if profile.family == "person":
        return {sign for parts, _ in profile.forms if len(parts) > 1 for sign in _signs_of_person(parts)}
    if profile.family == "organization":
        return {fold(profile.label).removesuffix("s")}.union(*map(_spellings, profile.names))
    return _spellings(profile.label)


def _signs_of_person(parts: tuple[str, ...]) -> set[str]:
    """The surname with each letter that the given name can begin with; the whole name, in both orders."""
    surname = spelling(parts[-1])
    return {"".join(parts), "".join(reversed(parts)), *(f"{surname} {letter}" for letter in given_initials(parts[0]))}


def _spellings(name: str) -> set[str]:
    """The signs of a thing's name: a text for each way in which `_compare_organizations` finds two names alike."""
    parts = words(name)
    kept = without_legal_form(parts)
    return {"".join(parts), "".join(kept), "".join(plain(name)), "".join(map(sound, parts))}


def acronyms_among(profile: Profile) -> set[str]:
    """The names of an organization that are acronyms."""
    return {fold(name).replace(" ", "") for name in profile.names if is_acronym(name)}


def acronyms_for(profile: Profile) -> set[str]:
    """The acronyms that the names of an organization can have."""
    return set[str]().union(*(acronyms(name) for name in profile.names if len(plain(name)) >= 3))


def compare(a: Profile, b: Profile) -> tuple[float, str] | None:
    """How alike two entities' names are (0 to 1) and in which way; None where they are not."""
    if a.family != b.family:
        return None
    if a.family == "person":
        found = [m for x in a.forms for y in b.forms if (m := _compare_persons(x, y))]
    elif a.family == "organization":
        # two other names than these prove nothing: the police of Nepal and the police of Chad are both the police
        pairs = {*((a.label, name) for name in b.names), *((b.label, name) for name in a.names)}
        found = [m for label, name in pairs if (m := _compare_organizations(label, name))]
        if type_of(a) == type_of(b) == "Group" and fold(a.label).removesuffix("s") == fold(b.label).removesuffix("s"):
            found.append((0.92, "the singular and the plural of one name"))
    else:
        found = [m] if (m := _compare_names(a.label, b.label)) else []
    return max(found, default=None)


def _compare_persons(one: Form, other: Form) -> tuple[float, str] | None:
    """Compare two persons' names, each with a given name and a surname."""
    (left, one_suffix), (right, other_suffix) = one, other
    if min(len(left), len(right)) < 2 or set(one_suffix) != set(other_suffix):
        return None
    if left == right:
        return 0.97, "the same name but for titles, case and diacritics"
    if "".join(left) == "".join(right):
        return 0.95, "the same name but for hyphens and spaces"
    if len(left) == len(right) == 2 and left == right[::-1]:
        return 0.6, "the same given name and surname in the other order"
    if spelling(left[-1]) != spelling(right[-1]):
        return None
    if len(left) == len(right) and all(spelling(x) == spelling(y) for x, y in zip(left, right, strict=True)):
        return 0.92, "spellings of the same name"
    short, long = sorted((left, right), key=len)
    if spelling(short[0]) == spelling(long[0]) and len(short[0]) > 1:
        if _within(short[1:-1], long[1:-1]):
            return 0.9, "the same given name and surname, one with a middle name"
        return None
    if not _within(short[1:-1], long[1:-1]):
        return None
    if 1 in (len(short[0]), len(long[0])) and short[0][0] == long[0][0]:
        return 0.7, "the same surname, and the given name's initial"
    if same_given(short[0], long[0]):
        return 0.8, "the same surname, and forms of the same given name"
    return None


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether middle names agree as far as both are given, an initial for a name."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(short, long, strict=False))


def _compare_organizations(label: str, name: str) -> tuple[float, str] | None:
    """Compare the label of an organization with a name of another."""
    one, other = words(label), words(name)
    left, right = without_legal_form(one), without_legal_form(other)
    if left and left == right and one != other:
        return (0.93, "the same name but for its legal form") if one_legal_form(one, other) else None
    if found := _compare_names(label, name):
        return found
    letters = fold(label).replace(" ", "")
    if is_acronym(label) and len(letters) >= 3 and len(plain(name)) >= 3 and letters in acronyms(name):
        return 0.85, f"'{label}' abbreviates '{name}'"
    return None


def _compare_names(one: str, other: str) -> tuple[float, str] | None:
    """Compare two names of things."""
    left, right = words(one), words(other)
    if not left or not right:
        return None
    if left == right:
        if is_acronym(one) != is_acronym(other) and len(left) == 1 and len(left[0]) <= 3:
            return None  # WHO is not who
        return 0.97, "the same name but for case and diacritics"
    if "".join(left) == "".join(right) and len("".join(left)) > 4:
        return 0.95, "the same name but for hyphens and spaces"
    if plain(one) == plain(other):
        return 0.93, "the same name in British and American spelling"
    if len(left) == len(right) and all(_alike(x, y) for x, y in zip(left, right, strict=True)):
        return 0.8, "spellings of the same name"
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two words are the same or spellings that sound the same."""
    return one == other or (
        min(len(one), len(other)) >= 5
        and sound(one) == sound(other)
        and fuzz.ratio(one, other) >= 86
        and not (one + other).isdigit()
    )
