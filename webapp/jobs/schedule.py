"""THE schedule: every job of Muster, what it calls and when."""

from collections.abc import Callable
from typing import NamedTuple

from apscheduler.triggers.interval import IntervalTrigger

from webapp.jobs import (
    bulk,
    duplicates,
    files,
    following,
    housekeeping,
    imports,
    mail,
    processes,
    reminders,
    rules,
    undoing,
)


class Job(NamedTuple):
    """`run(now=, stop=)` does one round of the work and commits.

    It may be cut off at any moment and simply comes again. `stop` is a threading.Event: a round that
    takes longer than a few seconds looks at it between two commits and returns when it is set.
    """

    name: str
    run: Callable[..., None]
    trigger: IntervalTrigger


class Every(IntervalTrigger):
    """Counts from now, where APScheduler adds interval upon interval to the last round until it is past now:
    a machine whose clock is set from 1970 to today would be busy and out of memory with that."""

    def get_next_fire_time(self, previous_fire_time, now):
        """When the round after the present one is due."""
        return now + self.interval


def every(**interval: int) -> IntervalTrigger:
    """Every so many seconds=, minutes= or hours=."""
    return Every(**interval)


SCHEDULE = (
    Job("undo", undoing.carry_undos_on, every(seconds=2)),
    Job("bulk actions", bulk.change_many, every(seconds=1)),
    Job("bulk choices", bulk.forget_choices, every(hours=1)),
    Job("imports", imports.run_imports, every(seconds=1)),
    Job("import files", imports.tidy_imports, every(hours=1)),
    Job("text index", imports.index_newcomers, every(seconds=2)),
    Job("following", following.let_people_follow, every(seconds=2)),
    Job("duplicates", duplicates.find_duplicates, every(seconds=2)),
    Job("processes", processes.run_processes, every(seconds=1)),
    Job("broken processes", processes.look_after_processes, every(seconds=10)),
    Job("reminders", reminders.remind, every(seconds=10)),
    Job("rules of groups", rules.turn, every(seconds=20)),
    Job("what rules name", rules.mind, every(minutes=1)),
    Job("deleted segments", reminders.forget_deleted_segments, every(hours=1)),
    Job("mail", mail.send_mails, every(seconds=3)),
    Job("outbox", mail.tidy_outbox, every(minutes=10)),
    Job("trash", housekeeping.empty_trash, every(hours=1)),
    Job("merges", housekeeping.make_merges_final, every(hours=1)),
    Job("deleted notes", housekeeping.purge_deleted_notes_and_touches, every(hours=1)),
    Job("files", files.sweep_files, every(minutes=1)),
    Job("stray files", files.sweep_strays, every(hours=1)),
    Job("changes", housekeeping.purge_old_changes, every(hours=1)),
    Job("lapsed", housekeeping.forget_what_lapsed, every(minutes=10)),
    Job("checkpoint", housekeeping.checkpoint, every(minutes=5)),
)
