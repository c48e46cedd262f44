"""The names of statuses, pipelines and stages."""

from webapp.bad_input import BadInput
from webapp.naming import name_of


class BadStanding(BadInput):
    """What is wrong with a status, pipeline or stage, or with what one wants of it."""


def checked_name(name: str, thing: str) -> str:
    """The name of a status, pipeline or stage as it is kept; raises BadStanding."""
    return name_of(thing, name, BadStanding)


def refuse_taken(taken, own, thing: str) -> None:
    """Raise BadStanding if a name is taken by another row than one's own; either may be None."""
    if taken is None or taken is own:
        return
    raise BadStanding(f"There is a {thing} “{taken.name}” already.")
