"""Who asks, and a crowd with every kind of value to ask about."""

from random import Random
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, open_change_set
from webapp.companies.models import Company
from webapp.criteria.asking import Asker
from webapp.db import db, insert_rows, key
from webapp.duplicates.models import Pair
from webapp.fields.models import Field, Section
from webapp.groups import arranging
from webapp.groups.membership import add_to_groups
from webapp.groups.models import Group
from webapp.imports.models import ImportRun
from webapp.people.creating import NewPerson, create_people
from webapp.people.models import KINDS, Person, Touch
from webapp.pipelines.stages import add_pipeline_of, pipelines
from webapp.pipelines.statuses import statuses
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.selections.models import Selection, SelectionPerson
from webapp.tags.models import Tag

DAY = 86_400
FIRST = ("Anna", "Änne", "ann", "Bo", "O'Brien", "Ýr", "")
LAST = ("Smith", "Smithson", "De la Cruz", "Straße", "50%_off", 'quo"te', "x", "")
CITIES = ("Boston", "boston", "Bos_on", "Besançon", "100% Town", "İstanbul", "東京", "")
TAGS = ("vip", "press", "Two Words", "none", 'a "quoted" one', "50%", "back\\slash")
STAGES = {"Partners": ("Talking", "none", "Won"), "a/b": ("Talking", 'x/"y"', "back\\slash")}
SEGMENTS = (
    ("Past clients", "", 30),
    ("Past clients", "Lisbon", 7),
    ("a/b", "Lisbon", None),
    ("none", "", 90),
)
GROUPS = (
    ("Travel", "", ""),
    ("Italy", "Travel", ""),
    ("Sicily", "Italy", ""),
    ("Fair", "", ""),
    ("Italy", "Fair", ""),
    ("a/b", "Sicily", ""),
    ("none", "", ""),
    ("Guests", "", "Lisbon"),
    ("Guests", "", "Boston"),
    ("Old", "Travel", ""),
)
"""Name, the latest group of that name above it, office."""
SELECTIONS = (
    ("Spring letter", "mona", False),
    ("Spring letter", "tomas", True),
    ("a/b", "tomas", True),
    ("none", "mona", False),
)
"""Name, owner, shared."""
EMPLOYEES = (None, -3, 0, 10, 50, 50.5, 10**12)


@pytest.fixture
def asker(world) -> Asker:
    """Mona, who sees everybody, in New York."""
    return Asker(world.mona, NOW, "America/New_York", "US")


@pytest.fixture
def tags(world) -> dict[str, int]:
    """Tags with plain and awkward names, by name."""
    rows = [Tag(name=name, name_key=key(name), created_at=NOW) for name in TAGS]
    db.session.add_all(rows)
    db.session.flush()
    return {tag.name: tag.id for tag in rows}


@pytest.fixture
def stages(world) -> list[int]:
    """The stages of Sales and of two pipelines with awkward names: ids."""
    for pipeline, names in STAGES.items():
        add_pipeline_of(pipeline, [(name, "gray", False) for name in names], now=NOW)
    return list(pipelines().stages)


@pytest.fixture
def segments(world) -> list[int]:
    """Segments of the company and of Lisbon, with and without a period: ids."""
    return [
        add_segment(
            Wanted(name, office_id=getattr(world, office.lower()) if office else None, reminder_days=days),
            now=NOW,
        ).id
        for name, office, days in SEGMENTS
    ]


@pytest.fixture
def groups(world) -> list[int]:
    """A tree with names that several bear, of the company and of offices: ids."""
    ids, latest = [], {}
    for name, above, office in GROUPS:
        of_office = getattr(world, office.lower()) if office else None
        wanted = arranging.Wanted(name, latest[above] if above else None, of_office)
        latest[name] = arranging.add_group(wanted, by=world.mona, now=NOW).id
        ids.append(latest[name])
    return ids


