"""Erasures that a restored backup knows nothing of: taken along from the database that it replaces, and done
again, so that nobody who was erased comes back with it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, inspect, select

from webapp.db import db, insert_into
from webapp.erasing.deed import erase_for_good, find_everything
from webapp.people.models import Person
from webapp.suppressions.keeping import note_erasure
from webapp.suppressions.models import ErasedPerson, Erasure, Suppression, SuppressionKey
from webapp.users.user import User


class Repeated(NamedTuple):
    """How many records were erased again, and the files to delete once it is committed."""

    people: int
    files: list[Path]


def erasures_in(connection: Connection) -> dict:
    """All that a database knows of erasures, as JSON keeps it; nothing of one from before there were any."""
    if not inspect(connection).has_table(Erasure.__tablename__):
        return {"keys": [], "erasures": []}
    people, hashes = _by_erasure(connection, ErasedPerson), _by_erasure(connection, Suppression)
    return {
        "keys": [bytes(key).hex() for key in connection.scalars(select(SuppressionKey.key))],
        "erasures": [
            {
                "at": row.at,
                "by": row.by_id,
                "reason": row.reason,
                "people": [[one.person_id, one.created_at] for one in people.get(row.id, ())],
                "hashes": [one.hash for one in hashes.get(row.id, ())],
            }
            for row in connection.execute(select(Erasure.__table__).order_by(Erasure.id))
        ],
    }


def repeat_erasures(known: dict) -> Repeated:
    """Erase again whom the present database still holds of these erasures, and keep what they kept."""
    for key in set(map(bytes.fromhex, known["keys"])) - set(db.session.scalars(select(SuppressionKey.key))):
        db.session.add(SuppressionKey(key=key))
    db.session.flush()
    people, files = 0, []
    for erasure in known["erasures"]:
        if not _is_known(erasure):
            repeated = _repeat(erasure)
            people, files = people + repeated.people, [*files, *repeated.files]
    return Repeated(people, files)


def _by_erasure(connection: Connection, model: type) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in connection.execute(select(model.__table__)):
        found.setdefault(row.erasure_id, []).append(row)
    return found


def _is_known(erasure: dict) -> bool:
    ids = [person_id for person_id, _ in erasure["people"]]
    one = select(ErasedPerson.person_id).where(ErasedPerson.person_id.in_(ids)).limit(1)
    return db.session.scalar(one) is not None


def _repeat(erasure: dict) -> Repeated:
    by_id = erasure["by"] if erasure["by"] and db.session.get(User, erasure["by"]) else None
    doing = {"reason": erasure["reason"], "by_id": by_id, "now": erasure["at"]}
    note, again, files = None, 0, []
    for person_id, created_at in erasure["people"]:
        if _is_still_there(person_id, created_at):
            found = find_everything(person_id)
            note, gone = erase_for_good(found, **doing)
            again, files = again + len(found.person_ids), [*files, *gone]
    note = note or note_erasure({}, (), **doing)
    _insert(ErasedPerson, [{"person_id": i, "created_at": at} for i, at in erasure["people"]], note)
    _insert(Suppression, [{"hash": digest} for digest in erasure["hashes"]], note)
    return Repeated(again, files)


def _is_still_there(person_id: int, created_at: int) -> bool:
    """Numbers are given once in one Muster; the moment tells those of another one apart."""
    person = db.session.get(Person, person_id, populate_existing=True)
    return person is not None and person.created_at == created_at


def _insert(model: type, rows: Iterable[dict], erasure: Erasure) -> None:
    for row in rows:
        statement = insert_into(model).values(**row, erasure_id=erasure.id)
        db.session.execute(statement.on_conflict_do_nothing())
