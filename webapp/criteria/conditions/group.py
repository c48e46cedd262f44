"""`group:Italy` with its subgroups, `in-group:Italy` itself, `group:none`, `group:any`."""

from typing import ClassVar

from sqlalchemy import select

from webapp.criteria.condition import Ids, a_row, among, any_of
from webapp.criteria.conditions.named import Named, ids_of, special_of
from webapp.criteria.operators import IS_ANY_OF, Alone
from webapp.criteria.terms import written
from webapp.db import counters, key
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

    def name_in(self, asked):
        return asked.text

    def which(self, asked, found):
        paths = [f"{self.keys[0]}:{written(path)}" for path in self.names(found).values()]
        return f"Several groups are called “{asked.text[:40]}”. Write {listed(paths, 'or')}."


class GroupCondition(OfGroups):
    """Is in any of the groups or below them; `none` is in no group, `any` in some.

    `own` has only those in the groups themselves.
    """

    special: ClassVar = {"any": "in a group", "none": "in no group"}
    comparisons = (
        IS_ANY_OF,
        Alone("none", "is none at all", "is any"),
        Alone("any", "is any", "is none at all"),
    )

    def __init__(self, *, own: bool):
        self.name = "in-group" if own else "group"
        self.keys = (self.name,)
        self.label = "Group without subgroups" if own else "Group"
        self.verbs = ("directly in the group", "not directly in the group") if own else _IN_OR_BELOW
        self.model_of_rows = PersonGroup if own else PersonGroupUnder
        self.fact = "groups" if own else "groups_under"
        self.facet = "group" if own else "group_under"

    def probe(self, leaf, subject, asker):
        subject = subject.in_or_if(len(leaf.values) > 1)
        rows = self.model_of_rows
        own = rows.person_id == subject.person.id
        tests = []
        if group_ids := ids_of(leaf):
            tests.append(subject.has(a_row(own, among(rows.group_id, group_ids))))
        for word in special_of(leaf):
            is_in_some = subject.has(a_row(own))
            tests.append(is_in_some if word == "any" else ~is_in_some)
        return any_of(tests)

    def ids(self, leaf, asker):
        if special_of(leaf):
            return None
        group_ids = ids_of(leaf)
        found = select(self.model_of_rows.person_id).where(among(self.model_of_rows.group_id, group_ids))
        return Ids(found if len(group_ids) == 1 else found.distinct())

    def count(self, leaf, asker):
        return None if special_of(leaf) else counters.people_with(self.facet, ids_of(leaf))

    def holds(self, leaf, facts, asker):
        groups = facts[self.fact]
        return any(group_id in groups for group_id in ids_of(leaf)) or any(
            bool(groups) is (word == "any") for word in special_of(leaf)
        )


_IN_OR_BELOW = ("in the group", "not in the group")
