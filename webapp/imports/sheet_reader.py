"""Reads one sheet of a spreadsheet and writes its rows to standard output, as a process of its own.

A spreadsheet of a few bytes can ask its reader for any amount of memory, and the reader ends its process when
it gets none. So it runs apart, with its memory and time limited by the system, and imports nothing of Muster.
The output is a series of marshalled values: the sheets' names, then lists of (row number, cells), then None;
or a string, which is the sentence that says why not.
"""

import datetime as dates
import marshal
import sys

MEMORY = 1536 * 1024 * 1024
SECONDS = 300
MAX_CELLS = 6_000_000
MAX_COLUMNS = 500
BLOCK = 500
_FEW_CELLS = 100_000


def main() -> None:
    path, sheet_name, unpacked_size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    _limit_this_process()
    out = sys.stdout.buffer
    for value in _blocks(path, sheet_name, unpacked_size):
        marshal.dump(value, out)
    out.flush()


def _blocks(path: str, sheet_name: str, unpacked_size: int):
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        with open(path, "rb") as file, CalamineWorkbook.from_object(file) as book:
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if not names or (sheet_name and sheet_name not in names):
                yield f"This spreadsheet has no sheet named “{sheet_name}”." if names else "It has no sheet."
                return
            sheet = book.get_sheet_by_name(sheet_name or _first_filled(book, names))
            if refusal := _refusal(sheet, unpacked_size):
                yield refusal
                return
            yield [sheet.name, names]
            yield from _rows(sheet)
            yield None
    except PasswordError:
        yield "This spreadsheet is protected by a password: save it without one and try again."
    except CalamineError:
        yield "This spreadsheet is damaged: open it in a spreadsheet program and save it again."


def _first_filled(book, names: list[str]) -> str:
    return next((name for name in names if book.get_sheet_by_name(name).height), names[0])


def _refusal(sheet, unpacked_size: int) -> str | None:
    cells = sheet.height * sheet.width
    if cells > _FEW_CELLS and cells > unpacked_size:
        return (
            f"This spreadsheet claims {sheet.height:,} rows and holds almost none of them: "
            "delete the empty rows below its data and save it again."
        )
    if cells > MAX_CELLS:
        return (
            f"This sheet has {sheet.height:,} rows of {sheet.width:,} columns, which is too much for a "
            "spreadsheet import: save it as CSV and import that."
        )
    if sheet.width > MAX_COLUMNS:
        return f"This sheet has {sheet.width:,} columns; at most {MAX_COLUMNS} can be imported."
    return None


def _rows(sheet):
    first = (sheet.start or (0, 0))[0] + 1
    block = []
    for number, cells in enumerate(sheet.iter_rows(), 1 if sheet.height == sheet.total_height else first):
        block.append((number, [_text(cell) for cell in cells]))
        if len(block) == BLOCK:
            yield block
            block = []
    yield block


def _text(cell) -> str:
    """A cell as a person would type it: dates in ISO form, whole numbers without a fraction."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, dates.datetime):
        return str(cell.date()) if cell.time() == dates.time.min else cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell)


def _limit_this_process() -> None:
    import resource

    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(what)
        resource.setrlimit(what, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


if __name__ == "__main__":
    main()
