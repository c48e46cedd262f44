"""The tags of a person."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import clock, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_person
from webapp.blueprints.people.person_page.tags_panel import tags_panel
from webapp.db import db
from webapp.tags.naming import BadTag, all_tags, found_tags, names_in
from webapp.tags.of_person import tags_of
from webapp.tags.tagging import change_tags
from webapp.toasts import say, undo_path
from webapp.users.permission import Permission

bp = Blueprint("person_tags", __name__, url_prefix="/people/<int:person_id>/tags")

MOST = 100


@bp.get("/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int):
    person = load_person(person_id, for_user=current_user)
    theirs = [tag.name for tag in tags_of(person.id)]
    return _ask(person, chosen=theirs, seen=theirs)


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int):
    """The form holds the tags that it was shown with (`seen`), so that what others tag meanwhile stays."""
    person, now = load_person(person_id, for_user=current_user), clock.now()
    names = request.form.getlist("tags") + names_in(request.form.get("new", ""))
    names = [name for name in names if name.strip()]
    seen = request.form.getlist("seen")
    if len(names) + len(seen) > 2 * MOST:
        abort(422, f"Somebody may have at most {MOST} tags.")
    try:
        chosen = {tag.id for tag in found_tags(names, now=now)}
    except BadTag as refusal:
        db.session.rollback()
        return _ask(person, chosen=names, seen=seen, error=str(refusal)), 422
    before = {tag.id for tag in all_tags() if tag.name in set(seen)}
    wanted = dict.fromkeys(chosen - before, True) | dict.fromkeys(before - chosen, False)
    return _change(person, wanted, now)


@bp.delete("/<int:tag_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(person_id: int, tag_id: int):
    person = load_person(person_id, for_user=current_user)
    return _change(person, {tag_id: False}, clock.now())


def _change(person, wanted: dict[int, bool], now: int):
    change_set = open_change_set("tag", "Changed tags", by=current_user, now=now)
    pairs = {(person.id, tag_id): on for tag_id, on in wanted.items()}
    changed = change_tags(pairs, by=current_user, now=now, change_set=change_set)
    db.session.commit()
    sentence = _sentence(changed)
    if not htmx.wants_part():
        say(sentence, change_set=change_set)
        return htmx.go_to(f"/people/{person.id}")
    answer = render_template(
        "people/_tags_changed.html",
        tags=tags_panel(person.id, current_user),
        sentence=sentence,
        undo=undo_path(change_set) if changed else None,
    )
    return htmx.trigger(answer, "close-dialog")


def _sentence(changed) -> str:
    numbers = {"added": sum(c.new is True for c in changed), "removed": sum(c.old is True for c in changed)}
    parts = [f"{n} {'tag' if n == 1 else 'tags'} {did}" for did, n in numbers.items() if n]
    return f"{', '.join(parts)}." if parts else "The tags are as they were."


def _ask(person, *, chosen: list[str], seen: list[str], error: str = "") -> str:
    names = dict.fromkeys([*(tag.name for tag in all_tags()), *chosen])
    return htmx.render(
        "people/tags.html",
        "people/_tags_dialog.html",
        person=person,
        names=list(names),
        chosen=set(chosen),
        seen=seen,
        error=error,
    )
