"""A person's values by key, as forms, imports, bulk actions and undo speak of them, and as columns.

Keys: the built-in fields' names (`first`, `city`, …), `emails` and `phones` (lists of [shown, norm], the
first is primary), `company_id`, `kind`, `status_id`, `stage_id` with its `stage_value` (hundredths) and
`stage_expected` (a day ordinal), `owner_id`, `office_id`, and `field:12` for the custom field 12. An empty
text is '', an unknown day or value 0, no company, stage or owner None.
"""

from datetime import date
from operator import itemgetter

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
CUSTOM = "field:"
_KNOWN = frozenset({*COLUMNS, *EMPTY})
_texts, _columns = itemgetter(*TEXT_COLUMNS), itemgetter(*COLUMNS)


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
    return dict(zip((*COLUMNS, *DERIVED), stored(values, company_name), strict=True))


def stored(values: dict[str, object], company_name: str) -> tuple:
    """The same in the order of COLUMNS and DERIVED."""
    name = display_name(values["first"], values["last"], company_name)
    emails, phones = values["emails"], values["phones"]
    return (
        *_columns(values),
        *[key(text) if text else "" for text in _texts(values)],
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
