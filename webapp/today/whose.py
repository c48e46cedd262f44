"""Whose people the page is about."""

from dataclasses import replace

from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

MINE, ALL = "mine", "all"
_WIDER = {Permission.SEE_OFFICE, Permission.SEE_ALL}


def whose(word: str, viewer: Viewer) -> Viewer:
    """The viewer as somebody who sees only their own people for 'mine', as they are for anything else."""
    return replace(viewer, permissions=viewer.permissions - _WIDER) if word == MINE else viewer
