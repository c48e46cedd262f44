"""Looks at what an instance stands on, before anything is asked of its database."""

import shutil
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from webapp.config import Settings, secret_is_private
from webapp.operations.finding import Finding, Verdict
from webapp.operations.readiness import LEAST_FREE_BYTES

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
SMTP_SECONDS = 5


def surroundings(settings: Settings) -> Iterator[Finding]:
    """The folder, the settings, the mail server and the disk."""
    yield _folder(settings.instance)
    yield _secret(settings)
    yield _base_url(settings)
    yield _proxy(settings)
    yield _mail(settings)
    yield _disk(settings.instance)


def _folder(instance: Path) -> Finding:
    if stat.S_IMODE(instance.stat().st_mode) & 0o077:
        return Finding("Instance", Verdict.NOTE, f"Others may look into {instance}: chmod 700 {instance}")
    return Finding("Instance", Verdict.OK, str(instance))


def _secret(settings: Settings) -> Finding:
    source = settings.values_by_env["MUSTER_SECRET_KEY"].source
    if source != "environment" and not secret_is_private(Path(source)):
        return Finding("Secret", Verdict.WRONG, f"Others can read it: chmod 600 {source}")
    return Finding("Secret", Verdict.OK, f"from {source}")


def _base_url(settings: Settings) -> Finding:
    address = settings["MUSTER_BASE_URL"]
    if urlsplit(address).hostname in LOCAL_HOSTS:
        return Finding("Address", Verdict.NOTE, f"{address} opens on this machine only: set MUSTER_BASE_URL")
    if not settings.tls:
        return Finding("Address", Verdict.NOTE, f"{address}: passwords travel unencrypted without https")
    return Finding("Address", Verdict.OK, f"{address}, cookies are for https only")


def _proxy(settings: Settings) -> Finding:
    hops = settings["MUSTER_PROXY_HOPS"]
    if settings.tls and hops == "0":
        sentence = "https needs a proxy in front, and MUSTER_PROXY_HOPS is 0: everybody seems to be the proxy"
        return Finding("Proxy", Verdict.WRONG, sentence)
    return Finding("Proxy", Verdict.OK, f"{hops} in front")


def _mail(settings: Settings) -> Finding:
    address = settings["MUSTER_SMTP_URL"]
    if not address:
        return Finding("Mail", Verdict.NOTE, "No MUSTER_SMTP_URL: mails stay in the outbox")
    parts = urlsplit(address)
    port = parts.port or (465 if parts.scheme == "smtps" else 587)
    try:
        socket.create_connection((parts.hostname, port), SMTP_SECONDS).close()
    except OSError as error:
        return Finding("Mail", Verdict.WRONG, f"{parts.hostname}:{port} does not answer: {error}")
    return Finding("Mail", Verdict.OK, f"{parts.hostname}:{port} answers")


def _disk(instance: Path) -> Finding:
    free = shutil.disk_usage(instance).free
    verdict = Verdict.OK if free >= LEAST_FREE_BYTES else Verdict.WRONG
    return Finding("Disk", verdict, f"{free / 2**30:.1f} GB free")
