"""The floor's SQL, in the forms that were measured to be the quickest. It imports nothing from webapp."""

from typing import NamedTuple

KINDS = ("contact", "lead", "customer")


class Band(NamedTuple):
    """A walk along an index: who belongs to it, and by which column they are ordered before their id."""

    where: str
    key: str
    index: str
    descending: bool = False


def _known_first(key: str, index: str, empty: str, descending: bool = False) -> list[Band]:
    return [
        Band(f"p.{key} > {empty}", f"p.{key}", index, descending),
        Band(f"p.{key} = {empty}", "", index, descending),
    ]


def _groups(column: str, index: str, values: tuple) -> list[Band]:
    return [Band(f"p.{column} = {value!r}", "p.name_key", index) for value in values]


SORTS = {
    "name": [Band("1", "p.name_key", "ix_person_name")],
    "-name": [Band("1", "p.name_key", "ix_person_name", True)],
    "-created": [Band("1", "p.created_at", "ix_person_created", True)],
    "-changed": [Band("1", "p.changed_at", "ix_person_changed", True)],
    "-contacted": _known_first("last_contact_at", "ix_person_contact", "0", True),
    "-touched": _known_first("last_touch_at", "ix_person_touch", "0", True),
    "email": _known_first("email_norm", "ix_person_email", "''"),
    "company": _known_first("company_key", "ix_person_company_name", "''"),
    "city": _known_first("city_key", "ix_person_city", "''"),
    "kind": _groups("kind", "ix_person_kind", KINDS),
    "status": _groups("status_id", "ix_person_status", (1, 2, 3, 4, 5, 6)),
}
SELECT = """
    SELECT p.id, p.name, c.name, p.stage_id, p.owner_id, p.last_contact_at, {key}
    FROM person p INDEXED BY {index}
    LEFT JOIN company c ON c.id = p.company_id
    WHERE p.hidden = 0 AND {where} ORDER BY {order} LIMIT ?
"""
SEARCH = """
    SELECT p.id, p.name, c.name, p.stage_id, p.owner_id, p.last_contact_at, p.name_key
    FROM person_fts CROSS JOIN person p ON p.id = person_fts.rowid
    LEFT JOIN company c ON c.id = p.company_id
    WHERE person_fts MATCH ? AND p.hidden = 0 ORDER BY p.name_key, p.id
"""
COUNTS = """
    SELECT facet, value, SUM(people) FROM people_count
    WHERE facet IN ('kind', 'status', 'stage', 'segment', 'expired', 'group_under') AND {seen}
    GROUP BY facet, value
"""
JUST_EXPIRED = """
    SELECT s.segment_id, COUNT(*) FROM person_segment s INDEXED BY ix_person_segment_unseen {joined}
    WHERE s.due_at <= :now AND s.expiry_seen = 0 AND {seen} GROUP BY s.segment_id
"""
SEGMENTS = "SELECT id, name, hue, reminder_days IS NOT NULL FROM segment ORDER BY position, id"
STAGES = """
    SELECT s.id, s.name, s.hue, p.name FROM pipeline p JOIN stage s ON s.pipeline_id = p.id
    ORDER BY p.position, p.id, s.position, s.id
"""
OWN_SEGMENTS = """
    SELECT s.person_id, g.name, g.hue, s.due_at FROM person_segment s JOIN segment g ON g.id = s.segment_id
    WHERE s.person_id IN (%s) ORDER BY s.person_id, s.due_at IS NULL, s.due_at, g.position
"""
GROUPS = """
    SELECT g.id, g.name, EXISTS (
        SELECT 1 FROM people_group b
        WHERE b.parent_id = g.id AND b.retired_at IS NULL AND b.archived_at IS NULL
    )
    FROM people_group g WHERE g.parent_id IS NULL AND g.retired_at IS NULL AND g.archived_at IS NULL
    ORDER BY g.position, g.name_key, g.id
"""
STATUSES = "SELECT id, name, hue FROM status ORDER BY position, id"
TAGS = """
    SELECT t.person_id, g.name, g.hue FROM person_tag t JOIN tag g ON g.id = t.tag_id
    WHERE t.person_id IN (%s) ORDER BY t.person_id, g.name_key
"""


