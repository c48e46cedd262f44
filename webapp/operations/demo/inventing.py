"""Invents people one after another; the same seed gives the same ones, with times counted back from `now`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import accumulate
from random import Random

from webapp.db import words
from webapp.operations.demo.names import (
    AWKWARD,
    LOCAL_TRADES,
    OUTCOMES,
    REGIONS,
    REMARKS,
    RISKS,
    SEGMENTS,
    SOURCES,
    TAGS,
    TITLES,
    TRADES,
    Region,
)

DAY = 24 * 3600
YEAR = 365 * DAY
COMPANY_PERCENT = 70
TOUCHED_LAST_YEAR_PERCENT = 40
TOUCHED_EARLIER_PERCENT = 25
NOTE_PERCENT = 12
STATUSES = {
    "contact": (("New", "Contacted", "Qualified", "Dead"), (50, 25, 15, 10)),
    "lead": (("New", "Contacted", "Qualified", "Unqualified", "Dead"), (35, 25, 20, 10, 10)),
    "customer": (("Converted",), (100,)),
}
KINDS, KIND_SHARES = ("contact", "lead", "customer"), (61, 10, 29)
TOUCHES, TOUCH_SHARES = ("call", "meeting", "mail", "visit", "letter"), (50, 15, 25, 6, 4)


@dataclass(frozen=True)
class InventedTouch:
    """A touch `at` a moment; `minutes` is None for what takes none."""

    kind: str
    at: int
    minutes: int | None
    outcome: str
    text: str


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist. `values` are those of people/values.py that need no id; `place` picks the
    office and `owner` the user, None for nobody's. `own_fields` are by "Section › Field" (sections.py)."""

    values: dict[str, object]
    company: str
    status: str
    tags: list[str]
    place: float
    owner: float | None
    created_at: int
    touches: list[InventedTouch]
    note: str
    own_fields: dict[str, object]
    segments: list[str]


