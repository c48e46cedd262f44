"""The company's logo, also for those who have not signed in yet."""

from flask import Blueprint, Response, abort
from sqlalchemy import select

from webapp.db import aside
from webapp.users.own_company import OwnCompany

bp = Blueprint("logo", __name__)


@bp.get("/logo")
def show():
    with aside() as connection:
        found = connection.execute(select(OwnCompany.logo, OwnCompany.logo_type)).first()
    if not found or not found.logo:
        abort(404)
    answer = Response(found.logo, mimetype=found.logo_type)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer
