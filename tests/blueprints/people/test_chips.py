"""The chips of a search say field, comparison and value, as the builder does."""

import re

import pytest

from tests.world import NOW
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.tags.naming import found_tags

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("q", "parts"),
    [
        ("expired:any", ["Reminder expired", "is any segment"]),
        ("tag:vip", ["Tag", "is any of", "vip"]),
        ("-contacted:30d", ["Last contact", "not in the last", "30 days"]),
        ("contacted:never", ["Last contact", "never"]),
        ("owner:me", ["Owner", "is", "Me"]),
        ("city:~bost", ["City", "contains", "bost"]),
        ("state:US-CA", ["State", "is any of", "California"]),
        ("birthday:next:7d", ["Birthday", "in the next", "7 days"]),
        ("group:Italy", ["Group", "is any of", "Italy"]),
        ("-joined:Italy:30d", ["Joined group", "not", "Italy in the last 30 days"]),
        ("smith", ["Words", "match", "smith"]),
        ("-(tag:vip OR kind:lead)", ["not (tagged vip or who are leads)"]),
    ],
)
def test_a_chip_says_field_comparison_and_value(world, admin, q, parts):
    found_tags(["vip"], now=NOW)
    add_group(Wanted("Italy"), by=world.mona, now=NOW)
    db.session.commit()
    page = admin.get("/people", query_string={"q": q}).get_data(as_text=True)
    (chip,) = re.findall(r'class="chip-edit".*?</a>', page, re.S)
    assert [words.strip() for words in re.findall(r"<span>(.*?)</span>", chip)] == parts
