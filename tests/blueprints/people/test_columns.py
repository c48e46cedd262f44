"""Choosing the columns of the list."""

from webapp.db import db, key
from webapp.fields import custom_values
from webapp.fields.models import Field, Section
from webapp.users.user import User


def heads(answer) -> list[str]:
    page = answer.get_data(as_text=True).partition("<thead>")[2].partition("</thead>")[0]
    return [part.split(">", 1)[1].split("<")[0] for part in page.replace("</a>", "").split('<a href="')[1:]]


def test_a_user_has_their_own_columns_in_their_own_order(admin, coordinator):
    answer = admin.post(
        "/people/columns", {"column": ["city", "email"], "density": "dense", "back": "/people?q=x"}
    )
    assert answer.location == "/people?q=x"
    page = admin.get("/people").get_data(as_text=True)
    assert heads(admin.get("/people")) == ["Name", "City", "E-mail"]
    assert 'class="tbl dense"' in page
    assert heads(coordinator.get("/people"))[:3] == ["Name", "Company", "Stage"]


def test_columns_can_be_moved_before_they_are_saved(admin):
    answer = admin.part("post", "/people/columns", {"column": ["city", "email"], "up": "email"})
    page = answer.get_data(as_text=True)
    assert page.index('value="email"') < page.index('value="city"')
    assert heads(admin.get("/people"))[1] == "Company"


def test_the_columns_of_the_beginning_can_be_had_again(admin):
    admin.post("/people/columns", {"column": ["city"]})
    admin.post("/people/columns", {"reset": "1"})
    assert heads(admin.get("/people"))[:3] == ["Name", "Company", "Stage"]


def test_a_custom_field_can_be_a_column_and_sorted_by(world, admin):
    section = Section(name="Deal", name_key="deal", position=1, created_at=0)
    db.session.add(section)
    db.session.flush()
    field = Field(section_id=section.id, name="Value", name_key=key("Value"), type="number", created_at=0)
    db.session.add(field)
    db.session.flush()
    custom_values.write({world.people["dana"]: {f"field:{field.id}": 4200.0}})
    db.session.commit()
    admin.post("/people/columns", {"column": [f"field:{field.id}"]})
    page = admin.get(f"/people?sort=-field:{field.id}").get_data(as_text=True)
    assert "Deal › Value" in page
    assert "4,200" in page
    assert page.index("Dana Whitfield") < page.index("Henrik Vaas")


def test_nonsense_is_left_out(world, admin):
    answer = admin.post(
        "/people/columns",
        {"column": ["password_hash", "field:999", "city", "city"], "density": "huge", "back": "//e.example"},
    )
    assert answer.location == "/people"
    preferences = db.session.get(User, world.mona.id).preferences
    assert preferences == {"columns": ["name", "city"], "density": "normal"}
    assert admin.post("/people/columns", {"up": "nothing"}).status_code == 200
