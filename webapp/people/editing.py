"""Changing values of people: one inline edit, an import's updates, a bulk action and undo all come here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.companies.naming import names_of
from webapp.db import Prepared, counters, db, insert_tuples, key, one_of_given
from webapp.fields import custom_values
from webapp.people import counting
from webapp.people.creating import ADDRESS, address_rows
from webapp.people.models import Person, PersonEmail, PersonPhone, PersonSearch
from webapp.people.values import COLUMNS, columns_of, display_name, is_custom, search_row
from webapp.people.visible import LIVING
from webapp.segments.clocks import reset_clocks

Values = dict[str, object]
COUNTED = set(counting.COUNTED)
PAUSING = {"status_id", "stage_id"}
"""What may pause somebody's reminders."""
SEARCHED = {"first", "last", "company_id", "emails", "phones"}
ADDRESSES = {"emails": PersonEmail, "phones": PersonPhone}
_LIVING = (
    select(Person.id, *(getattr(Person, c) for c in COLUMNS))
    .where(one_of_given(Person.id, "person_ids"), LIVING)
    .order_by(Person.id)
)
_PEOPLE, _LOCKED = Prepared(_LIVING), Prepared(_LIVING.with_for_update())
_ADDRESSES = {
    name: Prepared(
        select(model.person_id, model.shown, model.norm)
        .where(one_of_given(model.person_id, "person_ids"))
        .order_by(model.person_id, model.position)
    )
    for name, model in ADDRESSES.items()
}


class EditConflict(Exception):
    """Somebody else changed a value meanwhile; `values` is {(person_id, key): (theirs, ours)}."""

    def __init__(self, values: dict[tuple[int, str], tuple[object, object]]):
        super().__init__("changed by somebody else")
        self.values = values


def change_people(
    changes: Mapping[int, Values],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    seen: Mapping[int, Values] | None = None,
    event: str | None = "changed",
) -> list[Changed]:
    """Set values (values.py) of living people; returns what really changed.

    `changes` is {person_id: {key: new value}}; ids that do not exist or are in the trash are left out, so the
    caller has checked what `by` may see. `seen` holds the values that the user saw: where the present one is
    neither that nor the new one, EditConflict is raised and nothing is written. Changing a country without
    its state clears the state; whoever leaves the pipelines keeps neither value nor expected date. Raises
    Unnamed when nobody's name would be left.
    """
    before = load_values(list(changes), {k for own in changes.values() for k in own}, for_update=True)
    _refuse_conflicts(changes, before, seen or {})
    found: list[Changed] = []
    after: dict[int, Values] = {}
    for person_id, old in before.items():
        new = _with_state_cleared(_with_hopes_cleared(changes[person_id], old), old)
        own = [Changed(person_id, "field", k, old.get(k), v) for k, v in new.items() if old.get(k) != v]
        if own:
            found += own
            after[person_id] = old | {c.key: c.new for c in own}
    if found:
        _write(before, after, found, now)
        reset_clocks({c.person_id for c in found if c.key in PAUSING}, now=now)
        note_changes(change_set, found, now=now)
        if event:
            _track(event, found, by, now, change_set)
    return found


def load_values(
    person_ids: list[int],
    keys: set[str] = frozenset(),
    *,
    for_update: bool = False,
    addresses: Iterable[str] = ADDRESSES,
):
    """{person_id: values} of living people: every built-in value, and those custom ones that `keys` names.

    `addresses` is for who needs no e-mails or no phones: what it leaves out is not among the values.
    """
    people = (_LOCKED if for_update else _PEOPLE).rows(person_ids=list(person_ids))
    values: dict[int, Values] = {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in people}
    for name in addresses:
        _load_addresses(values, name)
    custom = {k for k in keys if is_custom(k)}
    if custom:
        for person_id, own in custom_values.read(values, map(custom_values.field_id_of, custom)).items():
            values[person_id] |= own
    return values


def rename_company_of(person_ids: list[int], company: str) -> None:
    """Let people of a company, in the trash too, be listed, sorted and found by its new name.

    This is no change of the people: it is neither noted nor undone.
    """
    rows = db.session.execute(select(Person.id, Person.first, Person.last).where(Person.id.in_(person_ids)))
    values = {row.id: {"first": row.first, "last": row.last} for row in rows}
    for name in ADDRESSES:
        _load_addresses(values, name)
    table = Person.__table__
    names = {i: display_name(own["first"], own["last"], company) for i, own in values.items()}
    db.session.connection().execute(
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values(name=bindparam("name"), name_key=bindparam("name_key"), company_key=key(company)),
        [{"b_id": i, "name": name, "name_key": key(name)} for i, name in names.items()],
    )
    write_search_rows([search_row(i, own, company) for i, own in values.items()])


