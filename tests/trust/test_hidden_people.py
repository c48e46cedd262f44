"""Whoever does not see people learns nothing of them: no page of theirs differs by what happens to them."""

import re

import pytest

from tests.trust.routes import routes_of
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.creating import NewPerson, create_people
from webapp.people.editing import change_people
from webapp.people.touches import Details, log_touch
from webapp.pipelines.stages import pipelines
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.membership import add_to_segments
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

DAY = 24 * 3600
ASKED = (
    "",
    "segment:Clients",
    "expired:any",
    "expired:Clients",
    "tag:vip",
    "stage:Meeting",
    "stage:any",
    "kind:lead",
    "status:New",
    "city:Sacramento OR tag:vip",
    "NOT tag:vip",
)
LISTS = (
    "/people",
    "/people/found",
    "/people/count",
    "/people/filter",
    "/people/filter/matches",
    "/people/board/sums",
)
PAGES = (
    *(f"{path}?q={q}" for path in LISTS for q in ASKED),
    *(f"/people?view=board&q={q}" for q in ASKED),
    *(f"/people?sort={sort}" for sort in ("-contacted", "stage", "value", "created")),
    "/today?whose=all",
    "/today?whose=mine",
    "/jump?q=Ber",
    "/jump/found?q=vip",
    "/people/complete?q=cit",
    "/people/complete?q=city:",
    "/people/complete?q=tag:",
)
TOLD = ("/settings/tags",)
"""Who may merge and delete tags for everybody is told for how many people that is, seen or not."""
LEFT_OUT = ("/readyz", "/metrics", "/account/second-factor", *TOLD)
RANDOM = re.compile(r'(name="(?:csrf_token|request_key)" value=|content=|"X-CSRFToken": ?)"[^"]*"')
"""What a page has that differs each time it is shown."""


@pytest.fixture
def standing(world):
    """What people can be in, with somebody of Lisbon in all of it."""
    ines = world.people["ines"]
    own = {"by": world.tomas, "now": NOW}
    change_set = open_change_set("edit", "Arranged", **own)
    segment = add_segment(Wanted("Clients", reminder_days=30), now=NOW)
    tag = found_tags(["vip"], now=NOW)[0]
    stage = next(stage for stage in pipelines().stages.values() if stage.name == "Meeting")
    arrange([ines], segment.id, tag.id, stage.id, change_set=change_set, **own)
    db.session.commit()
    return segment.id, tag.id, stage.id


def arrange(person_ids, segment_id, tag_id, stage_id, *, by, now, change_set):
    given = {"by": by, "now": now, "change_set": change_set}
    add_to_segments(person_ids, [segment_id], **given)
    add_tags(person_ids, [tag_id], **given)
    values = {"stage_id": stage_id, "stage_value": 123_400}
    change_people(dict.fromkeys(person_ids, values), **given)
    for person_id in person_ids:
        log_touch(person_id, Details("call", now - 90 * DAY), **given)


def happen_in_boston(world, standing):
    """A lot happens to people of Boston, whom Lisbon does not see."""
    given = {"by": world.mona, "now": NOW}
    change_set = open_change_set("create", "Added Berta", **given)
    values = {
        "kind": "lead",
        "status_id": world.new,
        "office_id": world.boston,
        "first": "Berta",
        "city": "Berlin",
    }
    made = create_people([NewPerson(values) for _ in range(30)], change_set=change_set, **given)
    arrange([*made, world.people["dana"], world.people["henrik"]], *standing, change_set=change_set, **given)
    while tell_of_expiries(now=NOW):
        pass
    db.session.commit()


def shown(client, paths):
    return {path: RANDOM.sub("", client.get(path).text) for path in paths}


@pytest.mark.parametrize("name", ["tomas", "priya"])
def test_no_page_differs_by_what_happens_to_whom_one_does_not_see(app, sign_in, world, standing, name):
    viewer = getattr(world, name)
    client = sign_in(viewer)
    if name == "priya":  # of Boston, but sees only her own: Dana is hers no longer
        change_set = open_change_set("edit", "Took Dana away", by=world.mona, now=NOW)
        change_people(
            {world.people["dana"]: {"owner_id": None}}, by=world.mona, now=NOW, change_set=change_set
        )
        db.session.commit()
    paths = [route.path for route in routes_of(app, world) if route.method == "GET"]
    paths = [path for path in dict.fromkeys((*paths, *PAGES)) if not path.startswith(LEFT_OUT)]
    while tell_of_expiries(now=NOW):
        pass
    db.session.commit()
    shown(client, paths)  # what a first visit sets up
    before = shown(client, paths)
    happen_in_boston(world, standing)
    after = shown(client, paths)
    assert [path for path in paths if before[path] != after[path]] == []
