"""Drafts that a process of their own makes while the ones before them are written."""

import gc
import multiprocessing
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection
from queue import Queue

from webapp.imports.drafts import Draft
from webapp.imports.unreadable import UnreadableFile

AT_ONCE = 500
"""Drafts that are handed over together."""
MOST_BATCHES = 20
"""How many of them wait to be taken, so that whoever writes need not wait while a window is sorted."""
WORTH_BYTES = 256 * 1024
"""Of a file: with less, starting a process takes longer than it saves."""

SWITCH_SECONDS = 0.0005
"""For so long the thread that sends waits for the one that makes drafts, whoever takes them waiting too."""

MakeDrafts = Callable[[int], Iterator[Draft]]
"""Gives the drafts after the first so many."""
_END = pickle.dumps([])


def may_fork() -> bool:
    """Whether this process may be doubled: a thread beside this one may hold what the double needs."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


class DraftedAhead:
    """The drafts of `make(done)`, made by a fork of this process that keeps off the database.

    Should the fork end too soon, this process makes the rest, and so meets whatever it was that ended it.
    """

    def __init__(self, make: MakeDrafts, done: int):
        self._make, self._done = make, done
        forking = multiprocessing.get_context("fork")
        self._pipe, theirs = forking.Pipe(duplex=False)
        self.process = forking.Process(target=_hand_over, args=(make, done, theirs, self._pipe), daemon=True)
        self.process.start()
        theirs.close()

    def __iter__(self) -> Iterator[Draft]:
        done = self._done
        with suppress(EOFError):
            while drafts := self._pipe.recv():
                done += len(drafts)
                yield from drafts
            return
        yield from self._make(done)

    def close(self) -> None:
        """End the fork, whatever it still has."""
        self._pipe.close()
        self.process.terminate()
        self.process.join()


def _hand_over(make: MakeDrafts, done: int, pipe: Connection, other_end: Connection) -> None:
    """Send all drafts, and nothing as the end; whoever takes them may be gone before that."""
    other_end.close()
    gc.disable()  # drafts hold no cycles, and this process ends with the file
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.setswitchinterval(SWITCH_SECONDS)
    batches: Queue[bytes] = Queue(MOST_BATCHES)
    threading.Thread(target=_make_batches, args=(make(done), batches), daemon=True).start()
    with suppress(BrokenPipeError):
        while batch := batches.get():
            pipe.send_bytes(batch)


def _make_batches(drafts: Iterator[Draft], batches: Queue[bytes]) -> None:
    """Put the drafts as they are sent, then b"" for no more; the _END before it is missing of a torn file."""
    try:
        while batch := list(islice(drafts, AT_ONCE)):
            batches.put(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
        batches.put(_END)
    except UnreadableFile:
        pass
    finally:
        batches.put(b"")
