"""Finds a Chromium, and sees that Playwright can drive it."""

import os
import shutil
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from . import PartMissing

DEBIAN_PACKAGES = ("chromium", "libatomic1")

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_PATTERNS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> Path:
    """The Chromium of this machine; raises PartMissing."""
    _try_driver()
    for candidate in (*map(shutil.which, COMMANDS), *APPLICATIONS, *_playwright_browsers()):
        if candidate and os.access(candidate, os.X_OK):
            return Path(candidate)
    raise PartMissing(
        "The browser is missing: install Chromium (on Debian as root: apt install chromium; "
        "anywhere: .venv/bin/playwright install chromium), or say MUSTER_TEST_WITHOUT=browser."
    )


def _try_driver() -> None:
    tried = subprocess.run([*compute_driver_executable(), "--version"], capture_output=True, text=True)
    if tried.returncode:
        raise PartMissing(
            f"The browser is missing what drives it: {tried.stderr.strip()} "
            "(on Debian as root: apt install libatomic1), or say MUSTER_TEST_WITHOUT=browser."
        )


def _playwright_browsers():
    folders = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), *PLAYWRIGHT_FOLDERS]
    for folder in filter(None, folders):
        for pattern in PLAYWRIGHT_PATTERNS:
            yield from Path(folder).expanduser().glob(pattern)
