"""What groups are called in texts, files and commands, and which ones a written name may mean.

A name that one group alone bears stands by itself; of several each goes by its path, "Travel/Italy", and
where two offices have the same path by "Lisbon/Travel/Italy".
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sqlalchemy import select

from webapp.db import db, key, remembered
from webapp.groups.naming import Node, Tree, knows, tree
from webapp.pipelines.stages import escaped, split_path
from webapp.users.office import Office
from webapp.users.viewer import Viewer


@remembered
def written_names() -> Mapping[int, str]:
    """{group_id: the shortest text that names it alone}, of all that were not deleted."""
    names, alike = _paths(tree())
    if not alike:
        return names
    offices = _offices()
    return names | {i: f"{escaped(offices[office_id])}/{names[i]}" for i, office_id in alike.items()}


@remembered
def shown_names() -> Mapping[int, str]:
    """{group_id: its name, with its path where others bear the same}, as one reads it."""
    known = tree()
    bearers = Counter(node.name_key for node in known.by_id.values())
    return {i: known.shown(i) if bearers[node.name_key] > 1 else node.name for i, node in known.by_id.items()}


@lru_cache(maxsize=4)
def _paths(known: Tree) -> tuple[dict[int, str], dict[int, int]]:
    """Names, with their paths where others bear the same, and the offices of those with the same path."""
    bearers = Counter(node.name_key for node in known.by_id.values())
    paths = {i: known.path(i) for i, node in known.by_id.items() if bearers[node.name_key] > 1}
    alike = Counter(map(key, paths.values()))
    names = {i: paths.get(i) or escaped(node.name) for i, node in known.by_id.items()}
    clashing = (i for i, path in paths.items() if alike[key(path)] > 1 and known[i].office_id)
    return names, {i: known[i].office_id for i in clashing}


def meant(text: str, among: Iterable[Node], viewer: Viewer) -> list[Node]:
    """The groups that a written name or path may mean to the viewer; more than one if it could be any.

    Of several offices' groups with the same path it is the company's before the viewer's office's, and of
    several with the same name those that are not archived.
    """
    known, among = tree(), list(among)
    found = [known[i] for i in known.called(text, [node.id for node in among])] or _of_office(text, among)
    if len({known.path(node.id) for node in found}) == 1:
        for office_id in (None, viewer.office_id):
            if own := [node for node in found if node.office_id == office_id]:
                return own
    if len(found) > 1:
        return [node for node in found if not known.is_archived(node.id)] or found
    return found


def all_groups_for(viewer: Viewer) -> list[Node]:
    """The groups that the viewer may name, archived ones too."""
    return [node for node in tree().by_id.values() if knows(viewer, node.office_id)]


def _of_office(text: str, among: list[Node]) -> list[Node]:
    office, *path = split_path(text)
    offices = {office_id for office_id, name in _offices().items() if key(name) == key(office)}
    if not path or not offices:
        return []
    own = [node.id for node in among if node.office_id in offices]
    return [tree()[i] for i in tree().called("/".join(map(escaped, path)), own)]


@remembered
def _offices() -> dict[int, str]:
    return dict(db.session.execute(select(Office.id, Office.name)).all())
