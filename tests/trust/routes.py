"""Every route of the app with an address that exists in the world of the tests."""

import hashlib
import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

from sqlalchemy import select
from werkzeug.datastructures import ImmutableMultiDict

from webapp.db import db

READING = {"GET", "HEAD", "OPTIONS"}
PUBLIC = {
    "health.livez",
    "health.metrics",
    "health.readyz",
    "home.show",
    "invitations.edit",
    "invitations.update",
    "logo.show",
    "new_email.edit",
    "new_email.update",
    "passwords.create",
    "passwords.edit",
    "passwords.new",
    "passwords.update",
    "setup.create",
    "setup.new",
    "sign_in.create",
    "sign_in.new",
    "sign_in_code.create",
    "sign_in_code.new",
    "static",
}
"""What answers somebody who has not signed in. Whoever adds to it says why in their change."""

NOTED_ASIDE = {"audit_entry", "throttle", "session", "lease", "job_state"}
"""Tables that a reading request may write to, beside its transaction."""


@dataclass(frozen=True)
class Route:
    """One method of one address; `path` has its parameters filled in."""

    method: str
    endpoint: str
    rule: str
    path: str
    permissions: tuple | None

    @property
    def writes(self) -> bool:
        return self.method not in READING

    def with_arguments(self, value: str) -> list[str]:
        """The path with one argument after the other replaced by the quoted value."""
        found = re.findall(r"<[^>]+>", self.rule)
        return [_fill(self.rule, {**dict.fromkeys(found, "1"), argument: value}) for argument in found]


def routes_of(app, world) -> list[Route]:
    """Every (method, address) of the app."""
    samples = {"person_id": world.people["dana"], "user_id": world.priya.id, "slug": "first"}
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        values = {argument: samples.get(argument, "1") for argument in rule.arguments}
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            path = adapter.build(rule.endpoint, values, method=method)
            view = app.view_functions[rule.endpoint]
            found.append(Route(method, rule.endpoint, rule.rule, path, getattr(view, "permissions", None)))
    return sorted(found, key=lambda route: (route.rule, route.method))


def database_hash(ignoring=NOTED_ASIDE) -> str:
    """A digest of every row of every table but these."""
    digest = hashlib.sha256()
    for name, table in sorted(db.metadata.tables.items()):
        if name not in ignoring:
            rows = db.session.execute(select(table)).all()
            digest.update(repr((name, sorted(map(repr, rows)))).encode())
    db.session.rollback()
    return digest.hexdigest()


class Noting(ImmutableMultiDict):
    """A request's parameters that note which of them a view asks for, in `asked`."""

    asked: ClassVar[set[str]] = set()

    def __getitem__(self, name):
        Noting.asked.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        Noting.asked.add(name)
        return super().__contains__(name)

    def get(self, name, *args, **kwargs):
        Noting.asked.add(name)
        return super().get(name, *args, **kwargs)

    def getlist(self, name, *args, **kwargs):
        Noting.asked.add(name)
        return super().getlist(name, *args, **kwargs)


def _fill(rule: str, values: dict[str, str]) -> str:
    for argument, value in values.items():
        rule = rule.replace(argument, value if value.startswith("%") else quote(value, safe=""))
    return rule
