"""Names of tags and segments within the words of an action."""

from collections.abc import Sequence

from webapp.formatting import listed


def quoted(names: Sequence[str]) -> str:
    """'“vip” and “press”'"""
    return listed([f"“{name}”" for name in names], "and")


def the_quoted(thing: str, names: Sequence[str]) -> str:
    """'the tags “vip” and “press”', 'the tag “vip”'."""
    return f"the {thing if len(names) == 1 else f'{thing}s'} {quoted(names)}"
