"""Real `muster` processes on an instance of a test's own."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread

import psutil

ROOT = Path(__file__).parents[2]
SECONDS = 90  # only a machine whose cores all others use needs them


@dataclass
class Muster:
    """The command with its settings; `run` waits for it, `start` and `serve` leave it running until `end`."""

    instance: Path
    database_url: str
    started: list[subprocess.Popen] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """The environment that makes a command use this instance."""
        return {"MUSTER_INSTANCE": str(self.instance), "MUSTER_DATABASE_URL": self.database_url}

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | self.settings | {"PYTHONPATH": str(ROOT)}

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "webapp", *arguments],
            env=self.environment | environment,
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    def start(self, *arguments: str, **outputs) -> subprocess.Popen:
        """Start a command; its output is thrown away unless the test says where it goes."""
        outputs = outputs or {"stdout": subprocess.DEVNULL}
        command = [sys.executable, "-m", "webapp", *arguments]
        process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, text=True, **outputs
        )
        self.started.append(process)
        return process

    def serve(self, *arguments: str) -> "Serving":
        """Start `muster serve` on a free port and wait until it says where it is."""
        piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return Serving(self.start("serve", "--port", "0", *arguments, **piped))

    def end(self) -> None:
        """Kill whatever still runs, children included."""
        for process in self.started:
            kill(process)


class Serving:
    """A running `muster serve`; `log` collects the JSON lines that it and its jobs process write."""

    def __init__(self, process: subprocess.Popen):
        self.process = process
        self.url = process.stdout.readline().split(" ")[3]
        self.log: list[dict] = []
        self._grown = Condition()
        Thread(target=self._collect, daemon=True).start()

    def get(self, path: str) -> tuple[int, str]:
        """The status and body of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def logged(self, wanted: Callable[[dict], bool]) -> dict:
        """The first line of the log that is wanted, as soon as it is there."""
        with self._grown:
            if not self._grown.wait_for(lambda: any(map(wanted, self.log)), SECONDS):
                raise AssertionError(f"it was not logged within {SECONDS} seconds: {self.log}")
            return next(filter(wanted, self.log))

    def jobs_taken_up(self, *, after: str = "") -> str:
        """Who runs the jobs, as soon as somebody other than `after` does."""
        return self.logged(lambda line: line["event"] == "schedule taken up" and line["holder"] != after)[
            "holder"
        ]

    def children(self) -> list[psutil.Process]:
        """The jobs process, if it runs."""
        return psutil.Process(self.process.pid).children()

    def _collect(self) -> None:
        with self.process.stderr as lines:
            for line in lines:
                with self._grown:
                    self.log.append(json.loads(line) if line.startswith("{") else {"event": line})
                    self._grown.notify_all()


def kill(process: subprocess.Popen) -> None:
    """End a process the hard way, and its children too."""
    if process.poll() is None:
        process.send_signal(signal.SIGSTOP)  # at this very moment: to find its children takes a while
        for child in psutil.Process(process.pid).children():
            child.kill()
        process.kill()
    process.wait(SECONDS)
    if process.stdout:
        process.stdout.close()