@pytest.fixture
def imports(world) -> dict[int, ChangeSet]:
    """The change sets of three imports by their numbers: two of Mona's and one of Tomás'."""
    change_sets = {}
    for number, by in ((1, world.mona), (2, world.tomas), (7, world.mona)):
        change_set = open_change_set("import", "Imported people.csv", by=by, now=NOW)
        db.session.add(
            ImportRun(
                id=number,
                by_id=by.id,
                created_at=NOW,
                file_name=f"people {number}.csv",
                digest="",
                preview={},
                plan={},
                change_set_id=change_set.id,
            )
        )
        change_sets[number] = change_set
    db.session.flush()
    return change_sets


@pytest.fixture
def selections(world) -> list[int]:
    """Frozen selections with names that several bear and awkward ones, nobody in them yet: ids."""
    rows = [
        Selection(
            owner_id=getattr(world, owner).id,
            name=name,
            name_key=key(name),
            criteria={},
            stated_at=NOW,
            shared_at=NOW if shared else None,
            frozen_at=NOW,
            **times(),
        )
        for name, owner, shared in SELECTIONS
    ]
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]


@pytest.fixture
def fields(world) -> SimpleNamespace:
    """A custom field of every type, by what it holds: field ids."""
    firm = Section(name="Firm", name_key="firm", created_at=NOW)
    other = Section(name="Co-applicant", name_key="co-applicant", created_at=NOW)
    db.session.add_all([firm, other])
    db.session.flush()

    def add(section, name, type, **values):
        field = Field(
            section_id=section.id, name=name, name_key=key(name), type=type, created_at=NOW, **values
        )
        db.session.add(field)
        db.session.flush()
        return field.id

    country = add(other, "Country", "country")
    return SimpleNamespace(
        employees=add(firm, "Employees", "number"),
        signed=add(firm, "Signed", "date"),
        newsletter=add(firm, "Newsletter", "yes/no"),
        level=add(firm, "Level", "choice", choices=["Gold", "Silver", "none"]),
        likes=add(firm, "Likes", "several choices", choices=["Tea", "Café"]),
        history=add(firm, "History", "long text"),
        motto=add(firm, "Motto", "text"),
        other_motto=add(other, "Motto", "text"),
        country=country,
        state=add(other, "State", "state", country_field_id=country),
    )


@pytest.fixture
def crowd(world, tags, stages, segments, groups, imports, selections, fields) -> list[int]:
    """The ids of 80 people with random values of every kind, the same in every run; the last group is
    archived by now."""
    random = Random(7)
    companies = [
        Company(name=name, name_key=key(name), industry=industry, industry_key=key(industry), **times())
        for name, industry in (("Acme Corp", "Travel"), ("Ümlaut & Co", ""), ("50% Ltd", "Trävel agency"))
    ]
    db.session.add_all(companies)
    db.session.flush()
    new = [_somebody(random, world, tags, stages, fields, [c.id for c in companies]) for _ in range(80)]
    change_set = open_change_set("create", "A crowd", by=world.mona, now=NOW)
    ids = create_people(new, by=world.mona, now=NOW, change_set=change_set)
    for person_id in ids:
        at = {
            column: random.choice((0, NOW - random.randrange(400 * DAY)))
            for column in ("last_contact_at", "last_touch_at")
        }
        at |= {column: NOW - random.randrange(400 * DAY) for column in ("created_at", "changed_at")}
        db.session.execute(update(Person).where(Person.id == person_id).values(at))
    insert_rows(Touch, [_touch(random, person_id) for person_id in ids for _ in range(random.randrange(7))])
    _put_into_segments(random, world, segments, ids)
    _put_into_groups(random, world, groups, ids)
    arranging.archive_group(db.session.get_one(Group, groups[-1]), by=world.mona, now=NOW)
    for change_set in imports.values():
        some = random.sample(ids, 20)
        note_changes(change_set, [Changed(i, "field", "city", "", "Boston") for i in some], now=NOW)
    held = {(of, person_id) for of in selections for person_id in random.sample(ids, 20)}
    insert_rows(SelectionPerson, [{"selection_id": of, "person_id": person_id} for of, person_id in held])
    _pair(random, ids)
    db.session.commit()
    return [*world.people.values(), *ids]


