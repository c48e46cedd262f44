"""How far an undo has come, and what it kept."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Model


class UndoRun(Model):
    """An undo's progress: people up to `last_person_id` are dealt with, in the order of their ids.

    One in a request is finished when it is committed; what is not finished, the jobs process carries on.
    `all_of_it`: people also leave groups that rules put them into because of what is undone.
    """

    __tablename__ = "undo_run"
    doing = "Taking it back"
    """What its progress bar says."""

    change_set_id: Mapped[int] = mapped_column(
        ForeignKey("change_set.id"), primary_key=True, autoincrement=False
    )
    people: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    last_person_id: Mapped[int] = mapped_column(default=0)
    all_of_it: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[int | None] = mapped_column(UTC, index=True)


class Kept(Model):
    """Something that an undo left as it is, and why. `present` is what it was at that time.

    For people whom the undoer may not see `kind` is '' and nothing more is said.
    """

    __tablename__ = "kept"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(default="")
    present: Mapped[object] = mapped_column(Json, nullable=True)
    why: Mapped[str] = mapped_column(default="")


class KeptRecord(Model):
    """A value of a tag, company or the like that an undo left as it is, and why; otherwise as Kept."""

    __tablename__ = "kept_record"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id"), index=True)
    kind: Mapped[str]
    record_id: Mapped[int] = mapped_column(BigKey())
    key: Mapped[str]
    present: Mapped[object] = mapped_column(Json, nullable=True)
    why: Mapped[str]
