"""People side by side, field by field: what each of them says since when, and what one chooses between.

What only one of them says is taken over unasked. A state goes with its country, a status with its kind, what
is hoped for with its stage; e-mails and phones are united, and one chooses the primary one. The owner and
office stay those of who is kept; only nobody's record gets the owner of the other.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.activity.models import Change, ChangeSet
from webapp.db import db
from webapp.db.types import Json
from webapp.fields.catalogue import FieldView, catalogue
from webapp.merging.joining import CannotMerge
from webapp.people.editing import Values, load_values
from webapp.people.models import KINDS, Person
from webapp.people.values import is_custom
from webapp.people.wording import Wording
from webapp.users.own_company import Labels
from webapp.users.user import user_name

ADDRESSES = {"emails": "Primary e-mail", "phones": "Primary phone"}


class Since(NamedTuple):
    """Since when a value is as it is, and who wrote it."""

    at: int
    by: str


class Option(NamedTuple):
    """A value that one may choose; `token` names it in the form, `values` are what it means."""

    token: str
    words: str
    values: Values


class Cell(NamedTuple):
    """What somebody says in a row; the options are those that nobody before them had."""

    person_id: int
    words: str
    since: Since | None
    options: list[Option]


@dataclass(frozen=True)
class Row:
    """One thing that people are compared by; `suggested` is the token of what is taken if nobody asks for
    another one, '' where nobody says anything. `is_asked`: they differ."""

    slug: str
    label: str
    cells: list[Cell]
    suggested: str
    is_asked: bool

    @property
    def options(self) -> dict[str, Option]:
        """Everything that one may choose between, by token."""
        return {option.token: option for cell in self.cells for option in cell.options}


class Who(NamedTuple):
    """Somebody at the head of a column."""

    id: int
    name: str
    kind: str
    created_at: int
    owner: str


@dataclass(frozen=True)
class SideBySide:
    """The people, who is kept first, and the rows; `digest` changes with any value of them."""

    people: list[Who]
    rows: list[Row]
    digest: str

    @property
    def kept(self) -> Who:
        """Whose record stays."""
        return self.people[0]

    @property
    def others(self) -> list[Who]:
        """Those who become part of the kept one."""
        return self.people[1:]

    @property
    def asked(self) -> list[Row]:
        """The rows in which they differ."""
        return [row for row in self.rows if row.is_asked]

    def chosen(self, tokens: Mapping[str, str]) -> Values:
        """The values of the kept one by what was chosen in each row; raises CannotMerge."""
        values: Values = {}
        for row in self.rows:
            token = tokens.get(row.slug, row.suggested) if row.is_asked else row.suggested
            if token and token not in row.options:
                raise CannotMerge(f"Choose one of what is offered for {row.label}.")
            if token:
                values |= row.options[token].values
        return values


def side_by_side(person_ids: Sequence[int], kept_id: int | None, labels: Labels) -> SideBySide:
    """These living people; who came first is kept unless `kept_id` says otherwise."""
    people = _people(person_ids)
    kept = next((who for who in people if who.id == kept_id), people[0])
    people = [kept, *(who for who in people if who is not kept)]
    sections = catalogue()
    fields = [field for section in sections for field in section.fields]
    values = load_values([who.id for who in people], {f.key for f in fields if f.is_custom})
    changes = [[k, None, v] for own in values.values() for k, v in own.items()]
    rows = _Rows(people, values, Wording(changes, sections, labels), _written(values))
    return SideBySide(people, [row for row in rows.of(fields) if row.suggested], _digest(kept.id, values))


def _people(person_ids: Collection[int]) -> list[Who]:
    rows = db.session.execute(
        select(Person.id, Person.name, Person.kind, Person.created_at, user_name(Person.owner_id, ""))
        .where(Person.id.in_(person_ids), Person.hidden == 0)
        .order_by(Person.created_at, Person.id)
    )
    return [Who(*row) for row in rows]


def _digest(kept_id: int, values: Mapping[int, Values]) -> str:
    text = Json().process_bind_param([kept_id, *([i, own] for i, own in sorted(values.items()))], None)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _written(values: Mapping[int, Values]) -> dict[tuple[int, str], Since]:
    """When each value was written last, as far as it is remembered, and by whom."""
    last = (
        select(func.max(Change.id))
        .where(Change.person_id.in_(values), Change.kind == "field")
        .group_by(Change.person_id, Change.key)
    )
    rows = db.session.execute(
        select(Change.person_id, Change.key, ChangeSet.at, user_name(ChangeSet.by_id))
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.id.in_(last))
    )
    return {(person_id, key): Since(at, by) for person_id, key, at, by in rows}


class _Rows:
    """Makes the rows of some people."""

    def __init__(self, people: list[Who], values: Mapping[int, Values], wording: Wording, written):
        self.people, self.values, self.wording, self.written = people, values, wording, written

    def of(self, fields: Sequence[FieldView]) -> Iterator[Row]:
        """The rows of these fields, then of where the people stand."""
        states = {field.country_key: field for field in fields if field.country_key}
        for field in fields:
            if field.key in ADDRESSES:
                yield self._addresses(field)
            elif not field.country_key:
                keys = [field.key, *([states[field.key].key] if field.key in states else [])]
                first, *state = map(self.wording.label, keys)
                yield self._row(field.slug, " and ".join([first, *map(str.lower, state)]), keys)
        furthest = max(self.people, key=lambda who: KINDS.index(who.kind))
        yield self._row("kind", "Kind and status", ["kind", "status_id"], furthest)
        yield self._row("stage", "Stage", ["stage_id", "stage_value", "stage_expected"])
        yield self._owner()

    def _row(self, slug: str, label: str, keys: list[str], first: Who | None = None) -> Row:
        """A row whose options are what each of them says first; `first` is whose value is suggested."""
        cells, tokens = [], {}
        for who in self.people:
            own = {k: self.values[who.id].get(k) for k in keys}
            options = []
            if _says_something(keys[0], own[keys[0]]) and repr(own) not in tokens:
                tokens[repr(own)] = str(who.id)
                options = [Option(str(who.id), self._words(own), own)]
            cells.append(Cell(who.id, self._words(own), self._since(who, keys), options))
        suggested = next(iter(tokens.values()), "")
        if first:
            suggested = tokens[repr({k: self.values[first.id][k] for k in keys})]
        return Row(slug, label, cells, suggested, is_asked=len(tokens) > 1)

    def _addresses(self, field: FieldView) -> Row:
        """A row of all addresses, of which one is to be the primary one."""
        united = {norm: shown for who in reversed(self.people) for shown, norm in self._own(who, field)}
        order = list(dict.fromkeys(norm for who in self.people for _, norm in self._own(who, field)))
        cells, told = [], set()
        for who in self.people:
            new = [norm for _, norm in self._own(who, field) if norm not in told]
            told |= set(new)
            options = [
                Option(norm, united[norm], {field.key: _with_first(norm, order, united)}) for norm in new
            ]
            words = ", ".join(shown for shown, _ in self._own(who, field))
            cells.append(Cell(who.id, words, self._since(who, [field.key]), options))
        primary = {addresses[0][1] for who in self.people if (addresses := self._own(who, field))}
        label = ADDRESSES[field.key] if len(primary) > 1 else self.wording.label(field.key)
        return Row(field.slug, label, cells, order[0] if order else "", is_asked=len(primary) > 1)

    def _owner(self) -> Row:
        """Nothing to choose."""
        row = self._row("owner", "Owner", ["owner_id"])
        only = row.options.get(row.suggested)
        cells = [cell._replace(options=[only] if only in cell.options else []) for cell in row.cells]
        return replace(row, cells=cells, is_asked=False)

    def _own(self, who: Who, field: FieldView) -> list:
        return self.values[who.id].get(field.key) or []

    def _words(self, own: Values) -> str:
        said = (self.wording.value(k, v) for k, v in own.items())
        return ", ".join(filter(None, said))

    def _since(self, who: Who, keys: list[str]) -> Since | None:
        """None for what somebody had from the beginning, or for longer than is remembered."""
        known = [self.written[who.id, k] for k in keys if (who.id, k) in self.written]
        return max(known, default=None)


def _with_first(norm: str, order: list[str], united: Mapping[str, str]) -> list[list[str]]:
    return [[united[n], n] for n in (norm, *(other for other in order if other != norm))]


def _says_something(key: str, value: object) -> bool:
    """A custom 0 or "No" is a value, a birthday of 0 is none."""
    return value not in ("", None, []) and (is_custom(key) or value != 0)
