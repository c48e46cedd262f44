"""Finds a Chromium, and sees that Playwright can drive it.

The headless shell goes before the complete browser: the same pages take two thirds of its processor time.
"""

import os
import shutil
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from . import PartMissing

DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")
DEBIAN_LIBRARIES = ("libatomic1",)

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_SHELLS = (
    "chromium_headless_shell-*/chrome-headless-shell-*/chrome-headless-shell",
    "chromium_headless_shell-*/chrome-*/headless_shell",
)
PLAYWRIGHT_BROWSERS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find() -> Path:
    """The lightest Chromium of this machine; raises PartMissing."""
    complete = (*map(shutil.which, COMMANDS), *APPLICATIONS, *_of_playwright(PLAYWRIGHT_BROWSERS))
    return _first((*_shells(), *complete))


def find_shell() -> Path:
    """Its headless shell; raises PartMissing also where there is a complete Chromium."""
    return _first(_shells())


def _shells():
    return (*map(shutil.which, SHELLS), *_of_playwright(PLAYWRIGHT_SHELLS))


def _first(candidates) -> Path:
    _try_driver()
    for candidate in candidates:
        if candidate and os.access(candidate, os.X_OK):
            return Path(candidate)
    raise PartMissing(
        "The browser is missing: install Chromium (on Debian as root: apt install chromium-headless-shell; "
        "anywhere: .venv/bin/playwright install chromium), or say MUSTER_TEST_WITHOUT=browser."
    )


def _try_driver() -> None:
    tried = subprocess.run([*compute_driver_executable(), "--version"], capture_output=True, text=True)
    if tried.returncode:
        raise PartMissing(
            f"The browser is missing what drives it: {tried.stderr.strip()} "
            "(on Debian as root: apt install libatomic1), or say MUSTER_TEST_WITHOUT=browser."
        )


def _of_playwright(patterns):
    folders = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), *PLAYWRIGHT_FOLDERS]
    for folder in filter(None, folders):
        for pattern in patterns:
            yield from Path(folder).expanduser().glob(pattern)
