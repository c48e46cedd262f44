"""`/today`: who waits for one, and how people stand."""

from functools import cached_property

from flask import Blueprint, render_template, request
from flask_login import current_user

from webapp import auth, clock, context
from webapp.alerts import seeing
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.criteria.terms import quoted
from webapp.db import db
from webapp.formatting import local
from webapp.htmx import go_to, render, wants_part
from webapp.listing.address import Address
from webapp.listing.counts import Totals
from webapp.pipelines.stages import StageView, pipelines
from webapp.segments.naming import Listed, all_segments, segments_for
from webapp.toasts import say
from webapp.today.charts import Funnel, Health, funnels, health
from webapp.today.reminders import MOST, Reminder, overdue
from webapp.today.told import Told, told
from webapp.today.whose import ALL, MINE, whose
from webapp.users.permission import Permission

bp = Blueprint("today", __name__, url_prefix="/today")


class TodayPage:
    """What the templates of today/ read, each looked up where one draws it."""

    def __init__(self):
        self.viewer = auth.viewer()
        self.now = clock.now()
        company = context.the_company()
        self.labels, self.zone = company.labels, company.time_zone
        mine = Totals(whose(MINE, self.viewer))
        usual = MINE if self.viewer.scope == "own" or mine.seen else ALL
        self.whose = MINE if request.args.get("whose", usual) == MINE else ALL
        self.totals = mine if self.whose == MINE else Totals(self.viewer)

    @property
    def greeting(self) -> str:
        """By the hour at the company."""
        hour = local(self.now, self.zone).hour
        return "Good " + ("morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening")

    @property
    def first_name(self) -> str:
        return self.viewer.name.partition(" ")[0]

    @property
    def may_choose(self) -> bool:
        """Whether the viewer sees more than their own people."""
        return self.viewer.scope != "own"

    @property
    def may_log(self) -> bool:
        return self.viewer.can(Permission.EDIT_PEOPLE)

    @cached_property
    def reminders(self) -> list[Reminder]:
        """In every segment: another office's may remind of one's own people too."""
        return overdue(all_segments(), self.totals.viewer, now=self.now)

    @cached_property
    def told(self) -> list[Told]:
        """What waits for oneself alone, whoever the page is about."""
        return told(self.viewer, now=self.now)

    @cached_property
    def health(self) -> list[Health]:
        """Of the segments that the viewer may name, whose people the chart leads to."""
        return health(segments_for(self.viewer), self.totals, now=self.now)

    @cached_property
    def funnels(self) -> list[Funnel]:
        return funnels(pipelines(), self.totals)

    @property
    def waiting(self) -> int | None:
        """How many people wait; None if more than are shown, which is counted after the page."""
        return len(self.reminders) if len(self.reminders) < MOST else None

    def expired_in(self, segment: Listed | None = None) -> Address:
        """The list of those expired in a segment, or in any."""
        return self._listing(f"expired:{quoted(segment.path) if segment else 'any'}")

    def members_of(self, segment: Listed) -> Address:
        return self._listing(f"segment:{quoted(segment.path)}")

    def at_stage(self, stage: StageView) -> Address:
        return self._listing(f"stage:{quoted(stage.path)}")

    def _listing(self, q: str) -> Address:
        return Address(f"{q} owner:me" if self.whose == MINE else q)


@bp.get("")
@allowed_to()
def show():
    return render("today/index.html", "today/_queue.html", today=TodayPage())


@bp.post("/told/<int:alert_id>/seen")
@allowed_to()
def see(alert_id: int):
    """The user knows: the alert goes."""
    load_or_404(seeing.see(alert_id, by=current_user, now=clock.now()))
    db.session.commit()
    return _told_anew("Done.", f"/today/told/{alert_id}/waiting")


@bp.post("/told/<int:alert_id>/waiting")
@allowed_to()
def see_again(alert_id: int):
    """The user wants to be told again."""
    load_or_404(seeing.see_again(alert_id, by=current_user))
    db.session.commit()
    say("It is back.")
    return go_to("/today")


def _told_anew(sentence: str, undo: str):
    if not wants_part():
        say(sentence, undo=undo)
        return go_to("/today")
    return render_template("today/_told_anew.html", today=TodayPage(), sentence=sentence, undo=undo)
