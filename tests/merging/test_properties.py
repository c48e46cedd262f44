"""Merging people and taking them apart is the identity, whatever they had."""

from secrets import token_hex

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.deeds import undo_as
from tests.savepoint import taken_back_by_the_database
from tests.world import NOW
from webapp.activity.models import Event
from webapp.activity.tracking import open_change_set
from webapp.alerts.models import Alert
from webapp.criteria.text import parse
from webapp.db import counters, db
from webapp.fields.models import PersonField
from webapp.files.attaching import Upload, attach, remove
from webapp.files.models import PersonFile
from webapp.files.store import Taken
from webapp.groups.arranging import Wanted as WantedGroup
from webapp.groups.arranging import add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import KeptOut, PersonGroup, PersonGroupUnder
from webapp.merging.joining import merge_people
from webapp.people.converting import convert
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.models import (
    Conversion,
    Note,
    Person,
    PersonEmail,
    PersonMerged,
    PersonPhone,
    PersonSearch,
    Touch,
)
from webapp.people.notes import add_note, delete_note
from webapp.people.touches import Details, delete_touch, log_touch
from webapp.relations.kinds import add_kind
from webapp.relations.models import PersonRelation
from webapp.relations.relating import Link, relate, sides_of
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.clocks import wrong_clocks
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment, ReminderPause
from webapp.segments.pausing import pause_reminders, snooze
from webapp.selections.models import Selection, SelectionPerson
from webapp.smart_groups.rules import asker
from webapp.smart_groups.stating import set_rule
from webapp.tags.models import PersonTag
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags

DAY = 24 * 3600
PEOPLE = ("dana", "henrik", "ines")
who = st.sampled_from(PEOPLE)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), who, st.fixed_dictionaries({}, optional={
            "city": st.sampled_from(["Bonn", "Genève"]),
            "kind": st.sampled_from(["contact", "lead"]),
            "emails": st.sampled_from([[["a@example.com"] * 2], [["b@example.com"] * 2]]),
        })),
        st.tuples(st.just("tag"), who, st.sampled_from(["vip", "press"])),
        st.tuples(st.just("segment"), who, st.integers(1, 9)),
        st.tuples(st.just("snooze"), who, st.integers(1, 9)),
        st.tuples(st.just("pause"), who, st.none()),
        st.tuples(st.just("join"), who, st.integers(0, 2)),
        st.tuples(st.just("leave"), who, st.integers(0, 2)),
        st.tuples(st.just("note"), who, st.booleans()),
        st.tuples(st.just("touch"), who, st.integers(1, 400)),
        st.tuples(st.just("untouch"), who, st.integers(1, 400)),
        st.tuples(st.just("convert"), who, st.none()),
        st.tuples(st.just("freeze"), who, st.none()),
        st.tuples(st.just("alert"), who, st.integers(0, 9)),
        st.tuples(st.just("file"), who, st.booleans()),
        st.tuples(st.just("relate"), who, st.tuples(who, st.sampled_from(["name", "reverse"]))),
    ),
    max_size=12,
)  # fmt: skip


