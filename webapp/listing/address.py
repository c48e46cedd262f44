"""Which list: what it is narrowed and sorted by. Every state of the page is in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from webapp.listing.sorts import NEWEST_FIRST

PEOPLE = "/people"
BY_NAME = "name"
LONGEST_SORT = 40
BOARD = "board"


@dataclass(frozen=True)
class Address:
    """`q` is the text of the search box, `sort` the name of a sort, '' for the list's own.

    That is `own`: by name, but those who are expired in a segment stand by when they were due (opening.py).
    `overdue` is the id of a saved segment whose reminder must be over for them, 0 for none.
    `board` is the id of the pipeline whose board shows it, 0 for the first one, None for the table.
    """

    q: str = ""
    sort: str = ""
    descending: bool = False
    own: str = BY_NAME
    overdue: int = 0
    board: int | None = None

    @property
    def sort_word(self) -> str:
        """The sort in addresses: 'city', '-created', '' for the list's own."""
        word = ("-" if self.descending else "") + self.sort
        return "" if word == self.own else word

    @property
    def query(self) -> str:
        """The query string of this list; '' for everybody by name."""
        return _query(self.q, self.sort_word, self.overdue, self.board)

    def url(self, path: str = PEOPLE, **more: object) -> str:
        """This list at a path, with further parameters; those that are None are left out."""
        query = self.query
        if added := urlencode({k: v for k, v in more.items() if v is not None}) if more else "":
            query = f"{query}&{added}" if query else added
        return f"{path}?{query}" if query else path

    def searching(self, q: str) -> "Address":
        """The list for another text in the search box, sorted as this one."""
        address = Address(q, self.sort, self.descending) if self.sort_word else Address(q)
        return address if self.board is None else replace(address, board=self.board)

    def narrowed_to(self, q: str) -> "Address":
        """The same for another text; where it shows the overdue, it goes on to."""
        return replace(self.searching(q), overdue=self.overdue)

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """Its parts as the hidden inputs of a form that leads back to it."""
        return parse_qsl(self.query)

    def on_board(self, pipeline_id: int | None) -> "Address":
        """The same people on the board of a pipeline, None for the table."""
        return replace(self, board=pipeline_id)

    def sorted_by(self, sort: str) -> "Address":
        """The list sorted so; the other way round if it already is."""
        turned = not self.descending if sort == self.sort else sort in NEWEST_FIRST
        return replace(self, sort=sort, descending=turned)


@lru_cache(maxsize=1_024)
def _query(q: str, sort_word: str, overdue: int, board: int | None) -> str:
    """A page has thirty addresses, mostly the same as the page before."""
    view = BOARD if board is not None else ""
    parts = (("view", view), ("pipeline", board), ("q", q), ("sort", sort_word), ("overdue", overdue))
    return urlencode({k: v for k, v in parts if v})


def address_of(arguments: Mapping[str, str]) -> Address:
    """The list that an address's arguments ask for; its sort may not exist."""
    sort = arguments.get("sort", "")[:LONGEST_SORT]
    name = sort.removeprefix("-")
    return Address(
        arguments.get("q", "").strip(),
        name,
        bool(name) and sort.startswith("-"),
        overdue=_id(arguments.get("overdue", "")),
        board=_id(arguments.get("pipeline", "")) if arguments.get("view") == BOARD else None,
    )


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def address_in(query: str) -> Address:
    """The list of a query string, such as a person's page keeps of the list one came from."""
    return address_of(dict(parse_qsl(query)))
