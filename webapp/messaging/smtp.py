"""Handing one mail to the server of MUSTER_SMTP_URL."""

import smtplib
import ssl
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from webapp.messaging.models import SystemMail

TIMEOUT_SECONDS = 20


class Refused(Exception):
    """The server will never take this mail."""


class Delayed(Exception):
    """The mail did not go out this time."""


class MailServer(NamedTuple):
    """Where mail goes: `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…`."""

    url: str
    sender: str

    def deliver(self, mail: SystemMail) -> None:
        """Hand the mail over; raises Refused or Delayed with the server's words."""
        message = message_of(mail, self.sender)
        try:
            with self._connect() as server:
                self._send(server, message, mail.to_address)
        except (smtplib.SMTPException, OSError) as error:
            raise Delayed(_words_of(error)) from error

    def _send(self, server: smtplib.SMTP, message: EmailMessage, to: str) -> None:
        try:
            server.send_message(message, from_addr=self.sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[to]
            raise (Refused if code >= 500 else Delayed)(f"{code} {_text(said)}") from error
        except smtplib.SMTPDataError as error:
            raise (Refused if error.smtp_code >= 500 else Delayed)(_words_of(error)) from error

    def _connect(self) -> smtplib.SMTP:
        parts, context = urlsplit(self.url), ssl.create_default_context()
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(
                parts.hostname, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(parts.hostname, parts.port or 25, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
        except BaseException:
            server.close()
            raise
        return server


def message_of(mail: SystemMail, sender: str) -> EmailMessage:
    """The mail as it goes over the wire; no header can carry a line break."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Muster", addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.queued_at, UTC))
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
