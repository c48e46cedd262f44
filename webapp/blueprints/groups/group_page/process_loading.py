"""The process that a request is about."""

from flask import abort

from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.loaders import load
from webapp.groups.models import Group
from webapp.processes.models import Process


def load_process(group_id: int, process_id: int) -> tuple[Group, Process]:
    """A standing process of a group that the viewer knows, with the group; else 404."""
    group, process = load_group(group_id), load(Process, process_id)
    if process.group_id != group.id or process.retired_at is not None:
        abort(404)
    return group, process
