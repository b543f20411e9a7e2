"""What the component prints, as a picture: the barcode of the number and everything that can be read of it.

What the real one draws comes out of templates on its maker's servers, and the key to ``encryptedData`` is in
the program. The emulated platform hides its text just enough that nobody reads it by accident; so does this.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image, ImageDraw

from packstation.waybill.barcode import bars
from packstation.waybill.fonts import Face

WIDE, HIGH = 800, 1200
"""Dots of 100 x 150 mm at 203 dpi."""
HIDDEN_BY = 0x5A
"""What the emulated platform hides print data by (``tests.emulators.taobao.print_data``)."""
_EDGE, _LINE, _SMALL = 40, 34, 24
_MOST_LINES = 26
_LONGEST = 56


def picture_of(document: Mapping[str, Any], printer: str) -> Image.Image:
    """Draw one document."""
    image = Image.new("L", (WIDE, HIGH), 255)
    draw, face = ImageDraw.Draw(image), Face(_SMALL).font
    number = str(document.get("documentID", ""))
    code = bars(number, WIDE - 2 * _EDGE, 160, largest=3)
    image.paste(code, ((WIDE - code.width) // 2, _EDGE))
    draw.text((_EDGE, 210), f"{number}   {printer}"[:_LONGEST], font=face, fill=0)
    lines = (line for content in document.get("contents", []) for line in _lines(content))
    for place, line in enumerate(list(lines)[:_MOST_LINES]):
        draw.text((_EDGE, 260 + place * _LINE), line[:_LONGEST], font=face, fill=0)
    draw.rectangle((4, 4, WIDE - 5, HIGH - 5), outline=0, width=2)
    return image


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    """One part of a document in lines: its template, then what fills it."""
    yield f"[{str(content.get('templateURL', ''))[-40:]}]"
    if "encryptedData" in content:
        yield from _fields(unsealed(str(content["encryptedData"])))
    for part in ("data", "addData"):
        if isinstance(content.get(part), Mapping):
            yield from _fields(content[part])


def _fields(data: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _fields(value, f"{before}{name}.")
        else:
            yield f"{before}{name}: {value}"


def unsealed(encrypted: str) -> Mapping[str, Any]:
    """What an emulated platform put into ``encryptedData``; of anything else only how long it is."""
    try:
        hidden = base64.b64decode(encrypted.rpartition(":")[2], validate=True)
        found = json.loads(bytes(byte ^ HIDDEN_BY for byte in hidden))
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"encryptedData": f"{len(encrypted)} signs"}
