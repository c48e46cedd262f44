"""`selection:"Spring letter"`: whom a frozen selection holds."""

from sqlalchemy import select

from webapp.criteria.condition import Ids, a_row, among
from webapp.criteria.conditions.named import Named, ids_of, is_in_any
from webapp.criteria.operators import IS_ANY_OF
from webapp.criteria.terms import written
from webapp.db import key
from webapp.formatting import listed
from webapp.selections.models import Selection, SelectionPerson
from webapp.selections.naming import frozen, frozen_for, is_frozen, meant


class SelectionCondition(Named):
    """Is in any of the lists that selections were frozen to, of those that one sees.

    One that is not frozen is asked for by its own criteria.
    """

    name = "selection"
    keys = ("selection",)
    thing = "frozen selection"
    gone = "was deleted, or follows its criteria again"
    instead = " A live one is opened from Selections, or frozen there first."
    comparisons = (IS_ANY_OF,)
    model = Selection
    linked = True
    verbs = ("in the selection", "not in the selection")

    def called(self, names, asker):
        known = frozen_for(asker.viewer.id)
        return {key(name): [s.id for s in meant(name, known, asker.viewer.id)] for name in names}

    def names(self, ids=None):
        return {s.id: s.path for s in frozen(ids)}

    def names_for(self, asker):
        return {s.id: s.path for s in frozen_for(asker.viewer.id)}

    def shown(self, leaf):
        return {s.id: s.name for s in frozen(self.names_of(leaf))}

    def there(self):
        return is_frozen()

    def name_in(self, asked):
        return asked.text

    def which(self, asked, found):
        paths = [f"selection:{written(path)}" for path in self.names(found).values()]
        return f"Several selections are called “{asked.text[:40]}”. Write {listed(paths, 'or')}."

    def probe(self, leaf, subject, asker):
        held = among(SelectionPerson.selection_id, ids_of(leaf))
        return subject.has(a_row(SelectionPerson.person_id == subject.person.id, held))

    def ids(self, leaf, asker):
        wanted = ids_of(leaf)
        found = select(SelectionPerson.person_id).where(among(SelectionPerson.selection_id, wanted))
        return Ids(found if len(wanted) == 1 else found.distinct())

    def reads(self, leaf):
        return ("selections",)

    def test(self, leaf, asker):
        return is_in_any(leaf, "selections")
