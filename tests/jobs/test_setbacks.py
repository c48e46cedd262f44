"""Background work that fails, or whose beginner may no longer do it: tried again, stopped, and let go on."""

import io
import threading

import pytest
from sqlalchemy import select

from tests.blueprints.imports.test_importing import plan
from tests.world import NOW
from webapp import clock
from webapp.activity.models import ChangeSet
from webapp.activity.setbacks import DELAYS_SECONDS, MOST_TRIES, setback_of
from webapp.activity.tracking import open_change_set
from webapp.blueprints import changes as changes_page
from webapp.db import db
from webapp.formatting import clock as timestamp
from webapp.imports import applying, pace, runs
from webapp.imports.models import ImportRun
from webapp.jobs import imports as import_jobs
from webapp.jobs.following import let_people_follow
from webapp.jobs.imports import run_imports, tidy_imports
from webapp.jobs.undoing import carry_undos_on
from webapp.operations.doctor import Verdict, examine
from webapp.people import following
from webapp.people.editing import change_people, load_values
from webapp.people.models import Person
from webapp.pipelines.ending import delete_status
from webapp.pipelines.models import Status
from webapp.pipelines.statuses import status_named
from webapp.users.administering import deactivate
from webapp.users.role import role_named
from webapp.users.user import User

ROWS, AT_ONCE = 12, 5
FILE = "First name,Last name,E-mail,Shoe size\n" + "".join(
    f"Ada,Quill {n},ada{n}@x.org,38\n" for n in range(ROWS)
)
SOME = 2
"""Steps of an import after which the first of its people are in."""
STATUS = "Contacted"


class PaperJam(Exception):
    pass


class Pausing(threading.Event):
    """A stop that does something after some chunks, as somebody else might at that moment."""

    def __init__(self, meanwhile, after: int = 1):
        super().__init__()
        self.meanwhile, self.left = meanwhile, after

    def wait(self, timeout=None):
        self.left -= 1
        if self.left == 0:
            self.meanwhile()
            db.session.commit()
        return self.is_set()


@pytest.fixture
def begun(coordinator, monkeypatch):
    """The address of an import that waits for the jobs process, five rows a chunk."""
    monkeypatch.setattr(pace, "FEWEST", AT_ONCE)
    monkeypatch.setattr(pace, "MOST", AT_ONCE)
    upload = {"file": (io.BytesIO(FILE.encode()), "people.csv")}
    draft = coordinator.post("/import", upload, content_type="multipart/form-data").location
    return coordinator.post(draft, plan(do="import")).location


@pytest.fixture
def jammed(monkeypatch):
    """Every chunk of an import fails until this is set."""
    freed, write = threading.Event(), applying.Applying.write

    def jam(*args, **named):
        if not freed.is_set():
            raise PaperJam("tray 2")
        return write(*args, **named)

    monkeypatch.setattr(applying.Applying, "write", jam)
    return freed


def work(at=NOW, stop=None):
    """One round of the imports, at that time."""
    db.session.rollback()
    with clock.frozen(at):
        run_imports(stop=stop or threading.Event())
    db.session.rollback()


def fail_for_good() -> int:
    """Rounds until nothing is tried any more; returns when."""
    at = NOW
    for delay in (*DELAYS_SECONDS, 0):
        work(at)
        at += delay
    return at


def run() -> ImportRun:
    return db.session.scalars(select(ImportRun)).one()


def newcomers() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Person.id).where(Person.first == "Ada", Person.hidden == 0)).all())


def leave(viewer) -> None:
    deactivate(db.session.get_one(User, viewer.id), now=NOW)


def finding(app) -> str:
    """What the doctor says of background work, '' when nothing is wrong with it."""
    db.session.rollback()
    findings = examine(app.config["SETTINGS"], now=NOW)
    named = {(found.about, found.verdict): found.sentence for found in findings}
    db.session.rollback()
    return named.get(("Background work", Verdict.WRONG), "")


def test_a_failing_import_rests_longer_each_time_and_then_stops(begun, jammed, coordinator):
    work()
    assert (run().state, setback_of("import", run().id).tries) == ("running", 1)
    assert "tries it again by itself" in coordinator.get(begun).text
    work(NOW + DELAYS_SECONDS[0] - 1)
    assert setback_of("import", run().id).tries == 1
    fail_for_good()
    assert run().state == "stopped"
    work(NOW + 10**6)
    assert setback_of("import", run().id).tries == MOST_TRIES
    page = coordinator.get(begun).text
    assert "failed 5 times" in page
    assert "Try again" in page
    assert "stopped" in coordinator.get("/imports").text


