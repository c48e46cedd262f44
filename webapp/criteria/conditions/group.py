"""`group:Italy` with its subgroups, `in-group:Italy` itself, `group:none`, `group:any`."""

from typing import ClassVar

from webapp.criteria.conditions.named import Named, ids_of, special_of
from webapp.criteria.conditions.paired import Paired
from webapp.criteria.terms import written
from webapp.db import key
from webapp.formatting import listed
from webapp.groups.calling import all_groups_for, meant, shown_names, written_names
from webapp.groups.models import Group, PersonGroup, PersonGroupUnder
from webapp.groups.naming import groups_for, tree


class OfGroups(Named):
    """Asks for groups by name, or by path where several have that name.

    One may ask for those that one knows (groups/naming.py), archived ones too, since their people stay; only
    the others are offered. A definition that names a group which one does not know still reads.
    """

    thing = "group"
    model = Group

    def called(self, names, asker):
        known = all_groups_for(asker.viewer)
        return {key(name): [node.id for node in meant(name, known, asker.viewer)] for name in names}

    def names(self, ids=None):
        return {i: name for i, name in written_names().items() if ids is None or i in ids}

    def names_for(self, asker):
        names = written_names()
        return {node.id: names[node.id] for node in groups_for(asker.viewer)}

    def shown(self, leaf):
        self.names_of(leaf)
        return shown_names()

    def called_by(self, names):
        return {group_id: tree().shown(group_id) for group_id in names}

    def there(self):
        return Group.retired_at.is_(None)

    def name_in(self, asked):
        return asked.text

    def which(self, asked, found):
        paths = [f"{self.keys[0]}:{written(path)}" for path in self.names(found).values()]
        return f"Several groups are called “{asked.text[:40]}”. Write {listed(paths, 'or')}."


class GroupCondition(Paired, OfGroups):
    """Is in any of the groups or below them; `none` is in no group, `any` in some.

    `own` has only those in the groups themselves.
    """

    special: ClassVar = {"any": "in a group", "none": "in no group"}

    def __init__(self, *, own: bool):
        self.name = "in-group" if own else "group"
        self.keys = (self.name,)
        self.label = "Group without subgroups" if own else "Group"
        self.verbs = ("directly in the group", "not directly in the group") if own else _IN_OR_BELOW
        self.pairs = PersonGroup if own else PersonGroupUnder
        self.facet, self.fact = ("group", "groups") if own else ("group_under", "groups_under")

    def groups(self, leaf):
        known = tree()
        if special_of(leaf):
            return known.by_id
        if self.name == "in-group":
            return ids_of(leaf)
        return {node.id for of in ids_of(leaf) if of in known for node in known.subtree(of)}


_IN_OR_BELOW = ("in the group", "not in the group")
