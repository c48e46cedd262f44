"""A store, and files in it as they come with a request."""

import io
from pathlib import Path

import pytest

from tests.files import samples
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.files.attaching import Upload, attach
from webapp.files.pictures import draw_pictures
from webapp.files.store import Store


@pytest.fixture
def store(app) -> Store:
    """The store of the app's instance."""
    return Store(Path(app.instance_path))


@pytest.fixture
def upload(store):
    """upload("name.txt", b"bytes") is in the store, as a request leaves it before its transaction."""

    def upload(called="notes.txt", data=b"hello"):
        taken = store.take_in(io.BytesIO(data))
        return Upload(taken, called, draw_pictures(taken, store))

    return upload


@pytest.fixture
def doing(world):
    """doing(by=, now=) is what a deed is told, with a change set of its own."""

    def doing(by=world.mona, now=NOW):
        return {"by": by, "now": now, "change_set": open_change_set("file", "x", by=by, now=now)}

    return doing


@pytest.fixture
def attached(world, upload, doing):
    """attached("dana"): a file of Dana's."""

    def attached(who="dana", called="notes.txt", data=b"hello", **more):
        return attach(world.people[who], [upload(called, data)], **doing(), **more)[0]

    return attached


@pytest.fixture
def picture() -> bytes:
    return samples.picture()
