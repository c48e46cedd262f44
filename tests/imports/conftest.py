"""Running an import of a few rows on the cast's database."""

from dataclasses import replace

import pytest

from tests.world import NOW
from webapp.db import db
from webapp.imports import mapping, running, runs
from webapp.imports.plan import Plan
from webapp.imports.reading import open_table
from webapp.imports.targets import all_targets


@pytest.fixture
def import_rows(app, world, tmp_path):
    """import_rows(text, by=, rehearse=, maps=, **plan) runs an import to its end and returns the run."""

    def run_to_end(text, *, by=None, **choices):
        run, path = waiting(text, by=by, **choices)
        for _ in running.carry_on(run, path, by=by or world.mona, clock=lambda: NOW):
            db.session.commit()
        return run

    def waiting(text, *, by=None, rehearse=False, maps=None, **choices):
        by = by or world.mona
        path = tmp_path / "people.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        targets = all_targets()
        table = open_table(path)
        columns = mapping.map_columns(table, targets, maps)
        styles = mapping.styles_of(table, columns, targets, "US")
        plan = Plan(columns=tuple(columns), header=table.header is not None, styles=styles)
        plan = replace(plan, **choices)
        with runs.taken_in(path, tmp_path) as incoming:
            run = runs.add_run(
                incoming, path.name, table, plan, instance=tmp_path, by=by, now=NOW, state="waiting"
            )
            incoming.keep()
        run.rehearses = rehearse
        table.close()
        run = running.take(run.id, "test", now=NOW)
        db.session.commit()
        return run, runs.path_of(run.id, tmp_path)

    run_to_end.waiting = waiting
    return run_to_end
