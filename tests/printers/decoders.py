"""What a TSPL and an ESC/POS printer would burn, by decoders that share nothing with the program.

They know just the commands a label may contain, and stop at everything else, so that no byte of a label can
be taken for a command unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PIL import Image


@dataclass
class Paper:
    """What came out of a printer: the dots it burnt and what else it was told."""

    image: Image.Image
    told: list[str] = field(default_factory=list)
    printed: int = 0


_SET = re.compile(
    r"SIZE [\d.]+ mm,[\d.]+ mm|GAP [\d.]+ mm,0 mm|BLINE [\d.]+ mm,0 mm|SPEED \d+|DENSITY \d+|SET CUTTER 1"
    r"|DIRECTION 0,0|REFERENCE 0,0|CLS"
)
_BITMAP = re.compile(rb"BITMAP (\d+),(\d+),(\d+),(\d+),0,")


def tspl_paper(document: bytes, head_dots: int, height_dots: int) -> Paper:
    """Print a TSPL document on paper as wide as the head; 0 burns a dot."""
    paper = Paper(Image.new("1", (head_dots, height_dots), 1))
    place = 0
    while place < len(document):
        found = _BITMAP.match(document, place)
        if found:
            left, top, row, rows = (int(number) for number in found.groups())
            dots = document[found.end() : found.end() + row * rows]
            assert len(dots) == row * rows
            paper.image.paste(Image.frombytes("1", (8 * row, rows), dots), (left, top))
            place = found.end() + len(dots)
            assert document[place : place + 2] == b"\r\n"
            place += 2
            continue
        end = document.index(b"\r\n", place)
        line = document[place:end].decode("ascii")
        if line == "PRINT 1,1":
            paper.printed += 1
        else:
            assert _SET.fullmatch(line), line
            paper.told.append(line)
        place = end + 2
    return paper


def escpos_paper(document: bytes, head_dots: int, height_dots: int) -> Paper:
    """Print an ESC/POS document on paper as wide as the head; 1 burns a dot, bands follow each other."""
    paper = Paper(Image.new("1", (head_dots, height_dots), 1))
    place = down = 0
    while place < len(document):
        match document[place : place + 2]:
            case b"\x1b@":
                paper.told.append("reset")
                place += 2
            case b"\x1dv":
                assert document[place + 2 : place + 4] == b"0\x00"
                row = int.from_bytes(document[place + 4 : place + 6], "little")
                rows = int.from_bytes(document[place + 6 : place + 8], "little")
                dots = document[place + 8 : place + 8 + row * rows]
                assert len(dots) == row * rows
                black = bytes(255 - eight for eight in dots)
                paper.image.paste(Image.frombytes("1", (8 * row, rows), black), (0, down))
                down += rows
                place += 8 + len(dots)
                paper.printed = 1
            case b"\x1bJ":
                paper.told.append(f"feed {document[place + 2]}")
                place += 3
            case b"\x1d\x0c":
                paper.told.append("next label")
                place += 2
            case b"\x1dV":
                assert document[place + 2 : place + 4] == b"B\x00"
                paper.told.append("cut")
                place += 4
            case other:
                raise AssertionError(other)
    assert down <= height_dots
    return paper
