"""Somebody who has been everywhere: in every place of Muster that keeps anything of people, by real deeds."""

import io
import re
import threading
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import select

from tests.files.samples import picture
from tests.world import NOW, Client, World
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.criteria.asking import Asker
from webapp.criteria.text import parse
from webapp.db import db
from webapp.duplicates.models import Pair
from webapp.groups.arranging import Wanted as WantedGroup
from webapp.groups.arranging import add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.jobs import duplicates, imports, processes, reminders
from webapp.merging.joining import merge_people
from webapp.people.models import Note
from webapp.people.visible import within_reach
from webapp.processes.arranging import add_process
from webapp.processes.steps.alert import TellSomebody
from webapp.processes.steps.note import WriteNote
from webapp.relations.models import RelationKind
from webapp.relations.relating import NAME as ITS_NAME
from webapp.relations.relating import Link, relate
from webapp.segments.administering import Wanted as WantedSegment
from webapp.segments.administering import new_segment
from webapp.segments.membership import add_to_segments
from webapp.selecting.freezing import freeze
from webapp.selecting.keeping import save as save_selection
from webapp.smart_groups.stating import set_rule

NAME, OTHER_NAME = "Quirilda Zephyrmark", "Quirilda Oldzephyr"
MARKS = ("quirilda", "zephyr", "2065550177", "206-555-0177")
"""What is found nowhere afterwards, in whatever case."""
EMAIL, OLD_EMAIL, TWINS_EMAIL = "quirilda@zephyr.com", "old@zephyr.com", "twin@zephyr.com"
PHONE = "+1 206-555-0177"
FILE = f"""First name,Last name,E-mail,Street,Note
Quirilda,Zephyrmark,{EMAIL},Zephyr Street 1,Zephyr by import
Quirilda,Zephyrmark,broken@,Zephyr Street 2,
Somebody,Else,else@example.com,,
""".encode()
MAPPED = {
    "header": "y",
    "column-0": "first",
    "column-1": "last",
    "column-2": "email",
    "column-3": "street",
    "column-4": "note",
    "match": "email",
    "on_match": "ask",
    "unknown": "create",
    "kind": "contact",
    "status": "0",
    "office": "1",
    "country": "US",
    "source": "",
    "tags": "",
}


