"""One server for all tests of this process.

Its address stays, and so the browser keeps the scripts and styles that it has once fetched and compiled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread

from flask import Flask
from waitress.server import create_server
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.wsgi import ClosingIterator

AXE_CORE = Path(__file__).parents[1] / "vendored" / "axe-core"


class LastingServer:
    """A waitress in a thread, so that tests can still move the clock; it serves one app after another."""

    def __init__(self):
        self._app = ServiceUnavailable()
        self._answering = 0
        self._changed = Condition()
        self._waitress = create_server(self._answer, host="127.0.0.1", port=0, threads=4)
        Thread(target=self._waitress.run, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._waitress.effective_port}"

    @contextmanager
    def serving(self, app: Flask) -> Iterator[None]:
        """Answer with this app, and with axe-core beside it; at the end let it finish what it answers."""
        self._app = SharedDataMiddleware(app, {"/axe-core": str(AXE_CORE)})
        yield
        with self._changed:
            self._app = ServiceUnavailable()
            assert self._changed.wait_for(lambda: not self._answering, timeout=30)

    def close(self) -> None:
        """Listen no longer."""
        self._waitress.trigger.pull_trigger(self._waitress.close)
        self._waitress.task_dispatcher.shutdown()

    def _answer(self, environ, start_response):
        with self._changed:
            app = self._app
            self._answering += 1
        try:
            return ClosingIterator(app(environ, start_response), self._answered)
        except BaseException:
            self._answered()
            raise

    def _answered(self) -> None:
        with self._changed:
            self._answering -= 1
            self._changed.notify_all()
