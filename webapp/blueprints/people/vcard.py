"""A person's vCard to download."""

from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from flask_login import current_user
from sqlalchemy import select

from webapp import auth, clock
from webapp.activity.audit import audit_aside
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.person_page.loading import load_record
from webapp.db import db
from webapp.people.vcards import VERSIONS, vcard
from webapp.tags.models import PersonTag, Tag
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
        tags=db.session.scalars(
            select(Tag.name).join(PersonTag).where(PersonTag.person_id == person_id).order_by(Tag.name_key)
        ),
        version=version if version in VERSIONS else VERSIONS[0],
    )
    audit_aside(
        "exported",
        f"vCard of person {person_id}",
        by_id=current_user.id,
        address=auth.address(),
        now=clock.now(),
    )
    name = quote(f"{record.name[:80]}.vcf", safe="")
    disposition = f"attachment; filename=\"person-{person_id}.vcf\"; filename*=UTF-8''{name}"
    return Response(
        card, content_type="text/vcard; charset=utf-8", headers={"Content-Disposition": disposition}
    )
