"""Settings › Company, and what the other pages make of it."""

import io

import pytest

from tests.users.test_logo import png
from webapp.blueprints.settings.company import parse_holidays
from webapp.formatting import day
from webapp.users.own_company import FIRST_LABELS, own_company

LABELS = {
    f"{n}_{i}": word
    for n, pair in FIRST_LABELS.items()
    for i, word in zip(("one", "many"), pair, strict=True)
}
GIVEN = {
    "name": "Harbour & Keller",
    "address": "1 Quay\nBoston",
    "country": "US",
    "time_zone": "America/New_York",
    "language": "en",
    "date_format": "DD.MM.YYYY",
    "first_weekday": "6",
    "holidays": "2026-12-25 Christmas Day\n2026-07-04",
    "support_contact": "Priya, extension 12",
    **LABELS,
}


def test_what_was_saved_is_shown_again(admin):
    assert admin.post("/settings/company", GIVEN).status_code == 303
    page = admin.get("/settings/company").text
    for words in ("1 Quay\nBoston", "Priya, extension 12", "2026-07-04\n2026-12-25 Christmas Day"):
        assert words in page
    assert own_company().first_weekday == 6


def test_records_are_called_what_the_company_calls_them(admin):
    admin.post("/settings/company", GIVEN | {"person_one": "Patient", "person_many": "Patients"})
    assert "<span>Patients</span>" in admin.get("/settings").text


def test_every_sentence_takes_the_words_of_the_company(admin, world):
    words = {
        "person_one": "Patient",
        "person_many": "Patients",
        "company_one": "Clinic",
        "company_many": "Clinics",
        "lead_one": "Enquiry",
        "lead_many": "Enquiries",
    }
    admin.post("/settings/company", GIVEN | words)
    dana = f"/people/{world.people['dana']}"
    page = admin.get("/people").text
    assert "<title>All patients · Muster</title>" in page
    assert "<span>All patients</span>" in page
    assert "Patients whose Clinic is Acme" in admin.get("/people?q=company:Acme").text
    assert "added this patient" in admin.get(dana).text
    assert "<dt>Clinic</dt>" in admin.get(dana).text
    converted = admin.part("post", f"/people/{world.people['henrik']}/conversion", {"to": "lead"})
    assert "is an enquiry now" in converted.text
    assert "Export patients" in admin.get("/settings/roles/1").text
    assert "Clinic" in admin.get("/people/new").text
    assert "Clinic" in admin.get("/settings/fields").text


def test_a_word_that_another_field_has_is_refused_for_companies(admin):
    answer = admin.post("/settings/company", GIVEN | {"company_one": "City", "company_many": "Cities"})
    assert answer.status_code == 422
    assert "has a field “City” already" in answer.text
    assert "<span>Companies</span>" in admin.get("/people").text


def test_dates_are_written_as_the_company_writes_them(admin):
    admin.post("/settings/company", GIVEN)
    assert "21.09.2026, 10:13" in admin.get("/settings/audit").text
    assert day(739_880) == "21 Sep 2026", "outside of a request nobody's style is known"


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"name": ""}, "Give the company a name"),
        ({"country": "XX"}, "Not a valid choice"),
        ({"time_zone": "../../etc/passwd"}, "Not a valid choice"),
        ({"date_format": "%s"}, "Not a valid choice"),
        ({"first_weekday": "3"}, "Not a valid choice"),
        ({"first_weekday": str(2**63)}, "Not a valid choice"),
        ({"holidays": "Christmas"}, "no date such as"),
        ({"person_many": ""}, "Say what it is called"),
        ({"name": "x" * 201}, "at most 200"),
    ],
)
def test_a_mistake_changes_nothing_and_keeps_what_was_typed(admin, mistake, words):
    answer = admin.post("/settings/company", GIVEN | {"support_contact": "typed"} | mistake)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="typed"' in answer.text
    assert own_company().support_contact == ""


def test_holidays_come_in_order_with_their_names():
    assert [words for _, words in parse_holidays("2026-12-25 Christmas\n\n 2026-01-01")] == ["", "Christmas"]


def test_a_logo_is_served_as_what_it_is_and_only_that(admin, anybody):
    assert anybody.get("/logo").status_code == 404
    admin.post("/settings/company/logo", {"logo": (io.BytesIO(png()), "evil.svg", "image/svg+xml")})
    answer = anybody.get("/logo")
    assert (answer.mimetype, answer.data) == ("image/png", png())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert 'src="/logo"' in anybody.get("/sign-in").text
    admin.post("/settings/company/logo/delete")
    assert anybody.get("/logo").status_code == 404


@pytest.mark.parametrize("data", [b"<svg/>", b"", b"\0" * 1000])
def test_a_file_that_is_no_picture_is_no_logo(admin, anybody, data):
    assert admin.post("/settings/company/logo", {"logo": (io.BytesIO(data), "logo.png")}).status_code == 303
    assert "alert-circle" in admin.get("/settings/company").text
    assert anybody.get("/logo").status_code == 404
