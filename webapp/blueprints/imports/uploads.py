"""`/import`: choosing a file."""

import tempfile
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from webapp import clock, htmx
from webapp.blueprints.imports.loading import load_draft
from webapp.blueprints.loaders import allowed_to
from webapp.busy import NOT_UPLOADED
from webapp.context import the_company
from webapp.db import db
from webapp.db.room import no_room
from webapp.imports import mapping, runs
from webapp.imports.plan import Plan
from webapp.imports.reading import Table, open_table
from webapp.imports.targets import all_targets
from webapp.imports.unreadable import UnreadableFile
from webapp.inputs import Form
from webapp.once import led_to, repeated
from webapp.users.permission import Permission

bp = Blueprint("uploads", __name__, url_prefix="/import")


class UploadForm(Form):
    file = FileField("File")


@bp.get("")
@allowed_to(Permission.IMPORT)
def new():
    return render_template("imports/new.html", form=UploadForm())


@bp.post("")
@allowed_to(Permission.IMPORT)
def create():
    form = UploadForm()
    upload = form.file.data
    if not form.validate() or not upload:
        form.refuse("Choose a file first.", "file")
        return render_template("imports/new.html", form=form), 422
    try:
        return _take_in(upload)
    except UnreadableFile as refusal:
        form.refuse(str(refusal), "file")
        return render_template("imports/new.html", form=form), 422
    except OSError as error:
        if not no_room(error):
            raise
        form.refuse(NOT_UPLOADED, "file")
        return render_template("imports/new.html", form=form), 503


@bp.post("/<int:run_id>/discard")
@allowed_to(Permission.IMPORT)
def destroy(run_id: int):
    runs.discard(load_draft(run_id, lock=True), Path(current_app.instance_path))
    db.session.commit()
    return htmx.go_to("/import")


def _take_in(upload: FileStorage):
    instance = Path(current_app.instance_path)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        upload.save(path)
        table = open_table(path)
        table.close()
        with runs.taken_in(path, instance) as incoming:
            if there := repeated("/import"):
                return htmx.go_to(there)
            run = _add(incoming, upload.filename or "people.csv", table)
            there = led_to(f"/import/{run.id}")
            db.session.commit()
            incoming.keep()
    return htmx.go_to(there)


def _add(incoming: runs.Incoming, file_name: str, table: Table):
    targets, country = all_targets(), the_company().country
    columns = mapping.columns_of(table, targets)
    plan = Plan(
        columns=tuple(columns),
        header=table.header is not None,
        delimiter=table.dialect and table.dialect.delimiter,
        encoding=table.encoding,
        sheet=table.sheet,
        styles=mapping.styles_of(table, columns, targets, country),
        country=country,
    )
    instance = Path(current_app.instance_path)
    return runs.add_run(
        incoming, file_name, table, plan, instance=instance, by=current_user, now=clock.now(), state="draft"
    )
