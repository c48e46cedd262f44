"""A day ahead, chosen by how far it is or by its date: until when to snooze, when to be reminded."""

from datetime import date

from webapp.criteria.days import shifted

FARTHEST_YEARS = 10
ON_A_DAY = "day"
_FAR = {"tomorrow": (1, "d"), "3 days": (3, "d"), "week": (1, "w"), "2 weeks": (2, "w"), "month": (1, "m")}
NOT_AHEAD = f"Choose a day after today, within {FARTHEST_YEARS} years."


def day_ahead(choice: str, typed: str, today: date) -> int:
    """The ordinal of the day: `typed` for ON_A_DAY, or so far from today; raises ValueError."""
    if choice in _FAR:
        return shifted(today, *_FAR[choice])
    try:
        wanted = date.fromisoformat(typed)
    except ValueError:
        raise ValueError(NOT_AHEAD) from None
    if not today < wanted <= date(today.year + FARTHEST_YEARS, 12, 31):
        raise ValueError(NOT_AHEAD)
    return wanted.toordinal()
