"""Fields of dates, kept as day ordinals."""

from webapp.criteria.days import read_days, say_days, window, write_days
from webapp.criteria.matching.base import Matching
from webapp.criteria.operators import DAYS, LAST, NEXT

_FIRST, _LAST = 1, 3_652_059


class Days(Matching):
    """On, before, after and between days; 30d is the last 30 days up to today, next:30d the coming ones."""

    comparisons = (*DAYS, LAST, NEXT)

    def read(self, asked, asker, beside):
        return read_days(asked, self.field.key)

    def write(self, value):
        return write_days(value)

    def sql(self, value, column, asker):
        return column.between(*_bounds(value, asker))

    def python(self, value, stored, asker):
        first, last = _bounds(value, asker)
        return first <= stored <= last

    def say(self, value):
        before, part = say_days(value)
        return f"is {before}", part

    def suggest(self, asker):
        return "30d", "next:30d"


def _bounds(value, asker) -> tuple[int, int]:
    first, last = window(value, asker.today)
    if value[0] == "last":
        last = asker.today.toordinal()
    return first or _FIRST, _LAST if last is None else last
