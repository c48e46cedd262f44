"""What the templates of the builder read."""

from collections.abc import Iterator
from functools import cached_property
from hashlib import sha1
from typing import NamedTuple
from urllib.parse import urlencode

from webapp.blueprints.people.builder.parts import without
from webapp.blueprints.people.builder.posted import WORDS, was, widget_of
from webapp.criteria.asking import Asker
from webapp.criteria.building.draft import AS_WRITTEN, Draft, Group, Row
from webapp.criteria.building.reading import choices_of, operator_of, operators_of
from webapp.criteria.conditions import CONDITIONS
from webapp.criteria.errors import CriteriaError
from webapp.criteria.operators import Choice
from webapp.criteria.sentence import as_text
from webapp.criteria.terms import atom_typed
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import All, Node
from webapp.fields.places import countries, state_name
from webapp.listing.address import Address
from webapp.users.own_company import Labels
from webapp.users.permission import Permission

MOST_OFFERED = 1_000
MATCHES = (
    ("all", "all of", "must meet every line"),
    ("any", "any of", "must meet at least one of these"),
    ("none", "none of", "must meet nothing of this"),
)
UNITS = (("d", "days"), ("w", "weeks"), ("m", "months"), ("y", "years"))


class Offered(NamedTuple):
    """An option of a select."""

    value: str
    words: str
    is_chosen: bool = False


