"""Languages by their two letters (ISO 639-1) and English names."""

from functools import cache


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """(code, name) of every language that has two letters, sorted by name."""
    from pycountry import languages as listed

    found = [(one.alpha_2, one.name) for one in listed if hasattr(one, "alpha_2")]
    return tuple(sorted(found, key=lambda pair: pair[1]))


def language_name(code: str) -> str:
    """'German' for 'de'; the code itself when it is none."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return dict(languages())
