"""The company's logo: a PNG, JPEG or WebP by its content, whatever it is called."""

import struct

MOST_BYTES = 2**20
MOST_PIXELS = 2000


class BadLogo(ValueError):
    """Says in words why the file cannot be the logo."""


def logo_type(data: bytes) -> str:
    """The content type of a picture that may be the logo; raises BadLogo."""
    if len(data) > MOST_BYTES:
        raise BadLogo("The picture is larger than 1 MB; save it smaller.")
    for content_type, size_of in (("image/png", _png), ("image/jpeg", _jpeg), ("image/webp", _webp)):
        try:
            size = size_of(data)
        except (struct.error, IndexError):
            raise BadLogo("The picture is damaged; save it anew.") from None
        if size:
            if not all(1 <= side <= MOST_PIXELS for side in size):
                raise BadLogo(f"The picture is {size[0]} × {size[1]} pixels; at most 2000 × 2000 are taken.")
            return content_type
    raise BadLogo("Choose a PNG, JPEG or WebP picture.")


def _png(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return struct.unpack(">II", data[16:24])


def _jpeg(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while True:
        marker, length = struct.unpack(">2sH", data[at : at + 4])
        if marker[0] != 0xFF:
            raise IndexError
        # Start of frame: any of C0-CF but the tables (C4), extensions (C8) and arithmetic coding (CC).
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length


def _webp(data: bytes) -> tuple[int, int] | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return _u24(data, 24) + 1, _u24(data, 27) + 1
    if kind == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _u24(data: bytes, at: int) -> int:
    return struct.unpack("<I", data[at : at + 3] + b"\0")[0]
