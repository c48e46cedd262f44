"""Every setting: its environment name, its default, and a check that stops the start on a bad value."""

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from webapp.refusal import Refusal

NO_FILE = (None, "", ":memory:")
SECRETS = ("MUSTER_SECRET_KEY", "MUSTER_METRICS_TOKEN")


class BadSetting(Refusal):
    """One sentence that names the setting and what to do."""


@dataclass(frozen=True)
class Setting:
    """`env` is the environment variable; `default` is given the values read so far."""

    env: str
    default: Callable[[dict], str]
    check: Callable[[str], str]
    help: str


@dataclass(frozen=True)
class Value:
    """A setting's value and where it came from: 'environment', 'default', a file's path, or who set it."""

    env: str
    text: str
    source: str
    help: str

    @property
    def shown(self) -> str:
        """The value as it may be shown: secrets hidden, also those within addresses."""
        if self.text and self.env in SECRETS:
            return "(hidden)"
        return re.sub(r":[^:@/]+@", ":…@", self.text) if self.env.endswith("_URL") else self.text


class Settings(Mapping):
    """The settings by environment name; `values` says where each came from."""

    def __init__(self, values: dict[str, Value]):
        self.values_by_env = values

    def __getitem__(self, env: str) -> str:
        return self.values_by_env[env].text

    def __iter__(self):
        return iter(self.values_by_env)

    def __len__(self):
        return len(self.values_by_env)

    def served_at(self, url: str) -> None:
        """Link mails to where Muster listens, unless another address was set."""
        value = self.values_by_env["MUSTER_BASE_URL"]
        if value.source == "default":
            self.values_by_env["MUSTER_BASE_URL"] = replace(value, text=url, source="muster serve")

    @property
    def instance(self) -> Path:
        """The folder of the database, the secret and uploads."""
        return Path(self["MUSTER_INSTANCE"])

    @property
    def tls(self) -> bool:
        """Whether people reach Muster by https."""
        return self["MUSTER_BASE_URL"].startswith("https:")


def _folder(text: str) -> str:
    return str(Path(text).expanduser().absolute())


def _database_url(text: str) -> str:
    if text.startswith("postgres://"):
        text = "postgresql://" + text.removeprefix("postgres://")
    if text.startswith("postgresql://"):
        text = "postgresql+psycopg://" + text.removeprefix("postgresql://")
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(
            "MUSTER_DATABASE_URL must begin with sqlite:/// or postgresql://, "
            "for example postgresql://muster:secret@localhost/muster."
        )
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise BadSetting(
            "MUSTER_DATABASE_URL cannot be read: write it as postgresql://user:password@host:5432/name, "
            "with %40 for an @ in the password and %3A for a colon."
        ) from None
    if url.get_backend_name() == "sqlite" and url.database in NO_FILE:
        raise BadSetting(
            "MUSTER_DATABASE_URL must name a file after sqlite:///, as in sqlite:////srv/muster.sqlite."
        )
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise BadSetting(
            "MUSTER_BASE_URL must be the address that people type, such as https://muster.example.com."
        )
    return text.rstrip("/")


def _smtp_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise BadSetting("MUSTER_SMTP_URL must look like smtp://user:password@mail.example.com:587.")
    return text


def _secret(text: str) -> str:
    if not _is_secret(text):
        raise BadSetting("MUSTER_SECRET_KEY must have at least 32 characters made at random.")
    return text


def _is_secret(text: str) -> bool:
    return len(text) >= 32 and len(set(text)) >= 8


def _hops(text: str) -> str:
    if not text.isdigit() or int(text) > 5:
        raise BadSetting("MUSTER_PROXY_HOPS must be the number of proxies in front of Muster, 0 to 5.")
    return text


SETTINGS = (
    Setting("MUSTER_INSTANCE", lambda _: "instance", _folder, "Folder of the database, secret and uploads"),
    Setting(
        "MUSTER_DATABASE_URL",
        lambda known: f"sqlite:///{known['MUSTER_INSTANCE']}/muster.sqlite",
        _database_url,
        "Where the data lives: sqlite:///… or postgresql://…",
    ),
    Setting("MUSTER_SECRET_KEY", lambda known: "", _secret, "Signs cookies; made at the first start"),
    Setting(
        "MUSTER_BASE_URL",
        lambda _: "http://127.0.0.1:5000",
        _base_url,
        "The address that people type; mails link to it",
    ),
    Setting("MUSTER_SMTP_URL", lambda _: "", _smtp_url, "Mail server; without it mail stays in the outbox"),
    Setting("MUSTER_MAIL_FROM", lambda _: "muster@localhost", str, "Sender of Muster's own mails"),
    Setting("MUSTER_METRICS_TOKEN", lambda _: "", str, "Opens /metrics to other machines"),
    Setting("MUSTER_PROXY_HOPS", lambda _: "0", _hops, "How many proxies stand in front of Muster"),
)


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check every setting; raises BadSetting.

    Makes the instance folder (mode 0700) and its secret (mode 0600) when they are missing.
    """
    values: dict[str, Value] = {}
    known: dict[str, str] = {}
    for setting in SETTINGS:
        given = environment.get(setting.env, "")
        text, source = (given, "environment") if given else (setting.default(known), "default")
        if setting.env == "MUSTER_SECRET_KEY" and not given:
            path = Path(known["MUSTER_INSTANCE"]) / "secret"
            text, source = kept_secret(path), str(path)
        known[setting.env] = setting.check(text)
        values[setting.env] = Value(setting.env, known[setting.env], source, setting.help)
    return Settings(values)


def kept_secret(path: Path) -> str:
    """The secret in the file, made with mode 0600 when there is none; raises BadSetting."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        secret = path.read_text(errors="replace").strip()
    except OSError as error:
        raise BadSetting(f"The instance folder {path.parent} cannot be used: {error.strerror}.") from None
    if not _is_secret(secret):
        raise BadSetting(
            f"{path} must hold at least 32 characters made at random. If this Muster was never used, delete "
            "the file and start again; else put back what it held."
        )
    return secret


def _make_secret(path: Path) -> None:
    """Make the file, whole or not at all; another process may be faster, and then it is theirs."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".secret-") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)


def secret_is_private(path: Path) -> bool:
    """Whether only the owner can read the secret."""
    return not stat.S_IMODE(path.stat().st_mode) & 0o077
