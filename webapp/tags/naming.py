"""The list of tags, and finding them by name."""

import re
from collections.abc import Iterable

from sqlalchemy import func, select

from webapp.bad_input import BadInput
from webapp.db import db, insert_into, key
from webapp.naming import name_of
from webapp.tags.models import Tag
from webapp.users.viewer import HUES


class BadTag(BadInput):
    """What is wrong with a tag's name."""


def all_tags() -> list[Tag]:
    """Every tag by name."""
    return list(db.session.scalars(select(Tag).where(Tag.retired_at.is_(None)).order_by(Tag.name_key)))


def tag_named(name: str) -> Tag | None:
    """The tag of that name, whatever its case and accents."""
    return db.session.scalar(select(Tag).where(Tag.name_key == key(name)))


def checked_name(name: str) -> str:
    """The name as it is kept, without doubled spaces; raises BadTag."""
    return name_of("tag", name, BadTag)


def names_in(text: str) -> list[str]:
    """The names that were typed into one input: commas, semicolons and new lines stand between them."""
    return [name for name in re.split(r"[;,\n]", text) if name.strip()]


def found_tags(names: Iterable[str], *, now: int) -> list[Tag]:
    """The tags of these names in their order, each once; those that are missing are added. Raises BadTag.

    New tags take the next colour of the palette, so that a row of them can be told apart.
    """
    wanted = {key(name): name for name in map(checked_name, names)}
    there = set(db.session.scalars(select(Tag.name_key).where(Tag.name_key.in_(wanted))))
    missing = [name_key for name_key in wanted if name_key not in there]
    if missing:
        first = db.session.scalar(select(func.count()).select_from(Tag))
        rows = [
            {
                "name": wanted[name_key],
                "name_key": name_key,
                "hue": HUES[(first + number) * 3 % len(HUES)],
                "created_at": now,
            }
            for number, name_key in enumerate(missing)
        ]
        statement = insert_into(Tag).on_conflict_do_nothing(index_elements=["name_key"])
        db.session.execute(statement, rows)
    tags = {tag.name_key: tag for tag in db.session.scalars(select(Tag).where(Tag.name_key.in_(wanted)))}
    return [tags[name_key] for name_key in wanted]
