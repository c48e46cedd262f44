"""Languages and time zones as files name them."""

from functools import cache
from zoneinfo import available_timezones


def find_language(text: str) -> str:
    """The two-letter code of a language given by code ("de", "de-AT") or name; or ValueError."""
    word = text.strip().casefold()
    code = _languages().get(word) or _languages().get(word.replace("_", "-").partition("-")[0])
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
    return {zone.casefold(): zone for zone in available_timezones()}


@cache
def _languages() -> dict[str, str]:
    from pycountry import languages

    own_names = {"deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es"}
    listed = [language for language in languages if getattr(language, "alpha_2", None)]
    return {
        **own_names,
        **{language.name.casefold(): language.alpha_2 for language in listed},
        **{language.alpha_3: language.alpha_2 for language in listed},
        **{language.alpha_2: language.alpha_2 for language in listed},
    }
