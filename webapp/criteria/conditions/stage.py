"""`stage:Qualified`, `stage:"Sales/Qualified"`, `stage:none`, `stage:any`, `pipeline:Sales`."""

from typing import ClassVar

from sqlalchemy import Select, and_, select

from webapp.criteria.condition import FOUND_LIVING, Found, Ids, among, any_of
from webapp.criteria.conditions.named import Named, ids_of, special_of
from webapp.criteria.operators import IS
from webapp.criteria.terms import written
from webapp.db import counters, key
from webapp.db.counters import PeopleCount
from webapp.formatting import listed
from webapp.pipelines.models import Pipeline, Stage
from webapp.pipelines.stages import pipelines


class StageCondition(Named):
    """Stands in one of the stages; `none` is in no pipeline, `any` in one.

    A stage is asked for by its name, or by its path where several pipelines have one of that name.
    """

    name = "stage"
    keys = ("stage",)
    thing = "stage"
    comparisons = (IS,)
    model = Stage
    special_choices: ClassVar = {"none": "No stage", "any": "Any stage"}
    special: ClassVar = {"any": "in a stage", "none": "in no stage"}
    verbs = ("in the stage", "not in the stage")

    def there(self):
        return Stage.retired_at.is_(None)

    def called(self, names, asker):
        there = pipelines()
        return {key(name): [stage.id for stage in there.named(name)] for name in names}

    def names(self, ids=None):
        there = pipelines()
        return {i: there.shortest(stage) for i, stage in there.stages.items() if ids is None or i in ids}

    def name_in(self, asked):
        return asked.text

    def which(self, asked, found):
        stages = pipelines().stages
        paths = [f"stage:{written(stages[stage_id].path)}" for stage_id in found]
        return f"Several pipelines have a stage “{asked.text[:40]}”. Write {listed(paths, 'or')}."

    def shown(self, leaf):
        there, texts = pipelines().stages, self.names_of(leaf)
        named = [there[stage_id] for stage_id in texts]
        alike = {stage.id for stage in named if sum(o.name == stage.name for o in there.values()) > 1}
        return {s.id: f"{s.pipeline} › {s.name}" if s.id in alike else s.name for s in named}

    def called_by(self, names):
        there = pipelines()
        several = len(there.all) > 1
        stages = {stage_id: there.stages[stage_id] for stage_id in names}
        return {i: f"{s.pipeline} › {s.name}" if several else s.name for i, s in stages.items()}

    def probe(self, leaf, subject, asker):
        return _test(leaf, subject.person)

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, _test(leaf, Found)))

    def count(self, leaf, asker):
        if not special_of(leaf):
            return counters.people_with("stage", ids_of(leaf))
        staged = counters.read("stage")
        if ("any",) in leaf.values:
            return counters.read("kind").total() if ("none",) in leaf.values else staged.total()
        outside = counters.read("kind").total() - staged.total() if ("none",) in leaf.values else 0
        return outside + sum(staged[stage_id] for stage_id in ids_of(leaf))

    def reads(self, leaf):
        return ("stage_id",)

    def wanted(self, leaf):
        return None if special_of(leaf) else ("stage_id", ids_of(leaf))

    def test(self, leaf, asker):
        stages, values = ids_of(leaf), leaf.values

        def test(facts) -> bool:
            if facts["stage_id"] is None:
                return ("none",) in values
            return ("any",) in values or facts["stage_id"] in stages

        return test


class PipelineCondition(Named):
    """Stands in any stage of one of the pipelines."""

    name = "pipeline"
    keys = ("pipeline",)
    thing = "pipeline"
    comparisons = (IS,)
    model = Pipeline
    verbs = ("in the pipeline", "not in the pipeline")

    def there(self):
        return Pipeline.retired_at.is_(None)

    def probe(self, leaf, subject, asker):
        return _stands_in(subject.person, _stages_of(leaf))

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, _stands_in(Found, _stages_of(leaf))))

    def count(self, leaf, asker):
        return sum(counters.read("stage", PeopleCount.value.in_(_stages_of(leaf))).values())

    def reads(self, leaf):
        return ("pipeline_id",)

    def test(self, leaf, asker):
        pipeline_ids = ids_of(leaf)
        return lambda facts: facts["pipeline_id"] in pipeline_ids


def _test(leaf, person):
    tests = []
    if stage_ids := ids_of(leaf):
        tests.append(_stands_in(person, stage_ids))
    if ("none",) in leaf.values:
        tests.append(person.stage_id.is_(None))
    if ("any",) in leaf.values:
        tests.append(person.stage_id.is_not(None))
    return any_of(tests)


def _stands_in(person, stages):
    # Without the first test NOT would lose the people in no stage, for whom the second is NULL.
    within = person.stage_id.in_(stages) if isinstance(stages, Select) else among(person.stage_id, stages)
    return and_(person.stage_id.is_not(None), within)


def _stages_of(leaf) -> Select:
    return select(Stage.id).where(among(Stage.pipeline_id, ids_of(leaf)))
