"""The mails about an account: the invitation, the link to a new password, and word that it changed."""

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


def _mail(message: str, user: User, now: int, **values: object) -> None:
    life = LIFE_SECONDS.get(message, NEWS_LIFE_SECONDS)
    queue_mail(message, user.email, now=now, life=life, company=company_card().name, name=user.name, **values)
