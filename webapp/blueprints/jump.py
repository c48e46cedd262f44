"""`/jump`: from a few letters to a person, a list, a page or a deed."""

from collections.abc import Iterator

from flask import Blueprint, get_template_attribute, render_template, request

from webapp import auth, context, htmx
from webapp.blueprints.loaders import allowed_to
from webapp.jumping.finding import find
from webapp.jumping.goals import Goal, deeds, pages

bp = Blueprint("jump", __name__, url_prefix="/jump")

LONGEST = 100


@bp.get("")
@allowed_to()
def show():
    text = request.args.get("q", "")[:LONGEST].strip()
    return htmx.render("jump/index.html", "jump/_dialog.html", jump={"text": text, "groups": _groups(text)})


@bp.get("/found")
@allowed_to()
def found():
    return render_template("jump/_found.html", groups=_groups(request.args.get("q", "")[:LONGEST].strip()))


def _groups(text: str):
    viewer, labels = auth.viewer(), context.the_company().labels
    everywhere = [*pages(viewer, labels), *_settings()]
    return find(text, context.the_asker(), labels, deeds(viewer, labels), everywhere)


def _settings() -> Iterator[Goal]:
    """The pages of the settings that the viewer may open, once something is typed or not."""
    for _words, entries in get_template_attribute("settings/_pages.html", "groups"):
        for path, words, permission, _help in entries:
            if auth.viewer().can(permission):
                yield Goal(words, path, "settings", "Settings")