def test_a_resting_import_says_when_it_is_tried_again(begun, jammed, coordinator):
    work()
    work(NOW + 10)
    with clock.frozen(NOW + 11):
        for shown in (coordinator.get(begun).text, coordinator.part("get", begun).text):
            assert f"tries it again by itself at {timestamp(NOW + 70, 'America/New_York')}." in shown
            assert "Try now" in shown
    with clock.frozen(NOW + 70):
        shown = coordinator.get(begun).text
    assert "tries it again now." in shown
    assert "Try now" not in shown


def test_a_resting_import_can_be_tried_at_once(begun, jammed, coordinator):
    work()
    jammed.set()
    assert coordinator.post(f"{begun}/again").location == begun
    assert coordinator.post(f"{begun}/again").status_code == 409
    work()
    assert (run().state, newcomers()) == ("done", ROWS)


def test_who_tries_the_work_of_another_at_once_leaves_it_theirs(world, begun, jammed, admin):
    work()
    admin.post(f"{begun}/again")
    jammed.set()
    work()
    assert db.session.get(ChangeSet, run().change_set_id).by_id == world.jonas.id
    work_of = select(Person.created_by_id).where(Person.first == "Ada").distinct()
    assert db.session.scalars(work_of).all() == [world.jonas.id]


def test_what_failed_while_the_clock_was_ahead_rests_no_longer_than_it_can(begun, jammed):
    work(NOW + 86_400)
    jammed.set()
    work(NOW)
    assert run().state == "done"


def test_stopped_work_is_told_to_whoever_watches(app, begun, jammed, anybody):
    assert not finding(app)
    fail_for_good()
    assert "1 of imports" in finding(app)
    assert "PaperJam: tray 2" in finding(app)
    assert 'muster_stopped_work{kind="import"} 1' in anybody.get("/metrics").text


def test_a_stopped_import_is_tried_again_and_brings_everybody_in_once(app, begun, jammed, coordinator):
    at = fail_for_good()
    jammed.set()
    assert coordinator.post(f"{begun}/again").location == begun
    work(at)
    assert (run().state, newcomers()) == ("done", ROWS)
    assert setback_of("import", run().id) is None
    assert not finding(app)
    assert coordinator.post(f"{begun}/again").status_code == 409


def test_an_import_that_recovers_by_itself_says_nothing_of_it(begun, jammed, coordinator):
    work()
    jammed.set()
    work(NOW + 60)
    assert (run().state, newcomers()) == ("done", ROWS)
    assert setback_of("import", run().id) is None


def test_one_failing_import_keeps_no_other_from_its_turn(begun, coordinator, monkeypatch):
    def jam(*_args, **_named):
        raise PaperJam

    second = coordinator.post(
        "/import", {"file": (io.BytesIO(b"Last name\nMoss\n"), "two.csv")}, content_type="multipart/form-data"
    ).location
    coordinator.post(second, {**plan(do="import"), "column-0": "last"})
    first = run_id(begun)
    work_through = import_jobs.work_through
    monkeypatch.setattr(
        import_jobs, "work_through", lambda run, path: jam() if run.id == first else work_through(run, path)
    )
    work()
    assert db.session.scalar(select(Person.id).where(Person.last == "Moss")) is not None


def run_id(path: str) -> int:
    return int(path.rpartition("/")[2])


def test_an_import_stops_between_chunks_when_its_importer_is_deactivated(world, begun, admin):
    work(stop=Pausing(lambda: leave(world.jonas), after=SOME))
    stopped = run()
    assert stopped.state == "stopped"
    assert 0 < stopped.done == newcomers() < ROWS
    page = admin.get(begun).text
    assert "Jonas Bauer was deactivated; an administrator may continue or undo it." in page
    assert "Try again" in page


def test_an_administrator_continues_what_was_left(world, begun, admin):
    work(stop=Pausing(lambda: leave(world.jonas), after=SOME))
    admin.post(f"{begun}/again")
    work()
    assert (run().state, newcomers()) == ("done", ROWS)
    people = select(Person.office_id).where(Person.first == "Ada").distinct()
    assert db.session.scalars(people).all() == [world.boston]


