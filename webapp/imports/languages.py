"""Languages and time zones as files name them."""

from functools import cache

from webapp.fields.languages import languages
from webapp.fields.zones import zones

_OWN_NAMES = {"deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es"}


def find_language(text: str) -> str:
    """The two-letter code of a language given by code ("de", "de-AT") or name; or ValueError."""
    word = text.strip().casefold()
    code = _by_word().get(word) or _by_word().get(word.replace("_", "-").partition("-")[0])
    if code is None:
        raise ValueError(f"“{text[:60]}” is no language: write its code, such as en.")
    return code


def find_zone(text: str) -> str:
    """The IANA name of a time zone, whatever its case; or ValueError."""
    zone = _zones().get(text.strip().replace(" ", "_").casefold())
    if zone is None:
        raise ValueError(f"“{text[:60]}” is no time zone: write it as Europe/Berlin.")
    return zone


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in zones()}


@cache
def _by_word() -> dict[str, str]:
    names = {name.casefold(): code for code, name in languages()}
    return _OWN_NAMES | names | {code: code for code, _ in languages()}
