"""`/groups/7/exit`: what becomes of members who stop matching the rule, with whom that would take out."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import db
from webapp.groups.models import Group
from webapp.smart_groups.foreseeing import leaving
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import AFTER, MIRROR, STAY, rule_of
from webapp.smart_groups.stating import BadRule, set_exit
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_exit", __name__, url_prefix="/groups/<int:group_id>/exit")

USUAL_DAYS = 30


@bp.get("")
@allowed_to()
def show(group_id: int):
    group = load_group(group_id)
    return htmx.render("groups/exit.html", "groups/_exit.html", group=group, exit=_card(group))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def update(group_id: int):
    group = load_group(group_id)
    kept = _kept(group)
    chosen, days = request.form.get("exit", ""), request.form.get("exit_days", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 6 else 0
    rule, now = rule_of(group.id), clock.now()
    if rule and "sure" not in request.form and leaving(rule, chosen, number, now=now).at_once:
        foreseen = leaving(rule, chosen, number, now=now)
        return render_template(
            "groups/exit_confirmation.html", group=group, chosen=chosen, days=number, leaving=foreseen
        )
    try:
        change_set = set_exit(group, chosen, number, by=current_user, now=now)
    except BadRule as error:
        db.session.rollback()
        typed = {"exit": chosen, "days": days, "error": str(error)}
        return render_template("groups/exit.html", group=group, exit=_card(group, **typed)), 422
    if kept.exit != STAY:
        auth.note("people leave a group by its rule", group.name)
    db.session.commit()
    say(f"Saved what becomes of those who stop matching “{group.name}”.", change_set=change_set)
    return htmx.go_to(f"/groups/{group.id}")


def _kept(group: Group) -> SmartGroup:
    return load_or_404(db.session.get(SmartGroup, group.id))


def _card(group: Group, **typed) -> dict:
    """What the card shows: the policy, and to those who may change it how many each would take out, whoever
    may see them."""
    may_edit = current_user.can(Permission.EDIT_GROUPS)
    kept, rule = _kept(group), rule_of(group.id) if may_edit else None
    days = typed.get("days") or kept.exit_days or USUAL_DAYS
    number = days if isinstance(days, int) else USUAL_DAYS
    foresee = {of: leaving(rule, of, number, now=clock.now()) for of in (MIRROR, AFTER)} if rule else {}
    chosen = typed.get("exit", kept.exit)
    return {
        "chosen": chosen,
        "days": days,
        "error": typed.get("error", ""),
        "mirror": foresee.get(MIRROR),
        "after": foresee.get(AFTER),
        "may_edit": may_edit,
    }
