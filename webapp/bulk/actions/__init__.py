"""Every bulk action by the name under which a job finds it again; a new one is a new file and a line here."""

from webapp.bulk.actions.action import Action
from webapp.bulk.actions.field import SetCompany, SetField
from webapp.bulk.actions.groups import AddToGroups, RemoveFromGroups
from webapp.bulk.actions.kind import Convert, ConvertBack
from webapp.bulk.actions.owner import SetOffice, SetOwner
from webapp.bulk.actions.segments import ChangeSegments
from webapp.bulk.actions.stage import SetStage
from webapp.bulk.actions.status import SetStatus
from webapp.bulk.actions.tags import AddTags, RemoveTags
from webapp.bulk.actions.trash import MoveToTrash

__all__ = [
    "ACTIONS",
    "Action",
    "AddTags",
    "AddToGroups",
    "ChangeSegments",
    "Convert",
    "ConvertBack",
    "MoveToTrash",
    "RemoveFromGroups",
    "RemoveTags",
    "SetCompany",
    "SetField",
    "SetOffice",
    "SetOwner",
    "SetStage",
    "SetStatus",
    "action_of",
]

ACTIONS: dict[str, type[Action]] = {
    action.name: action
    for action in (
        AddTags,
        RemoveTags,
        ChangeSegments,
        AddToGroups,
        RemoveFromGroups,
        SetStage,
        SetStatus,
        SetOwner,
        SetOffice,
        SetField,
        SetCompany,
        Convert,
        ConvertBack,
        MoveToTrash,
    )
}


def action_of(name: str, answers: dict) -> Action:
    """The action with its answers, as they were kept for a job."""
    return ACTIONS[name](**answers)
