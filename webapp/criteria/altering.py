"""After which changes of a person a fact (facts.py) may be another."""

from collections.abc import Collection

from webapp.criteria.facts import COMPANY
from webapp.groups.membership import BY_MERGE, BY_RULE
from webapp.people.values import DERIVED

ChangeOf = tuple[str, str]
"""Kind and key of a change, as in Change; the key '' is any of that kind, the kind '' any change at all."""

ANY_CHANGE: ChangeOf = ("", "")


def altered_by(name: str) -> Collection[ChangeOf]:
    """The changes of a person after which a fact may be another. Who is new, or back from the trash, has all
    of them anew, and time alone alters `due`."""
    if name in _ALTERED_BY:
        return _ALTERED_BY[name]
    return (("field", name),)


_NAME: tuple[ChangeOf, ...] = (("field", "first"), ("field", "last"))
_AT_COMPANY: tuple[ChangeOf, ...] = (("field", "company_id"), ("company", ""))
_ADDRESSES: tuple[ChangeOf, ...] = (("field", "emails"), ("field", "phones"))
_GROUPS: tuple[ChangeOf, ...] = (("group", ""), (BY_RULE, ""), (BY_MERGE, ""))
_ALTERED_BY: dict[str, Collection[ChangeOf]] = {
    **{name: (("field", name.removesuffix("_key")),) for name in DERIVED if name.endswith("_key")},
    "name": (*_NAME, *_AT_COMPANY),
    "name_key": (*_NAME, *_AT_COMPANY),
    "company_key": _AT_COMPANY,
    "email_norm": (("field", "emails"),),
    "phone_norm": (("field", "phones"),),
    "birthday_md": (("field", "birthday"),),
    "created_at": (),
    "changed_at": (("field", ""),),
    "last_contact_at": (("touch", ""),),
    "last_touch_at": (("touch", ""),),
    "signals": (("touch", ""), ("moved touch", "")),
    "tags": (("tag", ""),),
    "segments": (("segment", ""),),
    "due": (
        ("segment", ""),
        ("touch", ""),
        ("reminder pause", ""),
        ("field", "status_id"),
        ("field", "stage_id"),
        ("expiry", ""),
    ),
    "groups": _GROUPS,
    "joined": _GROUPS,
    "groups_under": _GROUPS,
    "pipeline_id": (("field", "stage_id"),),
    "imports": (ANY_CHANGE,),
    "selections": (ANY_CHANGE,),
    "duplicates": (ANY_CHANGE,),
    **dict.fromkeys((f"company.{name}" for name in COMPANY), _AT_COMPANY),
    "searched": (*_NAME, *_AT_COMPANY, *_ADDRESSES),
    "searched_phones": (("field", "phones"),),
}
