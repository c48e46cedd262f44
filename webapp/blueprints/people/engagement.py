"""`/people/<id>/engagement`: how engaged somebody is and by what; their page asks for it once it is there."""

from flask import Blueprint
from flask_login import current_user

from webapp import context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.engagement.explaining import explained
from webapp.engagement.levels import window
from webapp.engagement.scoring import signals_of

bp = Blueprint("person_engagement", __name__, url_prefix="/people/<int:person_id>/engagement")


@bp.get("")
@allowed_to()
def show(person_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    asker = context.the_asker()
    within = window(asker.today, asker.midnight)
    engagement = explained(signals_of(person_id, within), within)
    return htmx.render(
        "people/engagement.html", "people/_engagement.html", person=page, engagement=engagement
    )
