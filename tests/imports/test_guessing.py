from pathlib import Path

import pytest

from webapp.imports.guessing import guess_columns, is_header
from webapp.imports.reading import open_table

FILES = Path(__file__).with_name("files")
US_500 = """first_name,last_name,company_name,address,city,county,state,zip,phone1,phone2,email,web
Olive,Ash,"Ash, John B Jr",66 N Blue Gum St,New Orleans,Orleans,LA,70116,504-555-0127,504-555-0128,olive@example.com,http://www.ash.example.com
Josephine,Fern,"Fern, Jeffrey A Esq",4 B Blue Ridge Blvd,Brighton,Livingston,MI,48116,810-555-0129,810-555-0130,jo@example.com,http://www.fern.example.com
Art,Birch,"Birch, James L Cpa",8 W Cerritos Ave,Bridgeport,Gloucester,NJ,8014,856-555-0131,856-555-0132,art@example.com,http://www.birch.example.com
Lenna,Elm,Feltz Printing Service,639 Main St,Anchorage,Anchorage,AK,99501,907-555-0133,907-555-0134,lenna@example.com,http://www.elm.example.com
"""

PERSON = {"first": "Ada", "last": "Quill", "email": "ada@example.com"}
PAPERS = {"company": "Quill Papers", "title": "Editor", "website": "https://quill.example.com"}
BOSTON = {"street": "1 Ink Row", "city": "Boston", "state": "MA", "postcode": "02134"}

