"""Everything that a person's page says of them outside the timeline, in four queries."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import bindparam, exists, func, literal, or_, select, union_all

from webapp.companies.models import Company
from webapp.db import Prepared, fetch
from webapp.fields import custom_values
from webapp.fields.catalogue import FieldView, SectionView, catalogue, custom_types
from webapp.fields.zones import time_there
from webapp.files.models import PersonFile
from webapp.people.models import Person, PersonEmail, PersonMerged, PersonPhone
from webapp.people.values import COLUMNS
from webapp.people.visible import LIVING, seen_by
from webapp.pipelines.models import Status
from webapp.relations.models import PersonRelation
from webapp.users.office import Office
from webapp.users.user import User
from webapp.users.viewer import Viewer, hue, initials


@dataclass(frozen=True)
class Record:
    """`values` are by key as in values.py; a custom field without a value is not among them. `has_parts` says
    whether somebody was merged into the person, `has_relations` whether they are related to anybody,
    `has_files` whether they have or had a file."""

    id: int
    name: str
    values: dict[str, object]
    company: str
    status: str
    status_hue: str
    status_role: str
    owner: str
    office: str
    created_at: int
    changed_at: int
    last_contact_at: int
    last_touch_at: int
    sections: tuple[SectionView, ...]
    has_parts: bool = False
    has_relations: bool = False
    has_files: bool = False

    @property
    def kind(self) -> str:
        return self.values["kind"]

    @property
    def given_name(self) -> str:
        """How buttons and sentences call the person."""
        return self.values["first"] or self.name

    @property
    def is_company(self) -> bool:
        """Whether there is only a company, without anybody's name."""
        return not (self.values["first"] or self.values["last"])

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def hue(self) -> str:
        return hue(self.id)

    @property
    def owner_initials(self) -> str:
        return initials(self.owner)

    @property
    def owner_hue(self) -> str:
        return hue(self.values["owner_id"] or 0)

    @cached_property
    def fields(self) -> dict[str, FieldView]:
        """Every field by the slug that addresses use."""
        return {field.slug: field for section in self.sections for field in section.fields}

    def country_for(self, field: FieldView) -> str:
        """The code of the country that this state field belongs to, '' before one is chosen."""
        return self.values.get(field.country_key) or ""

    def time_there(self, now: int) -> str:
        """'07:12' in the person's time zone, '' if that is unknown."""
        return time_there(self.values["zone"], now)


_OWN = tuple(getattr(Person, column) for column in COLUMNS)
_TOLD = {
    "id": Person.id,
    "name": Person.name,
    "created_at": Person.created_at,
    "changed_at": Person.changed_at,
    "last_contact_at": Person.last_contact_at,
    "last_touch_at": Person.last_touch_at,
    "has_parts": exists().where(PersonMerged.into_id == Person.id),
    "has_relations": or_(
        exists().where(PersonRelation.first_id == Person.id),
        exists().where(PersonRelation.second_id == Person.id),
    ),
    "has_files": exists().where(PersonFile.person_id == Person.id),
    "company": func.coalesce(Company.name, ""),
    "status": Status.name,
    "status_hue": Status.hue,
    "status_role": Status.role,
    "owner": func.coalesce(User.name, ""),
    "office": Office.name,
}
_RECORD = (
    select(*_OWN, *_TOLD.values())
    .join(Status, Status.id == Person.status_id)
    .join(Office, Office.id == Person.office_id)
    .outerjoin(Company, Company.id == Person.company_id)
    .outerjoin(User, User.id == Person.owner_id)
    .where(Person.id == bindparam("person_id"), LIVING)
)
_RECORD_FOR_ALL = Prepared(_RECORD)
_ADDRESSES = Prepared(
    union_all(
        *(
            select(
                literal(name).label("name"), model.position.label("position"), model.shown, model.norm
            ).where(model.person_id == bindparam("person_id"))
            for name, model in (("emails", PersonEmail), ("phones", PersonPhone))
        )
    ).order_by("name", "position")
)


def record_for(viewer: Viewer, person_id: int) -> Record | None:
    """The living person if the viewer may see them."""
    if viewer.scope == "all":
        rows = _RECORD_FOR_ALL.rows(person_id=person_id)
    else:
        rows = fetch(_RECORD.where(seen_by(viewer)), {"person_id": person_id}).all()
    if not rows:
        return None
    row = rows[0]
    sections = catalogue()
    values = dict(zip(COLUMNS, row[: len(COLUMNS)], strict=True)) | _addresses(person_id)
    if types := custom_types(sections):
        values |= custom_values.read_one(person_id, types)
    told = dict(zip(_TOLD, row[len(COLUMNS) :], strict=True))
    return Record(values=values, sections=sections, **told)


def _addresses(person_id: int) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {"emails": [], "phones": []}
    for name, _position, shown, norm in _ADDRESSES.rows(person_id=person_id):
        found[name].append([shown, norm])
    return found
