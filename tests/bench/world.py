"""Databases of invented people, made once and kept until the schema changes."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("BENCH_FOLDER") or Path(tempfile.gettempdir()) / "muster-bench")


def ready(people: int) -> Path:
    """The instance folder with this many people, filled by `muster demo` when there is none yet."""
    schema = hashlib.sha256()
    for file in sorted((ROOT / "webapp" / "migrations").rglob("*.py")):
        schema.update(file.read_bytes())
    folder = FOLDER / f"{people}-{schema.hexdigest()[:12]}"
    if not (folder / "ready").exists():
        print(f"Inventing {people:,} people in {folder} …", flush=True)
        muster(folder, "migrate")
        muster(folder, "demo", "--people", str(people))
        (folder / "ready").touch()
    return folder


def muster(folder: Path, *arguments: str) -> str:
    """What the command prints; raises CalledProcessError."""
    command = [sys.executable, "-m", "webapp", *arguments]
    done = subprocess.run(
        command, env=environment(folder), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    """The settings of a process on that instance."""
    return os.environ | {"MUSTER_INSTANCE": str(folder), "PYTHONPATH": str(ROOT)}


def sign_in_of(folder: Path) -> tuple[str, str]:
    """The administrator's address and password."""
    email, password, *_ = (folder / "demo-sign-in.txt").read_text().split("\t")
    return email, password
