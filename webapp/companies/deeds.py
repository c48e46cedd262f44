"""How deeds on companies are taken back: that one was added, changed or deleted."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.companies.editing import hide, rewrite, show, values_of
from webapp.companies.models import Company
from webapp.db import db
from webapp.fields.places import country_name, state_name
from webapp.people.following import is_awaited
from webapp.people.models import Person
from webapp.users.permission import Permission

NAMES = {
    "name": "Name",
    "website": "Website",
    "industry": "Industry",
    "street": "Street",
    "city": "City",
    "postcode": "Postal code",
    "country": "Country",
    "state": "State",
    "notes": "Notes",
}


def register() -> None:
    """Let undo bring deleted companies back, and what was known of them."""
    how = RecordKind(
        permission=Permission.EDIT_PEOPLE,
        title=_title,
        standing=_standing,
        present=_present,
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=_words,
    )
    record_kind("company", how)


def _title(company_id: int) -> str:
    return db.session.scalar(select(Company.name).where(Company.id == company_id)) or "A deleted company"


def _standing(company_ids: Collection[int]) -> set[int]:
    return set(db.session.scalars(select(Company.id).where(Company.id.in_(company_ids), Company.hidden == 0)))


def _present(company_id: int, *, lock: bool) -> Values:
    """Locked so that its people may still change meanwhile."""
    held = {"with_for_update": {"key_share": True}, "populate_existing": True} if lock else {}
    company = db.session.get(Company, company_id, **held)
    if company is None:
        return {}
    return {STANDS: None} if company.hidden else {STANDS: True, **values_of(company)}


def _refused(company_id: int, wanted: Values) -> Mapping[str, str]:
    if STANDS in wanted:
        used = not wanted[STANDS] and _is_used(company_id)
        return {STANDS: "Somebody works there. Delete it, which asks where they go."} if used else {}
    after = values_of(db.session.get_one(Company, company_id)) | wanted
    if after["state"] and not after["state"].startswith(f"{after['country']}-"):
        place = wanted.keys() & {"country", "state"}
        return dict.fromkeys(place, "Country and state would no longer fit together.")
    return {}


def _is_used(company_id: int) -> bool:
    someone = select(Person.id).where(Person.company_id == company_id).limit(1)
    return is_awaited("company", company_id) or db.session.scalar(someone) is not None


def _put_back(company_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    company = db.session.get_one(Company, company_id)
    if STANDS not in wanted:
        rewrite(company, wanted, by=by, now=now)
    elif wanted[STANDS]:
        show(company)
    else:
        hide(company, now=now)


def _words(key: str, value: str) -> str:
    return {"country": country_name, "state": state_name}.get(key, str)(value) if value else ""
