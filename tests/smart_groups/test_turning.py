"""What time, the archive, and what is deleted and comes back do to rules."""

import pytest
from sqlalchemy import select

from tests.smart_groups.conftest import DAY, kept_out, members
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.groups.arranging import archive_group, bring_group_back, move_group
from webapp.people.counting import wrong_counters
from webapp.people.following import follow, waiting
from webapp.people.touches import Details, log_touch
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.membership import add_to_segments
from webapp.smart_groups import following, stating
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.stating import BadRule
from webapp.smart_groups.turning import end_stays, mind_what_is_named, turn_days
from webapp.tags.models import Tag


def let_pass(doing, days: int) -> None:
    doing.now += days * DAY
    for work in (turn_days, end_stays, mind_what_is_named):
        for _ in work(now=doing.now):
            db.session.flush()


def test_a_rule_that_counts_days_is_asked_anew_when_a_day_begins(world, doing):
    quiet = doing.smart("Quiet", "-contacted:30d contacted:>=2020-01-01")
    dana = world.people["dana"]
    log_touch(dana, Details("call", doing.now), **doing.context("touch"))
    let_pass(doing, 20)
    assert members(quiet) == set()
    let_pass(doing, 12)
    assert members(quiet) == {dana}
    assert wrong_counters() == {}


def test_whoever_expires_in_a_segment_joins_when_that_is_told(world, doing):
    segment = add_segment(Wanted("Clients", reminder_days=7), now=doing.now)
    late = doing.smart("Late", "expired:Clients")
    dana = world.people["dana"]
    add_to_segments([dana], [segment.id], **doing.context("segment"))
    doing.now += 8 * DAY
    tell_of_expiries(now=doing.now)
    assert members(late) == {dana}


def test_after_so_many_days_of_not_matching_one_leaves(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    doing.exit(boston, "after", 30)
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.edit(dana, city="Boston")
    doing.edit(dana, city="Reno")
    doing.add(henrik, boston)
    let_pass(doing, 29)
    assert members(boston) == {dana, henrik}
    let_pass(doing, 1)
    assert members(boston) == {henrik}


def test_an_archived_rule_rests_and_adds_nobody_who_matched_meanwhile(world, doing):
    boston = doing.smart("Boston", "city:Boston")
    dana, henrik = world.people["dana"], world.people["henrik"]
    archive_group(boston, by=world.mona, now=doing.now)
    doing.edit(dana, city="Boston")
    assert members(boston) == set()
    bring_group_back(boston, by=world.mona, now=doing.now)
    assert kept_out(boston) == {dana: "before"}
    doing.edit(henrik, city="Boston")
    assert members(boston) == {henrik}


def test_a_rule_that_names_a_deleted_tag_is_paused_before_it_does_anything(world, doing, vip):
    without = doing.smart("Without", "-tag:vip kind:contact")
    doing.exit(without, "mirror")
    henrik = world.people["henrik"]
    doing.tag(henrik, vip)
    tag = db.session.get_one(Tag, vip)
    tag.retired_at = doing.now
    db.session.flush()
    doing.untag(henrik, vip)
    assert members(without) == set()
    kept = db.session.get_one(SmartGroup, without.id)
    assert (kept.paused_at, kept.paused_why) == (doing.now, "A tag that is asked for was deleted.")
    (alert,) = db.session.scalars(select(Alert).where(Alert.kind == "rule paused")).all()
    assert (alert.user_id, alert.data["group"]) == (world.mona.id, "Without")
    tag.retired_at = None
    db.session.flush()
    let_pass(doing, 0)
    db.session.expire_all()
    assert db.session.get_one(SmartGroup, without.id).paused_at is None
    assert henrik in kept_out(without)
    other = world.person(first="Other")
    assert members(without) == {other}


def test_a_rule_follows_who_comes_into_another_group_and_its_subgroups(world, doing):
    travel = doing.make("Travel")
    italy = doing.make("Italy", travel)
    doing.smart("Boston", "city:Boston")
    travellers = doing.smart("Travellers", "group:Travel city:Boston")
    others = doing.smart("Others", "-group:Travel city:Boston")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    assert members(others) == {dana}
    doing.add(dana, italy)
    assert members(travellers) == {dana}
    henrik = world.people["henrik"]
    doing.rule(italy, "city:Boston")
    doing.edit(henrik, city="Boston")
    assert members(travellers) == {dana, henrik}
    assert members(others) == {dana}
    assert wrong_counters() == {}


def test_rules_that_would_wait_for_themselves_are_refused_and_named(world, doing):
    travel = doing.make("Travel")
    italy = doing.make("Italy", travel)
    spain = doing.make("Spain")
    with pytest.raises(BadRule, match="“Travel › Italy” → “Travel › Italy”"):
        doing.rule(italy, "group:Travel")
    doing.rule(italy, "in-group:Spain")
    with pytest.raises(BadRule, match="“Spain” → “Travel › Italy” → “Spain”"):
        doing.rule(spain, "-group:Travel city:Boston")
    with pytest.raises(BadRule, match="wait for itself"):
        doing.rule(spain, "group:none")


def test_a_group_that_is_moved_below_what_its_rule_asks_about_rests(world, doing):
    travel, spain = doing.make("Travel"), doing.make("Spain")
    doing.rule(spain, "group:Travel")
    dana = world.people["dana"]
    move_group(spain, travel.id, by=world.mona, now=doing.now)
    doing.add(dana, travel)
    assert members(spain) == set()
    let_pass(doing, 0)
    assert "wait for itself" in db.session.get_one(SmartGroup, spain.id).paused_why


def test_two_rules_never_push_a_person_to_and_fro(world, doing, vip):
    hot = doing.smart("Hot", "tag:vip")
    cold = doing.smart("Cold", "-in-group:Hot city:Boston")
    for group in (hot, cold):
        doing.exit(group, "mirror")
    with pytest.raises(BadRule, match="wait for itself"):
        doing.rule(hot, "-in-group:Cold")
    dana = world.people["dana"]
    doing.edit(dana, city="Boston")
    doing.tag(dana, vip)
    assert (members(hot), members(cold)) == ({dana}, set())
    doing.untag(dana, vip)
    assert (members(hot), members(cold)) == (set(), {dana})


def test_more_people_than_a_request_takes_join_by_a_job(world, doing, monkeypatch):
    monkeypatch.setattr(stating, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(following, "AT_ONCE", 2)
    monkeypatch.setattr("webapp.people.following.IN_REQUEST", 2)
    named = doing.make("Named")
    change_set = doing.rule(named, "name:any", apply=True)
    assert (change_set.ongoing, members(named)) == (True, set())
    (work,) = waiting(now=doing.now)
    for _ in follow(work, by=world.mona, now=doing.now):
        pass
    assert members(named) == set(world.people.values())
    assert (change_set.ongoing, change_set.people) == (False, 3)
    assert wrong_counters() == {}


def test_whose_engagement_wears_off_leaves_a_mirror_when_a_day_begins(world, doing):
    engaged = doing.smart("Engaged", "engagement:high,medium")
    doing.exit(engaged, "mirror")
    dana = world.people["dana"]
    log_touch(dana, Details("call", doing.now, outcome="reached"), **doing.context("touch"))
    assert members(engaged) == {dana}
    let_pass(doing, 30)
    assert members(engaged) == {dana}
    let_pass(doing, 1)
    assert members(engaged) == set()
