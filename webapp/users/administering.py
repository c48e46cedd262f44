"""What an administrator does with users and their access; whoever is last in charge stays so."""

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.db import db
from webapp.users import half_sign_in
from webapp.users.link import forget_links
from webapp.users.office import Office
from webapp.users.own_company import OwnCompany
from webapp.users.permission import Permission
from webapp.users.role import Role, UserRole
from webapp.users.session import end_sessions
from webapp.users.user import User, add_user, normal_email


class EmailTaken(Exception):
    """Another user, perhaps a deactivated one, has this address."""

    def __init__(self):
        super().__init__("Somebody has this address already, perhaps a deactivated user.")


class NobodyInCharge(Exception):
    """Nobody who can sign in would be left to manage users."""

    def __init__(self):
        super().__init__("Somebody else must be able to manage users first; nobody would be left in charge.")


class OfficeInUse(Exception):
    """Users or people still belong to the office."""


def invite_user(email: str, *, name: str, office_id: int, roles: list[Role], now: int) -> User:
    """Add a user who has no password yet; raises EmailTaken. The caller mails the invitation."""
    try:
        return add_user(email, name=name, office_id=office_id, roles=roles, now=now)
    except IntegrityError:
        raise EmailTaken from None


def change_user(user: User, *, email: str, name: str, office_id: int, roles: list[Role]) -> None:
    """Give the user these values; raises EmailTaken or NobodyInCharge, after which one rolls back."""
    change_email(user, email)
    user.rename(name)
    user.office_id = office_id
    try:
        user.give_roles(roles)
    except IntegrityError:
        raise EmailTaken from None
    require_somebody_in_charge()


def change_email(user: User, email: str) -> None:
    """Let the user sign in with another address; links that were mailed to the old one die.

    That the address is taken shows at the next flush.
    """
    if normal_email(email) != user.email_norm:
        forget_links(user.id)
    user.email, user.email_norm = email, normal_email(email)


def deactivate(user: User, *, now: int) -> None:
    """End all access of the user at once; raises NobodyInCharge, after which one rolls back."""
    user.deactivated_at = now
    end_sessions(user.id)
    forget_links(user.id)
    half_sign_in.forget_of(user.id)
    db.session.flush()
    require_somebody_in_charge()


def reactivate(user: User) -> None:
    """Let the user sign in again with the password they had."""
    user.deactivated_at = None


def close_office(office: Office, *, people: int, now: int) -> None:
    """Close an office that nobody belongs to (the caller counted its people); raises OfficeInUse."""
    if people or users_of(office.id):
        raise OfficeInUse
    office.closed_at = now


def users_of(office_id: int) -> int:
    """How many active users work in the office."""
    active = User.office_id == office_id, User.deactivated_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(User).where(*active))


def require_somebody_in_charge() -> None:
    """Raise NobodyInCharge unless an active user with a password may manage users.

    Locks the company's row first: of two administrators who demote each other at once, one is refused.
    """
    db.session.flush()
    db.session.execute(update(OwnCompany).where(OwnCompany.id == 1).values(id=1))
    candidates = db.session.scalars(
        select(Role.permissions)
        .join(UserRole, UserRole.role_id == Role.id)
        .join(User, User.id == UserRole.user_id)
        .where(User.deactivated_at.is_(None), User.password_hash.is_not(None))
    )
    if not any(Permission.MANAGE_USERS in permissions for permissions in candidates):
        raise NobodyInCharge
