"""Doing something several times at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread


def at_once(times: int, do: Callable[[], object]) -> list:
    """What each of so many threads got that did it together."""
    together, found = Barrier(times), []

    def one() -> None:
        together.wait()
        found.append(do())

    threads = [Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
