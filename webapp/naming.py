"""The rule for the names of tags, segments, statuses, pipelines, stages, sections and fields."""

from collections.abc import Callable

from webapp.db import key

LONGEST = 60


def name_of(thing: str, typed: str, refusal: Callable[[str], ValueError], *, most: int = LONGEST) -> str:
    """The typed name of a "tag" as it is kept, without doubled spaces; raises the refusal with a sentence."""
    name = " ".join(typed.split())
    if not key(name):
        raise refusal(f"Give the {thing} a name.")
    if len(name) > most:
        raise refusal(f"A {thing}'s name has at most {most} characters.")
    return name
