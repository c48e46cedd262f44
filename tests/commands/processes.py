"""Real `muster` processes on an instance of a test's own."""

import json
import os
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import psutil

ROOT = Path(__file__).parents[2]
SECONDS = 30


@dataclass
class Muster:
    """The command with its settings; `run` waits for it, `serve` leaves it running until `end`."""

    instance: Path
    database_url: str
    started: list["Serving"] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        ours = {"MUSTER_INSTANCE": str(self.instance), "MUSTER_DATABASE_URL": self.database_url}
        return os.environ | ours | {"PYTHONPATH": str(ROOT)}

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "webapp", *arguments],
            env=self.environment | environment,
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=SECONDS * 2,
        )

    def serve(self, *arguments: str) -> "Serving":
        """Start `muster serve` on a free port and wait until it says where it is."""
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp", "serve", "--port", "0", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        serving = Serving(process)
        self.started.append(serving)
        return serving

    def end(self) -> None:
        """Kill whatever still runs, children included."""
        for serving in self.started:
            serving.kill()


class Serving:
    """A running `muster serve`; `log` collects its JSON lines."""

    def __init__(self, process: subprocess.Popen):
        self.process = process
        self.url = process.stdout.readline().split(" ")[3]
        self.log: list[dict] = []
        Thread(target=self._collect, daemon=True).start()

    def get(self, path: str) -> tuple[int, str]:
        """The status and body of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def children(self) -> list[psutil.Process]:
        """The jobs process, if it runs."""
        return psutil.Process(self.process.pid).children()

    def kill(self) -> None:
        """End the process the hard way, and its children too."""
        if self.process.poll() is None:
            children = self.children()
            for process in (*children, self.process):
                process.kill()
        self.process.wait(SECONDS)
        self.process.stdout.close()

    def _collect(self) -> None:
        with self.process.stderr as lines:
            for line in lines:
                self.log.append(json.loads(line) if line.startswith("{") else {"event": line})
