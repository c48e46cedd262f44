"""Where tests put what they throw away: in memory if there is room, since each commit waits for a disk."""

import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 2**30


def folder() -> Path:
    """The folder for temporary files."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if roomy else Path(tempfile.gettempdir())


if __name__ == "__main__":
    print(folder())
