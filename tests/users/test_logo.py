"""What may be the company's logo."""

import struct
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.users.logo import BadLogo, logo_type


def png(width=64, height=32):
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x06\0\0\0"


def jpeg(width=64, height=32):
    frame = struct.pack(">2sHBHH", b"\xff\xc0", 17, 8, height, width)
    return b"\xff\xd8" + struct.pack(">2sH", b"\xff\xe0", 16) + b"JFIF\0" + b"\0" * 9 + frame + b"\0" * 20


def webp(width=64, height=32):
    lossy = b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 4 + b"\0" * 3 + b"\x9d\x01\x2a"
    return lossy + struct.pack("<HH", width, height) + b"\0" * 10


@pytest.mark.parametrize(
    ("data", "kind"), [(png(), "image/png"), (jpeg(), "image/jpeg"), (webp(), "image/webp")]
)
def test_a_picture_is_known_by_its_content(data, kind):
    assert logo_type(data) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "PNG, JPEG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "PNG, JPEG or WebP"),
        (b"<html>", "PNG, JPEG or WebP"),
        (b"GIF89a", "PNG, JPEG or WebP"),
        (png(2001, 10), "2001 × 10"),
        (jpeg(10, 40_000), "10 × 40000"),
        (webp(2001, 1), "2001 × 1"),
        (png(0, 0), "0 × 0"),
        (png()[:14], "damaged"),
        (jpeg()[:25], "damaged"),
        (webp()[:20], "damaged"),
        (png() + b"\0" * 2**20, "1 MB"),
    ],
)
def test_anything_else_is_refused_in_words(data, why):
    with pytest.raises(BadLogo, match=why):
        logo_type(data)


@given(
    st.sampled_from([png(), jpeg(), webp(), b"RIFF0000WEBPVP8X", b"RIFF0000WEBPVP8L"]), st.binary(max_size=60)
)
@example(b"\xff\xd8\xff\xe0\x00\x00", b"")
def test_no_file_makes_it_stumble(head, tail):
    for cut in range(0, len(head), 7):
        with suppress(BadLogo):
            logo_type(head[: len(head) - cut] + tail)
