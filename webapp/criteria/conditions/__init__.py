"""Every condition, by the name in trees and by the key in texts."""

from webapp.criteria.askable import asked_for, nearest_key
from webapp.criteria.condition import Condition
from webapp.criteria.conditions.birthday import BirthdayCondition
from webapp.criteria.conditions.duplicate import DuplicateCondition
from webapp.criteria.conditions.engagement import EngagementCondition
from webapp.criteria.conditions.field import FieldCondition
from webapp.criteria.conditions.group import GroupCondition
from webapp.criteria.conditions.has import HasCondition
from webapp.criteria.conditions.imported import ImportCondition
from webapp.criteria.conditions.joined import JoinedCondition
from webapp.criteria.conditions.kind import KindCondition
from webapp.criteria.conditions.moment import MomentCondition
from webapp.criteria.conditions.office import OfficeCondition
from webapp.criteria.conditions.owner import OwnerCondition
from webapp.criteria.conditions.segment import ExpiredCondition, SegmentCondition
from webapp.criteria.conditions.selection import SelectionCondition
from webapp.criteria.conditions.stage import PipelineCondition, StageCondition
from webapp.criteria.conditions.status import StatusCondition
from webapp.criteria.conditions.tag import TagCondition
from webapp.criteria.conditions.word import WordCondition
from webapp.criteria.errors import CriteriaError
from webapp.criteria.terms import Term, written

WORD, FIELD = WordCondition(), FieldCondition()

CONDITIONS: tuple[Condition, ...] = (
    WORD,
    FIELD,
    BirthdayCondition(),
    KindCondition(),
    StatusCondition(),
    StageCondition(),
    PipelineCondition(),
    TagCondition(),
    SegmentCondition(),
    ExpiredCondition(),
    GroupCondition(own=False),
    GroupCondition(own=True),
    OwnerCondition(),
    OfficeCondition(),
    MomentCondition("created", "created_at", label="Added", deed="added"),
    MomentCondition("changed", "changed_at", label="Last change", deed="changed"),
    MomentCondition(
        "contacted", "last_contact_at", label="Last contact", deed="been contacted", may_be_never=True
    ),
    MomentCondition("touched", "last_touch_at", label="Last touch", deed="been touched", may_be_never=True),
    EngagementCondition(),
    JoinedCondition(),
    SelectionCondition(),
    ImportCondition(),
    HasCondition(),
    DuplicateCondition(),
)
BY_NAME = {condition.name: condition for condition in CONDITIONS}
BY_KEY = {key: condition for condition in CONDITIONS for key in condition.keys}

NOT_YET = {
    **dict.fromkeys(("campaign", "sequence"), "campaigns"),
    **dict.fromkeys(
        ("sent", "opened", "clicked", "bounced", "replied", "consent", "unsubscribed"), "messages"
    ),
    "form": "forms",
    "task": "tasks",
    "assignment": "lead assignment",
}
"""Keys of the language whose nouns this version does not have."""


def condition_named(name: str) -> Condition:
    """The condition of a leaf."""
    return BY_NAME[name]


def asking_for(key: str, name: str) -> str:
    """The text that asks for the thing of that name, `tag:vip`, even where a key has another use for the
    name, as in `tag:"none"`."""
    return f"{key}:{written(name, BY_KEY[key].special)}"


def condition_for(term: Term) -> Condition:
    """The condition that a term asks for; raises CriteriaError for a key that is not known."""
    key = term.key
    if key is None:
        return WORD
    if key.word in BY_KEY:
        return BY_KEY[key.word]
    if field := asked_for(key):
        return BY_KEY.get(field.of, FIELD)
    if key.word in NOT_YET:
        raise CriteriaError(f"“{key.word}:” arrives later, with {NOT_YET[key.word]}.", key.position)
    known = nearest_key(key.text, list(BY_KEY))
    raise CriteriaError(f"Nothing can be asked of “{key.text[:40]}”.", key.position, known and f"{known}:")
