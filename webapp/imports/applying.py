"""Writing a chunk of drafts, set-based, with its history; each draft wholly or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import insert, select, update

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import together
from webapp.activity.tracking import Changed, note_changes, track
from webapp.companies.models import Company
from webapp.companies.naming import found_companies
from webapp.db import db, insert_rows, key
from webapp.groups.membership import Cause, add_to_groups
from webapp.imports.deciding import (
    Values,
    changes_of_known,
    decide,
    differences_of,
    said_of_all,
    values_of_new,
)
from webapp.imports.differences import keep_differences
from webapp.imports.drafts import Draft
from webapp.imports.matching import find_matches
from webapp.imports.naming import Names
from webapp.imports.plan import Plan
from webapp.imports.targets import Target
from webapp.people.creating import NewPerson, create_people
from webapp.people.editing import ADDRESSES, change_people, load_values
from webapp.people.models import KINDS, Note
from webapp.segments.membership import Membership, change_memberships
from webapp.tags.tagging import change_tags


@dataclass
class Outcome:
    """What became of a chunk."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    asked: int = 0
    rejected: list[Draft] = field(default_factory=list)


@dataclass(frozen=True)
class Applying:
    """Everything that stays the same from chunk to chunk."""

    plan: Plan
    names: Names
    required: Sequence[Target]
    by: object
    office_id: int
    data: dict
    """What each event says of the import."""

    def write(self, drafts: list[Draft], *, now: int, change_set: ChangeSet) -> Outcome:
        """Write the drafts in the caller's transaction; rows about one person one after another."""
        with together():
            return self._write(drafts, now, change_set)

    def _write(self, drafts: list[Draft], now: int, change_set: ChangeSet) -> Outcome:
        outcome = Outcome()
        self.names.check_tags(drafts)
        while drafts:
            matches = find_matches(drafts, self.plan.match, self.by)
            decision = decide(drafts, matches, self.plan, self.required)
            written = [*decision.new, *decision.known.values()]
            self.names.settle(written, now=now)
            companies = self._companies(written, now)
            self._create(decision.new, companies, now, change_set)
            changed, asked = self._change(decision.known, companies, now, change_set)
            outcome.created += len(decision.new)
            outcome.updated += changed
            outcome.asked += asked
            outcome.skipped += len(decision.skipped) + len(decision.known) - changed
            outcome.rejected += decision.rejected
            drafts = decision.later
        return outcome

    def _create(self, drafts, companies, now: int, change_set: ChangeSet) -> None:
        if not drafts:
            return
        new = [self._new_person(draft, companies) for draft in drafts]
        ids = create_people(
            new,
            by=self.by,
            now=now,
            change_set=change_set,
            event="imported",
            data=self.data,
            index_later=True,
        )
        notes = [
            {
                "person_id": person_id,
                "by_id": self.by.id,
                "text": draft.note,
                "created_at": now if draft.created_at is None else draft.created_at,
            }
            for person_id, draft in zip(ids, drafts, strict=True)
            if draft.note
        ]
        insert_rows(Note, notes)
        people_before = change_set.people
        self._join(dict(zip(ids, drafts, strict=True)), now, change_set)
        change_set.people = people_before

    def _new_person(self, draft: Draft, companies: dict[str, int]) -> NewPerson:
        kind = draft.values.get("kind") or self.plan.kind or "contact"
        values = values_of_new(draft, self._unsaid_of[kind])
        if draft.company:
            values["company_id"] = companies[key(draft.company)]
        return NewPerson(
            values,
            self.names.tags_of(draft),
            draft.created_at,
            segment_ids=self.names.segments.of(draft),
            portrait=draft.portrait,
        )

    @cached_property
    def _unsaid_of(self) -> dict[str, Values]:
        """What new people of each kind have where their row does not say."""
        unsaid: Values = {"office_id": self.office_id}
        if self.plan.stage_id:
            unsaid["stage_id"] = self.plan.stage_id
        if self.by.scope == "own":
            unsaid["owner_id"] = self.by.id
        unsaid |= said_of_all(self.plan)
        return {kind: {**unsaid, "kind": kind, "status_id": self.names.first_status(kind)} for kind in KINDS}

    def _change(
        self, drafts: dict[int, Draft], companies, now: int, change_set: ChangeSet
    ) -> tuple[int, int]:
        """Returns how many people really changed, and about how many somebody is to be asked."""
        if not drafts:
            return 0, 0
        for draft in drafts.values():
            if draft.company:
                draft.values["company_id"] = companies[key(draft.company)]
        keys = {k for draft in drafts.values() for k in draft.values}
        addresses = ADDRESSES.keys() & keys
        present = load_values(list(drafts), keys, for_update=True, addresses=addresses)
        drafts = {i: draft for i, draft in drafts.items() if i in present}
        differing = {i: differences_of(draft, present[i], self.plan) for i, draft in drafts.items()}
        asked = keep_differences(
            self.data["import"],
            {i: (drafts[i].line, values) for i, values in differing.items() if values},
        )
        wanted = {i: changes_of_known(draft, present[i], self.plan) for i, draft in drafts.items()}
        wanted = {i: own for i, own in wanted.items() if any(present[i].get(k) != v for k, v in own.items())}
        context = {"by": self.by, "now": now, "change_set": change_set}
        people_before = change_set.people
        found = change_people(wanted, event=None, **context) if wanted else []
        tagging = {(i, of): True for i, draft in drafts.items() for of in self.names.tags_of(draft)}
        tagged = change_tags(tagging, **context) if tagging else []
        joining = {
            (i, of): Membership(now) for i, draft in drafts.items() for of in self.names.segments.of(draft)
        }
        joined = change_memberships(joining, keep=True, **context) if joining else []
        grouped = self._join(drafts, now, change_set)
        noted = self._note({i: draft.note for i, draft in drafts.items() if draft.note}, now, change_set)
        changed = {change.person_id for change in (*found, *tagged, *joined, *grouped, *noted)}
        change_set.people = people_before + len(changed)
        self._track(found, changed, now, change_set)
        return len(changed), asked

    def _join(self, drafts: dict[int, Draft], now: int, change_set: ChangeSet) -> list[Changed]:
        """Put each person into the groups of their row; who shares groups goes into them together."""
        alike = defaultdict(list)
        for person_id, draft in drafts.items():
            if group_ids := self.names.groups.of(draft):
                alike[tuple(group_ids)].append(person_id)
        cause = Cause("import", note=self.data["file"])
        doing = {"by": self.by, "now": now, "change_set": change_set}
        return [
            change
            for group_ids, person_ids in alike.items()
            for change in add_to_groups(person_ids, group_ids, cause=cause, **doing)
        ]

    def _note(self, notes: dict[int, str], now: int, change_set: ChangeSet) -> list[Changed]:
        """Add notes, except those that the person has already, word for word."""
        if not notes:
            return []
        same = select(Note.person_id, Note.text).where(Note.person_id.in_(notes), Note.deleted_at.is_(None))
        there = {(person_id, text) for person_id, text in db.session.execute(same)}
        rows = [
            {"person_id": i, "by_id": self.by.id, "text": text, "created_at": now}
            for i, text in notes.items()
            if (i, text) not in there
        ]
        if not rows:
            return []
        ids = db.session.scalars(insert(Note).returning(Note.id, sort_by_parameter_order=True), rows).all()
        changes = [
            Changed(row["person_id"], "note", str(note_id), None, row["text"])
            for note_id, row in zip(ids, rows, strict=True)
        ]
        note_changes(change_set, changes, now=now)
        return changes

    def _track(self, found: list[Changed], people: set[int], now: int, change_set: ChangeSet) -> None:
        """One event a person, whatever changed."""
        data = {person_id: {**self.data, "changes": []} for person_id in sorted(people)}
        for change in found:
            data[change.person_id]["changes"].append([change.key, change.old, change.new])
        track("imported", data.items(), by=self.by, now=now, change_set=change_set)

    def _companies(self, drafts: list[Draft], now: int) -> dict[str, int]:
        ids = found_companies({draft.company for draft in drafts if draft.company}, by=self.by, now=now)
        for draft in drafts:
            if draft.company and draft.of_company:
                self._fill_company(ids[key(draft.company)], draft.of_company, now)
        return ids

    def _fill_company(self, company_id: int, values: dict[str, str], now: int) -> None:
        company = db.session.get_one(Company, company_id)
        empty = {name: value for name, value in values.items() if not getattr(company, name)}
        if not empty:
            return
        if "industry" in empty:
            empty["industry_key"] = key(empty["industry"])
        db.session.execute(update(Company).where(Company.id == company_id).values(**empty, changed_at=now))
