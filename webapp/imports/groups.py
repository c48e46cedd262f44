"""The groups that rows name by name or path, found once for the whole file."""

from collections.abc import Iterable

from webapp.db import key
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.calling import meant, written_names
from webapp.groups.naming import BadGroup, Node, checked_name, groups_for
from webapp.imports.drafts import Draft
from webapp.imports.plan import Plan
from webapp.pipelines.stages import escaped, split_path
from webapp.users.permission import Permission


class GroupNames:
    """Ids by what rows write; only who may edit groups adds what is missing, a path from the top down."""

    def __init__(self, plan: Plan, viewer):
        self._viewer = viewer
        self._known: list[Node] = groups_for(viewer)
        self._ids: dict[str, int] = {}
        self._of_file = [i for i in plan.group_ids if i in {node.id for node in self._known}]
        self._adds = plan.unknown == "create" and viewer.can(Permission.EDIT_GROUPS)

    def check(self, name: str) -> None:
        """Raises BadGroup for a name that nobody may use."""
        found = meant(name, self._known, self._viewer)
        if len(found) > 1:
            paths = " or ".join(written_names()[node.id] for node in found)
            raise BadGroup(f"several groups are called “{name[:60]}”; write {paths}.")
        if not found and not self._adds:
            raise BadGroup(f"there is no group “{name[:60]}”.")
        if not found:
            for part in split_path(name):
                checked_name(part)

    def settle(self, drafts: Iterable[Draft], *, by, now: int) -> None:
        """Add what rows name and nobody has added yet."""
        for name in dict.fromkeys(name for draft in drafts for name in draft.groups):
            if self._found(name) is None:
                self._ids[key(name)] = self._add(name, by, now)

    def of(self, draft: Draft) -> list[int | str]:
        """The groups of a row and of the whole file: ids, or folded names of those not added yet."""
        if not draft.groups:
            return self._of_file
        named = [self._found(name) or key(name) for name in draft.groups]
        return list(dict.fromkeys([*named, *self._of_file]))

    def _found(self, name: str) -> int | None:
        if key(name) not in self._ids and (found := meant(name, self._known, self._viewer)):
            self._ids[key(name)] = found[0].id
        return self._ids.get(key(name))

    def _add(self, name: str, by, now: int) -> int:
        above, path = None, []
        for part in split_path(name):
            path.append(escaped(part))
            there = self._found("/".join(path)) if len(path) < len(split_path(name)) else None
            above = there or add_group(Wanted(part, above), by=by, now=now).id
            self._known = groups_for(self._viewer)
        return above
