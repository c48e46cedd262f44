"""The lists beside the table, with how many people each has."""

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import select

from webapp.blueprints.people.list_page.groups_block import drawn_groups
from webapp.blueprints.people.list_page.pipelines_block import drawn_pipelines
from webapp.blueprints.people.list_page.segments_block import drawn_segments
from webapp.criteria.conditions import asking_for
from webapp.db import fetch
from webapp.drawing import drawn
from webapp.duplicates.pairs import in_nav
from webapp.listing.address import Address
from webapp.listing.counts import Totals
from webapp.pipelines.stages import Pipelines
from webapp.pipelines.statuses import status_choices
from webapp.tags.models import Tag
from webapp.users.own_company import Labels
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

SIDEBAR = "people/_sidebar.html"
TAGS_SHOWN = 24
_TAGS = select(Tag.name, Tag.hue).where(Tag.retired_at.is_(None)).order_by(Tag.name_key).limit(TAGS_SHOWN + 1)


class Entry(NamedTuple):
    """A list of the sidebar."""

    words: str
    href: str
    is_current: bool
    people: int
    hue: str


def drawn_first_lists(
    address: Address, totals: Totals, labels: Labels, viewer: Viewer, pipelines: Pipelines, *, now: int
) -> Markup:
    """Kinds, pipelines and segments, as one can go to them from the list at `address`."""
    return drawn(
        SIDEBAR,
        "first_lists",
        labels.person.many,
        tuple(_kinds(address, totals, labels)),
        drawn_pipelines(address, totals, pipelines),
        drawn_segments(address, totals, viewer, now=now),
    )


def drawn_more_lists(address: Address, totals: Totals, viewer: Viewer) -> Markup:
    """Statuses, tags and groups, which stand below the saved segments."""
    tags = fetch(_TAGS).all()
    return drawn(
        SIDEBAR,
        "more_lists",
        tuple(_statuses(address, totals)),
        tuple(_entry(address, name, asking_for("tag", name), hue=hue) for name, hue in tags[:TAGS_SHOWN]),
        len(tags) > TAGS_SHOWN,
        drawn_groups(address, viewer),
        in_nav(viewer) if viewer.can(Permission.EDIT_PEOPLE) else "",
    )


def _kinds(address: Address, totals: Totals, labels: Labels) -> Iterator[Entry]:
    yield _entry(address, labels.everybody_first, "", totals.seen)
    for kind, people in totals.kinds.items():
        yield _entry(address, labels.kind(kind).many, f"kind:{kind}", people)


def _statuses(address: Address, totals: Totals) -> Iterator[Entry]:
    for status_id, name, hue in status_choices():
        yield _entry(address, name, asking_for("status", name), totals.statuses[status_id], hue)


def _entry(address: Address, words: str, q: str, people: int = 0, hue: str = "") -> Entry:
    return Entry(words, address.searching(q).url(), q == address.q, people, hue)
