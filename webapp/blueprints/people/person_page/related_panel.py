"""What people/_related.html reads of whom somebody is related to."""

from webapp.people.record import Record
from webapp.relations.of_person import related_to
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

SHOWN = 8


def related_panel(record: Record, viewer: Viewer, *, whole: bool = False) -> dict:
    """The first of them, or all, how many there are, and whether the viewer may change them."""
    everybody = related_to(record.id, viewer) if record.has_relations else []
    return {
        "person_id": record.id,
        "given_name": record.given_name,
        "shown": everybody if whole else everybody[:SHOWN],
        "number": len(everybody),
        "may_edit": viewer.can(Permission.EDIT_PEOPLE),
    }
