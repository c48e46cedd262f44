"""New people, one or thousands, in set-based inserts: the same way in for screen, import and demo."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from sqlalchemy import Integer, bindparam, column, func, select, table

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import Changed, note_changes, track
from webapp.companies.naming import names_of
from webapp.db import Prepared, counters, insert_tuples, on_sqlite
from webapp.fields import custom_values
from webapp.people import counting
from webapp.people.models import ALIVE, Person, PersonEmail, PersonPhone, PersonSearch
from webapp.people.values import EMPTY, OWN_COLUMNS, PORTRAYED, Portrait, custom_of, portrait
from webapp.segments.clocks import reset_clocks
from webapp.segments.models import PersonSegment
from webapp.tags.models import PersonTag

ADDRESS = ("person_id", "position", "shown", "norm")
_MADE = ("id", "created_at", "changed_at", "created_by_id", "last_contact_at", "last_touch_at")
_own, _counted = itemgetter(*OWN_COLUMNS), itemgetter(*counting.COUNTED)


@dataclass
class NewPerson:
    """The values of somebody new (values.py); `kind`, `status_id`, `office_id` are required.

    `emails` and `phones` come normalised, `company_id`, `tag_ids`, `segment_ids` exist. `created_at` is for
    somebody who came before now, `contacted_at` the last manual touch that they had. `portrait` is that of
    the values where somebody made it already.
    """

    values: dict[str, object]
    tag_ids: Sequence[int] = field(default=())
    created_at: int | None = None
    contacted_at: int = 0
    segment_ids: Sequence[int] = field(default=())
    portrait: Portrait | None = None


def create_people(
    new: Sequence[NewPerson],
    *,
    by,
    now: int,
    change_set: ChangeSet,
    event: str = "created",
    data: dict | None = None,
    index_later: bool = False,
    counts: bool = True,
) -> list[int]:
    """Insert people with everything that belongs to them; returns their ids in the given order.

    Writes one change row and one event of the kind `event` (with `data`) for each. With `index_later` they
    wait for the text index (indexing.py), which is for thousands. Without `counts` the change set counts them
    already. Raises Unnamed.
    """
    companies = names_of({person.values.get("company_id") for person in new if not person.portrait})
    ids = _reserve_ids(len(new))
    people, searched, emails, phones, tags, segments = [], [], [], [], [], []
    custom, alike = {}, Counter()
    indexed = 0 if index_later and on_sqlite() else 1
    for person_id, person in zip(ids, new, strict=True):
        values = EMPTY | person.values
        made = person.portrait or portrait(values, companies.get(values["company_id"], ""))
        created_at, contacted_at = person.created_at or now, person.contacted_at
        own = (person_id, created_at, created_at, by.id, contacted_at, contacted_at, *_own(values))
        people.append(own + made.columns)
        searched.append((person_id, made.txt, made.phones, indexed))
        emails += address_rows(person_id, values["emails"])
        phones += address_rows(person_id, values["phones"])
        tags += [(person_id, tag_id, now) for tag_id in person.tag_ids]
        segments += [(person_id, segment_id, now, now, None) for segment_id in person.segment_ids]
        if own := custom_of(person.values):
            custom[person_id] = own
        alike[_counted(values), tuple(person.tag_ids), tuple(person.segment_ids)] += 1
    insert_tuples(Person, (*_MADE, *OWN_COLUMNS, *PORTRAYED), people)
    insert_tuples(PersonEmail, ADDRESS, emails)
    insert_tuples(PersonPhone, ADDRESS, phones)
    insert_tuples(PersonSearch, ("person_id", "txt", "phones", "indexed"), searched)
    insert_tuples(PersonTag, ("person_id", "tag_id", "at"), tags)
    insert_tuples(PersonSegment, ("person_id", "segment_id", "at", "base_at", "due_at"), segments)
    custom_values.write(custom)
    counters.add(_counts(alike))
    reset_clocks({person_id for person_id, *_ in segments}, now=now)
    changes = [Changed(person_id, "person", "", None, ALIVE) for person_id in ids]
    note_changes(change_set, changes, now=now, counts=counts)
    track(event, ((person_id, data or {}) for person_id in ids), by=by, now=now, change_set=change_set)
    return ids


def address_rows(person_id: int, addresses: Sequence[Sequence[str]]) -> list[tuple]:
    """Rows of person_email or person_phone, in the order of ADDRESS, for [shown, norm] pairs in theirs."""
    return [(person_id, position, shown, norm) for position, (shown, norm) in enumerate(addresses)]


def _counts(alike: Counter) -> Counter:
    """The counters of people by what counts them: (values of COUNTED, tags, segments)."""
    counts = Counter()
    for (counted, tag_ids, segment_ids), number in alike.items():
        memberships = [*(("tag", i) for i in tag_ids), *(("segment", i) for i in segment_ids)]
        values = dict(zip(counting.COUNTED, counted, strict=True))
        for place, amount in counting.places(values, memberships):
            counts[place] += amount * number
    return counts


def _reserve_ids(number: int) -> list[int]:
    """Ids that nobody had before. On SQLite the caller holds the write lock, so counting on is safe."""
    if not on_sqlite():
        return [person_id for (person_id,) in _NEXT_IDS.rows(number=number)]
    last = sum(seq for (seq,) in _LAST_ID.rows())
    return list(range(last + 1, last + number + 1))


_NEXT_IDS = Prepared(
    select(func.nextval(func.pg_get_serial_sequence("person", "id"))).select_from(
        func.generate_series(1, bindparam("number", type_=Integer))
    )
)
_LAST_ID = Prepared(
    select(column("seq")).select_from(table("sqlite_sequence")).where(column("name") == "person")
)
