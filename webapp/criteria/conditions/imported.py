"""`import:7`, by the number in the import's address."""

from collections.abc import Sequence

from sqlalchemy import Select, select

from webapp.activity.models import Change, ChangeSet
from webapp.criteria.condition import Ids, a_row, among
from webapp.criteria.conditions.named import Named, ids_of
from webapp.criteria.operators import IS_ANY_OF
from webapp.db import db, remembered
from webapp.imports.models import ImportRun
from webapp.users.permission import Permission

MOST_OFFERED = 50


class ImportCondition(Named):
    """Came in with the import, or was changed by it; asked for by number, since files have the same names.

    One may ask for the imports that one may look at, while Muster keeps what they changed (30 days).
    """

    name = "import"
    keys = ("import",)
    thing = "import"
    comparisons = (IS_ANY_OF,)
    model = ImportRun
    verbs = ("from the import", "not from the import")

    def called(self, names, asker):
        numbers = {int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 10}
        known = _of(asker.viewer).where(ImportRun.id.in_(numbers))
        return {str(run_id): [run_id] for run_id in db.session.scalars(known)}

    def names(self, ids=None):
        runs = _kept() if ids is None else _kept().where(ImportRun.id.in_(ids))
        return {run_id: str(run_id) for run_id in db.session.scalars(runs)}

    def names_for(self, asker):
        latest = _of(asker.viewer).order_by(ImportRun.id.desc()).limit(MOST_OFFERED)
        return {run_id: str(run_id) for run_id in db.session.scalars(latest)}

    def there(self):
        return ImportRun.id.in_(_kept())

    def shown(self, leaf):
        return _file_names(tuple(self.names_of(leaf)))

    def called_by(self, names):
        files = _file_names(tuple(names))
        return {run_id: f"{files[run_id]}, number {run_id}" for run_id in names}

    def probe(self, leaf, subject, asker):
        change_sets = among(Change.change_set_id, _change_sets(tuple(ids_of(leaf))))
        return subject.has(a_row(Change.person_id == subject.person.id, change_sets))

    def ids(self, leaf, asker):
        change_sets = among(Change.change_set_id, _change_sets(tuple(ids_of(leaf))))
        return Ids(select(Change.person_id).where(change_sets).distinct())

    def reads(self, leaf):
        return ("imports",)

    def test(self, leaf, asker):
        runs = ids_of(leaf)
        return lambda facts: not facts["imports"].isdisjoint(runs)


def _kept() -> Select:
    """The numbers of the imports of which one still knows what they changed."""
    started = select(ImportRun.id).join(ChangeSet, ChangeSet.id == ImportRun.change_set_id)
    return started.where(ChangeSet.purged_at.is_(None))


def _of(viewer) -> Select:
    """Those that the viewer may look at."""
    return _kept() if viewer.can(Permission.SEE_ALL_ACTIVITY) else _kept().where(ImportRun.by_id == viewer.id)


@remembered
def _change_sets(run_ids: Sequence[int]) -> list[int]:
    """What these imports changed is in these change sets."""
    return list(db.session.scalars(select(ImportRun.change_set_id).where(ImportRun.id.in_(run_ids))))


@remembered
def _file_names(run_ids: Sequence[int]) -> dict[int, str]:
    rows = select(ImportRun.id, ImportRun.file_name).where(ImportRun.id.in_(run_ids))
    return dict(db.session.execute(rows).all())
