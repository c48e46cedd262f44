"""Whatever is done to tags: it is what a plain model says, and taking it back is the identity."""

from contextlib import contextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.changes.models import Kept, KeptRecord
from webapp.db import db, key
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash, restore
from webapp.tags.administering import add_tag, change_tag, delete_tag, merge_tags
from webapp.tags.models import PersonTag
from webapp.tags.naming import BadTag, all_tags, tag_named
from webapp.tags.tagging import change_tags

PEOPLE = ("dana", "henrik", "ines")
NAMES = ("vip", "press", "Évian", "evian")

name = st.sampled_from(NAMES)
people = st.sets(st.sampled_from(PEOPLE), min_size=1)
hue = st.sampled_from(("red", "blue"))
deed = st.one_of(
    st.tuples(st.just("add"), name, hue),
    st.tuples(st.just("change"), name, name, hue),
    st.tuples(st.just("merge"), name, name),
    st.tuples(st.just("delete"), name),
    st.tuples(st.just("on"), name, people),
    st.tuples(st.just("off"), name, people),
    st.tuples(st.just("trash"), people),
    st.tuples(st.just("restore"), people),
)
START = [
    ("add", "vip", "red"),
    ("add", "press", "blue"),
    ("on", "vip", {"dana", "henrik"}),
    ("on", "press", {"henrik", "ines"}),
    ("trash", {"henrik"}),
]


class Model:
    """Tags as a plain dictionary {folded name: (name, hue, who has it)}, and who is in the trash."""

    def __init__(self):
        self.tags: dict[str, tuple[str, str, frozenset]] = {}
        self.in_trash: frozenset = frozenset()

    def state(self) -> tuple:
        """As state() below."""
        return self.tags, self.in_trash

    def do(self, what, *given) -> None:
        """Do one deed, if it can be done."""
        getattr(self, what)(*given)

    def add(self, name, hue):
        self.tags.setdefault(key(name), (name, hue, frozenset()))

    def change(self, name, new, hue):
        if key(name) in self.tags and (key(new) == key(name) or key(new) not in self.tags):
            self.tags[key(new)] = (new, hue, self.tags.pop(key(name))[2])

    def merge(self, name, into):
        if {key(name), key(into)} <= self.tags.keys() and key(name) != key(into):
            _, _, coming = self.tags.pop(key(name))
            shown, hue, having = self.tags[key(into)]
            self.tags[key(into)] = (shown, hue, having | coming)

    def delete(self, name):
        self.tags.pop(key(name), None)

    def on(self, name, people):
        self._have(name, lambda having: having | (people - self.in_trash))

    def off(self, name, people):
        self._have(name, lambda having: having - (people - self.in_trash))

    def trash(self, people):
        self.in_trash |= people

    def restore(self, people):
        self.in_trash -= people

    def _have(self, name, change):
        if key(name) in self.tags:
            shown, hue, having = self.tags[key(name)]
            self.tags[key(name)] = (shown, hue, frozenset(change(having)))


def state() -> tuple:
    """({folded name: (name, hue, who has it)}, who is in the trash) as the database has it."""
    firsts = {"dana": "Dana", "henrik": "Henrik", "ines": "Inês"}
    by_id = dict(db.session.execute(select(Person.id, Person.first)).all())
    named = {person_id: who for person_id, first in by_id.items() for who in PEOPLE if firsts[who] == first}
    having: dict[int, set[str]] = {}
    for person_id, tag_id in db.session.execute(select(PersonTag.person_id, PersonTag.tag_id)):
        having.setdefault(tag_id, set()).add(named[person_id])
    tags = {tag.name_key: (tag.name, tag.hue, frozenset(having.pop(tag.id, ()))) for tag in all_tags()}
    assert having == {}  # nobody has a tag that was deleted
    hidden = db.session.scalars(select(Person.id).where(Person.hidden != 0))
    return tags, frozenset(named[person_id] for person_id in hidden)


def do(world, what, *given):
    """Do one deed as Mona; its change set, or None if there was nothing to do."""
    args = {"by": world.mona, "now": NOW}
    if what == "add":
        try:
            return add_tag(*given, **args)[1]
        except BadTag:
            return None
    if what in ("trash", "restore"):
        return on_people({"trash": move_to_trash, "restore": restore}[what], *given, world, args)
    tag = tag_named(given[0])
    if tag is None:
        return None
    if what in ("on", "off"):
        change_set = open_change_set("tag", what, **args)
        wanted = {(world.people[who], tag.id): what == "on" for who in given[1]}
        change_tags(wanted, change_set=change_set, **args)
        return change_set
    if what == "delete":
        return delete_tag(tag, **args)[0]
    if what == "merge":
        into = tag_named(given[1])
        return merge_tags(tag, into, **args)[0] if into not in (None, tag) else None
    try:
        return change_tag(tag, *given[1:], **args)
    except BadTag:
        return None


def on_people(verb, people, world, args):
    change_set = open_change_set("trash", verb.__name__, **args)
    verb([world.people[who] for who in sorted(people)], change_set=change_set, **args)
    return change_set


def take_back(world, change_set):
    return undo_as(change_set, by=world.mona)


@contextmanager
def taken_back_by_the_database():
    """Leave the test's database as it was."""
    with db.session.begin_nested() as savepoint:
        yield
        savepoint.rollback()
    db.session.expire_all()


every_example = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


@every_example
@given(deeds=st.lists(deed, max_size=8), redone=st.booleans())
def test_deeds_are_what_the_model_says_and_taken_back_they_were_never_done(world, deeds, redone):
    with taken_back_by_the_database():
        model, states, sets = Model(), [], []
        for one in START + deeds:
            states.append(state())
            model.do(*one)
            sets.append(do(world, *one))
            assert state() == model.state()
        for change_set, before in zip(reversed(sets), reversed(states), strict=True):
            if change_set is None:
                continue
            after = state()
            undone = take_back(world, change_set)
            assert state() == before
            if redone:
                take_back(world, undone)
                assert state() == after
                take_back(world, change_set)
                assert state() == before
        assert db.session.scalars(select(KeptRecord)).all() == db.session.scalars(select(Kept)).all() == []
        assert wrong_counters() == {}


@every_example
@given(deeds=st.lists(deed | st.tuples(st.just("undo"), st.integers(0, 9)), max_size=10))
def test_whatever_is_taken_back_in_whatever_order_the_tags_stay_sound(world, deeds):
    with taken_back_by_the_database():
        sets = []
        for what, *given in START + deeds:
            if what == "undo":
                standing = [change_set for change_set in sets if change_set.undone_at is None]
                done = take_back(world, standing[given[0] % len(standing)]) if standing else None
            else:
                done = do(world, what, *given)
            sets += [done] if done else []
            state()
        assert wrong_counters() == {}
