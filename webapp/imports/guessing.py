"""Which field each column belongs to, guessed from its header and checked against its values."""

from collections.abc import Sequence

from webapp.imports.headers import Header, read_header
from webapp.imports.looks import fits, look_of, place_columns
from webapp.imports.targets import BUILT_IN

_ADDRESS = ("street", "city", "postcode", "state", "country")


def guess_columns(
    header: Sequence[str] | None, sample: Sequence[Sequence[str]], width: int
) -> list[str | None]:
    """The target of each column by its header or, without one, its values; None for one to leave out."""
    columns = [[row[i].strip() for row in sample if i < len(row) and row[i].strip()] for i in range(width)]
    if header is None:
        return place_columns(columns)
    headers = [read_header(text) for text in header]
    targets = [
        h.target if fits(h.target, values) else None for h, values in zip(headers, columns, strict=True)
    ]
    _settle_names(targets)
    _settle_titles(headers, targets)
    _settle_addresses(headers, targets, columns)
    _settle_repeats(targets, columns)
    return targets


def is_header(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether a table's first row names its columns rather than holding the first person."""
    cells = [cell.strip() for cell in first]
    filled = [cell for cell in cells if cell]
    if any(look_of(cell) for cell in filled):
        return False
    known = sum(1 for cell in filled if (h := read_header(cell)).target or h.is_noise)
    if known * 2 >= len(filled) or known >= 3:
        return True
    if known == 0 and not any(look_of(cell) for row in rest for cell in row):
        return False
    unique = len({cell.casefold() for cell in filled}) == len(filled) == len(cells)
    values_below = sum(
        1
        for i in range(len(cells))
        if (below := [row[i] for row in rest if i < len(row) and row[i].strip()])
        and sum(1 for value in below if look_of(value)) * 2 > len(below)
    )
    return unique and values_below > 0


def _settle_names(targets: list[str | None]) -> None:
    """A "Name" beside a first name is the last name, beside a last name the first, beside both neither."""
    combined = [i for i, target in enumerate(targets) if target == "name"]
    has_first, has_last = "first" in targets, "last" in targets
    meanings = {(True, True): None, (True, False): "last", (False, True): "first", (False, False): "name"}
    for position, i in enumerate(combined):
        targets[i] = meanings[has_first, has_last] if position == 0 else None


def _settle_titles(headers: list[Header], targets: list[str | None]) -> None:
    """A "Title" beside a "Job title" is a salutation."""
    if targets.count("title") > 1:
        for i, header in enumerate(headers):
            if header.key in ("title", "titel", "titre", "titulo"):
                targets[i] = None


def _settle_addresses(headers: list[Header], targets: list[str | None], columns: list[list[str]]) -> None:
    """Of several addresses, such as home and business, the one that most people have."""
    filled: dict[str, int] = {}
    for header, target, values in zip(headers, targets, columns, strict=True):
        if target in _ADDRESS:
            filled[header.whose] = filled.get(header.whose, 0) + len(values)
    repeated = any(
        len({h.whose for h, t in zip(headers, targets, strict=True) if t == target}) > 1
        for target in _ADDRESS
    )
    if not repeated:
        return
    kept = max(filled, key=filled.__getitem__)
    for i, header in enumerate(headers):
        if targets[i] in _ADDRESS and header.whose != kept:
            targets[i] = None


def _settle_repeats(targets: list[str | None], columns: list[list[str]]) -> None:
    """A field of one value takes the column that is filled most."""
    for target in {t for t in targets if t and not BUILT_IN[t].many}:
        places = [i for i, t in enumerate(targets) if t == target]
        kept = max(places, key=lambda i: (len(columns[i]), -i))
        for i in places:
            if i != kept:
                targets[i] = None
