"""What a printer makes of a document, by other people's programs or by rules written down here anew."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageOps
from pyzbar import pyzbar

_NPM = Path(sys.prefix) / "npm" / "node_modules"
_PROGRAM = Path(__file__).parents[1] / "tools" / "zpl_renderer.cjs"
_CODE_128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)


class ZplRenderer:
    """An independent renderer of ZPL that stays awake for the next label."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def pictures(self, document: bytes, size_mm: tuple[int, int], dots_per_mm: int) -> list[Image.Image]:
        """The labels of a document, dark on white."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps([document.decode("ascii"), *size_mm, dots_per_mm]) + "\n")
        self._program.stdin.flush()
        answer = self._program.stdout.readline()
        assert answer, "the renderer gave up"
        return [
            Image.open(io.BytesIO(base64.b64decode(picture))).convert("L") for picture in json.loads(answer)
        ]


@contextmanager
def zpl_renderer() -> Iterator[ZplRenderer]:
    """A renderer in a process of its own."""
    node = Path(sys.prefix) / "bin" / "node"
    environment = {**os.environ, "NODE_PATH": str(_NPM)}
    with subprocess.Popen(
        [str(node), str(_PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        try:
            yield ZplRenderer(program)
        finally:
            program.terminate()


_BITMAP = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),(\d+),")
_SIZE = re.compile(rb"SIZE ([\d.]+) mm,([\d.]+) mm")


def tspl_picture(document: bytes, dots_per_mm: float) -> Image.Image:
    """What a TSPL printer burns: dots on a label of the stated size, printed by the one PRINT at the end."""
    size = _SIZE.match(document)
    assert size, "SIZE comes first"
    wide, high = (round(float(side) * dots_per_mm) for side in size.groups())
    found = _BITMAP.search(document)
    assert found
    left, top, row, rows, mode = (int(number) for number in found.groups())
    head, body = document[: found.start()], document[found.end() :]
    assert mode == 0
    assert b"CLS\r\n" in head
    assert all(line.isascii() for line in head.split(b"\r\n"))
    data, rest = body[: row * rows], body[row * rows :]
    assert rest == b"\r\nPRINT 1,1\r\n", "printed once, and nothing else follows"
    # in TSPL a 0 is black, as in a Pillow picture of one bit
    dots = Image.frombytes("1", (row * 8, rows), data)
    sheet = Image.new("1", (wide, high), 1)
    sheet.paste(dots, (left, top))
    return sheet.convert("L")


_PLAIN = ((b"\x1b@", 2), (b"\x1b3\x00", 3), (b"\x1d\x0c", 2), (b"\x1bJ", 3), (b"\x1dVB", 4))
"""Commands that print nothing, with their lengths: begin, no gap between bands, next label, feed, cut."""
_RASTER = b"\x1dv0\x00"


def escpos_picture(document: bytes) -> Image.Image:
    """What an ESC/POS printer burns: its raster bands one below the other; any other command must be known."""
    place, bands = 0, []
    while place < len(document):
        if document.startswith(_RASTER, place):
            band, place = _band(document, place + len(_RASTER))
            bands.append(band)
            continue
        known = [length for command, length in _PLAIN if document.startswith(command, place)]
        assert known, f"not a command: {document[place : place + 4]!r}"
        place += known[0]
    sheet = Image.new("1", (bands[0].width, sum(band.height for band in bands)), 1)
    top = 0
    for band in bands:
        sheet.paste(band, (0, top))
        top += band.height
    return sheet.convert("L")


def _band(document: bytes, place: int) -> tuple[Image.Image, int]:
    """A raster picture and where the next command begins; here a 1 is black."""
    row = int.from_bytes(document[place : place + 2], "little")
    rows = int.from_bytes(document[place + 2 : place + 4], "little")
    data = document[place + 4 : place + 4 + row * rows]
    assert len(data) == row * rows
    dots = Image.frombytes("1", (row * 8, rows), bytes(byte ^ 0xFF for byte in data))
    return dots, place + 4 + row * rows


def zebra_picture(document: bytes) -> Image.Image:
    """The picture in what CUPS' driver for Zebra's printers makes: hexadecimal, with repeats (ZPL, ~DG)."""
    found = re.search(rb"~DGR:[^,]*,(\d+),(\d+),\n?(.*?)\^XA", document, re.DOTALL)
    assert found
    width = int(found[2]) * 2
    lines: list[str] = []
    line, count = "", 0
    for sign in found[3].decode().replace("\n", ""):
        match sign:
            case ",":
                line = line.ljust(width, "0")
            case "!":
                line = line.ljust(width, "F")
            case ":":
                lines.append(lines[-1])
            case _ if "G" <= sign <= "Y":
                count += ord(sign) - ord("F")
            case _ if "g" <= sign <= "z":
                count += 20 * (ord(sign) - ord("f"))
            case _:
                line, count = line + sign * max(1, count), 0
        if len(line) == width:
            lines.append(line)
            line = ""
    dots = Image.frombytes("1", (width * 4, len(lines)), bytes.fromhex("".join(lines)))
    return ImageOps.invert(dots.convert("L"))


def picture_in(document: bytes) -> Image.Image:
    """Take the one picture out of a PDF: its fax-coded dots, read as the TIFF they would be in a file."""
    found = re.search(rb"/Subtype /Image.*?stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL)
    assert found is not None
    assert b"/CCITTFaxDecode" in found[0]
    assert b"/BlackIs1 true" in found[0]
    sides = [re.search(rb"/%s (\d+)" % name, found[0]) for name in (b"Width", b"Height")]
    width, height = (int(side[1]) for side in sides if side)
    fields = [(256, width), (257, height), (258, 1), (259, 4), (262, 1), (273, 122), (277, 1), (278, height)]
    fields.append((279, len(found[1])))
    entries = b"".join(struct.pack("<HHLL", tag, 4, 1, value) for tag, value in fields)
    head = struct.pack("<2sHLH", b"II", 42, 8, len(fields)) + entries + bytes(4)
    return Image.open(io.BytesIO(head + found[1]))


def read_by_zxing(picture: Image.Image) -> set[str]:
    """What one reader finds in a picture, at the dots of the picture.

    Its second look at a third of the size is left out: there bars of 2 and 3 dots become the same, and once in
    some thousand labels it reports a number beside the right one whose check sign fits by chance (measured).
    """
    return {found.text for found in zxingcpp.read_barcodes(picture, formats=_CODE_128, try_downscale=False)}


def read_by_zbar(picture: Image.Image) -> set[str]:
    """What another reader, of other people, finds in it.

    Once in some ten thousand labels it also reports a code with nothing in it, where there is none (measured):
    no reading of anything.
    """
    found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.CODE128])
    return {one.data.decode("ascii") for one in found} - {""}


def lies_in(image: Image.Image, printed: Image.Image, reach: int = 3) -> bool:
    """Whether every dot of a label stands in what was printed, moved as a whole by no more than some dots."""
    for across in range(-reach, reach + 1):
        for down in range(-reach, reach + 1):
            sheet = Image.new("L", image.size, 255)
            sheet.paste(printed, (across, down))
            if ImageChops.logical_xor(sheet.convert("1"), image).getbbox() is None:
                return True
    return False
