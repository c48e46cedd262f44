"""How deeds on groups are taken back: that one was added, renamed, moved, archived, merged or deleted."""

from collections.abc import Mapping

from sqlalchemy import select

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.activity.retiring import titled, unretired
from webapp.db import db
from webapp.groups import below
from webapp.groups.ending import is_awaited, retire, revive
from webapp.groups.models import Group, PersonGroup
from webapp.groups.naming import tree
from webapp.groups.placing import hold_tree, place_of, put, why_not_there
from webapp.naming import names_by_id
from webapp.users.permission import Permission

NAMES = {"name": "Name", "place": "Stands", "archived": "Archive"}


def register() -> None:
    """Let undo bring deleted groups back, and how and where they stood."""
    how = RecordKind(
        permission=Permission.EDIT_GROUPS,
        title=titled(Group, "group"),
        standing=unretired(Group),
        present=_present,
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=_words,
        leans_on=_leans_on,
    )
    record_kind("group", how)


def _words(key: str, value: object) -> str:
    if key == "place":
        parent_id, _ = value
        return (
            f"below {names_by_id(Group, [parent_id]).get(parent_id, 'a deleted group')}"
            if parent_id
            else "on top"
        )
    if key == "archived":
        return "archived" if value else "in use"
    return value


def _present(group_id: int, *, lock: bool) -> Values:
    if lock:
        hold_tree()
    group = db.session.get(Group, group_id, populate_existing=lock)
    if group is None:
        return {}
    if group.retired_at is not None:
        return {STANDS: None}
    return {
        STANDS: True,
        "name": group.name,
        "place": place_of(group),
        "archived": group.archived_at is not None,
    }


def _leans_on(group_id: int, wanted: Values) -> Mapping[str, tuple[str, int]]:
    """The group above it, where it comes to stand below one."""
    parent_id, _ = wanted.get("place") or place_of(db.session.get_one(Group, group_id))
    return {key: ("group", parent_id) for key in ("place", STANDS) if parent_id and wanted.get(key)}


def _refused(group_id: int, wanted: Values) -> Mapping[str, str]:
    group = db.session.get_one(Group, group_id)
    if STANDS in wanted and not wanted[STANDS]:
        why = _why_not_away(group)
        return {STANDS: why} if why else {}
    touched = wanted.keys() & {STANDS, "name", "place"}
    parent_id, _ = wanted.get("place") or place_of(group)
    if not touched or (parent_id and parent_id not in tree()):
        return {}
    refusal = why_not_there(group, parent_id or None, wanted.get("name", group.name))
    return dict.fromkeys(touched, str(refusal)) if refusal else {}


def _why_not_away(group: Group) -> str:
    someone = select(PersonGroup.person_id).where(PersonGroup.group_id == group.id).limit(1)
    if is_awaited([group.id]) or db.session.scalar(someone) is not None:
        return "Somebody is in it. Delete it, or take them out first."
    if tree().children(group.id):
        return "A group stands below it. Delete it, or move that one first."
    return ""


def _put_back(group_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    group = db.session.get_one(Group, group_id)
    if STANDS in wanted:
        revive(group) if wanted[STANDS] else retire(group, now=now)
        return
    if "archived" in wanted:
        group.archived_at = now if wanted["archived"] else None
    name = wanted.get("name", group.name)
    parent_id, position = wanted.get("place", place_of(group))
    before = set(below.groups_above(group.parent_id))
    put(group, parent_id or None, name, position)
    below.count_afresh(before ^ set(below.groups_above(group.parent_id)))
