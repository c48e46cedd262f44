"""The story of who kept dead leads in a smart group: they join, stay, are removed, and do not come back."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.conftest import assert_sound, follow
from tests.browser.test_filters import pick
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db, key
from webapp.fields.models import Field, Section
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.models import PersonGroup
from webapp.people.editing import change_people
from webapp.pipelines.statuses import statuses


@pytest.fixture
def group(cast) -> int:
    """A group without a rule, a third State field, and two leads in California, one of them dead."""
    other = Section(name="Co-applicant", name_key="co-applicant", created_at=NOW)
    db.session.add(other)
    db.session.flush()
    country = Field(section_id=other.id, name="Country", name_key="country", type="country", created_at=NOW)
    db.session.add(country)
    db.session.flush()
    state = {"name": "State", "name_key": key("State"), "type": "state", "country_field_id": country.id}
    db.session.add(Field(section_id=other.id, created_at=NOW, **state))
    dead = next(status.id for status in statuses() if status.name == "Dead")
    lead = {"kind": "lead", "country": "US", "state": "US-CA"}
    cast.people["dee"] = cast.person(first="Dee", last="Ceased", status_id=dead, **lead)
    group = add_group(Wanted("Dead leads CA"), by=cast.mona, now=NOW)
    group_id = group.id
    db.session.commit()
    return group_id


def there(group_id: int) -> set[int]:
    """Who is in it; the server may write afterwards."""
    people = set(db.session.scalars(select(PersonGroup.person_id).where(PersonGroup.group_id == group_id)))
    db.session.rollback()
    return people


def set_status(cast, person_id: int, name: str) -> None:
    """As her adviser does it meanwhile."""
    status_id = next(status.id for status in statuses() if status.name == name)
    change_set = open_change_set("edit", "Changed the status", by=cast.priya, now=NOW)
    doing = {"by": cast.priya, "now": NOW, "change_set": change_set}
    change_people({person_id: {"status_id": status_id}}, **doing)
    db.session.commit()


def test_dead_leads_of_california_keep_themselves(at, cast, group):
    dee, dana = cast.people["dee"], cast.people["dana"]
    page = at(cast.mona, f"/groups/{group}")
    page.get_by_role("link", name="Make it smart").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Field").click()
    page.keyboard.type("state")
    expect(page.locator(".picker [role=option]")).to_have_text(
        ["Primary info › State", "Company › State", "Co-applicant › State"]
    )
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Country")).to_have_value("US")
    pick(page, dialog.get_by_label("Value"), "calif")
    expect(dialog.locator("#filter-text")).to_have_text("state:US-CA")
    dialog.get_by_role("button", name="Condition", exact=True).click()
    pick(page, dialog.get_by_label("Field").nth(1), "status")
    pick(page, dialog.get_by_label("Value", exact=True).last, "dead")
    expect(dialog.locator("#filter-text")).to_have_text("state:US-CA status:Dead")
    dialog.get_by_role("button", name="Make it a smart group…").click()

    page.wait_for_url("**/rule/confirmation?*")
    expect(page.get_by_text("1 person would join at once.")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Apply it to current people too").check()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text("from now on.").first).to_be_visible()
    expect(page.locator("#rule")).to_contain_text("state:US-CA status:Dead")
    assert there(group) == {dee}
    assert_sound(page)

    set_status(cast, dana, "Dead")
    assert there(group) == {dee, dana}
    set_status(cast, dana, "Contacted")
    assert there(group) == {dee, dana}

    follow(page, f"/groups/{group}/why/{dana}")
    expect(page.get_by_text("not everything that it asks is met")).to_be_visible()
    assert_sound(page)
    follow(page, f"/groups/{group}")
    page.get_by_label("Dana Whitfield").check()
    page.get_by_role("button", name="Remove from group").click()
    expect(page.get_by_text("Dana Whitfield")).to_have_count(0)
    assert there(group) == {dee}
    set_status(cast, dana, "Dead")
    assert there(group) == {dee}

    follow(page, f"/groups/{group}")
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("It is archived")).to_be_visible()
    assert there(group) == {dee}
