"""Code 128, exact to the dot: a label that looks right but does not scan stops the parcel at the belt.

Only the module string of python-barcode is used. Two defects of its release 0.16.1 would put bad labels on
parcels:

* Its last optimisation takes the digits ``99`` at the start for a switch of the code set and drops them, so
  ``9912345678901`` would carry ``12345678901`` below the full text. `_Whole` looks before it folds.
* Its image writer rounds every bar by itself; at two dots a module no reader can decode the result. Here
  every module is the same whole number of dots.
"""

from __future__ import annotations

from functools import lru_cache

from barcode.codex import Code128
from PIL import Image

from packstation.errors import BadInput

QUIET_MODULES = 10
"""White space on both sides of the bars, in modules (ISO/IEC 15417)."""

LEAST_DOTS = 2
"""Bars one dot wide grow together on thermal paper."""

LONGEST = 128
"""Characters; no carrier prints more, and no label is wide enough."""

_ASCII = 0x80
_DIGITS_99 = 99


class DoesNotFit(BadInput):
    """The barcode is too long for this label; carries ``text``, ``width`` and the ``needed`` dots."""

    name = "barcode-does-not-fit"


class NotCode128(BadInput):
    """A text that cannot be a barcode at all: empty, endless, or not plain ASCII; carries ``text``."""

    name = "barcode-characters"


class _Whole(Code128):  # type: ignore[misc]  # the library has no types
    """Code 128 that keeps every digit it was given."""

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        """Fold "start, switch of code set" into one start symbol, except where 99 means the digits "99".

        The library always starts in set C, so a 99 in second place is never "switch to C" but two digits.
        """
        if encoded[1] == _DIGITS_99:
            return encoded
        folded: list[int] = super()._try_to_optimize(encoded)
        return folded


@lru_cache(maxsize=512)
def modules(text: str) -> str:
    """Encode a waybill number or command as Code 128.

    Args:
        text: 1 to 128 ASCII characters.

    Returns:
        The bars as ``1`` and ``0``, one character a module, stop symbol included, quiet zones not.

    Raises:
        NotCode128: empty, longer, or with a character Code 128 does not have.
    """
    if not text or len(text) > LONGEST or any(ord(char) >= _ASCII for char in text):
        raise NotCode128(text=text[:40])
    built: str = _Whole(text).build()[0]
    return built


def width_modules(text: str) -> int:
    """Tell how many modules a code takes with both quiet zones."""
    return len(modules(text)) + 2 * QUIET_MODULES


def bars(
    text: str,
    width_dots: int,
    height_dots: int,
    *,
    largest: int | None = None,
    least: int = LEAST_DOTS,
) -> Image.Image:
    """Draw a barcode as wide as the place allows, every module the same whole number of dots.

    Args:
        text: what a scanner shall read.
        width_dots: room for bars and both quiet zones, in printer dots.
        height_dots: height of the bars, in printer dots.
        largest: upper limit of dots a module, where wider bars would only be ugly.
        least: lower limit of dots a module; never below two.

    Returns:
        A 1-bit image, black on white, quiet zones included; at most ``width_dots`` wide.

    Raises:
        DoesNotFit: even the thinnest readable bars are wider than the place.
        NotCode128: the text has no barcode.
    """
    total = width_modules(text)
    thinnest = max(least, LEAST_DOTS)
    module = width_dots // total
    if largest is not None:
        module = min(module, max(largest, thinnest))
    if module < thinnest or height_dots < 1:
        raise DoesNotFit(text=text, width=width_dots, needed=total * thinnest)
    quiet = b"\xff" * QUIET_MODULES
    row = quiet + modules(text).translate(_TO_GREY).encode("latin-1") + quiet
    line = Image.frombytes("L", (total, 1), row).convert("1", dither=Image.Dither.NONE)
    return line.resize((total * module, height_dots), Image.Resampling.NEAREST)


_TO_GREY = str.maketrans({"1": "\x00", "0": "\xff"})
