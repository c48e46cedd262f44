"""New people, one or thousands, in set-based inserts: the same way in for screen, import and demo."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.companies.naming import names_of
from webapp.db import counters, db, insert_rows
from webapp.fields import custom_values
from webapp.people import counting
from webapp.people.models import ALIVE, Person, PersonEmail, PersonPhone, PersonSearch
from webapp.people.values import EMPTY, columns_of, is_custom, search_row
from webapp.segments.clocks import reset_clocks
from webapp.segments.models import PersonSegment
from webapp.tags.models import PersonTag


@dataclass
class NewPerson:
    """The values of somebody new (values.py); `kind`, `status_id`, `office_id` are required.

    `emails` and `phones` come normalised, `company_id`, `tag_ids`, `segment_ids` exist. `created_at` is for
    somebody who came before now, `contacted_at` the last manual touch that they had.
    """

    values: dict[str, object]
    tag_ids: Sequence[int] = field(default=())
    created_at: int | None = None
    contacted_at: int = 0
    segment_ids: Sequence[int] = field(default=())


def create_people(
    new: Sequence[NewPerson],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    event: str = "created",
    data: dict | None = None,
    index_later: bool = False,
) -> list[int]:
    """Insert people with everything that belongs to them; returns their ids in the given order.

    Writes one change row and one event of the kind `event` (with `data`) for each. With `index_later` they
    wait for the text index (indexing.py), which is for thousands. Raises Unnamed.
    """
    companies = names_of({person.values.get("company_id") for person in new})
    ids = _reserve_ids(len(new))
    rows: dict[type, list[dict]] = {
        m: [] for m in (Person, PersonEmail, PersonPhone, PersonSearch, PersonTag, PersonSegment)
    }
    custom, counts = {}, Counter()
    indexed = 0 if index_later and db.session.get_bind().dialect.name == "sqlite" else 1
    for person_id, person in zip(ids, new, strict=True):
        values = EMPTY | person.values
        company = companies.get(values["company_id"], "")
        rows[Person].append(
            {
                "id": person_id,
                "created_at": person.created_at or now,
                "changed_at": person.created_at or now,
                "created_by_id": by.id,
                "last_contact_at": person.contacted_at,
                "last_touch_at": person.contacted_at,
                **columns_of(values, company),
            }
        )
        rows[PersonSearch].append({**search_row(person_id, values, company), "indexed": indexed})
        rows[PersonEmail] += address_rows(person_id, values["emails"])
        rows[PersonPhone] += address_rows(person_id, values["phones"])
        rows[PersonTag] += [{"person_id": person_id, "tag_id": t, "at": now} for t in person.tag_ids]
        rows[PersonSegment] += [_membership(person_id, s, now) for s in person.segment_ids]
        own = {k: v for k, v in person.values.items() if is_custom(k)}
        if own:
            custom[person_id] = own
        for place, amount in counting.places(values, _memberships(person)):
            counts[place] += amount
    for model, model_rows in rows.items():
        insert_rows(model, model_rows)
    custom_values.write(custom)
    counters.add(counts)
    reset_clocks({row["person_id"] for row in rows[PersonSegment]}, now=now)
    note_changes(change_set, [Changed(person_id, "person", "", None, ALIVE) for person_id in ids])
    track(event, ((person_id, data or {}) for person_id in ids), by=by, now=now, change_set=change_set)
    return ids


def address_rows(person_id: int, addresses: Sequence[Sequence[str]]) -> list[dict]:
    """Rows of person_email or person_phone for [shown, norm] pairs in their order."""
    return [
        {"person_id": person_id, "position": position, "shown": shown, "norm": norm}
        for position, (shown, norm) in enumerate(addresses)
    ]


def _membership(person_id: int, segment_id: int, now: int) -> dict:
    return {"person_id": person_id, "segment_id": segment_id, "at": now, "base_at": now, "due_at": None}


def _memberships(person: NewPerson) -> Iterator[counting.Membership]:
    yield from (("tag", tag_id) for tag_id in person.tag_ids)
    yield from (("segment", segment_id) for segment_id in person.segment_ids)


def _reserve_ids(number: int) -> list[int]:
    """Ids that nobody had before. On SQLite the caller holds the write lock, so counting on is safe."""
    if db.session.get_bind().dialect.name == "postgresql":
        statement = text(
            "SELECT nextval(pg_get_serial_sequence('person', 'id')) FROM generate_series(1, :number)"
        )
        return list(db.session.scalars(statement, {"number": number}))
    last = db.session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'person'")) or 0
    return list(range(last + 1, last + number + 1))
