"""Two barcode readers that share no code: whatever is printed must say the same to both."""

from __future__ import annotations

import zxingcpp
from PIL import Image
from pyzbar import pyzbar

_CODE128 = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)


def zxing(image: Image.Image) -> list[str]:
    """Every Code 128 that ZXing finds, one for each place.

    At the label's own dots only: in the picture made half as large for a second look, it has taken the rest
    of 2-dot bars for another number.
    """
    found = zxingcpp.read_barcodes(image.convert("L"), formats=_CODE128, try_downscale=False)
    return [code.bytes.decode("ascii") for code in found]


def zbar(image: Image.Image) -> list[str]:
    """Every Code 128 that ZBar finds, in one place or in several."""
    found = pyzbar.decode(image.convert("L"), symbols=[pyzbar.ZBarSymbol.CODE128])
    return [code.data.decode("ascii") for code in found]
