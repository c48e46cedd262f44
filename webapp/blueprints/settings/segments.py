"""Settings › Segments."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import Optional

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load
from webapp.criteria.conditions import asking_for
from webapp.db import counters, db
from webapp.db.counters import PeopleCount
from webapp.db.ordering import put_in_order
from webapp.inputs import Form, hue, kept_by, one_line, options, order_wanted
from webapp.listing.address import Address
from webapp.people.visible import counted_for
from webapp.segments.administering import MOST_DAYS, Wanted, change_segment, delete_segment, new_segment
from webapp.segments.foreseeing import with_period
from webapp.segments.models import Segment
from webapp.segments.naming import BadSegment, Listed, knows, segments_for
from webapp.segments.reminders import expired_numbers
from webapp.toasts import say
from webapp.users.office import open_offices
from webapp.users.permission import Permission

bp = Blueprint("segments", __name__, url_prefix="/segments")


class DaysField(IntegerField):
    """A number of days; what is none is refused in words."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Write a number of days, such as 30, or leave it empty.") from None


class SegmentForm(Form):
    """The choices of `office` are what the viewer may administer: the company's and their own office's."""

    name = one_line("Name", missing="Give the segment a name.")
    hue = hue()
    office = SelectField("Used by")
    reminder_days = DaysField("Remind after so many days without contact", validators=[Optional()])
    counts_automatic = BooleanField("Automatic touches count too")

    def __init__(self, **given):
        super().__init__(**given)
        offices = [office for office in open_offices() if knows(current_user, office.id)]
        own = [(str(office.id), f"The office {office.name}") for office in offices]
        self.office.choices = options([("", "The whole company"), *own])

    @classmethod
    def of(cls, segment: Segment) -> "SegmentForm":
        """The form with what a segment is like."""
        return cls(obj=segment, data={"office": str(segment.office_id or "")})

    @property
    def wanted(self) -> Wanted:
        """What the verbs take."""
        return Wanted(
            self.name.data,
            self.hue.data,
            int(self.office.data) if self.office.data else None,
            self.reminder_days.data,
            self.counts_automatic.data,
        )


@bp.get("")
@allowed_to(Permission.EDIT_SEGMENTS)
def index():
    return _list(SegmentForm())


@bp.post("")
@allowed_to(Permission.EDIT_SEGMENTS)
def create():
    form, added = SegmentForm(), []

    def add() -> None:
        added.extend(new_segment(form.wanted, by=current_user, now=clock.now()))

    if not kept_by(form, BadSegment, add):
        return _list(form), 422
    segment, change_set = added
    auth.note("segment added", segment.name)
    db.session.commit()
    say(f"The segment “{segment.name}” is added.", change_set=change_set)
    return htmx.go_to("/settings/segments")


@bp.post("/order")
@allowed_to(Permission.EDIT_SEGMENTS)
def order():
    ids = [segment.id for segment in segments_for(current_user)]
    put_in_order(db.session.query(Segment).filter(Segment.id.in_(ids)).all(), order_wanted(ids))
    db.session.commit()
    return _list(SegmentForm(formdata=None)) if htmx.wants_part() else htmx.go_to("/settings/segments")


@bp.get("/<int:segment_id>")
@allowed_to(Permission.EDIT_SEGMENTS)
def edit(segment_id: int):
    segment = _load(segment_id)
    return _edit(segment, SegmentForm.of(segment))


@bp.post("/<int:segment_id>")
@allowed_to(Permission.EDIT_SEGMENTS)
def update(segment_id: int):
    segment, form, now = _load(segment_id), SegmentForm(), clock.now()
    before, changed = segment.name, []

    def change() -> None:
        changed.extend(change_segment(segment, form.wanted, by=current_user, now=now))

    if not kept_by(form, BadSegment, change):
        return _edit(segment, form), 422
    auth.note("segment changed", f"{before} → {segment.name}")
    db.session.commit()
    change_set, done = changed
    following = "" if done else " Its reminders follow in a moment."
    say(f"The segment is saved.{following}", change_set=change_set)
    return htmx.go_to("/settings/segments")


@bp.get("/<int:segment_id>/effect")
@allowed_to(Permission.EDIT_SEGMENTS)
def effect(segment_id: int):
    """How many would be expired with the period that is being typed."""
    segment = _load(segment_id)
    form = SegmentForm(formdata=request.args)
    days = form.reminder_days.data
    if days is not None and not 1 <= days <= MOST_DAYS:
        abort(422, f"Remind after 1 to {MOST_DAYS:,} days, or leave it empty.")
    return render_template(
        "settings/segments/_effect.html", effect=_effect(segment, days, form.counts_automatic.data)
    )


@bp.get("/<int:segment_id>/deletion")
@allowed_to(Permission.EDIT_SEGMENTS)
def ask(segment_id: int):
    segment = _load(segment_id)
    people = counters.read("segment", counted_for(current_user), PeopleCount.value == segment.id)[segment.id]
    return htmx.render(
        "settings/segments/delete.html", "settings/segments/_delete.html", segment=segment, people=people
    )


@bp.post("/<int:segment_id>/deletion")
@allowed_to(Permission.EDIT_SEGMENTS)
def destroy(segment_id: int):
    segment = _load(segment_id)
    change_set, done = delete_segment(segment, by=current_user, now=clock.now())
    auth.note("segment deleted", segment.name)
    db.session.commit()
    more = "" if done else " Its people are taken out in a moment."
    say(f"The segment “{segment.name}” is deleted.{more}", change_set=change_set)
    return htmx.go_to("/settings/segments")


def _load(segment_id: int) -> Segment:
    """One that stands and that the viewer may administer, else 404."""
    segment = load(Segment, segment_id)
    if segment.retired_at is not None or not knows(current_user, segment.office_id):
        abort(404)
    return segment


def _list(form: SegmentForm) -> str:
    segments = segments_for(current_user)
    return render_template(
        "settings/segments/index.html",
        form=form,
        segments=segments,
        lists={segment.id: _lists_of(segment) for segment in segments},
        people=counters.read("segment", counted_for(current_user)),
        expired=expired_numbers(current_user, now=clock.now()),
    )


def _lists_of(segment: Listed) -> tuple[str, str]:
    """Where the list of everybody in it is, and that of those who are expired in it."""
    return tuple(Address(asking_for(key, segment.path)).url() for key in ("segment", "expired"))


def _edit(segment: Segment, form: SegmentForm) -> str:
    effect = _effect(segment, segment.reminder_days, segment.counts_automatic)
    return render_template("settings/segments/edit.html", segment=segment, form=form, effect=effect)


def _effect(segment: Segment, days: int | None, counts_automatic: bool) -> dict:
    foreseen = with_period(
        segment.id, days, counts_automatic=counts_automatic, viewer=current_user, now=clock.now()
    )
    return {"days": days, "people": foreseen.people, "expired": foreseen.expired}
