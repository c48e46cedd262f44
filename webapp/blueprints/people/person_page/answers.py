"""The answers that deeds on one person share: a form in a dialog, and what a change shows anew."""

from collections.abc import Sequence

from flask import render_template, request

from webapp import auth, htmx
from webapp.activity.models import ChangeSet
from webapp.blueprints.people.person_page.loading import address_below, list_query
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.fields.catalogue import FieldView, SectionView
from webapp.people.record import record_for
from webapp.toasts import say, undo_path


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
        return htmx.go_to(address_below(person_id, came_from=list_query()) if record else "/people")
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
    return htmx.trigger(body, "close-dialog, person-changed")
