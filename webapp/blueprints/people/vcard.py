"""A person's vCard to download."""

from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from flask_login import current_user

from webapp import auth, clock
from webapp.activity.audit import audit_aside
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.loading import load_record
from webapp.people.vcards import VERSIONS, vcard
from webapp.tags.of_person import tags_of
from webapp.users.permission import Permission

bp = Blueprint("person_vcard", __name__, url_prefix="/people/<int:person_id>/vcard")


@bp.get("")
@allowed_to(Permission.EXPORT)
def show(person_id: int):
    """`version` is 4.0 or 3.0."""
    record = load_record(person_id, for_user=current_user)
    version = request.args.get("version", VERSIONS[0])
    card = vcard(
        record,
        uid=f"{current_app.config['SETTINGS']['MUSTER_BASE_URL']}/people/{person_id}",
        changed_at=record.changed_at,
        tags=[tag.name for tag in tags_of(person_id)],
        version=version if version in VERSIONS else VERSIONS[0],
    )
    audit_aside(
        "exported",
        f"vCard of person {person_id}",
        by_id=auth.who_acts().id,
        address=auth.address(),
        now=clock.now(),
    )
    name = quote(f"{record.name[:80]}.vcf", safe="")
    disposition = f"attachment; filename=\"person-{person_id}.vcf\"; filename*=UTF-8''{name}"
    return Response(
        card, content_type="text/vcard; charset=utf-8", headers={"Content-Disposition": disposition}
    )
