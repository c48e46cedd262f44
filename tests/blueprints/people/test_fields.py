"""Changing fields in place."""

import json
import re

import pytest

from tests.world import NOW
from webapp.companies.naming import company_named
from webapp.db import db, key
from webapp.fields.models import Field, Section
from webapp.people.editing import load_values

BAD_TEXT = ["\0", "x" * 100_000, "a\x07b"]
HARMLESS = ["'", '")', "9223372036854775808", "%2e%2e", "<script>", "Ünï—😀"]


@pytest.fixture
def values(world):
    """values(*keys) gives Dana's values as they are in the database."""

    def values(*keys):
        db.session.rollback()
        return load_values([world.people["dana"]], set(keys))[world.people["dana"]]

    return values


@pytest.fixture
def custom(world):
    """custom(type, …) adds a field to the section Co-applicant and gives its slug and key."""
    section = Section(name="Co-applicant", name_key="co-applicant", position=1, created_at=NOW)
    db.session.add(section)
    db.session.flush()

    def custom(field_type, name="Something", **options):
        field = Field(
            section_id=section.id,
            name=name,
            name_key=key(name),
            type=field_type,
            choices=options.pop("choices", []),
            created_at=NOW,
            **options,
        )
        db.session.add(field)
        db.session.commit()
        return f"field-{field.id}", f"field:{field.id}"

    custom.section = section
    return custom


def test_one_field_is_saved_in_place_with_a_toast_to_undo_it(admin, dana, values):
    answer = admin.part("post", f"{dana}/fields/city", {"city": " Oakland ", "seen": '{"city":"Sacramento"}'})
    assert answer.status_code == 200
    assert values()["city"] == "Oakland"
    assert "City saved." in answer.text
    undo = re.search(r'action="(/changes/\d+/undo)"', answer.text)[1]
    assert admin.post(undo).status_code == 303
    assert values()["city"] == "Sacramento"


def test_without_scripts_it_is_a_page_of_its_own(admin, dana, values):
    assert 'name="city"' in admin.get(f"{dana}/fields/city/edit").text
    answer = admin.post(f"{dana}/fields/city", {"city": "Oakland"})
    assert (answer.status_code, answer.location) == (303, dana)
    assert values()["city"] == "Oakland"


def test_a_whole_section_is_saved_and_says_how_many_things_are_wrong(admin, dana, values):
    data = {"first": "Dana", "last": "Whitfield", "birthday": "yesterday", "website": "not a site"}
    answer = admin.part("post", f"{dana}/sections/1", data)
    assert answer.status_code == 422
    assert "2 things need a look" in answer.text
    assert 'value="yesterday"' in answer.text
    answer = admin.part("post", f"{dana}/sections/1", data | {"birthday": "1972-04-17", "website": ""})
    assert answer.status_code == 200
    assert values()["birthday"] == 720000


def test_what_two_people_change_in_different_fields_is_both_kept(admin, adviser, dana, values):
    seen = json.dumps({"city": "Sacramento", "title": "Practice owner"})
    adviser.post(f"{dana}/sections/1", {"city": "Oakland", "title": "Practice owner", "seen": seen})
    answer = admin.post(f"{dana}/sections/1", {"city": "Sacramento", "title": "Dentist", "seen": seen})
    assert answer.status_code == 303
    assert (values()["city"], values()["title"]) == ("Oakland", "Dentist")


def test_the_same_field_is_a_conflict_that_shows_both_and_lets_one_choose(admin, adviser, dana, values):
    seen = json.dumps({"city": "Sacramento"})
    adviser.post(f"{dana}/fields/city", {"city": "Oakland", "seen": seen})
    for method in (admin.post, lambda *args: admin.part("post", *args)):
        answer = method(f"{dana}/fields/city", {"city": "Fresno", "seen": seen})
        assert answer.status_code == 409
        assert "Keep <b>Oakland</b>" in answer.text
        assert 'value="Fresno"' in answer.text
        assert values()["city"] == "Oakland"
    now_seen = json.dumps({"city": "Oakland"})
    admin.post(f"{dana}/fields/city", {"city": "Fresno", "seen": now_seen, "choose-city": "theirs"})
    assert values()["city"] == "Oakland"
    admin.post(f"{dana}/fields/city", {"city": "Fresno", "seen": now_seen, "choose-city": "mine"})
    assert values()["city"] == "Fresno"


