"""What a check of an instance saw."""

from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


class Finding(NamedTuple):
    """What one check saw. A note is worth reading; what is wrong makes the command end with status 1."""

    about: str
    verdict: Verdict
    sentence: str
