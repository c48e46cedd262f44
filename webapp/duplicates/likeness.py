"""What people are compared by, and how alike two of them are, in points with their reasons."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

LISTED_FROM = 50
"""Pairs with at least so many points are on the list."""
FULL = 100
ALIKE_FROM = 84
"""How alike, of 100, two names must be to speak for the same person."""
UNLIKE_BELOW = 60
SAME_EMAIL, SAME_PHONE, SAME_NAME, LEAST_NAME = 55, 35, 50, 20
SAME_COMPANY, SAME_STREET, SAME_POSTCODE, SAME_CITY, SAME_BIRTHDAY = 10, 10, 8, 6, 15
OTHER_NAME, OTHER_EMAIL, OTHER_PHONE, OTHER_PLACE, OTHER_BIRTHDAY = -25, -8, -8, -10, -30
COMPANY_ALIKE_FROM = 90

Reason = tuple[str, int]
"""A few words, and the points that they are worth: ("same e-mail", 55)."""


@dataclass(frozen=True)
class Features:
    """What somebody is compared by, all folded but `shown`, which is the name as one reads it; `name` has its
    words in order of the alphabet, so that it does not matter which name came first."""

    shown: str
    name: str
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    company: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    birthday: int = 0


@dataclass(frozen=True)
class Likeness:
    """How alike two people are, 0 to 100 points, and what speaks for and against it."""

    score: int
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        """Whether somebody should look at it."""
        return self.score >= LISTED_FROM

    @property
    def said(self) -> str:
        """What speaks for it, in a few words: "same e-mail, name 94 % alike"."""
        return ", ".join(words for words, points in self.reasons if points > 0)


def compare(one: Features, other: Features) -> Likeness:
    """How alike two people are."""
    reasons = [reason for reason in _reasons(one, other) if reason]
    points = sum(points for _, points in reasons)
    return Likeness(max(0, min(FULL, points)), sorted(reasons, key=lambda reason: -reason[1]))


def names_alike(one: str, other: str) -> bool:
    """Whether two names in sorted words could be of the same person; quick, for thousands of pairs."""
    return one == other or fuzz.ratio(one, other, score_cutoff=ALIKE_FROM) > 0


def _reasons(one: Features, other: Features) -> Iterable[Reason | None]:
    yield _address("e-mail", one.emails, other.emails, SAME_EMAIL, OTHER_EMAIL)
    yield _address("phone", one.phones, other.phones, SAME_PHONE, OTHER_PHONE)
    yield _name(one.name, other.name)
    if one.company and other.company and fuzz.ratio(one.company, other.company) >= COMPANY_ALIKE_FROM:
        yield "same company", SAME_COMPANY
    yield from _places(one, other)
    yield _both("birthday", one.birthday, other.birthday, SAME_BIRTHDAY, OTHER_BIRTHDAY)


def _address(what: str, ones: frozenset, others: frozenset, same: int, different: int) -> Reason | None:
    if ones & others:
        return f"same {what}", same
    return (f"other {what}", different) if ones and others else None


def _name(one: str, other: str) -> Reason | None:
    if not one or not other:
        return None
    if one == other:
        return "same name", SAME_NAME
    alike = fuzz.ratio(one, other)
    if alike >= ALIKE_FROM:
        share = (alike - ALIKE_FROM) / (FULL - ALIKE_FROM)
        return f"name {alike:.0f} % alike", round(LEAST_NAME + share * (SAME_NAME - 5 - LEAST_NAME))
    shared = set(one.split()) & set(other.split())
    return ("other name", OTHER_NAME) if alike < UNLIKE_BELOW and not shared else None


def _places(one: Features, other: Features) -> Iterable[Reason | None]:
    """A place counts once, by the most that is known of it."""
    yield _both("street", one.street, other.street, SAME_STREET, 0)
    if one.postcode and one.postcode == other.postcode:
        yield "same postal code", SAME_POSTCODE
    elif one.country and other.country and one.country != other.country:
        yield "other country", OTHER_PLACE
    else:
        yield _both("city", one.city, other.city, SAME_CITY, OTHER_PLACE)


def _both(what: str, one: object, other: object, same: int, different: int) -> Reason | None:
    """A reason where both have a value."""
    if not one or not other:
        return None
    if one == other:
        return f"same {what}", same
    return (f"other {what}", different) if different else None