@dataclass
class Everywhere:
    """`person_id` is who is everywhere, `henrik` somebody else whose records name them."""

    client: Client
    world: World
    person_id: int = 0
    henrik: int = 0

    def fill(self) -> None:
        """One place after the other."""
        self.henrik = self.world.people["henrik"]
        for place in (
            self._come,
            self._be_worked_with,
            self._be_grouped,
            self._be_imported,
            self._be_looked_for,
            self._be_merged_and_taken_apart,
            self._be_named_with_others,
            self._be_related,
            self._be_filed,
            self._be_told_of,
            self._be_changed_with_others,
        ):
            place()
            db.session.commit()

    @property
    def here(self) -> str:
        return f"/people/{self.person_id}"

    @property
    def _doing(self) -> dict:
        return {"by": self.world.mona, "now": NOW}

    def _set(self, kind: str) -> dict:
        return {**self._doing, "change_set": open_change_set(kind, "Something", **self._doing)}

    def _post(self, path: str, data: dict, **options):
        db.session.commit()
        answer = self.client.post(path, data, **options)
        assert answer.status_code < 400, (path, re.findall(r"<span>[^<]*\.</span>", answer.text))
        db.session.rollback()
        return answer

    def _come(self) -> None:
        form = {"first": "Quirilda", "last": "Oldzephyr", "email": OLD_EMAIL, "phone": PHONE, "kind": "lead"}
        there = self._post("/people/new", form).location
        self.person_id = int(there.rpartition("=")[2])
        self._post(f"{self.here}/fields/last", {"last": "Zephyrmark"})
        self._post(f"{self.here}/fields/street", {"street": "Zephyr Lane 7"})
        self._post(f"{self.here}/fields/emails", {"emails": [EMAIL]})

    def _be_worked_with(self) -> None:
        self._post(f"{self.here}/notes", {"text": "Zephyr first"})
        note_id = db.session.scalar(select(Note.id).where(Note.person_id == self.person_id))
        self._post(f"{self.here}/notes/{note_id}", {"text": "Zephyr second", "seen": "Zephyr first"})
        self._post(f"{self.here}/notes", {"text": "Zephyr to be deleted"})
        deleted = db.session.scalar(select(Note.id).where(Note.text == "Zephyr to be deleted"))
        self._post(f"{self.here}/notes/{deleted}/delete", {})
        call = {"kind": "call", "at": "2026-09-21T09:00", "minutes": "4", "outcome": "reached"}
        self._post(f"{self.here}/touches", {**call, "text": "Zephyr call"})
        self._post(f"{self.here}/conversion", {"to": "customer"})
        self._post(f"{self.here}/conversion/back", {"reason": "Zephyr reason"})
        self._post(f"{self.here}/tags", {"new": "vip"})
        self._post(f"{self.here}/trash", {})
        self._post(f"/trash/{self.person_id}/restore", {})

    def _be_grouped(self) -> None:
        group = add_group(WantedGroup("Italy"), **self._doing)
        steps = [
            WriteNote(f"A note on {NAME}"),
            TellSomebody(self.world.mona.id, f"Call {NAME}"),
        ]
        add_process(group, "join", "Welcome", steps, **self._doing)
        add_to_groups([self.person_id, self.henrik], [group.id], **self._set("group"))
        remove_from_groups([self.person_id], [group.id], **self._set("group"))
        add_to_groups([self.person_id], [group.id], **self._set("group"))
        smart = add_group(WantedGroup("Smart"), **self._doing)
        set_rule(smart, self._criteria(f"email:{EMAIL}"), apply_to_current=True, **self._doing)
        db.session.commit()
        processes.run_processes(now=NOW + 1, stop=threading.Event())
        segment, _ = new_segment(WantedSegment("Monthly", reminder_days=1), **self._doing)
        add_to_segments([self.person_id], [segment.id], **self._set("segment"))
        db.session.commit()
        reminders.remind(now=NOW + 10 * 86_400, stop=threading.Event())

    def _be_imported(self) -> None:
        file = {"file": (io.BytesIO(FILE), f"{NAME}.csv")}
        draft = self._post("/import", file, content_type="multipart/form-data").location
        there = self._post(draft, {**MAPPED, "rehearse": "1"}).location
        imports.run_imports(stop=threading.Event())
        self._post(f"{there}/start", {})
        imports.run_imports(stop=threading.Event())
        db.session.rollback()
        self._be_taken_for_headers()

    def _be_taken_for_headers(self) -> None:
        rows = f"Quirilda,Zephyrmark,{EMAIL}\nSomebody,Else,x@example.com\n"
        file = {"file": (io.BytesIO(rows.encode()), "x.csv")}
        draft = self._post("/import", file, content_type="multipart/form-data").location
        three = {name: value for name, value in MAPPED.items() if name not in ("column-3", "column-4")}
        self._post(draft, three)  # the file is read anew: Muster sees that its first row is no header
        self._post(draft, three)
        imports.run_imports(stop=threading.Event())
        db.session.rollback()

    def _be_looked_for(self) -> None:
        self._post("/people/export", {"format": "csv", "q": f'"{NAME}" or email:{EMAIL}'})
        self.client.get(f"{self.here}/vcard")
        self._post("/people/saved", {"name": f"Like {NAME}", "hue": "teal", "q": f'"{NAME}"'})
        criteria = self._criteria(f'"{NAME}"')
        for name in ("Live", "Frozen"):
            selection, _ = save_selection(criteria, name=f"{name} {NAME}", shared=True, **self._doing)
        freeze(selection, self._asker)
        listed = quote(f'"{NAME}"')
        choice = {"all": "1", "list": f"q={listed}", "action": "tags", "back": f"/people?q={listed}"}
        self._post("/bulk", choice)

    def _be_merged_and_taken_apart(self) -> None:
        twin = self.world.person(first="Quirilda", last="Zephyrmark", emails=[[TWINS_EMAIL, TWINS_EMAIL]])
        other = self.world.person(first="Kira", last="Marks")
        values = {
            "street": "Zephyr Twin Road",
            "emails": [[EMAIL, EMAIL], ["k@example.com", "k@example.com"]],
        }
        merged = merge_people(other, [self.person_id], values, title="Merged 2 people", **self._doing)
        apart = undo(merged, **self._doing, reach=self._reach)
        assert apart
        merge_people(self.person_id, [twin], {}, title="Merged 2 people", **self._doing)
        reasons = [["Both are called Zephyrmark", 40]]
        first, second = sorted((self.person_id, other))
        db.session.add(
            Pair(first_id=first, second_id=second, score=40, reasons=reasons, found_at=NOW, dismissed_at=NOW)
        )
        db.session.commit()
        duplicates.find_duplicates(now=NOW, stop=threading.Event())

    def _be_named_with_others(self) -> None:
        henriks = f"/people/{self.henrik}"
        self._post(f"{henriks}/notes", {"text": f"Married to {NAME}, write to {EMAIL}"})
        note_id = db.session.scalar(select(Note.id).where(Note.text.startswith("Married")))
        edited = {"text": f"Married to {NAME} since May", "seen": f"Married to {NAME}, write to {EMAIL}"}
        self._post(f"{henriks}/notes/{note_id}", edited)
        call = {"kind": "call", "at": "2026-09-21T09:00", "minutes": "", "outcome": "", "number": PHONE}
        self._post(f"{henriks}/touches", {**call, "text": f"Asked for {NAME.upper()} at {PHONE}"})
        self._post(f"{henriks}/fields/emails", {"emails": [EMAIL]})
        self._post(f"{henriks}/fields/emails", {"emails": ["henrik@example.com"]})

    def _be_related(self) -> None:
        kind = db.session.scalars(select(RelationKind)).first()
        relate(Link(self.person_id, self.henrik, kind.id), ITS_NAME, **self._set("edit"))

    def _be_filed(self) -> None:
        files = [(io.BytesIO(b"Signed by Zephyrmark"), f"{NAME}.txt"), (io.BytesIO(picture()), "photo.png")]
        self._post(f"{self.here}/files", {"upload": files})
        note = {"text": "Zephyr's contract", "upload": (io.BytesIO(b"Zephyr too"), "contract.txt")}
        self._post(f"{self.here}/notes", note)
        others = {"upload": (io.BytesIO(b"Nobody's words"), f"Letter of {NAME}.txt")}
        self._post(f"/people/{self.henrik}/files", others)

    def _be_told_of(self) -> None:
        self._post(f"{self.here}/everything", {})

    def _be_changed_with_others(self) -> None:
        people = [self.person_id, self.henrik]
        there = self._post("/bulk", {"people": people, "action": "trash", "back": "/people"}).location
        hidden = re.findall(r'name="(people|request_key)" value="([^"]*)"', self.client.get(there).text)
        self._post(there, dict(hidden))
        trashed = db.session.scalars(select(ChangeSet).order_by(ChangeSet.id.desc())).first()
        undo(trashed, **self._doing, reach=self._reach)

    def _reach(self, person_ids) -> set[int]:
        return within_reach(self.world.mona, person_ids)

    @property
    def _asker(self) -> Asker:
        return Asker(self.world.mona, NOW, "America/New_York", "US")

    def _criteria(self, text: str):
        return parse(text, self._asker)
