"""A few rows of a rehearsal in words: whom they would add, and what they would change of whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from webapp.db import key
from webapp.groups.calling import shown_names
from webapp.imports.drafts import Draft
from webapp.imports.naming import TO_ADD
from webapp.people.values import display_name
from webapp.people.wording import in_words, name_of
from webapp.segments.naming import all_segments

MOST = 5
SEGMENT = "segment\n"
"""Begins what stands for a segment among the tags of a state; no tag has a line break."""
GROUP = "group\n"
"""The same for a group."""
MOST_VALUES = 12
LONGEST = 120
_UNSAID = frozenset({"office_id"})


@dataclass
class Samples:
    """The first rows of each kind, as JSON keeps them: `{line, name, changes: [[label, old, new], …]}`, with
    the `person_id` of whom a row changes, None for somebody of an earlier row. `tags` are those of the whole
    file.

    `before` and `after` are states of people (rehearsing.py).
    """

    tags: Sequence[str]
    created: list[dict] = field(default_factory=list)
    updated: list[dict] = field(default_factory=list)

    def add_created(self, draft: Draft, after: dict) -> None:
        """A row that adds somebody."""
        if len(self.created) < MOST:
            named = {part: after["values"][part] for part in ("first", "last")}
            self.created.append(self._sample(draft, after, {"values": named, "tags": []}, after))

    def add_updated(self, draft: Draft, person_id: int | None, before: dict, after: dict) -> None:
        """A row that changes somebody."""
        if len(self.updated) < MOST:
            self.updated.append({"person_id": person_id, **self._sample(draft, before, before, after)})

    def to_json(self) -> dict:
        """Both kinds, each in the order of the file."""
        kinds = {"created": self.created, "updated": self.updated}
        return {kind: sorted(rows, key=itemgetter("line")) for kind, rows in kinds.items()}

    def _sample(self, draft: Draft, named: dict, before: dict, after: dict) -> dict:
        values = named["values"]
        company = _words(draft, "company_id", values["company_id"])
        changes = islice(self._changes(draft, before, after), MOST_VALUES)
        return {
            "line": draft.line,
            "name": _short(display_name(values["first"], values["last"], company)),
            "changes": [[_short(text) for text in change] for change in changes],
        }

    def _changes(self, draft: Draft, before: dict, after: dict) -> Iterator[tuple[str, str, str]]:
        """Of what, what it was and what it would be, in words."""
        for value_key, value in after["values"].items():
            was = _words(draft, value_key, before["values"].get(value_key))
            becomes = _words(draft, value_key, value)
            if was != becomes and value_key not in _UNSAID:
                yield name_of(value_key).rpartition(" › ")[2], was, becomes
        added = [tag for tag in after["tags"] if tag not in before["tags"]]
        if tags := [tag for tag in added if "\n" not in tag]:
            names = {key(name): name for name in (*draft.tags, *self.tags)}
            yield "Tags", "", ", ".join(names.get(tag, tag) for tag in tags)
        if segments := [of for tag in added if (of := in_segment(tag))]:
            names = {str(s.id): s.shown for s in all_segments()} | {key(n): n for n in draft.segments}
            yield "Segments", "", ", ".join(names.get(of, of) for of in segments)
        if groups := [tag.removeprefix(GROUP) for tag in added if tag.startswith(GROUP)]:
            names = {str(i): name for i, name in shown_names().items()} | {key(n): n for n in draft.groups}
            yield "Groups", "", ", ".join(names.get(of, of) for of in groups)
        if draft.note and draft.note not in before.get("notes", ()):
            yield "Note", "", draft.note


def _words(draft: Draft, value_key: str, value: object) -> str:
    """What would have to be added first has no id yet: only the row says its name."""
    if value == TO_ADD and value_key in ("status_id", "stage_id"):
        return draft.status if value_key == "status_id" else draft.stage
    if value_key == "company_id" and isinstance(value, str):
        return value
    if not value and value is not False:
        return ""
    return in_words(value_key, value)


def in_segment(tag: str) -> str:
    """Which segment a state's tag stands for, '' for a tag."""
    return tag.removeprefix(SEGMENT) if tag.startswith(SEGMENT) else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