def test_an_administrator_takes_back_what_was_left_and_it_is_not_continued(app, world, begun, admin):
    work(stop=Pausing(lambda: leave(world.jonas), after=SOME))
    admin.post(f"/changes/{run().change_set_id}/undo")
    assert newcomers() == 0
    assert not finding(app)
    assert admin.post(f"{begun}/again").status_code == 409
    assert "Try again" not in admin.get(begun).text
    work()
    assert newcomers() == 0


def test_an_import_stops_when_its_importer_may_no_longer_import(world, begun, coordinator, admin):
    def demote():
        db.session.get_one(User, world.jonas.id).give_roles([role_named("Viewer")])

    work(stop=Pausing(demote, after=SOME))
    assert run().failure.startswith("Jonas Bauer may no longer import people;")
    assert coordinator.post(f"{begun}/again").status_code == 403
    assert admin.post(f"{begun}/again").status_code == 303


def test_an_import_goes_on_as_what_its_importer_became(world, begun):
    def demote():
        db.session.get_one(User, world.jonas.id).give_roles([role_named("Adviser")])

    work(stop=Pausing(demote, after=SOME))
    assert run().state == "done"
    owners = db.session.scalars(select(Person.owner_id).where(Person.first == "Ada")).all()
    assert set(owners) == {None, world.jonas.id}


def test_a_stopped_import_that_nobody_wants_has_failed_after_a_week(world, begun):
    work(stop=Pausing(lambda: leave(world.jonas), after=SOME))
    with clock.frozen(NOW):
        tidy_imports(now=NOW + runs.WEEK_SECONDS + 1)
    assert run().state == "failed"
    assert setback_of("import", run().id) is None


@pytest.fixture
def undo(world, coordinator, monkeypatch):
    """The address of an undo by the coordinator that waits for the jobs process, two people a chunk."""
    monkeypatch.setattr(changes_page, "IN_REQUEST", 0)
    monkeypatch.setattr("webapp.changes.undoing.AT_ONCE", 2)
    people = [world.person(by=world.jonas, first=f"P{n}", city="Ulm") for n in range(5)]
    bulk = open_change_set("bulk", "Changed five", by=world.jonas, now=NOW)
    wanted = {person_id: {"city": "Bonn"} for person_id in people}
    change_people(wanted, by=world.jonas, now=NOW, change_set=bulk)
    db.session.commit()
    return coordinator.post(f"/changes/{bulk.id}/undo").location


def cities() -> list[str]:
    db.session.rollback()
    found = db.session.scalars(select(Person.city).where(Person.first.like("P_")).order_by(Person.id))
    return list(found)


def carry_on(stop=None):
    db.session.rollback()
    carry_undos_on(now=NOW + 5, stop=stop or threading.Event())
    db.session.rollback()


def test_an_undo_of_a_deactivated_user_stops_and_an_administrator_continues_it(world, undo, admin):
    carry_on(Pausing(lambda: leave(world.jonas)))
    assert cities() == ["Ulm", "Ulm", "Bonn", "Bonn", "Bonn"]
    assert "was deactivated" in admin.get(undo).text
    assert "stopped" in admin.get("/activity").text
    carry_on()
    assert cities() == ["Ulm", "Ulm", "Bonn", "Bonn", "Bonn"]
    assert admin.post(f"{undo}/again").location == undo
    carry_on()
    assert cities() == ["Ulm"] * 5
    assert not db.session.get(ChangeSet, run_id(undo)).ongoing


def test_an_undo_that_stopped_half_way_is_taken_back(world, undo, admin, monkeypatch):
    carry_on(Pausing(lambda: leave(world.jonas)))
    monkeypatch.setattr(changes_page, "IN_REQUEST", 1_000)
    admin.post(f"{undo}/undo")
    assert cities() == ["Bonn"] * 5
    assert admin.post(f"{undo}/again").status_code == 409
    carry_on()
    assert cities() == ["Bonn"] * 5


