"""What is hoped for in a stage: kept in hundredths, written as one writes money."""

import re

MOST = 10**12
_WRITTEN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")


def read_amount(text: str) -> int:
    """The hundredths of what somebody typed ("1,200.50"), 0 for nothing; raises ValueError."""
    bare = "".join(text.split())
    if not bare:
        return 0
    if not (bare.isascii() and (_WRITTEN.fullmatch(bare) or _GROUPED.fullmatch(bare))):
        raise ValueError("Write a number, such as 1200 or 1,200.50.")
    return read_hundredths(float(bare.replace(",", "")[:40]))


def read_hundredths(number: float) -> int:
    """The hundredths of a number; raises ValueError for what no deal is worth."""
    if not 0 <= number <= MOST:
        raise ValueError(f"A value is between 0 and {MOST:,}.")
    return round(number * 100)
