"""`has:email`, `has:phone`."""

from webapp.criteria.condition import Condition, Said, any_of, refusal
from webapp.criteria.operators import Choice, OneOf
from webapp.criteria.spelling import nearest
from webapp.criteria.tree import Leaf
from webapp.formatting import listed

COLUMNS = {"email": "email_norm", "phone": "phone_norm"}
WORDS = {"email": "an e-mail address", "phone": "a phone number"}


class HasCondition(Condition):
    """Has an e-mail address or phone number."""

    name = "has"
    keys = ("has",)
    comparisons = (OneOf("is", "any of", "none of"),)

    def read(self, term, asker, beside):
        return Leaf(self.name, tuple(_value(asked) for asked in term.values))

    def write(self, leaf):
        return "has:" + ",".join(_asked(leaf))

    def probe(self, leaf, subject, asker):
        return any_of([getattr(subject.person, COLUMNS[what]) != "" for what in _asked(leaf)])

    def reads(self, leaf):
        return tuple(COLUMNS[what] for what in _asked(leaf))

    def theirs(self, leaf, facts, asker, labels):
        return ", ".join(facts[column] for column in self.reads(leaf) if facts[column])

    def test(self, leaf, asker):
        columns = self.reads(leaf)
        return lambda facts: any(facts[column] for column in columns)

    def say(self, leaf, labels, *, negative):
        return Said("without" if negative else "with", listed([WORDS[what] for what in _asked(leaf)], "or"))

    def suggest(self, asker):
        return COLUMNS

    def choices(self, key, asker, country):
        return (Choice(what, words) for what, words in WORDS.items())


def _asked(leaf) -> list[str]:
    return [what for _, what in leaf.values]


def _value(asked):
    if asked.word not in COLUMNS:
        known = nearest(asked.text, COLUMNS)
        raise refusal(asked, f"One can ask for has:{' or has:'.join(COLUMNS)}.", known and f"has:{known}")
    return "is", asked.word
