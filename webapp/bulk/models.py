"""The people whom somebody chose for a bulk action, and how far a large action has come."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Model


class BulkChoice(Model):
    """People as they were ticked, or as they matched a list, at one moment: a list that changes later cannot
    change them.

    `asked` is how many were ticked, `people` how many of them `by_id` could see. `list_query` names the list
    that they stood in, `back` the page to go back to.
    """

    __tablename__ = "bulk_choice"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[int] = mapped_column(UTC, index=True)
    asked: Mapped[int]
    people: Mapped[int]
    list_query: Mapped[str] = mapped_column(Text, default="")
    back: Mapped[str] = mapped_column(Text, default="")


class ChosenPerson(Model):
    """One of them. People who were erased since stay here, and count as gone."""

    __tablename__ = "bulk_choice_person"
    __table_args__ = ({"sqlite_with_rowid": False},)

    choice_id: Mapped[int] = mapped_column(
        ForeignKey("bulk_choice.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(BigKey(), primary_key=True, autoincrement=False)


class BulkRun(Model):
    """An action on more people than a request takes: those up to `last_person_id` are dealt with.

    `action` and `answers` say what is done. `stopped_at`: somebody asked to leave the rest as they are.
    """

    __tablename__ = "bulk_run"
    doing = "Changing people"
    """What its progress bar says."""

    change_set_id: Mapped[int] = mapped_column(
        ForeignKey("change_set.id"), primary_key=True, autoincrement=False
    )
    choice_id: Mapped[int] = mapped_column(ForeignKey("bulk_choice.id"), index=True)
    action: Mapped[str]
    answers: Mapped[dict] = mapped_column(Json)
    people: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    last_person_id: Mapped[int] = mapped_column(BigKey(), default=0)
    stopped_at: Mapped[int | None] = mapped_column(UTC)
    finished_at: Mapped[int | None] = mapped_column(UTC, index=True)
