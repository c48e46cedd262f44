"""The values of custom fields as rows of person_field.

A value is typed by its field: text, a number, a day ordinal for dates, True/False, a code for countries and
states, a list of texts for several choices; None for no value.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Row, bindparam, delete, select, tuple_

from webapp.db import Prepared, batches, db, fetch, insert_rows, key
from webapp.fields.models import Field, PersonField

NUMERIC = {"number", "date", "yes/no"}
UNINDEXED = {"long text"}
PAIRS_AT_ONCE = 300


_ROWS = select(PersonField.person_id, PersonField.field_id, PersonField.v_num, PersonField.v_text).order_by(
    PersonField.position
)
_VALUES = _ROWS.where(PersonField.person_id.in_(bindparam("person_ids", expanding=True)))
_VALUES_OF_FIELDS = _VALUES.where(PersonField.field_id.in_(bindparam("field_ids", expanding=True)))
_VALUES_OF_ONE = Prepared(_ROWS.where(PersonField.person_id == bindparam("person_id")))


def field_id_of(value_key: str) -> int:
    """12 for 'field:12'."""
    return int(value_key.partition(":")[2])


def read(
    person_ids: Iterable[int],
    field_ids: Iterable[int] | None = None,
    types: Mapping[int, str] | None = None,
) -> dict[int, dict[str, object]]:
    """The values of these people by 'field:12'; people and fields without a value are left out.

    `types` is {field id: type} of the fields to read, for callers that know it and so save a query.
    """
    statement, wanted = _VALUES, {"person_ids": list(person_ids)}
    if field_ids is not None:
        statement, wanted = _VALUES_OF_FIELDS, wanted | {"field_ids": list(field_ids)}
    return _gathered(fetch(statement, wanted), types or _types())


def read_one(person_id: int, types: Mapping[int, str]) -> dict[str, object]:
    """The same of a single person: a list of one would be written into the SQL each time."""
    return _gathered(_VALUES_OF_ONE.rows(person_id=person_id), types).get(person_id, {})


def _gathered(rows: Iterable[Row], types: Mapping[int, str]) -> dict[int, dict[str, object]]:
    found: dict[int, dict[str, object]] = {}
    for person_id, field_id, v_num, v_text in rows:
        if field_id not in types:
            continue
        values, name = found.setdefault(person_id, {}), f"field:{field_id}"
        if types[field_id] == "several choices":
            values.setdefault(name, []).append(v_text)
        else:
            values[name] = _from_row(types[field_id], v_num, v_text)
    return found


def write(values: Mapping[int, Mapping[str, object]]) -> None:
    """Replace the given values: {person_id: {'field:12': value or None}}."""
    if not values:
        return
    types = _types()
    pairs = [(person_id, field_id_of(k)) for person_id, own in values.items() for k in own]
    pair = tuple_(PersonField.person_id, PersonField.field_id)
    for some in batches(pairs, PAIRS_AT_ONCE):
        db.session.execute(delete(PersonField).where(pair.in_(some)))
    rows = [
        row
        for person_id, own in values.items()
        for k, value in own.items()
        for row in _rows(person_id, field_id_of(k), types[field_id_of(k)], value)
    ]
    insert_rows(PersonField, rows)


def _types() -> dict[int, str]:
    return dict(db.session.execute(select(Field.id, Field.type)).all())


def _rows(person_id: int, field_id: int, field_type: str, value):
    if value is None or value in ("", []):
        return
    for position, single in enumerate(value if isinstance(value, list) else [value]):
        numeric = field_type in NUMERIC
        yield {
            "person_id": person_id,
            "field_id": field_id,
            "position": position,
            "v_num": float(single) if numeric else None,
            "v_text": None if numeric else str(single),
            "v_key": None if numeric or field_type in UNINDEXED else key(str(single)),
        }


def _from_row(field_type: str, v_num: float | None, v_text: str | None):
    if field_type == "yes/no":
        return bool(v_num)
    if field_type in NUMERIC:
        return int(v_num) if field_type == "date" or v_num == int(v_num) else v_num
    return v_text
