"""The three steps and the tree say the same, and nothing is lost on the way through text and builder."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import NOW
from webapp.criteria.asking import Asker
from webapp.criteria.building.draft import Row
from webapp.criteria.building.reading import draft_of
from webapp.criteria.building.reading import tree_of as tree_of_draft
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import EVERYBODY, All, Any, Leaf, Not
from webapp.selecting.drafting import draft_of_steps, has_steps
from webapp.selecting.steps import Steps, steps_of, tree_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
often = settings(max_examples=150, suppress_health_check=list(HealthCheck))

LEAVES = st.one_of(
    st.sampled_from(("lead", "contact", "customer")).map(lambda kind: Leaf("kind", (("is", kind),))),
    st.sampled_from(("Boston", "x y", 'quo"te')).map(lambda city: Leaf("field", (("is", city),), "city")),
    st.sampled_from(("email", "phone")).map(lambda what: Leaf("has", (("is", what),))),
)
CONDITIONS = st.one_of(LEAVES, LEAVES.map(Not))
SEVERAL = st.lists(CONDITIONS, max_size=4).map(tuple)
STEPS = st.builds(Steps, SEVERAL, SEVERAL, SEVERAL)


def keeps_its_places(steps: Steps) -> bool:
    """Whether the tree tells in which step each condition stood."""
    positive = all(isinstance(node, Leaf) for node in steps.all)
    nothing_else = not steps.all
    return (
        positive
        and not (len(steps.none) == 1 and isinstance(steps.none[0], Not))
        and (len(steps.any) != 1 or (nothing_else and isinstance(steps.any[0], Leaf)))
        and not (not steps.any and len(steps.all) == 1)
    )


@pytest.fixture
def asker(world) -> Asker:
    return Asker(world.mona, NOW, "America/New_York", "US")


@often
@given(steps=STEPS.filter(keeps_its_places))
def test_steps_come_back_from_their_tree(world, steps):
    assert steps_of(tree_of(steps)) == steps


@often
@given(steps=STEPS)
def test_the_tree_survives_text_builder_and_the_form_of_the_steps(world, asker, steps):
    tree = tree_of(steps)
    assert parse(print_text(tree), asker) == tree
    assert tree_of_draft(draft_of(tree), asker, complete=True) == tree
    draft = draft_of_steps(steps)
    assert has_steps(draft)
    assert tree_of_draft(draft, asker, complete=True) == tree


@often
@given(steps=STEPS)
def test_whatever_three_steps_mean_can_be_read_as_three_steps(world, steps):
    read = steps_of(tree_of(steps))
    again = steps_of(tree_of(read))
    assert again == read


def test_what_is_richer_is_said_to_be(world, asker):
    for text in (
        "(kind:lead city:Boston) OR kind:customer",
        "(kind:lead OR has:email) (city:Boston OR has:phone)",
        "-(kind:lead city:Boston)",
    ):
        assert steps_of(parse(text, asker)) is None, text


def test_typed_exclusions_stand_together_in_the_last_step(world, asker):
    read = steps_of(parse("-kind:lead -has:email -(city:Boston OR has:phone)", asker))
    assert read.any == read.all == ()
    assert len(read.none) == 4


def test_no_step_at_all_is_everybody(world):
    assert tree_of(Steps()) == EVERYBODY
    assert steps_of(EVERYBODY) == Steps()


def test_steps_become_any_all_and_not_any(world):
    lead, email, phone = (
        Leaf("kind", (("is", "lead"),)),
        *(Leaf("has", ((w,),)) for w in ("email", "phone")),
    )
    tree = tree_of(Steps((lead, email), (phone,), (email, lead)))
    assert tree == All((Any((lead, email)), phone, Not(Any((email, lead)))))


def test_a_draft_with_a_group_in_a_step_or_a_row_beside_them_has_no_steps(world):
    draft = draft_of_steps(Steps())
    draft.add_group(1)
    assert not has_steps(draft)
    draft = draft_of_steps(Steps())
    draft.root.children.append(Row(9))
    assert not has_steps(draft)
