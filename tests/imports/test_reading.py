import csv
import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from webapp.imports.reading import open_table
from webapp.imports.unreadable import UnreadableFile

PEOPLE = [
    ["Name", "E-mail", "Notes"],
    ["Zoé Groß", "zoe@example.com", 'Said "yes", twice'],
    ["Ben Moss", "ben@example.com", "first line\nsecond line"],
    ["Ines; Peña", "ines@example.com", ""],
]
CELL = st.text(st.characters(codec="cp1252", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).map(
    lambda text: text.strip() or "x"
)


def test_guessing_sees_how_a_cell_begins_and_the_import_all_of_it(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Name,Notes\nZoé Groß," + "x" * 200_000 + "\n")
    table = open_table(path)
    assert len(table.sample[0][1]) == 1_000
    assert [len(cells[1]) for _, cells in table.rows] == [200_000]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", "\x1f"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_delimiter_quoting_and_line_end_is_read(tmp_path, delimiter, line_end, quoting):
    rows = [[cell.replace("\n", line_end) for cell in row] for row in PEOPLE]
    assert _read(_written(tmp_path, rows, delimiter, line_end, quoting=quoting)) == rows[1:]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "utf-32"]
)
def test_every_encoding_is_recognised(tmp_path, encoding):
    assert _read(_written(tmp_path, PEOPLE, encoding=encoding)) == PEOPLE[1:]


def test_quotes_escaped_by_a_backslash_are_read(tmp_path):
    path = _file(tmp_path, b'Name,Mail\n"Ben \\"Mossy\\" Moss",ben@example.com\n')
    assert _read(path) == [['Ben "Mossy" Moss', "ben@example.com"]]


def test_single_quotes_around_cells_are_read(tmp_path):
    path = _file(tmp_path, b"'Name','Mail'\n'Moss, Ben','ben@example.com'\n'O''Neil, Al','al@example.com'\n")
    assert _read(path) == [["Moss, Ben", "ben@example.com"], ["O'Neil, Al", "al@example.com"]]


def test_the_separator_line_of_excel_is_obeyed_and_left_out(tmp_path):
    assert _read(_file(tmp_path, b"sep=|\nName|Mail\nBen, Al|ben@example.com\n")) == [
        ["Ben, Al", "ben@example.com"]
    ]


def test_each_row_knows_the_line_it_starts_in(tmp_path):
    path = _file(tmp_path, b'Name,Mail\n\nAda,"a\nb"\n,\nBen,c\n')
    assert list(open_table(path, header=True).rows) == [(3, ["Ada", "a\nb"]), (6, ["Ben", "c"])]


def test_a_header_can_be_denied_and_insisted_on(tmp_path):
    path = _file(tmp_path, b"Name,Mail\nAda,ada@example.com\n")
    assert open_table(path, header=False).header is None
    assert len(list(open_table(path, header=False).rows)) == 2
    assert open_table(_file(tmp_path, b"a@example.com\nb@example.com\n"), header=True).header == [
        "a@example.com"
    ]


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_what_was_written_is_read(tmp_path_factory, rows, delimiter, line_end, encoding):
    assume(encoding != "cp1252" or not _reads_as_utf_8("".join(map("".join, rows)).encode(encoding)))
    header = ["first name", "last name", "e-mail"]
    path = _written(
        tmp_path_factory.mktemp("csv"), [header, *rows], delimiter, line_end, encoding, csv.QUOTE_ALL
    )
    assert _read(path) == rows


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_is_read_whatever_its_name(tmp_path, kind):
    path = tmp_path / "people.csv"
    (_xlsx if kind == "xlsx" else _ods)(path, [["Name", "Mail"], ["Ada Quill", "ada@example.com"]])
    assert _read(path) == [["Ada Quill", "ada@example.com"]]


def test_cells_of_a_spreadsheet_read_as_a_person_would_type_them(tmp_path):
    import datetime

    path = tmp_path / "people.xlsx"
    moment = datetime.datetime(2026, 1, 5, 10, 22)
    _xlsx(
        path,
        [
            ["a", "b", "c", "d", "e", "f"],
            [2134, 1.5, datetime.date(1980, 5, 12), moment, True, "0049891234567"],
        ],
    )
    assert _read(path, header=True) == [
        ["2134", "1.5", "1980-05-12", "2026-01-05 10:22:00", "yes", "0049891234567"]
    ]


