"""`created:`, `changed:`, `contacted:` and `touched:` with days, and never."""

from sqlalchemy import select

from webapp.criteria.condition import FOUND_LIVING, Condition, Found, Ids, Said, any_of, refusal, refuse_many
from webapp.criteria.days import read_days, say_days, window, write_days
from webapp.criteria.operators import DAYS, LAST, Alone
from webapp.criteria.tree import Leaf
from webapp.formatting import moment

NEVER = ("never",)
END_OF_TIME = 2**53


class MomentCondition(Condition):
    """When something last happened, as a column of UTC seconds with 0 for never; `deed` says it in words."""

    heading = "When"

    def __init__(self, name: str, column: str, *, label: str, deed: str, may_be_never: bool = False):
        self.name = name
        self.label = label
        self.keys = (name,)
        self.column = column
        self.deed = deed
        self.verbs = (f"who have {deed}", f"who have not {deed}") if may_be_never else (deed, f"not {deed}")
        self.may_be_never = may_be_never
        never = (Alone("never", "never", "ever"),) if may_be_never else ()
        self.comparisons = (LAST, *never, *DAYS)

    def read(self, term, asker, beside):
        refuse_many(term.values, term)
        return Leaf(self.name, tuple(self._value(asked) for asked in term.values))

    def write(self, leaf):
        return f"{self.name}:" + ",".join("never" if v == NEVER else write_days(v) for v in leaf.values)

    def probe(self, leaf, subject, asker):
        return self._test(leaf, getattr(subject.person, self.column), asker)

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, self._test(leaf, getattr(Found, self.column), asker)))

    def reads(self, leaf):
        return (self.column,)

    def theirs(self, leaf, facts, asker, labels):
        return moment(facts[self.column], asker.zone) if facts[self.column] else "never"

    def test(self, leaf, asker):
        spans = list(self._spans(leaf, asker))
        return lambda facts: any(first <= facts[self.column] <= last for first, last in spans)

    def say(self, leaf, labels, *, negative):
        if leaf.values == (NEVER,):
            return Said("who have", "ever" if negative else "never", self.deed)
        said = [("", "never") if value == NEVER else say_days(value) for value in leaf.values]
        (first, part), *others = said
        more = "".join(f" or {word} {days}".replace("  ", " ") for word, days in others)
        return Said(f"{self.verbs[negative]} {first}".rstrip(), part + more)

    def suggest(self, asker):
        return ("7d", "30d", "90d", "12m", *(["never"] if self.may_be_never else []))

    def _value(self, asked):
        if asked.word == "never" and self.may_be_never:
            return NEVER
        value = read_days(asked, self.name)
        if value[0] == "next":
            raise refusal(asked, f"“{self.name}:” looks back. Write {self.name}:30d for the last 30 days.")
        return value

    def _test(self, leaf, column, asker):
        return any_of([column.between(first, last) for first, last in self._spans(leaf, asker)])

    def _spans(self, leaf, asker):
        """The first and last second of each value; an open beginning leaves out the 0 of never."""
        for value in leaf.values:
            if value == NEVER:
                yield 0, 0
            else:
                first, last = window(value, asker.today)
                yield (
                    1 if first is None else max(1, asker.midnight(first)),
                    END_OF_TIME if last is None else asker.midnight(last + 1) - 1,
                )
