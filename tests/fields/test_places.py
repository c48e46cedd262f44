import pytest

from webapp.fields import places


@pytest.mark.parametrize(
    "text",
    [
        "US",
        "usa",
        "U.S.A.",
        "United States",
        "united states of america",
        "Vereinigte Staaten",
        "États-Unis",
        "etats unis",
        "Estados Unidos",
    ],
)
def test_a_country_is_found_by_code_and_by_its_names_in_several_languages(text):
    assert places.find_country(text) == "US"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("Schweiz", "CH"),
        ("UK", "GB"),
    ],
)
def test_everyday_and_native_names_are_found(text, code):
    assert places.find_country(text) == code


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("CA", "US", "US-CA"),
        ("california", "US", "US-CA"),
        ("US-CA", "US", "US-CA"),
        ("Bayern", "DE", "DE-BY"),
        ("Québec", "CA", "CA-QC"),
        ("MI", "IT", "IT-MI"),
    ],
)
def test_a_state_is_found_within_its_country(text, country, code):
    assert places.find_state(text, country) == code


def test_a_state_of_another_country_is_not_found():
    assert places.find_state("Bayern", "US") is None


@pytest.mark.parametrize("text", ["", " ", "Atlantis", "\0", "\ud800", "x" * 100_000])
def test_what_is_no_place_is_not_found(text):
    assert places.find_country(text) is None
    assert places.find_state(text, "US") is None


def test_every_code_in_the_lists_has_its_name_and_is_found_by_it():
    for country in places.countries():
        assert places.country_name(country.code) == country.name
        assert places.find_country(country.name) == country.code
        for state in places.states(country.code):
            assert places.state_name(state.code) == state.name
            assert places.find_state(state.code, country.code) == state.code


def test_a_state_name_alone_tells_the_countries_it_could_be_in():
    assert "US" in places.countries_with_state("California")
    assert places.countries_with_state("Bayern") == ("DE",)
