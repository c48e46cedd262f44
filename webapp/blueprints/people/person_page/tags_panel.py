"""What people/_tags.html reads of somebody's tags."""

from webapp.tags.of_person import tags_of
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


def tags_panel(person_id: int, viewer: Viewer) -> dict:
    """The tags, and whether the viewer may change them."""
    may_edit = viewer.can(Permission.EDIT_PEOPLE)
    return {"person_id": person_id, "all": tags_of(person_id), "may_edit": may_edit}
