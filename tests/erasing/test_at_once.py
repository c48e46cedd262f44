"""What is written about somebody in the moment of their erasure; on PostgreSQL that happens at once."""

import io

import pytest
from sqlalchemy import select

from tests.at_once import waiting_meanwhile
from webapp.db import db
from webapp.errors import WORDS
from webapp.people.erasing import erase
from webapp.people.models import Person
from webapp.relations.models import RelationKind

pytestmark = pytest.mark.parametrize(
    "engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def relation(world):
    """The form of a relation to Henrik."""
    kind = db.session.scalars(select(RelationKind.id)).first()
    return {"relation": f"{kind}:name", "other": world.people["henrik"]}


@pytest.fixture
def while_erased(app, admin, world):
    """while_erased(path, form) posts it about Dana while she is erased; the answer."""

    def post(path, form):
        dana, answers = world.people["dana"], []
        db.session.commit()
        erase([dana])
        with waiting_meanwhile(app, lambda: answers.append(admin.post(f"/people/{dana}/{path}", form))):
            pass
        assert db.session.get(Person, dana) is None
        return answers[0]

    return post


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("notes", {"text": "Prefers tea"}),
        ("touches", {"kind": "call", "at": "2026-09-21T09:00", "outcome": "reached", "text": "Called"}),
        ("files", {"upload": (io.BytesIO(b"Tea"), "tea.txt")}),
        ("relations", "relation"),
    ],
)
def test_what_would_point_at_somebody_erased_meanwhile_says_so(while_erased, request, path, form):
    answer = while_erased(path, request.getfixturevalue(form) if isinstance(form, str) else form)
    assert answer.status_code == 409
    assert WORDS[409].title in answer.text
    assert "It was deleted meanwhile." in answer.text


@pytest.mark.parametrize(
    ("path", "form", "leads_to"),
    [
        ("fields/city", {"city": "Bonn"}, "/people"),
        ("tags", {"tag": "VIP"}, "/people/1"),
        ("trash", {}, "/people"),
    ],
)
def test_what_changes_somebody_erased_meanwhile_finds_nobody(while_erased, path, form, leads_to):
    answer = while_erased(path, form)
    assert (answer.status_code, answer.location) == (303, leads_to)
