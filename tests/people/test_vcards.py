"""vCards that other address books read."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.people.record import Record
from webapp.people.values import EMPTY
from webapp.people.vcards import vcard


def card(version="4.0", tags=(), company="", **values) -> str:
    values = {**EMPTY, "kind": "lead", **values}
    name = f"{values['first']} {values['last']}".strip() or company
    record = Record(
        id=7,
        name=name,
        values=values,
        company=company,
        status="New",
        status_hue="gray",
        status_role="new",
        owner="",
        office="Boston",
        created_at=0,
        changed_at=0,
        last_contact_at=0,
        last_touch_at=0,
        sections=[],
    )
    return vcard(
        record, uid="https://m.example.com/people/7", changed_at=0, tags=tags, version=version
    ).decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


DANA = {
    "first": "Dana",
    "last": "Whitfield; Jr.",
    "title": "Owner, dentist",
    "emails": [["Dana@example.com", "dana@example.com"], ["d@example.com", "d@example.com"]],
    "phones": [["(916) 555-0142", "+19165550142"]],
    "street": "2210 Capitol Ave\nSuite 4",
    "city": "Sacramento",
    "country": "US",
    "state": "US-CA",
    "birthday": 720000,
    "language": "en",
    "zone": "America/Los_Angeles",
    "website": "https://example.com/a,b",
}


def test_version_4_holds_everything_escaped():
    lines = unfolded(card(company="Whitfield Family Dental", tags=["vip", "a,b"], **DANA))
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    for line in (
        "FN:Dana Whitfield\\; Jr.",
        "N:Whitfield\\; Jr.;Dana;;;",
        "KIND:individual",
        "ORG:Whitfield Family Dental",
        "TITLE:Owner\\, dentist",
        "EMAIL;PREF=1:Dana@example.com",
        "EMAIL:d@example.com",
        "TEL;VALUE=uri;PREF=1:tel:+19165550142",
        "ADR:;;2210 Capitol Ave\\nSuite 4;Sacramento;California;;United States",
        "URL:https://example.com/a,b",
        "BDAY:19720417",
        "LANG:en",
        "TZ:America/Los_Angeles",
        "CATEGORIES:vip,a\\,b",
        "REV:19700101T000000Z",
    ):
        assert line in lines


def test_version_3_speaks_as_older_address_books_do():
    lines = unfolded(card("3.0", **DANA))
    assert "VERSION:3.0" in lines
    assert "EMAIL;TYPE=INTERNET;TYPE=PREF:Dana@example.com" in lines
    assert "TEL;TYPE=VOICE;TYPE=PREF:(916) 555-0142" in lines
    assert "BDAY:1972-04-17" in lines


def test_a_company_without_a_person_is_an_organisation():
    lines = unfolded(card(company="Acme"))
    assert "KIND:org" in lines
    assert "FN:Acme" in lines
    assert "N:;;;;" in lines


@given(st.text(max_size=200), st.text(max_size=200))
def test_lines_are_short_whole_characters_and_nothing_breaks_out(first, last):
    text = card(first=first.replace("\ud800", ""), last="x" + last)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(text) if line]
    assert names == ["BEGIN", "VERSION", "UID", "FN", "N", "KIND", "REV", "END"]
