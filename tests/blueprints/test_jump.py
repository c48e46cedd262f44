"""/jump: who is led where."""

from re import findall

import pytest


def led_to(client, text=""):
    """The addresses that a text leads to."""
    return findall(r'href="([^"]+)"', client.get(f"/jump/found?q={text}").text)


def test_some_letters_of_a_name_lead_to_the_person(adviser, world):
    assert led_to(adviser, "whit dan")[0] == f"/people/{world.people['dana']}"


def test_nobody_is_led_to_whom_they_may_not_see(outsider, world):
    assert not any(path.startswith("/people/") for path in led_to(outsider, "whitfield"))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("qual", "/people?q=status%3AQualified"),
        ("compa", "/companies"),
        ("expired", "/people?q=expired%3Aany"),
        ("import", "/imports"),
        ("add", "/people/new"),
    ],
)
def test_lists_pages_and_deeds_are_found_by_the_beginnings_of_their_words(coordinator, text, path):
    assert path in led_to(coordinator, text)


def test_a_value_with_blanks_and_quotes_becomes_a_list_that_works(adviser, world):
    adviser.post(f"/people/{world.people['dana']}/tags", {"new": 'Big "fish"'})
    (path,) = [path for path in led_to(adviser, "fish") if "tag" in path]
    page = adviser.get(path.replace("&amp;", "&"))
    assert page.status_code == 200
    assert "Dana Whitfield" in page.text


def test_only_what_one_may_do_is_offered(read_only):
    assert led_to(read_only, "add") == []
    assert not any(path.startswith("/settings") for path in led_to(read_only))


def test_administrators_find_the_settings(admin):
    assert "/settings/offices" in led_to(admin, "off")


def test_without_scripts_it_is_a_page(adviser):
    page = adviser.get("/jump?q=whitfield").text
    assert "<title>Jump to" in page
    assert "Dana Whitfield" in page


def test_nothing_found_says_so(adviser):
    assert "Nothing of that name" in adviser.get("/jump/found?q=zzzzz").text


def test_strangers_sign_in_first(anybody):
    assert anybody.get("/jump").status_code in (302, 303)


def test_it_is_only_read(adviser):
    assert adviser.post("/jump").status_code == 405
