"""What the pages of one person share: loading, what they show, and the answer to a change."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from flask import render_template, request

from webapp import auth, clock, context, htmx
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import MOST_ID, load_or_404
from webapp.blueprints.people.list_page import the_asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import sentence
from webapp.db import db
from webapp.field_inputs import FieldsForm
from webapp.fields.catalogue import FieldView, SectionView
from webapp.fields.wording import shown
from webapp.formatting import local
from webapp.listing.address import address_in
from webapp.listing.neighbours import Neighbour, Neighbours, neighbours_of
from webapp.listing.opening import OpenList, open_list
from webapp.people import touches
from webapp.people.converting import kinds_after
from webapp.people.editing import EditConflict, change_people
from webapp.people.models import KINDS
from webapp.people.record import Record, record_for
from webapp.people.timeline import Cursor, Entry, Show, changes_in, pinned_notes, timeline
from webapp.people.wording import Wording
from webapp.pipelines.models import Status
from webapp.pipelines.statuses import statuses
from webapp.tags.of_person import tags_of
from webapp.toasts import say, undo_path
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

LONGEST_QUERY = 2_000


def load_record(person_id: int, *, for_user: Viewer) -> Record:
    """The living person if the user may see them, else 404."""
    return load_or_404(person_id <= MOST_ID and record_for(for_user, person_id))


class PersonPage:
    """Everything that the templates of people/ read, each looked up where one draws it.

    `form` is the open form over some fields, `editing` says where it stands: 'city' or 'section-3'.
    `composing` is a form of a note or touch that could not be taken.
    """

    kinds = touches.KINDS
    outcomes = touches.OUTCOMES
    conflict: "Conflict | None" = None

    def __init__(
        self,
        record: Record,
        *,
        show: Show = "all",
        before: Cursor | None = None,
        form: FieldsForm | None = None,
        editing: str = "",
    ):
        self.record = record
        self.came_from = list_query()
        self.viewer = auth.viewer()
        self.now = clock.now()
        company = context.the_company()
        self.labels, self.zone = company.labels, company.time_zone
        self.show = show
        self.before = before
        self.form = form
        self.editing = editing

    def to(self, path: str = "", **query) -> str:
        """An address below the person's that remembers the list one came from."""
        return _address(self.record.id, path, query, self.came_from)

    def neighbour(self, neighbour: Neighbour) -> str:
        """The page of a neighbour in the same list."""
        return _address(neighbour.id, "", {}, self.came_from)

    @property
    def may_edit(self) -> bool:
        return self.viewer.can(Permission.EDIT_PEOPLE)

    @property
    def may_assign(self) -> bool:
        return self.viewer.can(Permission.ASSIGN)

    @property
    def kinds_ahead(self) -> tuple[str, ...]:
        """What the person can be converted to."""
        return kinds_after(self.record.kind)

    @property
    def can_go_back(self) -> bool:
        return self.record.kind != KINDS[0]

    @property
    def offers_conversion(self) -> bool:
        """Whether somebody set the status *Converted* by hand who is no customer yet."""
        return self.record.status_role == "converted" and self.record.kind != KINDS[-1]

    @cached_property
    def opened(self) -> OpenList | None:
        """The list one came from; None if its search means nothing any more."""
        try:
            return open_list(address_in(self.came_from), the_asker())
        except CriteriaError:
            return None

    @property
    def list_title(self) -> str:
        """The list in words."""
        if self.opened is None or not self.opened.address.q:
            return self.labels.person.many
        return "".join(part.text for part in sentence(self.opened.tree, self.labels))

    @cached_property
    def neighbours(self) -> Neighbours | None:
        return self.opened and neighbours_of(self.opened, self.record.id)

    @property
    def tags(self) -> dict:
        """What people/_tags.html reads."""
        return {"person_id": self.record.id, "all": tags_of(self.record.id), "may_edit": self.may_edit}

    @cached_property
    def statuses(self) -> list[Status]:
        return statuses()

    @property
    def this_minute(self) -> str:
        """The local time, for the input of one."""
        return f"{local(self.now, self.zone):%Y-%m-%dT%H:%M}"

    @cached_property
    def _stream(self) -> tuple[list[Entry], Cursor | None]:
        return timeline(self.record.id, show=self.show, before=self.before)

    @property
    def entries(self) -> list[Entry]:
        """A page of the timeline."""
        return self._stream[0]

    @property
    def earlier(self) -> Cursor | None:
        """Where the next page of the timeline begins."""
        return self._stream[1]

    @cached_property
    def pinned(self) -> list[Entry]:
        return pinned_notes(self.record.id) if self.before is None else []

    @cached_property
    def wording(self) -> Wording:
        return Wording(changes_in(self.entries), self.record.sections, self.labels)

    def words(self, field: FieldView) -> str:
        """A field's value in words, '' for none."""
        return shown(field.type, self.record.values.get(field.key))

    @property
    def last_contact(self) -> Entry | None:
        """The touch that set the last contact, if it is among the entries shown."""
        return next(
            (
                entry
                for entry in self.entries
                if entry.source == "touch" and not entry.automatic and entry.at == self.record.last_contact_at
            ),
            None,
        )


