"""Related people on the screen."""

import re

import pytest
from sqlalchemy import func, select

from webapp.db import db
from webapp.people.visible import person_for
from webapp.relations.kinds import all_kinds
from webapp.relations.models import PersonRelation


@pytest.fixture
def referred_by(world):
    """The value of the choice "Referred by"."""
    return next(f"{kind.id}:name" for kind in all_kinds() if kind.name == "Referred by")


@pytest.fixture
def related(admin, world, dana, referred_by):
    """Dana was referred by Inês of Lisbon: the address that parts them."""
    ines = world.people["ines"]
    admin.post(f"{dana}/relations", {"relation": referred_by, "other": ines})
    return f"{dana}/relations/{ines}/{referred_by.partition(':')[0]}"


def number() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PersonRelation))


def text_of(client, path) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", client.get(path).text)


def test_somebody_is_found_while_typing_and_related(admin, world, dana, referred_by):
    henrik = world.people["henrik"]
    dialog = admin.part("get", f"{dana}/relations/new")
    assert "Co-applicant" in dialog.text
    found = admin.part("get", f"{dana}/relations/found?q=hen")
    assert f'name="other" value="{henrik}"' in found.text
    assert "value=" not in admin.part("get", f"{dana}/relations/found?q=Dana").text
    answer = admin.part("post", f"{dana}/relations", {"relation": referred_by, "other": henrik})
    assert answer.status_code == 200
    assert "Related to Henrik Vaas." in answer.text
    assert f'href="/people/{henrik}"' in admin.get(dana).text
    assert re.search(r"Dana Whitfield\s+Referred", text_of(admin, f"/people/{henrik}"))


def test_both_timelines_tell_of_it_by_name(admin, world, dana, related):
    assert re.search(r"added the relation\s+Referred by\s*:\s+Inês Duarte", text_of(admin, dana))
    ines = f"/people/{world.people['ines']}"
    assert re.search(r"added the relation\s+Referred\s*:\s+Dana Whitfield", text_of(admin, ines))


def test_a_person_whom_one_does_not_see_is_never_named(coordinator, adviser, outsider, world, dana, related):
    for client in (coordinator, adviser):
        for path in (dana, f"{dana}/timeline", f"{dana}/relations"):
            page = client.get(path).text
            assert "Inês" not in page
            assert f"/people/{world.people['ines']}" not in page
        assert "added the relation Referred by" in " ".join(text_of(client, dana).split())
        assert client.delete(related).status_code == 404
    assert "Dana" not in outsider.get(f"/people/{world.people['ines']}").text
    assert number() == 1


def test_whom_one_does_not_see_is_not_found_nor_related(adviser, world, dana, referred_by):
    assert "Henrik" not in adviser.get(f"{dana}/relations/found?q=Henrik").text.replace("“Henrik”", "")
    for other in (world.people["henrik"], 999_999, "", "x", "-1", str(2**63)):
        answer = adviser.part("post", f"{dana}/relations", {"relation": referred_by, "other": other})
        assert answer.status_code == 422
        assert "Search for somebody" in answer.text
    assert number() == 0


def test_what_cannot_be_is_refused_with_a_sentence(admin, world, dana, related, referred_by):
    ines = world.people["ines"]
    for other, relation, sentence in (
        (world.people["dana"], referred_by, "nobody is related to themselves"),
        (ines, referred_by, "related in this way already"),
        (ines, "", "Choose what they are first"),
        (ines, "999:name", "no longer offered"),
        (ines, "'\") -1", "no longer offered"),
    ):
        answer = admin.part("post", f"{dana}/relations", {"relation": relation, "other": other})
        assert answer.status_code == 422
        assert sentence in answer.text
    assert number() == 1


def test_a_relation_is_removed_and_undone(admin, world, dana, related):
    answer = admin.part("delete", related)
    assert "No longer related to Inês Duarte" in answer.text
    assert number() == 0
    assert admin.part("delete", related).status_code == 404
    admin.post(re.search(r"/changes/\d+/undo", answer.text)[0])
    assert number() == 1


def test_without_scripts_it_is_a_page_with_a_search(admin, world, dana, referred_by):
    page = admin.get(f"{dana}/relations/new?q=Henrik&relation={referred_by}")
    assert f'<option value="{referred_by}" selected>' in page.text
    assert "Henrik Vaas" in page.text


def test_who_only_reads_sees_them_and_changes_nothing(read_only, admin, world, dana, referred_by):
    admin.post(f"{dana}/relations", {"relation": referred_by, "other": world.people["henrik"]})
    page = read_only.get(dana).text
    assert "Henrik Vaas" in page
    assert "/relations/new" not in page
    assert read_only.get(f"{dana}/relations").status_code == 200
    assert read_only.get(f"{dana}/relations/new").status_code == 403
    assert number() == 1


def test_many_are_shown_on_a_page_of_their_own(admin, world, dana, referred_by):
    kind = referred_by.partition(":")[0]
    people = [world.person(first="Referred", last=f"No {n:02}") for n in range(12)]
    db.session.commit()
    for other in people:
        admin.post(f"{dana}/relations", {"relation": f"{kind}:reverse", "other": other})
    assert "All 12" in admin.get(dana).text
    assert admin.get(f"{dana}/relations").text.count("Referred No") >= 12
    assert person_for(world.mona, people[0])


def test_the_kinds_are_edited_in_the_settings(admin, dana, related):
    page = text_of(admin, "/settings/relations")
    assert re.search(r"Referred by\s+Referred\s+1 ", page)
    kind = related.rpartition("/")[2]
    assert admin.post("/settings/relations", {"name": "Guardian", "reverse": "Ward"}).status_code == 303
    assert admin.post("/settings/relations", {"name": "Ward", "reverse": "Guardian"}).status_code == 422
    assert admin.post("/settings/relations", {"name": ""}).status_code == 422
    admin.post(f"/settings/relations/{kind}", {"name": "Sent by", "reverse": "Sent"})
    assert "Sent by" in admin.get(dana).text
    admin.post(f"/settings/relations/{kind}/retirement")
    assert "no longer offered" in admin.get("/settings/relations").text
    assert "Sent by</option>" not in admin.get(f"{dana}/relations/new").text
    admin.post(f"/settings/relations/{kind}/return")
    assert "Sent by</option>" in admin.get(f"{dana}/relations/new").text


def test_only_who_edits_settings_edits_the_kinds(coordinator):
    assert coordinator.get("/settings/relations").status_code == 403
    assert coordinator.post("/settings/relations", {"name": "x"}).status_code == 403
