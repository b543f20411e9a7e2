"""What the component prints, as a picture: the barcode of the number and everything that can be read of it.

What the real one draws comes out of templates on its maker's servers, and the key to ``encryptedData`` is in
the program. The emulated platform hides its text just enough that nobody reads it by accident; so does this.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from PIL import Image, ImageDraw

from packstation.waybill.barcode import bars
from packstation.waybill.fonts import Face

WIDE, HIGH = 800, 1200
"""Dots of 100 x 150 mm at 203 dpi."""
HIDDEN_BY = 0x5A
"""What the emulated platform hides print data by (``tests.emulators.taobao.print_data``)."""
_EDGE, _LINE, _SMALL = 40, 34, 24
_OWN_TOP, _CUSTOM_TOP = 260, 920
"""Where the carrier's part and the custom area begin, in dots from the top."""
_LONGEST = 60


def picture_of(document: Mapping[str, Any], printer: str) -> Image.Image:
    """Draw one document: the number, the carrier's part, and below it the custom area."""
    image = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(image)
    number = str(document.get("documentID", ""))
    code = bars(number, WIDE - 2 * _EDGE, 160, largest=3)
    image.paste(code, ((WIDE - code.width) // 2, _EDGE))
    _write(draw, (f"{number}   {printer}",), 210, _OWN_TOP)
    contents = document.get("contents", [])
    own, custom = (
        (line for part in parts for line in _lines(part)) for parts in (contents[:1], contents[1:])
    )
    _write(draw, own, _OWN_TOP, _CUSTOM_TOP)
    _write(draw, custom, _CUSTOM_TOP + 10, HIGH - _EDGE)
    draw.line((_EDGE, _CUSTOM_TOP, WIDE - _EDGE, _CUSTOM_TOP), fill=0, width=2)
    draw.rectangle((4, 4, WIDE - 5, HIGH - 5), outline=0, width=2)
    return image


def _write(draw: ImageDraw.ImageDraw, lines: Iterable[str], top: int, bottom: int) -> None:
    """Lines one below the other, as many as there is room for."""
    font = Face(_SMALL).font
    for line, place in zip(lines, range(top, bottom - _LINE + 1, _LINE), strict=False):
        draw.text((_EDGE, place), line[:_LONGEST], font=font, fill=0)


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    """One part of a document in lines: its template, then what fills it."""
    yield f"[{str(content.get('templateURL', ''))[-40:]}]"
    if "encryptedData" in content:
        yield from _fields(unsealed(str(content["encryptedData"])))
    for part in ("data", "addData"):
        if isinstance(content.get(part), Mapping):
            yield from _fields(content[part])


def _fields(data: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Names and values; an address in one line."""
    for name, value in data.items():
        if name == "address" and isinstance(value, Mapping):
            yield f"{before}{name}: {''.join(map(str, value.values()))}"
        elif isinstance(value, Mapping):
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
