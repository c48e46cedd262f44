"""What becomes of each draft: somebody new, changes of a known person, nothing, or a rejection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webapp.db.types import KEY_LENGTH, key
from webapp.imports.drafts import Draft
from webapp.imports.matching import Found, several
from webapp.imports.plan import Plan
from webapp.imports.targets import Target
from webapp.people.values import EMPTY, Portrait, Unnamed, display_name, portrait

_VALUE_KEYS = {"email": "emails", "phone": "phones", "company": "company_id"}
Values = dict[str, object]


@dataclass
class Decision:
    """The drafts by what becomes of them. `later` are those about the same person as an earlier draft, to be
    decided again once that one is written."""

    new: list[Draft] = field(default_factory=list)
    known: dict[int, Draft] = field(default_factory=dict)
    skipped: list[Draft] = field(default_factory=list)
    rejected: list[Draft] = field(default_factory=list)
    later: list[Draft] = field(default_factory=list)


def decide(
    drafts: Sequence[Draft], matches: Mapping[int, list[Found]], plan: Plan, required: Sequence[Target]
) -> Decision:
    """Sort drafts into what becomes of them; a rejected one says why in its `reason`."""
    decision, spoken_for = Decision(), set()
    for i, draft in enumerate(drafts):
        found = matches.get(i, ())
        points = {("person", found[0].person_id)} if len(found) == 1 else {*draft.points}
        if draft.reason:
            decision.rejected.append(draft)
        elif len(found) > 1:
            draft.reason = several(found)
            decision.rejected.append(draft)
        elif points & spoken_for:
            decision.later.append(draft)
        elif found and plan.on_match == "skip":
            decision.skipped.append(draft)
        elif found:
            spoken_for |= points
            decision.known[found[0].person_id] = draft
        elif reason := why_not_new(draft, required):
            draft.reason = reason
            decision.rejected.append(draft)
        else:
            spoken_for |= points
            decision.new.append(draft)
    return decision


def why_not_new(draft: Draft, required: Sequence[Target]) -> str:
    """Why nobody can be made of a draft, '' when somebody can."""
    if not draft.portrait:
        try:
            display_name(draft.values.get("first", ""), draft.values.get("last", ""), draft.company)
        except Unnamed:
            return "It has no first or last name and no company."
    for target in required:
        key = _VALUE_KEYS.get(target.key, target.key)
        if not (draft.company if key == "company_id" else draft.values.get(key)):
            return f"{target.path} is required."
    return ""


def values_of_new(draft: Draft, unsaid: Values) -> Values:
    """The values of somebody new: what the row says, and `unsaid` for what it does not."""
    values = unsaid | draft.values
    if not values.get("stage_id"):
        values.pop("stage_value", None)
        values.pop("stage_expected", None)
    return values


def portrait_of_new(draft: Draft, plan: Plan) -> Portrait | None:
    """What is kept of the draft's person if it is somebody new. None where that hangs on how the database
    spells the company's name: for who has no other name, and where the name is longer than its key."""
    values, company = draft.values, draft.company
    named = values.get("first") or values.get("last")
    if draft.reason or not named or len(key(company)) == KEY_LENGTH:
        return None
    try:
        return portrait({**EMPTY, **said_of_all(plan), **values}, company)
    except Unnamed:
        return None


def said_of_all(plan: Plan) -> Values:
    """What the plan says of everybody new whose row does not."""
    said = {"source": plan.source, "country": plan.country, "kind": plan.kind}
    return {name: value for name, value in said.items() if value}


def changes_of_known(draft: Draft, present: Values, plan: Plan) -> Values:
    """The new values of somebody whom a row matched; those that stay as they are may be among them."""
    said = dict(draft.values)
    if plan.on_match == "overwrite":
        if plan.kind:
            said.setdefault("kind", plan.kind)
        changed = {key: value for key, value in said.items() if key not in ("emails", "phones")}
    else:
        changed = {key: value for key, value in said.items() if not present.get(key)}
        _drop_foreign_states(changed, present)
    for name in ("emails", "phones"):
        if name in said:
            changed[name] = _joined(said[name], present[name], new_first=plan.on_match == "overwrite")
    if plan.source and not present["source"]:
        changed.setdefault("source", plan.source)
    return changed


def differences_of(draft: Draft, present: Values, plan: Plan) -> Values:
    """What a row says of a known person otherwise than they stand, where somebody is to be asked."""
    if plan.on_match != "ask":
        return {}
    return {
        key: value
        for key, value in draft.values.items()
        if key not in ("emails", "phones") and value and present.get(key) and present[key] != value
    }


def _drop_foreign_states(changed: Values, present: Values) -> None:
    """A state fills a gap only in its own country."""
    state = changed.get("state")
    if state and not str(state).startswith(f"{changed.get('country') or present['country']}-"):
        del changed["state"]


def _joined(said: list, present: list, *, new_first: bool) -> list:
    """Both lists of addresses, each norm once; none is ever lost."""
    ordered = [*said, *present] if new_first else [*present, *said]
    kept: dict[str, list] = {}
    for shown, norm in ordered:
        kept.setdefault(norm, [shown, norm])
    return list(kept.values())
