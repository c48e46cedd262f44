"""Muster's own mails: queued with what they tell of, sent to a real server, tried again, given up."""

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.jobs.mail import send_mails, send_next
from webapp.messaging.composing import FOLDER, compose
from webapp.messaging.models import SystemMail
from webapp.messaging.outbox import LEASE_SECONDS, claim_next, give_up_old, queue_mail
from webapp.messaging.smtp import MailServer, message_of
from webapp.users.email_address import checked_address

WEEK = 7 * 24 * 3600


class Sink:
    """Takes mail, or answers RCPT or DATA with what it is told to."""

    def __init__(self):
        self.mails, self.rcpt, self.data = [], "250 OK", "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data.startswith("250"):
            self.mails.append((envelope, message_from_bytes(envelope.content, policy=default)))
        return self.data


@contextmanager
def smtp_server(sink, login="", **options):
    """A real SMTP server on a free port, that Muster reaches with this login."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield MailServer(f"smtp://{login}127.0.0.1:{port}", "muster@example.com")
    finally:
        controller.stop()


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def server(sink):
    with smtp_server(sink) as server:
        yield server


def invite(to="priya@example.com", *, name="Priya", company="Harbour & Keller", life=WEEK, now=NOW):
    mail = queue_mail(
        "invitation",
        to,
        now=now,
        life=life,
        name=name,
        inviter="Mona",
        company=company,
        link="https://m.test/i/1",
    )
    db.session.commit()
    return mail


def test_a_mail_goes_out_whole_and_keeps_no_link_behind(world, server, sink):
    mail = invite(name="Priyá <b>")
    assert send_next(server, now=NOW)
    ((envelope, message),) = sink.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("muster@example.com", ["priya@example.com"])
    assert message["Subject"] == "Mona invites you to Muster at Harbour & Keller"
    assert message["Message-ID"] == mail.message_id
    assert "https://m.test/i/1" in message.get_body(("plain",)).get_content()
    assert "Priyá &lt;b&gt;" in message.get_body(("html",)).get_content()
    assert (mail.sent_at, mail.text, mail.html) == (NOW, "", "")
    assert not send_next(server, now=NOW)


def test_a_mail_that_was_rolled_back_was_never_there(world, server):
    queue_mail(
        "invitation", "a@example.com", now=NOW, life=WEEK, name="A", inviter="B", company="C", link="/"
    )
    db.session.rollback()
    assert not send_next(server, now=NOW)


@pytest.mark.parametrize(("step", "reply"), [("rcpt", "550 no such user"), ("data", "554 spam")])
def test_what_the_server_will_never_take_fails_with_its_words(world, server, sink, step, reply):
    setattr(sink, step, reply)
    mail = invite()
    send_next(server, now=NOW)
    assert (mail.failed_at, mail.problem) == (NOW, reply)
    sink.rcpt = sink.data = "250 OK"
    assert not send_next(server, now=NOW + 3600)


@pytest.mark.parametrize(("step", "reply"), [("rcpt", "451 later"), ("data", "452 full")])
def test_what_the_server_does_not_take_now_is_tried_again(world, server, sink, step, reply):
    setattr(sink, step, reply)
    mail = invite()
    send_next(server, now=NOW)
    assert (mail.problem, mail.next_at) == (reply, NOW + 60)
    sink.rcpt = sink.data = "250 OK"
    assert not send_next(server, now=NOW + 59)
    assert send_next(server, now=NOW + 60)
    assert mail.sent_at == NOW + 60
    assert len(sink.mails) == 1


def test_a_server_that_is_down_costs_no_mail(world, sink):
    mail = invite()
    assert send_next(MailServer("smtp://127.0.0.1:1", "muster@example.com"), now=NOW)
    assert mail.waits
    assert "refused" in mail.problem
    waits = []
    for now in (NOW + 60, NOW + 2000, NOW + 20_000, NOW + 60_000, NOW + 90_000, NOW + 120_000):
        send_next(MailServer("smtp://127.0.0.1:1", "muster@example.com"), now=now)
        waits.append(mail.next_at - now)
    assert waits == [300, 900, 3600, 14_400, 14_400, 14_400]
    with smtp_server(sink) as server:
        assert send_next(server, now=NOW + 200_000)
    assert len(sink.mails) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_wants_a_name_and_a_password_gets_them(world, sink):
    given = []

    def check(_server, _session, _envelope, _mechanism, login):
        given.append((login.login, login.password))
        return AuthResult(success=True)

    mail = invite()
    wanted = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    with smtp_server(sink, "mus%40ter:p%3Aw@", **wanted) as server:
        send_next(server, now=NOW)
    assert given == [(b"mus@ter", b"p:w")]
    assert mail.sent_at == NOW


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_of_the_mail_server_costs_no_mail(world, sink):
    mail = invite()
    wanted = {"authenticator": lambda *_: AuthResult(success=False, handled=False), "auth_required": True}
    with smtp_server(sink, "muster:wrong@", auth_require_tls=False, **wanted) as server:
        send_next(server, now=NOW)
    assert mail.waits
    assert mail.problem.startswith("535")


def test_two_workers_never_have_the_same_mail(world):
    mail = invite()
    assert claim_next(NOW).id == mail.id
    db.session.commit()
    assert claim_next(NOW) is None


def test_a_mail_whose_worker_died_is_sent_by_the_next(world, server, sink):
    invite()
    claim_next(NOW)
    db.session.commit()
    assert not send_next(server, now=NOW + LEASE_SECONDS - 1)
    assert send_next(server, now=NOW + LEASE_SECONDS)
    assert len(sink.mails) == 1


def test_a_mail_whose_worker_died_while_the_clock_was_ahead_is_sent_now(world, server, sink):
    invite(now=NOW + 86_400)
    claim_next(NOW + 86_400)
    db.session.commit()
    assert send_next(server, now=NOW)
    assert len(sink.mails) == 1


def test_a_mail_is_not_sent_once_its_link_has_run_out(world, server):
    mail = invite(life=3600)
    assert not send_next(server, now=NOW + 3600)
    give_up_old(NOW + 3600)
    db.session.commit()
    db.session.refresh(mail)
    assert (mail.failed_at, mail.text) == (NOW + 3600, "")


def test_without_a_mail_server_mail_stays_in_the_outbox(app, world):
    mail = invite()
    send_mails(now=NOW, stop=Event())
    assert mail.waits
    assert mail.tries == 0


def test_a_value_that_breaks_the_line_stays_in_its_header(world, server, sink):
    invite(company="Harbour\r\nBcc: all@example.com\r\n\r\nKeller")
    send_next(server, now=NOW)
    ((envelope, message),) = sink.mails
    assert "Bcc" not in message
    assert envelope.rcpt_tos == ["priya@example.com"]
    assert message["Subject"].endswith("Harbour Bcc: all@example.com Keller")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mona",
        "mona@",
        "@example.com",
        "a b@example.com",
        "a@example.com\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "<a@example.com>",
        "ä@example.com",
        "a@" + "x" * 260,
    ],
)
def test_only_an_address_gets_mail(world, address):
    with pytest.raises(ValueError, match="no e-mail address"):
        invite(address)
    assert db.session.scalars(select(SystemMail)).all() == []


@given(st.text(max_size=30) | st.from_regex(r"[a-z.+-]{1,9}@[a-z.-]{1,9}", fullmatch=True))
def test_an_address_that_is_taken_goes_over_the_wire_unchanged(text):
    try:
        address = checked_address(text)
    except ValueError:
        return
    mail = SystemMail(
        to_address=address, subject="x", text="x\n", html="<p>x", queued_at=NOW, message_id="<1@muster>"
    )
    message = message_of(mail, "muster@localhost")
    assert message["To"] == address
    assert [a.addr_spec for a in message["To"].addresses] == [address]


@pytest.mark.parametrize("folder", [f.name for f in FOLDER.iterdir() if f.is_dir()])
def test_every_message_has_its_three_parts(folder):
    told = {"inviter": "Priya", "happened": "it happened", "new_email": "mona@m.test"}
    letter = compose(folder, company="Harbour", name="Mona", link="https://m.test/x", **told)
    assert all(letter)
    assert ("https://m.test/x" in letter.text) == ('href="https://m.test/x"' in letter.html)
