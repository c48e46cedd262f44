"""The floor's SQL for filters, in the forms that were measured to be the quickest.

It imports nothing from webapp.

What many meet is walked to along the index of the sort and probed; what few meet is begun at the rarest.
"""

from typing import NamedTuple

NAMES = {
    "common": "SELECT id FROM tag WHERE name = 'newsletter'",
    "second": "SELECT id FROM tag WHERE name = 'prefers e-mail'",
    "third": "SELECT id FROM tag WHERE name = 'do-not-call'",
    "few": "SELECT id FROM tag WHERE name = 'board'",
    "vip": "SELECT id FROM tag WHERE name = 'vip'",
    "segment": "SELECT id FROM segment WHERE name = 'Circle 12'",
    "other_segment": "SELECT id FROM segment WHERE name = 'Circle 13'",
    "stage": """SELECT s.id FROM stage s JOIN pipeline p ON p.id = s.pipeline_id
        WHERE s.name = 'Talking' AND p.name = 'Partners'""",
    "owner": """SELECT id FROM "user" WHERE email = 'jonas@example.com'""",
    "viewer": """SELECT id FROM "user" WHERE email = 'tomas@example.com'""",
    "field": "SELECT id FROM field WHERE name = 'Employees'",
    "large_group": "SELECT id FROM people_group WHERE name = 'Newsletter'",
    "small_group": "SELECT id FROM people_group WHERE name = 'Lead hygiene'",
}
"""What the filters call by a name, and how its id is found; once, when the floor starts."""


class Filter(NamedTuple):
    """`people` is what stands between FROM and ORDER BY, person being `p`; `plan` are the indexes it uses.

    One that `walks` goes along the index of the sort, so that nobody knows how many there are; `own` people
    are those of the viewer.
    """

    people: str
    plan: tuple[str, ...]
    walks: bool = False
    own: bool = False


_TAGGED = "EXISTS (SELECT 1 FROM person_tag t WHERE t.person_id = p.id AND t.tag_id = {})"

FILTERS = {
    "stage, two tags, segment": Filter(
        f"""person p INDEXED BY ix_person_stage
        WHERE p.hidden = 0 AND p.stage_id = :stage
        AND p.id + 0 IN (SELECT person_id FROM person_segment WHERE segment_id = :segment)
        AND {_TAGGED.format(":second")} AND {_TAGGED.format(":common")}""",
        (
            "INDEX ix_person_stage (stage_id=?",
            "COVERING INDEX ix_person_segment_due",
            "PRIMARY KEY (person_id=? AND tag_id=?)",
        ),
        walks=True,
    ),
    "tag, country, owner": Filter(
        f"""person p INDEXED BY ix_person_owner
        WHERE p.hidden = 0 AND p.owner_id = :owner AND {_TAGGED.format(":common")} AND p.country = 'DE'""",
        ("INDEX ix_person_owner (owner_id=?", "PRIMARY KEY (person_id=? AND tag_id=?)"),
        walks=True,
    ),
    "text, tag": Filter(
        """person_fts CROSS JOIN person_tag t ON t.person_id = person_fts.rowid AND t.tag_id = :common
        CROSS JOIN person p ON p.id = t.person_id
        WHERE person_fts MATCH '{txt} : " abernathy"' AND p.hidden = 0""",
        ("VIRTUAL TABLE INDEX", "PRIMARY KEY (person_id=? AND tag_id=?)", "INTEGER PRIMARY KEY"),
    ),
    "nested, broad": Filter(
        f"""person p INDEXED BY ix_person_name
        WHERE p.hidden = 0 AND NOT {_TAGGED.format(":third")} AND (
            {_TAGGED.format(":common")} OR (p.country = 'US' AND NOT {_TAGGED.format(":vip")})
        )""",
        ("INDEX ix_person_name", "PRIMARY KEY (person_id=? AND tag_id=?)"),
        walks=True,
    ),
    "nested, selective": Filter(
        f"""(
            SELECT person_id FROM person_tag WHERE tag_id = :few
            UNION SELECT person_id FROM person_segment WHERE segment_id = :other_segment
        ) f CROSS JOIN person p ON p.id = f.person_id
        WHERE p.hidden = 0 AND (p.country = 'PL' OR p.city_key = 'boston')
        AND NOT {_TAGGED.format(":vip")}""",
        (
            "COVERING INDEX ix_person_tag_tag",
            "COVERING INDEX ix_person_segment_due",
            "INTEGER PRIMARY KEY",
        ),
    ),
    "custom field": Filter(
        """person_field f INDEXED BY ix_person_field_num CROSS JOIN person p ON p.id = f.person_id
        WHERE f.field_id = :field AND f.v_num BETWEEN 500 AND 800 AND f.v_num IS NOT NULL AND p.hidden = 0""",
        ("COVERING INDEX ix_person_field_num (field_id=? AND v_num>? AND v_num<?)", "INTEGER PRIMARY KEY"),
    ),
    "group with subgroups": Filter(
        """person p INDEXED BY ix_person_name
        WHERE p.hidden = 0 AND EXISTS (
            SELECT 1 FROM person_group_under g WHERE g.person_id = p.id AND g.group_id = :large_group
        )""",
        ("INDEX ix_person_name", "PRIMARY KEY (person_id=? AND group_id=?)"),
        walks=True,
    ),
    "small group": Filter(
        """person_group_under g CROSS JOIN person p ON p.id = g.person_id
        WHERE g.group_id = :small_group AND p.hidden = 0 AND p.kind = 'lead'""",
        ("COVERING INDEX ix_person_group_under_group", "INTEGER PRIMARY KEY"),
    ),
    "own people": Filter(
        "person p INDEXED BY ix_person_owner WHERE p.hidden = 0 AND p.owner_id = :viewer",
        ("INDEX ix_person_owner (owner_id=?)",),
        walks=True,
        own=True,
    ),
    "own people, tag": Filter(
        f"""person p INDEXED BY ix_person_owner
        WHERE p.hidden = 0 AND p.owner_id = :viewer AND {_TAGGED.format(":common")}""",
        ("INDEX ix_person_owner (owner_id=?", "PRIMARY KEY (person_id=? AND tag_id=?)"),
        walks=True,
        own=True,
    ),
}
PAGE_OF = """
    WITH found AS MATERIALIZED (SELECT p.id{counted} FROM {people} ORDER BY p.name_key, p.id LIMIT :limit)
    SELECT p.id, p.name, c.name, p.stage_id, p.owner_id, p.last_contact_at, f.number
    FROM found f CROSS JOIN person p ON p.id = f.id LEFT JOIN company c ON c.id = p.company_id
"""
COUNT_OF = "SELECT COUNT(*) FROM (SELECT 1 FROM {people} LIMIT 10001)"


def page_of(chosen: Filter) -> str:
    """The first page of a filter, each row with how many there are, None where they are walked to."""
    counted = ", NULL AS number" if chosen.walks else ", COUNT(*) OVER () AS number"
    return PAGE_OF.format(counted=counted, people=chosen.people)
