"""What a restore takes along of erasures: a file in the instance folder, until they were repeated."""

import json
import os
import tempfile
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from webapp.db import db
from webapp.erasing.repeating import erasures_in, repeat_erasures
from webapp.imports.runs import forget_ended_files

NAME = "erasures-to-repeat.json"


def keep_erasures(instance: Path) -> bool:
    """Keep the erasures of the database that is about to be replaced; False when it cannot be read."""
    try:
        with db.engines["aside"].connect() as connection:
            known = erasures_in(connection)
    except DatabaseError:
        return False
    if known["erasures"]:
        with tempfile.TemporaryDirectory(dir=instance, prefix="restoring-") as folder:
            whole = Path(folder) / NAME
            with open(os.open(whole, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                json.dump(known, file)
            whole.replace(instance / NAME)
    return True


def said_of(records: int) -> str:
    """What a command says when so many were erased again."""
    return (
        f"Erased again what the backup still held of erased people: {records} record{'s' * (records != 1)}."
    )


def repeat_kept(instance: Path) -> int:
    """Repeat those that were kept in the database that is there now; returns how many records that erased."""
    file = instance / NAME
    if not file.exists():
        return 0
    repeated = repeat_erasures(json.loads(file.read_text()))
    db.session.commit()
    for path in repeated.files:
        (instance / path).unlink(missing_ok=True)
    if repeated.people:
        forget_ended_files(instance)
    file.unlink()
    return repeated.people
