"""Finding frozen selections by name; where several bear one, by "mona@example.com/Spring letter"."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from webapp.db import fetch, key
from webapp.pipelines.stages import escaped, split_path
from webapp.selections.models import Selection
from webapp.users.user import User


class Listed(NamedTuple):
    """A frozen selection as lists show it; `owner` is an address, `bearers` how many have its name."""

    id: int
    name: str
    name_key: str
    owner_id: int
    owner: str
    bearers: int

    @property
    def path(self) -> str:
        """Its name as one writes it, a slash within it after a backslash."""
        return escaped(self.name) if self.bearers == 1 else f"{self.owner}/{escaped(self.name)}"


def frozen(ids: Iterable[int] | None = None) -> list[Listed]:
    """These of the frozen selections, or all."""
    return _found(true() if ids is None else Selection.id.in_(list(ids)))


def frozen_for(user_id: int | None) -> list[Listed]:
    """Those that a user may look at."""
    return _found(Selection.known_to(user_id))


def meant(text: str, among: Sequence[Listed], user_id: int | None) -> list[Listed]:
    """Those that a written name or "address/name" may mean; one's own before those of others."""
    owner, *rest = split_path(text)
    if rest:
        name = key("/".join(rest))
        if found := [s for s in among if s.owner == key(owner) and s.name_key == name]:
            return found
    wanted = [s for s in among if s.name_key == key(text if rest else owner)]
    return [s for s in wanted if s.owner_id == user_id] or wanted


def is_frozen(selection=Selection) -> ColumnElement[bool]:
    """Whether one (or an alias) is there and is a list."""
    return selection.retired_at.is_(None) & selection.frozen_at.is_not(None)


def _found(which: ColumnElement[bool]) -> list[Listed]:
    columns = (Selection.id, Selection.name, Selection.name_key, Selection.owner_id, User.email_norm)
    found = select(*columns, _BEARERS).join(User, User.id == Selection.owner_id).where(which, is_frozen())
    return [Listed(*row) for row in fetch(found.order_by(Selection.name_key, Selection.id))]


_Other = aliased(Selection)
_BEARERS = (
    select(func.count())
    .where(_Other.name_key == Selection.name_key, is_frozen(_Other))
    .correlate(Selection)
    .scalar_subquery()
)
