"""`birthday:1980-05-17`, `birthday:next:7d`, `birthday:none`."""

from calendar import isleap
from datetime import date

from webapp.criteria.condition import Condition, Said, any_of, refuse_many
from webapp.criteria.days import read_days, say_days, window, write_days
from webapp.criteria.operators import DAYS, EMPTY, LAST, NEXT
from webapp.criteria.tree import Leaf
from webapp.formatting import day, listed

SPECIAL = {("none",): "not known", ("any",): "known"}
LAST_DAY = date.max.toordinal()
NEW_YEAR, NEW_YEARS_EVE, LEAP_DAY = 101, 1231, 229


class BirthdayCondition(Condition):
    """Born on or between days; `next` is the coming days of any year; `none` is not known, `any` known."""

    name = "birthday"
    keys = ("birthday",)
    comparisons = (NEXT, LAST, *DAYS, *EMPTY)

    def topics(self):
        return ()  # it is among the fields

    def read(self, term, asker, beside):
        refuse_many(term.values, term)
        return Leaf(self.name, tuple(_value(asked) for asked in term.values))

    def write(self, leaf):
        return "birthday:" + ",".join(v[0] if v in SPECIAL else write_days(v) for v in leaf.values)

    def probe(self, leaf, subject, asker):
        spans = _spans(leaf, asker)
        return any_of([getattr(subject.person, column).between(*span) for column, *span in spans])

    def reads(self, leaf):
        return "birthday", "birthday_md"

    def theirs(self, leaf, facts, asker, labels):
        return day(facts["birthday"]) if facts["birthday"] else ""

    def test(self, leaf, asker):
        spans = _spans(leaf, asker)
        return lambda facts: any(first <= facts[column] <= last for column, first, last in spans)

    def say(self, leaf, labels, *, negative):
        said = [("is", SPECIAL[v]) if v in SPECIAL else _said(v) for v in leaf.values]
        (verb, first), *others = said
        part = listed([first, *(f"{other} {days}" for other, days in others)], "or")
        return Said(f"whose birthday {verb.replace('is', 'is not', 1) if negative else verb}", part)

    def suggest(self, asker):
        return "next:7d", "next:30d", "any", "none"


def _value(asked):
    if (asked.word,) in SPECIAL:
        return (asked.word,)
    return read_days(asked, "birthday")


def _said(value) -> tuple[str, str]:
    before, part = say_days(value)
    return f"is {before}", part


def _spans(leaf: Leaf, asker) -> list[tuple[str, int, int]]:
    """The column with its first and last value for each; 0 is an unknown birthday."""
    spans = []
    for value in leaf.values:
        match value[0]:
            case "none":
                spans.append(("birthday", 0, 0))
            case "any":
                spans.append(("birthday", 1, LAST_DAY))
            case "next":
                spans += _yearly(asker.today, window(value, asker.today)[1])
            case "last":
                spans.append(("birthday", window(value, asker.today)[0], asker.today.toordinal()))
            case _:
                first, last = window(value, asker.today)
                spans.append(("birthday", first or 1, LAST_DAY if last is None else last))
    return spans


def _yearly(today: date, until: int) -> list[tuple[str, int, int]]:
    """The months and days from today on; whoever was born on 29 February has 1 March in other years."""
    last = date.fromordinal(until)
    if until - today.toordinal() >= 365:
        return [("birthday_md", NEW_YEAR, NEW_YEARS_EVE)]
    first_md, last_md = (day.month * 100 + day.day for day in (today, last))
    if first_md == 301 and not isleap(today.year):
        first_md = LEAP_DAY
    if today.year == last.year:
        return [("birthday_md", first_md, last_md)]
    return [("birthday_md", first_md, NEW_YEARS_EVE), ("birthday_md", NEW_YEAR, last_md)]
