"""Photos made fit to be kept: upright, small, telling nothing else; and everything that is no photo."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from packstation.errors import BadInput
from packstation.files.photo import LONGEST_SIDE, newest, read_photo

GPS = 0x8825


def photo(path: Path, size: tuple[int, int] = (400, 300), orientation: int = 1) -> Path:
    """A photo with a red left half, and with place and owner beside it."""
    picture = Image.new("RGB", size, "blue")
    picture.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(GPS)[1] = "N"
    picture.save(path, exif=exif, comment=b"my home")
    return path


def png_head(width: int, height: int) -> bytes:
    """The head of a PNG of this size, and hardly anything of its dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")


def test_nothing_but_the_picture_is_kept(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.jpg")
    assert b"SecretPhone" in source.read_bytes()
    kept = read_photo(source)
    assert b"SecretPhone" not in kept
    assert b"my home" not in kept
    assert b"Exif" not in kept
    shown = Image.open(io.BytesIO(kept))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (400, 300), {})


def test_a_turned_photo_stands_upright(tmp_path: Path) -> None:
    shown = Image.open(io.BytesIO(read_photo(photo(tmp_path / "a.jpg", orientation=6))))
    assert shown.size == (300, 400)
    top, bottom = shown.getpixel((150, 40)), shown.getpixel((150, 360))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


@pytest.mark.parametrize("suffix", ["png", "webp", "bmp"])
def test_other_kinds_of_pictures_and_large_ones(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.new("RGBA" if suffix == "png" else "RGB", (4000, 1000), "green").save(path)
    assert Image.open(io.BytesIO(read_photo(path))).size == (LONGEST_SIDE, 400)


@pytest.mark.parametrize("size", [(20_000, 10_000), (9_000, 8_000), (30_000, 30_000)])
def test_a_bomb_is_not_decoded(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_head(*size))
    with pytest.raises(BadInput) as refused:
        read_photo(path)
    assert refused.value.reason == "photo-too-many-dots"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x00" * 5000, b"<svg onload='x'/>", b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fake.jpg"
    path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_photo(path)
    assert refused.value.reason == "no-photo"


def test_half_a_photo_is_refused(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg", (1200, 900))
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(BadInput) as refused:
        read_photo(path)
    assert refused.value.reason == "no-photo"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.truncate(26 << 20)
    with pytest.raises(BadInput) as refused:
        read_photo(path)
    assert refused.value.reason == "photo-too-large"


def test_no_pipe_device_or_folder_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    for path in (tmp_path / "pipe.jpg", Path("/dev/zero"), tmp_path, tmp_path / "gone.jpg"):
        with pytest.raises(BadInput):
            read_photo(path)


def test_the_newest_of_the_phone_is_meant(tmp_path: Path) -> None:
    assert newest(tmp_path / "gone", 0) is None
    for name, at in (("old.jpg", 100), ("new.JPG", 300), ("note.txt", 900)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (at, at))
    assert newest(tmp_path, 200) == tmp_path / "new.JPG"
    assert newest(tmp_path, 301) is None