def test_saving_what_is_already_there_changes_nothing(admin, dana):
    answer = admin.part("post", f"{dana}/fields/city", {"city": "Sacramento"})
    assert "Nothing was changed." in answer.text
    assert "/undo" not in answer.text


def test_odd_text_is_kept_as_it_is(admin, dana, values):
    for text in HARMLESS:
        assert admin.post(f"{dana}/fields/city", {"city": text}).status_code == 303
        assert values()["city"] == text
    assert admin.get(dana).status_code == 200


def test_what_cannot_be_kept_is_refused(admin, dana):
    for slug in ("city", "emails", "birthday", "country", "company_id", "zone", "website"):
        for text in BAD_TEXT:
            answer = admin.part("post", f"{dana}/fields/{slug}", {slug: text})
            assert answer.status_code in (400, 422), (slug, text[:9])


def test_a_broken_memory_of_what_was_seen_is_never_an_error_of_ours(admin, dana):
    for seen in ("{", "[]", "null", '"x"', "9" * 50, "[" * 5000, '{"city": {"a": [1]}}'):
        data = {"city": "Oakland", "seen": seen}
        assert admin.post(f"{dana}/fields/city", data).status_code in (303, 409)


def test_only_fields_of_the_catalogue_can_be_changed(admin, dana):
    for slug in ("nothing", "name_key", "hidden", "owner_id", "field-999", "field-x", "%00"):
        assert admin.post(f"{dana}/fields/{slug}", {slug: "1"}).status_code in (400, 404)


def test_a_section_that_is_not_there_is_not_found(admin, dana):
    assert admin.get(f"{dana}/sections/{2**63}/edit").status_code == 404


def test_addresses_are_added_removed_and_made_primary(admin, dana, values):
    admin.post(
        f"{dana}/fields/emails",
        {"emails": ["dana@example.com", "New@Example.com", ""], "emails-primary": "1"},
    )
    assert values()["emails"] == [["New@Example.com", "new@example.com"], ["dana@example.com"] * 2]
    admin.post(f"{dana}/fields/emails", {"emails": ["", "dana@example.com"], "emails-primary": "0"})
    assert values()["emails"] == [["dana@example.com"] * 2]
    admin.post(f"{dana}/fields/phones", {"phones": ["(916) 555-0142", "+49 351 5550100"]})
    assert [norm for _, norm in values()["phones"]] == ["+19165550142", "+493515550100"]
    admin.post(f"{dana}/fields/phones", {"phones": [""]})
    assert values()["phones"] == []


def test_the_same_address_twice_is_kept_once(admin, dana, values):
    admin.post(f"{dana}/fields/emails", {"emails": ["a@example.com", "A@example.com"]})
    assert values()["emails"] == [["a@example.com", "a@example.com"]]


def test_a_primary_that_is_not_there_leaves_the_order(admin, dana, values):
    for primary in ("9", "-1", "x", "9" * 30):
        data = {"emails": ["a@example.com", "b@example.com"], "emails-primary": primary}
        assert admin.post(f"{dana}/fields/emails", data).status_code == 303
        assert [norm for _, norm in values()["emails"]] == ["a@example.com", "b@example.com"]


def test_a_wrong_address_is_named_and_everything_typed_stays(admin, dana):
    answer = admin.part("post", f"{dana}/fields/emails", {"emails": ["dana@example.com", "nonsense"]})
    assert answer.status_code == 422
    assert "is not an e-mail address" in answer.text
    assert 'value="nonsense"' in answer.text
    assert 'value="dana@example.com"' in answer.text


