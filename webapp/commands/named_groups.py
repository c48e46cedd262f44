"""Finding the group that a command names."""

from collections.abc import Iterable

from webapp.groups.calling import meant, written_names
from webapp.groups.naming import Node
from webapp.refusal import Refusal
from webapp.users.acting import muster_itself


def group_called(text: str, among: Iterable[Node]) -> Node:
    """The group of that name or path; raises Refusal where there is none, or several."""
    among = list(among)
    found, names = meant(text, among, muster_itself()), written_names()
    if not found:
        there = ", ".join(names[node.id] for node in among[:20])
        raise Refusal(f"There is no group “{text}”; there are {there or 'none yet'}.")
    if len(found) > 1:
        paths = " or ".join(names[node.id] for node in found)
        raise Refusal(f"Several groups are called “{text}”; write {paths}.")
    return found[0]
