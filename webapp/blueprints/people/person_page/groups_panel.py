"""What people/_groups.html reads of somebody's groups."""

from webapp.groups.of_person import Place, places_of
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

_SAID = {
    "form": "By a form",
    "process": "By a process",
    "merge": "With somebody who was merged",
    "undo": "Put back by an undo",
}


def groups_panel(person_id: int, viewer: Viewer) -> dict:
    """The groups with their reasons in words, and whether the viewer may change them."""
    return {
        "person_id": person_id,
        "places": [(place, reason(place)) for place in places_of(person_id, viewer)],
        "may_edit": viewer.can(Permission.EDIT_PEOPLE),
    }


def reason(place: Place) -> str:
    """Why somebody is in a group: 'By hand, Mona Keller', 'Rule v2', 'Import “fair.csv”'."""
    match place.cause:
        case "rule":
            return f"Rule v{place.rule_version}"
        case "import":
            return f"Import “{place.note}”" if place.note else "By an import"
    said = _SAID.get(place.cause, "By hand")
    noted = f"{said}: “{place.note}”" if place.note else said
    return ", ".join(filter(None, [noted, place.by]))
