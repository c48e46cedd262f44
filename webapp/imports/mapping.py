"""Where the columns of a table go: asked for, remembered from the last such table, or guessed."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from webapp.db import db, insert_into
from webapp.fields.builtin import PRIMARY
from webapp.imports.guessing import guess_columns
from webapp.imports.headers import header_key
from webapp.imports.models import ImportMapping
from webapp.imports.reading import Table
from webapp.imports.targets import Target
from webapp.imports.values import date_order, decimal_sign

MONTH_FIRST = frozenset({"US", "PH"})


class BadMapping(ValueError):
    """One sentence about a column or field that does not exist."""


def columns_of(table: Table, targets: Mapping[str, Target]) -> list[str]:
    """A target key or '' for each column, as remembered or guessed."""
    guessed = [target or "" for target in guess_columns(table.header, table.sample, table.width)]
    return _remembered(table, targets) or _by_own_names(table, targets, guessed)


def map_columns(
    table: Table, targets: Mapping[str, Target], asked: Mapping[str, str] | None = None
) -> list[str]:
    """The same with what was asked for, {header: "Section › Field" or ''}; raises BadMapping."""
    columns = columns_of(table, targets)
    for header, path in (asked or {}).items():
        column = _column(table, header)
        columns[column] = _target(path, targets)
    check(columns, targets)
    return columns


def remember(table: Table, columns: Sequence[str], *, now: int) -> None:
    """Keep this mapping for the next table with the same headers."""
    if table.header is None:
        return
    kept = {
        header_key(header) or str(i): key
        for i, (header, key) in enumerate(zip(table.header, columns, strict=True))
    }
    statement = insert_into(ImportMapping).values(
        headers=_signature(table.header), columns=kept, changed_at=now
    )
    statement = statement.on_conflict_do_update(
        index_elements=["headers"], set_={"columns": statement.excluded.columns, "changed_at": now}
    )
    db.session.execute(statement)


def styles_of(
    table: Table, columns: Sequence[str], targets: Mapping[str, Target], country: str
) -> dict[int, str]:
    """The order of dates and the decimal sign of each column that needs one."""
    default = "mdy" if country in MONTH_FIRST else "dmy"
    styles = {}
    for i, key in enumerate(columns):
        sample = [row[i] for row in table.sample if i < len(row) and row[i].strip()]
        if key and targets[key].type in ("date", "moment"):
            styles[i] = date_order(sample, default)
        elif key and targets[key].type == "number":
            styles[i] = decimal_sign(sample)
    return styles


def target_at(path: str, targets: Mapping[str, Target]) -> Target | None:
    """The target of "Section › Field", or of "Field" alone, whatever the case; Primary info goes first."""
    wanted = [header_key(part) for part in path.replace(">", "›").split("›")]
    found = [
        target
        for target in targets.values()
        if [header_key(target.section), header_key(target.label)][-len(wanted) :] == wanted
    ]
    if len(found) > 1:
        found = [target for target in found if target.section == PRIMARY]
    return found[0] if len(found) == 1 else None


def _by_own_names(table: Table, targets: Mapping[str, Target], guessed: list[str]) -> list[str]:
    """Headers that are Muster's own, "Section › Field", and names of custom fields, before any guess."""
    columns = list(guessed)
    for i, header in enumerate(table.header or ()):
        target = target_at(header, targets)
        if target and ("›" in header or (not columns[i] and target.key.startswith("field:"))):
            columns[i] = target.key
    return columns


def _remembered(table: Table, targets: Mapping[str, Target]) -> list[str] | None:
    kept = table.header and db.session.get(ImportMapping, _signature(table.header))
    if not kept:
        return None
    keys = [kept.columns.get(header_key(header) or str(i), "") for i, header in enumerate(table.header)]
    return [key if key in targets else "" for key in keys]


def _signature(header: Sequence[str]) -> str:
    return sha256("\n".join(header).encode()).hexdigest()


def _column(table: Table, header: str) -> int:
    names = table.header or [f"Column {number}" for number in range(1, table.width + 1)]
    found = [i for i, name in enumerate(names) if name == header] or [
        i for i, name in enumerate(names) if name.casefold() == header.strip().casefold()
    ]
    if not found:
        raise BadMapping(f"The file has no column “{header}”; it has {', '.join(names[:50])}.")
    return found[0]


def _target(path: str, targets: Mapping[str, Target]) -> str:
    if not path.strip():
        return ""
    target = target_at(path, targets)
    if target is None:
        near = ", ".join(
            t.path for t in targets.values() if header_key(path.split("›")[-1]) in header_key(t.path)
        )
        raise BadMapping(f"There is no field “{path}”." + (f" Did you mean {near}?" if near else ""))
    return target.key


def check(columns: Sequence[str], targets: Mapping[str, Target]) -> None:
    """Raises BadMapping for two columns that go to a field of one value, and when none goes anywhere."""
    for key in {key for key in columns if key and not targets[key].many}:
        if columns.count(key) > 1:
            raise BadMapping(f"Two columns go to {targets[key].path}: leave one of them out.")
    if not any(columns):
        raise BadMapping("None of the columns could be told: say what they are.")
