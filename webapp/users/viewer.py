"""Who is asking: the frozen picture of a signed-in user that every verb takes as `by=`."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from webapp.users.permission import Permission

Scope = Literal["own", "office", "all"]
HUES = ("red", "orange", "amber", "lime", "green", "teal", "blue", "indigo", "violet", "pink")
DENSITIES = {"dense": "Dense", "normal": "Normal", "roomy": "Roomy"}
"""How tall the rows of a list may be, with the words for it."""


@dataclass(frozen=True)
class Viewer:
    """A user as they are during one request, job or command.

    `id` is None only for Muster itself (a job or the command line acting for the company).
    `preferences` is what the user chose (theme, density, columns …); treat it as read-only.
    """

    id: int | None
    name: str
    email: str
    office_id: int
    permissions: frozenset[str]
    session_id: int = 0
    preferences: dict = field(default_factory=dict, hash=False, compare=False)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def can(self, permission: Permission | str) -> bool:
        """Whether any of the user's roles allows this."""
        return permission in self.permissions

    @cached_property
    def scope(self) -> Scope:
        """Whom the user sees: everybody, their office, or only their own people."""
        if Permission.SEE_ALL in self.permissions:
            return "all"
        return "office" if Permission.SEE_OFFICE in self.permissions else "own"

    @cached_property
    def initials(self) -> str:
        """One or two capitals for the round picture."""
        return initials(self.name)

    @cached_property
    def hue(self) -> str:
        """The colour name of the round picture; the same on every page and day."""
        return hue(self.id or 0)

    @property
    def theme(self) -> str:
        """'light', 'dark' or 'auto'."""
        return self.preferences.get("theme", "auto")

    @property
    def density(self) -> str:
        """One of DENSITIES."""
        chosen = self.preferences.get("density")
        return chosen if chosen in DENSITIES else "normal"


def initials(name: str) -> str:
    """'Mona Keller' → 'MK', 'Cher' → 'C'."""
    parts = [part for part in name.split() if part[0].isalpha()] or [name or "?"]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def hue(number: int) -> str:
    """One of the palette's colour names for an id."""
    return HUES[number % len(HUES)]


def muster(office_id: int) -> Viewer:
    """Muster acting for the company: it may do everything and sees everybody."""
    return Viewer(None, "Muster", "", office_id, frozenset(Permission))
