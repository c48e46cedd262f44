"""Which texts of Muster's own mails may name somebody."""

from webapp.activity.knowing import may_name
from webapp.messaging.models import SystemMail


def register() -> None:
    """A mail to a user may be about somebody."""
    may_name(SystemMail.subject, SystemMail.text, SystemMail.html, SystemMail.problem)
