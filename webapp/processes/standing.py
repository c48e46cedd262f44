"""Which processes are at work: their groups stand and are not archived, and nobody paused them."""

from collections.abc import Collection

from sqlalchemy import select

from webapp.db import db
from webapp.groups.naming import tree
from webapp.processes.models import Process
from webapp.users.acting import muster_itself
from webapp.users.viewer import Viewer, muster

JOIN, LEAVE = "join", "leave"


def processes_of(group_ids: Collection[int]) -> list[Process]:
    """Those of these groups that were not deleted, in their order."""
    standing = select(Process).where(Process.group_id.in_(group_ids), Process.retired_at.is_(None))
    return list(db.session.scalars(standing.order_by(Process.position, Process.id)))


def at_work(group_ids: Collection[int]) -> list[Process]:
    """Those that begin for who joins or leaves these groups.

    One that Muster paused begins too, and waits at its first step: nobody is to be left out because a tag was
    gone for an hour. One that somebody paused does not.
    """
    if not (processes := processes_of(group_ids)):
        return []
    known = tree()
    return [
        process
        for process in processes
        if (process.paused_at is None or process.paused_why)
        and process.group_id in known
        and not known.is_archived(process.group_id)
    ]


def actor_of(process: Process) -> Viewer:
    """As whom it acts: Muster, at home in the group's office."""
    office_id = tree()[process.group_id].office_id
    return muster(office_id) if office_id else muster_itself()


def said(process: Process) -> str:
    """How titles, alerts and causes name it: 'Welcome, on joining Italy'."""
    moment = "joining" if process.moment == JOIN else "leaving"
    return f"{process.name}, on {moment} {tree()[process.group_id].name}"
