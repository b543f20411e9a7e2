"""How one printer is set up: where its paper lies, how dark it burns, what comes between two labels.

Whatever is left out stays as the printer itself is set. Turning and shifting are done to the dots, the same
for every language, and never change their size: scaled bars do not scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from packstation.errors import BadInput
from packstation.waybill.size import dots_per_mm

TURNS = (0, 90, 180, 270)
MOST_OFFSET_MM = 20
MOST_GAP_MM = 30

_WHITE = 1


class Media(StrEnum):
    """How the printer knows where the next label begins."""

    PRINTER = "printer"
    GAP = "gap"
    MARK = "mark"
    CONTINUOUS = "continuous"


class Place(StrEnum):
    """Where the paper lies in a printer that is wider than it and cannot be told the paper's width."""

    LEFT = "left"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Setup:
    """What a printer is told beside the label itself.

    Attributes:
        offset_mm: how far the label is shifted right and down; negative: left and up.
        turn: how far it is turned clockwise, one of `TURNS`.
        density: how dark, in the printer's own steps (ZPL 0 to 30, TSPL 0 to 15); None: as it is set.
        speed: inches a second; None: as it is set.
        media: what comes between two labels.
        gap_mm: height of the gap or mark; on continuous paper, how much is fed after the label.
        cut: whether each label is cut off.
        max_width: dots of the print head; None: not known.
        place: where the paper lies in a wider printer; ESC/POS only, the others place it themselves.
    """

    offset_mm: tuple[float, float] = (0, 0)
    turn: int = 0
    density: int | None = None
    speed: int | None = None
    media: Media = Media.PRINTER
    gap_mm: float = 2
    cut: bool = False
    max_width: int | None = None
    place: Place = Place.LEFT


PLAIN = Setup()
"""Nothing said: the label as it is drawn, everything else as the printer is set."""


def laid(image: Image.Image, dpi: int, setup: Setup) -> Image.Image:
    """Turn and shift a label as its printer needs it; every dot stays a dot.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: how this printer is set up.

    Returns:
        As many dots as the label has, with width and height changed round for a quarter turn.

    Raises:
        BadInput: ``printer-too-narrow``, the label is wider than the print head; ``printer-offset``, the
            shift would leave part of the label unprinted.
    """
    turned = image.transpose(_QUARTERS[setup.turn]) if setup.turn else image
    if setup.max_width is not None and turned.width > setup.max_width:
        raise BadInput("printer-too-narrow", wide=turned.width, most=setup.max_width)
    right, down = (round(mm * dots_per_mm(dpi)) for mm in setup.offset_mm)
    return _shifted(turned, right, down, setup) if right or down else turned


def _shifted(image: Image.Image, right: int, down: int, setup: Setup) -> Image.Image:
    ink = image.convert("L").point(_INVERTED).getbbox()
    if ink is not None:
        left, top, far, low = ink[0] + right, ink[1] + down, ink[2] + right, ink[3] + down
        if left < 0 or top < 0 or far > image.width or low > image.height:
            x, y = setup.offset_mm
            raise BadInput("printer-offset", x=f"{x:g}", y=f"{y:g}")
    sheet = Image.new("1", image.size, _WHITE)
    sheet.paste(image, (right, down))
    return sheet


def burnt(image: Image.Image) -> bytes:
    """Give the dots row by row in whole bytes, where 1 burns a dot; what fills the last byte stays white."""
    # ImageChops.invert would not do: Pillow keeps a white dot as 1 or 255, and 255 - 1 is not black.
    return image.tobytes("raw", "1;I")


_INVERTED = [255 - grey for grey in range(256)]

_QUARTERS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Pillow turns against the clock, people with it."""
