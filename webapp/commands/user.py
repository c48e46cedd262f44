"""`muster user add`, `muster user password`, `muster user second-factor`"""

import sys
from dataclasses import dataclass

import click
from flask.cli import AppGroup

from webapp import clock
from webapp.activity.audit import audit
from webapp.context import base_url
from webapp.db import db
from webapp.messaging.account_mail import mail_second_factor
from webapp.migrations import require_current
from webapp.operations.first_run import set_up
from webapp.users.credentials import set_password
from webapp.users.email_address import checked_address
from webapp.users.link import make_link
from webapp.users.office import Office, office_named, open_office, open_offices
from webapp.users.own_company import own_company
from webapp.users.passwords import WeakPassword, check_strength, hash_password
from webapp.users.role import Role, role_named, roles
from webapp.users.second_factor import standing_of, switch_off
from webapp.users.user import User, add_user, user_with_email

command = AppGroup("user", help="Who may sign in.")


@dataclass(frozen=True)
class NewUser:
    """What the command line says of somebody."""

    email: str
    name: str
    roles: tuple[str, ...]
    office: str | None
    password: str | None


@command.command("add")
@click.argument("email")
@click.option("--name", required=True, help="As colleagues know them.")
@click.option("--role", "role_names", multiple=True, help="Several are possible.")
@click.option("--office", help="An office's name; needed where there are several.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--company", default="Our company", show_default=True, help="For an empty instance.")
@click.option("--country", default="US", show_default=True, help="For an empty instance.")
@click.option("--time-zone", default="UTC", show_default=True, help="For an empty instance.")
def add(
    email: str,
    name: str,
    role_names: tuple[str, ...],
    office: str | None,
    password_stdin: bool,
    **company: str,
) -> None:
    """Add a user; on an empty instance set up the company and the office as well.

    The first one is an administrator unless you say otherwise. Without --password-stdin it prints a link
    with which they choose a password.
    """
    require_current()
    now = clock.now()
    new = NewUser(_address(email), name, role_names, office, _password() if password_stdin else None)
    user = _add(new, now) if own_company() else _add_first(new, company, now)
    link = None if new.password else make_link(user.id, "invitation", now=now)
    db.session.commit()
    click.echo(f"Added {user.name} <{user.email}>.")
    if link:
        click.echo(f"Invitation: {base_url()}/invitations/{link}")


@command.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the new password from standard input.")
def set_new_password(email: str, password_stdin: bool) -> None:
    """Set a user's password and sign them out everywhere.

    Without --password-stdin it prints a link with which they choose one within the hour.
    """
    require_current()
    user = _active_user(email)
    if password_stdin:
        set_password(user.id, hash_password(_password()))
        said = f"{user.name} has a new password."
    else:
        link = make_link(user.id, "reset", now=clock.now())
        said = f"{base_url()}/password/{link}"
    db.session.commit()
    click.echo(said)


@command.command("second-factor")
@click.argument("email")
@click.option("--off", is_flag=True, help="Let the password alone open the account, and end its sessions.")
def second_factor(email: str, off: bool) -> None:
    """Say how it stands with a user's second factor, or switch it off: for whoever lost theirs.

    The user is told by mail.
    """
    require_current()
    user, now = _active_user(email), clock.now()
    standing = standing_of(user.id)
    if standing is None:
        click.echo(f"{user.name} has no second factor.")
    elif off:
        switch_off(user.id)
        happened = "somebody at the server's command line switched off the second factor of your account"
        mail_second_factor(user, happened, base_url=base_url(), now=now)
        audit("second factor switched off", user.email, by_id=None, address="command line", now=now)
        db.session.commit()
        click.echo(f"{user.name}'s password alone opens the account.")
    else:
        click.echo(f"{user.name} has a second factor and {standing.codes_left} recovery codes.")


def _active_user(email: str) -> User:
    user = user_with_email(email)
    if user is None or user.deactivated_at:
        raise click.BadParameter(f"{email} is no active user.", param_hint="EMAIL")
    return user


def _add(new: NewUser, now: int) -> User:
    if not new.roles:
        raise click.UsageError("Say which role with --role.")
    if user_with_email(new.email):
        raise click.BadParameter(f"{new.email} is a user already.", param_hint="EMAIL")
    return add_user(
        new.email,
        name=new.name,
        office_id=_office(new.office, now).id,
        roles=[_role(name) for name in new.roles],
        now=now,
        password=new.password,
    )


def _add_first(new: NewUser, company: dict[str, str], now: int) -> User:
    user = set_up(
        **company,
        office=new.office or "Head office",
        name=new.name,
        email=new.email,
        password=new.password,
        now=now,
    )
    if new.roles:
        user.give_roles([_role(name) for name in new.roles])
    return user


def _address(text: str) -> str:
    try:
        return checked_address(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="EMAIL") from None


def _password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    try:
        check_strength(password)
    except WeakPassword as error:
        raise click.UsageError(str(error)) from None
    return password


def _role(name: str) -> Role:
    if role := role_named(name):
        return role
    known = ", ".join(role.name for role in roles())
    raise click.BadParameter(f"There is no role {name}; there are {known}.", param_hint="--role")


def _office(name: str | None, now: int) -> Office:
    """The office of that name, opened if there is none; without a name the only one."""
    if name:
        return office_named(name) or open_office(name, now=now)
    offices = open_offices()
    if len(offices) > 1:
        known = ", ".join(office.name for office in offices)
        raise click.BadParameter(f"Say which: {known}.", param_hint="--office")
    return offices[0]
