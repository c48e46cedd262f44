"""A person's values by key, as forms, imports, bulk actions and undo speak of them, and as columns.

Keys: the built-in fields' names (`first`, `city`, …), `emails` and `phones` (lists of [shown, norm], the
first is primary), `company_id`, `kind`, `status_id`, `stage_id` with its `stage_value` (hundredths) and
`stage_expected` (a day ordinal), `owner_id`, `office_id`, and `field:12` for the custom field 12. An empty
text is '', an unknown day or value 0, no company, stage or owner None.
"""

from datetime import date
from operator import itemgetter
from typing import NamedTuple

from webapp.db import key
from webapp.fields.builtin import PLAIN_COLUMNS, TEXT_COLUMNS
from webapp.people.search import search_text

EMPTY: dict[str, object] = {
    **dict.fromkeys(TEXT_COLUMNS, ""),
    **dict.fromkeys(PLAIN_COLUMNS, ""),
    "birthday": 0,
    "emails": [],
    "phones": [],
    "company_id": None,
    "stage_id": None,
    "stage_value": 0,
    "stage_expected": 0,
    "owner_id": None,
}
OWN_COLUMNS = (
    "kind",
    "status_id",
    "stage_id",
    "stage_value",
    "stage_expected",
    "owner_id",
    "office_id",
    "company_id",
)
COLUMNS = (*TEXT_COLUMNS, *PLAIN_COLUMNS, *OWN_COLUMNS)
DERIVED = (
    *(f"{column}_key" for column in TEXT_COLUMNS),
    "name",
    "name_key",
    "company_key",
    "email_norm",
    "phone_norm",
    "birthday_md",
)
PORTRAYED = (*TEXT_COLUMNS, *PLAIN_COLUMNS, *DERIVED)
"""The columns of person that hold neither an id nor where somebody stands."""
CUSTOM = "field:"
_KNOWN = frozenset({*COLUMNS, *EMPTY})
_texts, _plain = itemgetter(*TEXT_COLUMNS), itemgetter(*PLAIN_COLUMNS)


class Portrait(NamedTuple):
    """What is kept of somebody that needs no id, so that it can be made before there is one, or elsewhere:
    `columns` in the order of PORTRAYED, and the texts of person_search."""

    columns: tuple
    txt: str
    phones: str


class Unnamed(ValueError):
    """A person needs a first or last name, or a company."""


def is_custom(value_key: str) -> bool:
    """Whether the key is that of a custom field."""
    return value_key.startswith(CUSTOM)


def custom_of(values: dict[str, object]) -> dict[str, object]:
    """Those of the values that are of custom fields."""
    return {} if values.keys() <= _KNOWN else {k: v for k, v in values.items() if is_custom(k)}


def display_name(first: str, last: str, company: str) -> str:
    """What lists show: first and last name, else the company; raises Unnamed."""
    name = f"{first.strip()} {last.strip()}".strip() or company.strip()
    if not (name if name.isascii() else key(name)):
        raise Unnamed("Enter a first or last name, or a company.")
    return name


def columns_of(values: dict[str, object], company_name: str) -> dict[str, object]:
    """Every derived and stored column of person for a complete set of values; raises Unnamed."""
    portrayed = dict(zip(PORTRAYED, _portrayed(values, company_name), strict=True))
    return portrayed | {column: values[column] for column in OWN_COLUMNS}


def portrait(values: dict[str, object], company_name: str) -> Portrait:
    """The portrait of somebody by a complete set of values; raises Unnamed."""
    found = search_text(values["first"], values["last"], company_name, values["emails"], values["phones"])
    return Portrait(_portrayed(values, company_name), found["txt"], found["phones"])


def _portrayed(values: dict[str, object], company_name: str) -> tuple:
    name = display_name(values["first"], values["last"], company_name)
    emails, phones, texts = values["emails"], values["phones"], _texts(values)
    return (
        *texts,
        *_plain(values),
        *[key(text) if text else "" for text in texts],
        name,
        key(name),
        key(company_name),
        emails[0][1] if emails else "",
        phones[0][1] if phones else "",
        _month_and_day(values["birthday"]),
    )


def search_row(person_id: int, values: dict[str, object], company_name: str) -> dict[str, object]:
    """The person's row of person_search."""
    return {
        "person_id": person_id,
        **search_text(values["first"], values["last"], company_name, values["emails"], values["phones"]),
    }


def _month_and_day(ordinal: int) -> int:
    if not ordinal:
        return 0
    day = date.fromordinal(ordinal)
    return day.month * 100 + day.day
