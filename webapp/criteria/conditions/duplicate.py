"""`is:duplicate`."""

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.orm import aliased

from webapp.criteria.condition import Condition, Ids, Said, a_row, refusal
from webapp.criteria.operators import Alone
from webapp.criteria.tree import Leaf
from webapp.duplicates.models import Pair
from webapp.people.models import Person
from webapp.people.visible import seen_by, would_see

WORD = "duplicate"
SIDES = ((Pair.first_id, Pair.second_id), (Pair.second_id, Pair.first_id))
Other = aliased(Person, name="other")


class DuplicateCondition(Condition):
    """Stands on the review list (duplicates/pairs.py) with somebody whom one sees too."""

    name = "is"
    keys = ("is",)
    label = "Duplicates"
    linked = True
    comparisons = (Alone(WORD, "has a likely duplicate", "has no likely duplicate"),)

    def read(self, term, asker, beside):
        for asked in term.values:
            if asked.word != WORD:
                raise refusal(asked, f"One can ask for is:{WORD}.", f"is:{WORD}")
        return Leaf(self.name, ((WORD,),))

    def write(self, leaf):
        return f"is:{WORD}"

    def probe(self, leaf, subject, asker):
        subject = subject.in_or_if(True)
        one, two = (
            subject.has(a_row(own == subject.person.id, *_seen_with(other, asker))) for own, other in SIDES
        )
        return one | two

    def ids(self, leaf, asker):
        sides = [select(own.label("person_id")).where(*_seen_with(other, asker)) for own, other in SIDES]
        return Ids(select(union(*sides).subquery().c.person_id))

    def reads(self, leaf):
        return ("duplicates",)

    def test(self, leaf, asker):
        return lambda facts: bool(_seen_among(facts["duplicates"], asker))

    def theirs(self, leaf, facts, asker, labels):
        number = len(_seen_among(facts["duplicates"], asker))
        return f"{number} likely {'duplicate' if number == 1 else 'duplicates'}" if number else ""

    def not_in_rules(self, leaf):
        return "Muster looks for duplicates after a change and not with it, so no rule can ask for them."

    def say(self, leaf, labels, *, negative):
        return Said("without" if negative else "with", "a likely duplicate")

    def suggest(self, asker):
        return (WORD,)


def _seen_with(other: ColumnElement, asker) -> tuple[ColumnElement[bool], ...]:
    return Pair.dismissed_at.is_(None), Other.id == other, Other.hidden == 0, seen_by(asker.viewer, Other)


def _seen_among(others, asker) -> list[int]:
    return [i for i, office_id, owner_id in others if would_see(asker.viewer, office_id, owner_id)]
