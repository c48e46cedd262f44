"""Taking back that a selection was saved, changed or deleted."""

from sqlalchemy import select

from tests.selecting.test_keeping import asks, keep, names
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.changes.listing import deed_for, deeds
from webapp.changes.models import KeptRecord
from webapp.changes.record_lines import record_lines_of
from webapp.changes.undoing import undo
from webapp.criteria.text import parse
from webapp.db import db
from webapp.selecting.keeping import delete_selection, rewrite, text_of


def take_back(change_set: ChangeSet, by) -> ChangeSet:
    db.session.commit()
    return undo(change_set, by=by, now=NOW, reach=set)


def latest() -> ChangeSet:
    return db.session.scalars(select(ChangeSet).order_by(ChangeSet.id.desc())).first()


def rewritten(selection, text: str, by, **given):
    given = {"name": selection.name, "shared": selection.shared_at is not None} | given
    return rewrite(selection, parse(text, asks(by)), by=by, now=NOW + 60, **given)


def test_one_that_was_saved_goes_and_comes_again(world):
    keep("smith", "Mine", world.priya)
    undone = take_back(latest(), world.priya)
    assert names(world.priya) == []
    take_back(undone, world.priya)
    assert names(world.priya) == ["Mine"]


def test_one_that_was_changed_is_what_it_was(world):
    selection = keep("smith", "Mine", world.jonas)
    changed = rewritten(selection, "city:Boston", world.jonas, name="Ours", shared=True)
    assert [(line.name, line.old, line.new) for line in record_lines_of(changed)] == [
        ("Name", "Mine", "Ours"),
        ("Shared with everybody", "no", "yes"),
        ("Whom it finds", "People matching “smith”", "People whose City is Boston"),
    ]
    take_back(changed, world.jonas)
    assert (selection.name, text_of(selection), selection.shared_at) == ("Mine", "smith", None)
    assert rewritten(selection, "smith", world.jonas) is None


def test_a_deleted_one_whose_name_was_given_away_comes_back_with_a_number(world):
    selection = keep("smith", "Mine", world.priya)
    gone = delete_selection(selection, by=world.priya, now=NOW)
    keep("city:Boston", "Mine", world.priya)
    take_back(gone, world.priya)
    assert sorted(names(world.priya)) == ["Mine", "Mine 2"]


def test_a_name_that_another_one_has_today_stays_its_own(world):
    selection = keep("smith", "Mine", world.priya)
    changed = rewritten(selection, "smith", world.priya, name="Hers")
    keep("city:Boston", "Mine", world.priya)
    undone = take_back(changed, world.priya)
    why = select(KeptRecord.why).where(KeptRecord.change_set_id == undone.id)
    assert db.session.scalars(why).all() == ["Another selection has this name today."]
    assert selection.name == "Hers"


def test_nobody_else_sees_the_deed(world):
    keep("smith", "Mine", world.priya)
    db.session.flush()
    assert [deed.change_set for deed in deeds(world.priya, own=False)[0]] == [latest()]
    assert latest() not in [deed.change_set for deed in deeds(world.mona, own=False)[0]]
    assert deed_for(world.priya, latest().id) is not None
    assert deed_for(world.mona, latest().id) is None
