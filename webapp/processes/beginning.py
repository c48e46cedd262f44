"""The outbox: with every line of the ledger the runs that it asks for, in the same transaction.

So nobody joins without being worked on, and the key of process and line keeps it to once a joining.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, case, literal, select, update
from sqlalchemy.orm import aliased

from webapp.activity.models import ChangeSet
from webapp.db import Json, db, insert_into
from webapp.groups.hearing import heard_by
from webapp.groups.models import LedgerLine
from webapp.processes.loops import chain_of, in_words, tell_of_loop
from webapp.processes.models import Process, ProcessRun
from webapp.processes.standing import JOIN, at_work

TAKEN_BACK = "What it began for was taken back."


def register() -> None:
    """Let processes begin with the ledger's lines."""
    heard_by(begin)


def begin(group_ids: Collection[int], *, cause: str, now: int, change_set: ChangeSet) -> None:
    """Write the runs for what the change set has just noted of these groups.

    An undo puts back how things were, so it begins nothing; what waits for the joining or leaving that it
    takes back is not done any more. Who is in a group by a merge was in it before: their runs go along.
    """
    if cause == "merge":
        return
    if cause == "undo":
        _leave_out(group_ids, now, change_set)
        return
    if processes := at_work(group_ids):
        chain = chain_of(change_set)
        looping = [process for process in processes if process.id in chain]
        lines = _lines(group_ids, now, change_set)
        _write([process for process in processes if process not in looping], lines, chain)
        for process in looping:
            sentence = f"It would run in a loop: {in_words([*chain, process.id])}."
            if _write([process], lines, chain, state="stopped", sentence=sentence):
                tell_of_loop(process, chain, sentence, now=now)


def _lines(group_ids: Collection[int], now: int, change_set: ChangeSet) -> Select:
    return select().where(
        LedgerLine.group_id.in_(list(group_ids)),
        LedgerLine.at == now,
        LedgerLine.change_set_id == change_set.id,
    )


def _write(
    processes: Sequence[Process],
    lines: Select,
    chain: list[int],
    *,
    state: str = "waiting",
    sentence: str = "",
) -> int:
    """How many runs it wrote."""
    if not processes:
        return 0
    same = {
        "chain": literal(chain, Json()),
        "state": literal(state),
        "sentence": literal(sentence),
        **dict.fromkeys(("step", "tries", "again_at", "claimed_until"), literal(0)),
    }
    joined = case((Process.moment == JOIN, 1), else_=-1)
    rows = (
        lines.add_columns(Process.id, LedgerLine.id, LedgerLine.person_id, LedgerLine.at, *same.values())
        .select_from(LedgerLine)
        .join(Process, (Process.group_id == LedgerLine.group_id) & (LedgerLine.joined == joined))
        .where(Process.id.in_([process.id for process in processes]))
        .order_by(LedgerLine.id, Process.position, Process.id)
    )
    names = ["process_id", "ledger_id", "person_id", "at", *same]
    adding = insert_into(ProcessRun).from_select(names, rows)
    return db.session.execute(adding.on_conflict_do_nothing()).rowcount


def _leave_out(group_ids: Collection[int], now: int, change_set: ChangeSet) -> None:
    """A run that is being worked on at this moment is left to its end."""
    undone = aliased(LedgerLine)
    began = (
        select(ProcessRun.id)
        .join(LedgerLine, LedgerLine.id == ProcessRun.ledger_id)
        .join(
            undone,
            (undone.person_id == LedgerLine.person_id)
            & (undone.group_id == LedgerLine.group_id)
            & (undone.joined == -LedgerLine.joined),
        )
        .where(
            ProcessRun.state == "waiting",
            undone.group_id.in_(list(group_ids)),
            undone.at == now,
            undone.change_set_id == change_set.id,
        )
        .with_for_update(of=ProcessRun, skip_locked=True)
    )
    db.session.execute(
        update(ProcessRun)
        .where(ProcessRun.id.in_(list(db.session.scalars(began))), ProcessRun.state == "waiting")
        .values(state="skipped", sentence=TAKEN_BACK, done_at=now)
        .execution_options(synchronize_session=False)
    )
