"""Where one can go, and which pages there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.listing.address import Address
from webapp.users.own_company import Labels
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


@dataclass(frozen=True)
class Goal:
    """`href` leads there, or opens a dialog if `in_dialog`. `hue` colours the shape before the words."""

    words: str
    href: str
    icon: str = ""
    detail: str = ""
    hue: str = ""
    in_dialog: bool = False


def deeds(viewer: Viewer, labels: Labels) -> Iterator[Goal]:
    """What can be begun from anywhere."""
    if viewer.can(Permission.EDIT_PEOPLE):
        yield Goal(f"Add {labels.contact.of(1)}", "/people/new", "user-plus", in_dialog=True)
    if viewer.can(Permission.IMPORT):
        yield Goal(f"Import {labels.person.of(2)}", "/import", "table-import")
    if viewer.can(Permission.EXPORT):
        yield Goal(f"Export {labels.everybody}", "/people/export", "download", in_dialog=True)


def pages(viewer: Viewer, labels: Labels) -> Iterator[Goal]:
    """Every page that stands in a menu and that the viewer may open."""
    yield Goal("Today", "/today", "home")
    yield Goal(labels.person.many, "/people", "users")
    yield Goal("Board", "/people?view=board", "layout-kanban")
    yield Goal("Expired reminders", Address("expired:any").url(), "clock")
    yield Goal(labels.company.many, "/companies", "building")
    yield Goal("Groups", "/groups", "list-check")
    yield Goal("Selections", "/selections", "checkbox")
    yield Goal("Activity", "/activity", "history")
    yield Goal("Tags", "/tags", "tag")
    if viewer.can(Permission.EDIT_PEOPLE):
        yield Goal("Likely duplicates", "/duplicates", "arrow-merge")
    if viewer.can(Permission.DELETE_PEOPLE):
        yield Goal("Trash", "/trash", "trash")
    if viewer.can(Permission.IMPORT):
        yield Goal("Imports", "/imports", "table-import")
    yield Goal("Help", "/help", "help-circle")
    yield Goal("Preferences", "/account", "adjustments")
    yield Goal("Password", "/account/password", "lock")
