"""Which people, of those whom the importing user may see, the drafts speak of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select

from webapp.db import Prepared, key, one_of_given
from webapp.imports.drafts import Draft
from webapp.imports.plan import Match
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.values import display_name
from webapp.people.visible import LIVING, seen_by
from webapp.users.viewer import Viewer


class Found(NamedTuple):
    person_id: int
    name: str


def points_of(draft: Draft, match: Match) -> tuple[str, ...]:
    """What a draft is matched by."""
    if match == "none":
        return ()
    if match == "email":
        return tuple(norm for _, norm in draft.values.get("emails", ()))
    phones = tuple(norm for _, norm in draft.values.get("phones", ()))
    return tuple(f"{name_key_of(draft)} {phone}" for phone in phones) if match == "name-phone" else phones


def find_matches(drafts: Sequence[Draft], match: Match, viewer: Viewer) -> dict[int, list[Found]]:
    """{position among the drafts: everybody it matches}. People whom the viewer may not see never match."""
    wanted = {point for draft in drafts for point in draft.points}
    if not wanted:
        return {}
    people = _people_by_point(wanted, match, viewer)
    found = {}
    for i, draft in enumerate(drafts):
        matched = {person for point in draft.points if point in people for person in people[point]}
        if matched:
            found[i] = sorted(matched)
    return found


def _people_by_point(wanted: set[str], match: Match, viewer: Viewer) -> dict[str, set[Found]]:
    norms = wanted if match != "name-phone" else {point.rpartition(" ")[2] for point in wanted}
    people: dict[str, set[Found]] = defaultdict(set)
    addressed = _addressed(PersonEmail if match == "email" else PersonPhone, viewer)
    for norm, person_id, name, name_key in addressed.rows(norms=list(norms)):
        people[f"{name_key} {norm}" if match == "name-phone" else norm].add(Found(person_id, name))
    return people


@lru_cache(maxsize=8)
def _addressed(model, viewer: Viewer) -> Prepared:
    """Whom the viewer may see of those with one of the addresses `norms`."""
    return Prepared(
        select(model.norm, Person.id, Person.name, Person.name_key)
        .join(Person, Person.id == model.person_id)
        .where(one_of_given(model.norm, "norms"), LIVING, seen_by(viewer))
    )


def several(found: Iterable[Found]) -> str:
    """The sentence that rejects a row which speaks of more than one person."""
    found = list(found)
    names = ", ".join(f"{person.name} (number {person.person_id})" for person in found[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f"It matches {len(found)} people: {names}{more}."


def name_key_of(draft: Draft) -> str:
    """The folded name that the draft's person would have in lists."""
    return key(
        display_name(draft.values.get("first", ""), draft.values.get("last", ""), draft.company or "?")
    )
