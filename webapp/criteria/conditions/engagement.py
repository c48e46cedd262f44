"""`engagement:high`, by what was done with somebody in the last 90 days."""

from sqlalchemy import func, literal_column, select

from webapp.criteria.condition import Condition, Ids, Said, refusal
from webapp.criteria.operators import IS, Choice
from webapp.criteria.spelling import nearest
from webapp.criteria.tree import Leaf
from webapp.db import db
from webapp.engagement.explaining import explained
from webapp.engagement.levels import FEWEST, LEVELS, score, spans, window
from webapp.engagement.scoring import in_spans, people_scoring, score_of
from webapp.engagement.signals import signals
from webapp.formatting import listed

NOBODY = "none"
MOST_COUNTED = 50_000


class EngagementCondition(Condition):
    """Has one of the levels of engagement."""

    name = "engagement"
    keys = ("engagement",)
    label = "Engagement"
    comparisons = (IS,)
    timeless = False

    def read(self, term, asker, beside):
        return Leaf(self.name, tuple(_value(asked) for asked in term.values))

    def write(self, leaf):
        return f"{self.name}:{','.join(_levels(leaf))}"

    def probe(self, leaf, subject, asker):
        """Few have any score: it is cheaper to sum them all up once than to look for each of all people."""
        if NOBODY not in _levels(leaf):
            # The plus keeps SQLite from beginning at the set.
            return (subject.person.id + literal_column("0")).in_(self.ids(leaf, asker).statement)
        theirs = score_of(subject.person.id, _window(asker), subject.person)
        return in_spans(theirs, spans(_levels(leaf)))

    def ids(self, leaf, asker):
        if NOBODY in _levels(leaf):
            return None
        return Ids(people_scoring(spans(_levels(leaf)), _window(asker)))

    def count(self, leaf, asker):
        if NOBODY in _levels(leaf):
            return None
        of_late = signals(_window(asker).since).limit(MOST_COUNTED).subquery()
        number = db.session.scalar(select(func.count()).select_from(of_late))
        return number // min(FEWEST[level] for level in _levels(leaf)) if number < MOST_COUNTED else None

    def counts_days(self, leaf):
        return True

    def reads(self, leaf):
        return ("signals",)

    def theirs(self, leaf, facts, asker, labels):
        return explained(facts["signals"], _window(asker))

    def test(self, leaf, asker):
        within, wanted = _window(asker), spans(_levels(leaf))

        def test(facts):
            points = score(facts["signals"], within)
            return any(span.holds(points) for span in wanted)

        return test

    def say(self, leaf, labels, *, negative):
        return Said(f"whose engagement is{' not' if negative else ''}", listed(_levels(leaf), "or"))

    def suggest(self, asker):
        return LEVELS

    def choices(self, key, asker, country):
        return (Choice(level, level.capitalize()) for level in LEVELS)


def _levels(leaf) -> list[str]:
    return [level for _, level in leaf.values]


def _window(asker):
    return window(asker.today, asker.midnight)


def _value(asked):
    if asked.op != "is" or asked.word not in LEVELS:
        known = nearest(asked.text, LEVELS)
        sentence = f"Engagement is {listed(list(LEVELS), 'or')}."
        raise refusal(asked, sentence, known and f"engagement:{known}")
    return "is", asked.word
