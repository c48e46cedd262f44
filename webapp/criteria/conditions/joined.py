"""`joined:Italy:30d`, `joined:"Travel/Italy":>=2026-01-01`."""

from sqlalchemy import and_, select

from webapp.criteria.condition import Ids, Said, a_row, any_of, refusal, refuse_many
from webapp.criteria.conditions.group import OfGroups
from webapp.criteria.conditions.moment import END_OF_TIME
from webapp.criteria.conditions.named import some_of
from webapp.criteria.days import read_days, say_days, window, write_days
from webapp.criteria.operators import DAYS, LAST, of_thing
from webapp.criteria.terms import Asked, written
from webapp.criteria.tree import Leaf
from webapp.formatting import moment
from webapp.groups.calling import shown_names
from webapp.groups.models import PersonGroup


class JoinedCondition(OfGroups):
    """Is in the group itself and came in then. Values are ('is', group_id, *days)."""

    name = "joined"
    keys = ("joined",)
    label = "Joined group"
    heading = "When"
    comparisons = tuple(of_thing(operator) for operator in (LAST, *DAYS))

    def read(self, term, asker, beside):
        refuse_many(term.values, term)
        return super().read(term, asker, beside)

    def write(self, leaf):
        names = self.names_of(leaf)
        values = (f"{written(names[group_id])}:{write_days(days)}" for _, group_id, *days in leaf.values)
        return f"joined:{','.join(values)}"

    def probe(self, leaf, subject, asker):
        own = PersonGroup.person_id == subject.person.id
        return subject.has(a_row(own, _in_any(leaf, asker)))

    def ids(self, leaf, asker):
        found = select(PersonGroup.person_id).where(_in_any(leaf, asker))
        return Ids(found if len(leaf.values) == 1 else found.distinct())

    def reads(self, leaf):
        return ("joined",)

    def test(self, leaf, asker):
        spans = list(_spans(leaf, asker))
        return lambda facts: any(
            group_id == of and first <= at <= last
            for group_id, at in facts["joined"]
            for of, first, last in spans
        )

    def theirs(self, leaf, facts, asker, labels):
        shown, asked = shown_names(), set(self.named(leaf))
        return some_of(
            [
                f"joined {shown[group_id]} on {moment(at, asker.zone)}"
                for group_id, at in facts["joined"]
                if group_id in asked
            ]
        )

    def groups(self, leaf):
        return self.named(leaf)

    def say(self, leaf, labels, *, negative):
        shown = self.shown(leaf)
        said = [f"{shown[group_id]} {' '.join(say_days(days))}" for _, group_id, *days in leaf.values]
        return Said("who did not join" if negative else "who joined", " or ".join(said))

    def suggest(self, asker):
        return (f"{written(name)}:30d" for name in self.names_for(asker).values())

    def _value(self, asked, called, asker):
        if asked.op != "named":
            raise refusal(asked, "Write when they joined it, as in joined:Italy:30d.")
        _, group_id = super()._value(Asked("is", asked.atom), called, asker)
        days = read_days(asked.behind, f"joined:{written(asked.text)}")
        return "is", group_id, *days


def _in_any(leaf: Leaf, asker):
    return any_of(
        [
            and_(PersonGroup.group_id == group_id, PersonGroup.at.between(first, last))
            for group_id, first, last in _spans(leaf, asker)
        ]
    )


def _spans(leaf: Leaf, asker):
    """Each group with the first and the last second."""
    for _, group_id, *days in leaf.values:
        first, last = window(tuple(days), asker.today)
        yield (
            group_id,
            0 if first is None else asker.midnight(first),
            END_OF_TIME if last is None else asker.midnight(last + 1) - 1,
        )
