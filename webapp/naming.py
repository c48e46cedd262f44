"""The names of tags, segments, groups, statuses, pipelines, stages, sections and fields."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from webapp.db import db, key

LONGEST = 60


def name_of(thing: str, typed: str, refusal: Callable[[str], ValueError], *, most: int = LONGEST) -> str:
    """The typed name of a "tag" as it is kept, without doubled spaces; raises the refusal with a sentence."""
    name = " ".join(typed.split())
    if not key(name):
        raise refusal(f"Give the {thing} a name.")
    if len(name) > most:
        raise refusal(f"A {thing}'s name has at most {most} characters.")
    return name


def names_by_id(model, ids: Iterable[int]) -> dict[int, str]:
    """The bare names of these records, deleted ones too."""
    return dict(db.session.execute(select(model.id, model.name).where(model.id.in_(set(ids)))).all())


def told_names(model, ids: Iterable[int]) -> tuple[dict[int, str], dict[str, dict[str, int]]]:
    """The names that an event tells of groups or segments, and what it keeps of those that are an office's
    own, so that only who knows them reads them."""
    rows = select(model.id, model.name, model.office_id).where(model.id.in_(set(ids)))
    found = db.session.execute(rows).all()
    offices = {name: office_id for _, name, office_id in found if office_id}
    return {of: name for of, name, _ in found}, {"offices": offices} if offices else {}
