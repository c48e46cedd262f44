"""What the search box looks through, for each person."""

import re
from collections.abc import Iterable

from webapp.db import words

_OTHERS = re.compile(r"\D+")
Shown = list[str]
"""An address as [shown, norm]."""


def search_text(
    first: str, last: str, company: str, emails: Iterable[Shown], phones: Iterable[Shown]
) -> dict[str, str]:
    """The columns of person_search: every folded word with a blank before it, and the numbers' digits.

    A word of the search box is looked for as " smi" in `txt`, so it must begin a word; digits are looked for
    anywhere in `phones`, which has each number as typed and in E.164.
    """
    parts = words(" ".join([first, last, company, *(shown for shown, _ in emails)]))
    numbers = [digits for shown, norm in phones for digits in (_digits(shown), norm.removeprefix("+"))]
    return {"txt": " " + " ".join(parts), "phones": " ".join(dict.fromkeys(numbers))}


def _digits(text: str) -> str:
    return _OTHERS.sub("", text)
