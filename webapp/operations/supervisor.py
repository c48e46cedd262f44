"""Keeps a child process running: started again, at ever longer intervals, whenever it ends by itself."""

import subprocess
import threading
import time

import structlog

FIRST_PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 60
STEADY_SECONDS = 60

log = structlog.get_logger()


class Supervisor:
    """One child. It gets a pipe as its standard input, which ends when this process does, however that is."""

    def __init__(self, command: list[str]):
        self.command = command
        self.child: subprocess.Popen | None = None
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._keep_running, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the child and watch it."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Have the child end (SIGTERM), and make it end when it takes longer than `seconds`."""
        with self._starting:
            self._stopping.set()
        if self.child:
            self.child.terminate()
            try:
                self.child.wait(seconds)
            except subprocess.TimeoutExpired:
                self.child.kill()
        self._thread.join()

    def _keep_running(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while child := self._start_child():
            began = time.monotonic()
            status = child.wait()
            child.stdin.close()
            if time.monotonic() - began > STEADY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            if not self._stopping.is_set():
                log.warning("child ended", command=self.command[-1], status=status, again_in=pause)
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _start_child(self) -> subprocess.Popen | None:
        with self._starting:
            if self._stopping.is_set():
                return None
            # A session of its own: Ctrl-C in the terminal reaches only this process, which ends the child.
            self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
            return self.child
