"""`city:Boston`, `employees:>50`, `"Co-applicant › State":CA`: built-in, custom and company fields."""

from sqlalchemy import select

from webapp.criteria.askable import Askable, askable, asked_for, headed
from webapp.criteria.asking import Asker
from webapp.criteria.condition import Condition, Said, Topic, among, any_of, refuse_many
from webapp.criteria.matching import matching
from webapp.criteria.operators import EMPTY
from webapp.criteria.stored import stored
from webapp.criteria.tree import Leaf
from webapp.db import fetch
from webapp.fields.custom_values import field_id_of
from webapp.fields.models import Field
from webapp.fields.wording import shown
from webapp.formatting import listed
from webapp.people.values import CUSTOM
from webapp.users.own_company import Labels

NONE, ANY = ("none",), ("any",)


class FieldCondition(Condition):
    """A value of the field matches; `none` is without a value, `any` with one. `of` names the field."""

    name = "field"

    def read(self, term, asker, beside):
        field = asked_for(term.key)
        match = matching(field)
        values = tuple(
            (asked.word,) if (asked.word,) in (NONE, ANY) else match.read(asked, asker, beside)
            for asked in term.values
        )
        refuse_many([value for value in values if value in (NONE, ANY) or match.only(value) is None], term)
        return Leaf(self.name, values, field.of)

    def write(self, leaf):
        field = askable(leaf.of)
        match = matching(field)
        values = (value[0] if value in (NONE, ANY) else match.write(value) for value in leaf.values)
        return f"{field.key}:{','.join(values)}"

    def probe(self, leaf, subject, asker):
        place, test, values = _place_and_test(leaf, asker)
        subject = subject.in_or_if(len(leaf.values) > 1)
        tests = [place.has(subject, test)] if values else []
        if NONE in leaf.values:
            tests.append(~place.has_any(subject))
        if ANY in leaf.values:
            tests.append(place.has_any(subject))
        return any_of(tests)

    def ids(self, leaf, asker):
        place, test, values = _place_and_test(leaf, asker)
        return place.ids(test, values) if len(values) == len(leaf.values) else None

    def reads(self, leaf):
        return (leaf.of,) if leaf.of.startswith(CUSTOM) else stored(askable(leaf.of)).reads

    def wanted(self, leaf):
        field = askable(leaf.of)
        compared, match = stored(field).compared, matching(field)
        values = [None if value in (NONE, ANY) else match.only(value) for value in leaf.values]
        return (compared, values) if compared and None not in values else None

    def theirs(self, leaf, facts, asker, labels):
        field = _field(leaf, asker)
        if field.is_custom:
            value = facts[leaf.of]
            return shown(field.type, list(value) if isinstance(value, tuple) else value)
        return stored(field).in_words(field, facts)

    def test(self, leaf, asker):
        field = _field(leaf, asker)
        match, place = matching(field), stored(field)
        known = {value == ANY for value in leaf.values if value in (NONE, ANY)}
        values = [value for value in leaf.values if value not in (NONE, ANY)]
        only = {match.only(value) for value in values} - {None}
        others = [value for value in values if match.only(value) is None]

        def test(facts) -> bool:
            if known and place.knows_any(facts) in known:
                return True
            return any(
                one in only or any(match.python(value, one, asker) for value in others)
                for one in place.values(facts)
            )

        return test

    def say(self, leaf, labels, *, negative):
        field = askable(leaf.of)
        label = _label(field, labels)
        if leaf.values in ((NONE,), (ANY,)):
            without = negative is (leaf.values == (ANY,))
            return Said("without" if without else "with", label)
        (verb, first), *others = (_said(value, matching(field)) for value in leaf.values)
        parts = [first, *(part if other == verb else f"{other} {part}" for other, part in others)]
        return Said(f"whose {label} {_negated(verb) if negative else verb}", listed(parts, "or"))

    def topics(self):
        return (Topic(field.key, label, heading) for field, heading, label in headed())

    def operators(self, key):
        return (*matching(asked_for(key)).comparisons, *EMPTY)

    def choices(self, key, asker, country):
        return matching(asked_for(key)).choices(asker, country)

    def named(self, leaf):
        return (leaf.of,) if leaf.of.startswith(CUSTOM) else ()

    def added(self, ids):
        there = select(Field.id, Field.created_at).where(
            Field.id.in_(map(field_id_of, ids)), Field.archived_at.is_(None)
        )
        return {f"{CUSTOM}{field_id}": at for field_id, at in fetch(there)}


def _label(field: Askable, labels: Labels) -> str:
    """What the field is called; a company goes by the company's own word for it."""
    if field.of.partition(".")[0] != "company":
        return field.label
    return " › ".join([labels.company.one, *field.label.split(" › ")[1:]])


def _said(value, match) -> tuple[str, str]:
    if value in (NONE, ANY):
        return "is", "empty" if value == NONE else "not empty"
    return match.say(value)


def _negated(verb: str) -> str:
    if verb.startswith("is"):
        return verb.replace("is", "is not", 1)
    first, *rest = verb.split()
    return " ".join(["does not", first.removesuffix("s"), *rest])


def _place_and_test(leaf: Leaf, asker: Asker):
    """Where the values are, the test that one of them must pass, and the values that the test is about."""
    field = _field(leaf, asker)
    match = matching(field)
    values = [value for value in leaf.values if value not in (NONE, ANY)]

    exact = [only for value in values if (only := match.only(value)) is not None]
    others = [value for value in values if match.only(value) is None]

    def test(column):
        tests = [match.sql(value, column, asker) for value in others]
        return any_of([among(column, exact), *tests] if exact else tests)

    return stored(field), test, values


def _field(leaf: Leaf, asker: Asker) -> Askable:
    if leaf.of not in asker.fields:
        asker.fields[leaf.of] = askable(leaf.of)
    return asker.fields[leaf.of]
