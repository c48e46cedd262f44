"""`owner:me`, `owner:none`, `owner:anna@example.com`."""

from typing import ClassVar

from sqlalchemy import and_, or_, select

from webapp.criteria.condition import FOUND_LIVING, Found, Ids, among, any_of
from webapp.criteria.conditions.named import Named, ids_of, special_of
from webapp.criteria.operators import IS
from webapp.db import counters, db, key, remembered
from webapp.db.counters import NOWHERE, PeopleCount
from webapp.users.user import User, normal_email


class OwnerCondition(Named):
    """Is owned by one of the users, by whoever asks (`me`), by anybody or by nobody.

    Users are asked for by address, or by name where only one bears it.
    """

    name = "owner"
    keys = ("owner",)
    thing = "user"
    model = User
    comparisons = (IS,)
    special_choices: ClassVar = {"me": "Me", "none": "Nobody", "any": "Anybody"}
    of_asker = "me"
    special: ClassVar = {"me": "owned by me", "any": "with an owner", "none": "without an owner"}
    verbs = ("owned by", "not owned by")

    def called(self, names, asker):
        addresses = {normal_email(name): key(name) for name in names}
        either = or_(User.email_norm.in_(addresses), User.name_key.in_(addresses.values()))
        found: dict[str, list[int]] = {}
        for user_id, email, name in db.session.execute(
            select(User.id, User.email_norm, User.name_key).where(either).order_by(User.id)
        ):
            if email in addresses:
                found[addresses[email]] = [user_id]
            else:
                found.setdefault(name, []).append(user_id)
        return found

    def names(self, ids=None):
        statement = select(User.id, User.email).order_by(User.name_key)
        statement = statement.where(User.deactivated_at.is_(None) if ids is None else User.id.in_(ids))
        return dict(db.session.execute(statement).all())

    def probe(self, leaf, subject, asker):
        return _test(leaf, subject.person, asker)

    def ids(self, leaf, asker):
        if ("any",) in leaf.values:
            return None
        return Ids(select(Found.id).where(FOUND_LIVING, _test(leaf, Found, asker)))

    def count(self, leaf, asker):
        if ("any",) in leaf.values:
            return None
        owners = [*_users(leaf, asker), *([NOWHERE] if ("none",) in leaf.values else [])]
        return counters.read("kind", PeopleCount.owner_id.in_(owners)).total()

    def reads(self, leaf):
        return ("owner_id",)

    def wanted(self, leaf):
        return None if special_of(leaf) else ("owner_id", ids_of(leaf))

    def test(self, leaf, asker):
        users, values = _users(leaf, asker), leaf.values

        def test(facts) -> bool:
            owner = facts["owner_id"]
            if owner is None:
                return ("none",) in values
            return ("any",) in values or owner in users

        return test

    @remembered
    def shown(self, leaf):
        return self.called_by(self.names_of(leaf))

    def called_by(self, names):
        return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(names))).all())


def _test(leaf, person, asker):
    tests = []
    if users := _users(leaf, asker):
        # Without the first test NOT would lose the people without an owner, for whom the second is NULL.
        tests.append(and_(person.owner_id.is_not(None), among(person.owner_id, users)))
    if ("none",) in leaf.values:
        tests.append(person.owner_id.is_(None))
    if ("any",) in leaf.values:
        tests.append(person.owner_id.is_not(None))
    return any_of(tests)


def _users(leaf, asker) -> list[int]:
    return ids_of(leaf) + [asker.viewer.id] * (("me",) in leaf.values)
