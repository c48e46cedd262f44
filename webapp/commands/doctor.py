"""`muster doctor`"""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console

from webapp import clock
from webapp.config import Settings, Value
from webapp.db import db
from webapp.operations.doctor import examine
from webapp.operations.finding import Verdict
from webapp.people.counting import rebuild_counters

COLOUR = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.WRONG: "red"}


@click.command("doctor")
@click.option("--fix", is_flag=True, help="Count anew what the counters should hold.")
@with_appcontext
def command(fix: bool) -> None:
    """List the settings with their sources, and check everything that can be wrong.

    Ends with status 1 when something is.
    """
    settings: Settings = current_app.config["SETTINGS"]
    console = Console()
    for value in settings.values_by_env.values():
        line = f"{value.env} = {value.shown}  ({_source(value)})"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
        console.print(f"    {value.help}", style="dim")
    console.print()
    if fix:
        rebuild_counters()
        db.session.commit()
    findings = list(examine(settings, now=clock.now()))
    for finding in findings:
        console.print(f"[{COLOUR[finding.verdict]}]{finding.verdict:>5}[/]  {finding.about}: ", end="")
        console.print(finding.sentence, markup=False, highlight=False)
    sys.exit(any(finding.verdict is Verdict.WRONG for finding in findings))


def _source(value: Value) -> str:
    follows_serve = value.env == "MUSTER_BASE_URL" and value.source == "default"
    return "default; muster serve takes its own port" if follows_serve else value.source
