"""What a question reads like."""

import pytest

from webapp.criteria.sentence import Part, as_text, sentence
from webapp.criteria.text import parse
from webapp.users.own_company import Labels

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

SAID = [
    ("", "Everybody"),
    ("tag:vip -contacted:30d", "People tagged vip who have not been contacted in the last 30 days"),
    ("kind:lead", "Leads"),
    ("kind:lead,customer", "People who are customers or leads"),
    ("kind:lead -kind:customer", "Leads who are not customers"),
    ("tag:vip,press", "People tagged vip or press"),
    ("tag:vip tag:press", "People tagged vip and tagged press"),
    ("-tag:vip", "People not tagged vip"),
    ("tag:none", "People without tags"),
    ("tag:none,vip", "People tagged vip or without tags"),
    ("status:New", "People with status New"),
    ("owner:me", "People owned by me"),
    ("owner:priya@example.com", "People owned by Priya Raman"),
    ("-owner:priya@example.com", "People not owned by Priya Raman"),
    ("owner:none", "People without an owner"),
    ("office:mine", "People of my office"),
    ("office:Lisbon", "People of the office Lisbon"),
    ("smith", "People matching “smith”"),
    ("-smith", "People not matching “smith”"),
    ("created:2026-01-05", "People added on 5 Jan 2026"),
    ("changed:>=2026-01-05", "People changed since 5 Jan 2026"),
    ("created:2026-01-01..2026-03-31", "People added between 1 Jan 2026 and 31 Mar 2026"),
    ("contacted:never", "People who have never been contacted"),
    ("-contacted:never", "People who have ever been contacted"),
    ("touched:1w", "People who have been touched in the last 1 week"),
    ("birthday:next:7d", "People whose birthday is in the next 7 days"),
    ("-birthday:1980-05-17", "People whose birthday is not on 17 May 1980"),
    ("city:Boston", "People whose City is Boston"),
    ("-city:Boston", "People whose City is not Boston"),
    ("city:~bost", "People whose City contains “bost”"),
    ("-city:~bost", "People whose City does not contain “bost”"),
    ("city:none", "People without City"),
    ("-city:none", "People with City"),
    ("-contacted:30d tag:vip", "People tagged vip who have not been contacted in the last 30 days"),
    ("country:US state:CA", "People whose Country is United States and whose State is California"),
    ("employees:>50", "People whose Firm › Employees is more than 50"),
    ("-employees:10..50", "People whose Firm › Employees is not between 10 and 50"),
    ("signed:next:2m", "People whose Firm › Signed is in the next 2 months"),
    ("has:email", "People with an e-mail address"),
    ("-has:phone", "People without a phone number"),
    ("tag:vip OR smith", "People tagged vip or matching “smith”"),
    (
        "kind:lead (owner:me OR owner:none) -contacted:30d",
        "Leads (owned by me or without an owner) who have not been contacted in the last 30 days",
    ),
    (
        "tag:vip (owner:me OR owner:none) -contacted:30d smith",
        "People tagged vip, (owned by me or without an owner) and matching “smith” who have not been "
        "contacted in the last 30 days",
    ),
    ("-(tag:vip smith)", "People not (tagged vip and matching “smith”)"),
    ("tag:vip OR (smith owner:me)", "People tagged vip or (matching “smith” and owned by me)"),
]


def test_every_question_reads_as_a_sentence(asker, tags, fields, subtests):
    for text, said in SAID:
        with subtests.test(text):
            assert as_text(parse(text, asker), Labels({})) == said


def test_the_parts_that_one_may_change_bear_their_term(asker, tags):
    tree = parse("tag:vip -contacted:30d", asker)
    assert sentence(tree, Labels({})) == [
        Part("People tagged "),
        Part("vip", "tag:vip"),
        Part(" who have not been contacted in the "),
        Part("last 30 days", "-contacted:30d"),
    ]


def test_records_are_called_as_the_company_calls_them(asker, tags):
    labels = Labels({"person": ["Patient", "Patients"], "lead": ["Enquiry", "Enquiries"]})
    assert as_text(parse("tag:vip", asker), labels) == "Patients tagged vip"
    assert as_text(parse("kind:lead", asker), labels) == "Enquiries"
    assert as_text(parse("-kind:lead", asker), labels) == "Patients who are not enquiries"
