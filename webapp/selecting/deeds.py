"""How deeds on selections are taken back: that one was saved, changed or deleted. Nobody else sees them."""

from collections.abc import Mapping

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.activity.retiring import titled, unretired
from webapp.criteria.sentence import kept_in_words
from webapp.db import db, key
from webapp.selecting.keeping import is_taken, retire, take_back, values_of
from webapp.selections.models import Selection

NAMES = {"name": "Name", "shared": "Shared with everybody", "criteria": "Whom it finds"}


def register() -> None:
    """Let undo bring deleted selections back, and what they were."""
    how = RecordKind(
        permission=None,
        title=titled(Selection, "selection"),
        standing=unretired(Selection),
        present=_present,
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=_words,
    )
    record_kind("selection", how)


def _words(key: str, value: object) -> str:
    if key == "shared":
        return "yes" if value else "no"
    if key == "name":
        return str(value)
    return kept_in_words(value[0])


def _present(selection_id: int, *, lock: bool) -> Values:
    selection = db.session.get(Selection, selection_id, with_for_update=lock or None, populate_existing=lock)
    return values_of(selection) if selection else {}


def _refused(selection_id: int, wanted: Values) -> Mapping[str, str]:
    selection = db.session.get_one(Selection, selection_id)
    if "name" in wanted and is_taken(key(wanted["name"]), selection):
        return {"name": "Another selection has this name today."}
    return {}


def _put_back(selection_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    selection = db.session.get_one(Selection, selection_id)
    if STANDS in wanted:
        take_back(selection) if wanted[STANDS] else retire(selection, now=now)
    if "name" in wanted:
        selection.name, selection.name_key = wanted["name"], key(wanted["name"])
    if "shared" in wanted:
        selection.shared_at = now if wanted["shared"] else None
    if "criteria" in wanted:
        selection.criteria, selection.stated_at = wanted["criteria"]
    selection.changed_at = now
    db.session.flush()
