"""Keeps a child process running: started again, at ever longer intervals, whenever it ends by itself."""

import subprocess
import threading
import time
from collections.abc import Callable

import structlog

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 60
STEADY_SECONDS = 60

log = structlog.get_logger()


class Supervisor:
    """One child. It gets a pipe as its standard input, which ends when this process does, however that is.

    `when_ended(pid)` is called after each end of a child, before the next one starts.
    """

    def __init__(self, command: list[str], when_ended: Callable[[int], None] = lambda pid: None):
        self.command = command
        self.when_ended = when_ended
        self.child: subprocess.Popen | None = None
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._keep_running, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the child and watch it."""
        self._start_child()
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Have the child end (SIGTERM), and make it end when it takes longer than `seconds`."""
        with self._starting:
            self._stopping.set()
        self.child.terminate()
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.child.kill()
        self._thread.join()

    def _keep_running(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            status = self.child.wait()
            self.child.stdin.close()
            self.when_ended(self.child.pid)
            if time.monotonic() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            if not self._stopping.is_set():
                log.warning("child ended", command=self.command[-1], status=status, again_in=pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            with self._starting:
                if not self._stopping.is_set():
                    self._start_child()

    def _start_child(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches only this process, which ends the child.
        self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
