"""`muster import`"""

import gc
import json
import os
import socket
import sys
import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from webapp import clock
from webapp.commands.import_plan import mapped, open_as_asked, plan_of
from webapp.db import db, reading
from webapp.imports import mapping, running, runs
from webapp.imports.models import ImportRun
from webapp.imports.plan import MATCHES, ON_MATCH, UNKNOWN, Plan
from webapp.imports.rejects import rejects_as_csv, some_rejects
from webapp.imports.targets import all_targets
from webapp.imports.unreadable import UnreadableFile
from webapp.imports.ways_of_reading import BadReading
from webapp.migrations import require_current
from webapp.operations.importing import work_through
from webapp.people.models import KINDS
from webapp.refusal import Refusal
from webapp.tags.naming import BadTag
from webapp.users.acting import muster_itself
from webapp.users.own_company import own_company

SHOWN_REASONS = 10


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--no-header", is_flag=True, help="The first row is a person, not the columns' names.")
@click.option("--sheet", help="Which sheet of a spreadsheet; its first with rows by default.")
@click.option("--delimiter", help="What parts the cells of a text file: ';', tab …; guessed by default.")
@click.option("--encoding", help="Of a text file, such as utf-8 or cp1252; guessed by default.")
@click.option("--map", "maps", multiple=True, metavar="'Header=Section › Field'", help="Where a column goes.")
@click.option("--match", type=click.Choice(list(MATCHES)), default="email", show_default=True)
@click.option("--on-match", type=click.Choice(list(ON_MATCH)), default="fill", show_default=True)
@click.option("--kind", type=click.Choice(KINDS), help="For new people whose row says nothing.")
@click.option("--status", help="For new people whose row says nothing.")
@click.option("--stage", help="For new people whose row says nothing: Stage or Pipeline/Stage.")
@click.option("--segment", help="A segment for everybody in the file: Segment or Office/Segment.")
@click.option("--country", help="For new people whose row says nothing; the company's by default.")
@click.option(
    "--unknown",
    type=click.Choice(list(UNKNOWN)),
    default="create",
    show_default=True,
    help="What to do about a status, stage, segment, group or tag that does not exist.",
)
@click.option("--tag", "tags", multiple=True, help="A tag for everybody in the file.")
@click.option("--group", "groups", multiple=True, help="A group for everybody in the file: Group or path.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@with_appcontext
def command(file: Path, dry_run: bool, maps, as_json: bool, **choices) -> None:
    """Bring people in from a CSV, Excel or ODS file.

    An import that was cut off is carried on by the same command, or by the jobs process.
    """
    require_current()
    try:
        run = _run_for(file, dry_run, maps, choices)
    except (UnreadableFile, mapping.BadMapping, BadReading, BadTag) as refusal:
        raise Refusal(str(refusal)) from None
    instance = Path(current_app.instance_path)
    run = _take(run)
    gc.set_threshold(100_000)  # a window of drafts is many objects and no cycle
    _work(run, runs.path_of(run.id, instance), quiet=as_json or not sys.stderr.isatty())
    figures = _figures(run, instance)
    click.echo(json.dumps(figures) if as_json else _in_words(run, figures))
    if dry_run:
        runs.discard(run, instance)
        db.session.commit()
    if run.failure:
        raise Refusal(run.failure)


def _run_for(file: Path, dry_run: bool, maps, choices: dict) -> ImportRun:
    """The run that does what was asked, new or cut off earlier, ready to be taken."""
    instance, now = Path(current_app.instance_path), clock.now()
    with reading():
        if not own_company():
            raise Refusal("Set Muster up first: open it in a browser, or use `muster user add`.")
        by, targets = muster_itself(), all_targets()
        table = open_as_asked(file, **choices)
        try:
            columns = mapping.map_columns(table, targets, dict(map(mapped, maps)))
            plan = plan_of(table, columns, targets, choices)
        finally:
            table.close()
    with runs.taken_in(file, instance) as incoming:
        run = None if dry_run else _cut_off(incoming.digest, plan, by)
        if run:
            db.session.commit()
            return run
        run = runs.add_run(
            incoming, file.name, table, plan, instance=instance, by=by, now=now, state="waiting"
        )
        run.rehearses = dry_run
        run.holder, run.held_until = _holder(), now + running.HOLD_SECONDS
        if maps and not dry_run:
            mapping.remember(table, columns, now=now)
        db.session.commit()
        incoming.keep()
    return run


def _cut_off(digest: str, plan: Plan, by) -> ImportRun | None:
    """The run of an earlier call that is to be carried on."""
    run = runs.unfinished_run(digest, plan, by)
    taken_back = run is not None and run.state == "stopped" and not running.go_on(run, by=by)
    return None if taken_back else run


def _take(run: ImportRun) -> ImportRun:
    """The run, as soon as nobody else is at it; a process that was killed lets go after 20 seconds."""
    while (taken := running.take(run.id, _holder(), now=clock.now())) is None:
        db.session.rollback()
        run = db.session.get_one(ImportRun, run.id, populate_existing=True)
        if run.state in ("done", "failed", "stopped"):
            return run
        db.session.rollback()
        time.sleep(0.5)
    db.session.commit()
    return taken


def _work(run: ImportRun, path: Path, *, quiet: bool) -> None:
    words = "Rehearsing" if run.rehearses else "Importing"
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    shown = {"console": Console(stderr=True), "transient": True, "disable": quiet}
    with Progress(
        *columns, **shown, auto_refresh=False
    ) as progress:  # by a thread, and so nothing could fork
        bar = progress.add_task(words, total=None)
        for done in work_through(run, path):
            progress.update(bar, completed=done.done, total=done.rows, refresh=True)


def _figures(run: ImportRun, instance: Path) -> dict:
    file = None
    if run.rejected and not run.rehearses:
        file = runs.path_of(run.id, instance).with_name("rejects.csv")
        try:
            with file.open("w", encoding="utf-8", newline="") as out:
                out.writelines(rejects_as_csv(run))
        except OSError:
            file.unlink(missing_ok=True)
            raise
    return {
        "rows": run.done,
        "created": run.created,
        "updated": run.updated,
        "skipped": run.skipped,
        "asked": run.asked,
        "rejected": run.rejected,
        "rejects_file": file and str(file),
        "change_set": run.change_set_id,
    }


def _in_words(run: ImportRun, figures: dict) -> str:
    would, people = "would be " if run.rehearses else "", "person" if run.created == 1 else "people"
    lines = [
        f"{run.done:,} row{'s' * (run.done != 1)}: {run.created:,} {people} {would}created, "
        f"{run.updated:,} {would}updated, "
        f"{run.skipped:,} {would}left as they are, {run.rejected:,} {would}rejected."
    ]
    if run.asked:
        differs = "1 row differs" if run.asked == 1 else f"{run.asked:,} rows differ"
        where = (
            "would be asked about at /duplicates" if run.rehearses else "waits to be decided at /duplicates"
        )
        lines.append(f"{differs} from who is known, which {where}.")
    lines += [f"  line {line}: {reason}" for line, reason in some_rejects(run, SHOWN_REASONS)]
    if figures["rejected"] > SHOWN_REASONS:
        lines.append(f"  and {figures['rejected'] - SHOWN_REASONS:,} more")
    if figures["rejects_file"]:
        lines.append(f"The rejected rows are in {figures['rejects_file']}, with the reasons.")
    return "\n".join(lines)


def _holder() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
