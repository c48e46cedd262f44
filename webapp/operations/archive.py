"""The file that a backup is: a zip of the database, uploaded files, and a manifest with their checksums."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from webapp.db import db
from webapp.migrations import revision_of
from webapp.refusal import Refusal

FORMAT = 1
MANIFEST = "muster-backup.json"
DATABASE = "database"
FOLDERS = ("imports", "files")
"""The instance's folders of uploaded files."""
BLOCK = 2**20


class BackupRefused(Refusal):
    """One sentence why the backup was not made, or not restored; nothing was changed."""


@dataclass
class Manifest:
    """What is in the archive: the database engine and schema revision, and each file's SHA-256."""

    engine: str
    schema: str
    made_at: int
    format: int = FORMAT
    files: dict[str, str] = field(default_factory=dict)


def write_archive(target: Path, manifest: Manifest, files: dict[str, Path]) -> None:
    """Zip the files under their names, with their checksums in the manifest.

    One that was deleted since the database was copied is left out.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in files.items():
            with suppress(FileNotFoundError):
                checksum = _checksum(_blocks_of(path))
                archive.write(path, name)
                manifest.files[name] = checksum
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))


def read_manifest(source: Path) -> Manifest:
    """The archive's manifest, after checking every file against it; raises BackupRefused."""
    try:
        if source.exists() and not source.is_file():
            raise BackupRefused(f"{source} is no ordinary file: name one that is.")
        with zipfile.ZipFile(source) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            names = set(archive.namelist()) - {MANIFEST}
            for name, checksum in manifest.files.items():
                with archive.open(name) as file:
                    if _checksum(iter(lambda f=file: f.read(BLOCK), b"")) != checksum:
                        raise BackupRefused(f"{source} is damaged: {name} is not what was backed up.")
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {source}.") from None
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, OSError) as error:
        raise BackupRefused(f"{source} is no backup of Muster, or is cut short ({error}).") from None
    except (KeyError, TypeError, ValueError):
        raise BackupRefused(f"{source} is no backup of Muster.") from None
    if manifest.format != FORMAT or names != manifest.files.keys():
        raise BackupRefused(f"{source} was made by another version of Muster or changed since.")
    return manifest


def extract(source: Path, folder: Path) -> None:
    """Unpack a checked archive's files into the folder, for their owner only, whatever the umask."""
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            if name != MANIFEST:
                path = Path(archive.extract(name, folder))
                path.chmod(0o600)
                for above in path.relative_to(folder).parents:
                    (folder / above).chmod(0o700)


def schema_revision() -> str:
    """The revision that the present database's schema has."""
    with db.engines["aside"].connect() as connection:
        return revision_of(connection)


def _checksum(blocks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _blocks_of(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        yield from iter(lambda: file.read(BLOCK), b"")
