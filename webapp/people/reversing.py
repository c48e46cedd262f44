"""How changes of people are taken back: values of fields, and being there at all."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from webapp.activity.models import Change, ChangeSet
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.companies.naming import names_of
from webapp.db import db
from webapp.fields.custom_values import field_id_of
from webapp.fields.models import Field
from webapp.people.editing import change_people, load_values
from webapp.people.merging import bring_merged_back, hide_merged, merged_among, merged_into
from webapp.people.models import ALIVE, IN_TRASH, MERGED, Note, Person, Touch
from webapp.people.trashing import move_to_trash, restore
from webapp.people.values import Unnamed, display_name, is_custom
from webapp.people.wording import RECORDS, in_words, name_of


def register() -> None:
    """Let undo take back changes of people; being there first, since values are those of the living."""
    reversible("person", Reversible(_standing, _turn_back, _where, _standing_words, _why_stays, whole=True))
    reversible(
        "field",
        Reversible(_values, _put_values_back, name_of, in_words, _refused_values, record_of=_record),
    )


def _standing(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    statement = select(Person.id, Person.hidden).where(Person.id.in_(_people(pairs))).order_by(Person.id)
    rows = db.session.execute(statement.with_for_update() if lock else statement)
    hidden_as = dict(map(tuple, rows))
    into = merged_among(i for i, hidden in hidden_as.items() if hidden == MERGED)
    merged = {(i, ""): merged_into(kept) for i, kept in into.items()}
    return {(i, ""): IN_TRASH if hidden else ALIVE for i, hidden in hidden_as.items()} | merged


def _why_stays(todo: Todo) -> dict[PersonKey, str]:
    """New people whom somebody has worked with since stay; being restored or trashed is no such work."""
    new = [person_id for (person_id, _), (_, old) in todo.items() if old is None]
    kept = dict.fromkeys(_edited_since(new), "Edited since it was added.")
    for model, what in ((Touch, "Has a touch logged."), (Note, "Has a note.")):
        later = (
            select(model.person_id)
            .join(Person, Person.id == model.person_id)
            .where(model.person_id.in_(new), model.deleted_at.is_(None), model.created_at > Person.created_at)
        )
        kept |= dict.fromkeys(db.session.scalars(later), what)
    return {(person_id, ""): why for person_id, why in kept.items()}


def _edited_since(new: list[int]) -> set[int]:
    """Those of some new people with changes from other change sets that still stand."""
    made = aliased(Change)
    made_there = exists().where(
        made.change_set_id == Change.change_set_id,
        made.person_id == Change.person_id,
        made.kind == "person",
        made.old.is_(None),
    )
    edited = (
        select(Change.person_id)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(
            Change.person_id.in_(new),
            Change.kind != "person",
            ChangeSet.undone_at.is_(None),
            ChangeSet.kind.not_in(("undo", "redo")),
            ~made_there,
        )
    )
    return set(db.session.scalars(edited))


def _turn_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    doing = {"by": by, "now": now, "change_set": change_set}
    back = {person_id: present for (person_id, _), (present, old) in todo.items() if old == ALIVE}
    away = {person_id: old for (person_id, _), (_, old) in todo.items() if old != ALIVE}
    restore([i for i, present in back.items() if present == IN_TRASH], **doing)
    bring_merged_back([i for i, present in back.items() if present != IN_TRASH], **doing)
    move_to_trash([i for i, old in away.items() if old in (IN_TRASH, None)], **doing)
    hide_merged({i: old["merged into"] for i, old in away.items() if old not in (IN_TRASH, None)}, **doing)


def _where(_key: str) -> str:
    return "Where"


def _standing_words(_key: str, value: object) -> str:
    if isinstance(value, dict):
        return "merged"
    return "in the list" if value == ALIVE else str(value or "")


def _values(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    keys = {key for _, key in pairs}
    values = load_values(_people(pairs), keys, for_update=lock)
    gone = _deleted_fields(keys)
    return {
        (person_id, key): values[person_id].get(key)
        for person_id, key in pairs
        if person_id in values and key not in gone
    }


def _record(key: str, value: object) -> tuple[str, int] | None:
    return (RECORDS[key][0], value) if key in RECORDS else None


def _deleted_fields(keys: set[str]) -> set[str]:
    custom = {key: field_id_of(key) for key in keys if is_custom(key)}
    if not custom:
        return set()
    there = set(db.session.scalars(select(Field.id).where(Field.id.in_(custom.values()))))
    return {key for key, field_id in custom.items() if field_id not in there}


def _put_values_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    change_people(
        _by_person({pair: old for pair, (_, old) in todo.items()}),
        by=by,
        now=now,
        change_set=change_set,
        event="undone",
    )


def _refused_values(todo: Todo) -> dict[PersonKey, str]:
    """Values that point at something deleted, leave somebody nameless, or a state outside its country."""
    refused = _pointing_nowhere(todo)
    wanted = _by_person({pair: old for pair, (_, old) in todo.items() if pair not in refused})
    bound = {
        i: own
        for i, own in wanted.items()
        if own.keys() & {"country", "state", "first", "last", "company_id"}
    }
    if not bound:
        return refused
    present = load_values(list(bound))
    after = {i: present[i] | own for i, own in bound.items()}
    companies = names_of({values["company_id"] for values in after.values()})
    for person_id, own in bound.items():
        for keys, why in _unfit(after[person_id], companies):
            refused |= {(person_id, key): why for key in own.keys() & keys}
    return refused


def _pointing_nowhere(todo: Todo) -> dict[PersonKey, str]:
    refused = {}
    for key, (word, model) in RECORDS.items():
        ids = {old for (_, k), (_, old) in todo.items() if k == key and old is not None}
        if ids:
            gone = ids - set(db.session.scalars(select(model.id).where(model.id.in_(ids))))
            refused |= {
                pair: f"The {word} from before was deleted."
                for pair, (_, old) in todo.items()
                if pair[1] == key and old in gone
            }
    return refused


def _unfit(values: dict[str, object], companies: dict[int, str]):
    state, country = values["state"], values["country"]
    if state and not state.startswith(f"{country}-"):
        yield {"country", "state"}, "Country and state would no longer fit together."
    try:
        display_name(values["first"], values["last"], companies.get(values["company_id"], ""))
    except Unnamed:
        yield {"first", "last", "company_id"}, "There would be no name left."


def _by_person(values: Mapping[PersonKey, object]) -> dict[int, dict[str, object]]:
    people: dict[int, dict[str, object]] = defaultdict(dict)
    for (person_id, key), value in values.items():
        people[person_id][key] = value
    return people


def _people(pairs) -> list[int]:
    return list({person_id for person_id, _ in pairs})
