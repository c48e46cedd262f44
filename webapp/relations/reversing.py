"""How relating and parting are taken back. Either side's change does it, for a relation is of both."""

from webapp.activity.models import ChangeSet
from webapp.activity.putting_back import note_put_back
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.relations.kinds import kinds_of
from webapp.relations.relating import hold, link_of, put, sides_of, take, tell, word


def register() -> None:
    """Let undo bring relations back, and take them away."""
    reversible("relation", Reversible(_present, _put_back, _name, _words))


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    """People in the trash are among them; kinds and people that are gone for good are left out."""
    links = {link_of(*pair): pair for pair in pairs}
    there = hold(links)
    kinds = kinds_of({link.kind_id for link in links})
    links = {link: pair for link, pair in links.items() if there >= {*link[:2]} and link.kind_id in kinds}
    sides = sides_of(links) if links else {}
    return {pair: sides.get(link) for link, pair in links.items()}


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    kinds = kinds_of({link_of(*pair).kind_id for pair in todo})
    coming, going = {}, {}
    for pair, (present, wanted) in todo.items():
        link = link_of(*pair)
        if link.mirrored not in coming.keys() | going.keys():
            (going if wanted is None else coming)[link] = present if wanted is None else wanted
    take(going)
    put(coming, by=by, now=now)
    note_put_back(change_set, "relation", todo, now=now)
    tell(coming, "related", kinds, by=by, now=now, change_set=change_set)
    tell(going, "parted", kinds, by=by, now=now, change_set=change_set)


def _name(_key: str) -> str:
    return "Related people"


def _words(key: str, side: object) -> str:
    """What the other one is, never who: not everybody who reads this may know them."""
    if side is None:
        return ""
    kind_id = link_of(0, key).kind_id
    kind = kinds_of([kind_id]).get(kind_id)
    return word(kind, side) if kind else "a deleted relation"