def _pair(random, ids):
    """Let some be perhaps the same, of whom some were said not to be and some are in the trash."""
    pairs = {tuple(sorted(random.sample(ids, 2))) for _ in range(25)}
    rows = [
        {"first_id": first, "second_id": second, "score": 60, "reasons": [], "found_at": NOW,
         "dismissed_at": random.choice((None, None, NOW))}
        for first, second in sorted(pairs)
    ]  # fmt: skip
    insert_rows(Pair, rows)


def _touch(random: Random, person_id: int) -> dict:
    """Some on the very midnights (in New York) that divide what counts once, twice or not."""
    midnight = (NOW - 4 * 3600) // DAY * DAY + 4 * 3600
    days = random.choice((0, 30, 90, random.randrange(200)))
    return {
        "person_id": person_id,
        "kind": random.choice(("call", "meeting", "visit", "letter", "mail", "campaign")),
        "at": midnight - days * DAY - random.choice((0, 1, 3600)),
        "manual": random.random() < 0.9,
        "outcome": random.choice(("", "reached", "left a message", "not reached", "wrong number")),
        "text": "",
        "created_at": NOW,
        "deleted_at": random.choice((None, None, None, NOW)),
    }


def _put_into_segments(random: Random, world, segments, ids) -> None:
    for person_id in ids:
        own = random.sample(segments, random.choice((0, 0, 1, 2, 3)))
        add_to_segments(
            [person_id],
            own,
            by=world.mona,
            now=NOW - random.randrange(100 * DAY),
            change_set=open_change_set("segment", "A crowd", by=world.mona, now=NOW),
        )


def _put_into_groups(random: Random, world, groups, ids) -> None:
    change_set = open_change_set("group", "A crowd", by=world.mona, now=NOW)
    for person_id in ids:
        own = random.sample(groups, random.choice((0, 0, 1, 2, 3)))
        at = NOW - random.randrange(400 * DAY)
        add_to_groups([person_id], own, by=world.mona, now=at, change_set=change_set)


def times() -> dict[str, int]:
    return {"created_at": NOW, "changed_at": NOW}


def _somebody(random: Random, world, tags, stages, fields, companies) -> NewPerson:
    first, last = random.choice(FIRST), random.choice(LAST)
    country, state = random.choice((("US", "US-CA"), ("US", ""), ("DE", "DE-BY"), ("", "")))
    emails = random.sample(("anna@example.com", "Änne@example.com", "a_b%c@example.org"), random.randrange(3))
    phones = random.sample(("+19165550142", "+4930555014", "+15551234567"), random.randrange(3))
    values = {
        "first": first,
        "last": last,
        "company_id": random.choice([*companies, None]) if first or last else companies[0],
        "emails": [[email, email.lower()] for email in emails],
        "phones": [[phone, phone] for phone in phones],
        "city": random.choice(CITIES),
        "title": random.choice(("Owner", "owner of 2", "")),
        "country": country,
        "state": state,
        "birthday": random.choice((0, 722_000, 727_000 + random.randrange(400))),
        "language": random.choice(("en", "de", "")),
        "zone": random.choice(("Europe/Berlin", "")),
        "kind": random.choice(KINDS),
        "status_id": random.choice(statuses()).id,
        "stage_id": random.choice((None, *stages)),
        "office_id": random.choice((world.boston, world.lisbon)),
        "owner_id": random.choice((None, world.mona.id, world.priya.id)),
        f"field:{fields.employees}": random.choice(EMPLOYEES),
        f"field:{fields.signed}": random.choice((None, NOW // DAY + 719_163 + random.randrange(-60, 60))),
        f"field:{fields.newsletter}": random.choice((None, True, False)),
        f"field:{fields.level}": random.choice((None, "Gold", "none")),
        f"field:{fields.likes}": random.choice((None, ["Tea"], ["Café", "Tea"])),
        f"field:{fields.history}": random.choice((None, "long ago " * 200)),
        f"field:{fields.motto}": random.choice((None, "Carpe diem", "50% _off")),
        f"field:{fields.other_motto}": random.choice((None, "carpe", "m" * 150)),
        f"field:{fields.country}": random.choice((None, "US")),
        f"field:{fields.state}": random.choice((None, "US-CA", "US-NV")),
    }
    return NewPerson(values, random.sample(list(tags.values()), random.choice((0, 0, 1, 2, 3))))
