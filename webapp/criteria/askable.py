"""The fields that one may ask for: built-in, custom, and those of a person's company."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Row, select

from webapp.criteria.errors import CriteriaError
from webapp.criteria.spelling import nearest
from webapp.criteria.terms import Atom, quoted
from webapp.db import db, key, remembered
from webapp.fields.builtin import BUILTIN, PRIMARY
from webapp.fields.models import Field, Section
from webapp.formatting import listed


@dataclass(frozen=True)
class Askable:
    """`of` is what trees keep: 'city', 'field:12', 'company.industry'; `key` what texts say. `country_of` is
    the `of` of the country field to which a state belongs."""

    of: str
    key: str
    label: str
    type: str
    choices: tuple[str, ...] = ()
    country_of: str = ""

    @property
    def is_custom(self) -> bool:
        return self.of.startswith("field:")

    @property
    def field_id(self) -> int:
        return int(self.of.partition(":")[2])


_OWN = {
    field.name: Askable(
        field.name, field.name, field.label, field.type, country_of="country" if field.name == "state" else ""
    )
    for field in BUILTIN
} | {"name": Askable("name", "name", "Name", "text")}

_COMPANY = {
    askable.of: askable
    for askable in (
        Askable("company.name", "company.name", "Company › Name", "text"),
        Askable("company.industry", "company.industry", "Company › Industry", "text"),
        Askable("company.country", "company.country", "Company › Country", "country"),
        Askable("company.state", "company.state", "Company › State", "state", country_of="company.country"),
    )
}


@remembered
def asked_for(name: Atom) -> Askable | None:
    """The field of that name; None if there is none. Raises CriteriaError if there are several."""
    folded = key(name.text)
    if not name.quoted and (found := _OWN.get(folded) or _COMPANY.get(folded)):
        return found
    section, field = _parts(name)
    statement = _fields().where(Field.name_key == key(field))
    if section:
        statement = statement.where(Section.name_key == key(section))
    else:
        statement = statement.where(Field.builtin == "")
    rows = db.session.execute(statement).all()
    if len(rows) > 1:
        keys = listed([_askable(row).key for row in rows], "or")
        raise CriteriaError(f"Several sections have a field “{field}”. Write {keys}.", name.position)
    return _askable(rows[0]) if rows else None


@remembered
def askable(of: str) -> Askable:
    """The field of a leaf; raises CriteriaError if it was deleted."""
    if found := _OWN.get(of) or _COMPANY.get(of):
        return found
    row = db.session.execute(_fields().where(Field.id == int(of.partition(":")[2]))).one_or_none()
    if row is None:
        raise CriteriaError("A field that is asked for was deleted.")
    return _askable(row)


def askables() -> Iterator[Askable]:
    """Every field that one may ask for."""
    yield from _OWN.values()
    yield from _COMPANY.values()
    rows = db.session.execute(_fields().where(Field.builtin == "").order_by(Section.position, Field.position))
    yield from map(_askable, rows)


@remembered
def headed() -> tuple[tuple[Askable, str, str], ...]:
    """Every field with its section and "Section › Field", as one chooses among them."""
    primary = db.session.scalar(select(Section.name).where(Section.builtin)) or PRIMARY
    return tuple(
        (field, primary, f"{primary} › {field.label}")
        if field.of in _OWN
        else (field, field.label.partition(" › ")[0], field.label)
        for field in askables()
    )


def nearest_key(name: str, other_keys: list[str]) -> str:
    """The known key most like this name, as one writes it; '' if none is."""
    known = {of.key.strip('"'): of.key for of in askables()} | dict(zip(other_keys, other_keys, strict=True))
    known |= {of.label.rpartition(" › ")[2]: of.key for of in askables() if of.is_custom}
    return known.get(nearest(name, known), "")


def _fields():
    fields = select(
        Field.id,
        Field.name,
        Field.type,
        Field.builtin,
        Field.choices,
        Field.country_field_id,
        Section.name.label("section"),
    )
    return fields.join(Section, Section.id == Field.section_id).where(Field.archived_at.is_(None))


def _askable(row: Row) -> Askable:
    if row.builtin in _OWN:
        return _OWN[row.builtin]
    label = f"{row.section} › {row.name}"
    country_of = f"field:{row.country_field_id}" if row.country_field_id else ""
    return Askable(f"field:{row.id}", quoted(label), label, row.type, tuple(row.choices), country_of)


def _parts(name: Atom) -> tuple[str, str]:
    """Section and field of 'section.field' or "Section › Field"; the section is '' if there is none."""
    section, _, field = name.text.rpartition("›" if name.quoted else ".")
    return section, field
