"""Users: who may sign in, where they work and what they may do."""

from sqlalchemy import ColumnElement, ForeignKey, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from webapp.db import UTC, BigKey, Json, Key, Model, db, key
from webapp.users.passwords import hash_password
from webapp.users.role import Role, UserRole, allowed
from webapp.users.viewer import Viewer, hue, initials


class User(Model):
    """`password_hash` is None until an invitation was accepted; `deactivated_at` ends all access."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    email: Mapped[str]
    email_norm: Mapped[str] = mapped_column(Key(), unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Key(), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    password_hash: Mapped[str | None]
    preferences: Mapped[dict] = mapped_column(Json, default=dict)
    created_at: Mapped[int] = mapped_column(UTC)
    deactivated_at: Mapped[int | None] = mapped_column(UTC)

    def rename(self, name: str) -> None:
        """Go by another name."""
        self.name, self.name_key = name, key(name)

    @property
    def roles(self) -> list[Role]:
        """The user's roles in their order."""
        return list(
            db.session.scalars(
                select(Role).join(UserRole).where(UserRole.user_id == self.id).order_by(Role.position)
            )
        )

    def prefer(self, **chosen) -> None:
        """Remember what they chose (theme, columns …) beside what they chose before."""
        self.preferences = {**self.preferences, **chosen}

    def give_roles(self, roles: list[Role]) -> None:
        """Have exactly these roles from now on."""
        wanted = {role.id for role in roles}
        for row in db.session.scalars(select(UserRole).where(UserRole.user_id == self.id)):
            if row.role_id in wanted:
                wanted.discard(row.role_id)
            else:
                db.session.delete(row)
        db.session.add_all(UserRole(user_id=self.id, role_id=role_id) for role_id in wanted)
        db.session.flush()

    @property
    def initials(self) -> str:
        """One or two capitals for the round picture."""
        return initials(self.name)

    @property
    def hue(self) -> str:
        """The colour name of the round picture."""
        return hue(self.id)

    def as_viewer(self, session_id: int = 0) -> Viewer:
        """The frozen picture that verbs take as `by=`."""
        return Viewer(
            self.id, self.name, self.email, self.office_id, allowed(self.roles), session_id, self.preferences
        )


def add_user(
    email: str, *, name: str, office_id: int, roles: list[Role], now: int, password: str | None = None
) -> User:
    """Add a user; without a password they must accept an invitation first.

    The caller makes sure that the address is not taken and the password strong enough.
    """
    user = User(
        email=email.strip(),
        email_norm=normal_email(email),
        name=name.strip(),
        name_key=key(name),
        office_id=office_id,
        password_hash=hash_password(password) if password else None,
        preferences={},
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    user.give_roles(roles)
    return user


def user_name(user_id: InstrumentedAttribute, nobody: str = "Muster") -> ColumnElement[str]:
    """For a SELECT: what the user is called whose id is in a column; what nobody did, Muster did."""
    name = select(User.name).where(User.id == user_id).correlate(user_id.class_).scalar_subquery()
    return func.coalesce(name, nobody)


def normal_email(email: str) -> str:
    """How addresses of users are compared."""
    return email.strip().casefold()


def user_with_email(email: str) -> User | None:
    """The user who signs in with this address, deactivated or not."""
    return db.session.scalar(select(User).where(User.email_norm == normal_email(email)))


def active_users() -> list[User]:
    """Everybody who may sign in or was invited, by name."""
    return list(db.session.scalars(select(User).where(User.deactivated_at.is_(None)).order_by(User.name_key)))
