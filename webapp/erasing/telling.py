"""Everything that is known about somebody, for whoever asks for it: to be read, and for machines."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from webapp.activity.knowing import FILES, SECTIONS, File, Row, iso
from webapp.people.merging import everybody_in

IN_MEMORY = 2**20
"""A larger archive is written to the disk before it is sent."""
BLOCK = 2**16


class Told(NamedTuple):
    """A section with something in it."""

    title: str
    rows: list[Row]

    @property
    def columns(self) -> list[str]:
        return list(self.rows[0])


@dataclass(frozen=True)
class Everything:
    """What is known about somebody, with who was merged into them."""

    person_id: int
    name: str
    at: int
    sections: list[Told]
    files: list[File]

    @property
    def document(self) -> str:
        """All of it in JSON."""
        told = {section.title: section.rows for section in self.sections}
        whole = {"person": self.person_id, "name": self.name, "told": iso(self.at), "known": told}
        return json.dumps(whole, ensure_ascii=False, indent=2)

    def archive(self, readable: str, *, instance: Path) -> Iterator[bytes]:
        """A zip of the readable page, the document and the files, in pieces.

        A file that is missing on the server stands in the page all the same, and `muster doctor` finds it.
        """
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as archive:
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr("everything.html", readable)
                packed.writestr("everything.json", self.document)
                for number, file in enumerate(self.files, 1):
                    with suppress(FileNotFoundError):
                        packed.write(instance / file.path, f"files/{number} {_plain(file.name)}")
            archive.seek(0)
            yield from iter(lambda: archive.read(BLOCK), b"")


def everything_about(person_id: int, name: str, *, now: int) -> Everything:
    """All that any noun knows about somebody."""
    person_ids = sorted(everybody_in([person_id]))
    files = [file for files_of in FILES.values() for file in files_of(person_ids)]
    return Everything(person_id, name, now, known_about(person_ids), files)


def known_about(person_ids: Sequence[int]) -> list[Told]:
    """The sections that have something to tell of these records."""
    told = (Told(section.title, section.tell(person_ids)) for section in SECTIONS.values())
    return [section for section in told if section.rows]


def _plain(name: str) -> str:
    """A file's name without what would lead out of a folder."""
    return "".join(c for c in name if c.isprintable() and c not in '/\\:*?"<>|')[-120:] or "file"
