"""Background work that did not go through: how often it was tried, when it is tried again, why it stopped.

Work that was merely cut off with its process goes on as if nothing had been, and has none of these.
"""

from sqlalchemy import ForeignKey, delete, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.activity.models import ChangeSet
from webapp.db import UTC, BigKey, Model, claim, db, run_out

DELAYS_SECONDS = (10, 60, 300, 1800)
MOST_TRIES = len(DELAYS_SECONDS) + 1
GAVE_UP = (
    f"This failed {MOST_TRIES} times, so Muster stopped trying. `muster doctor` tells an administrator why."
)


class Setback(Model):
    """What keeps one piece of work back: `kind` is 'import', 'undo', 'bulk' or 'following', `of_id` its row.

    Until there is a `sentence` it is tried again by itself at `again_at`; then it has stopped, and waits for
    somebody: `by_id` is who let it go on last, in whose name and with whose rights it does from then on.
    `detail` is the last failure as a programmer reads it.
    """

    __tablename__ = "setback"

    kind: Mapped[str] = mapped_column(primary_key=True)
    of_id: Mapped[int] = mapped_column(BigKey(), primary_key=True, autoincrement=False)
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    at: Mapped[int] = mapped_column(UTC, default=0)
    again_at: Mapped[int] = mapped_column(UTC, default=0)
    sentence: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def stopped(self) -> bool:
        """Whether it waits for somebody to let it go on."""
        return self.sentence != ""

    def rests(self, now: int) -> bool:
        """Whether it failed and is left alone until `again_at`."""
        return not self.stopped and not run_out(self.again_at, now, seconds=DELAYS_SECONDS[-1])


def setback_of(kind: str, of_id: int) -> Setback | None:
    """What keeps this piece of work back, if anything does or did."""
    return db.session.get(Setback, (kind, of_id))


def resting(kind: str, id_column, now: int):
    """A condition on the rows of this kind: they have stopped, or it is too early to try them again."""
    return exists().where(
        Setback.kind == kind,
        Setback.of_id == id_column,
        (Setback.sentence != "") | ~run_out(Setback.again_at, now, seconds=DELAYS_SECONDS[-1]),
    )


def note_failure(kind: str, of_id: int, detail: str, *, now: int, change_set_id: int | None) -> bool:
    """Count a try that failed; False when it was the last one, and the caller stops the work."""
    setback = _setback(kind, of_id, change_set_id)
    setback.tries += 1
    setback.at, setback.detail = now, detail[:500]
    if setback.tries < MOST_TRIES:
        setback.again_at = now + DELAYS_SECONDS[setback.tries - 1]
    db.session.flush()
    return setback.tries < MOST_TRIES


def stop(kind: str, of_id: int, sentence: str, *, now: int, change_set_id: int | None) -> None:
    """Let the work wait for somebody; the sentence says on its page why."""
    setback = _setback(kind, of_id, change_set_id)
    setback.at, setback.sentence = now, sentence
    db.session.flush()


def go_on(setback: Setback, *, by) -> bool:
    """Let stopped work be tried afresh, as `by`; False when its change set was taken back meanwhile."""
    if setback.change_set_id and not _reopen(setback.change_set_id):
        return False
    setback.tries, setback.again_at, setback.sentence, setback.by_id = 0, 0, "", by.id
    db.session.flush()
    return True


def try_now(kind: str, of_id: int, *, now: int) -> bool:
    """Let resting work be tried at once, in the name it is done in; False when it does not rest."""
    this = Setback.kind == kind, Setback.of_id == of_id
    return claim(Setback, *this, Setback.sentence == "", Setback.again_at > now, again_at=now)


def forget(kind: str, of_id: int) -> None:
    """The work is done, or nobody wants it any more."""
    db.session.execute(delete(Setback).where(Setback.kind == kind, Setback.of_id == of_id))


def taken_over_by(kind: str, of_id: int) -> int | None:
    """The id of the user who let the work go on after it had stopped, None if nobody did."""
    return db.session.scalar(select(Setback.by_id).where(Setback.kind == kind, Setback.of_id == of_id))


def setbacks_among(change_set_ids: list[int]) -> dict[int, Setback]:
    """{change_set_id: what keeps its work back} of those for which something does."""
    found = db.session.scalars(select(Setback).where(Setback.change_set_id.in_(change_set_ids)))
    return {setback.change_set_id: setback for setback in found}


def stopped_work() -> dict[str, int]:
    """How much of each kind has stopped and waits for somebody; what was taken back since does not."""
    standing = ChangeSet.undone_at.is_(None)
    rows = db.session.execute(
        select(Setback.kind, func.count())
        .outerjoin(ChangeSet, ChangeSet.id == Setback.change_set_id)
        .where(Setback.sentence != "", standing)
        .group_by(Setback.kind)
        .order_by(Setback.kind)
    )
    return dict(rows.all())


def latest_detail() -> str:
    """The latest failure of work that has stopped, as a programmer reads it; '' when none of it failed."""
    failed = select(Setback.detail).where(Setback.sentence != "", Setback.detail != "")
    return db.session.scalar(failed.order_by(Setback.at.desc()).limit(1)) or ""


def _setback(kind: str, of_id: int, change_set_id: int | None) -> Setback:
    setback = setback_of(kind, of_id)
    if setback is None:
        setback = Setback(kind=kind, of_id=of_id, tries=0)
        db.session.add(setback)
    setback.change_set_id = change_set_id
    return setback


def _reopen(change_set_id: int) -> bool:
    return claim(ChangeSet, ChangeSet.id == change_set_id, ChangeSet.undone_at.is_(None), ongoing=True)
