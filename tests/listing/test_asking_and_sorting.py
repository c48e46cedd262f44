"""A list may be sorted by what it also asks for, whoever looks at it."""

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments

DAY = 24 * 3600


@pytest.mark.parametrize("name", ["mona", "jonas", "priya"])
@pytest.mark.parametrize("direction", ["", "-"])
def test_the_expired_stand_by_when_they_were_due_for_every_viewer(world, name, direction):
    clients, press = (
        add_segment(Wanted(of, reminder_days=30), now=NOW - 90 * DAY) for of in ("Clients", "Press")
    )
    ann, ben, cleo = (world.person(first=of, owner_id=world.priya.id) for of in ("Ann", "Ben", "Cleo"))
    for person_id, days in ((ann, 50), (ben, 70), (cleo, 60)):
        joined = {"by": world.mona, "now": NOW - days * DAY}
        change_set = open_change_set("segment", "Added", **joined)
        add_to_segments([person_id], [clients.id], change_set=change_set, **joined)
    change_set = open_change_set("segment", "Added", by=world.mona, now=NOW)
    add_to_segments([ann], [press.id], by=world.mona, now=NOW, change_set=change_set)
    db.session.commit()

    def found(q):
        asker = Asker(getattr(world, name), NOW, "UTC", "US")
        address = Address(q, "due", descending=bool(direction))
        return open_list(address, asker).page(None, None).ids

    order = [ben, cleo, ann] if not direction else [ann, cleo, ben]
    assert found("expired:Clients") == order
    assert found("expired:Clients segment:any") == order
    assert found("segment:Clients -segment:Press") == [i for i in order if i != ann]
    assert found("segment:Clients -expired:any") == []


def test_whoever_is_expired_anywhere_stands_where_they_were_due_first(world):
    clients, press = (
        add_segment(Wanted(of, reminder_days=30), now=NOW - 90 * DAY) for of in ("Clients", "Press")
    )
    ann, ben, cleo, dot = (world.person(first=of) for of in ("Ann", "Ben", "Cleo", "Dot"))
    joined = ((ann, clients, 50), (ann, press, 80), (ben, clients, 70), (cleo, press, 60), (dot, press, 1))
    for person_id, segment, days in joined:
        at = NOW - days * DAY
        change_set = open_change_set("segment", "Added", by=world.mona, now=at)
        add_to_segments([person_id], [segment.id], by=world.mona, now=at, change_set=change_set)
    asker = Asker(world.mona, NOW, "UTC", "US")

    def found(q, *sort):
        return open_list(Address(q, *sort), asker).page(None, None).ids

    assert found("expired:any") == [ann, ben, cleo], "without asking for the order"
    assert found("expired:Clients,Press") == [ann, ben, cleo]
    assert found("expired:any", "due", True) == [cleo, ben, ann]
    assert found("expired:any", "name") == [ann, ben, cleo]
    assert found("", "due")[:4] == [ann, ben, cleo, dot]
    assert found("expired:Clients") == [ben, ann], "of one segment by its own reminder"


def test_a_list_cannot_be_sorted_by_reminders_while_nothing_reminds(world):
    asker = Asker(world.mona, NOW, "UTC", "US")
    assert open_list(Address("", "due"), asker).sort.name == "name"
