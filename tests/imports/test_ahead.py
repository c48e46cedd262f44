"""Drafts that a process of their own makes while others are written."""

from contextlib import closing
from itertools import count
from threading import Event, Thread

import pytest

from webapp.imports.ahead import AT_ONCE, DraftedAhead, may_fork
from webapp.imports.drafts import Draft
from webapp.imports.unreadable import UnreadableFile

SECONDS = 30


def make(done):
    for line in range(done, 3 * AT_ONCE):
        yield Draft(
            line, ["Ada", ""], {"first": "Ada", "emails": [["A@x.com", "a@x.com"]]}, points=("a@x.com",)
        )


def torn(done):
    yield from make(done)
    raise UnreadableFile("It is torn.")


def test_they_are_the_same_and_in_the_same_order():
    with closing(DraftedAhead(make, 7)) as drafts:
        assert list(drafts) == list(make(7))


def test_the_rest_is_made_here_when_their_process_ends_too_soon():
    with closing(DraftedAhead(make, 0)) as ahead:
        drafts = iter(ahead)
        taken = [next(drafts)]
        ahead.process.kill()
        ahead.process.join(SECONDS)
        assert [*taken, *drafts] == list(make(0))


def test_what_is_wrong_with_the_file_is_told():
    with closing(DraftedAhead(torn, 0)) as drafts, pytest.raises(UnreadableFile, match="It is torn"):
        list(drafts)


def test_their_process_ends_with_whoever_took_them():
    ahead = DraftedAhead(lambda _done: (Draft(line, ["x" * 100]) for line in count()), 0)
    ahead._pipe.close()
    ahead.process.join(SECONDS)
    assert ahead.process.exitcode == 0


def test_a_process_with_threads_does_not_fork():
    ending = Event()
    thread = Thread(target=ending.wait)
    thread.start()
    assert not may_fork()
    ending.set()
    thread.join()
