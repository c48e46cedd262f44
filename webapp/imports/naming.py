"""Statuses, stages, segments, groups, owners and tags that rows name, found once for the whole file."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.db import db, key
from webapp.groups.naming import BadGroup
from webapp.imports.drafts import Draft
from webapp.imports.groups import GroupNames
from webapp.imports.plan import Plan
from webapp.imports.segments import SegmentNames
from webapp.imports.stages import StageNames
from webapp.pipelines.statuses import add_status, statuses
from webapp.segments.naming import BadSegment
from webapp.tags.models import Tag
from webapp.tags.naming import BadTag, checked_name, found_tags
from webapp.users.permission import Permission
from webapp.users.user import active_users

TO_ADD = -1
"""Stands for the id of a status or stage that is to be added."""


class Names:
    """Ids by name, kept for a whole import. One whose chunk failed ends, so what is kept is committed."""

    def __init__(self, plan: Plan, viewer):
        self._plan = plan
        self._viewer = viewer
        self._statuses = {status.name_key: status.id for status in statuses()}
        self._status_of_role = {status.role: status.id for status in statuses() if status.role}
        self._stages = StageNames(adds=self._adds)
        self._owners = _owners()
        self._tags: dict[str, int] = {}
        self.segments = SegmentNames(plan, viewer)
        self.groups = GroupNames(plan, viewer)

    def check(self, draft: Draft) -> None:
        """Give the draft its owner's id, or a reason: a name that nobody has and nobody may add."""
        if draft.reason or not draft.names:
            return
        if draft.owner:
            owner_id = self._owners.get(key(draft.owner))
            if owner_id is None:
                draft.reason = f"Record › Owner: no user is called “{draft.owner[:60]}”."
                return
            if owner_id != self._viewer.id and not self._viewer.can(Permission.ASSIGN):
                draft.reason = "Record › Owner: you may not assign people to somebody else."
                return
            draft.values["owner_id"] = owner_id
        if draft.status:
            self._check_status(draft)
        if draft.stage:
            self._check_stage(draft)
        for name in draft.tags:
            try:
                checked_name(name)
            except BadTag as refusal:
                draft.reason = f"Record › Tags: {refusal}"
        for name in draft.segments:
            try:
                self.segments.check(name)
            except BadSegment as refusal:
                draft.reason = f"Record › Segments: {refusal}"
        for name in draft.groups:
            try:
                self.groups.check(name)
            except BadGroup as refusal:
                draft.reason = f"Record › Groups: {refusal}"

    def check_tags(self, drafts: Sequence[Draft]) -> None:
        """Where unknown names are rejected: reject the drafts that name a tag which does not exist."""
        if self._plan.unknown == "create":
            return
        there = self._tags_there({name for draft in drafts for name in draft.tags})
        for draft in drafts:
            missing = [name for name in draft.tags if key(name) not in there]
            if missing and not draft.reason:
                draft.reason = f"Record › Tags: there is no tag “{missing[0][:60]}”."

    def settle(self, drafts: Sequence[Draft], *, now: int) -> None:
        """Put each draft's status and stage into its values, adding what these drafts or the whole file name
        and nobody has added yet."""
        naming = [draft for draft in drafts if draft.names]
        for draft in naming:
            if draft.status:
                draft.values["status_id"] = self._settled_status(draft.status, now)
            if draft.stage:
                draft.values["stage_id"] = self._stages.settle(draft.stage, now=now)
        self.segments.settle(naming, now=now)
        self.groups.settle(naming, by=self._viewer, now=now)
        if drafts:
            self._settle_tags({*self._plan.tags}.union(*(draft.tags for draft in naming)), now)

    def tags_of(self, draft: Draft) -> list[int]:
        """The ids of the tags of a row and of the whole file, which are there by now."""
        names = (*draft.tags, *self._plan.tags)
        return list(dict.fromkeys(self._tags[key(name)] for name in names)) if names else []

    def first_status(self, kind: str) -> int:
        """The status of new people of this kind, unless file or row name another that still stands."""
        if self._plan.status_id in self._statuses.values():
            return self._plan.status_id
        return self._status_of_role["converted" if kind == "customer" else "new"]

    @property
    def _adds(self) -> bool:
        return self._plan.unknown == "create" and self._viewer.can(Permission.SETTINGS)

    def _settled_status(self, name: str, now: int) -> int:
        name_key = key(name)
        if name_key not in self._statuses:
            self._statuses[name_key] = add_status(name, now=now).id
        return self._statuses[name_key]

    def _settle_tags(self, names: set[str], now: int) -> None:
        missing = [name for name in names if key(name) not in self._tags]
        if missing:
            self._tags |= {tag.name_key: tag.id for tag in found_tags(missing, now=now)}

    def _check_status(self, draft: Draft) -> None:
        draft.values["status_id"] = self._statuses.get(key(draft.status), TO_ADD)
        if draft.values["status_id"] == TO_ADD and not self._adds:
            draft.reason = f"Record › Status: there is no status “{draft.status[:60]}”."

    def _check_stage(self, draft: Draft) -> None:
        try:
            draft.values["stage_id"] = self._stages.check(draft.stage) or TO_ADD
        except ValueError as refusal:
            draft.reason = f"Record › Stage: {refusal}"

    def _tags_there(self, names: set[str]) -> set[str]:
        keys = {key(name) for name in names}
        return set(db.session.scalars(select(Tag.name_key).where(Tag.name_key.in_(keys)))) if keys else set()


def _owners() -> dict[str, int]:
    """Active users by name, where it is the only one, and by address."""
    users = active_users()
    by_name = {user.name_key: user.id for user in users}
    for name_key in [k for k in by_name if sum(user.name_key == k for user in users) > 1]:
        del by_name[name_key]
    return by_name | {key(user.email_norm): user.id for user in users}
