"""People to choose, and the dialog as one goes through it."""

import re

import pytest
from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.bulk.models import BulkChoice
from webapp.db import db
from webapp.people.editing import load_values


@pytest.fixture
def both(world):
    """Dana, a lead of the adviser, and Henrik, a contact of nobody."""
    return [world.people["dana"], world.people["henrik"]]


@pytest.fixture
def crowd(world):
    """201 people of Boston, looked after by the adviser, by id."""
    ids = [world.person(first=f"P{n:03}", owner_id=world.priya.id) for n in range(201)]
    db.session.commit()
    return ids


@pytest.fixture
def ask(app):
    """ask(client, ids, action) chooses people and gives the address of the question."""

    def choose(client, ids, action, **form):
        answer = client.post("/bulk", {"people": ids, "action": action, "back": "/people", **form})
        assert answer.status_code == 303, answer.text
        return answer.location

    return choose


@pytest.fixture
def do(ask):
    """do(client, ids, action, **answers) does it as one does who looks at the dialog first."""

    def act(client, ids, action, **answers):
        address = ask(client, ids, action)
        return send(client, address, **answers)

    return act


def send(client, address, **answers):
    """Send the dialog at an address, with the hidden inputs that it was shown with."""
    page = client.get(address).text
    hidden = dict(re.findall(r'<input type="hidden" name="(people|request_key)" value="([^"]*)"', page))
    return client.post(address, {**hidden, **answers})


def newest_choice() -> int:
    return db.session.scalar(select(func.max(BulkChoice.id)))


def newest_set() -> ChangeSet:
    newest = select(ChangeSet).order_by(ChangeSet.id.desc()).limit(1)
    return db.session.scalar(newest.execution_options(populate_existing=True))


def values_of(*person_ids):
    db.session.rollback()
    return [load_values([person_id], {"field:99"})[person_id] for person_id in person_ids]


def toast(client) -> str:
    return client.get("/people").text.partition('id="toasts"')[2]
