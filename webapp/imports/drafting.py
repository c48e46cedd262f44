"""A row of the file becomes a draft of a person: its cells read by their fields, or a reason why not."""

import re
from collections.abc import Callable, Sequence

from webapp.db import fold
from webapp.fields.places import country_name, find_country, find_state
from webapp.imports import values
from webapp.imports.drafts import Draft
from webapp.imports.languages import find_language, find_zone
from webapp.imports.plan import Plan
from webapp.imports.reading import Row
from webapp.imports.targets import Target
from webapp.people.amounts import read_hundredths
from webapp.people.contact_points import normalise_email, normalise_phone

MAX_TEXT = 500
MAX_LONG_TEXT = 20_000
_SEVERAL = re.compile(r"[;,|\n]|:::")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class Drafting:
    """Reads rows by a plan; built once for a file."""

    def __init__(self, plan: Plan, targets: dict[str, Target], region: str):
        self._plan = plan
        self._region = region
        self._width = len(plan.columns)
        self._readers = [
            (i, self._reader(i, targets[key]), targets[key].path) for i, key in enumerate(plan.columns) if key
        ]
        self._states = [
            (t.key, t.country_key) for t in targets.values() if t.type == "state" and t.key in plan.columns
        ]

    def draft(self, row: Row) -> Draft:
        """The draft of a row; its `reason` names the first column that could not be read."""
        line, cells = row
        draft = Draft(line, cells)
        if len(cells) > self._width and any(map(str.strip, cells[self._width :])):
            draft.reason = f"It has {len(cells)} columns, the table has {self._width}."
            return draft
        here = len(cells)
        for i, read, path in self._readers:
            if i < here and (text := cells[i].strip()):
                try:
                    if "\0" in text:
                        raise ValueError("it holds a NUL character.")
                    read(text, draft)
                except ValueError as refusal:
                    draft.reason = f"{path}: {refusal}"
                    return draft
        for state, country in self._states:
            self._settle_state(draft, state, country)
        return draft

    def _settle_state(self, draft: Draft, state: str, country: str) -> None:
        """States are told by their country, which may stand in a later column or hold for the whole file."""
        text = draft.values.get(state)
        if text is None:
            return
        code = (
            draft.values.get(country) or (self._plan.country if country == "country" else "") or self._region
        )
        found = find_state(text, code)
        if found is None:
            draft.reason = f"State: “{_short(text)}” is no state of {country_name(code)}."
            return
        draft.values[state] = found
        draft.values.setdefault(country, code)

    def _reader(self, i: int, target: Target) -> Callable[[str, Draft], None]:
        special = getattr(self, f"_read_{target.key.replace('.', '_')}", None)
        if special:
            return special
        if target.key.startswith("company."):
            return _company_text(target.key.partition(".")[2])
        read = self._typed(target, self._plan.styles.get(i, ""))
        key = target.key

        def put(text: str, draft: Draft) -> None:
            draft.values[key] = read(text)

        def join(text: str, draft: Draft) -> None:
            before = draft.values.get(key)
            draft.values[key] = f"{before} {read(text)}" if before else read(text)

        return join if target.many else put

    def _typed(self, target: Target, style: str) -> Callable[[str], object]:
        match target.type:
            case "long text":
                return _long_text
            case "number":
                return lambda text: values.read_number(text, style or ".")
            case "date":
                return lambda text: values.read_date(text, style or "dmy").toordinal()
            case "yes/no":
                return values.read_yes_no
            case "choice":
                return _choice(target.choices)
            case "several choices":
                one = _choice(target.choices)
                return lambda text: [one(part) for part in values.split_list(text)]
            case "e-mail":
                return lambda text: normalise_email(text)[0]
            case "phone":
                return lambda text: normalise_phone(text, self._region)[0]
            case "link":
                return lambda text: values.read_link(_text(text))
            case "country":
                return _country
            case "language":
                return find_language
            case "zone":
                return find_zone
        return _text

    def _read_name(self, text: str, draft: Draft) -> None:
        draft.values["first"], draft.values["last"] = values.split_name(_text(text))

    def _read_email(self, text: str, draft: Draft) -> None:
        _add(draft, "emails", text, normalise_email)

    def _read_phone(self, text: str, draft: Draft) -> None:
        _add(draft, "phones", text, lambda part: normalise_phone(values.clean(part), self._region))

    def _read_company(self, text: str, draft: Draft) -> None:
        draft.company = _text(text)
        if not fold(draft.company):
            raise ValueError(f"“{_short(text)}” is no name.")

    def _read_kind(self, text: str, draft: Draft) -> None:
        kind = values.read_kind(text)
        if kind is None:
            raise ValueError(f"“{_short(text)}” is none of contact, lead, customer.")
        draft.values["kind"] = kind

    def _read_status(self, text: str, draft: Draft) -> None:
        draft.status = _text(text)
        if not fold(draft.status):
            raise ValueError(f"“{_short(text)}” is no name.")

    def _read_stage(self, text: str, draft: Draft) -> None:
        draft.stage = _text(text)

    def _read_value(self, text: str, draft: Draft) -> None:
        number = values.read_number(text, self._plan.styles.get(self._plan.columns.index("value"), "."))
        draft.values["stage_value"] = read_hundredths(number)

    def _read_expected(self, text: str, draft: Draft) -> None:
        style = self._plan.styles.get(self._plan.columns.index("expected"), "dmy")
        draft.values["stage_expected"] = values.read_date(text, style).toordinal()

    def _read_owner(self, text: str, draft: Draft) -> None:
        draft.owner = _text(text)

    def _read_segments(self, text: str, draft: Draft) -> None:
        draft.segments += _names(text)

    def _read_groups(self, text: str, draft: Draft) -> None:
        draft.groups += _names(text)

    def _read_tags(self, text: str, draft: Draft) -> None:
        draft.tags += _names(text)

    def _read_note(self, text: str, draft: Draft) -> None:
        note = _long_text(text)
        draft.note = f"{draft.note}\n\n{note}" if draft.note else note

    def _read_created(self, text: str, draft: Draft) -> None:
        index = self._plan.columns.index("created")
        draft.created_at = values.read_moment(text, self._plan.styles.get(index, "dmy"))


