"""The cast: one company, two offices, a user of each role, and people that they do and do not see."""

from dataclasses import dataclass, field, replace

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import delete

from webapp.activity.tracking import open_change_set
from webapp.companies.naming import found_company
from webapp.db import db
from webapp.operations.first_run import set_up
from webapp.people.creating import NewPerson, create_people
from webapp.pipelines.statuses import status_id_with_role
from webapp.users.office import open_office
from webapp.users.role import role_named
from webapp.users.session import Session, start_session
from webapp.users.user import add_user
from webapp.users.viewer import Viewer

NOW = 1_790_000_000
"""Mon 21 Sep 2026, 14:13:20 UTC: when every test takes place unless it moves the clock."""

PASSWORD = "a long enough phrase"


class Client:
    """A browser that is signed in: it sends the CSRF token with every writing request."""

    def __init__(self, flask_client, token: str):
        self.flask_client = flask_client
        self.token = token

    def get(self, path, **options):
        return self.flask_client.get(path, **options)

    def post(self, path, data=None, **options):
        return self._send("post", path, data, options)

    def delete(self, path, data=None, **options):
        return self._send("delete", path, data, options)

    def patch(self, path, data=None, **options):
        return self._send("patch", path, data, options)

    def put(self, path, data=None, **options):
        return self._send("put", path, data, options)

    def part(self, method: str, path, data=None, **options):
        """The same as htmx would send it for a part of the page."""
        headers = {"HX-Request": "true", "HX-Request-Type": "partial", **options.pop("headers", {})}
        return self._send(method, path, data, {**options, "headers": headers})

    def _send(self, method, path, data, options):
        headers = {"X-CSRFToken": self.token, **options.pop("headers", {})}
        return getattr(self.flask_client, method)(path, data=data, headers=headers, **options)


@dataclass
class World:
    """Everybody by first name; users are Viewers, people are ids."""

    mona: Viewer = None
    """Administrator, Boston."""
    jonas: Viewer = None
    """Coordinator, Boston: sees the office."""
    priya: Viewer = None
    """Adviser, Boston: sees her own people."""
    tomas: Viewer = None
    """Coordinator, Lisbon: sees that office."""
    vera: Viewer = None
    """Viewer, Boston: sees the office, changes nothing."""
    boston: int = 0
    lisbon: int = 0
    new: int = 0
    """The id of the status New."""
    people: dict[str, int] = field(default_factory=dict)
    tokens: dict[int, str] = field(default_factory=dict)
    """Of a session that each user has begun and nobody uses yet."""

    def once_more(self) -> "World":
        """The same for a test of its own."""
        return replace(self, people=dict(self.people), tokens=dict(self.tokens))

    def person(self, *, by: Viewer | None = None, tag_ids=(), **values) -> int:
        """Somebody new with these values (people/values.py); a contact of Boston with status New."""
        by = by or self.mona
        values = {"kind": "contact", "status_id": self.new, "office_id": self.boston, **values}
        if company := values.pop("company", None):
            values["company_id"] = found_company(company, by=by, now=NOW).id
        change_set = open_change_set("create", "Added somebody", by=by, now=NOW)
        return create_people([NewPerson(values, tag_ids)], by=by, now=NOW, change_set=change_set)[0]

    def client(self, app, viewer: Viewer) -> Client:
        """A client with a session of that user, made without hashing a password."""
        flask_client = app.test_client()
        cookie = cookie_of(app, self.token_of(viewer), csrf_token="0" * 40)
        flask_client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie)
        signer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
        return Client(flask_client, signer.dumps("0" * 40))

    def token_of(self, viewer: Viewer) -> str:
        """That of the session that the user has begun, and then of a new one each time."""
        return self.tokens.pop(viewer.id, None) or begin_session(viewer, NOW)

    def forget_sessions(self) -> None:
        """Leave nobody signed in."""
        db.session.execute(delete(Session))
        db.session.commit()
        self.tokens.clear()


def begin_session(viewer: Viewer, now: int) -> str:
    """The token of a new session."""
    token = start_session(viewer.id, stays=False, address="127.0.0.1", agent="test", now=now)
    db.session.commit()
    return token


def cookie_of(app: Flask, token: str, **more) -> str:
    """What signing in would leave in the browser, and more."""
    kept = {"_user_id": token, "_fresh": True, **more}
    return app.session_interface.get_signing_serializer(app).dumps(kept)


def make_world() -> World:
    """Set Muster up and add the cast; the caller commits."""
    world = World()
    admin = set_up(
        company="Harbour & Keller",
        country="US",
        time_zone="America/New_York",
        office="Boston",
        name="Mona Keller",
        email="mona@example.com",
        password=PASSWORD,
        now=NOW,
    )
    world.boston, world.lisbon = admin.office_id, open_office("Lisbon", now=NOW).id
    world.mona = admin.as_viewer()
    world.new = status_id_with_role("new")
    for first, last, role, office_id in (
        ("Jonas", "Bauer", "Coordinator", world.boston),
        ("Priya", "Raman", "Adviser", world.boston),
        ("Tomás", "Lima", "Coordinator", world.lisbon),
        ("Vera", "Voss", "Viewer", world.boston),
    ):
        name = {"Tomás": "tomas"}.get(first, first.lower())
        user = add_user(
            f"{name}@example.com",
            name=f"{first} {last}",
            office_id=office_id,
            roles=[role_named(role)],
            now=NOW,
        )
        setattr(world, name, user.as_viewer())
    world.people = {
        "dana": world.person(
            first="Dana",
            last="Whitfield",
            title="Practice owner",
            company="Whitfield Family Dental",
            emails=[["dana@example.com", "dana@example.com"]],
            phones=[["(916) 555-0142", "+19165550142"]],
            city="Sacramento",
            country="US",
            state="US-CA",
            kind="lead",
            owner_id=world.priya.id,
        ),
        "henrik": world.person(first="Henrik", last="Vaas"),
        "ines": world.person(first="Inês", last="Duarte", office_id=world.lisbon, owner_id=world.tomas.id),
    }
    users = (world.mona, world.jonas, world.priya, world.tomas, world.vera)
    world.tokens = {user.id: begin_session(user, NOW) for user in users}
    return world
