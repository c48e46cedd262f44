"""Conditions on things with names (tags, statuses, users, offices): asked for by name, kept by id."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence

from webapp.criteria.asking import Asker
from webapp.criteria.condition import Condition, Said, listed, refusal
from webapp.criteria.errors import CriteriaError
from webapp.criteria.spelling import nearest
from webapp.criteria.terms import Asked, Term, written
from webapp.criteria.tree import Leaf, Value


class Named(Condition):
    """`thing` is the word for one of them, `special` the values that are no names with their words, `verbs`
    what stands before the names in a sentence: as it is, and negated."""

    thing: str
    special: Mapping[str, str] = {}
    verbs: tuple[str, str]

    @abstractmethod
    def find(self, name: str) -> int | str | None:
        """The id of that name, None if there is none."""

    @abstractmethod
    def names(self, ids: Iterable[int | str] | None = None) -> Mapping[int | str, str]:
        """{id: name} of these, or of all that may be asked for."""

    def read(self, term: Term, asker: Asker, beside: Sequence[Term]) -> Leaf:
        return Leaf(self.name, tuple(self.value(asked, asker) for asked in term.values))

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
            return Said(self.verbs[negative], listed(names))
        named = [f"{self.verbs[0]} {listed(names)}"] if names else []
        return Said("not" if negative else "", listed([*named, *map(self.special.get, words)]))

    def shown(self, leaf: Leaf) -> Mapping[int | str, str]:
        """The names of what the leaf asks for as sentences show them."""
        return self.names_of(leaf)

    def suggest(self, key: str, asker: Asker) -> Iterable[str]:
        yield from self.special
        for name in self.names().values():
            yield written(name, self.special)

    def names_of(self, leaf: Leaf) -> Mapping[int | str, str]:
        """The names of what the leaf asks for; raises CriteriaError if one of them is gone."""
        asked = ids_of(leaf)
        names = self.names(asked) if asked else {}
        if len(names) < len(asked):
            raise CriteriaError(f"A {self.thing} that is asked for was deleted.")
        return names

    def value(self, asked: Asked, asker: Asker) -> Value:
        """The value of what was typed; raises CriteriaError."""
        if asked.word in self.special:
            return (asked.word,)
        key = self.keys[0]
        if asked.op != "is":
            raise refusal(asked, f"“{key}:” takes names, as in {key}:name,name.")
        found = self.find(asked.text.replace("\\/", "/"))
        if found is None:
            known = nearest(asked.text, self.names().values())
            suggestion = f"{key}:{written(known, self.special)}" if known else ""
            raise refusal(asked, f"There is no {self.thing} “{asked.text[:40]}”.", suggestion)
        return "is", found


def ids_of(leaf: Leaf) -> list:
    """The ids that a leaf asks for by name."""
    return [value[1] for value in leaf.values if value[0] == "is"]


def special_of(leaf: Leaf) -> list[str]:
    """The words that a leaf asks for beside names."""
    return [value[0] for value in leaf.values if value[0] != "is"]
