"""The two servers, and a browser that asks them and looks at its watch."""

import http.client
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.world import ROOT, environment, sign_in_of

STARTS_WITHIN = 30


class Server:
    """A process that serves on a port of its own until the block ends."""

    def __init__(self, folder: Path, *command: str):
        self.port = _free_port()
        self.command = [sys.executable, "-m", *(part.format(port=self.port) for part in command)]
        self.folder = folder

    def __enter__(self) -> "Server":
        with open(self.folder / f"{self.command[2]}.log", "w") as log:
            self.process = subprocess.Popen(
                self.command, env=environment(self.folder), cwd=ROOT, stdout=log, stderr=log
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{' '.join(self.command)} did not start; see the log in {self.folder}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    @property
    def peak_mb(self) -> float:
        """The most memory that the process ever had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def muster_server(folder: Path) -> Server:
    """Muster's own web process."""
    return Server(folder, "webapp", "serve", "--no-jobs", "--port", "{port}")


def floor_server(folder: Path) -> Server:
    """The floor on the same database."""
    return Server(folder, "tests.bench.floor", str(folder / "muster.sqlite"), "{port}")


class Browser:
    """One kept connection with its cookies."""

    def __init__(self, server: Server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> tuple[float, str]:
        """The seconds that the answer took, and its body; raises AssertionError for any other than 200."""
        return self._ask("GET", path, None, {200})

    def post(self, path: str, form: dict) -> tuple[float, str]:
        """As `get`, with this browser's token; a redirect is as good.

        The cookies stay as they were, as if the message that they carry to the next page had been shown.
        """
        before = dict(self.cookies)
        answered = self._ask("POST", path, urlencode(form | {"csrf_token": self.token}), {200, 303})
        self.cookies = before
        return answered

    def follow(self, path: str, form: dict) -> str:
        """Where a post leads."""
        self.post(path, form)
        return self.location

    def sign_in(self, folder: Path, wanted: str = "") -> None:
        """Sign in with this address, by default as the administrator."""
        email, password = sign_in_of(folder, wanted)
        self._keep_token("/sign-in")
        form = {"email": email, "password": password, "csrf_token": self.token}
        self._ask("POST", "/sign-in", urlencode(form), {303})
        self._keep_token("/people/new")

    def _keep_token(self, path: str) -> None:
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path)[1])[1]

    def _ask(self, method: str, path: str, body: str | None, expected: set[int]) -> tuple[float, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - began
        self.location = answer.getheader("Location") or path
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        assert answer.status in expected, f"{method} {path}: {answer.status}"
        return took, text


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
