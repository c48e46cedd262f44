"""Pictures of files that are images: drawn anew from their pixels, so that nothing else of them is shown."""

import subprocess
import sys
from pathlib import Path
from threading import Semaphore

from webapp.files.store import PICTURES, Store, Taken
from webapp.files.types import DRAWABLE

PROGRAM = Path(__file__).with_name("draw_pictures.py")
MOST_SECONDS = 15
_ONE_AT_A_TIME = Semaphore(1)


def draw_pictures(taken: Taken, store: Store) -> bool:
    """Draw the pictures of a file; False for one that has none or is not to be drawn in good time."""
    if taken.type not in DRAWABLE:
        return False
    small, large = (store.path(taken.name, picture) for picture in PICTURES)
    command = [sys.executable, "-I", str(PROGRAM), str(store.path(taken.name)), str(small), str(large)]
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            done = None
    if done is not None and done.returncode == 0:
        return True
    for path in (small, large):
        path.unlink(missing_ok=True)
    return False