def test_an_undo_that_fails_is_tried_again_and_then_stops(undo, coordinator, monkeypatch):
    def jam(*_args, **_named):
        raise PaperJam

    with monkeypatch.context() as patched:
        patched.setattr("webapp.people.reversing.change_people", jam)
        at = NOW
        for delay in (*DELAYS_SECONDS, 0):
            with clock.frozen(at):
                carry_undos_on(now=at, stop=threading.Event())
            at += delay
    assert "failed 5 times" in coordinator.get(undo).text
    coordinator.post(f"{undo}/again")
    carry_on()
    assert cities() == ["Ulm"] * 5


def test_a_resting_undo_says_when_it_is_tried_again_and_can_be_tried_at_once(undo, coordinator, monkeypatch):
    def jam(*_args, **_named):
        raise PaperJam

    with monkeypatch.context() as patched:
        patched.setattr("webapp.people.reversing.change_people", jam)
        carry_on()
    part = coordinator.part("get", undo).text.strip()
    assert part.startswith('<div id="run"')  # it takes the place of what is on the page
    for shown in (part, coordinator.get(undo).text):
        assert f"tries it again by itself at {timestamp(NOW + 10, 'America/New_York')}." in shown
        assert "Try now" in shown
    assert coordinator.post(f"{undo}/again").location == undo
    shown = coordinator.get(undo).text
    assert "tries it again now." in shown
    assert "Try now" not in shown
    carry_on()
    assert cities() == ["Ulm"] * 5
    assert coordinator.post(f"{undo}/again").status_code == 409


@pytest.fixture
def moving(world, monkeypatch):
    """The change set of deleting a status whose people wait for the jobs process."""
    monkeypatch.setattr(following, "IN_REQUEST", 0)
    monkeypatch.setattr(following, "AT_ONCE", 1)
    status = status_named(STATUS)
    for n in range(3):
        world.person(first=f"P{n}", status_id=status.id)
    delete_status(status, db.session.get_one(Status, world.new), by=world.jonas, now=NOW)
    db.session.commit()
    return db.session.scalars(select(ChangeSet).where(ChangeSet.title.contains(STATUS))).one()


def is_ongoing(change_set) -> bool:
    return db.session.scalar(select(ChangeSet.ongoing).where(ChangeSet.id == change_set.id))


def test_a_deletion_goes_to_its_end_without_its_user(world, moving):
    let_people_follow(now=NOW, stop=Pausing(lambda: leave(world.jonas)))
    assert not is_ongoing(moving)


def test_a_deletion_that_fails_stops_until_it_is_let_go_on(world, moving, admin, monkeypatch):
    def jam(*_args, **_named):
        raise PaperJam

    at = NOW
    with monkeypatch.context() as patched:
        patched.setattr(following, "change_people", jam)
        for delay in (*DELAYS_SECONDS, 0):
            with clock.frozen(at):
                let_people_follow(now=at, stop=threading.Event())
            at += delay
    page = f"/changes/{moving.id}"
    assert "failed 5 times" in admin.get(page).text
    let_people_follow(now=at, stop=threading.Event())
    assert is_ongoing(moving)
    admin.post(f"{page}/again")
    let_people_follow(now=at, stop=threading.Event())
    assert not is_ongoing(moving)


def test_nobody_continues_the_work_of_another(begun, jammed, adviser, outsider, read_only, anybody):
    fail_for_good()
    for client in (adviser, outsider):
        assert client.post(f"{begun}/again").status_code == 404
    assert read_only.post(f"{begun}/again").status_code == 403
    assert anybody.post(f"{begun}/again").status_code == 403
    assert adviser.get(f"{begun}/again").status_code == 405


def test_nobody_hurries_the_work_of_another(begun, jammed, adviser, read_only, anybody):
    work()
    assert adviser.post(f"{begun}/again").status_code == 404
    assert read_only.post(f"{begun}/again").status_code == 403
    assert anybody.post(f"{begun}/again").status_code == 403


def test_what_never_stopped_is_not_continued(world, admin):
    change_set = open_change_set("edit", "Changed City", by=world.mona, now=NOW)
    change_people({world.people["dana"]: {"city": "Bonn"}}, by=world.mona, now=NOW, change_set=change_set)
    db.session.commit()
    assert admin.post(f"/changes/{change_set.id}/again").status_code == 409
    assert load_values([world.people["dana"]])[world.people["dana"]]["city"] == "Bonn"
