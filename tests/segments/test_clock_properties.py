"""The clocks after any sequence of deeds are what a plain model of the rule says."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.segments.conftest import DAY, due
from tests.world import NOW
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people
from webapp.people.touches import delete_touch
from webapp.people.trashing import move_to_trash, restore
from webapp.pipelines.statuses import status_named
from webapp.segments.administering import Wanted, add_segment, change_segment
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.models import PersonSegment
from webapp.segments.pausing import change_pauses, snooze
from webapp.segments.reminders import expired_numbers

DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("touch"), st.integers(0, 60), st.booleans()),
        st.tuples(st.just("untouch"), st.integers(0, 5)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("snooze"), st.integers(0, 40)),
        st.tuples(st.just("pause"), st.booleans()),
        st.tuples(st.just("period"), st.sampled_from((None, 1, 7, 30)), st.booleans()),
        st.tuples(st.just("status"), st.sampled_from(("New", "Dead", "Contacted"))),
        st.tuples(st.just("trash"), st.booleans()),
        st.tuples(st.just("wait"), st.integers(1, 20)),
        st.tuples(st.just("job")),
    ),
    max_size=14,
)


@dataclass
class Model:
    """The rule in plain words of Python."""

    joined: int
    days: int | None = 30
    automatic: bool = False
    snoozed_until: int = 0
    paused: bool = False
    status: str = "New"
    trashed: bool = False
    touches: dict = field(default_factory=dict)

    @property
    def due(self) -> int | None:
        if self.days is None or self.paused or self.status == "Dead" or self.trashed:
            return None
        counting = [at for at, manual in self.touches.values() if manual or self.automatic]
        return max(max(counting, default=self.joined) + self.days * DAY, self.snoozed_until)


@settings(max_examples=18, suppress_health_check=list(HealthCheck), print_blob=True, derandomize=True)
@given(deeds=DEEDS)
def test_clocks_stand_as_the_rule_says_after_any_deeds(world, doing, deeds):
    db.session.rollback()
    doing.now = NOW
    person_id = world.person(first="Ada")
    segment = add_segment(Wanted(f"Segment {person_id}", reminder_days=30), now=NOW)
    doing.add([person_id], [segment.id])
    db.session.commit()
    model, rows, undoable = Model(NOW), {}, []
    for deed, *how in deeds:
        _do(deed, how, doing, person_id, segment, model, rows, undoable)
        assert due(person_id, segment) == model.due, (deed, how)
        expired = model.due is not None and model.due <= doing.now
        assert expired_numbers(world.mona, now=doing.now)[segment.id] == expired
        assert wrong_counters() == {}
    db.session.query(PersonSegment).filter_by(segment_id=segment.id).delete()
    db.session.rollback()


def _do(deed, how, doing, person_id, segment, model, rows, undoable):
    match deed, *how:
        case "touch", days_ago, manual if not model.trashed:
            touch = doing.touch(person_id, doing.now - days_ago * DAY, manual=manual)
            rows[touch.id] = touch
            model.touches[touch.id] = (touch.at, manual)
            undoable.append((doing.last, touch.id))
        case "untouch", which if model.touches:
            touch_id = list(model.touches)[which % len(model.touches)]
            delete_touch(rows[touch_id], **doing.context("touch"))
            del model.touches[touch_id]
        case ("undo",) if undoable and undoable[-1][1] in model.touches:
            change_set, touch_id = undoable.pop()
            doing.undo(change_set)
            del model.touches[touch_id]
        case "snooze", days if not model.trashed:
            model.snoozed_until = doing.now + days * DAY if days else 0
            snooze(person_id, segment.id, model.snoozed_until, **doing.context())
        case "pause", on if not model.trashed:
            change_pauses({person_id: on}, **doing.context())
            model.paused = on
        case "period", days, automatic:
            wanted = Wanted(segment.name, reminder_days=days, counts_automatic=automatic)
            change_segment(segment, wanted, by=doing.by, now=doing.now)
            model.days, model.automatic = days, automatic
        case "status", name if not model.trashed:
            change_people({person_id: {"status_id": status_named(name).id}}, **doing.context())
            model.status = name
        case "trash", True:
            move_to_trash([person_id], **doing.context())
            model.trashed = True
        case "trash", False:
            restore([person_id], **doing.context())
            model.trashed = False
        case "wait", days:
            doing.now += days * DAY
        case ("job",):
            tell_of_expiries(now=doing.now)
