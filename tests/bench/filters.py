"""The People page narrowed down, each filter beside its floor, and how long counting takes."""

from collections.abc import Iterator
from urllib.parse import urlencode

from tests.bench.figure import Figure
from tests.bench.serving import Browser

FILTERS = {
    "stage, two tags, segment": (
        'stage:"Partners/Talking" tag:newsletter tag:"prefers e-mail" segment:"Circle 12"'
    ),
    "tag, country, owner": "tag:newsletter country:DE owner:jonas@example.com",
    "text, tag": "abernathy tag:newsletter",
    "nested, broad": "(tag:newsletter OR (country:US -tag:vip)) -tag:do-not-call",
    "nested, selective": '(tag:board OR segment:"Circle 13") (country:PL OR city:Boston) -tag:vip',
    "custom field": "employees:500..800",
    "group with subgroups": "group:Newsletter",
    "small group": 'group:"Lead hygiene" kind:lead',
}
OWN_FILTERS = {"own people": "", "own people, tag": "tag:newsletter"}
"""As somebody asks who sees nobody else."""
VIEWER = "tomas@example.com"
RATIO = 2.5
COUNT_MS = 100
FAR_MS = 80
"""No filtered page takes longer, however many people there are."""


def filter_figures(muster: Browser, own: Browser, floor: Browser) -> Iterator[Figure]:
    """`own` is signed in as VIEWER."""
    for browser, filters in ((muster, FILTERS), (own, OWN_FILTERS)):
        for name, q in filters.items():
            at_floor = urlencode({"name": name, "q": q})
            yield Figure(
                f"People: {name}",
                lambda b=browser, q=q: b.get("/people?" + urlencode({"q": q})),
                lambda asked=at_floor: floor.get(f"/filtered?{asked}"),
                limit=RATIO,
                most_ms=FAR_MS,
            )
            yield Figure(
                f"Count: {name}",
                lambda b=browser, q=q: b.get("/people/count?" + urlencode({"q": q})),
                lambda asked=at_floor: floor.get(f"/count?{asked}"),
                same_people=False,
                same_page=False,
                most_ms=COUNT_MS,
            )
