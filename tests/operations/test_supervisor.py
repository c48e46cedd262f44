import os
import sys
import threading

from webapp.operations import supervisor
from webapp.operations.supervisor import Supervisor

UNTIL_INPUT_ENDS = [sys.executable, "-c", "import sys; sys.stdin.read()"]
ENDS_AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); open(sys.argv[1], 'w'); input()",
]


def test_a_child_that_ends_is_started_again_after_its_end_was_told(monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.01)
    ended, three = [], threading.Event()

    def when_ended(pid):
        ended.append(pid)
        if len(ended) == 3:
            three.set()

    watched = Supervisor(ENDS_AT_ONCE, when_ended)
    watched.start()
    assert three.wait(30)
    watched.stop(10)
    assert len(set(ended)) == len(ended)


def test_stopping_ends_the_child_and_starts_no_other():
    watched = Supervisor(UNTIL_INPUT_ENDS)
    watched.start()
    watched.stop(10)
    assert watched.child.returncode == -15


def test_a_child_that_does_not_listen_is_killed(tmp_path):
    deaf = tmp_path / "deaf"
    os.mkfifo(deaf)
    watched = Supervisor([*STUBBORN, str(deaf)])
    watched.start()
    deaf.read_text()
    watched.stop(0.5)
    assert watched.child.returncode == -9
