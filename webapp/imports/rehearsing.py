"""What an import would do, found out without writing anything."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.companies.naming import ids_of_companies
from webapp.db import db, key
from webapp.groups.models import PersonGroup
from webapp.imports.applying import Outcome
from webapp.imports.deciding import (
    changes_of_known,
    differences_of,
    said_of_all,
    values_of_new,
    why_not_new,
)
from webapp.imports.drafts import Draft
from webapp.imports.matching import Found, find_matches, several
from webapp.imports.naming import Names
from webapp.imports.plan import Plan
from webapp.imports.samples import GROUP, SEGMENT, Samples
from webapp.imports.targets import Target
from webapp.people.editing import load_values
from webapp.people.models import Note
from webapp.people.values import EMPTY
from webapp.segments.models import PersonSegment
from webapp.tags.models import PersonTag, Tag

NEW = "new person"


class Imagined:
    """People as they would stand after the rows rehearsed so far, in a private file that grows with them."""

    def __init__(self):
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, known INTEGER UNIQUE, state TEXT)")
        self._kept.execute(
            "CREATE TABLE point (point TEXT, id INTEGER, PRIMARY KEY (point, id)) WITHOUT ROWID"
        )
        self._kept.execute("BEGIN")

    def with_points(self, points: Sequence[str]) -> set[tuple[int, int | None]]:
        """(imagined id, id in the database or None) of everybody who has one of these points."""
        found = set()
        for point in points:
            found |= set(
                self._kept.execute(
                    "SELECT id, known FROM person JOIN point USING (id) WHERE point = ?", (point,)
                ).fetchall()
            )
        return found

    def known(self, person_id: int) -> int | None:
        """The imagined id of somebody in the database, None before the first row about them."""
        row = self._kept.execute("SELECT id FROM person WHERE known = ?", (person_id,)).fetchone()
        return row and row[0]

    def state(self, imagined_id: int) -> dict:
        """Values, tags and notes, as put."""
        text = self._kept.execute("SELECT state FROM person WHERE id = ?", (imagined_id,)).fetchone()[0]
        return json.loads(text)

    def put(self, imagined_id: int | None, known: int | None, state: dict, points: Sequence[str]) -> None:
        """Imagine somebody (anew, when `imagined_id` is None) with these points."""
        imagined_id = self._kept.execute(
            "INSERT OR REPLACE INTO person (id, known, state) VALUES (?, ?, ?) RETURNING id",
            (imagined_id, known, json.dumps(state)),
        ).fetchone()[0]
        rows = [(point, imagined_id) for point in points]
        self._kept.executemany("INSERT OR IGNORE INTO point VALUES (?, ?)", rows)


@dataclass
class Rehearsing:
    """The reading twin of Applying: the same decisions, row by row, on people as they would stand by then."""

    plan: Plan
    names: Names
    required: Sequence[Target]
    by: object
    office_id: int
    imagined: Imagined = field(default_factory=Imagined)
    samples: Samples = field(init=False)

    def __post_init__(self):
        self.samples = Samples(self.plan.tags)

    def look_at(self, drafts: list[Draft]) -> Outcome:
        """What would become of these drafts."""
        outcome = Outcome()
        self.names.check_tags(drafts)
        matches = find_matches(drafts, self.plan.match, self.by)
        present = self._present({found[0].person_id for found in matches.values() if len(found) == 1}, drafts)
        companies = ids_of_companies({draft.company for draft in drafts if draft.company})
        for i, draft in enumerate(drafts):
            if draft.company:
                draft.values["company_id"] = companies.get(key(draft.company), draft.company)
            became = "" if draft.reason else self._decide(draft, matches.get(i, ()), present, outcome)
            if draft.reason:
                outcome.rejected.append(draft)
            elif became == NEW:
                outcome.created += 1
            elif became:
                outcome.updated += 1
            else:
                outcome.skipped += 1
        return outcome

    def _decide(
        self, draft: Draft, found: Sequence[Found], present: dict[int, dict], outcome: Outcome
    ) -> str:
        """NEW, 'changed', or '' for a row that would change nothing; a rejected draft gets its reason."""
        points = draft.points
        imagined = self.imagined.with_points(points)
        known = {person.person_id for person in found}
        others = [
            Found(0, "somebody in an earlier row") for _, person_id in imagined if person_id not in known
        ]
        if len(found) + len(others) > 1:
            draft.reason = several([*found, *others])
            return ""
        if found:
            person_id = found[0].person_id
            imagined_id = self.imagined.known(person_id)
        elif imagined:
            imagined_id, person_id = imagined.pop()
        else:
            return self._imagine_new(draft, points)
        if self.plan.on_match == "skip":
            return ""
        state = present[person_id] if imagined_id is None else self.imagined.state(imagined_id)
        outcome.asked += bool(differences_of(draft, state["values"], self.plan))
        after = self._after(draft, state)
        if after == state:
            return ""
        self.imagined.put(imagined_id, person_id, after, points)
        self.samples.add_updated(draft, person_id, state, after)
        return "changed"

    def _imagine_new(self, draft: Draft, points: Sequence[str]) -> str:
        draft.reason = why_not_new(draft, self.required)
        if draft.reason:
            return ""
        defaults = {
            "kind": "contact",
            "status_id": 0,
            "stage_id": self.plan.stage_id,
            "office_id": self.office_id,
        }
        values = {**EMPTY, **values_of_new(draft, defaults | said_of_all(self.plan))}
        state = _state(values, self._tags_of(draft), [draft.note])
        self.imagined.put(None, None, state, points)
        self.samples.add_created(draft, state)
        return NEW

    def _after(self, draft: Draft, state: dict) -> dict:
        values = state["values"]
        changed = changes_of_known(draft, values, self.plan)
        if "country" in changed and "state" not in changed and changed["country"] != values["country"]:
            changed["state"] = ""
        return _state(
            {**values, **changed}, state["tags"] + self._tags_of(draft), [*state["notes"], draft.note]
        )

    def _tags_of(self, draft: Draft) -> list[str]:
        """Tags, segments and groups, which rows only ever add."""
        tags = [key(name) for name in (*draft.tags, *self.plan.tags)]
        groups = [f"{GROUP}{of}" for of in self.names.groups.of(draft)]
        return tags + [_in_segment(of) for of in self.names.segments.of(draft)] + groups

    def _present(self, person_ids: set[int], drafts: list[Draft]) -> dict[int, dict]:
        """The state of these people in the database."""
        if not person_ids:
            return {}
        keys = {k for draft in drafts for k in draft.values}
        tags: dict[int, list[str]] = {}
        for person_id, name_key in db.session.execute(
            select(PersonTag.person_id, Tag.name_key).join(Tag).where(PersonTag.person_id.in_(person_ids))
        ):
            tags.setdefault(person_id, []).append(name_key)
        for person_id, segment_id in db.session.execute(
            select(PersonSegment.person_id, PersonSegment.segment_id).where(
                PersonSegment.person_id.in_(person_ids)
            )
        ):
            tags.setdefault(person_id, []).append(_in_segment(segment_id))
        for person_id, group_id in db.session.execute(
            select(PersonGroup.person_id, PersonGroup.group_id).where(PersonGroup.person_id.in_(person_ids))
        ):
            tags.setdefault(person_id, []).append(f"{GROUP}{group_id}")
        notes: dict[int, list[str]] = {}
        for person_id, text in db.session.execute(
            select(Note.person_id, Note.text).where(Note.person_id.in_(person_ids), Note.deleted_at.is_(None))
        ):
            notes.setdefault(person_id, []).append(text)
        return {
            person_id: _state(values, tags.get(person_id, []), notes.get(person_id, []))
            for person_id, values in load_values(list(person_ids), keys).items()
        }


def _in_segment(of: int | str) -> str:
    return f"{SEGMENT}{of}"


def _state(values: dict, tags: list[str], notes: list[str]) -> dict:
    return {"values": values, "tags": sorted(set(tags)), "notes": sorted({note for note in notes if note})}