def test_a_sheet_is_chosen_by_name_and_else_the_first_with_rows(tmp_path):
    path, book = tmp_path / "people.xlsx", Workbook()
    book.create_sheet("Filled").append(["ada@example.com"])
    book.create_sheet("Other").append(["ben@example.com"])
    book.save(path)
    table = open_table(path)
    assert (table.sheet, table.sheets) == ("Filled", ["Sheet", "Filled", "Other"])
    assert _read(path, sheet="Other") == [["ben@example.com"]]
    with pytest.raises(UnreadableFile, match="no sheet named “Nowhere”"):
        open_table(path, sheet="Nowhere")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
        (bytes(range(256)) * 20, "no table"),
        (b"Name,Mail\n" + b"\0\1\2\3" * 500, "no table"),
        (b"%PDF-1.7 something", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n123", "a picture"),
        (b"<html><table><tr><td>Ada</td></tr></table></html>", "a web page"),
        (b"BEGIN:VCARD\nFN:Ada\nEND:VCARD\n", "a vCard"),
        (
            b"Once upon a time there was a table that was no table.\nIt had long lines and no column.\n",
            "no table",
        ),
        (b'Name,Mail\nAda,ada@example.com\n"Ben,ben@example.com\nCy,cy@example.com\n', "3 is never closed"),
        (b'Name,Mail\nAda,ada@example.com\n"Ben" Moss,ben@example.com\n', "line 3 text goes on"),
        (b'Name,Mail\nAda,"' + b"x" * 1_100_000, "Line 2 has a cell of over a million"),
        (b",".join([b"a"] * 501), "501 columns"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 torn", "damaged"),
        ("Name,Mail\nAda,ada@example.com\n".encode("utf-16-le") + b"\0\xd8\n\0", "no table|not UTF-16"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path, content, sentence):
    path = _file(tmp_path, content)
    with pytest.raises(UnreadableFile, match=sentence) as refusal:
        list(open_table(path).rows)
    assert len(str(refusal.value)) < 200
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "Name,Mail\nAda,ada@example.com\n".encode("utf-16"),
            "The text is not UTF-8: save",
        ),
        (
            b"Name,Mail\n" + b"Ada,ada@example.com\n" * 20_000 + b"Zo\xeb,zoe@example.com\n",
            r"The text after line \d\d,\d{3} is not UTF-8: save",
        ),
    ],
)
def test_text_in_another_encoding_than_was_said_is_told_by_name_and_place(tmp_path, content, sentence):
    with pytest.raises(UnreadableFile, match=f"^{sentence}"):
        list(open_table(_file(tmp_path, content), encoding="utf-8-sig").rows)


def test_a_missing_file_and_a_folder_are_refused_in_one_sentence(tmp_path):
    with pytest.raises(UnreadableFile, match="cannot be read: No such file"):
        open_table(tmp_path / "nowhere.csv")
    with pytest.raises(UnreadableFile, match="is a folder"):
        open_table(tmp_path)


def test_a_pipe_and_a_device_are_refused_and_a_link_to_a_file_is_followed(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(UnreadableFile, match="is no ordinary file"):
            open_table(path)
    (tmp_path / "link").symlink_to(_file(tmp_path, b"Name,Mail\nAda,ada@example.com\n"))
    assert len(list(open_table(tmp_path / "link").rows)) == 1


def test_a_cell_of_200_kilobytes_is_read_whole(tmp_path):
    path = _file(tmp_path, b"Name,Notes\nAda," + b"x" * 200_000 + b"\nBen,short\n")
    assert [len(cells[1]) for _, cells in open_table(path, header=True).rows] == [200_000, 5]


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576"])
def test_a_spreadsheet_that_claims_a_million_rows_is_refused(tmp_path, reference):
    path = tmp_path / "bomb.xlsx"
    _xlsx(path, [["Name", "Mail"], ["Ada", "ada@example.com"]])
    far = f'<row r="1048576"><c r="{reference}"><v>1</v></c></row></sheetData>'.encode()
    _rewrite(path, lambda name, body: body.replace(b"</sheetData>", far) if "sheet1" in name else body)
    with pytest.raises(UnreadableFile, match=r"claims 1,048,576 rows|unpacks to far more"):
        open_table(path)


def test_an_ods_that_repeats_its_row_a_million_times_is_refused(tmp_path):
    path = tmp_path / "bomb.ods"
    _ods(path, [["Ada", "ada@example.com"]], repeat=1_000_000)
    with pytest.raises(UnreadableFile, match=r"claims 1,000,000 rows|unpacks to far more"):
        open_table(path)


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(UnreadableFile, match="unpacks to far more"):
        open_table(path)


def test_an_archive_of_something_else_is_named(tmp_path):
    path = tmp_path / "people.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("people.csv", "Name\nAda\n")
    with pytest.raises(UnreadableFile, match="zip archive: unpack it"):
        open_table(path)


def test_a_spreadsheet_with_a_password_is_refused(tmp_path):
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    with pytest.raises(UnreadableFile, match="protected by a password"):
        open_table(_file(tmp_path, content))


def _read(path, **options):
    return [cells for _, cells in open_table(path, **options).rows]


def _file(tmp_path, content):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    return path


def _reads_as_utf_8(data: bytes) -> bool:
    """As the two bytes of Â¡ do: nobody can know that they are not one ¡."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _written(tmp_path, rows, delimiter=",", line_end="\n", encoding="utf-8", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return _file(tmp_path, text.getvalue().encode(encoding))


def _xlsx(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def _ods(path, rows, repeat=1):
    cells = "".join(
        f'<table:table-row table:number-rows-repeated="{repeat}">'
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            '<table:table table:name="People">'
            f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )


def _rewrite(path, change):
    with zipfile.ZipFile(path) as archive:
        entries = [(name, change(name, archive.read(name))) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries:
            archive.writestr(name, body)
