"""Merging and taking apart as Mona does it."""

import pytest

from tests.deeds import undo_as
from tests.world import NOW
from webapp.merging.joining import merge_people


@pytest.fixture
def merge(world):
    """merge(kept_id, *other_ids, **values): the change set."""

    def merge(kept_id, *other_ids, by=world.mona, now=NOW, **values):
        return merge_people(kept_id, other_ids, values, title="Merged 2 people", by=by, now=now)

    return merge


@pytest.fixture
def take_apart(world):
    """take_apart(change_set): the undo's change set."""

    def take_apart(change_set, by=world.mona, now=NOW):
        return undo_as(change_set, by=by, now=now)

    return take_apart
