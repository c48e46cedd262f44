"""Whatever was done in whatever order: taking it back is the identity, except for what was edited since."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.deeds import undo_as
from tests.savepoint import taken_back_by_the_database
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.models import Person, PersonEmail, PersonSearch
from webapp.people.trashing import move_to_trash, restore
from webapp.tags.models import PersonTag
from webapp.tags.naming import found_tags
from webapp.tags.tagging import change_tags

PEOPLE = ("dana", "henrik", "ines")
MAILS = [[], [["a@example.com"] * 2], [["b@example.com"] * 2, ["a@example.com"] * 2]]

values = st.fixed_dictionaries(
    {},
    optional={
        "city": st.sampled_from(["", "Bonn", "Genève"]),
        "country": st.sampled_from(["", "US", "DE"]),
        "kind": st.sampled_from(["contact", "lead"]),
        "first": st.sampled_from(["Ann", "Zoë"]),
        "emails": st.sampled_from(MAILS),
        "birthday": st.sampled_from([0, 719_163]),
    },
)
people = st.sets(st.sampled_from(PEOPLE), min_size=1)
deed = st.one_of(
    st.tuples(st.just("edit"), people, values),
    st.tuples(st.just("tag"), people, st.booleans()),
    st.tuples(st.just("trash"), people, st.none()),
    st.tuples(st.just("restore"), people, st.none()),
)
deeds = st.lists(deed, max_size=8)
deeds_and_undos = st.lists(deed | st.tuples(st.just("undo"), st.integers(0, 9), st.none()), max_size=8)
every_example = settings(max_examples=9, suppress_health_check=[HealthCheck.function_scoped_fixture])


def do(world, tag, deed, sets):
    """Do one deed as Mona, where "undo" takes back one of `sets`; returns its change set, if there is one."""
    what, who, value = deed
    args = {"by": world.mona, "now": NOW}
    if what == "undo":
        still = [s for s in sets if s.undone_at is None]
        return take_back(world, still[who % len(still)]) if still else None
    change_set = open_change_set(what, what, **args)
    args["change_set"] = change_set
    ids = [world.people[name] for name in sorted(who)]
    if what == "edit":
        change_people(dict.fromkeys(ids, value), **args)
    elif what == "tag":
        change_tags({(i, tag.id): value for i in ids}, **args)
    else:
        {"trash": move_to_trash, "restore": restore}[what](ids, **args)
    return change_set


def take_back(world, change_set):
    return undo_as(change_set, by=world.mona)


def everything() -> list:
    """All rows of people, but for when they were changed."""
    people = select(*(c for c in Person.__table__.columns if c.name != "changed_at")).order_by(Person.id)
    tags = select(PersonTag.person_id, PersonTag.tag_id).order_by(PersonTag.person_id, PersonTag.tag_id)
    mails = select(PersonEmail.__table__).order_by(PersonEmail.person_id, PersonEmail.position)
    search = select(PersonSearch.__table__).order_by(PersonSearch.person_id)
    return [db.session.execute(statement).all() for statement in (people, tags, mails, search)]


@every_example
@given(deeds=deeds, redone=st.booleans())
def test_taking_everything_back_from_the_last_to_the_first_changes_nothing(world, deeds, redone):
    with taken_back_by_the_database():
        tag = found_tags(["vip"], now=NOW)[0]
        states, sets = [], []
        for deed in deeds:
            states.append(everything())
            sets.append(do(world, tag, deed, []))
        for change_set, before in zip(reversed(sets), reversed(states), strict=True):
            after = everything()
            undone = take_back(world, change_set)
            assert everything() == before
            if redone:
                take_back(world, undone)
                assert everything() == after
                take_back(world, change_set)
                assert everything() == before
        assert wrong_counters() == {}


@every_example
@given(deeds=deeds, values=values, who=people, later=deeds_and_undos)
def test_an_undo_only_ever_writes_what_was_there_before(world, deeds, values, who, later):
    """Each city is afterwards the one from before the edit, or what it was just before the undo."""

    def cities():
        return dict(db.session.execute(select(Person.id, Person.city)).all())

    with taken_back_by_the_database():
        tag = found_tags(["vip"], now=NOW)[0]
        sets = [do(world, tag, deed, []) for deed in deeds]
        before = cities()
        edited = do(world, tag, ("edit", who, values), sets)
        after = cities()
        for deed in later:
            do(world, tag, deed, sets)
        present = cities()
        take_back(world, edited)
        for person_id, now in cities().items():
            untouched = present[person_id] == after[person_id] and before[person_id] != after[person_id]
            alive = not db.session.scalar(select(Person.hidden).where(Person.id == person_id))
            assert now == (before[person_id] if untouched and alive else present[person_id])
        assert wrong_counters() == {}
