"""What conditions may ask of a person, for evaluating in Python.

The facts are the person's values (people/values.py), the columns made of them, the four moments, `tags` and
`segments` (ids), `groups` and `groups_under` (ids of those they are in, and with those above them), `joined`
(when they joined each group), `due` (when the reminder of each segment is), `pipeline_id` (None if they stand
in none), `imports` (ids of those that changed them), `company` (the compared columns of the person's company)
and `search` (txt and phones).
"""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.activity.models import Change
from webapp.companies.models import Company
from webapp.db import db
from webapp.fields import custom_values
from webapp.groups.models import PersonGroup
from webapp.imports.models import ImportRun
from webapp.people import counting
from webapp.people.editing import load_values
from webapp.people.models import Person
from webapp.people.values import columns_of, search_row
from webapp.pipelines.models import Stage
from webapp.segments.models import PersonSegment

MOMENTS = ("created_at", "changed_at", "last_contact_at", "last_touch_at")
COMPANY = ("name_key", "industry_key", "country", "state")


def load_facts(person_ids: list[int]) -> dict[int, dict[str, object]]:
    """{person_id: facts} of those of the people who live."""
    values = load_values(person_ids)
    custom = custom_values.read(values)
    memberships = counting.memberships_of(list(values))
    companies = _companies({own["company_id"] for own in values.values()})
    pipelines = _pipelines({own["stage_id"] for own in values.values()})
    joined = _joined(list(values))
    due = _due(list(values))
    imports = _imports(list(values))
    moments = select(Person.id, *(getattr(Person, m) for m in MOMENTS)).where(Person.id.in_(list(values)))
    found = {}
    for person_id, *at in db.session.execute(moments):
        own = values[person_id]
        company = companies.get(own["company_id"], {})
        name = company.get("name", "")
        found[person_id] = {
            **own,
            **columns_of(own, name),
            **dict(zip(MOMENTS, at, strict=True)),
            **custom.get(person_id, {}),
            "tags": _ids_of("tag", memberships.get(person_id, ())),
            "segments": _ids_of("segment", memberships.get(person_id, ())),
            "groups": _ids_of("group", memberships.get(person_id, ())),
            "groups_under": _ids_of("group_under", memberships.get(person_id, ())),
            "joined": joined.get(person_id, {}),
            "due": due.get(person_id, {}),
            "pipeline_id": pipelines.get(own["stage_id"]),
            "imports": imports.get(person_id, frozenset()),
            "company": company,
            "search": search_row(person_id, own, name),
        }
    return found


def _ids_of(facet: str, memberships: Iterable[counting.Membership]) -> frozenset[int]:
    return frozenset(of for own_facet, of in memberships if own_facet == facet)


def _joined(person_ids: list[int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    rows = select(PersonGroup.person_id, PersonGroup.group_id, PersonGroup.at)
    for person_id, group_id, at in db.session.execute(rows.where(PersonGroup.person_id.in_(person_ids))):
        found.setdefault(person_id, {})[group_id] = at
    return found


def _due(person_ids: list[int]) -> dict[int, dict[int, int | None]]:
    found: dict[int, dict[int, int | None]] = {}
    rows = select(PersonSegment.person_id, PersonSegment.segment_id, PersonSegment.due_at)
    for person_id, segment_id, at in db.session.execute(rows.where(PersonSegment.person_id.in_(person_ids))):
        found.setdefault(person_id, {})[segment_id] = at
    return found


def _imports(person_ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = select(Change.person_id, ImportRun.id).where(Change.person_id.in_(person_ids)).distinct()
    of_import = ImportRun.change_set_id == Change.change_set_id
    for person_id, run_id in db.session.execute(rows.join(ImportRun, of_import)):
        found.setdefault(person_id, set()).add(run_id)
    return found


def _pipelines(stage_ids: set[int | None]) -> dict[int, int]:
    """The pipeline of each of these stages."""
    rows = select(Stage.id, Stage.pipeline_id).where(Stage.id.in_(stage_ids - {None}))
    return dict(db.session.execute(rows).all())


def _companies(ids: set[int | None]) -> dict[int, dict[str, str]]:
    columns = [getattr(Company, name) for name in ("id", "name", *COMPANY)]
    rows = db.session.execute(select(*columns).where(Company.id.in_(ids - {None}))).mappings()
    return {row["id"]: dict(row) for row in rows}
