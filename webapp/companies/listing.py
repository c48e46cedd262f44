"""The list of companies, and the people of one as far as a viewer sees them."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from webapp.companies.models import Company
from webapp.db import db, fold, key
from webapp.people.models import Person
from webapp.people.visible import LIVING, people_of, seen_by
from webapp.pipelines.models import Status
from webapp.users.viewer import Viewer

PAGE = 50

_SOMEBODY_IS_THERE = select(Person.id).where(LIVING, Person.company_id == Company.id).exists()
LISTED = and_(Company.hidden == 0, or_(~Company.only_named, _SOMEBODY_IS_THERE))
"""What came with its people leaves with them, whether an import was taken back or a slip mended."""


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row of this key and id."""

    key: str
    id: int


def companies(search: str, after: Place | None = None) -> tuple[list[Company], Place | None]:
    """A page of the companies with a word that begins with `search`, by name; and where the next begins."""
    statement = select(Company).where(LISTED)
    if beginning := fold(search):
        statement = statement.where(
            or_(
                Company.name_key.startswith(beginning, autoescape=True),
                Company.name_key.contains(f" {beginning}", autoescape=True),
            )
        )
    return _page(statement, Company, after)


def names_like(text: str, most: int = 10) -> list[str]:
    """Names of companies that begin with this text, for whoever types one; none for an empty text."""
    beginning = key(text)
    if not beginning:
        return []
    named = select(Company.name).where(
        LISTED, Company.name_key >= beginning, Company.name_key < beginning + "\U0010ffff"
    )
    return list(dict.fromkeys(db.session.scalars(named.order_by(Company.name_key, Company.id).limit(most))))


def unlisted_company(name: str) -> Company | None:
    """The oldest company of that name that is in no list, since whoever brought it has left."""
    left = select(Company).where(Company.name_key == key(name), Company.hidden == 0, ~LISTED)
    return db.session.scalar(left.order_by(Company.id).limit(1))


def people_in(viewer: Viewer, company_ids: list[int]) -> dict[int, int]:
    """How many people the viewer sees in each of these companies; those without any are left out."""
    counted = select(Person.company_id, func.count()).where(
        LIVING, seen_by(viewer), Person.company_id.in_(company_ids)
    )
    return dict(db.session.execute(counted.group_by(Person.company_id)).all())


def people_at(
    viewer: Viewer, company_id: int, after: Place | None = None
) -> tuple[list[Person], Place | None]:
    """A page of the company's people whom the viewer sees, by name; and where the next begins."""
    return _page(people_of(viewer).where(Person.company_id == company_id), Person, after)


def status_names() -> dict[int, tuple[str, str]]:
    """{status_id: (name, hue)} for the rows of people."""
    rows = db.session.execute(select(Status.id, Status.name, Status.hue))
    return {status_id: (name, hue) for status_id, name, hue in rows}


def _page(statement, model, after: Place | None):
    if after is not None:
        statement = statement.where(
            (model.name_key > after.key) | ((model.name_key == after.key) & (model.id > after.id))
        )
    rows = list(db.session.scalars(statement.order_by(model.name_key, model.id).limit(PAGE + 1)))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], Place(last.name_key, last.id) if last else None
