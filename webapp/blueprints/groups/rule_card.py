"""`/groups/7/rule/card`: the rule in words with its figures, loaded after the group's page, for it counts."""

from flask import Blueprint
from flask_login import current_user

from webapp import clock, context, htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.groups.group_page.rule_card import RuleCard
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import db
from webapp.smart_groups.models import SmartGroup

bp = Blueprint("group_rule_card", __name__, url_prefix="/groups/<int:group_id>/rule/card")


@bp.get("")
@allowed_to()
def show(group_id: int):
    group = load_group(group_id)
    kept = load_or_404(db.session.get(SmartGroup, group.id))
    card = RuleCard(group, kept, current_user, context.the_company().labels, now=clock.now())
    return htmx.render("groups/rule/card.html", "groups/_rule.html", group=group, card=card)