_OPEN_STAGES = """
    SELECT COUNT(*) FROM stage o
    WHERE o.pipeline_id = g.pipeline_id AND o.retired_at IS NULL AND NOT o.pauses_reminders
"""
PERSON = f"""
    SELECT p.*, c.name AS company, s.name AS status, s.pauses_reminders AS status_pauses, u.name AS owner,
           o.name AS office, g.name AS stage, g.hue AS stage_hue, g.pauses_reminders AS stage_pauses,
           l.name AS pipeline, ({_OPEN_STAGES}) AS stages,
           ({_OPEN_STAGES} AND (o.position, o.id) < (g.position, g.id)) AS stages_before
    FROM person p LEFT JOIN company c ON c.id = p.company_id JOIN status s ON s.id = p.status_id
    LEFT JOIN "user" u ON u.id = p.owner_id JOIN office o ON o.id = p.office_id
    LEFT JOIN stage g ON g.id = p.stage_id LEFT JOIN pipeline l ON l.id = g.pipeline_id
    WHERE p.id = ? AND p.hidden = 0
"""
NEIGHBOUR = """
    SELECT p.id, p.name FROM person p INDEXED BY ix_person_name
    WHERE p.hidden = 0 AND (p.name_key, p.id) {compare} (?, ?)
    ORDER BY p.name_key {direction}, p.id {direction} LIMIT 1
"""
ADDRESSES = """
    SELECT 'email', shown, norm FROM person_email WHERE person_id = ?1
    UNION ALL SELECT 'phone', shown, norm FROM person_phone WHERE person_id = ?1
"""
TIMELINE = """
    SELECT 'events' AS source, e.id, e.at AS at, u.name AS who, e.kind AS kind, e.data AS text,
           NULL AS minutes, '' AS outcome
    FROM event e LEFT JOIN "user" u ON u.id = e.by_id
    WHERE e.person_id = ?1 AND e.kind NOT IN ('noted', 'note changed', 'touched', 'touch changed')
    UNION ALL
    SELECT 'touches', t.id, t.at, u.name, t.kind, t.text, t.minutes, t.outcome
    FROM touch t LEFT JOIN "user" u ON u.id = t.by_id WHERE t.person_id = ?1 AND t.deleted_at IS NULL
    UNION ALL
    SELECT 'notes', n.id, n.created_at, u.name, 'note', n.text, NULL, ''
    FROM note n LEFT JOIN "user" u ON u.id = n.by_id WHERE n.person_id = ?1 AND n.deleted_at IS NULL
    ORDER BY 3 DESC LIMIT 31
"""
PLACES = """
    SELECT s.id, s.name, s.hue, s.reminder_days, m.base_at, m.due_at, m.snoozed_until
    FROM person_segment m JOIN segment s ON s.id = m.segment_id
    WHERE m.person_id = ? ORDER BY m.due_at IS NULL, m.due_at, s.position, s.id
"""
PERSON_TAGS = """
    SELECT t.person_id, g.name, g.hue, g.id FROM person_tag t JOIN tag g ON g.id = t.tag_id
    WHERE t.person_id = ? ORDER BY g.name_key
"""
PERSON_GROUPS = """
    WITH RECURSIVE above (group_id, parent_id, path) AS (
        SELECT g.id, g.parent_id, g.name FROM person_group m JOIN people_group g ON g.id = m.group_id
        WHERE m.person_id = ?1
        UNION ALL
        SELECT a.group_id, g.parent_id, g.name || ' › ' || a.path
        FROM above a JOIN people_group g ON g.id = a.parent_id WHERE g.archived_at IS NULL
    )
    SELECT g.id, g.name, a.path, m.at, m.cause, m.rule_version, u.name AS who
    FROM above a JOIN person_group m ON m.person_id = ?1 AND m.group_id = a.group_id
    JOIN people_group g ON g.id = a.group_id LEFT JOIN "user" u ON u.id = m.by_id
    WHERE a.parent_id IS NULL AND g.archived_at IS NULL ORDER BY a.path
"""
CUSTOM = "SELECT field_id, v_num, v_text FROM person_field WHERE person_id = ?"
FIELDS = """
    SELECT s.id, s.name, s.builtin, f.id, f.name, f.builtin FROM section s JOIN field f ON f.section_id = s.id
    WHERE f.archived_at IS NULL ORDER BY s.position, s.id, f.position, f.id
"""
CREATE = (
    """INSERT INTO change_set (at, by_id, kind, title, people, ongoing)
        VALUES (:now, 1, 'create', :title, 1, 0)""",
    """INSERT INTO person (hidden, kind, status_id, office_id, created_at, created_by_id, changed_at,
            last_contact_at, last_touch_at, name, name_key, email_norm, phone_norm, company_key,
            first, first_key, last, last_key, title, title_key, street, street_key, city, city_key,
            postcode, postcode_key, country, state, source, source_key, industry, industry_key,
            website, website_key, birthday, birthday_md, language, zone)
        VALUES (0, 'contact', 1, 1, :now, 1, :now,
            0, 0, :name, lower(:name), :email, :phone, '',
            :first, lower(:first), :last, lower(:last), '', '', '', '', '', '',
            '', '', '', '', '', '', '', '',
            '', '', 0, 0, '', '')""",
    "INSERT INTO person_email (person_id, position, shown, norm) VALUES (:id, 0, :email, :email)",
    "INSERT INTO person_phone (person_id, position, shown, norm) VALUES (:id, 0, :phone, :phone)",
    """INSERT INTO person_search (person_id, txt, phones, indexed)
        VALUES (:id, ' ' || lower(:name) || ' ' || :email, :phone, 1)""",
    """INSERT INTO "change" (change_set_id, person_id, kind, "key", new)
        VALUES (:set, :id, 'person', '', '"created"')""",
    """INSERT INTO event (person_id, at, by_id, kind, change_set_id, data)
        VALUES (:id, :now, 1, 'created', :set, '{}')""",
    "INSERT INTO duplicate_due (person_id, marks) VALUES (:id, 1)",
    """INSERT INTO request_key ("key", user_id, at, led_to) VALUES (:key, 1, :now, '/people')""",
    """INSERT INTO people_count (facet, value, office_id, owner_id, people) VALUES ('kind', 0, 1, 0, 1)
        ON CONFLICT (facet, value, office_id, owner_id) DO UPDATE SET people = people + 1""",
    """INSERT INTO people_count (facet, value, office_id, owner_id, people) VALUES ('status', 1, 1, 0, 1)
        ON CONFLICT (facet, value, office_id, owner_id) DO UPDATE SET people = people + 1""",
)
"""The first two give the ids `set` and `id` of the others."""
BULK_PEOPLE = "SELECT id, city FROM person WHERE id BETWEEN ? AND ? AND hidden = 0"
BULK_SET = """
    INSERT INTO change_set (at, by_id, kind, title, people, ongoing, undoes_id)
    VALUES (?, 1, 'edit', ?, ?, 0, ?)
"""
BULK_PERSON = "UPDATE person SET city = ?, city_key = ?, changed_at = ? WHERE id = ?"
BULK_CHANGE = """
    INSERT INTO "change" (change_set_id, person_id, kind, "key", old, new)
    VALUES (?, ?, 'field', 'city', ?, ?)
"""
BULK_CHANGES = 'SELECT person_id, old, new FROM "change" WHERE change_set_id = ?'
BULK_EVENT = """
    INSERT INTO event (person_id, at, by_id, kind, change_set_id, data) VALUES (?, ?, 1, 'changed', ?, ?)
"""
