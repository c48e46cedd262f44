"""Settings › Tags."""

from flask import Blueprint, abort, render_template
from flask_login import current_user
from wtforms import SelectChoice, SelectField

from webapp import auth, clock, context, htmx
from webapp.blueprints.loaders import allowed_to, load_standing
from webapp.db import counters, db
from webapp.formatting import number
from webapp.inputs import Form, hue, kept_by, one_line
from webapp.tags.administering import add_tag, change_tag, delete_tag, merge_tags, people_with
from webapp.tags.models import Tag
from webapp.tags.naming import BadTag, all_tags
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("tags", __name__, url_prefix="/tags")


class TagForm(Form):
    name = one_line("Name", missing="Give the tag a name.")
    hue = hue()


class MergeForm(Form):
    into = SelectField("Into", coerce=int)


@bp.get("")
@allowed_to(Permission.EDIT_TAGS)
def index():
    return _list(TagForm())


@bp.post("")
@allowed_to(Permission.EDIT_TAGS)
def create():
    form, added = TagForm(), []

    def add() -> None:
        added.extend(add_tag(form.name.data, form.hue.data, by=current_user, now=clock.now()))

    if not kept_by(form, BadTag, add):
        return _list(form), 422
    tag, change_set = added
    auth.note("tag added", tag.name)
    db.session.commit()
    say(f"The tag “{tag.name}” is added.", change_set=change_set)
    return htmx.go_to("/settings/tags")


@bp.get("/<int:tag_id>")
@allowed_to(Permission.EDIT_TAGS)
def edit(tag_id: int):
    tag = load_standing(Tag, tag_id)
    return _edit(tag, TagForm(obj=tag))


@bp.post("/<int:tag_id>")
@allowed_to(Permission.EDIT_TAGS)
def update(tag_id: int):
    tag, form = load_standing(Tag, tag_id), TagForm()
    before, changed = tag.name, []

    def change() -> None:
        changed.append(change_tag(tag, form.name.data, form.hue.data, by=current_user, now=clock.now()))

    if not kept_by(form, BadTag, change):
        return _edit(tag, form), 422
    auth.note("tag changed", f"{before} → {tag.name}")
    db.session.commit()
    say("The tag is saved.", change_set=changed[0])
    return htmx.go_to("/settings/tags")


@bp.post("/<int:tag_id>/merging")
@allowed_to(Permission.EDIT_TAGS)
def merge(tag_id: int):
    tag = load_standing(Tag, tag_id)
    form = _merge_form(tag)
    if not form.validate():
        return _edit(tag, TagForm(formdata=None, obj=tag), form), 422
    into = load_standing(Tag, form.into.data)
    try:
        change_set, done = merge_tags(tag, into, by=current_user, now=clock.now())
    except BadTag as refusal:
        abort(409, str(refusal))
    auth.note("tags merged", f"{tag.name} → {into.name}")
    people = people_with(into)
    db.session.commit()
    now_have = f"which {_people(people)} now {_have(people)}" if done else "in the background"
    say(f"“{tag.name}” is merged into “{into.name}”, {now_have}.", change_set=change_set)
    return htmx.go_to("/settings/tags")


@bp.get("/<int:tag_id>/deletion")
@allowed_to(Permission.EDIT_TAGS)
def ask(tag_id: int):
    tag = load_standing(Tag, tag_id)
    return htmx.render(
        "settings/tags/delete.html", "settings/tags/_delete.html", tag=tag, people=people_with(tag)
    )


@bp.post("/<int:tag_id>/deletion")
@allowed_to(Permission.EDIT_TAGS)
def destroy(tag_id: int):
    tag = load_standing(Tag, tag_id)
    people = people_with(tag)
    try:
        change_set, done = delete_tag(tag, by=current_user, now=clock.now())
    except BadTag as refusal:
        abort(409, str(refusal))
    auth.note("tag deleted", tag.name)
    db.session.commit()
    lost = "had it" if done else "lose it in the background"
    say(f"The tag “{tag.name}” is deleted; {_people(people)} {lost}.", change_set=change_set)
    return htmx.go_to("/settings/tags")


def _list(form: TagForm) -> str:
    return render_template(
        "settings/tags/index.html", form=form, tags=all_tags(), people=counters.read("tag")
    )


def _edit(tag: Tag, form: TagForm, merging: MergeForm | None = None) -> str:
    merging = merging or _merge_form(tag, formdata=None)
    return render_template(
        "settings/tags/edit.html", tag=tag, form=form, merging=merging, people=people_with(tag)
    )


def _people(count: int) -> str:
    """'12 people' in the company's words, 'nobody'."""
    return f"{number(count)} {context.the_company().labels.person.of(count)}" if count else "nobody"


def _have(count: int) -> str:
    return "have" if count > 1 else "has"


def _merge_form(tag: Tag, **given) -> MergeForm:
    form = MergeForm(**given)
    form.into.choices = [SelectChoice(other.id, other.name) for other in all_tags() if other.id != tag.id]
    return form
