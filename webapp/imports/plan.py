"""What an import does with each column and row: chosen on screen or by the command, kept with the run."""

from dataclasses import asdict, dataclass, field, replace
from typing import Literal

Match = Literal["email", "phone", "name-phone", "none"]
OnMatch = Literal["fill", "overwrite", "skip", "ask"]
Unknown = Literal["create", "reject"]

MATCHES: dict[Match, str] = {
    "email": "e-mail",
    "phone": "phone",
    "name-phone": "name and phone",
    "none": "nothing, every row is somebody new",
}
ON_MATCH: dict[OnMatch, str] = {
    "fill": "fill what is empty",
    "overwrite": "overwrite what differs",
    "skip": "leave the person as they are",
    "ask": "fill what is empty, and ask me about what differs",
}
UNKNOWN: dict[Unknown, str] = {"create": "add it", "reject": "reject the row"}


@dataclass(frozen=True)
class Plan:
    """`columns` holds a target key (targets.py) or '' for each column of the file.

    `header`, `delimiter`, `encoding`, `sheet` say how the file is read, so that it is read the same way
    again. `styles` gives the order of dates ('dmy', 'mdy') or the decimal sign of a column by its number.
    What is for the whole file holds for new people whose row says nothing; '' and None leave it to Muster.
    """

    columns: tuple[str, ...] = ()
    header: bool = True
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    styles: dict[int, str] = field(default_factory=dict)
    match: Match = "email"
    on_match: OnMatch = "fill"
    unknown: Unknown = "create"
    kind: str = ""
    status_id: int | None = None
    stage_id: int | None = None
    segment_id: int | None = None
    office_id: int | None = None
    source: str = ""
    country: str = ""
    tags: tuple[str, ...] = ()
    group_ids: tuple[int, ...] = ()

    def to_json(self) -> dict:
        """As the run keeps it."""
        return asdict(self) | {
            "columns": list(self.columns),
            "tags": list(self.tags),
            "group_ids": list(self.group_ids),
            "styles": {str(k): v for k, v in self.styles.items()},
        }

    @classmethod
    def from_json(cls, kept: dict) -> "Plan":
        """The plan of a run."""
        return replace(
            cls(**{k: v for k, v in kept.items() if k not in ("columns", "tags", "group_ids", "styles")}),
            columns=tuple(kept["columns"]),
            tags=tuple(kept["tags"]),
            group_ids=tuple(kept.get("group_ids", ())),
            styles={int(k): v for k, v in kept["styles"].items()},
        )