def test_only_the_wrong_one_of_several_addresses_is_marked(admin, dana):
    typed = ["dana@example.com", "nonsense", "dw@example.com"]
    page = admin.part("post", f"{dana}/fields/emails", {"emails": typed}).text
    inputs = [part.partition(">")[0] for part in page.split("<input")[1:] if 'type="email"' in part]
    marked = [text for text in inputs if "aria-invalid" in text or "is-bad" in text or "autofocus" in text]
    assert len(marked) == 1
    assert 'value="nonsense"' in marked[0]
    assert "“nonsense” is not an e-mail address" in page


def test_another_country_clears_the_state(admin, dana, values):
    admin.post(f"{dana}/fields/country", {"country": "DE"})
    assert (values()["country"], values()["state"]) == ("DE", "")


def test_only_states_of_the_country_are_offered_and_taken(admin, dana, values):
    form = admin.part("get", f"{dana}/fields/state/edit").text
    assert "Nevada" in form
    assert "Bayern" not in form
    assert admin.post(f"{dana}/fields/state", {"state": "DE-BY"}).status_code == 422
    admin.post(f"{dana}/fields/state", {"state": "US-NV"})
    assert values()["state"] == "US-NV"


def test_without_a_country_the_state_asks_for_it_first(admin, dana, values):
    admin.post(f"{dana}/fields/country", {"country": ""})
    form = admin.part("get", f"{dana}/fields/state/edit").text
    assert 'name="country"' in form
    assert "Choose the country first." in form
    admin.post(f"{dana}/fields/state", {"country": "DE", "state": "DE-BY"})
    assert (values()["country"], values()["state"]) == ("DE", "DE-BY")


def test_in_a_section_a_state_of_the_old_country_goes_with_it(admin, dana, values):
    admin.post(f"{dana}/sections/1", {"country": "DE", "state": "US-CA"})
    assert (values()["country"], values()["state"]) == ("DE", "")


def test_choosing_a_country_offers_its_states_before_anything_is_saved(admin, dana, values):
    answer = admin.part("get", f"{dana}/fields/country/states?country=DE")
    assert "Bayern" in answer.text
    assert values()["country"] == "US"
    for code in ("", "XX", "\0", "x" * 1000):
        assert admin.get(f"{dana}/fields/country/states", query_string={"country": code}).status_code in (
            200,
            400,
        )


def test_a_company_is_found_by_name_or_added(admin, dana, values):
    present = values()["company_id"]
    admin.post(f"{dana}/fields/company_id", {"company_id": "whitfield family DENTAL"})
    assert values()["company_id"] == present
    admin.post(f"{dana}/fields/company_id", {"company_id": "New Firm"})
    assert values()["company_id"] == company_named("New Firm").id != present
    admin.post(f"{dana}/fields/company_id", {"company_id": ""})
    assert values()["company_id"] is None


def test_somebody_without_any_name_is_refused_in_words(admin, world):
    henrik = f"/people/{world.people['henrik']}"
    answer = admin.part("post", f"{henrik}/sections/1", {"first": "", "last": ""})
    assert answer.status_code == 422
    assert "Enter a first or last name, or a company." in answer.text


def test_required_fields_must_have_something(admin, dana, custom):
    slug, _ = custom("text", "Licence", required=True)
    answer = admin.part("post", f"{dana}/fields/{slug}", {slug: "  "})
    assert answer.status_code == 422
    assert "Licence is required." in answer.text


KEPT = [
    ("text", "Reuben", "Reuben"),
    ("long text", "two\r\nlines", "two\nlines"),
    ("number", "1,250.5", 1250.5),
    ("number", "-0", 0),
    ("date", "2027-03-31", 740071),
    ("yes/no", "no", False),
    ("choice", "low", "low"),
    ("several choices", ["", "low", "high"], ["low", "high"]),
    ("e-mail", "A@example.com", "A@example.com"),
    ("phone", "(916) 555-0142", "(916) 555-0142"),
    ("link", "example.com/x", "https://example.com/x"),
    ("country", "DE", "DE"),
]


