"""Labels for printers that speak TSPL (TSC, Gprinter, Xprinter and most Chinese label printers): one bitmap.

Commands as in TSC's TSPL/TSPL2 programming manual; of ``BITMAP`` a 0 is a black dot and a row is whole bytes.
"""

from __future__ import annotations

from PIL import Image

from packstation.printers.setup import PLAIN, Setup, fitted, packed_rows
from packstation.waybill.size import dots_per_mm

_INCH_MM = 25.4
_DENSITIES, _FULL = 15, 30
_SLOWEST, _FASTEST = 1, 18


def tspl(image: Image.Image, dpi: int, setup: Setup = PLAIN) -> bytes:
    """Write a label as TSPL commands that print it once.

    Args:
        image: the label, 1 bit a dot.
        dpi: the printer's dots per inch.
        setup: of the printer; see `fitted` for what is refused.
    """
    image = fitted(image, dpi, setup)
    rows, wide = packed_rows(image, black=0)
    scale = dots_per_mm(dpi)
    lines = [f"SIZE {_mm(image.width / scale)} mm,{_mm(image.height / scale)} mm"]
    if setup.gap_mm is not None:
        lines.append(f"GAP {_mm(setup.gap_mm)} mm,0 mm")
    lines += ["DIRECTION 0,0", "REFERENCE 0,0", "OFFSET 0 mm", "SHIFT 0"]
    if setup.density is not None:
        lines.append(f"DENSITY {max(0, min(_DENSITIES, round(setup.density * _DENSITIES / _FULL)))}")
    if setup.speed_mm_s is not None:
        lines.append(f"SPEED {max(_SLOWEST, min(_FASTEST, round(setup.speed_mm_s / _INCH_MM)))}")
    if setup.cut:
        lines.append("SET CUTTER 1")
    lines.append("CLS")
    head = "".join(f"{line}\r\n" for line in lines).encode("ascii")
    bitmap = f"BITMAP 0,0,{wide},{image.height},0,".encode("ascii")
    return head + bitmap + rows + b"\r\nPRINT 1,1\r\n"


def _mm(length: float) -> str:
    """A length as the manual writes it: no blank, no trailing nothing."""
    return f"{length:.2f}".rstrip("0").rstrip(".")
