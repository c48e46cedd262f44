"""Settings › Audit log."""

from flask import Blueprint, render_template

from webapp.activity.audit_log import audit_page
from webapp.blueprints.loaders import allowed_to
from webapp.inputs import number_in
from webapp.users.listing import user_lines
from webapp.users.permission import Permission

bp = Blueprint("audit", __name__, url_prefix="/audit")


@bp.get("")
@allowed_to(Permission.MANAGE_USERS)
def index():
    who = number_in("user")
    lines, following = audit_page(before=number_in("before"), who=who)
    return render_template(
        "settings/audit.html",
        lines=lines,
        following=following,
        who=who,
        users=[line.user for line in user_lines()],
    )
