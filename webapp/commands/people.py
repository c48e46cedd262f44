"""`muster people`"""

import json
import sys
from itertools import islice

import click
from flask.cli import with_appcontext
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from webapp import clock
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.csv_text import cell_text, csv_lines
from webapp.db import end_request, start_request
from webapp.formatting import number
from webapp.listing.address import Address
from webapp.listing.columns import Column, built_in_columns, chosen_columns, custom_columns
from webapp.listing.exporting import records
from webapp.listing.opening import OpenList, open_list
from webapp.migrations import require_current
from webapp.refusal import Refusal
from webapp.users.own_company import Labels, OwnCompany, own_company
from webapp.users.user import user_with_email
from webapp.users.viewer import Viewer, muster

FIRST = 50
WIDEST = 72
WIDTH_IN_FILES = 160


@click.command("people", context_settings={"ignore_unknown_options": True})
@click.argument("criteria", default="")
@click.option("--count", "form", flag_value="count", help="Only how many they are.")
@click.option("--csv", "form", flag_value="csv", help="Everybody, every column, as CSV.")
@click.option("--json", "form", flag_value="json", help="The same as a list of JSON objects.")
@click.option("--as", "email", metavar="EMAIL", help="As this user: whom they see, what “me” is to them.")
@with_appcontext
def command(criteria: str, form: str | None, email: str | None) -> None:
    """List the people of the CRITERIA, everybody without any.

    CRITERIA are what the search box takes, for example: tag:vip -contacted:30d (owner:none OR smith)
    """
    if criteria.startswith("--"):
        raise click.NoSuchOption(criteria)
    require_current()
    start_request(writes=False)
    click.get_current_context().call_on_close(end_request)
    company = own_company()
    if company is None:
        raise Refusal("This instance is not set up yet. Start it and follow its link.")
    asker = Asker(_viewer(email), clock.now(), company.time_zone, company.country)
    try:
        opened = open_list(Address(criteria), asker)
    except CriteriaError as error:
        _explain(criteria, error)
        sys.exit(2)
    _FORMS.get(form, _show)(opened, company)


def _count(opened: OpenList, _company: OwnCompany) -> None:
    click.echo(opened.counted())


def _csv(opened: OpenList, company: OwnCompany) -> None:
    columns = _every_column(company)
    for line in csv_lines([column.label for column in columns], records(opened, columns)):
        click.echo(line, nl=False)


def _json(opened: OpenList, company: OwnCompany) -> None:
    columns = _every_column(company)
    keys = [column.label if column.is_custom else column.key for column in columns]
    before = "[\n"
    for values in records(opened, columns):
        click.echo(before + json.dumps(dict(zip(keys, values, strict=True)), ensure_ascii=False), nl=False)
        before = ",\n"
    click.echo("\n]" if before == ",\n" else "[]")


def _show(opened: OpenList, company: OwnCompany) -> None:
    labels = Labels(company.labels)
    columns = chosen_columns(muster(0), labels)
    shown = list(islice(records(opened, columns), FIRST))
    table = Table(title=as_text(opened.tree, labels), title_justify="left", header_style="bold", box=None)
    for column in columns:
        table.add_column(column.label, overflow="ellipsis", no_wrap=True)
    for values in shown:
        table.add_row(*map(_plain, columns, values))
    total = opened.counted()
    console = Console(width=None if sys.stdout.isatty() else WIDTH_IN_FILES)
    console.print(table, markup=False)
    more = ". --csv and --json list everybody." if total > len(shown) else "."
    console.print(f"{number(len(shown))} of {number(total)} {labels.person.of(total)}{more}", highlight=False)


_FORMS = {"count": _count, "csv": _csv, "json": _json}


def _every_column(company: OwnCompany) -> list[Column]:
    return [*built_in_columns(Labels(company.labels)).values(), *custom_columns().values()]


def _plain(column: Column, value: object) -> str:
    """A value for the terminal, which takes neither markup nor control characters from a name."""
    text = cell_text(value)
    text = text.partition("T")[0] if column.shape == "moment" else text.removeprefix("'")
    return escape("".join(c for c in text if c.isprintable()))


def _viewer(email: str | None) -> Viewer:
    if email is None:
        return muster(0)
    user = user_with_email(email)
    if user is None or user.deactivated_at:
        raise click.UsageError(f"Nobody signs in as {email}.")
    return user.as_viewer()


def _explain(criteria: str, error: CriteriaError) -> None:
    """The sentence, and under the criteria a caret at the place."""
    click.echo(f"muster: {error}", err=True)
    if error.position is None:
        return
    line = "".join(c if c.isprintable() else " " for c in criteria)
    start = max(0, error.position - WIDEST // 2)
    click.echo(f"  {line[start : start + WIDEST]}", err=True)
    click.echo(f"  {' ' * cell_len(line[start : error.position])}^", err=True)
