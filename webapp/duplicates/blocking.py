"""The blocks that somebody stands in: only people who share one are compared, never all with all.

Who has the same e-mail or phone shares a block, and so does who has the same words in the name in any order
(those of a common name as far as they live in one city), a name that sounds alike or begins alike.
"""

from collections.abc import Iterable, Iterator

from webapp.db import words
from webapp.db.types import KEY_LENGTH

MOST_IN_BLOCK = 40
"""A larger block says too little: everybody of a common name, or with a switchboard's number."""
_SOUNDS = str.maketrans(
    {letter: str(digit) for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1)
     for letter in letters}
)  # fmt: skip


def sorted_name(name: str) -> str:
    """The folded words of a name in order of the alphabet: "Keller, Mona" and "Mona Keller" are the same."""
    return " ".join(sorted(words(name)))[:KEY_LENGTH]


def block_keys(name: str, emails: Iterable[str], phones: Iterable[str], city: str = "") -> set[str]:
    """The keys of somebody's blocks; takes the name as shown, norms, and the folded city."""
    addresses = {f"e:{norm}" for norm in emails} | {f"p:{norm}" for norm in phones}
    parts = words(name)
    at_home = {f"c:{city} {' '.join(sorted(parts))}"} if city and parts else set()
    return {key[:KEY_LENGTH] for key in (*addresses, *at_home, *_of_name(parts))}


def _of_name(parts: list[str]) -> Iterator[str]:
    if not parts:
        return
    yield "n:" + " ".join(sorted(parts))
    first, last = parts[0], parts[-1]
    if len(parts) > 1:
        yield "s:" + " ".join(sorted((sound(first), sound(last))))
        yield f"b:{first[:2]} {last[:4]}"
    elif len(first) > 3:
        yield f"s:{sound(first)}"
        yield f"b:{first[:5]}"


def sound(word: str) -> str:
    """The word as Soundex hears it: its first letter, and the first three consonants of different sound."""
    coded = word.translate(_SOUNDS)
    heard, before = [word[0]], coded[0]
    for letter, code in zip(word[1:], coded[1:], strict=True):
        if code.isdigit() and code != before:
            heard.append(code)
        if letter not in "hw":
            before = code
    return "".join(heard)[:4]