class Stage:
    """What the deeds are done with."""

    def __init__(self, world):
        self.world, doing = world, {"by": world.mona, "now": NOW}
        self.tags = {tag.name: tag.id for tag in found_tags(["vip", "press"], now=NOW)}
        wanted = Wanted("Clients", reminder_days=30)
        self.relation_id = add_kind("Guardian", "Ward", now=NOW).id
        self.segment_id = add_segment(wanted, now=NOW).id
        top = add_group(WantedGroup("Top"), **doing)
        groups = [top, *(add_group(WantedGroup(name, top.id), **doing) for name in ("By hand", "Bonn"))]
        set_rule(groups[2], parse("city:Bonn", asker(now=NOW)), apply_to_current=False, **doing)
        self.group_ids = [group.id for group in groups]
        self.selection = Selection(
            owner_id=world.mona.id, name="Frozen", name_key="frozen", criteria={}, stated_at=NOW,
            created_at=NOW, changed_at=NOW, frozen_at=NOW,
        )  # fmt: skip
        db.session.add(self.selection)
        db.session.flush()

    def do(self, what, person, value):
        """Do one deed as Mona."""
        person_id = self.world.people[person]
        by, now = self.world.mona, NOW
        change_set = open_change_set(what, what, by=by, now=now)
        doing = {"by": by, "now": now, "change_set": change_set}
        if what == "edit" and value:
            change_people({person_id: value}, **doing)
        elif what == "tag":
            add_tags([person_id], [self.tags[value]], **doing)
        elif what == "segment":
            add_to_segments([person_id], [self.segment_id], **doing | {"now": now - value * DAY})
        elif what == "snooze":
            snooze(person_id, self.segment_id, now + value * DAY, **doing)
        elif what == "pause":
            pause_reminders([person_id], **doing)
        elif what == "join":
            add_to_groups([person_id], [self.group_ids[value]], **doing)
        elif what == "leave":
            remove_from_groups([person_id], [self.group_ids[value]], **doing)
        elif what == "note":
            note = add_note(person_id, "Likes tea", **doing)
            if value:
                delete_note(note, **doing)
        elif what in ("touch", "untouch"):
            touch = log_touch(person_id, Details("call", now - value * DAY), **doing)
            if what == "untouch":
                delete_touch(touch, **doing)
        elif what == "convert":
            convert([person_id], "customer", **doing)
        elif what == "freeze":
            there = db.session.get(SelectionPerson, (self.selection.id, person_id))
            if there is None:
                db.session.add(SelectionPerson(selection_id=self.selection.id, person_id=person_id))
        elif what == "alert":
            once = f"test {person_id} {value} {change_set.id}"
            db.session.add(Alert(kind="test", once=once, at=now, person_id=person_id, data={}))
        elif what == "file":
            upload = Upload(Taken(token_hex(16), 5, "", "text/plain"), "a.txt", False)
            file = attach(person_id, [upload], **doing)[0]
            if value:
                remove(file, **doing)
        elif what == "relate" and person != value[0]:
            link, side = Link(person_id, self.world.people[value[0]], self.relation_id), value[1]
            if not sides_of([link]):
                relate(link, side, **doing)
        db.session.flush()


def everything():
    """All that people have, but for when they were changed and what says that they were merged and parted.

    An expiry is told of anew, by the alert that was told of before.
    """
    own = [
        (Person, {"changed_at"}),
        (PersonSegment, {"expiry_seen"}),
        (Event, set()),
        *((model, set()) for model in (
            PersonEmail, PersonPhone, PersonSearch, PersonTag, PersonField, PersonGroup, PersonGroupUnder,
            KeptOut, ReminderPause, Note, Touch, Conversion, SelectionPerson, Alert, PersonMerged,
            PersonRelation, PersonFile,
        )),
    ]  # fmt: skip
    found = {}
    for model, left_out in own:
        columns = [c for c in model.__table__.columns if c.name not in left_out]
        statement = select(*columns)
        if model is Event:
            statement = statement.where(
                Event.kind.not_in(
                    ("merged", "taken apart", "undone", "tagged", "segmented", "grouped", "snoozed", "parted")
                )
            )
        found[model.__name__] = sorted(map(repr, db.session.execute(statement)))
    found["counters"] = sorted((k, n) for k, n in counters.all_kept().items() if n and k[0] != "expired")
    return found


settled = settings(max_examples=11, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settled
@given(deeds=deeds, kept=who, both=st.booleans(), city=st.sampled_from([None, "Bonn", "Genève"]))
@example(deeds=[("edit", "dana", {"city": "Bonn"})], kept="henrik", both=False, city=None)
def test_merging_and_taking_apart_is_the_identity(world, deeds, kept, both, city):
    with taken_back_by_the_database():
        stage = Stage(world)
        for deed in deeds:
            stage.do(*deed)
        before = everything()
        others = [world.people[name] for name in PEOPLE if name != kept][: 2 if both else 1]
        values = {"city": city} if city else {}
        merged = merge_people(world.people[kept], others, values, title="Merged", by=world.mona, now=NOW)
        assert wrong_counters() == {}
        assert wrong_clocks(world.people.values(), now=NOW) == 0
        undo_as(merged, by=world.mona)
        assert everything() == before
        assert wrong_counters() == {}
        assert wrong_clocks(world.people.values(), now=NOW) == 0
