"""The bytes of files: what they are, where they lie, and what is drawn of them."""

import io

import pytest
from PIL import Image

from tests.files import samples
from webapp.files.naming import kept_name
from webapp.files.pictures import draw_pictures
from webapp.files.store import MOST_BYTES, PICTURES, Store, TooLarge
from webapp.files.types import type_of


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path)


def take_in(store: Store, data: bytes):
    return store.take_in(io.BytesIO(data))


def files_in(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_bytes_lie_under_a_name_that_says_nothing_for_nobody_else(store):
    taken = take_in(store, b"hello")
    assert store.path(taken.name).read_bytes() == b"hello"
    assert (taken.bytes, taken.type) == (5, "text/plain")
    assert taken.sha256.startswith("2cf24dba5fb0a30e")
    assert store.folder.stat().st_mode & 0o077 == 0
    assert store.path(taken.name).stat().st_mode & 0o077 == 0
    assert take_in(store, b"hello").name != taken.name


def test_the_limit_is_25_megabytes_and_what_is_more_leaves_nothing(store):
    taken = take_in(store, b"x" * MOST_BYTES)
    store.discard(taken.name)
    with pytest.raises(TooLarge):
        take_in(store, b"x" * (MOST_BYTES + 1))
    assert files_in(store) == []


def test_an_upload_that_breaks_off_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        store.take_in(Broken())
    assert files_in(store) == []


@pytest.mark.parametrize("name", ["", "../secret", "x" * 32, "0" * 31, "0" * 32 + "/", "0" * 32 + "\n"])
def test_no_other_name_leads_to_a_file(store, name):
    with pytest.raises(ValueError, match="no name"):
        store.path(name)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (samples.picture(), "image/png"),
        (samples.picture("JPEG"), "image/jpeg"),
        (samples.HTML, "text/html"),
        (b"  \n<HTML><body>", "text/html"),
        (samples.SVG, "image/svg+xml"),
        (b'<?xml version="1.0"?><!-- x -->' + samples.SVG, "image/svg+xml"),
        (samples.PDF, "application/pdf"),
        (samples.zip_bomb(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Grüße\n".encode(), "text/plain"),
        (b"a" * 8190 + "ü".encode() + b"b", "text/plain"),
        (b"\x01\x02\x00\xff", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(data, media_type):
    assert type_of(data[:8192]) == media_type


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Contract 2026.pdf", "Contract 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Dana\\photo.jpg", "photo.jpg"),
        ("a\r\nSet-Cookie: x=1\n.txt", "a Set-Cookie: x=1.txt"),
        ("photo\u202egpj.exe", "photo gpj.exe"),
        ("zero\u200bwidth\x00\x07.txt", "zero width.txt"),
        ("Müller – Straße 日本.docx", "Müller – Straße 日本.docx"),
        ("..", "file"),
        ("/", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_is_kept_but_for_what_no_header_should_meet(given, kept):
    assert kept_name(given) == kept


def test_a_long_name_is_cut_to_255_bytes_with_its_ending(store):
    name = kept_name("ü" * 300 + ".pdf")
    assert len(name.encode()) <= 255
    assert name.endswith("ü.pdf")
    assert len(kept_name("x" * 300).encode()) == 255
    assert len(kept_name("x." + "y" * 300).encode()) == 255


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_are_drawn_of_images(store, kind):
    taken = take_in(store, samples.picture(kind, size=(3000, 1500)))
    assert draw_pictures(taken, store)
    drawn = [store.path(taken.name, picture).read_bytes() for picture in PICTURES]
    assert [Image.open(io.BytesIO(data)).size for data in drawn] == [(96, 48), (1600, 800)]


def test_what_is_drawn_stands_upright_and_tells_no_place(store):
    taken = take_in(store, samples.photo())
    assert samples.SECRET_PLACE.encode() in store.path(taken.name).read_bytes()
    assert draw_pictures(taken, store)
    for picture in PICTURES:
        drawn = store.path(taken.name, picture).read_bytes()
        assert samples.SECRET_PLACE.encode() not in drawn
        assert b"EXIF" not in drawn
        assert Image.open(io.BytesIO(drawn)).size == (20, 60)


@pytest.mark.parametrize(
    "data",
    [
        samples.HTML,
        samples.SVG,
        samples.PDF,
        samples.zip_bomb(),
        samples.pixel_bomb(),
        samples.picture()[:50],
        samples.picture()[:8] + b"\0" * 2000,
    ],
    ids=["html", "svg", "pdf", "zip bomb", "pixel bomb", "cut short", "damaged"],
)
def test_nothing_is_drawn_of_what_is_no_sound_picture(store, data):
    taken = take_in(store, data)
    assert not draw_pictures(taken, store)
    assert files_in(store) == [taken.name]
