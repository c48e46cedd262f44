"""Who is in which segment: added, taken out, replaced, counted, told of, and taken back."""

from sqlalchemy import select

from tests.segments.conftest import DAY, due, place
from tests.world import NOW
from webapp.activity.models import Change, Event
from webapp.db import counters, db
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.trashing import move_to_trash, restore
from webapp.segments.membership import replace_segments


def test_members_are_counted_noted_and_told(world, doing, clients):
    dana, henrik = world.people["dana"], world.people["henrik"]
    assert len(doing.add([dana, henrik, 10**6], [clients.id])) == 2
    assert doing.add([dana], [clients.id]) == []
    assert counters.read("segment") == {clients.id: 2}
    noted = select(Change.person_id, Change.key, Change.old, Change.new).where(Change.kind == "segment")
    since = {"since": NOW, "snoozed_until": 0}
    assert sorted(db.session.execute(noted).all()) == sorted(
        [(dana, str(clients.id), None, since), (henrik, str(clients.id), None, since)]
    )
    told = select(Event.data).where(Event.person_id == dana, Event.kind == "segmented")
    assert db.session.scalars(told).all() == [{"added": ["Past clients"], "removed": []}]


def test_whoever_is_in_a_segment_already_keeps_the_day_they_joined(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    doing.now = NOW + 10 * DAY
    doing.add([dana], [clients.id])
    assert place(dana, clients).at == NOW


def test_replacing_leaves_the_segments_that_were_not_asked_about(world, doing, clients, press):
    dana = world.people["dana"]
    doing.add([dana], [clients.id, press.id])
    replace_segments([dana], [press.id], among=[press.id], **doing.context())
    assert place(dana, clients)
    assert place(dana, press)
    replace_segments([dana], [press.id], among=[press.id, clients.id], **doing.context())
    assert place(dana, clients) is None
    assert place(dana, press).at == NOW
    assert wrong_counters() == {}


def test_undo_takes_people_out_again_and_puts_them_back_as_they_were(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    added = doing.last
    doing.now = NOW + DAY
    doing.remove([dana], [clients.id])
    removed = doing.last
    assert place(dana, clients) is None
    doing.now = NOW + 2 * DAY
    doing.undo(removed)
    assert (place(dana, clients).at, due(dana, clients)) == (NOW, NOW + 30 * DAY)
    doing.undo(added)
    assert place(dana, clients) is None
    assert wrong_counters() == {}


def test_the_counters_follow_people_to_other_owners_and_into_the_trash(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    change_people({dana: {"owner_id": world.jonas.id}}, **doing.context())
    assert wrong_counters() == {}
    move_to_trash([dana], **doing.context())
    assert counters.read("segment")[clients.id] == 0
    restore([dana], **doing.context())
    assert counters.read("segment")[clients.id] == 1
    assert wrong_counters() == {}
