"""What every request begins with, in one query aside: whose Muster this is, and who asks."""

import json
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Text, and_, bindparam, func, select, type_coerce, update

from webapp.alerts.models import Alert
from webapp.alerts.seeing import waits
from webapp.db import Prepared, aside, try_aside
from webapp.users.own_company import CARD, CompanyCard, OwnCompany, card
from webapp.users.permission import Permission
from webapp.users.role import Role, UserRole
from webapp.users.second_factor import SecondFactor
from webapp.users.session import SEEN_EVERY_SECONDS, Session, is_over, token_hash
from webapp.users.user import User
from webapp.users.viewer import Viewer
from webapp.users.viewing_as import viewed


class Opening(NamedTuple):
    """`company` is None before the set-up; `viewer` when the session ended, lapsed or never was.

    Who `owes_second_factor` must have one and has none. `behind` is who sees Muster as `viewer` does, None
    usually; when `viewing_is_over`, that has ended by itself and its end is still to be noted. `told` is how
    many alerts wait for the viewer.
    """

    company: CompanyCard | None
    viewer: Viewer | None
    owes_second_factor: bool = False
    behind: Viewer | None = None
    viewing_is_over: bool = False
    told: int = 0


_OPENING = Prepared(
    select(
        Session.stays,
        Session.created_at,
        Session.seen_at,
        Session.viewing_id,
        Session.viewing_until,
        and_(OwnCompany.requires_second_factor, SecondFactor.user_id.is_(None)),
        select(func.count())
        .where(Alert.user_id == User.id, waits(bindparam("now")))
        .correlate(User)
        .scalar_subquery(),
        type_coerce(Role.permissions, Text),
        User.id,
        User.name,
        User.email,
        User.office_id,
        Session.id,
        type_coerce(User.preferences, Text),
        *CARD,
    )
    .select_from(OwnCompany)
    .outerjoin(Session, Session.token_hash == bindparam("token_hash"))
    .outerjoin(User, and_(User.id == Session.user_id, User.deactivated_at.is_(None)))
    .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    .outerjoin(UserRole, UserRole.user_id == User.id)
    .outerjoin(Role, Role.id == UserRole.role_id)
    .where(OwnCompany.id == 1)
)


def opening(token: str, now: int) -> Opening:
    """The company and the viewer of a session's token, '' for none; notes when the session was seen."""
    with aside() as connection:
        rows = _OPENING.rows(connection, token_hash=token_hash(token), now=now)
    if not rows:
        return Opening(None, None)
    stays, created_at, seen_at, viewing_id, viewing_until, owes, alerts, _, *others = rows[0]
    user, company = others[:6], card(*others[6:])
    if user[0] is None or is_over(stays=stays, created_at=created_at, seen_at=seen_at, now=now):
        return Opening(company, None)
    if now - seen_at > SEEN_EVERY_SECONDS:
        session_id = user[4]
        try_aside(update(Session).where(Session.id == session_id).values(seen_at=now))
    viewer = _viewer(tuple(row[7] for row in rows), *user)
    if viewing_id is None:
        return Opening(company, viewer, bool(owes), told=alerts)
    seen = viewed(viewing_id, by=viewer) if now < viewing_until else None
    if seen is None:
        return Opening(company, viewer, bool(owes), viewing_is_over=True, told=alerts)
    return Opening(company, seen, behind=viewer)


_KNOWN = frozenset(map(str, Permission))


@lru_cache(maxsize=64)
def _viewer(
    roles: tuple[str | None, ...],
    user_id: int,
    name: str,
    email: str,
    office_id: int,
    session_id: int,
    preferences: str,
) -> Viewer:
    """Built once for what the database says, so that what is kept for a viewer is found at once."""
    permissions = {word for role in roles if role for word in json.loads(role)} & _KNOWN
    return Viewer(
        user_id, name, email, office_id, frozenset(permissions), session_id, json.loads(preferences)
    )
