"""The outbox of Muster's own mails: queued with what they tell of, tried until sent or of no more use."""

import secrets

from sqlalchemy import delete, func, select, update

from webapp.db import aside, claim, db, run_out
from webapp.messaging.composing import compose
from webapp.messaging.models import SystemMail
from webapp.users.email_address import checked_address

LEASE_SECONDS = 180
WAITS = (60, 300, 900, 3600, 4 * 3600)
KEEP_SECONDS = 90 * 24 * 3600

_waiting = SystemMail.sent_at.is_(None), SystemMail.failed_at.is_(None)


def queue_mail(message: str, to: str, *, now: int, life: int, **values: object) -> SystemMail:
    """Put a mail into the outbox within the caller's transaction; raises ValueError for a bad address.

    `life` is for how many seconds it is of any use; `values` are what its templates name.
    """
    letter = compose(message, **values)
    mail = SystemMail(
        message=message,
        message_id=f"<{secrets.token_hex(16)}@muster>",
        to_address=checked_address(to),
        queued_at=now,
        next_at=now,
        give_up_at=now + life,
        **letter._asdict(),
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def claim_next(now: int) -> SystemMail | None:
    """Take the next mail that is due for the length of a lease; None when there is none.

    The caller commits before it sends. Who dies with a claim leaves the mail to be tried again: a mail with
    a link may come twice, but it comes.
    """
    for mail_id in _due(now):
        free = SystemMail.id == mail_id, _free(now), *_waiting
        if claim(SystemMail, *free, claimed_until=now + LEASE_SECONDS, tries=SystemMail.tries + 1):
            return db.session.get_one(SystemMail, mail_id, populate_existing=True)
    return None


def note_sent(mail: SystemMail, now: int) -> None:
    """The server took it: what it said is no more needed."""
    mail.sent_at, mail.claimed_until, mail.problem = now, 0, ""
    mail.text = mail.html = ""


def note_refused(mail: SystemMail, why: str, now: int) -> None:
    """The server will never take it."""
    mail.failed_at, mail.claimed_until, mail.problem = now, 0, _words(why)
    mail.text = mail.html = ""


def note_delayed(mail: SystemMail, why: str, now: int) -> None:
    """Try again after a minute, then ever more rarely, every four hours in the end."""
    mail.next_at = now + WAITS[min(mail.tries, len(WAITS)) - 1]
    mail.claimed_until, mail.problem = 0, _words(why)


def give_up_old(now: int) -> None:
    """Fail what is of no more use, and forget what is long settled."""
    late = update(SystemMail).where(*_waiting, SystemMail.give_up_at <= now)
    late = late.values(failed_at=now, text="", html="")
    db.session.execute(late)
    db.session.execute(delete(SystemMail).where(SystemMail.queued_at < now - KEEP_SECONDS))


def waiting_mails() -> tuple[int, int]:
    """How many mails wait, and since when the first of them does (0 if none)."""
    number, first = db.session.execute(
        select(func.count(), func.min(SystemMail.queued_at)).where(*_waiting)
    ).one()
    return number, first or 0


def newest_mails(*, before: int | None = None, limit: int = 50) -> list[SystemMail]:
    """The mails queued last, or those before the id `before`."""
    newest = select(SystemMail).order_by(SystemMail.id.desc()).limit(limit)
    return list(db.session.scalars(newest.where(SystemMail.id < before) if before else newest))


def _due(now: int) -> list[int]:
    # Aside: looking every few seconds must not take the write lock when there is nothing to send.
    ready = run_out(SystemMail.next_at, now, seconds=WAITS[-1]), _free(now), SystemMail.give_up_at > now
    with aside() as connection:
        due = select(SystemMail.id).where(*_waiting, *ready).order_by(SystemMail.next_at).limit(20)
        return list(connection.scalars(due))


def _free(now: int):
    """A condition: nobody is sending the mail."""
    return run_out(SystemMail.claimed_until, now, seconds=LEASE_SECONDS)


def _words(why: str) -> str:
    return " ".join(why.split())[:500]