EXPECTED = {
    "google.csv": PERSON
    | PAPERS
    | BOSTON
    | {"country": "US", "birthday": "1980-05-12", "tags": "* myContacts ::: Press"},
    "google_old.csv": PERSON | PAPERS | BOSTON | {"country": "US", "note": "Likes ink"},
    "outlook.csv": PERSON
    | PAPERS
    | BOSTON
    | {"country": "United States", "birthday": "5/12/1980", "tags": "Press;Friends"},
    "outlook_de.csv": {
        "first": "Käthe",
        "last": "Groß",
        "company": "Groß & Söhne GmbH",
        "title": "Leiterin",
        "street": "Ringstraße 5",
        "city": "München",
        "state": "Bayern",
        "postcode": "80331",
        "country": "Deutschland",
        "phone": "089 1234567",
        "email": "kaethe@example.com",
        "birthday": "12.5.1980",
        "tags": "Presse",
        "note": "Trifft sich gern",
    },
    "outlook_fr.csv": {
        "first": "Zoé",
        "last": "Lefèvre",
        "company": "Encres Réunies",
        "city": "Lyon",
        "state": "Auvergne-Rhône-Alpes",
        "postcode": "69001",
        "country": "France",
        "phone": "04 72 00 00 01",
        "email": "zoe@example.com",
        "tags": "Presse",
    },
    "spanish.csv": {
        "first": "Inés",
        "last": "Peña Ruiz",
        "company": "Tintas Peña",
        "title": "Directora",
        "street": "Calle Mayor 1",
        "city": "Madrid",
        "state": "Madrid",
        "country": "España",
        "email": "ines@example.com",
        "note": "Prefiere llamadas",
    },
    "apple.csv": PERSON | PAPERS | BOSTON | {"phone": "617-555-0101", "note": "Likes ink"},
    "hubspot.csv": PERSON
    | {
        "company": "Quill Papers",
        "kind": "Customer",
        "status": "New",
        "owner": "owner@example.com",
        "industry": "Publishing",
        "created": "2026-01-05 10:22",
        "source": "Offline Sources",
        "state": "Massachusetts",
    },
    "salesforce.csv": PERSON
    | BOSTON
    | {"title": "Editor", "company": "Quill Papers", "source": "Web", "created": "1/5/2026"},
    "salesforce_api.csv": PERSON
    | BOSTON
    | {"title": "Editor", "source": "Web", "created": "2026-01-05T10:22:33.000Z"},
    "mailchimp.csv": PERSON
    | {"country": "US", "state": "MA", "zone": "America/New_York", "tags": '"Press","Friends"'},
    "pipedrive.csv": PERSON
    | {"company": "Quill Papers", "owner": "Olive Owner", "tags": "Press", "created": "2026-01-05 10:22:33"},
    "plain_de.csv": {
        "last": "Groß",
        "first": "Käthe",
        "postcode": "80331",
        "city": "München",
        "birthday": "12.05.1980",
    },
    "combined.csv": {
        "name": "Quill, Ada",
        "company": "Quill Papers",
        "email": "ada@example.com",
        "phone": "617-555-0101",
    },
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_columns_of_common_exports_find_their_fields(name):
    found = _first_values(FILES / name)
    assert {target: found.get(target) for target in EXPECTED[name]} == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_columns_that_say_nothing_of_the_person_stay_out(name):
    table = open_table(FILES / name)
    guesses = guess_columns(table.header, table.sample, table.width)
    mapped = {header for header, guess in zip(table.header, guesses, strict=True) if guess}
    noise = ("ID", "Type", "Label", "Fax", "Photo", "LEID", "Salutation", "Anrede", "Modstamp", "Prefix")
    assert not {header for header in mapped if header.endswith(noise)} - {"Person - Label"}


def test_several_addresses_and_numbers_of_a_person_are_all_kept():
    table = open_table(FILES / "outlook.csv")
    targets = guess_columns(table.header, table.sample, table.width)
    assert targets.count("email") == 2
    assert targets.count("phone") == 3


def test_a_salutation_is_no_job_title():
    table = open_table(FILES / "outlook.csv")
    assert guess_columns(table.header, table.sample, table.width)[0] is None


def test_of_two_postal_addresses_the_one_that_most_people_have_is_taken():
    table = open_table(FILES / "google_old.csv")
    guesses = guess_columns(table.header, table.sample, table.width)
    assert guesses[table.header.index("Address 2 - City")] is None


def test_a_birthday_without_a_year_is_left_out():
    table = open_table(FILES / "mailchimp.csv")
    assert guess_columns(table.header, table.sample, table.width)[5] is None


def test_a_plain_english_table_maps_all_but_the_county(tmp_path):
    targets = _targets(tmp_path, US_500)
    assert targets == [
        "first",
        "last",
        "company",
        "street",
        "city",
        None,
        "state",
        "postcode",
        "phone",
        "phone",
        "email",
        "website",
    ]


def test_the_same_table_without_its_header_maps_by_its_values(tmp_path):
    assert _targets(tmp_path, US_500.partition("\n")[2]) == _targets(tmp_path, US_500)


def test_a_list_of_addresses_alone_is_mapped(tmp_path):
    assert _targets(tmp_path, "ada@example.com\nben@example.com\n") == ["email"]


def test_combined_names_without_a_header_are_found(tmp_path):
    rows = "Anna Schmidt;12.05.1980;anna@example.com\nPeter Groß;01.02.1971;peter@example.com\n"
    assert _targets(tmp_path, rows) == ["name", "birthday", "email"]


@pytest.mark.parametrize(
    ("first", "rest", "expected"),
    [
        (["Name", "Mail"], [["Ada", "ada@example.com"]], True),
        (["Ada", "ada@example.com"], [["Ben", "ben@example.com"]], False),
        (["Alpha", "Beta"], [["Ada", "ada@example.com"]], True),
        (["Ann", "Smith"], [["Bob", "Jones"]], False),
        (["Nom", "Prénom", "Machin"], [], True),
    ],
)
def test_a_header_is_told_from_a_first_person(first, rest, expected):
    assert is_header(first, rest) is expected


def _first_values(path):
    table = open_table(path)
    found = {}
    for guess, value in zip(
        guess_columns(table.header, table.sample, table.width), table.sample[0], strict=True
    ):
        if guess:
            found.setdefault(guess, value)
    return found


def _targets(tmp_path, text):
    path = tmp_path / "people.csv"
    path.write_text(text, "utf-8")
    table = open_table(path)
    return guess_columns(table.header, table.sample, table.width)
