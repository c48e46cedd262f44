"""Settings › Roles › Permission matrix: every address and who may open it, as its view demands it."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, current_app, render_template
from werkzeug.routing import Rule

from webapp import context
from webapp.blueprints.loaders import allowed_to
from webapp.users.own_company import Labels
from webapp.users.permission import Permission, sentences
from webapp.users.role import Role, roles

bp = Blueprint("permission_matrix", __name__, url_prefix="/roles/matrix")

UNASKED = "Without signing in"
RESOURCES = {
    "/account": "One’s own account",
    "/activity": "Activity and undo",
    "/bulk": "Changing many {people}",
    "/changes": "Activity and undo",
    "/import": "Imports",
    "/imports": "Imports",
    "/jump": "Jump to",
    "/people": "Lists of {people}",
    "/people/<int:person_id>": "One of the {people}",
    "/people/export": "Export",
    "/people/saved": "Saved segments",
    "/settings": "Settings",
    "/sign-out": "One’s own account",
    "/viewing": "Seeing Muster as another user",
}
"""What addresses that begin so are about; those of others, and of settings, say it themselves."""
READING = {"GET", "HEAD", "OPTIONS"}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+?)(?:_id)?>")


class Door(NamedTuple):
    """One method of one address. It asks for any of these permissions; for none: for signing in, or (None)
    for nothing."""

    method: str
    rule: str
    permissions: tuple[Permission, ...] | None

    @property
    def words(self) -> str:
        """The address with its changing parts named: /people/‹person›/notes."""
        return ARGUMENT.sub(lambda found: f"‹{found[1].replace('_', ' ')}›", self.rule)

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method not in READING

    def opens_for(self, role: Role) -> bool:
        """Whether somebody who has only this role gets in."""
        return not self.permissions or any(permission in role.permissions for permission in self.permissions)

    def about(self, labels: Labels) -> str:
        """What it belongs to, as people call that."""
        if self.permissions is None:
            return UNASKED
        parts = self.rule.rstrip("/").split("/")
        if parts[1:2] == ["settings"] and parts[2:]:
            return f"Settings › {_capital(parts[2])}"
        beginnings = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
        known = next((RESOURCES[beginning] for beginning in beginnings if beginning in RESOURCES), "")
        return known.format(people=labels.person.of(2).lower()) or _capital(parts[1])


@bp.get("")
@allowed_to(Permission.MANAGE_USERS)
def show():
    labels = context.the_company().labels
    doors = sorted(_doors(), key=lambda door: (door.permissions is None, door.about(labels), door.rule))
    return render_template(
        "settings/roles/matrix.html",
        roles=roles(),
        resources=[(about, list(own)) for about, own in groupby(doors, lambda door: door.about(labels))],
        sentences=sentences(labels),
    )


def _doors() -> Iterator[Door]:
    for rule in current_app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield Door(method, rule.rule, _demanded(rule))


def _demanded(rule: Rule) -> tuple[Permission, ...] | None:
    return getattr(current_app.view_functions[rule.endpoint], "permissions", None)


def _capital(part: str) -> str:
    return part.replace("-", " ").capitalize()
