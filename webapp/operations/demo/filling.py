"""Fills an instance with invented people: its company and users first, then people in chunks."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import func, select, text, update

from webapp.activity.models import Event
from webapp.activity.tracking import open_change_set
from webapp.companies.models import Company
from webapp.db import batches, db, insert_rows, key, on_sqlite
from webapp.operations.demo.groups import MOST_JOINING, add_groups, finish_groups, join_groups
from webapp.operations.demo.inventing import Invented, InventedTouch, Inventor
from webapp.operations.demo.names import SEGMENTS, TAGS
from webapp.operations.demo.pipelines import add_pipelines, standing
from webapp.operations.demo.sections import add_sections, field_keys
from webapp.operations.first_run import set_up
from webapp.people.creating import NewPerson, create_people
from webapp.people.models import Note, Person, Touch
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import statuses
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.models import Segment
from webapp.tags.models import Tag
from webapp.users.office import open_office, open_offices
from webapp.users.permission import Permission
from webapp.users.role import role_named
from webapp.users.user import User, active_users, add_user
from webapp.users.viewer import Viewer

CHUNK = 2_000
OFFICES = ("Boston", "Lisbon", "Hamburg")
USERS = (
    ("Mona Keller", "Administrator", "Boston"),
    ("Jonas Bauer", "Coordinator", "Boston"),
    ("Priya Raman", "Adviser", "Boston"),
    ("Tomás Lima", "Adviser", "Lisbon"),
    ("Ingrid Sommer", "Coordinator", "Hamburg"),
    ("Vera Voss", "Viewer", "Boston"),
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIn:
    """What somebody types to look around."""

    email: str
    password: str
    role: str
    office: str


def add_cast(*, now: int) -> list[SignIn]:
    """Set Muster up with a company, three offices and a user of each role with a random password.

    Raises AlreadySetUp.
    """
    sign_ins = [SignIn(_email(name), _password(), role, office) for name, role, office in USERS]
    admin = set_up(
        company="Harbour & Keller",
        country="US",
        time_zone="America/New_York",
        office=OFFICES[0],
        name=USERS[0][0],
        email=sign_ins[0].email,
        password=sign_ins[0].password,
        now=now,
    )
    add_sections(now)
    add_pipelines(now)
    offices = {OFFICES[0]: admin.office_id}
    offices |= {name: open_office(name, now=now).id for name in OFFICES[1:]}
    for (name, role, office), sign_in in zip(USERS[1:], sign_ins[1:], strict=True):
        add_user(
            sign_in.email,
            name=name,
            office_id=offices[office],
            roles=[role_named(role)],
            now=now,
            password=sign_in.password,
        )
    for name, segment in SEGMENTS.items():
        office_id = offices[segment.office] if segment.office else None
        add_segment(Wanted(name, segment.hue, office_id, segment.days), now=now)
    add_groups(admin.as_viewer(), now=now)
    return sign_ins


def people_so_far() -> int:
    """How many people the instance has, those in the trash included."""
    return db.session.scalar(select(func.count()).select_from(Person))


def fill(people: int, *, seed: int, by: Viewer, now: int) -> Iterator[int]:
    """Add invented people until there are `people`, in chunks; yields how many there are after each.

    The caller commits at every yield. What was filled half is continued with the same people.
    """
    there = people_so_far()
    if there >= people:
        return
    filler = _Filler(by, now)
    line = islice(Inventor(seed, now).people(people), there, None)
    change_set = open_change_set("create", f"Added {people - there:,} invented people", by=by, now=now)
    for chunk in batches(line, CHUNK):
        ids = filler.add(chunk, change_set)
        if there < MOST_JOINING:
            join_groups(zip(ids, chunk, strict=True), by=by, now=now, change_set=change_set)
        there += len(chunk)
        if there == people:
            finish_groups(by, now=now)
        yield there
    if not on_sqlite():
        db.session.execute(text("ANALYZE"))


@dataclass
class _Filler:
    """Knows the ids that invented people refer to."""

    by: Viewer
    now: int
    companies: dict[str, int] = field(default_factory=dict)

    def __post_init__(self):
        self.companies = dict(db.session.execute(select(Company.name, Company.id)).all())
        self.tags = self._tag_ids()
        self.segments = dict(db.session.execute(select(Segment.name, Segment.id)).all())
        self.fields = field_keys()
        self.statuses = {status.name: status.id for status in statuses()}
        self.pipelines = pipelines()
        self.offices = [office.id for office in open_offices()]
        self.owners = [u for u in active_users() if u.as_viewer().can(Permission.EDIT_PEOPLE)]

    def add(self, chunk: list[Invented], change_set) -> list[int]:
        """The ids of the people who were added."""
        self._add_companies({p.company: p.values["industry"] for p in chunk if p.company})
        owners = [self._owner(invented) for invented in chunk]
        new = [self._new_person(*pair) for pair in zip(chunk, owners, strict=True)]
        ids = create_people(new, by=self.by, now=self.now, change_set=change_set)
        everybody = list(zip(ids, chunk, owners, strict=True))
        _date_events(change_set, ids)
        insert_rows(Touch, [self._touch(i, touch, o) for i, p, o in everybody for touch in p.touches])
        insert_rows(Note, [self._note(i, p, o) for i, p, o in everybody if p.note])
        return ids

    def _new_person(self, invented: Invented, owner: User | None) -> NewPerson:
        office_id = owner.office_id if owner else _pick(self.offices, invented.place)
        return NewPerson(
            {
                **invented.values,
                **{
                    self.fields[name]: v
                    for name, v in invented.own_fields.items()
                    if name in self.fields and v
                },
                "status_id": self.statuses.get(invented.status, next(iter(self.statuses.values()))),
                **standing(invented.place, self.pipelines, now=self.now),
                "company_id": self.companies.get(invented.company),
                "office_id": office_id,
                "owner_id": owner.id if owner else None,
            },
            [self.tags[tag] for tag in invented.tags],
            created_at=invented.created_at,
            contacted_at=invented.touches[-1].at if invented.touches else 0,
            segment_ids=[self.segments[name] for name in invented.segments if name in self.segments],
        )

    def _owner(self, invented: Invented) -> User | None:
        return None if invented.owner is None else _pick(self.owners, invented.owner)

    def _add_companies(self, industries: dict[str, str]) -> None:
        missing = sorted(industries.keys() - self.companies.keys())
        insert_rows(Company, [self._company(name, industries[name]) for name in missing])
        if missing:
            found = select(Company.name, Company.id).where(Company.name.in_(missing))
            self.companies |= dict(db.session.execute(found).all())

    def _company(self, name: str, industry: str) -> dict:
        return {
            "name": name,
            "name_key": key(name),
            "industry": industry,
            "industry_key": key(industry),
            "created_at": self.now,
            "changed_at": self.now,
            "created_by_id": self.by.id,
        }

    def _touch(self, person_id: int, touch: InventedTouch, owner: User | None) -> dict:
        return {
            "person_id": person_id,
            "kind": touch.kind,
            "at": touch.at,
            "by_id": owner.id if owner else self.by.id,
            "manual": True,
            "minutes": touch.minutes,
            "outcome": touch.outcome,
            "text": touch.text,
            "created_at": touch.at,
        }

    def _note(self, person_id: int, invented: Invented, owner: User | None) -> dict:
        return {
            "person_id": person_id,
            "by_id": owner.id if owner else self.by.id,
            "text": invented.note,
            "created_at": invented.created_at,
        }

    def _tag_ids(self) -> dict[str, int]:
        there = dict(db.session.execute(select(Tag.name_key, Tag.id)).all())
        new = [
            {"name": name, "name_key": key(name), "hue": hue, "created_at": self.now}
            for name, (hue, _) in TAGS.items()
            if key(name) not in there
        ]
        insert_rows(Tag, new)
        there = dict(db.session.execute(select(Tag.name_key, Tag.id)).all())
        return {name: there[key(name)] for name in TAGS}


def _date_events(change_set, ids: list[int]) -> None:
    """Have the events of these people, whose ids follow each other, say when the people came."""
    came = select(Person.created_at).where(Person.id == Event.person_id).scalar_subquery()
    db.session.execute(
        update(Event)
        .where(Event.person_id.between(ids[0], ids[-1]), Event.change_set_id == change_set.id)
        .values(at=came)
        .execution_options(synchronize_session=False)
    )


def _pick(choices: list, share: float):
    return choices[int(share * len(choices))]


def _email(name: str) -> str:
    return f"{key(name).split()[0]}@example.com"


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