def list_query() -> str:
    """The query string of the list one came from, '' for none."""
    return request.args.get("from", "")[:LONGEST_QUERY]


def _address(person_id: int, path: str, query: dict, came_from: str) -> str:
    if came_from:
        query["from"] = came_from
    return f"/people/{person_id}{path}" + (f"?{urlencode(query)}" if query else "")


def draw(page: PersonPage, status: int = 200):
    """The whole page of the person."""
    return render_template("people/show.html", person=page), status


def ask(
    title: str,
    part: str,
    page: PersonPage,
    *,
    action: str,
    submit: str,
    deeds: Sequence[tuple[str, str]] = (),
    status: int = 200,
    **more,
):
    """A form in a dialog or, without scripts, on a page of its own; `part` is what stands in it.

    It posts to `action` below the person's address; `submit` names the deed. `deeds` are other things to do
    with what is edited: (address, words).
    """
    answer = htmx.render(
        "people/ask.html",
        "people/_ask.html",
        title=title,
        body=part,
        person=page,
        action=page.to(action),
        submit=submit,
        deeds=[(page.to(path), words) for path, words in deeds],
        **more,
    )
    return answer, status


def changed(
    person_id: int,
    sentence: str,
    change_set: ChangeSet | None = None,
    *,
    fields: list[FieldView] = (),
    section: SectionView | None = None,
):
    """The answer to a change: what it changed on the page and a toast with Undo, or the page anew.

    `fields` or `section` are drawn again as well, and the box for notes and calls when the form was there.
    """
    record = record_for(auth.viewer(), person_id)
    if not htmx.wants_part() or record is None:
        say(sentence, change_set=change_set)
        return htmx.go_to(_address(person_id, "", {}, list_query()) if record else "/people")
    page = PersonPage(record)
    body = render_template(
        "people/_changed.html",
        person=page,
        fields=[page.record.fields[field.slug] for field in fields],
        section=section,
        sentence=sentence,
        undo=undo_path(change_set) if change_set else None,
        composed="composed" in request.form,
    )
    return htmx.trigger(body, "close-dialog")


class Conflict(NamedTuple):
    """Somebody else's value of one key and one's own, in words, with what sets one's own nevertheless."""

    label: str
    theirs: str
    ours: str
    path: str
    value: object
    seen: object


def set_value(record: Record, key: str, value: object, *, title: str, sentence: str):
    """Set one of the values that a form of its own holds (status, owner, office); the form posts `seen`.

    Answers 409 with both values when somebody else set another one meanwhile.
    """
    seen, now = request.form.get("seen"), clock.now()
    change_set = open_change_set("edit", title, by=auth.viewer(), now=now)
    try:
        found = change_people(
            {record.id: {key: value}},
            by=auth.viewer(),
            now=now,
            change_set=change_set,
            seen={record.id: {key: read_id(seen)}} if seen is not None else None,
        )
    except EditConflict as conflict:
        db.session.rollback()
        theirs, ours = conflict.values[record.id, key]
        wording = Wording([(key, theirs, ours)], record.sections, context.the_company().labels)
        words = wording.change(key, theirs, ours)
        page = PersonPage(record)
        page.conflict = Conflict(*words, request.path, ours, theirs)
        return draw(page, 409)
    if not found:
        db.session.rollback()
        return changed(record.id, "Nothing was changed.")
    db.session.commit()
    return changed(record.id, sentence, change_set)


def read_id(text: str | None) -> int | None:
    """The id that a form posted, None for '' and for what is none."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number <= MOST_ID else None
