"""What a row of the file says of a person, before anybody knows whom it is about."""

from dataclasses import dataclass, field
from operator import attrgetter

from webapp.people.values import Portrait


@dataclass(slots=True)
class Draft:
    """What one row says. `values` are keyed as in people/values.py; names are not yet looked up.

    `names` is whether it names an owner, status, stage, segment, group or tag, which most rows do not.
    `points` are what it is matched by (matching.py); two drafts that share one are about the same person.
    `portrait` is that of somebody new, where it can be made before the database is asked (deciding.py).
    `reason` says why the row is rejected, '' while it is not.
    """

    line: int
    cells: list[str]
    values: dict[str, object] = field(default_factory=dict)
    company: str = ""
    of_company: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    status: str = ""
    stage: str = ""
    owner: str = ""
    note: str = ""
    created_at: int | None = None
    names: bool = False
    points: tuple[str, ...] = ()
    portrait: Portrait | None = None
    reason: str = ""

    def __reduce__(self):
        """Handed over between processes by position, in a third of the time that dataclasses take."""
        return Draft, _in_order(self)


_in_order = attrgetter(*Draft.__slots__)


def names_anything(draft: Draft) -> bool:
    """Whether the draft names what is looked up for it (naming.py)."""
    return any(_named(draft))


_named = attrgetter("owner", "status", "stage", "segments", "groups", "tags")
