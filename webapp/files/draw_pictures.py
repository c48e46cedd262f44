"""A program of its own: draws a picture anew, small and large, without whatever else stood in its file.

`python draw_pictures.py SOURCE SMALL LARGE` ends with status 1 where there is no picture to be drawn. It runs
outside Muster's processes and with little memory and time, since pictures may be made to use up both.
"""

import sys
import warnings

from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
SMALL, LARGE = (96, 96), (1600, 1600)
MOST_MEMORY, MOST_SECONDS = 1024 * 2**20, 10


def main(source: str, small: str, large: str) -> int:
    """The status to end with."""
    limit()
    warnings.simplefilter("error")
    try:
        with Image.open(source, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return 1
            picture.draft("RGB", LARGE)
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGBA" if drawn.has_transparency_data else "RGB")
        drawn.info.clear()
        for target, size in ((large, LARGE), (small, SMALL)):
            drawn.thumbnail(size)
            drawn.save(target, "WEBP", quality=80)
    except Exception:
        return 1
    return 0


def limit() -> None:
    """Let the system end this when it takes too much; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
