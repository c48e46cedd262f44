"""Merging and taking apart as Mona does it."""

import pytest

from tests.world import NOW
from webapp.changes.undoing import undo
from webapp.merging.joining import merge_people
from webapp.people.visible import within_reach


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
        return undo(change_set, by=by, now=now, reach=lambda ids: within_reach(by, ids))

    return take_apart