class Inventor:
    """An endless line of invented people."""

    def __init__(self, seed: int, now: int):
        self.random = Random(seed)
        self._of_segments = Random(seed)
        self.now = now
        self._namesakes: Counter[str] = Counter()

    def people(self, number: int) -> Iterator[Invented]:
        """The next `number` of them."""
        for _ in range(number):
            yield self._person()

    def _person(self) -> Invented:
        random = self.random
        region = random.choices(REGIONS, cum_weights=_REGION_SHARES)[0]
        company, industry = self._company(region) if self._chance(COMPANY_PERCENT) else ("", "")
        first, last = self._name(region, company)
        kind = random.choices(KINDS, KIND_SHARES)[0]
        created_at = self.now - int(random.triangular(0, 4 * YEAR, YEAR)) - 60
        town = random.choice(region.towns)
        invented = Invented(
            values={
                "first": first,
                "last": last,
                "kind": kind,
                "emails": self._emails(first, last, company),
                "phones": self._phones(),
                "title": random.choice(TITLES) if company and self._chance(60) else "",
                "street": self._street(region) if self._chance(70) else "",
                "city": town.name,
                "postcode": self._postcode(town.postcode),
                "country": region.country,
                "state": town.state,
                "source": random.choice(SOURCES) if self._chance(80) else "",
                "industry": industry,
                "birthday": self._birthday() if self._chance(45) else 0,
                "language": region.language,
                "zone": region.zone,
            },
            company=company,
            status=random.choices(*STATUSES[kind])[0],
            tags=[tag for tag, (_, percent) in TAGS.items() if self._chance(percent)],
            place=random.random(),
            owner=random.random() if self._chance(82) else None,
            created_at=created_at,
            touches=sorted(self._touches(created_at), key=lambda touch: touch.at),
            note=random.choice(REMARKS) if self._chance(NOTE_PERCENT) else "",
            own_fields=dict(self._own_fields(region, kind)),
            segments=[],
        )
        return replace(invented, segments=self._segments(invented.touches))

    def _segments(self, touches: list[InventedTouch]) -> list[str]:
        """Thrown with dice of their own, so that segments change nothing else about anybody."""
        days_ago = (self.now - touches[-1].at) / DAY if touches else 10_000
        return [
            name
            for name, segment in SEGMENTS.items()
            if self._of_segments.random() * 100 < segment.percent and days_ago <= segment.touched
        ]

    def _own_fields(self, region: Region, kind: str) -> Iterator[tuple[str, object]]:
        random = self.random
        if kind == "lead" and self._chance(40):
            yield "Co-applicant › First name", random.choice(region.first)
            yield "Co-applicant › Country", region.country
            yield "Co-applicant › State", random.choice(region.towns).state
        if kind == "customer" and self._chance(30):
            yield "Compliance › Licence until", date(2026, 1, 1).toordinal() + random.randrange(1500)
            yield "Compliance › Papers complete", self._chance(80)
            yield "Compliance › Risk", random.choice(RISKS)

    def _chance(self, percent: int) -> bool:
        return self.random.random() * 100 < percent

    def _name(self, region: Region, company: str) -> tuple[str, str]:
        if company and self._chance(4):
            return "", ""
        if self._chance(1):
            return self.random.choice(AWKWARD)
        return self._common(region.first), self._common(region.last)

    def _common(self, names: tuple[str, ...]) -> str:
        """One of the names, the first ones more often."""
        return self.random.choices(names, cum_weights=_shares_by_rank(len(names)))[0]

    def _company(self, region: Region) -> tuple[str, str]:
        """A company's name and industry."""
        trade, industry = self.random.choice(_TRADES_OF[region.country])
        return f"{self._common(region.last)} {trade}", industry

    def _emails(self, first: str, last: str, company: str) -> list[list[str]]:
        local = ".".join(words(f"{first} {last}" if first or last else f"office {company}"))
        local = local.encode("ascii", "ignore").decode().strip(".")[:40] or "hello"
        self._namesakes[local] += 1
        number = self._namesakes[local]
        work = f"{local}{number if number > 1 else ''}@example.com"
        if self._chance(6):
            return []
        addresses = [work]
        if self._chance(15):
            addresses.append(f"{local}.{number}@private.example.com")
        return [[address, address] for address in addresses]

    def _phones(self) -> list[list[str]]:
        count = self.random.choices((0, 1, 2), (20, 65, 15))[0]
        return [self._phone() for _ in range(count)]

    def _phone(self) -> list[str]:
        area, line = self.random.choice(_AREAS), self.random.randrange(10_000)
        return [f"({area}) 555-{line:04}", f"+1{area}555{line:04}"]

    def _street(self, region: Region) -> str:
        name, number = self.random.choice(region.streets), self.random.randrange(1, 2400)
        return f"{number} {name}" if region.language in ("en", "fr") else f"{name} {number % 200 + 1}"

    def _postcode(self, pattern: str) -> str:
        random = self.random
        return "".join(
            random.choice("0123456789")
            if c == "#"
            else random.choice("ABCDEGHJKLPRSTVWXZ")
            if c == "@"
            else c
            for c in pattern
        )

    def _birthday(self) -> int:
        return date(1940, 1, 1).toordinal() + self.random.randrange(67 * 365)

    def _touches(self, created_at: int) -> Iterator[InventedTouch]:
        earliest, year_ago = created_at, self.now - YEAR
        if self._chance(TOUCHED_LAST_YEAR_PERCENT):
            for _ in range(self.random.choices((1, 2, 4), (60, 30, 10))[0]):
                yield self._touch(max(earliest, year_ago), self.now)
        elif earliest < year_ago and self._chance(TOUCHED_EARLIER_PERCENT):
            yield self._touch(earliest, year_ago)

    def _touch(self, earliest: int, latest: int) -> InventedTouch:
        random = self.random
        kind = random.choices(TOUCHES, TOUCH_SHARES)[0]
        outcome = random.choice(OUTCOMES) if kind == "call" else ""
        spoke = outcome != "not reached"
        return InventedTouch(
            kind=kind,
            at=random.randrange(earliest, latest),
            minutes=random.randrange(2, 75) if spoke and kind in ("call", "meeting", "visit") else None,
            outcome=outcome,
            text=random.choice(REMARKS) if spoke and self._chance(30) else "",
        )


@cache
def _shares_by_rank(number: int) -> list[float]:
    """How often names occur, added up: the twentieth half as often as the first."""
    return list(accumulate(1 / (20 + rank) for rank in range(number)))


_REGION_SHARES = list(accumulate(region.weight for region in REGIONS))
_TRADES_OF = {
    region.country: [*TRADES.items(), *2 * list(LOCAL_TRADES.get(region.language, {}).items())]
    for region in REGIONS
}
_AREAS = tuple(str(area) for area in range(201, 990) if area % 100 != 11 and str(area)[1] != "9")
