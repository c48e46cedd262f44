from datetime import date

import pytest

from webapp.csv_text import cell_text
from webapp.imports import values


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("John Smith", "John", "Smith"),
        ("Smith, John", "John", "Smith"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("John Smith, Jr.", "John", "Smith, Jr."),
        ("John Smith Jr.", "John", "Smith Jr."),
        ("Ana María de la Cruz", "Ana María", "de la Cruz"),
        ("Cher", "Cher", ""),
        ("", "", ""),
    ],
)
def test_a_combined_name_is_parted(text, first, last):
    assert values.split_name(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("vip; press, vip", ["vip", "press"]),
        ('"Press","Friends"', ["Press", "Friends"]),
        ("* myContacts ::: Press", ["myContacts", "Press"]),
        (" ; ", []),
    ],
)
def test_a_cell_of_tags_is_split(text, names):
    assert [name.casefold() for name in values.split_list(text)] == [name.casefold() for name in names]


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234.56", ".", 1234.56),
        ("1.234,56", ",", 1234.56),
        ("1 234,56 €", ",", 1234.56),
        ("1'234.50", ".", 1234.5),
        ("$12", ".", 12),
        ("-3", ".", -3),
        ("25 %", ".", 25),
    ],
)
def test_numbers_are_read_in_the_form_of_their_column(text, decimal, number):
    assert values.read_number(text, decimal) == number


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.2.3", "12,34.5", "١٢x", "nan", "1e999"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="is not a number"):
        values.read_number(text)


@pytest.mark.parametrize("text", ["9" * 400, "1e99", "-1e16"])
def test_what_no_form_would_take_is_too_large_a_number(text):
    with pytest.raises(ValueError, match="too large"):
        values.read_number(text)


@pytest.mark.parametrize(
    ("sample", "sign"),
    [
        (["1.234,56"], ","),
        (["1,234.56"], "."),
        (["0,5", "1,25"], ","),
        (["1.234.567"], ","),
        (["1,234"], "."),
        (["12"], "."),
    ],
)
def test_the_decimal_sign_of_a_column_is_guessed(sample, sign):
    assert values.decimal_sign(sample) == sign


@pytest.mark.parametrize(
    "text",
    [
        "1980-05-12",
        "12.5.1980",
        "12/05/1980",
        "12.05.80",
        "12 May 1980",
        "12. Mai 1980",
        "12 mai 1980",
        "12 de mayo de 1980",
        "May 12, 1980",
        "19800512",
        "1980/05/12",
        "1980-05-12T00:00:00Z",
        "12/05/1980 10:22 AM",
    ],
)
def test_a_day_is_read_in_common_forms(text):
    assert values.read_date(text) == date(1980, 5, 12)


def test_month_first_is_read_where_the_column_says_so():
    assert values.read_date("05/12/1980", "mdy") == date(1980, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "31.02.1980",
        "05/12",
        "1980",
        "12.13.1980",
        "0/0/00",
        "99999-01-01",
        "2026-01-05x",
        "2026-01-05 25:00x",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match="is not a date"):
        values.read_date(text)


@pytest.mark.parametrize(
    ("sample", "order"),
    [
        (["01/02/2020", "13/02/2020"], "dmy"),
        (["01/02/2020", "02/13/2020"], "mdy"),
        (["1.2.2020"], "dmy"),
        (["2020-01-02"], "mdy"),
    ],
)
def test_the_order_of_a_columns_dates_is_guessed(sample, order):
    assert values.date_order(sample, default="mdy") == order


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05 10:22:33",
        "2026-01-05T10:22:33Z",
        "2026-01-05T11:22:33+01:00",
        "2026-01-05T10:22:33.000Z",
        "5 Jan 2026 10:22:33 AM",
    ],
)
def test_a_moment_is_read_with_its_zone(text):
    assert values.read_moment(text) == 1767608553


def test_an_impossible_time_of_day_is_refused():
    with pytest.raises(ValueError, match="not a time of day"):
        values.read_moment("2026-01-05 25:00")


@pytest.mark.parametrize(
    ("text", "link"),
    [("example.com", "https://example.com"), ("http://a.example.com/x?y=1", "http://a.example.com/x?y=1")],
)
def test_a_web_address_gets_its_scheme(text, link):
    assert values.read_link(text) == link


@pytest.mark.parametrize(
    "text", ["", "hello", "javascript:alert(1)", "ftp://x", "a b.com", "data:text/html,x", "https://"]
)
def test_what_is_no_web_address_is_refused(text):
    with pytest.raises(ValueError, match="is not a web address"):
        values.read_link(text)


def test_yes_and_no_are_read_in_several_languages():
    assert [values.read_yes_no(text) for text in ("Yes", "ja", "OUI", "sí", "1", "x")] == [True] * 6
    assert [values.read_yes_no(text) for text in ("No", "nein", "Non", "0", "false")] == [False] * 5
    with pytest.raises(ValueError, match="neither yes nor no"):
        values.read_yes_no("maybe")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("'+49 89 1", "+49 89 1"), ("'=1+1", "=1+1"), ("''=x", "'=x"), ("'s", "'s"), (" a ", "a")],
)
def test_the_guard_of_a_formula_is_taken_off(text, cleaned):
    assert values.clean(text) == cleaned


@pytest.mark.parametrize("sign", [*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_an_export_guards_the_import_reads_as_it_was(sign):
    for text in (f"{sign}1", f"'{sign}1", f"1{sign}"):
        assert values.clean(cell_text(text)) == text
    assert cell_text(f"{sign}1") == f"'{sign}1"
