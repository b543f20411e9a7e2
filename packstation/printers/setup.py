"""How one printer is set up, and the label made to suit it before any language sees it."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from packstation.errors import BadInput
from packstation.printers.status import Media
from packstation.waybill.size import dots, dots_per_mm

WHITE = 1
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Setup:
    """What the printer is told beside the label; what is None stays as the printer itself is set.

    Attributes:
        offset_mm: how far the print is moved to the right and down, to meet the label.
        turn: degrees clockwise the label is turned before it is printed.
        density: heat, 0 (light) to 30 (black); languages with fewer steps take their share of it.
        speed_mm_s: how fast the paper moves.
        gap_mm: between two labels; 0 for endless paper.
        head_dots: how many dots the print head has; a label wider than that is refused. 0 for unknown.
        cut: cut behind each label, where the printer can.
        check_media: before each label a printer that can be asked must have labels as long as the stock.
    """

    offset_mm: tuple[float, float] = (0.0, 0.0)
    turn: int = 0
    density: int | None = None
    speed_mm_s: int | None = None
    gap_mm: float | None = None
    head_dots: int = 0
    cut: bool = False
    check_media: bool = False


PLAIN = Setup()


def media_of(size_mm: tuple[int, int], dpi: int, setup: Setup) -> Media | None:
    """The labels that must lie in the printer, as they run through it; None where that is not looked at."""
    if not setup.check_media:
        return None
    wide, high = dots(size_mm, dpi)
    return Media(wide if setup.turn % 180 else high, dots_per_mm(dpi))


def fitted(image: Image.Image, dpi: int, setup: Setup) -> Image.Image:
    """The label as it goes to the print head: turned, moved to its place, never scaled.

    Args:
        image: 1 bit a dot, 0 is black.
        dpi: the printer's dots per inch.
        setup: of the printer.

    Raises:
        BadInput: ``label-off-paper``, the offset would push a part of the print off the label;
            ``label-too-wide`` for this print head.
    """
    if setup.turn:
        # Pillow turns to the left
        image = image.rotate(-setup.turn, expand=True, fillcolor=WHITE)
    if setup.head_dots and image.width > setup.head_dots:
        raise BadInput("label-too-wide", dots=image.width, head=setup.head_dots)
    across, down = (round(mm * dots_per_mm(dpi)) for mm in setup.offset_mm)
    return _moved(image, across, down) if across or down else image


def _moved(image: Image.Image, across: int, down: int) -> Image.Image:
    """The same sheet with its ink moved."""
    ink = image.convert("L").point(lambda dot: 255 - dot).getbbox()
    if ink is not None:
        left, top, right, bottom = ink
        inside = left + across >= 0 and right + across <= image.width
        if not inside or top + down < 0 or bottom + down > image.height:
            raise BadInput("label-off-paper", across=across, down=down)
    moved = Image.new("1", image.size, WHITE)
    moved.paste(image, (across, down))
    return moved


def packed_rows(image: Image.Image, *, black: int) -> tuple[bytes, int]:
    """The dots row by row in whole bytes, leftmost dot first, and the bytes of a row.

    Args:
        image: 1 bit a dot, 0 is black.
        black: the bit a black dot has in the printer's language; dots that fill up a row are white.
    """
    wide = -(-image.width // 8) * 8
    if wide != image.width:
        whole = Image.new("1", (wide, image.height), WHITE)
        whole.paste(image, (0, 0))
        image = whole
    rows = image.tobytes()
    return (bytes(byte ^ 0xFF for byte in rows) if black else rows), wide // 8