def _load_addresses(values: dict[int, Values], name: str) -> None:
    """Give these people their `emails` or `phones`."""
    for own in values.values():
        own[name] = []
    for person_id, shown, norm in _ADDRESSES[name].rows(person_ids=list(values)):
        values[person_id][name].append([shown, norm])


def _refuse_conflicts(changes, before, seen) -> None:
    conflicts = {
        (person_id, k): (before[person_id].get(k), changes[person_id][k])
        for person_id, own in seen.items()
        for k, value in own.items()
        if person_id in before
        and k in changes[person_id]
        and before[person_id].get(k) not in (value, changes[person_id][k])
    }
    if conflicts:
        raise EditConflict(conflicts)


def _with_state_cleared(new: Values, old: Values) -> Values:
    if "country" in new and "state" not in new and new["country"] != old["country"] and old["state"]:
        return {**new, "state": ""}
    return new


def _with_hopes_cleared(new: Values, old: Values) -> Values:
    if new.get("stage_id", old["stage_id"]) is None:
        return {**new, **{k: 0 for k in ("stage_value", "stage_expected") if old[k] or new.get(k)}}
    return new


def _write(before, after, found: list[Changed], now: int) -> None:
    companies = names_of({values["company_id"] for own in (before, after) for values in own.values()})
    keys_of: dict[int, set[str]] = defaultdict(set)
    for change in found:
        keys_of[change.person_id].add(change.key)

    _update_columns(
        {i: columns_of(before[i], companies.get(before[i]["company_id"], "")) for i in after},
        {i: columns_of(values, companies.get(values["company_id"], "")) for i, values in after.items()},
        now,
    )
    for name, model in ADDRESSES.items():
        touched = [person_id for person_id, keys in keys_of.items() if name in keys]
        if touched:
            db.session.execute(delete(model).where(model.person_id.in_(touched)))
            rows = [row for i in touched for row in address_rows(i, after[i][name])]
            insert_tuples(model, ADDRESS, rows)
    searched = [person_id for person_id, keys in keys_of.items() if keys & SEARCHED]
    write_search_rows([search_row(i, after[i], companies.get(after[i]["company_id"], "")) for i in searched])
    custom_values.write(
        {
            i: {k: after[i][k] for k in keys if is_custom(k)}
            for i, keys in keys_of.items()
            if any(map(is_custom, keys))
        }
    )
    _move_counts({i: (before[i], after[i]) for i, keys in keys_of.items() if keys & COUNTED})


def _update_columns(old: dict[int, dict], new: dict[int, dict], now: int) -> None:
    """Write the columns that differ for anybody; naming the others would rewrite every index of person."""
    columns = sorted({c for i, row in new.items() for c in row if row[c] != old[i][c]})
    table = Person.__table__
    db.session.connection().execute(
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({c: bindparam(c) for c in [*columns, "changed_at"]}),
        [{"b_id": i, "changed_at": now, **{c: row[c] for c in columns}} for i, row in new.items()],
    )


def write_search_rows(rows: list[dict]) -> None:
    """Replace rows of person_search."""
    if rows:
        table = PersonSearch.__table__
        db.session.connection().execute(
            update(table)
            .where(table.c.person_id == bindparam("b_id"))
            .values(txt=bindparam("txt"), phones=bindparam("phones")),
            [{"b_id": row["person_id"], "txt": row["txt"], "phones": row["phones"]} for row in rows],
        )


def _move_counts(moves: dict[int, tuple[Values, Values]]) -> None:
    if moves:
        counters.add(counting.moved(moves, counting.memberships_of(list(moves))))


def _track(event: str, found: list[Changed], by, now: int, change_set: ChangeSet) -> None:
    by_person: dict[int, list] = defaultdict(list)
    for change in found:
        by_person[change.person_id].append([change.key, change.old, change.new])
    track(
        event, ((i, {"changes": own}) for i, own in by_person.items()), by=by, now=now, change_set=change_set
    )
