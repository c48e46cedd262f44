"""Sending Muster's own mails."""

from threading import Event

from flask import current_app

from webapp.db import db
from webapp.messaging.outbox import claim_next, give_up_old, note_delayed, note_refused, note_sent
from webapp.messaging.smtp import Delayed, MailServer, Refused


def send_mails(*, now: int, stop: Event) -> None:
    """Send what is due, one after another; without a mail server it stays in the outbox to be read there."""
    settings = current_app.config["SETTINGS"]
    server = MailServer(settings["MUSTER_SMTP_URL"], settings["MUSTER_MAIL_FROM"])
    while server.url and not stop.is_set() and send_next(server, now=now):
        pass


def send_next(server: MailServer, *, now: int) -> bool:
    """Send one mail; False when none is due."""
    mail = claim_next(now)
    db.session.commit()
    if mail is None:
        return False
    try:
        server.deliver(mail)
    except Refused as refusal:
        note_refused(mail, str(refusal), now)
    except Delayed as delay:
        note_delayed(mail, str(delay), now)
    else:
        note_sent(mail, now)
    db.session.commit()
    return True


def tidy_outbox(*, now: int, stop: Event) -> None:
    """Give up what is of no more use."""
    give_up_old(now)
    db.session.commit()
