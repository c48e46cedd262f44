"""Whatever is done to whomever: taking it back is the identity; two at once are as if one by one."""

from threading import Barrier, Thread

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.deeds import undo_as
from tests.savepoint import taken_back_by_the_database
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.bulk.actions import (
    AddTags,
    AddToGroups,
    ChangeSegments,
    Convert,
    ConvertBack,
    MoveToTrash,
    RemoveFromGroups,
    RemoveTags,
    SetCompany,
    SetField,
    SetOffice,
    SetOwner,
    SetStage,
    SetStatus,
)
from webapp.bulk.choosing import choose, ids_of
from webapp.bulk.running import change_at_once
from webapp.db import db
from webapp.groups.arranging import Wanted as GroupWanted
from webapp.groups.arranging import add_group
from webapp.groups.membership import Cause, add_to_groups
from webapp.groups.models import KeptOut, PersonGroup, PersonGroupUnder
from webapp.groups.naming import tree
from webapp.people.counting import wrong_counters
from webapp.people.models import Person, PersonSearch
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import statuses
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.models import PersonSegment
from webapp.tags.models import PersonTag

people = st.sets(st.sampled_from(["dana", "henrik", "ines"]), min_size=1)
names = st.sets(st.sampled_from(["VIP", "Press", "Trade fair"]), min_size=1).map(sorted).map(tuple)
kinds = st.sampled_from(
    [
        "add tags",
        "remove tags",
        "status",
        "converted",
        "stage",
        "no stage",
        "owner",
        "nobody",
        "office",
        "city",
        "country",
        "company",
        "no company",
        "convert",
        "back",
        "trash",
        "join",
        "leave",
        "replace",
        "into groups",
        "into a new group",
        "out of groups",
    ]
)
deeds = st.lists(st.tuples(kinds, people, names), min_size=1, max_size=6)


def action(world, what: str, tags: tuple, segment: int, groups: tuple):
    """One of every action there is."""
    stage = next(iter(pipelines().stages.values()))
    by_role = {status.role: status for status in statuses()}
    among = (segment,)
    return {
        "add tags": lambda: AddTags(tags),
        "remove tags": lambda: RemoveTags(tags),
        "status": lambda: SetStatus(statuses()[1].id, "Contacted"),
        "converted": lambda: SetStatus(by_role["converted"].id, "Converted", converts=True),
        "stage": lambda: SetStage(stage.id, stage.name),
        "no stage": lambda: SetStage(None),
        "owner": lambda: SetOwner(world.jonas.id, "Jonas"),
        "nobody": lambda: SetOwner(None),
        "office": lambda: SetOffice(world.lisbon, "Lisbon"),
        "city": lambda: SetField("Primary info › City", "Salem", {"city": "Salem"}),
        "country": lambda: SetField("Primary info › Country", "Germany", {"country": "DE"}),
        "company": lambda: SetCompany("New Harbour"),
        "no company": lambda: SetCompany(""),
        "convert": lambda: Convert("customer", "customers"),
        "back": lambda: ConvertBack("Signed by mistake"),
        "trash": MoveToTrash,
        "join": lambda: ChangeSegments("add", (segment,), ("Past clients",), among),
        "leave": lambda: ChangeSegments("remove", (segment,), ("Past clients",), among),
        "replace": lambda: ChangeSegments("replace", (), (), among),
        "into groups": lambda: AddToGroups(groups, ("Travel", "Italy")),
        "into a new group": lambda: AddToGroups((), ("New",), f"New {len(tree().by_id)}", groups[0]),
        "out of groups": lambda: RemoveFromGroups(groups, ("Travel", "Italy")),
    }[what]()


def put_in_by_rule(world, who, group_id: int) -> None:
    """What a rule had done before."""
    doing = {
        "by": world.mona,
        "now": NOW,
        "change_set": open_change_set("rule", "By rule", by=world.mona, now=NOW),
    }
    add_to_groups([world.people[name] for name in who], [group_id], cause=Cause("rule", 1), **doing)


def everything() -> list:
    """All rows of people, but for when they were changed."""
    columns = [c for c in Person.__table__.columns if c.name != "changed_at"]
    whole = (PersonSegment, PersonSearch, PersonGroup, PersonGroupUnder, KeptOut)
    tables = (PersonTag.person_id, PersonTag.tag_id), *((model.__table__,) for model in whole)
    statements = [select(*columns), *(select(*table) for table in tables)]
    return [sorted(map(repr, db.session.execute(statement))) for statement in statements]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds, by_rule=people)
def test_a_bulk_action_and_its_undo_are_the_identity(world, deeds, by_rule):
    mona = {"by": world.mona, "now": NOW}
    with taken_back_by_the_database():
        segment = add_segment(Wanted(name="Past clients", reminder_days=30), now=NOW).id
        travel = add_group(GroupWanted("Travel"), **mona)
        groups = (travel.id, add_group(GroupWanted("Italy", travel.id), **mona).id)
        put_in_by_rule(world, by_rule, groups[1])
        states, sets = [], []
        for what, who, tags in deeds:
            choice = choose([world.people[name] for name in who], **mona, list_query="", back="")
            doing = action(world, what, tags, segment, groups)
            told = doing.effects(ids_of(choice, world.mona))
            states.append(everything())
            sets.append(change_at_once(choice, doing, **mona))
            assert sets[-1].people == len(told)
            assert wrong_counters() == {}
        for change_set, before in zip(reversed(sets), reversed(states), strict=True):
            undo_as(change_set, **mona)
            assert everything() == before
        assert wrong_counters() == {}


def test_two_actions_at_once_have_the_effect_of_one_after_the_other(app, world):
    """Both give the same people an owner and tags; whichever comes last wins as a whole."""
    ids = list(world.people.values())
    db.session.commit()
    together = Barrier(2)

    def act(owner, tag):
        with app.app_context():
            mona = {"by": world.mona, "now": NOW}
            together.wait(10)
            for doing in (SetOwner(owner.id, owner.name), AddTags((tag, "both"))):
                choice = choose(ids, **mona, list_query="", back="")
                change_at_once(choice, doing, **mona)
                db.session.commit()

    threads = [Thread(target=act, args=args) for args in ((world.jonas, "one"), (world.priya, "two"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    owners = set(db.session.scalars(select(Person.owner_id)))
    assert owners in ({world.jonas.id}, {world.priya.id})
    assert len(db.session.execute(select(PersonTag.person_id, PersonTag.tag_id)).all()) == 9
    assert wrong_counters() == {}
