"""What the tests need beside Python packages: a real browser and a real PostgreSQL.

`python -m tests.parts` installs them where it can; MUSTER_TEST_WITHOUT=browser,postgres leaves them out.
"""

import os

NAMES = ("browser", "postgres")


class PartMissing(Exception):
    """A part is not here; the message names it and says how to get it."""


def left_out(environ=os.environ) -> frozenset[str]:
    """The parts that MUSTER_TEST_WITHOUT says to do without; raises PartMissing for a name that is none."""
    names = frozenset(filter(None, map(str.strip, environ.get("MUSTER_TEST_WITHOUT", "").split(","))))
    if unknown := names.difference(NAMES):
        raise PartMissing(
            f"MUSTER_TEST_WITHOUT knows {' and '.join(NAMES)}, not {', '.join(sorted(unknown))}."
        )
    return names
