"""One piece of background work after another: a failing one rests or stops, and the others go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import structlog

from webapp import clock
from webapp.activity import setbacks
from webapp.activity.setbacks import GAVE_UP
from webapp.db import db
from webapp.users.acting import MayNotGoOn

PAUSE_SECONDS = 0.02

log = structlog.get_logger()


class Piece(NamedTuple):
    """`kind` and `of_id` as in Setback; `stop(sentence, now=)` leaves it to somebody, nothing half-done."""

    kind: str
    of_id: int
    change_set_id: int | None
    stop: Callable[..., None]


def pause(stop) -> bool:
    """Between two chunks, so that a page that waits to write comes in; True when `stop` is set."""
    return stop.wait(PAUSE_SECONDS)


@contextmanager
def at_work_on(piece: Piece) -> Iterator[None]:
    """A block that works on the piece in chunks that it commits; what failed is tried again later."""
    try:
        yield
    except MayNotGoOn as refusal:
        db.session.rollback()
        piece.stop(str(refusal), now=clock.now())
    except Exception as failure:
        db.session.rollback()
        log.exception("background work failed", kind=piece.kind, of_id=piece.of_id)
        _note(piece, failure)
    db.session.commit()


def _note(piece: Piece, failure: Exception) -> None:
    now, detail = clock.now(), f"{type(failure).__name__}: {failure}"
    if not setbacks.note_failure(piece.kind, piece.of_id, detail, now=now, change_set_id=piece.change_set_id):
        piece.stop(GAVE_UP, now=now)