def test_every_type_of_custom_field_is_saved_shown_and_emptied(admin, dana, values, custom):
    for number, (field_type, typed, kept) in enumerate(KEPT):
        slug, field_key = custom(field_type, f"Field {number}", choices=["low", "high"])
        assert admin.get(f"{dana}/fields/{slug}/edit").status_code == 200
        assert admin.post(f"{dana}/fields/{slug}", {slug: typed}).status_code == 303
        assert values(field_key)[field_key] == kept
    assert admin.get(dana).status_code == 200
    assert admin.get(f"{dana}/sections/{custom.section.id}/edit").status_code == 200
    admin.post(f"{dana}/fields/{slug}", {slug: ""})
    assert field_key not in values(field_key)


REFUSED = [
    ("number", "1e400"),
    ("number", "nan"),
    ("number", "twelve"),
    ("number", "9" * 40),
    ("date", "0000-00-00"),
    ("date", "2026-13-01"),
    ("yes/no", "maybe"),
    ("choice", "none of them"),
    ("several choices", ["low", "other"]),
    ("e-mail", "nonsense"),
    ("phone", "12"),
    ("link", "javascript:alert(1)"),
    ("country", "XX"),
    ("state", "US-CA"),
    ("text", "x" * 501),
    ("long text", "x" * 20_001),
]


def test_what_does_not_fit_a_type_is_refused_in_words(admin, dana, custom):
    for number, (field_type, typed) in enumerate(REFUSED):
        slug, _ = custom(field_type, f"Field {number}", choices=["low", "high"])
        answer = admin.part("post", f"{dana}/fields/{slug}", {slug: typed})
        assert answer.status_code == 422, (field_type, typed)
        assert re.search(r'class="err"[^>]*>.*?<span>[^<]{10,}</span>', answer.text, re.S)


def test_a_custom_state_belongs_to_its_own_country(admin, dana, values, custom):
    country_slug, country_key = custom("country", "Country")
    state_slug, state_key = custom("state", "State", country_field_id=int(country_key[6:]))
    admin.post(f"{dana}/sections/{custom.section.id}", {country_slug: "US", state_slug: "US-NV"})
    assert values(state_key)[state_key] == "US-NV"
    admin.post(f"{dana}/fields/{country_slug}", {country_slug: "DE"})
    assert state_key not in values(state_key)


def test_a_choice_that_is_no_longer_offered_stays_until_one_chooses_another(admin, dana, values, custom):
    slug, field_key = custom("choice", choices=["low"])
    admin.post(f"{dana}/fields/{slug}", {slug: "low"})
    db.session.get(Field, int(field_key[6:])).choices = ["high"]
    db.session.commit()
    form = admin.get(f"{dana}/fields/{slug}/edit").text
    assert '<option value="low" selected>' in form
    assert admin.post(f"{dana}/sections/{custom.section.id}", {slug: "low"}).status_code == 303


@pytest.mark.parametrize("path", ["/fields/city", "/sections/1"])
def test_a_viewer_may_not_edit(read_only, dana, values, path):
    assert read_only.get(f"{dana}{path}/edit").status_code == 403
    assert read_only.post(f"{dana}{path}", {"city": "Oakland"}).status_code == 403
    assert values()["city"] == "Sacramento"


@pytest.mark.parametrize("path", ["/fields/city", "/sections/1"])
def test_an_outsider_finds_nothing_to_edit_and_changes_nothing(outsider, dana, values, path):
    assert outsider.get(f"{dana}{path}/edit").status_code == 404
    assert outsider.post(f"{dana}{path}", {"city": "Oakland"}).status_code == 404
    assert values()["city"] == "Sacramento"


@pytest.mark.parametrize("path", ["/fields/city/edit", "/sections/1/edit", "/fields/country/states"])
def test_a_form_is_not_posted_to(admin, dana, path):
    assert admin.post(dana + path).status_code == 405
