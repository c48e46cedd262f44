"""Names of files: as they came, but for what no file system or header should meet."""

import unicodedata

LONGEST_BYTES = 255
NAMELESS = "file"
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of what is no visible character: line breaks, and marks that turn the direction of writing, by
which "photo\u202egpj.exe" reads as "photoexe.jpg"."""


def kept_name(given: str) -> str:
    """The last part of the name without unseen characters, at most 255 bytes long, its ending kept."""
    last = given.replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(c) in UNSEEN else c for c in last)
    name = " ".join(seen.split()).strip(". ") or NAMELESS
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        return _cut(name, LONGEST_BYTES)
    return _cut(stem, LONGEST_BYTES - len(ending.encode()) - 1) + dot + ending


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore").rstrip()