def _add(draft: Draft, key: str, text: str, normalise) -> None:
    """One or several addresses of a cell, each once."""
    parts = values.split_points(text) if _SEVERAL.search(text) else (text,)
    for part in parts:
        shown, norm = normalise(part)
        known = draft.values.setdefault(key, [])
        if not known or all(norm != other for _, other in known):
            known.append([shown, norm])


def _company_text(name: str):
    def put(text: str, draft: Draft) -> None:
        draft.of_company[name] = values.read_link(_text(text)) if name == "website" else _text(text)

    return put


def _text(text: str) -> str:
    """One line of text without control characters."""
    return _fitting(_line(text))


def _names(text: str) -> list[str]:
    """The names of a cell; each of them has to fit, not the cell."""
    return [_fitting(name) for name in values.split_list(_line(text))]


def _line(text: str) -> str:
    if not text.isprintable():
        text = _CONTROL.sub(" ", text)
    return values.clean(text) if text[0] == "'" else text


def _fitting(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"it has {len(text):,} characters; at most {MAX_TEXT} fit.")
    return text


def _long_text(text: str) -> str:
    if len(text) > MAX_LONG_TEXT:
        raise ValueError(f"it has {len(text):,} characters; at most {MAX_LONG_TEXT:,} fit.")
    return values.clean(text)


def _choice(choices: Sequence[str]):
    known = {choice.casefold(): choice for choice in choices}

    def read(text: str) -> str:
        found = known.get(text.casefold())
        if found is None:
            raise ValueError(f"“{_short(text)}” is none of {', '.join(choices)}.")
        return found

    return read


def _country(text: str) -> str:
    code = find_country(text)
    if code is None:
        raise ValueError(f"“{_short(text)}” is no country.")
    return code


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
