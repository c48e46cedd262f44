"""`muster demo`"""

import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from webapp import clock
from webapp.db import db
from webapp.migrations import require_current
from webapp.operations.demo.filling import SignIn, add_cast, fill, people_so_far
from webapp.refusal import Refusal
from webapp.users.own_company import own_company
from webapp.users.user import active_users


@click.command("demo")
@click.option("--people", default=10_000, show_default=True, type=click.IntRange(0, 10_000_000))
@click.option("--seed", default=1, show_default=True, help="The same seed invents the same people.")
@with_appcontext
def command(people: int, seed: int) -> None:
    """Fill an empty instance with invented people, three offices and a user of each role.

    An instance that was filled before is filled up to the number; one with people of your own is left alone.
    """
    require_current()
    kept = Path(current_app.instance_path) / "demo-sign-in.txt"
    if not kept.exists() and people_so_far():
        raise Refusal("This instance has people of its own; choose another MUSTER_INSTANCE.")
    now = clock.now()
    if not own_company():
        _keep(kept, add_cast(now=now))
        db.session.commit()
    by = min(active_users(), key=lambda user: user.id).as_viewer()
    with Progress(transient=True, disable=not sys.stdout.isatty()) as progress:
        bar = progress.add_task("Inventing people", total=people)
        for there in fill(people, seed=seed, by=by, now=now):
            db.session.commit()
            progress.update(bar, completed=there)
    click.echo(f"There are {people_so_far():,} people in {current_app.instance_path}.")
    if kept.exists():
        _show(kept)


def _keep(file: Path, sign_ins: list[SignIn]) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
        opened.writelines(f"{s.email}\t{s.password}\t{s.role}\t{s.office}\n" for s in sign_ins)


def _show(file: Path) -> None:
    table = Table("Email", "Password", "Role", "Office", title="Sign in as", title_justify="left")
    for line in file.read_text().splitlines():
        table.add_row(*line.split("\t"))
    Console().print(table)
