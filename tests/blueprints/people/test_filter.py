"""`/people/filter`: putting together which people the list shows."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.world import NOW
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.tags.naming import found_tags

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

VIP = {"node": "1.1.r", "key-1": "tag", "op-1": "is", "was-1": "choice  tag", "value-1": "vip"}


@pytest.fixture
def vip(world) -> int:
    """A tag that Dana has."""
    (tag,) = found_tags(["vip"], now=NOW)
    world.person(first="Vera", last="Important", tag_ids=(tag.id,))
    db.session.commit()
    return tag.id


def text_of(answer) -> str:
    """The search that an answer leads to."""
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return parse_qs(urlsplit(answer.location).query).get("q", [""])[0]


def test_the_builder_opens_with_the_search(admin, vip):
    page = admin.get("/people/filter?q=-tag:vip (city:Boston OR kind:lead)").get_data(as_text=True)
    assert "Who do you want to see?" in page
    assert "People not tagged vip" in page
    assert 'value="-is" selected' in page
    assert "2 deep" in page


def test_applying_leads_to_the_list_with_the_canonical_text(admin, vip):
    assert text_of(admin.post("/people/filter", {**VIP, "do": "apply", "sort": "city"})) == "tag:vip"


def test_groups_and_values_of_every_kind_become_text(admin, vip):
    form = {
        "match-0": "any",
        "node": ["1.1.r", "2.1.g", "3.2.r", "4.2.r", "5.1.r", "6.1.r"],
        "key-1": "contacted", "op-1": "-last", "was-1": "span  contacted", "value-1": ["30", "d"],
        "match-2": "none",
        "key-3": "city", "op-3": "contains", "was-3": "text  city", "value-3": ["bost", "ber"],
        "key-4": "state", "op-4": "is", "was-4": "state DE state", "country-4": "DE", "add-4": "DE-BY",
        "key-5": "*", "op-5": "is", "was-5": "text  *", "value-5": "o'brien, \"x\"",
        "key-6": "created", "op-6": "..", "was-6": "dates  created", "value-6": ["2026-01-01", "2026-02-01"],
        "do": "apply",
    }  # fmt: skip
    assert text_of(admin.post("/people/filter", form)) == (
        "-contacted:30d OR -(city:~ber,~bost OR state:DE-BY)"
        ' OR "o\'brien, \\"x\\"" OR created:2026-01-01..2026-02-01'
    )


@pytest.mark.parametrize(
    ("operator", "widget", "values", "text"),
    [
        ("-last", "span", ["30", "d"], "-joined:Italy:30d"),
        (">=", "date", ["2026-01-01"], "joined:Italy:>=2026-01-01"),
        ("..", "dates", ["2026-01-01", "2026-02-01"], "joined:Italy:2026-01-01..2026-02-01"),
    ],
)
def test_when_somebody_joined_is_chosen_behind_the_group(world, admin, operator, widget, values, text):
    add_group(Wanted("Italy"), by=world.mona, now=NOW)
    db.session.commit()
    row = {"node": "1.1.r", "key-1": "joined", "op-1": operator, "was-1": f"named-{widget}  joined"}
    page = admin.part("post", "/people/filter", row).get_data(as_text=True)
    assert page.count('name="value-1"') == 1 + len(values)
    page = admin.part("post", "/people/filter", {**row, "value-1": ["Italy", *values]}).get_data(as_text=True)
    assert '<option value="Italy" selected>Italy</option>' in page
    assert (
        text_of(admin.post("/people/filter", {**row, "value-1": ["Italy", *values], "do": "apply"})) == text
    )


def test_a_change_is_drawn_with_its_sentence_and_text(admin, vip):
    part = admin.part("post", "/people/filter", VIP).get_data(as_text=True)
    assert part.lstrip().startswith('<form id="filter"')
    assert "People tagged vip" in part
    assert '<code class="txt" id="filter-text">tag:vip</code>' in part


def test_another_field_takes_the_values_of_the_last_one_away(admin, vip):
    part = admin.part("post", "/people/filter", {**VIP, "key-1": "city"}).get_data(as_text=True)
    assert 'value="is" selected' in part
    assert "vip" not in part.split("<aside")[0]


def test_another_country_takes_its_states_away(admin):
    form = {"node": "1.1.r", "key-1": "state", "op-1": "is", "was-1": "state US state", "value-1": "US-CA"}
    kept = admin.part("post", "/people/filter", {**form, "country-1": "US"}).get_data(as_text=True)
    assert "California" in kept
    assert "Nevada" in kept
    gone = admin.part("post", "/people/filter", {**form, "country-1": "DE"}).get_data(as_text=True)
    assert "California" not in gone
    assert "Bayern" in gone


def test_what_is_not_finished_stays_and_says_so_when_it_is_applied(admin, vip):
    form = {**VIP, "node": ["1.1.r", "2.1.r", "3.1.r"], "key-2": "city", "op-2": "is", "was-2": "text  city"}
    part = admin.part("post", "/people/filter", form)
    assert part.status_code == 200
    assert "2 not finished" in part.get_data(as_text=True)
    applied = admin.part("post", "/people/filter", {**form, "do": "apply"})
    assert applied.status_code == 422
    assert "Write a value." in applied.get_data(as_text=True)
    assert 'value="vip"' in applied.get_data(as_text=True)


def test_an_error_stands_at_its_row_and_what_was_typed_stays(admin, vip):
    form = {
        "node": "1.1.r",
        "key-1": "created",
        "op-1": ">=",
        "was-1": "date  created",
        "value-1": "2026-02-30",
    }
    part = admin.part("post", "/people/filter", form)
    assert part.status_code == 422
    assert "There is no 2026-02-30 in the calendar." in part.get_data(as_text=True)
    assert 'value="2026-02-30"' in part.get_data(as_text=True)


def test_rows_are_added_moved_copied_and_removed(admin, vip):
    def nodes(do: str) -> list[str]:
        form = {**VIP, "node": ["1.1.r", "2.1.g", "3.2.r"], "match-2": "any", "do": do}
        page = admin.part("post", "/people/filter", form).get_data(as_text=True)
        return [piece.partition('"')[0] for piece in page.split('name="node" value="')[1:]]

    assert nodes("row:0") == ["1.1.r", "2.1.g", "3.2.r", "4.1.r"]
    assert nodes("group:2") == ["1.1.r", "2.1.g", "3.2.r", "4.2.g", "5.3.r"]
    assert nodes("down:1") == ["2.1.g", "1.2.r", "3.2.r"]
    assert nodes("duplicate:1") == ["1.1.r", "4.1.r", "2.1.g", "3.2.r"]
    assert nodes("remove:2") == ["1.1.r"]
    assert nodes("drop:1:0") == ["1.1.r", "2.1.g", "3.2.r"]


def test_text_and_rows_turn_into_each_other(admin, vip):
    text = admin.part("post", "/people/filter", {**VIP, "do": "text"}).get_data(as_text=True)
    assert ">tag:vip</textarea>" in text
    rows = admin.part("post", "/people/filter", {"typed": "-tag:vip", "do": "rows"}).get_data(as_text=True)
    assert 'value="-is" selected' in rows
    wrong = admin.part("post", "/people/filter", {"typed": "tag:vpi (", "do": "rows"})
    assert wrong.status_code == 422
    assert ">tag:vpi (</textarea>" in wrong.get_data(as_text=True)
    assert text_of(admin.post("/people/filter", {"typed": "TAG:vip", "do": "apply"})) == "tag:vip"


def test_a_search_that_cannot_be_understood_opens_as_its_text(admin):
    answer = admin.get("/people/filter?q=tag:vpi")
    assert answer.status_code == 422
    assert ">tag:vpi</textarea>" in answer.get_data(as_text=True)


def test_without_a_condition_says_how_many_more(admin, vip):
    part = admin.part("post", "/people/filter", {**VIP, "do": "without:1"}).get_data(as_text=True)
    assert "<b>+3</b> without this" in part


def test_one_condition_is_edited_beside_the_others(admin, vip):
    page = admin.get("/people/filter?q=tag:vip city:Boston&at=0").get_data(as_text=True)
    assert "This condition" in page
    assert page.count('name="node"') == 1
    form = {**VIP, "op-1": "-is", "q": "tag:vip city:Boston", "at": "0", "do": "apply"}
    assert text_of(admin.post("/people/filter", form)) == "-tag:vip city:Boston"
    assert (
        text_of(admin.post("/people/filter", {**form, "at": "2", "op-1": "is"}))
        == "tag:vip city:Boston tag:vip"
    )


def test_a_condition_beside_what_was_deleted_meanwhile_is_refused_with_a_sentence(admin, vip):
    for at in ("0", "1", "999"):
        for deed in ("", "apply", "row:0"):
            form = {"q": "tag:gone kind:lead", "at": at, "node": "1.1.r", "key-1": "kind", "do": deed}
            answer = admin.part("post", "/people/filter", form)
            assert answer.status_code == 422
            assert "Open the filter again" in answer.text


def test_the_matches_are_those_that_the_viewer_sees(admin, adviser, vip):
    assert "of 4" in admin.get("/people/filter/matches?q=").get_data(as_text=True)
    hers = adviser.get("/people/filter/matches?q=").get_data(as_text=True)
    assert "of 1" in hers
    assert "Dana Whitfield" in hers
    assert "Henrik" not in hers
    assert "Nobody." in adviser.get("/people/filter/matches?q=tag:vip").get_data(as_text=True)
    assert adviser.get("/people/filter/matches?q=tag:vpi").status_code == 422


def test_reading_and_read_only_users_filter_too(read_only, outsider, vip):
    assert text_of(read_only.post("/people/filter", {**VIP, "do": "apply"})) == "tag:vip"
    assert "Nobody." in outsider.get("/people/filter/matches?q=tag:vip").get_data(as_text=True)


def test_other_methods_are_refused(admin):
    assert admin.delete("/people/filter").status_code == 405
    assert admin.post("/people/filter/matches").status_code == 405


BAD = [
    {"node": "1.1.x"},
    {"node": "1.2.r"},
    {"node": ["1.1.r", "1.1.r"]},
    {"node": [f"{n}.1.r" for n in range(1, 500)]},
    {"match-0": "some"},
    {"do": "burn:1"},
    {"do": "row:99"},
    {"do": "row:'"},
    {**VIP, "do": "drop:1:9"},
    {**VIP, "do": "without:x"},
    {**VIP, "key-1": "nosuch"},
    {**VIP, "key-1": "a\0b"},
    {**VIP, "key-1": '"'},
]


def test_forms_that_are_none_of_ours_are_refused(admin, vip, subtests):
    for form in BAD:
        with subtests.test(ascii(form)[:60]):
            answer = admin.part("post", "/people/filter", form)
            assert answer.status_code in (400, 422)


ODD = [
    "'",
    '")',
    "\0",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "%",
    "_",
    "9" * 20,
    "x" * 2_000,
]


def test_odd_values_never_break_it(admin, vip, subtests):
    for odd in ODD:
        for key, widget in (
            ("city", "text"),
            ("created", "date"),
            ("contacted", "span"),
            ("*", "text"),
            ("tag", "choice"),
        ):
            with subtests.test(f"{odd[:5]!r} {key}"):
                form = {
                    "node": "1.1.r",
                    "key-1": key,
                    "op-1": "is",
                    "was-1": f"{widget}  {key}",
                    "value-1": [odd, odd],
                }
                answer = admin.part("post", "/people/filter", {**form, "do": "apply"})
                assert answer.status_code in (200, 400, 422)
