"""What a role may allow. Each permission is a word stored in the database and a sentence on screen."""

from enum import StrEnum

from webapp.users.own_company import Labels


class Permission(StrEnum):
    SEE_OFFICE = "see office"
    SEE_ALL = "see all"
    EDIT_PEOPLE = "edit people"
    DELETE_PEOPLE = "delete people"
    ERASE_PEOPLE = "erase people"
    IMPORT = "import"
    EXPORT = "export"
    BULK_OVER_200 = "bulk over 200"
    EDIT_TAGS = "edit tags"
    EDIT_SEGMENTS = "edit segments"
    EDIT_GROUPS = "edit groups"
    EDIT_FORMS = "edit forms"
    TAKES_LEADS = "takes leads"
    ASSIGN = "assign"
    SEND = "send"
    SEE_ALL_ACTIVITY = "see all activity"
    MANAGE_USERS = "manage users"
    SETTINGS = "settings"


_SENTENCES = {
    Permission.SEE_OFFICE: "See the {people} of their office",
    Permission.SEE_ALL: "See everybody",
    Permission.EDIT_PEOPLE: "Add and change {people}, their notes and tags",
    Permission.DELETE_PEOPLE: "Move {people} to the trash and restore them",
    Permission.ERASE_PEOPLE: "Erase {people} for good, and let who was erased come back",
    Permission.IMPORT: "Import {people} from files",
    Permission.EXPORT: "Export {people}",
    Permission.BULK_OVER_200: "Change more than 200 {people} at a time",
    Permission.EDIT_TAGS: "Rename, merge and delete tags",
    Permission.EDIT_SEGMENTS: "Add, change and delete segments",
    Permission.EDIT_GROUPS: "Add, change and delete groups",
    Permission.EDIT_FORMS: "Add, change and delete forms",
    Permission.TAKES_LEADS: "Is assigned {leads}",
    Permission.ASSIGN: "Assign {leads} to others",
    Permission.SEND: "Send messages",
    Permission.SEE_ALL_ACTIVITY: "See and undo what others changed",
    Permission.MANAGE_USERS: "Manage users, offices and roles",
    Permission.SETTINGS: "Change the company's settings, sections and fields",
}


def sentences(labels: Labels) -> dict[Permission, str]:
    """What each permission allows, with what the company calls its records."""
    words = {"people": labels.person.of(2), "leads": labels.lead.of(2)}
    return {permission: sentence.format(**words) for permission, sentence in _SENTENCES.items()}


_ADVISER = {
    Permission.EDIT_PEOPLE,
    Permission.DELETE_PEOPLE,
    Permission.IMPORT,
    Permission.EXPORT,
    Permission.TAKES_LEADS,
    Permission.SEND,
}
_COORDINATOR = (_ADVISER - {Permission.TAKES_LEADS}) | {
    Permission.SEE_OFFICE,
    Permission.ASSIGN,
    Permission.BULK_OVER_200,
    Permission.EDIT_TAGS,
    Permission.EDIT_SEGMENTS,
    Permission.EDIT_GROUPS,
}

FIRST_ROLES: dict[str, frozenset[Permission]] = {
    "Administrator": frozenset(Permission),
    "Coordinator": frozenset(_COORDINATOR),
    "Adviser": frozenset(_ADVISER),
    "Viewer": frozenset({Permission.SEE_OFFICE}),
}
