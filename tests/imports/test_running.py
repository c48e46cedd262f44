"""Whole imports: what comes in, what is changed, what is rejected, and that rehearsing says the same."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from tests.world import NOW
from webapp.activity.models import Change, ChangeSet, Event
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.companies.listing import companies
from webapp.companies.models import Company
from webapp.companies.naming import company_named
from webapp.db import db, key, words
from webapp.imports import pace, running, runs, windows
from webapp.imports.models import ImportReject, ImportRun
from webapp.imports.rejects import rejects_as_csv, some_rejects
from webapp.imports.unreadable import UnreadableFile
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people, load_values
from webapp.people.models import Note, Person, PersonEmail, PersonSearch
from webapp.pipelines.models import Status
from webapp.pipelines.stages import add_pipeline_of, pipelines
from webapp.pipelines.statuses import status_named
from webapp.tags.models import PersonTag, Tag

TWO = "First name,Last name,E-mail,Phone\nAda,Quill,ada@example.com,617-555-0101\nBen,Moss,ben@example.com,\n"
DANA = "E-mail,Phone,City,Job title,Birthday\ndana@example.com,617-555-0102,Boston,Dentist,1980-05-12\n"


def test_new_people_come_in_with_everything_that_belongs_to_them(import_rows, world):
    run = import_rows(
        "Name,E-mail,Phone,Company,City,State,Birthday,Tags,Status,Notes,Created\n"
        '"Quill, Ada",Ada@Example.com,(617) 555-0101,Quill Papers,Boston,MA,5/12/1980,press;vip,Qualified,'
        "Likes ink,2020-01-31\n",
        tags=("from file",),
        source="Fair",
    )
    person = _named("Ada Quill")
    assert _figures(run) == {"rows": 1, "created": 1, "updated": 0, "skipped": 0, "rejected": 0}
    assert (person.first, person.last, person.city, person.state, person.country) == (
        "Ada",
        "Quill",
        "Boston",
        "US-MA",
        "US",
    )
    assert (person.email_norm, person.phone_norm, person.source) == (
        "ada@example.com",
        "+16175550101",
        "Fair",
    )
    assert db.session.get(Company, person.company_id).name == "Quill Papers"
    assert db.session.get(Status, person.status_id).name == "Qualified"
    assert person.created_at == 1580428800
    assert _tags(person) == {"press", "vip", "from file"}
    assert db.session.scalars(select(Note.text).where(Note.person_id == person.id)).all() == ["Likes ink"]
    assert db.session.scalars(select(Event.kind).where(Event.person_id == person.id)).all() == ["imported"]
    assert db.session.get(PersonSearch, person.id).txt == " ada quill quill papers ada example com"
    assert not wrong_counters()


def test_people_come_in_as_contacts_of_the_importers_office_with_status_new(import_rows, world):
    import_rows(TWO, by=world.tomas)
    ada = _named("Ada Quill")
    assert (ada.kind, ada.office_id, ada.status_id, ada.owner_id) == (
        "contact",
        world.lisbon,
        world.new,
        None,
    )


def test_who_sees_only_their_own_people_owns_those_that_they_bring_in(import_rows, world):
    import_rows(TWO, by=world.priya)
    assert _named("Ada Quill").owner_id == world.priya.id


@pytest.mark.parametrize("row", ["Ada,QUILL papers", ",QUILL papers", f"Ada,{'Q' * 90} {'R' * 40}"])
def test_a_company_is_written_and_found_as_the_database_spells_it(import_rows, row):
    name = f"{'Q' * 90} {'r' * 9} Sons" if "R" in row else "Quill Papers"
    import_rows(f"First name,Company\nBen,{name}\n")
    import_rows(f"First name,Company\n{row}\n")
    person = db.session.scalars(select(Person).order_by(Person.id.desc())).first()
    assert person.company_id == company_named(name).id
    assert person.name == (row.partition(",")[0] or name)
    assert person.company_key == key(name)
    assert db.session.get(PersonSearch, person.id).txt.endswith("".join(f" {w}" for w in words(name)))


def test_customers_come_in_as_converted(import_rows):
    import_rows(TWO, kind="customer")
    assert db.session.get(Status, _named("Ada Quill").status_id).role == "converted"


def test_filling_touches_only_what_is_empty(import_rows, world):
    run = import_rows(DANA)
    dana = db.session.get_one(Person, world.people["dana"], populate_existing=True)
    assert _figures(run)["updated"] == 1
    assert (dana.city, dana.title, dana.birthday_md) == ("Sacramento", "Practice owner", 512)
    assert [norm for _, norm in load_values([dana.id])[dana.id]["phones"]] == ["+19165550142", "+16175550102"]


def test_overwriting_takes_what_the_file_says_and_loses_no_address(import_rows, world):
    import_rows(DANA, on_match="overwrite")
    dana = db.session.get_one(Person, world.people["dana"], populate_existing=True)
    assert (dana.city, dana.title, dana.phone_norm) == ("Boston", "Dentist", "+16175550102")
    assert [norm for _, norm in load_values([dana.id])[dana.id]["phones"]] == ["+16175550102", "+19165550142"]


def test_skipping_leaves_known_people_as_they_are(import_rows, world):
    run = import_rows(DANA, on_match="skip", tags=("seen",))
    assert _figures(run) == {"rows": 1, "created": 0, "updated": 0, "skipped": 1, "rejected": 0}
    assert not db.session.scalar(select(func.count()).select_from(Change).where(Change.kind == "tag"))


def test_the_same_file_again_changes_nothing(import_rows):
    import_rows(TWO, tags=("a",))
    again = import_rows(TWO, tags=("a",))
    assert _figures(again) == {"rows": 2, "created": 0, "updated": 0, "skipped": 2, "rejected": 0}
    assert db.session.get_one(ChangeSet, again.change_set_id).people == 0


@pytest.mark.parametrize("match", ["email", "phone", "name-phone"])
def test_known_people_are_matched_as_chosen(import_rows, world, match):
    row = "First name,Last name,E-mail,Phone,City\nDana,Whitfield,dana@example.com,916-555-0142,Reno\n"
    assert _figures(import_rows(row, match=match, on_match="overwrite"))["updated"] == 1


def test_nothing_matches_when_so_chosen(import_rows):
    assert (
        _figures(
            import_rows(DANA.replace("E-mail", "Last name,E-mail").replace("dana@", "W,dana@"), match="none")
        )["created"]
        == 1
    )


def test_the_same_phone_under_another_name_is_somebody_else(import_rows):
    row = "First name,Last name,Phone\nDonald,Whitfield,916-555-0142\n"
    assert _figures(import_rows(row, match="name-phone"))["created"] == 1


def test_two_matches_reject_the_row_and_name_both(import_rows, world):
    other = world.person(first="Daniel", last="Whitfield", emails=[["dana@example.com", "dana@example.com"]])
    run = import_rows(DANA)
    assert _figures(run)["rejected"] == 1
    reason = some_rejects(run, 1)[0][1]
    dana = world.people["dana"]
    assert (
        reason == f"It matches 2 people: Dana Whitfield (number {dana}), Daniel Whitfield (number {other})."
    )


def test_people_whom_the_importer_may_not_see_are_neither_matched_nor_told(import_rows, world):
    run = import_rows("Last name,E-mail\nWhitfield,dana@example.com\n", by=world.tomas)
    assert _figures(run) == {"rows": 1, "created": 1, "updated": 0, "skipped": 0, "rejected": 0}


def test_people_in_the_trash_are_not_matched(import_rows, world):
    from webapp.people.trashing import move_to_trash

    change_set = open_change_set("trash", "x", by=world.mona, now=NOW)
    move_to_trash([world.people["dana"]], by=world.mona, now=NOW, change_set=change_set)
    assert _figures(import_rows("Last name,E-mail\nWhitfield,dana@example.com\n"))["created"] == 1


def test_rows_about_one_new_person_make_one_person(import_rows):
    run = import_rows(
        "Name,E-mail,City\nAda Quill,ada@example.com,\n"
        "Ada Q,ADA@example.com,Boston\nAda Quill,ada@example.com,\n"
    )
    assert _figures(run) == {"rows": 3, "created": 1, "updated": 1, "skipped": 1, "rejected": 0}
    assert _named("Ada Quill").city == "Boston"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,ann@example.com,,,,,", "It has no first or last name and no company."),
        ("Ann,Lee,ann@,,,,,", "Primary info › E-mail: “ann@” is not an e-mail address"),
        ("Ann,Lee,,12,,,,", "Primary info › Phone: “12” is not a phone number: it is too short."),
        ("Ann,Lee,,,Atlantis,,,", "Primary info › Country: “Atlantis” is no country."),
        ("Ann,Lee,,,US,Bayern,,", "State: “Bayern” is no state of United States."),
        ("Ann,Lee,,,,,Nobody,", "Record › Owner: no user is called “Nobody”."),
        ("Ann,Lee,,,,,,soon", "Primary info › Birthday: “soon” is not a date"),
        ("An\0n,Lee,,,,,,", "Primary info › First name: it holds a NUL character."),
        (
            "Ann," + "x" * 200_000 + ",,,,,,",
            "Primary info › Last name: it has 200,000 characters; at most 500 fit.",
        ),
        ("Ann,Lee,,,,,,,too,many", "It has 10 columns, the table has 8."),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_its_reason_and_the_others_come_in(
    import_rows, row, reason
):
    run = import_rows(
        "First name,Last name,E-mail,Phone,Country,State,Owner,Birthday\n"
        f"{row}\nBen,Moss,ben@example.com,,DE,Bayern,jonas@example.com,31.12.1999\n",
        maps={"Country": "Country", "Owner": "Owner", "Birthday": "Birthday"},
    )
    assert _figures(run) == {"rows": 2, "created": 1, "updated": 0, "skipped": 0, "rejected": 1}
    line, said = some_rejects(run, 1)[0]
    assert (line, said[: len(reason)]) == (2, reason)


def test_required_fields_are_asked_of_new_people(import_rows, world):
    from webapp.fields.models import Field

    db.session.scalars(select(Field).where(Field.builtin == "phone")).one().required = True
    run = import_rows(TWO)
    assert _figures(run) == {"rows": 2, "created": 1, "updated": 0, "skipped": 0, "rejected": 1}
    assert some_rejects(run, 1) == [(3, "Primary info › Phone is required.")]


def test_unknown_tags_and_statuses_reject_the_row_where_so_chosen(import_rows):
    rows = "Name,Tags,Status\nAda Quill,unheard of,New\nBen Moss,,Unheard of\nCy Lee,,New\n"
    run = import_rows(rows, unknown="reject")
    assert [reason for _, reason in some_rejects(run, 5)] == [
        "Record › Tags: there is no tag “unheard of”.",
        "Record › Status: there is no status “Unheard of”.",
    ]
    assert _figures(import_rows(rows, match="none"))["created"] == 3


def test_a_cell_may_be_long_where_each_of_its_names_fits(import_rows):
    names = [f"a tag of somebody with many of them {number}" for number in range(20)]
    run = import_rows(f"Name,Tags\nAda Quill,{'; '.join(names)}\nBen Moss,{'x' * 501}\n")
    assert db.session.scalar(select(func.count()).select_from(PersonTag)) == 20
    assert some_rejects(run, 5) == [(3, "Record › Tags: it has 501 characters; at most 500 fit.")]


def test_only_who_may_change_settings_adds_statuses_by_a_file(import_rows, world):
    run = import_rows("Name,Status\nAda Quill,Unheard of\n", by=world.jonas)
    assert _figures(run)["rejected"] == 1


def test_stages_are_found_by_name_or_path_and_added_to_the_named_pipeline_or_the_first(import_rows):
    rows = "Name,Stage,Value,Expected close date\n" + (
        'Ada Quill,won,"1,200.50",31/12/2026\nBen Moss,Sales/Lost,,\nCy Lee,Partners/Talking,5,\n'
        "Di Fox,Second call,,\nEd Roe,partners/TALKING,,\nFay Oh,,700,\n"
    )
    assert _figures(import_rows(rows))["created"] == 6
    stages = pipelines().stages
    ada = _named("Ada Quill")
    assert stages[ada.stage_id].path == "Sales/Won"
    assert (ada.stage_value, ada.stage_expected) == (120_050, date(2026, 12, 31).toordinal())
    assert [stages[_named(name).stage_id].path for name in ("Ben Moss", "Cy Lee", "Di Fox", "Ed Roe")] == [
        "Sales/Lost",
        "Partners/Talking",
        "Sales/Second call",
        "Partners/Talking",
    ]
    assert (_named("Fay Oh").stage_id, _named("Fay Oh").stage_value) == (None, 0)
    assert wrong_counters() == {}


def test_a_stage_that_is_none_or_several_rejects_the_row(import_rows, world):
    add_pipeline_of("Partners", [("Won", "gray", False)], now=NOW)
    db.session.commit()
    rows = "Name,Stage\nAda Quill,Won\nBen Moss,Unheard of\nCy Lee,a/b/c\nDi Fox,Sales/Won\n"
    run = import_rows(rows, unknown="reject")
    assert [reason for _, reason in some_rejects(run, 5)] == [
        "Record › Stage: several pipelines have a stage “Won”; write Sales/Won or Partners/Won.",
        "Record › Stage: there is no stage “Unheard of”.",
        "Record › Stage: there is no stage “a/b/c”.",
    ]
    assert _figures(import_rows("Name,Stage\nEd Roe,Unheard of\n", by=world.jonas))["rejected"] == 1


def test_a_stage_holds_for_whoever_s_row_says_none(import_rows):
    won = next(i for i, stage in pipelines().stages.items() if stage.name == "Won")
    import_rows("Name,Stage,Value\nAda Quill,,700\nBen Moss,Lost,\n", stage_id=won)
    assert (_named("Ada Quill").stage_id, _named("Ada Quill").stage_value) == (won, 70_000)
    assert _named("Ben Moss").stage_id != won


def test_an_adviser_cannot_hand_people_to_somebody_else(import_rows, world):
    run = import_rows("Name,Owner\nAda Quill,jonas@example.com\nBen Moss,Priya Raman\n", by=world.priya)
    assert _figures(run) == {"rows": 2, "created": 1, "updated": 0, "skipped": 0, "rejected": 1}


def test_custom_fields_are_filled_by_their_type(import_rows, world):
    field_ids = _custom_fields(number="Budget", date="Since", choice="Size")
    run = import_rows(
        'Name,Budget,Since,Size\nAda Quill,"1.234,50",31.01.2020,large\nBen Moss,"2,5",1.2.2020,huge\n',
        maps={"Budget": "Deal › Budget", "Since": "Deal › Since", "Size": "Deal › Size"},
    )
    assert _figures(run)["rejected"] == 1
    ada = _named("Ada Quill").id
    keys = {f"field:{i}" for i in field_ids}
    found = load_values([ada], keys)[ada]
    assert [found[f"field:{i}"] for i in field_ids] == [1234.5, 737455, "Large"]


def test_a_rehearsal_says_what_the_import_does_and_writes_nothing(import_rows, world):
    world.person(first="Daniel", last="Whitfield", emails=[["two@example.com", "two@example.com"]])
    world.person(first="Dora", last="Whitfield", emails=[["two@example.com", "two@example.com"]])
    db.session.commit()
    rows = (
        "Name,E-mail,City,Tags,Notes\n"
        "Ada Quill,ada@example.com,,a,\nAda Q,ada@example.com,Boston,,\nAda Q,ada@example.com,Salem,,\n"
        "Dana,dana@example.com,,,Called\nDana,dana@example.com,Boston,,Called\nTwo,two@example.com,,,\n"
        ",nobody@example.com,,,\nBen,ben@,,,\nCy Lee,cy@example.com;ada@example.com,,,\n"
    )
    before = _everything()
    rehearsed = import_rows(rows, rehearse=True)
    assert _everything() == before
    assert rehearsed.state == "draft"
    rejected = some_rejects(rehearsed, 10)
    done = import_rows(rows)
    assert _figures(done) == _figures(rehearsed)
    assert some_rejects(done, 10) == rejected


def test_a_rehearsal_shows_some_whom_it_would_add_and_change(import_rows, world):
    run = import_rows(
        "First name,E-mail,City,State,Company,Tags,Status,Segments\n"
        "Dana,dana@example.com,Fresno,,,VIP;press,Dead,Guests\n"
        "Ada,ada@example.com,Boston,MA,Quill Papers,,Brand new,\n"
        "Ada,ada@example.com,Salem,,,,,\n" + "".join(f"P{n},p{n}@example.com,,,,,,\n" for n in range(9)),
        rehearse=True,
        on_match="overwrite",
        tags=("Fair",),
    )
    created, updated = run.preview["samples"]["created"], run.preview["samples"]["updated"]
    assert [row["name"] for row in created] == ["Ada", "P0", "P1", "P2", "P3"]
    assert created[0]["line"] == 3
    assert {
        ("E-mail", "", "ada@example.com"),
        ("State", "", "Massachusetts"),
        ("Company", "", "Quill Papers"),
        ("Status", "", "Brand new"),
        ("Tags", "", "Fair"),
    } <= set(map(tuple, created[0]["changes"]))
    dana, ada = updated
    assert (dana["person_id"], dana["name"]) == (world.people["dana"], "Dana Whitfield")
    assert set(map(tuple, dana["changes"])) == {
        ("City", "Sacramento", "Fresno"),
        ("Status", "New", "Dead"),
        ("Tags", "", "Fair, press, VIP"),
        ("Segments", "", "Guests"),
    }
    assert ada == {"person_id": None, "line": 4, "name": "Ada", "changes": [["City", "Boston", "Salem"]]}


def test_a_rehearsal_counts_a_row_that_changes_only_the_status(import_rows, world):
    rows = "First name,E-mail,Status\nDana,dana@example.com,Dead\n"
    rehearsed = import_rows(rows, rehearse=True, on_match="overwrite")
    assert _figures(rehearsed) == _figures(import_rows(rows, on_match="overwrite"))
    assert rehearsed.updated == 1


@pytest.mark.parametrize("on_match", ["fill", "overwrite", "skip"])
def test_undo_takes_created_people_away_and_updated_ones_back(import_rows, world, on_match):
    dana = world.people["dana"]
    db.session.commit()
    before = load_values([dana])
    run = import_rows(
        DANA.replace("E-mail", "E-mail,Name").replace("example.com", "example.com,D")
        + "new@example.com,New,,,,\n",
        on_match=on_match,
        tags=("a",),
    )
    undo(db.session.get_one(ChangeSet, run.change_set_id), by=world.mona, now=NOW + 1, reach=set)
    db.session.commit()
    assert load_values([dana]) == before
    assert _named("New").hidden == 1
    assert not db.session.scalars(select(PersonTag.tag_id).join(Person).where(Person.hidden == 0)).all()
    assert not wrong_counters()


def test_companies_come_and_go_with_the_people_of_an_import(import_rows, world):
    run = import_rows("Name,Company\nAda Quill,Zircon\nBen Moss,Quartz\n")
    named = [company.name for company in companies("")[0]]
    assert {"Zircon", "Quartz"} <= set(named)
    undone = undo(db.session.get_one(ChangeSet, run.change_set_id), by=world.mona, now=NOW + 1, reach=set)
    left = [company.name for company in companies("")[0]]
    assert left == [name for name in named if name not in ("Zircon", "Quartz")]
    undo(undone, by=world.mona, now=NOW + 2, reach=set)
    assert [company.name for company in companies("")[0]] == named


def test_undo_keeps_what_was_edited_since(import_rows, world):
    run = import_rows(TWO)
    ada, ben = _named("Ada Quill"), _named("Ben Moss")
    edit = open_change_set("edit", "x", by=world.mona, now=NOW + 1)
    change_people({ada.id: {"city": "Boston"}}, by=world.mona, now=NOW + 1, change_set=edit)
    undo(db.session.get_one(ChangeSet, run.change_set_id), by=world.mona, now=NOW + 2, reach=set)
    db.session.commit()
    hidden = dict(db.session.execute(select(Person.id, Person.hidden)).all())
    assert (hidden[ada.id], hidden[ben.id]) == (0, 1)


@pytest.mark.parametrize("ahead", [False, True])
def test_a_run_that_was_cut_off_is_carried_on_without_doubles(import_rows, world, monkeypatch, ahead):
    monkeypatch.setattr(running, "WORTH_BYTES", 0)
    monkeypatch.setattr(running, "may_fork", lambda: ahead)
    monkeypatch.setattr(pace, "FEWEST", 3)
    monkeypatch.setattr(pace, "MOST", 3)
    monkeypatch.setattr(windows, "WINDOW", 7)
    rows = "Name,E-mail\n" + "".join(f"P{i * 7 % 20:02} Q,p{i}@example.com\n" for i in range(20)) + "X,bad@\n"
    run, path = import_rows.waiting(rows)
    for chunk, _ in enumerate(running.carry_on(run, path, by=world.mona, clock=lambda: NOW)):
        db.session.commit()
        if chunk == 3:
            break
    db.session.rollback()
    done_before = db.session.scalar(select(ImportRun.done))
    assert 0 < done_before < 21
    assert running.take(run.id, "other", now=NOW) is None
    db.session.rollback()
    run = running.take(run.id, "other", now=NOW + running.HOLD_SECONDS)
    db.session.commit()
    for _ in running.carry_on(run, path, by=world.mona, clock=lambda: NOW + 60):
        db.session.commit()
    assert _figures(run) == {"rows": 21, "created": 20, "updated": 0, "skipped": 0, "rejected": 1}
    assert (
        db.session.scalar(select(func.count(PersonEmail.norm.distinct())).where(PersonEmail.norm.like("p%")))
        == 20
    )
    assert db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == "imported")) == 20
    assert not wrong_counters()


def test_a_run_that_was_cut_off_while_the_clock_was_ahead_is_carried_on(import_rows):
    run, _ = import_rows.waiting(TWO)
    running.take(run.id, "dead", now=NOW + 86_400)
    db.session.commit()
    assert not running.anybody_at_work(now=NOW)
    assert running.waiting_runs(now=NOW) == [run.id]
    assert running.abandoned_runs(now=NOW)[0] == 1
    assert running.take(run.id, "other", now=NOW)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_only_its_beginning_and_its_end_wait_for_the_disk(import_rows, world, monkeypatch):
    monkeypatch.setattr(pace, "FEWEST", 1)
    monkeypatch.setattr(pace, "MOST", 1)
    run, path = import_rows.waiting(TWO)
    waits = []
    for _ in running.carry_on(run, path, by=world.mona, clock=lambda: NOW):
        waits.append(db.session.scalar(text("PRAGMA synchronous")) == 2)
        db.session.commit()
    assert waits == [True, False, False, True]


def test_who_lost_a_run_writes_nothing_more(import_rows, world, monkeypatch):
    monkeypatch.setattr(pace, "FEWEST", 1)
    run, path = import_rows.waiting(TWO)
    work = running.carry_on(run, path, by=world.mona, clock=lambda: NOW)
    next(work)
    db.session.commit()
    db.session.execute(ImportRun.__table__.update().values(holder="other"))
    db.session.commit()
    with pytest.raises(running.LostRun):
        next(work)
    db.session.rollback()
    assert not db.session.scalar(select(Person.id).where(Person.first == "Ada"))


def test_a_file_that_is_torn_at_its_end_is_refused_before_anybody_came_in(import_rows, world):
    rows = "Name,E-mail\n" + "".join(f"P{i},p{i}@example.com\n" for i in range(400)) + '"Torn,x@example.com\n'
    with pytest.raises(UnreadableFile, match="line 402 is never closed"):
        import_rows(rows)
    db.session.rollback()
    assert not db.session.scalar(select(Person.id).where(Person.first == "P1"))


def test_the_rejects_file_can_be_corrected_and_uploaded_again(import_rows, tmp_path):
    run = import_rows("Name,Phone,Notes\nAda Quill,12,=1+1\nBen Moss,617-555-0102,\n")
    text = "".join(rejects_as_csv(run))
    assert text.splitlines() == [
        "\ufeffName,Phone,Notes,Rejected because",
        "Ada Quill,12,'=1+1,Primary info › Phone: “12” is not a phone number: it is too short.",
    ]
    corrected = import_rows(text.replace(",12,", ",617-555-0101,"))
    assert _figures(corrected)["created"] == 1
    assert db.session.scalars(select(Note.text)).all() == ["=1+1"]


def test_rejects_of_a_file_without_a_header_name_their_fields(import_rows):
    run = import_rows(
        "Ada,Quill,ada@example.com\nBob,Lee,bob@\nEve,Fox,eve@example.com\nTom,Day,tom@example.com\n"
    )
    text = "".join(rejects_as_csv(run))
    assert text.startswith("\ufeffPrimary info › First name,Primary info › Last name,Primary info › E-mail,")
    assert _figures(import_rows(text.replace("bob@", "bob@example.com")))["created"] == 1


def _named(name):
    return db.session.scalars(
        select(Person).where(Person.name == name).execution_options(populate_existing=True)
    ).one()


def _figures(run):
    return {"rows": run.done, **{k: getattr(run, k) for k in ("created", "updated", "skipped", "rejected")}}


def _tags(person):
    return set(db.session.scalars(select(Tag.name).join(PersonTag).where(PersonTag.person_id == person.id)))


def _everything():
    """Every row of every table but those of the run itself."""
    own = {ImportRun.__tablename__, ImportReject.__tablename__}
    tables = [table for table in db.metadata.sorted_tables if table.name not in own]
    return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


def _custom_fields(**names):
    from webapp.fields.models import Field, Section

    section = Section(name="Deal", name_key="deal", created_at=NOW)
    db.session.add(section)
    db.session.flush()
    fields = [
        Field(
            section_id=section.id,
            name=name,
            name_key=name.lower(),
            type=kind,
            choices=["Small", "Large"],
            created_at=NOW,
        )
        for kind, name in names.items()
    ]
    db.session.add_all(fields)
    db.session.commit()
    return [field.id for field in fields]


@pytest.mark.parametrize(
    ("header", "cell", "sentence"),
    [
        ("Company", "\u200b", "is no name"),
        ("Company", "\u0301", "is no name"),
        ("Primary info › Birthday", "19\x0080-05-12", "NUL"),
        ("Created", "0001-01-01", "another year"),
        ("Created", "9999-12-31 23:59", "another year"),
    ],
)
def test_a_cell_that_nothing_can_be_made_of_rejects_its_row_and_no_other(import_rows, header, cell, sentence):
    run = import_rows(f"First name,Last name,{header}\nAda,{'Quill' * 30},\nBen,Moss,{cell}\n")
    assert _figures(run) == {"rows": 2, "created": 1, "updated": 0, "skipped": 0, "rejected": 1}
    (reject,) = some_rejects(run, 5)
    assert sentence in reject[1]


def test_rejected_rows_have_no_formula_in_their_headers_either(import_rows):
    run = import_rows("First name,Birthday,=1+1\nAda,no day,x\n")
    assert ",'=1+1," in next(rejects_as_csv(run))


def test_files_of_ended_runs_and_forgotten_drafts_are_deleted(import_rows, tmp_path):
    done = import_rows(TWO)
    draft, path = import_rows.waiting(TWO.replace("Ada", "Eve"))
    draft.state = "draft"
    runs.tidy(tmp_path, now=NOW + 2 * runs.DAY_SECONDS)
    assert not runs.path_of(done.id, tmp_path).exists()
    assert path.exists()
    runs.tidy(tmp_path, now=NOW + runs.WEEK_SECONDS + 1)
    db.session.commit()
    assert not path.exists()
    assert db.session.scalars(select(ImportRun.id)).all() == [done.id]


def test_a_status_that_was_deleted_since_it_was_chosen_for_the_file_is_not_given(import_rows, world):
    dead = status_named("Dead")
    dead.retired_at = NOW
    db.session.commit()
    import_rows(TWO, status_id=dead.id)
    assert _named("Ada Quill").status_id == world.new


@pytest.mark.parametrize(("name", "created"), [("¨", 1), ("\u200b", 0)])
def test_a_company_needs_a_name_that_one_can_see(import_rows, name, created):
    run = import_rows(f"Last name,Company\nQuill,{name}\n")
    assert (run.state, run.created, run.rejected) == ("done", created, 1 - created)
