"""A photo of a flawed piece made fit to be kept: really a picture, upright, small, and telling nothing else.

Photos come from phones and cameras: whatever is in the file beside the picture (place, time, owner of the
phone) is left behind, and nothing is decoded that would not fit into memory.
"""

from __future__ import annotations

import io
import stat
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from packstation.errors import BadInput

LARGEST_MB = 25
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
_QUALITY = 85
_NO_PICTURE = (OSError, ValueError, SyntaxError, MemoryError, EOFError)
"""What Pillow says of files that are none, or only the beginning of one."""
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")


def read_photo(path: Path) -> bytes:
    """The picture in a file as a JPEG to be kept.

    Raises:
        BadInput: it is no plain file, too large, or no picture.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            # a pipe or a device would be read for ever
            raise BadInput("no-photo", file=path.name)
        if about.st_size > LARGEST_MB << 20:
            raise BadInput("photo-too-large", file=path.name, most=LARGEST_MB)
        return made_fit(path.read_bytes(), path.name)
    except OSError as error:
        raise BadInput("no-photo", file=path.name) from error


def made_fit(data: bytes, name: str) -> bytes:
    """A picture upright, at most ``LONGEST_SIDE`` dots long, without anything beside it, as a JPEG.

    Raises:
        BadInput: it is no picture, or has more dots than can be.
    """
    picture = _opened(data, name)
    try:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        # a picture of its own: what came with the file stays with the file
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=_QUALITY)
    except _NO_PICTURE as error:
        raise BadInput("no-photo", file=name) from error
    return out.getvalue()


def _opened(data: bytes, name: str) -> Image.Image:
    """The picture's head: its size is known before a single dot is decoded."""
    try:
        with warnings.catch_warnings():
            # its own limit only warns, and later than ours
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "BMP"))
    except Image.DecompressionBombError as error:
        raise _too_many_dots(name) from error
    except _NO_PICTURE as error:
        raise BadInput("no-photo", file=name) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_dots(name)
    return picture


def _too_many_dots(name: str) -> BadInput:
    return BadInput("photo-too-many-dots", file=name, most=MOST_PIXELS // 1_000_000)


def newest(folder: Path, not_before: float) -> Path | None:
    """The picture that came into a folder last, if it came after this moment (seconds since 1970)."""
    try:
        files = [
            (path.stat().st_mtime, path)
            for path in folder.iterdir()
            if path.suffix.lower() in SUFFIXES and path.is_file()
        ]
    except OSError:
        return None
    found = max(files, default=None, key=lambda one: one[0])
    return found[1] if found is not None and found[0] >= not_before else None
