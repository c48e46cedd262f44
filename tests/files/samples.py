"""Files as people send them, and as attackers do."""

import io
import zipfile
from functools import cache

from PIL import Image

SECRET_PLACE = "Behind the old mill"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj"


def picture(kind="PNG", size=(40, 30), **how) -> bytes:
    """A red picture of this kind."""
    return _saved(Image.new("RGB", size, "red"), kind, **how)


def photo() -> bytes:
    """A JPEG that lies on its side and says where it was taken."""
    taken = Image.new("RGB", (60, 20), "blue")
    exif = taken.getexif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010E] = SECRET_PLACE
    return _saved(taken, "JPEG", exif=exif)


@cache
def pixel_bomb() -> bytes:
    """A small PNG of 10,000 × 10,000 pixels."""
    return _saved(Image.new("1", (10_000, 10_000)), "PNG")


@cache
def zip_bomb() -> bytes:
    """A small zip of 100 MB of zeros, which calls itself a Word document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 100_000_000)
    return packed.getvalue()


def large_form(size: int, name: str) -> dict:
    """What a client posts to send a file of this size; given the bytes as `data`, it leaves a file open."""
    disposition = f'Content-Disposition: form-data; name="upload"; filename="{name}"'
    text = 'Content-Disposition: form-data; name="text"\r\n\r\nA film'
    head = f"--edge\r\n{text}\r\n--edge\r\n{disposition}\r\n\r\n"
    body = head.encode() + b"x" * size + b"\r\n--edge--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=edge"}


def _saved(image: Image.Image, kind: str, **how) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **how)
    return target.getvalue()
