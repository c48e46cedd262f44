"""The mails about an account: the invitation, links to a new password or address, word of changes."""

from webapp.messaging.outbox import queue_mail
from webapp.users.link import LIFE_SECONDS, make_link
from webapp.users.own_company import company_card
from webapp.users.user import User

NEWS_LIFE_SECONDS = 2 * 24 * 3600


def mail_invitation(user: User, *, by, base_url: str, now: int) -> None:
    """Invite the user to choose a password; earlier invitations die."""
    token = make_link(user.id, "invitation", now=now)
    _mail("invitation", user, now, inviter=by.name, link=f"{base_url}/invitations/{token}")


def mail_reset(user: User, *, base_url: str, now: int) -> None:
    """Send the user a link to choose a new password; earlier ones die."""
    token = make_link(user.id, "reset", now=now)
    _mail("reset", user, now, link=f"{base_url}/password/{token}")


def mail_password_changed(user: User, *, base_url: str, now: int) -> None:
    """Tell the user, who may not have been the one that changed it."""
    _mail("password_changed", user, now, link=f"{base_url}/password")


def mail_second_factor(user: User, happened: str, *, base_url: str, now: int) -> None:
    """Tell the user what happened to their second factor or with it, in words that begin a sentence."""
    _mail("second_factor", user, now, happened=happened, link=f"{base_url}/password")


def mail_new_email(user: User, new_email: str, *, base_url: str, now: int) -> None:
    """Send a link to the address that the user wants to have; earlier ones die."""
    token = make_link(user.id, "new_email", now=now, new_email=new_email)
    _mail("new_email", user, now, to=new_email, link=f"{base_url}/new-email/{token}")


def mail_email_changed(user: User, old_email: str, *, now: int) -> None:
    """Tell the user at the address that they had, for they may not have changed it themselves."""
    _mail("email_changed", user, now, to=old_email, new_email=user.email)


def _mail(message: str, user: User, now: int, *, to: str = "", **values: object) -> None:
    life = LIFE_SECONDS.get(message, NEWS_LIFE_SECONDS)
    company = company_card().name
    queue_mail(message, to or user.email, now=now, life=life, company=company, name=user.name, **values)