class Screen:
    """The builder with a draft in it, or with the text of one.

    `arranges`: rows may be moved about and nested. `tree` is what the draft means, None while something in
    it is wrong. `at` is the place in the search of the only condition that is edited; None where all of it
    is. `focus` is the id of the input to be in.
    """

    matches = MATCHES
    units = UNITS
    arranges = True

    def __init__(
        self,
        address: Address,
        asker: Asker,
        labels: Labels,
        *,
        draft: Draft,
        tree: Node | None,
        at: int | None = None,
        focus: str = "",
        effects: dict[int, str] | None = None,
        typed: str | None = None,
        error: CriteriaError | None = None,
    ):
        self.address = address
        self.asker = asker
        self.labels = labels
        self.draft = draft
        self.tree = tree
        self.at = at
        self.focus = focus
        self.effects = effects or {}
        self.typed = typed
        self.error = error
        self._choices: dict[tuple, list[Choice]] = {}

    @property
    def title(self) -> str:
        """What stands above it."""
        if self.at is None:
            return "Who do you want to see?"
        return "This condition" if self.at < self.conditions else "One more condition"

    @property
    def root(self) -> Group:
        return self.draft.root

    @cached_property
    def text(self) -> str | None:
        """The canonical text; None while something is wrong."""
        return None if self.tree is None else print_text(self.tree)

    @property
    def words(self) -> str:
        """The sentence."""
        return as_text(self.tree, self.labels)

    @property
    def digest(self) -> str:
        """A word that changes with the text."""
        return sha1(self.text.encode(), usedforsecurity=False).hexdigest()[:12]

    @property
    def error_place(self) -> str:
        """What stands in the text where it cannot be understood; '' where nothing does."""
        at = self.error.position
        return "" if at is None else self.typed[at : at + 30]

    @cached_property
    def conditions(self) -> int:
        """How many conditions the search has that must all hold."""
        tree = parse(self.address.q, self.asker)
        return len(tree.children) if isinstance(tree, All) else 1

    @property
    def without_it(self) -> str:
        """The list without the condition that is edited."""
        return self.address.narrowed_to(without(parse(self.address.q, self.asker), self.at)).url()

    @property
    def figures(self) -> str:
        """'7 conditions, 2 deep'."""
        rows = len([row for row in self.draft.rows() if row.key is not None])
        words = f"{rows} condition{'' if rows == 1 else 's'}"
        return f"{words}, {self.draft.depth + 1} deep" if self.draft.depth else words

    @property
    def unfinished(self) -> int:
        """How many conditions wait for their field or value."""
        return len([row for row in self.draft.rows() if _waits(row)])

    @property
    def matches_url(self) -> str:
        """Where the number of people and five of them are."""
        return f"/people/filter/matches?{urlencode({'q': self.text})}"

    @property
    def saving_url(self) -> str:
        return f"/people/saved/new?{urlencode({'q': self.text})}"

    @property
    def grouping_url(self) -> str:
        """Where the filter becomes a smart group; '' for those who may not make one."""
        may = self.asker.viewer.can(Permission.EDIT_GROUPS)
        return f"/groups/smart/new?{urlencode({'q': self.text})}" if may else ""

    @cached_property
    def topics(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Everything that can be asked about, under its headings."""
        found: dict[str, list[tuple[str, str]]] = {}
        for condition in CONDITIONS:
            for topic in condition.topics():
                found.setdefault(topic.heading, []).append((topic.key or WORDS, topic.words))
        return tuple((heading, tuple(topics)) for heading, topics in found.items())

    @cached_property
    def _topic_words(self) -> dict[str, str]:
        return {key: words for _, topics in self.topics for key, words in topics}

    def key(self, row: Row) -> Offered | None:
        """What a row asks about; None before that is chosen."""
        if row.key is None:
            return None
        key = row.key or WORDS
        return Offered(key, self._topic_words.get(key, row.key), True)

    def operators(self, row: Row) -> Iterator[Offered]:
        """The comparisons of a row; a negative with a word of its own is offered only where it is used."""
        for operator in operators_of(row):
            yield Offered(operator.name, operator.words, row.operator == operator.name)
            if not operator.is_rare or row.operator == f"-{operator.name}":
                negative = f"-{operator.name}"
                yield Offered(negative, operator.negative, row.operator == negative)
        if row.operator.removeprefix("-") == AS_WRITTEN:
            yield Offered(AS_WRITTEN, "fits", row.operator == AS_WRITTEN)
            yield Offered(f"-{AS_WRITTEN}", "does not fit", row.operator != AS_WRITTEN)

    def widget(self, row: Row) -> str:
        return "" if row.key is None else widget_of(row)

    def was(self, row: Row) -> str:
        return was(row)

    def several(self, row: Row) -> bool:
        """Whether a row may have more than one value."""
        operator = operator_of(row)
        return bool(operator and operator.several)

    def choices(self, row: Row) -> list[Choice]:
        """What a row offers beside what it has; nothing where there is too much to list."""
        offered = self._offered(row)
        chosen = {value for (value,) in row.values}
        return [] if len(offered) > MOST_OFFERED else [one for one in offered if one.value not in chosen]

    def has_too_many(self, row: Row) -> bool:
        """Whether there is too much to list, so that one types."""
        return len(self._offered(row)) > MOST_OFFERED

    def chosen(self, row: Row) -> list[Choice]:
        """The values of a row that come from a list, in words."""
        words = dict(self._offered(row))
        words_of = state_name if self.widget(row) == "state" else _in_words
        return [Choice(value, words.get(value) or words_of(value)) for (value,) in row.values]

    def countries(self, row: Row) -> list[Offered]:
        """The countries whose states a row may ask for."""
        now = row.country or self.asker.country
        return [Offered(place.code, place.name, place.code == now) for place in countries()]

    def inputs(self, row: Row) -> list[tuple[str, ...]]:
        """The values of a row, one empty one where it has none."""
        operator = operator_of(row)
        return row.values or [("",) * (operator.size if operator else 1)]

    def things(self, row: Row, chosen: str) -> list[Offered]:
        """What the first input of a value may be and is; nothing where there is too much to list."""
        offered = self._offered(row)
        if len(offered) > MOST_OFFERED:
            return []
        if chosen and chosen not in {value for value, _ in offered}:
            offered = [*offered, Choice(chosen, _in_words(chosen))]
        return [Offered(value, words, value == chosen) for value, words in offered]

    def _offered(self, row: Row) -> list[Choice]:
        asked = row.key, row.country
        if asked not in self._choices:
            self._choices[asked] = list(choices_of(row, self.asker))
        return self._choices[asked]


def _waits(row: Row) -> bool:
    if row.key is None:
        return True
    operator = operator_of(row)
    if operator and operator.size == 0:
        return False
    return not any(all(text.strip() for text in inputs) for inputs in row.values)


def _in_words(value: str) -> str:
    return atom_typed(value, 0).text
