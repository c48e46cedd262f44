"""Countries and their states by ISO 3166: lists for pickers, and finding one by name or code.

A country is stored by its two letters ("US"), a state by its full code ("US-CA"). The lists are read from
pycountry's files on first use (1 ms and 30 ms, under 5 MB), since most requests need neither.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

LONGEST = 100
"""Characters of the longest name of a place, and some more."""
LANGUAGES = ("de", "fr", "es", "it", "nl", "pt")

_EVERYDAY_COUNTRIES = {
    "usa": "US",
    "united states of america": "US",
    "u s": "US",
    "u s a": "US",
    "america": "US",
    "uk": "GB",
    "u k": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "holland": "NL",
    "brd": "DE",
    "uae": "AE",
    "estados unidos de america": "US",
    "vereinigte staaten von amerika": "US",
    "etats unis d amerique": "US",
    "republic of ireland": "IE",
    "south korea": "KR",
    "north korea": "KP",
    "czech republic": "CZ",
    "tschechische republik": "CZ",
    "turkey": "TR",
    "macedonia": "MK",
    "ivory coast": "CI",
    "cape verde": "CV",
    "swaziland": "SZ",
    "burma": "MM",
    "taiwan": "TW",
    "russia": "RU",
    "vatican": "VA",
    "palestine": "PS",
}
_EVERYDAY_STATES = {
    "washington dc": "US-DC",
    "washington d c": "US-DC",
    "d c": "US-DC",
    "quebec": "CA-QC",
    "bavaria": "DE-BY",
    "saxony": "DE-SN",
    "lower saxony": "DE-NI",
    "saxony anhalt": "DE-ST",
    "thuringia": "DE-TH",
    "hesse": "DE-HE",
    "rhineland palatinate": "DE-RP",
    "north rhine westphalia": "DE-NW",
    "nrw": "DE-NW",
    "mecklenburg western pomerania": "DE-MV",
    "vienna": "AT-9",
    "lower austria": "AT-3",
    "upper austria": "AT-4",
    "carinthia": "AT-2",
    "styria": "AT-6",
    "tyrol": "AT-7",
    "geneva": "CH-GE",
    "zurich": "CH-ZH",
    "lucerne": "CH-LU",
}


class Place(NamedTuple):
    code: str
    name: str


@cache
def countries() -> tuple[Place, ...]:
    """Every country by its everyday English name, sorted by it."""
    from pycountry import countries as listed

    places = [Place(c.alpha_2, getattr(c, "common_name", None) or c.name) for c in listed]
    return tuple(sorted(places, key=lambda place: _key(place.name)))


@cache
def states(country: str) -> tuple[Place, ...]:
    """The states of a country code with their provinces, sorted by name; empty when it has none."""
    places = [Place(s.code, s.name) for s in _subdivisions(country)]
    return tuple(sorted(places, key=lambda place: _key(place.name)))


def country_name(code: str) -> str:
    """The name shown for a stored country code; the code itself when it is not in ISO 3166."""
    return _names_by_code().get(code, code)


def state_name(code: str) -> str:
    """The name shown for a stored state code ("US-CA"); the code itself when it is not in ISO 3166."""
    return next((s.name for s in states(code.partition("-")[0]) if s.code == code), code)


def find_country(text: str) -> str | None:
    """The code of a country given by code of two or three letters or by name, English or of LANGUAGES."""
    return _country(text) if len(text) <= LONGEST else None


def find_state(text: str, country: str) -> str | None:
    """The code ("US-CA") of a state of `country`, given by name or by code with or without the country."""
    return _state(text, country) if len(text) <= LONGEST else None


def countries_with_state(text: str) -> tuple[str, ...]:
    """The codes of all countries that have a state of this name or code, for a state without its country."""
    return tuple(c.code for c in countries() if find_state(text, c.code))


@lru_cache(4096)
def _country(text: str) -> str | None:
    return _countries_by_key().get(_key(text))


@lru_cache(4096)
def _state(text: str, country: str) -> str | None:
    return _states_by_key(country).get(_key(text))


@cache
def _names_by_code() -> dict[str, str]:
    return dict(countries())


@cache
def _countries_by_key() -> dict[str, str]:
    from pycountry import countries as listed

    found = dict(_EVERYDAY_COUNTRIES)
    for translation in _translations("iso3166-1"):
        for country in listed:
            found.setdefault(_key(translation(country.name)), country.alpha_2)
    for country in listed:
        for attribute in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            if name := getattr(country, attribute, None):
                found[_key(name)] = country.alpha_2
    return found


@cache
def _states_by_key(country: str) -> dict[str, str]:
    found = {key: code for key, code in _EVERYDAY_STATES.items() if code.startswith(f"{country}-")}
    for state in _subdivisions(country):
        for written in (state.name, *state.name.split(" / "), re.sub(r"[\[(].*", "", state.name)):
            found.setdefault(_key(written), state.code)
        found[_key(state.code)] = found[_key(state.code.partition("-")[2])] = state.code
    return found


def _subdivisions(country: str):
    """Those directly below the country first, so that "Madrid" is the community and not its province."""
    from pycountry import subdivisions

    return sorted(subdivisions.get(country_code=country) or (), key=lambda s: s.parent_code is not None)


def _translations(domain: str):
    import gettext

    from pycountry import LOCALES_DIR

    for language in LANGUAGES:
        yield gettext.translation(domain, LOCALES_DIR, languages=[language], fallback=True).gettext


def _key(text: str) -> str:
    """Without case, accents and punctuation, so that "Côte d'Ivoire" is "cote d ivoire"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", letters).strip()
