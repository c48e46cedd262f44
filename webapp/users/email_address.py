"""Addresses of users, to whom Muster writes: plain ASCII, so that what is stored is what goes on the wire.

Stricter than the addresses of people in that it takes no quoting and no line break, and more generous in
that a host of the intranet (`mona@harbour.local`) is as good as any other.
"""

import re

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
LONGEST = 254


def checked_address(text: str) -> str:
    """The address without the blanks around it; raises ValueError with a sentence."""
    address = text.strip()
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise ValueError("This is no e-mail address; it looks like mona@example.com.")
    return address
