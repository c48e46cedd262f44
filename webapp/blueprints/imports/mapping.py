"""`/import/7`: where the columns of a file go and what holds for all of it."""

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user
from wtforms import BooleanField, RadioField, SelectField, ValidationError

from webapp import clock, htmx
from webapp.blueprints.imports.loading import load_draft, load_run
from webapp.blueprints.loaders import allowed_to, deny
from webapp.db import db
from webapp.fields.arranging import BadField
from webapp.fields.places import countries
from webapp.groups.naming import groups_for, tree
from webapp.imports import mapping, runs
from webapp.imports.models import ImportRun
from webapp.imports.new_fields import NEW_FIELD, add_fields
from webapp.imports.plan import MATCHES, ON_MATCH, UNKNOWN, Plan
from webapp.imports.reading import Table, open_table
from webapp.imports.targets import Target, all_targets
from webapp.imports.unreadable import UnreadableFile
from webapp.imports.values import split_list
from webapp.imports.ways_of_reading import DELIMITERS, ENCODINGS, delimiter_words, encoding_shown
from webapp.inputs import Form, one_line, options
from webapp.people.models import KINDS
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import statuses
from webapp.segments.naming import segments_for
from webapp.tags.naming import BadTag, checked_name
from webapp.users.office import open_offices
from webapp.users.own_company import Labels, own_company
from webapp.users.permission import Permission

bp = Blueprint("import_mapping", __name__, url_prefix="/import/<int:run_id>")

SHOWN_ROWS = 3


class PlanForm(Form):
    """What holds for the whole file; the columns are inputs of their own (`column-0` …)."""

    header = BooleanField("The first row names the columns")
    sheet = SelectField("Sheet", validate_choice=False)
    delimiter = SelectField("Cells are parted by", validate_choice=False)
    encoding = SelectField("Encoding", validate_choice=False)
    match = RadioField("Somebody is known already by the same", choices=options(MATCHES.items()))
    on_match = RadioField("Then", choices=options(ON_MATCH.items()))
    unknown = RadioField(
        "A status, stage, segment, group or tag that does not exist", choices=options(UNKNOWN.items())
    )
    kind = SelectField("Kind")
    status = SelectField("Status", coerce=int)
    stage = SelectField("Stage", coerce=int)
    segment = SelectField("Segment", coerce=int)
    group = SelectField("Group", coerce=int)
    office = SelectField("Office", coerce=int)
    country = SelectField("Country")
    source = one_line("Source")
    tags = one_line("Tags")

    def __init__(self, plan: Plan, sheets: list[str], **kwargs):
        super().__init__(data=_data(plan), **kwargs)
        labels = Labels(own_company().labels)
        offices = [o for o in open_offices() if _sees_all() or o.id == current_user.office_id]
        self.sheet.choices = options((name, name) for name in sheets or [""])
        if plan.encoding:
            delimiter, encoding = plan.delimiter, encoding_shown(plan.encoding)
            self.delimiter.choices = options(({delimiter: delimiter_words(delimiter)} | DELIMITERS).items())
            self.encoding.choices = options(({encoding: encoding} | ENCODINGS).items())
        else:
            del self.delimiter, self.encoding
        self.kind.choices = options((kind, labels.kind(kind).one) for kind in KINDS)
        self.status.choices = options(
            [(0, "New, or Converted for customers"), *((s.id, s.name) for s in statuses())]
        )
        stages = pipelines().stages.values()
        self.stage.choices = options([(0, "none"), *((s.id, f"{s.pipeline} › {s.name}") for s in stages)])
        segments = segments_for(current_user)
        self.segment.choices = options([(0, "none"), *((s.id, s.shown) for s in segments)])
        groups = [(node.id, tree().shown(node.id)) for node in groups_for(current_user)]
        self.group.choices = options([(0, "none"), *groups])
        self.office.choices = options((office.id, office.name) for office in offices)
        self.country.choices = options([("", "none"), *countries()])

    def read_so(self, plan: Plan) -> Plan:
        """The plan with how the file is read as chosen; what is not offered stays as it is."""
        found = {"header": self.header.data}
        for name in ("sheet", "delimiter", "encoding"):
            field = self._fields.get(name)
            if field and field.data in [choice.value for choice in field.choices] and field.data:
                found[name] = field.data
        if found.get("encoding") == encoding_shown(plan.encoding or ""):
            found["encoding"] = plan.encoding
        return replace(plan, **found)

    def validate_tags(self, field):
        for name in split_list(field.data or ""):
            try:
                checked_name(name)
            except BadTag as refusal:
                raise ValidationError(str(refusal)) from None


@bp.get("")
@allowed_to(Permission.IMPORT)
def edit(run_id: int):
    """The columns; whoever comes back to a file that was started since sees what became of it."""
    if load_run(run_id).state != "draft":
        return htmx.go_to(f"/imports/{run_id}")
    run = load_draft(run_id)
    plan = Plan.from_json(run.plan)
    return _show(run, PlanForm(plan, run.preview["sheets"]), list(plan.columns))


