"""Time zones by the names that people know, and what time it is there."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def zones() -> tuple[str, ...]:
    """Every zone named by a place, sorted; without the obsolete short names."""
    return (*sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS)), "UTC")


def zone_name(zone: str) -> str:
    """'New York' for 'America/New_York'."""
    return zone.rpartition("/")[2].replace("_", " ")


def time_there(zone: str, now: int) -> str:
    """'07:12' in that zone at this moment; '' for a zone that is not known."""
    if zone not in _known():
        return ""
    return f"{datetime.fromtimestamp(now, ZoneInfo(zone)):%H:%M}"


@cache
def _known() -> frozenset[str]:
    return frozenset(zones())
