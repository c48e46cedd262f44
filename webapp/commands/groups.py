"""`muster groups`: the tree, adding to it, who is in a group, and why."""

import json

import click
from flask.cli import with_appcontext

from webapp import clock
from webapp.commands import people
from webapp.commands.named_groups import group_called
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.terms import quoted, written
from webapp.criteria.text import parse
from webapp.db import counters, db, end_request, start_request
from webapp.formatting import moment, number
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.calling import written_names
from webapp.groups.models import Group
from webapp.groups.naming import BadGroup, groups_for, tree
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.migrations import require_current
from webapp.people.models import Person
from webapp.refusal import Refusal
from webapp.smart_groups.stating import BadRule, set_rule
from webapp.smart_groups.why import Happened, Reason, Why, why
from webapp.users.acting import muster_itself
from webapp.users.own_company import Labels, OwnCompany, own_company

SPECIAL = frozenset({"none", "any"})


@click.group("groups", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The tree as a list of JSON objects.")
@click.pass_context
@with_appcontext
def command(context: click.Context, as_json: bool) -> None:
    """The tree of groups, with how many people are in each and how many in it or below it."""
    require_current()
    _company()
    if context.invoked_subcommand is not None:
        return
    _only_read(context)
    own, below, names = counters.read("group"), counters.read("group_under"), written_names()
    rows = [(node, own[node.id], below[node.id]) for node in groups_for(muster_itself())]
    if as_json:
        keys = ("name", "people", "with_subgroups")
        found = [dict(zip(keys, (names[node.id], *n), strict=True)) for node, *n in rows]
        click.echo(json.dumps(found, ensure_ascii=False))
    for node, people_own, people_below in [] if as_json else rows:
        name = f"{'  ' * tree().depth(node.id)}{_printable(node.name)}"
        click.echo(f"{name:<48} {number(people_own):>9} {number(people_below):>9}")


@command.command("add")
@click.argument("name")
@click.option("--parent", help="The group above it: Group or path.")
@click.option("--criteria", help="Who joins by themselves, as the search box takes it.")
@click.option("--apply-to-current", is_flag=True, help="Whoever matches already joins at once.")
@with_appcontext
def add(name: str, parent: str | None, criteria: str | None, apply_to_current: bool) -> None:
    """Add a group, with --criteria a smart one."""
    if apply_to_current and not criteria:
        raise click.UsageError("--apply-to-current needs --criteria.")
    by, now = muster_itself(), clock.now()
    above = group_called(parent, groups_for(by)) if parent else None
    try:
        group = add_group(Wanted(name, above and above.id), by=by, now=now)
        if criteria:
            asked = parse(criteria, _asker(_company()))
            applied = set_rule(group, asked, apply_to_current=apply_to_current, by=by, now=now)
    except (BadGroup, BadRule, CriteriaError) as refusal:
        db.session.rollback()
        raise Refusal(str(refusal)) from None
    db.session.commit()
    click.echo(f"Added {tree().shown(group.id)}.")
    if apply_to_current:
        click.echo(f"{number(applied.people)} joined at once.")


@command.command("members")
@click.argument("name")
@click.option("--csv", "form", flag_value="csv", help="Everybody, every column, as CSV.")
@click.option("--json", "form", flag_value="json", help="The same as a list of JSON objects.")
@click.option("--subgroups", is_flag=True, help="Those in its subgroups, too.")
@click.pass_context
@with_appcontext
def members(context: click.Context, name: str, form: str | None, subgroups: bool) -> None:
    """Who is in the group NAME."""
    group = group_called(name, tree().by_id.values())
    key = "group" if subgroups else "in-group"
    context.invoke(
        people.command, criteria=f"{key}:{written(written_names()[group.id], SPECIAL)}", form=form, email=None
    )


@command.command("why")
@click.argument("name")
@click.argument("email")
@click.pass_context
@with_appcontext
def why_(context: click.Context, name: str, email: str) -> None:
    """Why the person with the address EMAIL is in the group NAME, or is not."""
    _only_read(context)
    company, node = _company(), group_called(name, tree().by_id.values())
    person_id = _person_with(email, company)
    found = why(db.session.get(Group, node.id), person_id, Labels(company.labels), now=clock.now())
    person = _printable(db.session.get(Person, person_id).name)
    is_in = "is in" if found.membership else "is not in"
    click.echo(f"{person} {is_in} {_printable(tree().shown(node.id))}.")
    for line in _told(found, company):
        click.echo(_printable(line))


def _told(found: Why, company: OwnCompany):
    if found.kept_out:
        yield {
            "removed": "Taken out by hand, so the rule leaves them out.",
            "before": "Matched already when the rule was made, so a change must make them match first.",
        }[found.kept_out.why]
    yield from (_happened(one, company) for one in found.happened)
    if found.resting:
        yield found.resting
    if found.reasons:
        yield "The rule:"
        yield from _conditions(found.reasons, 1)


def _happened(one: Happened, company: OwnCompany) -> str:
    cause = f"rule v{one.rule_version}" if one.cause == "rule" else one.cause
    about = ", ".join(filter(None, [cause, one.by, one.note]))
    return f"{moment(one.at, company.time_zone)}: {'joined' if one.joined else 'left'} ({about})"


def _conditions(reason: Reason, depth: int):
    mark = "  " * depth + ("+ " if reason.met else "- ")
    if not reason.match:
        yield f"{mark}{reason.words}" + (f" (is: {reason.theirs})" if reason.theirs else "")
        return
    yield f"{mark}{reason.match} of"
    for inner in reason.reasons:
        yield from _conditions(inner, depth + 1)


def _person_with(email: str, company: OwnCompany) -> int:
    try:
        ids = open_list(Address(f"email:{quoted(email)}"), _asker(company)).page(None, None).ids
    except CriteriaError as refusal:
        raise Refusal(str(refusal)) from None
    if len(ids) != 1:
        many = f"{len(ids)} people have" if ids else "Nobody has"
        raise Refusal(f"{many} the address {email}.")
    return ids[0]


def _asker(company: OwnCompany) -> Asker:
    return Asker(muster_itself(), clock.now(), company.time_zone, company.country)


def _company() -> OwnCompany:
    company = own_company()
    if company is None:
        raise Refusal("This instance is not set up yet. Start it and follow its link.")
    return company


def _only_read(context: click.Context) -> None:
    db.session.rollback()
    start_request(writes=False)
    context.call_on_close(end_request)


def _printable(text: str) -> str:
    """Without control characters, which a terminal would obey."""
    return "".join(c for c in text if c.isprintable())
