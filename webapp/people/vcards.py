"""A person as a vCard, version 4.0 (RFC 6350) or 3.0 (RFC 2426) for older address books."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from webapp.fields.places import country_name, state_name
from webapp.people.record import Record

VERSIONS = ("4.0", "3.0")
FOLD_AT = 75
"""Octets on a line, not counting its end."""


def vcard(
    record: Record, *, uid: str, changed_at: int, tags: Iterable[str] = (), version: str = "4.0"
) -> bytes:
    """The card in UTF-8 with CRLF line ends; `uid` names the person among all address books."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_properties(record, uid, changed_at, tags, version)]
    return b"".join(map(_folded, (*lines, "END:VCARD")))


def _properties(
    record: Record, uid: str, changed_at: int, tags: Iterable[str], version: str
) -> Iterator[str]:
    values = record.values
    yield f"UID:{_text(uid)}"
    yield f"FN:{_text(record.name)}"
    yield f"N:{_text(values['last'])};{_text(values['first'])};;;"
    if version == "4.0":
        yield f"KIND:{'org' if record.is_company else 'individual'}"
    if record.company:
        yield f"ORG:{_text(record.company)}"
    if values["title"]:
        yield f"TITLE:{_text(values['title'])}"
    for position, (shown, _norm) in enumerate(values["emails"]):
        yield f"EMAIL{_preferred(position, version, 'INTERNET')}:{_text(shown)}"
    for position, (shown, norm) in enumerate(values["phones"]):
        if version == "4.0":
            yield f"TEL;VALUE=uri{_preferred(position, version)}:tel:{norm}"
        else:
            yield f"TEL{_preferred(position, version, 'VOICE')}:{_text(shown)}"
    if any(values[key] for key in ("street", "city", "state", "postcode", "country")):
        state = state_name(values["state"]) if values["state"] else ""
        country = country_name(values["country"]) if values["country"] else ""
        address = ("", "", values["street"], values["city"], state, values["postcode"], country)
        yield "ADR:" + ";".join(map(_text, address))
    if values["website"]:
        yield f"URL:{_line(values['website'])}"
    if values["birthday"]:
        birthday = date.fromordinal(values["birthday"])
        yield f"BDAY:{birthday:%Y%m%d}" if version == "4.0" else f"BDAY:{birthday.isoformat()}"
    if values["language"] and version == "4.0":
        yield f"LANG:{_line(values['language'])}"
    if values["zone"]:
        yield f"TZ:{_text(values['zone'])}" if version == "4.0" else f"TZ;VALUE=text:{_text(values['zone'])}"
    if tags := [_text(tag) for tag in tags]:
        yield "CATEGORIES:" + ",".join(tags)
    yield f"REV:{datetime.fromtimestamp(changed_at, UTC):%Y%m%dT%H%M%SZ}"


def _preferred(position: int, version: str, old_type: str = "") -> str:
    if version == "4.0":
        return "" if position else ";PREF=1"
    return f";TYPE={old_type}" + ("" if position else ";TYPE=PREF")


def _text(text: str) -> str:
    """A text value: backslash, comma, semicolon and line ends are escaped, other control signs go."""
    escaped = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return _line("\\n".join(escaped.splitlines()))


def _line(text: str) -> str:
    return "".join(c for c in text if c >= " " and c != "\x7f")


def _folded(line: str) -> bytes:
    """The line with its end; after 75 octets it goes on after CRLF and a blank, never within a character."""
    parts, part = [], b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > FOLD_AT:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join((*parts, part)) + b"\r\n"
