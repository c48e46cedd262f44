"""Finding companies by name and naming them by id."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, literal_column, select

from webapp.companies.models import Company
from webapp.db import Prepared, db, insert_rows, key, one_of_given


def names_of(company_ids: set[int | None]) -> dict[int, str]:
    """{company_id: name}; None among the ids is left out."""
    wanted = company_ids - {None}
    if not wanted:
        return {}
    return dict(_NAMES.rows(company_ids=list(wanted)))


def company_named(name: str, *, but: int = 0) -> Company | None:
    """The oldest living company of that name, whatever its case and accents; never the one with id `but`."""
    return db.session.scalar(
        select(Company)
        .where(Company.name_key == key(name), Company.hidden == 0, Company.id != but)
        .order_by(Company.id)
        .limit(1)
    )


def found_company(name: str, *, by, now: int) -> Company:
    """The company of that name, added if there is none."""
    company = company_named(name)
    if company is None:
        company = Company(
            name=name.strip(),
            name_key=key(name),
            only_named=True,
            created_at=now,
            changed_at=now,
            created_by_id=by.id,
        )
        db.session.add(company)
        db.session.flush()
    return company


def found_companies(names: Iterable[str], *, by, now: int) -> dict[str, int]:
    """{folded name: id of the oldest company of that name}; those that are missing are added."""
    wanted = {key(name): name.strip() for name in names if key(name)}
    there = _ids_by_key(wanted)
    missing = [name_key for name_key in wanted if name_key not in there]
    if missing:
        rows = [
            {
                "name": wanted[name_key],
                "name_key": name_key,
                "only_named": True,
                "created_at": now,
                "changed_at": now,
                "created_by_id": by.id,
            }
            for name_key in missing
        ]
        insert_rows(Company, rows)
        there |= _ids_by_key(missing)
    return there


def ids_of_companies(names: Iterable[str]) -> dict[str, int]:
    """{folded name: id of the oldest company of that name}; names that no company has are left out."""
    return _ids_by_key({key(name) for name in names})


def _ids_by_key(name_keys: Collection[str]) -> dict[str, int]:
    """Keys, not names: a key that was cut at a blank is not what it folds to again."""
    return dict(_IDS.rows(name_keys=list(name_keys))) if name_keys else {}


_NAMES = Prepared(select(Company.id, Company.name).where(one_of_given(Company.id, "company_ids")))
_IDS = Prepared(
    select(Company.name_key, func.min(Company.id))
    .where(one_of_given(Company.name_key, "name_keys"), Company.hidden == literal_column("0"))
    .group_by(Company.name_key)
)
