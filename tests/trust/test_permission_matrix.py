"""Settings › Roles › Permission matrix says of every route and every role what the server does."""

import re
from html import unescape

import pytest

from tests.trust.routes import PUBLIC, READING, routes_of
from webapp.blueprints.settings.permission_matrix import Door
from webapp.db import db
from webapp.users.permission import Permission
from webapp.users.role import roles
from webapp.users.role_changes import add_role

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

MATRIX = "/settings/roles/matrix"
ROW = re.compile(
    r'<tr>\s*<th scope="row">.*?>(\w+)</span> <code>(.*?)</code></th>\s*<td class="asks">(.*?)</tr>', re.S
)
CAST = {"Administrator": "mona", "Coordinator": "jonas", "Adviser": "priya", "Viewer": "vera"}


def shown(admin):
    """{(method, address in words): {role: whether it may}}."""
    page = admin.get(MATRIX).text
    names = [role.name for role in roles()]
    return {
        (method, unescape(words)): dict(
            zip(
                names, [answer == "yes" for answer in re.findall(r">(yes|no)</span></td>", rest)], strict=True
            )
        )
        for method, words, rest in ROW.findall(page)
    }


def line_of(route):
    return route.method, Door(route.method, route.rule, route.permissions).words


def test_every_route_stands_in_it_once(app, admin, world):
    rows = [(method, unescape(words)) for method, words, _ in ROW.findall(admin.get(MATRIX).text)]
    assert sorted(rows) == sorted(map(line_of, routes_of(app, world)))


def test_whom_it_lets_in_the_server_lets_in(app, admin, sign_in, world):
    app.config["WTF_CSRF_ENABLED"] = False
    told = shown(admin)
    for role, name in CAST.items():
        client = sign_in(getattr(world, name))
        for route in routes_of(app, world):
            may = told[line_of(route)][role]
            if not may:
                answer = client.flask_client.open(route.path, method=route.method)
                assert answer.status_code == 403, (role, route)
            elif route.method in READING:
                assert client.get(route.path).status_code != 403, (role, route)


def test_what_asks_nothing_is_exactly_what_is_public(app, world):
    unasked = {route.endpoint for route in routes_of(app, world) if route.permissions is None}
    assert unasked == PUBLIC


def test_a_new_role_has_a_column_of_its_own_at_once(admin):
    add_role(name="Importer <b>", permissions=[Permission.IMPORT])
    db.session.commit()
    told = shown(admin)
    assert told["GET", "/import"]["Importer <b>"]
    assert not told["POST", "/people/‹person›/notes"]["Importer <b>"]
    assert "Importer &lt;b&gt;" in admin.get(MATRIX).text


def test_what_addresses_are_about_stands_in_the_words_of_people(admin):
    page = admin.get(MATRIX).text
    for about in (
        "Settings › Users",
        "Saved segments",
        "Changing many people",
        "Without signing in",
        "Groups",
    ):
        assert f"<span>{about}</span>" in page


def test_only_who_manages_users_sees_it(coordinator, outsider, read_only, anybody):
    for client in (coordinator, outsider, read_only):
        assert client.get(MATRIX).status_code == 403
    assert anybody.get(MATRIX).location.startswith("/sign-in")


def test_nothing_is_sent_there_and_roles_lead_there(admin):
    assert admin.post(MATRIX).status_code == 405
    assert f'href="{MATRIX}"' in admin.get("/settings/roles").text
