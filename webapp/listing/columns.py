"""The columns that the list can show, and which of them a user chose."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import db
from webapp.fields.builtin import BUILTIN, PRIMARY
from webapp.fields.models import Field, Section
from webapp.listing.due import DUE
from webapp.listing.sorts import sortable
from webapp.people.values import CUSTOM
from webapp.segments.naming import anything_reminds
from webapp.users.own_company import Labels
from webapp.users.viewer import Viewer

NAME = "name"
FIRST_CHOICE = (NAME, "company", "stage", "status", "tags", "owner", "contacted")
WITH_REMINDERS = (*(key for key in FIRST_CHOICE if key != "status"), "segments", "reminder")
"""What one sees before choosing where any segment reminds of people: the most overdue instead of statuses."""
MOST = 20
"""A table with more columns serves nobody, and every one costs time on each page."""


@dataclass(frozen=True)
class Column:
    """`key` is its name in addresses and preferences, `shape` how its cells are drawn (people/_cells.html).

    `sort` is the name of the sort behind its head, '' for none.
    """

    key: str
    label: str
    shape: str = "text"
    sort: str = ""

    @property
    def place(self) -> str:
        """Its class in the table, which says where it stands on a phone's card; '' for a line of its own."""
        return _PLACES.get(self.key, "")

    @property
    def is_number(self) -> bool:
        """Whether its cells stand at the right."""
        return self.shape in ("moment", "number", "amount", "reminder")

    @property
    def is_custom(self) -> bool:
        """Whether it shows a custom field."""
        return self.key.startswith(CUSTOM)


_PLACES = {
    NAME: "c-n",
    "company": "c-c",
    "status": "c-s",
    "stage": "c-stage",
    "tags": "c-t",
    "owner": "c-o",
    "contacted": "c-l",
    "segments": "c-g",
    "reminder": "c-r",
}
_SHAPES = {
    "country": "country",
    "state": "state",
    "date": "day",
    "language": "language",
    "yes/no": "yes",
    "number": "number",
    "several choices": "several",
    "phone": "phone",
}
_OWN_COLUMNS = {"first", "last", "email", "phone", "company"}


def built_in_columns(labels: Labels) -> dict[str, Column]:
    """What every list can show, by key."""
    columns = [
        Column(NAME, "Name", "name", "name"),
        Column("company", labels.company.one, "company", "company"),
        Column("email", "E-mail", "email", "email"),
        Column("phone", "Phone", "phone"),
        Column("kind", "Kind", "kind", "kind"),
        Column("status", "Status", "status", "status"),
        Column("stage", "Stage", "stage", "stage"),
        Column("value", "Value", "amount"),
        Column("expected", "Expected", "day"),
        Column("tags", "Tags", "tags"),
        Column("segments", "Segments", "segments"),
        Column("reminder", "Reminder", "reminder", DUE),
        Column("groups", "Groups", "groups"),
        Column("owner", "Owner", "owner", "owner"),
        Column("office", "Office", "office", "office"),
        Column("contacted", "Last contact", "moment", "contacted"),
        Column("touched", "Last touch", "moment", "touched"),
        Column("created", "Created", "moment", "created"),
        Column("changed", "Changed", "moment", "changed"),
    ]
    columns += [
        Column(f.name, f.label, _SHAPES.get(f.type, "text"), "city" if f.name == "city" else "")
        for f in BUILTIN
        if f.name not in _OWN_COLUMNS
    ]
    return {column.key: column for column in columns}


def custom_columns(field_ids: Iterable[int] | None = None) -> dict[str, Column]:
    """Custom fields as columns, by key: these, or all in their order."""
    statement = (
        select(Field.id, Field.name, Field.type, Section.name)
        .join(Section, Section.id == Field.section_id)
        .where(Field.builtin == "", Field.archived_at.is_(None))
        .order_by(Section.position, Section.id, Field.position, Field.id)
    )
    if field_ids is not None:
        statement = statement.where(Field.id.in_(list(field_ids)))
    found = {}
    for field_id, name, field_type, section in db.session.execute(statement):
        key = f"{CUSTOM}{field_id}"
        label = name if section == PRIMARY else f"{section} › {name}"
        found[key] = Column(key, label, _SHAPES.get(field_type, "text"), key if sortable(field_type) else "")
    return found


def chosen_columns(viewer: Viewer, labels: Labels) -> list[Column]:
    """The columns of the viewer's list, the name first; what no longer exists is left out."""
    keys = viewer.preferences.get("columns") or (WITH_REMINDERS if anything_reminds() else FIRST_CHOICE)
    known = built_in_columns(labels)
    if custom := [int(k.removeprefix(CUSTOM)) for k in keys if k.startswith(CUSTOM)]:
        known |= custom_columns(custom)
    return [known[NAME], *(known[k] for k in keys if k in known and k != NAME)][:MOST]


def all_columns(labels: Labels) -> dict[str, Column]:
    """Everything that can be a column, by key."""
    return built_in_columns(labels) | custom_columns()
