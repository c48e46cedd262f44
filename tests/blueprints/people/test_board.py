"""The board of a pipeline."""

import re

import pytest
from sqlalchemy import delete

from webapp.db import db
from webapp.listing import board as sums_of_board
from webapp.pipelines.models import Pipeline, Stage
from webapp.pipelines.stages import add_pipeline_of, pipelines


@pytest.fixture
def stage(world):
    """stage('Won') is its id."""
    return {stage.name: stage.id for stage in pipelines().stages.values()}.get


@pytest.fixture
def crowd(world, stage):
    """Sixty people in Meeting, every other of Priya's, worth 10 each; two in Won, of Lisbon."""
    for number in range(60):
        owner_id = world.priya.id if number % 2 else None
        city = "Boston" if number < 5 else ""
        values = {"stage_id": stage("Meeting"), "stage_value": 1_000, "owner_id": owner_id, "city": city}
        world.person(first=f"P{number:02}", **values)
    for first in ("Wim", "Xu"):
        world.person(first=first, stage_id=stage("Won"), office_id=world.lisbon)
    db.session.commit()


def lanes(text) -> dict[str, tuple[str, list[str]]]:
    """Each lane's sum and the names of its cards."""
    found = {}
    for part in text.split('<details class="lane')[1:]:
        name = re.search(r"<h2>.*?<span>(.*?)</span></h2>", part, re.DOTALL)[1]
        total = re.sub(r"<[^>]+>", "", re.search(r'id="sum-\d+">(.*?)</span></summary>', part, re.DOTALL)[1])
        found[name] = (" ".join(total.split()), re.findall(r"data-card-link[^>]*><bdi>(.*?)</bdi>", part))
    return found


def test_each_stage_is_a_lane_with_its_sum_and_its_first_people(admin, crowd):
    found = lanes(admin.get("/people?view=board").text)
    assert list(found) == ["New enquiry", "First call", "Meeting", "Proposal", "Won", "Lost"]
    total, names = found["Meeting"]
    assert total == "60 · 600"
    assert names == [f"P{number:02}" for number in range(50)]
    assert found["Won"] == ("2", ["Wim", "Xu"])
    assert found["Lost"] == ("0", [])


def test_an_empty_lane_says_what_to_do_also_without_a_keyboard(admin, read_only, crowd):
    assert "Drag somebody here, or press the three dots on a card." in admin.get("/people?view=board").text
    assert "Drag somebody here" not in read_only.get("/people?view=board").text


def test_the_rest_of_a_lane_comes_when_one_scrolls(admin, crowd):
    more = re.search(r'hx-get="(/people/board/cards[^"]*)"', admin.get("/people?view=board").text)[1]
    text = admin.part("get", more.replace("&amp;", "&")).text
    assert re.findall(r"data-card-link[^>]*><bdi>(.*?)</bdi>", text) == [f"P{n}" for n in range(50, 60)]
    assert "more-cards" not in text


def test_a_search_narrows_the_board_and_its_sums_come_after(admin, crowd, stage):
    page = admin.get("/people?view=board&q=city:Boston").text
    assert lanes(page)["Meeting"][1] == ["P00", "P01", "P02", "P03", "P04"]
    assert lanes(page)["Won"][1] == []
    assert "/people/board/sums?view=board&amp;q=city%3ABoston" in page
    sums = admin.part("get", "/people/board/sums?view=board&q=city:Boston").text
    assert (
        f'hx-target="#sum-{stage("Meeting")}" hx-swap="innerHTML">5 <span class="worth">· 50</span>' in sums
    )
    assert "people?q=city%3ABoston" in page
    assert "view=board&amp;q=city" in admin.get("/people?q=city:Boston").text


def test_sums_stop_at_the_cap(admin, crowd, monkeypatch):
    monkeypatch.setattr(sums_of_board, "CAP", 3)
    assert ">3+</hx-partial>" in admin.part("get", "/people/board/sums?view=board&q=city:Boston").text


def test_a_board_shows_and_counts_only_whom_one_sees(adviser, coordinator, outsider, crowd):
    total, names = lanes(adviser.get("/people?view=board").text)["Meeting"]
    assert (total, len(names)) == ("30 · 300", 30)
    assert lanes(coordinator.get("/people?view=board").text)["Won"] == ("0", [])
    found = lanes(outsider.get("/people?view=board").text)
    assert (found["Meeting"], found["Won"][0]) == (("0", []), "2")


def test_a_move_takes_the_card_along_and_counts_both_lanes_anew(admin, crowd, stage, world):
    person_id = world.person(first="Ada", stage_id=stage("Meeting"))
    db.session.commit()
    values = {"value": stage("Won"), "seen": stage("Meeting"), "at": "board", "board": "view=board"}
    text = admin.part("post", f"/people/{person_id}/stage", values).text
    assert f'hx-target="#card-{person_id}" hx-swap="delete"' in text
    assert f'hx-target="#cards-{stage("Won")}" hx-swap="afterbegin"' in text
    assert f'hx-target="#sum-{stage("Won")}" hx-swap="innerHTML">3<' in text
    assert "Ada is in Won now." in text
    assert "/undo" in text
    away = {"value": "", "seen": stage("Won"), "at": "board", "board": "view=board"}
    assert "#cards-" not in admin.part("post", f"/people/{person_id}/stage", away).text


def test_who_may_not_edit_sees_the_board_without_moves(read_only, crowd):
    text = read_only.get("/people?view=board").text
    assert lanes(text)["Meeting"][0] == "60 · 600"
    assert "data-move" not in text
    assert "Stages…" not in text


def test_without_a_pipeline_or_stage_the_board_says_what_to_do(admin, read_only, world):
    add_pipeline_of("Partners", [], now=1)
    db.session.execute(delete(Stage))
    db.session.commit()
    assert "There is no stage yet" in admin.get("/people?view=board").text
    db.session.execute(delete(Pipeline))
    db.session.commit()
    assert "Set pipelines up" in admin.get("/people?view=board").text
    assert "Set pipelines up" not in read_only.get("/people?view=board").text
    assert admin.get("/people/board/sums").status_code == 404


def test_what_is_no_board_is_refused_or_the_first_one(admin, crowd, stage):
    for pipeline in ("", "0", "x", "-1", "999999", "9" * 100, "٣"):
        assert next(iter(lanes(admin.get(f"/people?view=board&pipeline={pipeline}").text))) == "New enquiry"
    answer = admin.get("/people?view=board&q=cty:Boston")
    assert answer.status_code == 422
    assert "city:" in answer.text
    for stage_id in ("", "x", "999999", "9" * 100):
        assert admin.get(f"/people/board/cards?stage={stage_id}").status_code == 404
    assert admin.get(f"/people/board/cards?stage={stage('Won')}&after=x").status_code == 400
    assert admin.get("/people/board/sums?q=cty:Boston").status_code == 422
    assert admin.post("/people/board/sums").status_code == 405


def test_the_sidebar_leads_to_stages_and_boards(admin, crowd, stage):
    text = admin.get("/people").text
    assert 'href="/people?q=stage%3AMeeting"' in text
    assert "view=board" in text
    side = text.partition("<aside")[2].partition("</aside>")[0]
    assert re.search(r"<span>Meeting</span><span class=\"n\">60</span>", side)
