"""Asking for stages and pipelines by name."""

import pytest

from tests.world import NOW
from webapp.criteria.completing import complete
from webapp.criteria.errors import CriteriaError
from webapp.criteria.estimating import at_most
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.db import db
from webapp.pipelines.arranging import change_stage
from webapp.pipelines.ending import delete_stage
from webapp.pipelines.models import Stage
from webapp.pipelines.stages import pipelines
from webapp.users.own_company import Labels

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def stage(stages):
    """stage('Sales/Won') is its id."""
    return lambda path: pipelines().named(path)[0].id


def said(text, asker) -> str:
    return as_text(parse(text, asker), Labels({}))


def test_a_name_that_several_pipelines_have_is_an_error_that_names_them(asker, stages):
    with pytest.raises(CriteriaError, match="stage:Sales/Won or stage:Partners/Won"):
        parse("stage:won", asker)


def test_what_is_unique_is_written_short_and_the_rest_with_its_pipeline(asker, stages):
    assert print_text(parse("stage:sales/MEETING", asker)) == "stage:Meeting"
    assert print_text(parse("stage:sales/won", asker)) == "stage:Sales/Won"
    assert print_text(parse(r'stage:"a\\/b/talking"', asker)) == r'stage:"a\\/b/Talking"'


def test_it_is_said_in_words(asker, stages):
    assert said("stage:Meeting,Proposal", asker) == "People in the stage Meeting or Proposal"
    assert said("-stage:Partners/Won", asker) == "People not in the stage Partners › Won"
    assert said("stage:none,Meeting", asker) == "People in the stage Meeting or in no stage"
    assert said("pipeline:Sales", asker) == "People in the pipeline Sales"


def test_a_renamed_stage_is_renamed_in_questions_and_a_deleted_one_is_an_error(asker, stage, world):
    tree = parse("stage:Meeting", asker)
    meeting = db.session.get(Stage, stage("Meeting"))
    change_stage(meeting, name="Visit", hue="gray", pauses_reminders=False, by=world.mona, now=NOW)
    assert print_text(tree) == "stage:Visit"
    delete_stage(meeting, None, by=world.mona, now=NOW)
    with pytest.raises(CriteriaError, match="was deleted"):
        print_text(tree)


def test_stages_are_offered_as_they_are_written(asker, stages):
    offered = [completion.shown for completion in complete("stage:wo", asker)]
    assert sorted(offered) == ["Partners/Won", "Sales/Won"]
    assert "Sales" in [completion.shown for completion in complete("pipeline:s", asker)]


def test_the_counters_say_how_many_there_are(asker, world, stage):
    for name in ("Sales/Won", "Sales/Won", "Meeting"):
        world.person(first="A", stage_id=stage(name))
    for text, people in (
        ("stage:Sales/Won", 2),
        ("stage:any", 3),
        ("stage:none", 3),
        ("stage:none,Meeting", 4),
        ("stage:any,none", 6),
        ("pipeline:Sales", 3),
        ("pipeline:Partners", 0),
    ):
        assert at_most(parse(text, asker), asker) == people, text
