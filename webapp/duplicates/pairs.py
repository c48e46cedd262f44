"""The review list: the pairs that a viewer may see, which are those whose both people they see."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, update
from sqlalchemy.orm import aliased

from webapp.db import Prepared, db
from webapp.duplicates.models import Pair
from webapp.people.models import Person
from webapp.people.visible import seen_by
from webapp.users.user import User
from webapp.users.viewer import Viewer

PAGE = 50
COUNTED = 1_000
"""More than these are not counted."""
MOST_IN_NAV, LOOKED_AT_IN_NAV = 99, 300
_one, _other = aliased(Person), aliased(Person)


class Place(NamedTuple):
    """Where a pair stands on the list, which begins with the highest scores."""

    score: int
    first_id: int
    second_id: int


@dataclass(frozen=True)
class Listed:
    """A pair on the list. `dismissed_at` is None for an open one; `by` is who dismissed it."""

    place: Place
    names: tuple[str, str]
    reasons: list[tuple[str, int]]
    dismissed_at: int | None = None
    by: str = ""

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/duplicates/{self.place.first_id}/{self.place.second_id}"

    @property
    def path_of_next(self) -> str:
        """The address that leads to the pair after it, whatever becomes of this one."""
        return f"/duplicates/next?{urlencode(self.place._asdict())}"


def pairs_for(
    viewer: Viewer, *, dismissed: bool = False, after: Place | None = None
) -> tuple[list[Listed], Place | None]:
    """A page of the open pairs, or of the dismissed ones, and after which the next page begins."""
    statement = _pairs(viewer, dismissed)
    if after:
        statement = statement.where(_comes_after(after))
    found = _listed(statement.order_by(*_ORDER).limit(PAGE + 1))
    return found[:PAGE], found[PAGE - 1].place if len(found) > PAGE else None


def pair_for(viewer: Viewer, first_id: int, second_id: int) -> Listed | None:
    """A pair, open or dismissed, if the viewer sees both."""
    both = Pair.first_id == first_id, Pair.second_id == second_id
    found = _listed(_seen_pairs(viewer).where(*both))
    return found[0] if found else None


def count_for(viewer: Viewer) -> int:
    """How many open pairs there are, counted up to COUNTED."""
    return _counted(_pairs(viewer))


def in_nav(viewer: Viewer) -> str:
    """How many open pairs there are, as a list beside every page can afford to say it: among the likeliest
    few hundred of the company, "99+" for more than that, '' for none."""
    ((number,),) = _likeliest(viewer).rows()
    return f"{MOST_IN_NAV}+" if number > MOST_IN_NAV else str(number or "")


@lru_cache(maxsize=64)
def _likeliest(viewer: Viewer) -> Prepared:
    """How many of the likeliest pairs the viewer sees."""
    first = select(Pair.first_id, Pair.second_id).where(Pair.dismissed_at.is_(None))
    first = first.order_by(Pair.score.desc()).limit(LOOKED_AT_IN_NAV).subquery()
    seen = (
        select(first.c.first_id)
        .join(_one, _one.id == first.c.first_id)
        .join(_other, _other.id == first.c.second_id)
        .where(*_both_seen_by(viewer))
        .limit(MOST_IN_NAV + 1)
    )
    return Prepared(select(func.count()).select_from(seen.subquery()))


def before(viewer: Viewer, place: Place) -> int:
    """How many open pairs stand before this place, counted up to COUNTED."""
    return _counted(_pairs(viewer).where(_comes_before(place)))


def neighbours(viewer: Viewer, place: Place) -> tuple[Listed | None, Listed | None]:
    """The open pairs right before and right after this place."""
    earlier = _pairs(viewer).where(_comes_before(place)).order_by(*_REVERSED).limit(1)
    return next(iter(_listed(earlier)), None), pair_after(viewer, place)


def pair_after(viewer: Viewer, place: Place) -> Listed | None:
    """The open pair right after this place."""
    later = _pairs(viewer).where(_comes_after(place)).order_by(*_ORDER).limit(1)
    return next(iter(_listed(later)), None)


def pairs_of_person(viewer: Viewer, person_id: int) -> list[Listed]:
    """The open pairs of somebody, the likeliest first."""
    of_them = or_(Pair.first_id == person_id, Pair.second_id == person_id)
    return _listed(_pairs(viewer).where(of_them).order_by(*_ORDER).limit(PAGE))


def dismiss(pair: Listed, *, by, now: int) -> bool:
    """Remember that these are not the same person; False if somebody did already."""
    return _set(pair, Pair.dismissed_at.is_(None), dismissed_at=now, dismissed_by_id=by.id)


def take_up_again(pair: Listed) -> bool:
    """Put a dismissed pair back on the list; False if it is there."""
    return _set(pair, Pair.dismissed_at.is_not(None), dismissed_at=None, dismissed_by_id=None)


def _set(pair: Listed, condition, **values) -> bool:
    both = Pair.first_id == pair.place.first_id, Pair.second_id == pair.place.second_id
    return bool(db.session.execute(update(Pair).where(*both, condition).values(**values)).rowcount)


_ORDER = (Pair.score.desc(), Pair.first_id, Pair.second_id)
_REVERSED = (Pair.score, Pair.first_id.desc(), Pair.second_id.desc())


def _pairs(viewer: Viewer, dismissed: bool = False) -> Select:
    standing = Pair.dismissed_at.is_not(None) if dismissed else Pair.dismissed_at.is_(None)
    return _seen_pairs(viewer).where(standing)


def _seen_pairs(viewer: Viewer) -> Select:
    return (
        select(
            Pair.score,
            Pair.first_id,
            Pair.second_id,
            Pair.reasons,
            Pair.dismissed_at,
            _one.name.label("one"),
            _other.name.label("other"),
            func.coalesce(User.name, "").label("by"),
        )
        .join(_one, _one.id == Pair.first_id)
        .join(_other, _other.id == Pair.second_id)
        .outerjoin(User, User.id == Pair.dismissed_by_id)
        .where(*_both_seen_by(viewer))
    )


def _both_seen_by(viewer: Viewer) -> list[ColumnElement[bool]]:
    """The 0 is no literal here: with one SQLite would begin with everybody who lives instead of with the few
    pairs."""
    return [condition for of in (_one, _other) for condition in (of.hidden == 0, seen_by(viewer, of))]


def _counted(pairs: Select) -> int:
    some = pairs.with_only_columns(Pair.first_id).limit(COUNTED)
    return db.session.scalar(select(func.count()).select_from(some.subquery()))


def _comes_after(place: Place):
    ids = tuple_(Pair.first_id, Pair.second_id) > tuple_(place.first_id, place.second_id)
    return or_(Pair.score < place.score, and_(Pair.score == place.score, ids))


def _comes_before(place: Place):
    ids = tuple_(Pair.first_id, Pair.second_id) < tuple_(place.first_id, place.second_id)
    return or_(Pair.score > place.score, and_(Pair.score == place.score, ids))


def _listed(statement: Select) -> list[Listed]:
    return [
        Listed(
            Place(row.score, row.first_id, row.second_id),
            (row.one, row.other),
            [tuple(reason) for reason in row.reasons],
            row.dismissed_at,
            row.by,
        )
        for row in db.session.execute(statement)
    ]