@bp.post("")
@allowed_to(Permission.IMPORT)
def update(run_id: int):
    """Keep the choices; then read the file anew, rehearse or import, by the button that was pressed."""
    run = load_draft(run_id)
    if not current_user.can(Permission.EDIT_PEOPLE):
        deny(f"{request.method} {request.path}")
    plan, targets = Plan.from_json(run.plan), all_targets()
    form = PlanForm(plan, run.preview["sheets"])
    if "again" in request.form or form.read_so(plan) != plan:
        return _read_again(run, form, targets)
    columns = _chosen_columns(len(plan.columns), targets)
    if not form.validate():
        return _show(run, form, columns), 422
    try:
        mapping.check(columns, {**targets, NEW_FIELD: Target(NEW_FIELD, "", "", many=True)})
        table = _open(run_id, plan)
        run = load_draft(run_id, lock=True)
        headers = table.header or [""] * table.width
        names = [name or f"Column {number}" for number, name in enumerate(headers, 1)]
        made = add_fields(columns, names, table.sample, now=clock.now())
        mapping.check(made, all_targets())
    except (mapping.BadMapping, BadField) as refusal:
        db.session.rollback()
        form.refuse(str(refusal))
        return _show(load_draft(run_id), form, columns), 422
    mapping.remember(table, made, now=clock.now())
    runs.set_plan(run, _plan(plan, form, made, table, all_targets()))
    runs.start(run, rehearse="rehearse" in request.form)
    db.session.commit()
    return htmx.go_to(f"/imports/{run.id}")


def _read_again(run: ImportRun, form: PlanForm, targets: dict[str, Target]):
    """With or without a header, another sheet, delimiter or encoding: to be looked at before it goes on."""
    plan, run_id = form.read_so(Plan.from_json(run.plan)), run.id
    try:
        table = _open(run_id, plan)
    except UnreadableFile as refusal:
        form.refuse(str(refusal))
        return _show(load_draft(run_id), form, list(plan.columns)), 422
    run = load_draft(run_id, lock=True)
    columns = mapping.columns_of(table, targets)
    styles = mapping.styles_of(table, columns, targets, plan.country)
    runs.set_table(run, table)
    runs.set_plan(run, replace(plan, columns=tuple(columns), sheet=table.sheet, styles=styles))
    db.session.commit()
    return htmx.go_to(f"/import/{run.id}")


def _open(run_id: int, plan: Plan) -> Table:
    """What the run's file begins with. Nobody else waits for the seconds that a large sheet takes: the
    transaction ends before."""
    db.session.rollback()
    path = runs.path_of(run_id, Path(current_app.instance_path))
    table = open_table(
        path, header=plan.header, delimiter=plan.delimiter, encoding=plan.encoding, sheet=plan.sheet
    )
    table.close()
    return table


def _plan(plan: Plan, form: PlanForm, columns: list[str], table: Table, targets: dict[str, Target]) -> Plan:
    return Plan(
        columns=tuple(columns),
        header=plan.header,
        delimiter=plan.delimiter,
        encoding=plan.encoding,
        sheet=plan.sheet,
        styles=mapping.styles_of(table, columns, targets, form.country.data or own_company().country),
        match=form.match.data,
        on_match=form.on_match.data,
        unknown=form.unknown.data,
        kind=form.kind.data,
        status_id=form.status.data or None,
        stage_id=form.stage.data or None,
        segment_id=form.segment.data or None,
        office_id=form.office.data,
        source=form.source.data or "",
        country=form.country.data,
        tags=tuple(split_list(form.tags.data or "")),
        group_ids=(form.group.data,) if form.group.data else (),
    )


def _chosen_columns(number: int, targets: dict[str, Target]) -> list[str]:
    """The target keys that were chosen; what is none of those offered counts as left out."""
    offered = {*targets, *([NEW_FIELD] if current_user.can(Permission.SETTINGS) else [])}
    chosen = [request.form.get(f"column-{i}", "") for i in range(number)]
    return [key if key in offered else "" for key in chosen]


def _show(run: ImportRun, form: PlanForm, columns: list[str]) -> str:
    targets = all_targets()
    sections: dict[str, list[Target]] = {}
    for target in targets.values():
        sections.setdefault(target.section, []).append(target)
    missing = [t for t in targets.values() if t.required and t.key not in columns]
    return render_template(
        "imports/edit.html",
        run=run,
        form=form,
        columns=columns,
        sections=sections,
        missing=missing,
        rows=run.preview["rows"][:SHOWN_ROWS],
        new_field=NEW_FIELD if current_user.can(Permission.SETTINGS) else "",
    )


def _data(plan: Plan) -> dict:
    return {
        "header": plan.header,
        "sheet": plan.sheet,
        "delimiter": plan.delimiter,
        "encoding": encoding_shown(plan.encoding or ""),
        "match": plan.match,
        "on_match": plan.on_match,
        "unknown": plan.unknown,
        "kind": plan.kind or "contact",
        "status": plan.status_id or 0,
        "stage": plan.stage_id or 0,
        "segment": plan.segment_id or 0,
        "group": plan.group_ids[0] if plan.group_ids else 0,
        "office": plan.office_id or current_user.office_id,
        "country": plan.country,
        "source": plan.source,
        "tags": ", ".join(plan.tags),
    }


def _sees_all() -> bool:
    return current_user.can(Permission.SEE_ALL)
