"""Alerts to whoever keeps a process."""

from webapp.alerts.models import Alert
from webapp.db import db, insert_into
from webapp.groups.naming import tree
from webapp.processes.models import Process


def tell_owner(process: Process, kind: str, once: str, sentence: str, *, now: int) -> None:
    """Alert who keeps the process, else its group; the same cause (`once`) alerts once."""
    group = tree()[process.group_id]
    alert = insert_into(Alert).values(
        kind=kind,
        once=f"{kind}:{process.id}:{once}",
        at=now,
        user_id=process.owner_id or group.owner_id,
        data={
            "group_id": group.id,
            "group": group.name,
            "process_id": process.id,
            "process": process.name,
            "why": sentence,
        },
    )
    db.session.execute(alert.on_conflict_do_nothing(index_elements=["once"]))
