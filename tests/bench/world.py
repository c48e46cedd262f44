"""Databases of invented people, made once, kept, and brought to the schema of today."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("BENCH_FOLDER") or Path(tempfile.gettempdir()) / "muster-bench")


def ready(people: int) -> Path:
    """The instance folder with this many people; they are invented and furnished when there is none yet."""
    folder = FOLDER / str(people)
    muster(folder, "migrate")
    if not (folder / "ready").exists():
        print(f"Inventing {people:,} people in {folder} …", flush=True)
        muster(folder, "demo", "--people", str(people))
        run(folder, "tests.bench.furnishing", str(folder / "muster.sqlite"))
        (folder / "ready").touch()
    return folder


def muster(folder: Path, *arguments: str) -> str:
    """What the command prints; raises CalledProcessError."""
    return run(folder, "webapp", *arguments)


def run(folder: Path, module: str, *arguments: str) -> str:
    """What the module prints when it runs on that instance; raises CalledProcessError."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, env=environment(folder), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    """The settings of a process on that instance, which keeps its bytecode as an installed one does."""
    bytecode = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(FOLDER / "bytecode")}
    return os.environ | bytecode | {"MUSTER_INSTANCE": str(folder), "PYTHONPATH": str(ROOT)}


def sign_in_of(folder: Path, wanted: str = "") -> tuple[str, str]:
    """This address with its password, by default the administrator's, who stands first."""
    for line in (folder / "demo-sign-in.txt").read_text().splitlines():
        email, password, *_ = line.split("\t")
        if wanted in ("", email):
            return email, password
    raise LookupError(wanted)
