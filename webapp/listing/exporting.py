"""The list as a file: a row for each person, in words that a spreadsheet shows and the import reads back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select

from webapp.db import db
from webapp.fields.builtin import BY_NAME
from webapp.fields.languages import language_name
from webapp.fields.places import country_name, state_name
from webapp.formatting import plain_amount
from webapp.groups.calling import written_names
from webapp.listing.columns import NAME, Column
from webapp.listing.opening import OpenList
from webapp.listing.paging import ids_in_order
from webapp.listing.rows import Coloured, Due, Owner, Phone, rows_of
from webapp.people.models import PersonEmail, PersonPhone
from webapp.pipelines.stages import pipelines

CHUNK = 500
_NAMED = {"country": country_name, "state": state_name, "language": language_name}


def records(opened: OpenList, columns: Sequence[Column]) -> Iterator[list]:
    """The values of everybody in the list: texts, numbers, True, lists of texts, ISO days and moments in UTC,
    and None for nothing."""
    shown = _Shown(columns)
    for ids in ids_in_order(opened.sort, opened.among, CHUNK):
        for row in rows_of(ids, columns, opened.viewer):
            yield shown.values(row.cells)


def complete_records(opened: OpenList, columns: Sequence[Column]) -> Iterator[list]:
    """As `records`, but with every e-mail address and phone number instead of the primary ones."""
    models = {"email": PersonEmail, "phone": PersonPhone}
    several = [(place, models[c.key]) for place, c in enumerate(columns) if c.key in models]
    shown = _Shown(columns)
    for ids in ids_in_order(opened.sort, opened.among, CHUNK):
        addresses = [(place, _addresses(model, ids)) for place, model in several]
        for row in rows_of(ids, columns, opened.viewer):
            for place, of_person in addresses:
                row.cells[place] = of_person.get(row.id)
            yield shown.values(row.cells)


def import_columns(columns: Iterable[Column]) -> list[Column]:
    """The columns of a file that the import reads back as the same people: names in their two parts, and the
    company, which is the name of whoever has none."""
    identity = {key: Column(key, BY_NAME[key].label) for key in ("first", "last", "company")}
    return [*identity.values(), *(c for c in columns if c.key not in identity and c.key != NAME)]


def _addresses(model, ids: Sequence[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    statement = select(model.person_id, model.shown).where(model.person_id.in_(ids))
    for person_id, shown in db.session.execute(statement.order_by(model.person_id, model.position)):
        found[person_id].append(shown)
    return found


class _Shown:
    """The cells of these columns as a file holds them."""

    def __init__(self, columns: Sequence[Column]):
        self._columns = columns
        self._named = dict(_NAMED)
        if any(column.shape == "stage" for column in columns):
            paths = {stage_id: stage.path for stage_id, stage in pipelines().stages.items()}
            self._named["stage"] = paths.get
        if any(column.shape == "groups" for column in columns):
            names = written_names()
            self._named["groups"] = lambda groups: [names[group.id] for group in groups]

    def values(self, cells: Sequence) -> list:
        return [self._value(column, cell) for column, cell in zip(self._columns, cells, strict=True)]

    def _value(self, column: Column, cell: object) -> object:
        if column.shape in self._named and cell:
            return self._named[column.shape](cell)
        return _value(column, cell)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


def _value(column: Column, cell: object) -> object:
    match cell:
        case None | "" | [] | ():
            return None
        case Coloured() | Owner():
            return cell.name
        case Phone():
            return cell.shown
        case Due():
            return _moment(cell.at)
        case list() | tuple():
            return [one.name if isinstance(one, Coloured) else one for one in cell]
    match column.shape:
        case "moment":
            return _moment(cell) if cell else None
        case "day":
            return date.fromordinal(cell).isoformat() if cell else None
        case "amount":
            return plain_amount(cell) if cell else None
    return cell
