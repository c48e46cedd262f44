"""Conditions on things with names (tags, statuses, users, offices): asked for by name, kept by id."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, bindparam, select, true

from webapp.criteria.asking import Asker
from webapp.criteria.condition import Condition, Facts, Said, refusal
from webapp.criteria.errors import CriteriaError
from webapp.criteria.operators import IS_ANY_OF, Choice
from webapp.criteria.spelling import nearest
from webapp.criteria.terms import Asked, Term, written
from webapp.criteria.tree import Leaf, Value
from webapp.db import fetch, key, one_of, remembered
from webapp.formatting import listed

Id = int | str
MOST_SHOWN = 5


class Named(Condition):
    """`thing` is the word for one of them, kept in rows of `model` with id, name and name_key.

    `special` are the values that are no names, with their words. `verbs` stand before the names in a
    sentence: as it is, and negated. Special values that are no operators of the builder are choices there,
    named by `special_choices`.
    """

    thing: str
    model: type
    gone = "was deleted"
    instead = ""
    comparisons = (IS_ANY_OF,)
    special: Mapping[str, str] = MappingProxyType({})
    special_choices: Mapping[str, str] = MappingProxyType({})
    verbs: tuple[str, str]

    def called(self, names: Iterable[str], asker: Asker) -> Mapping[str, Sequence[Id]]:
        """The ids of those of the names that there are for the asker, by folded name."""
        rows = fetch(self._by_name, {"names": list(set(map(key, names)))})
        return {name_key: [found] for name_key, found in rows}

    @cached_property
    def _by_name(self) -> Select:
        """Built once, which takes longer than running it."""
        named = self.model.name_key.in_(bindparam("names", expanding=True))
        return select(self.model.name_key, self.model.id).where(named, self.there())

    def names(self, ids: Iterable[Id] | None = None) -> Mapping[Id, str]:
        """{id: name} of these, or of all that may be asked for."""
        return dict(fetch(self._all if ids is None else self._of_ids, ids and {"ids": list(ids)}).all())

    @cached_property
    def _all(self) -> Select:
        return select(self.model.id, self.model.name).where(self.there()).order_by(self.model.name_key)

    @cached_property
    def _of_ids(self) -> Select:
        return self._all.where(self.model.id.in_(bindparam("ids", expanding=True)))

    def names_for(self, asker: Asker) -> Mapping[Id, str]:
        """{id: name} of all that the asker may ask for."""
        return self.names()

    def there(self) -> ColumnElement[bool]:
        """Which rows of `model` may be asked for."""
        return true()

    def read(self, term: Term, asker: Asker, beside: Sequence[Term]) -> Leaf:
        called = self.called([self.name_in(asked) for asked in term.values], asker)
        return Leaf(self.name, tuple(self._value(asked, called, asker) for asked in term.values))

    def write(self, leaf: Leaf) -> str:
        names = self.names_of(leaf)
        return f"{self.keys[0]}:" + ",".join(
            written(names[value[1]], self.special) if value[0] == "is" else value[0] for value in leaf.values
        )

    def say(self, leaf, labels, *, negative):
        shown = self.shown(leaf)
        names = [shown[found] for found in ids_of(leaf)]
        words = special_of(leaf)
        if not words:
            return Said(self.verbs[negative], listed(names, "or"))
        named = [f"{self.verbs[0]} {listed(names, 'or')}"] if names else []
        return Said("not" if negative else "", listed([*named, *map(self.special.get, words)], "or"))

    def theirs(self, leaf, facts, asker, labels):
        found = facts[self.reads(leaf)[0]]
        if found is None:
            return ""
        ids = sorted(found) if isinstance(found, frozenset) else [found]
        return some_of(list(self.called_by(self.names(ids)).values()) if ids else [])

    def shown(self, leaf: Leaf) -> Mapping[int | str, str]:
        """The names of what the leaf asks for as sentences show them."""
        return self.names_of(leaf)

    def suggest(self, asker: Asker) -> Iterable[str]:
        yield from self.special
        for name in self.names_for(asker).values():
            yield written(name, self.special)

    def choices(self, key, asker, country):
        for word, words in self.special_choices.items():
            yield Choice(word, words)
        names = self.names_for(asker)
        called = self.called_by(names)
        for found, name in names.items():
            yield Choice(written(name, self.special), called[found])

    def called_by(self, names: Mapping[Id, str]) -> Mapping[Id, str]:
        """What the things of these names are called where one chooses among them."""
        return names

    def named(self, leaf):
        return ids_of(leaf)

    def added(self, ids):
        there = select(self.model.id, self.model.created_at).where(one_of(self.model.id, ids), self.there())
        return dict(fetch(there).all())

    @remembered
    def names_of(self, leaf: Leaf) -> Mapping[int | str, str]:
        """The names of what the leaf asks for; raises CriteriaError if one of them is gone."""
        asked = set(ids_of(leaf))
        names = self.names(asked) if asked else {}
        if len(names) < len(asked):
            raise CriteriaError(f"A {self.thing} that is asked for {self.gone}.")
        return names

    def name_in(self, asked: Asked) -> str:
        """The name that a value asks for."""
        # A name without a path may be written as one with a path, whose own slashes are escaped.
        return asked.text.replace("\\/", "/")

    def which(self, asked: Asked, found: Sequence[Id]) -> str:
        """What to say when a name is that of several."""
        return f"Several have the name {asked.text[:40]}. Write the e-mail address."

    def _value(self, asked: Asked, called: Mapping[str, Sequence[Id]], asker: Asker) -> Value:
        if asked.word in self.special:
            if asked.word == self.of_asker and asker.viewer.id is None:
                raise refusal(asked, f"“{asked.word}” needs somebody who asks.")
            return (asked.word,)
        if asked.op != "is":
            raise refusal(asked, f"“{self.keys[0]}:” takes names, as in {self.keys[0]}:name,name.")
        found = called.get(key(self.name_in(asked)), ())
        if len(found) > 1:
            raise refusal(asked, self.which(asked, found))
        if not found:
            known = nearest(asked.text, self.names_for(asker).values())
            suggestion = f"{self.keys[0]}:{written(known, self.special)}" if known else ""
            raise refusal(asked, f"There is no {self.thing} “{asked.text[:40]}”.{self.instead}", suggestion)
        return "is", found[0]


def ids_of(leaf: Leaf) -> list:
    """The ids that a leaf asks for by name."""
    return [value[1] for value in leaf.values if value[0] == "is"]


def special_of(leaf: Leaf) -> list[str]:
    """The words that a leaf asks for beside names."""
    return [value[0] for value in leaf.values if value[0] != "is"]


def some_of(words: Sequence[str]) -> str:
    """The first of some words, and how many more there are."""
    more = len(words) - MOST_SHOWN
    return ", ".join(words[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def is_in_any(leaf: Leaf, fact: str) -> Callable[[Facts], bool]:
    """The test of a condition on what people are in: any of the named, `none` at all, `any`."""
    wanted = frozenset(ids_of(leaf))
    some = {word == "any" for word in special_of(leaf)}
    return lambda facts: not wanted.isdisjoint(facts[fact]) or bool(facts[fact]) in some
