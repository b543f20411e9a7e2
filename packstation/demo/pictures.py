"""Pictures of the demo's goods, drawn by the program itself: flat shapes, one per kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

SIDE = 256
_OVER = 4
"""Drawn four times as large and shrunk, for smooth edges."""
Pen = ImageDraw.ImageDraw


def _s(*points: float) -> tuple[float, ...]:
    """Points of the picture (0 to 256) in the large drawing."""
    return tuple(point * _OVER for point in points)


def _mix(colour: str, other: str, part: float) -> tuple[int, int, int]:
    """A colour between two."""
    one, two = ImageColor.getrgb(colour)[:3], ImageColor.getrgb(other)[:3]
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, two, strict=True))
    return red, green, blue


def paint(shape: str, colour: str) -> Image.Image:
    """The picture of a ware: its shape on a ground that lets it stand out."""
    large = Image.new("RGB", (SIDE * _OVER, SIDE * _OVER), _mix(colour, "#f4f6f9", 0.86))
    SHAPES[shape](ImageDraw.Draw(large), colour)
    return large.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def save(path: Path, shape: str, colour: str) -> None:
    """Paint and write as PNG."""
    paint(shape, colour).save(path, "PNG")


def _shirt(pen: Pen, colour: str) -> None:
    edge = _mix(colour, "#1c2430", 0.25)
    body = _s(
        76,
        66,
        104,
        54,
        152,
        54,
        180,
        66,
        214,
        104,
        186,
        128,
        174,
        114,
        174,
        206,
        82,
        206,
        82,
        114,
        70,
        128,
        42,
        104,
    )
    pen.polygon(body, fill=colour, outline=edge, width=3 * _OVER)
    pen.pieslice(
        _s(104, 34, 152, 76), 0, 180, fill=_mix(colour, "#f4f6f9", 0.86), outline=edge, width=3 * _OVER
    )


def _cup(pen: Pen, colour: str) -> None:
    pen.ellipse(_s(158, 96, 220, 166), outline=colour, width=13 * _OVER)
    pen.rounded_rectangle(_s(64, 120, 178, 196), 34 * _OVER, fill=colour)
    pen.rectangle(_s(64, 84, 178, 160), fill=colour)
    pen.ellipse(_s(64, 70, 178, 98), fill=_mix(colour, "#ffffff", 0.35))
    pen.ellipse(_s(74, 75, 168, 93), fill=_mix(colour, "#1c2430", 0.2))
    pen.ellipse(_s(104, 124, 138, 158), outline=_mix(colour, "#ffffff", 0.55), width=6 * _OVER)


def _book(pen: Pen, colour: str) -> None:
    pen.rounded_rectangle(_s(72, 54, 192, 206), 8 * _OVER, fill=_mix(colour, "#000000", 0.25))
    pen.rectangle(_s(84, 60, 186, 200), fill="#fbfaf6")
    pen.rounded_rectangle(_s(64, 48, 180, 200), 8 * _OVER, fill=colour)
    pen.rectangle(_s(64, 48, 80, 200), fill=_mix(colour, "#000000", 0.2))
    pen.rounded_rectangle(_s(96, 76, 164, 104), 4 * _OVER, fill=_mix(colour, "#ffffff", 0.75))
    pen.ellipse(_s(112, 126, 150, 164), fill=_mix(colour, "#ffffff", 0.4))


def _flask(pen: Pen, colour: str) -> None:
    pen.rounded_rectangle(_s(104, 34, 152, 70), 8 * _OVER, fill=_mix(colour, "#000000", 0.35))
    pen.rounded_rectangle(_s(92, 66, 164, 222), 18 * _OVER, fill=colour)
    pen.rounded_rectangle(_s(102, 82, 114, 206), 6 * _OVER, fill=_mix(colour, "#ffffff", 0.45))


def _earphones(pen: Pen, colour: str) -> None:
    dark = _mix(colour, "#000000", 0.2)
    for left in (68, 142):
        pen.ellipse(_s(left, 62, left + 48, 116), fill=colour, outline=dark, width=3 * _OVER)
        pen.rounded_rectangle(
            _s(left + 16, 96, left + 34, 158), 8 * _OVER, fill=colour, outline=dark, width=3 * _OVER
        )
    pen.rounded_rectangle(_s(60, 170, 198, 216), 20 * _OVER, fill=dark)
    pen.rectangle(_s(60, 188, 198, 191), fill=_mix(colour, "#ffffff", 0.3))


def _cloth(pen: Pen, colour: str) -> None:
    """A chequered cloth seen from a little above: its edges run from (52, 92) down to (30, 190)."""
    pen.polygon(_s(52, 92, 204, 92, 226, 190, 30, 190), fill=colour)
    light = _mix(colour, "#ffffff", 0.4)
    for part in range(1, 6):
        pen.line(_s(52 + part * 25.3, 92, 30 + part * 32.7, 190), fill=light, width=3 * _OVER)
    for high in (116, 140, 164):
        lean = (high - 92) * 22 / 98
        pen.line(_s(52 - lean, high, 204 + lean, high), fill=light, width=3 * _OVER)


def _bear(pen: Pen, colour: str) -> None:
    light, dark = _mix(colour, "#ffffff", 0.5), _mix(colour, "#20150c", 0.8)
    for left in (70, 148):
        pen.ellipse(_s(left, 44, left + 40, 84), fill=colour)
    pen.ellipse(_s(64, 122, 192, 224), fill=colour)
    pen.ellipse(_s(96, 142, 160, 212), fill=light)
    pen.ellipse(_s(74, 52, 182, 148), fill=colour)
    pen.ellipse(_s(106, 96, 150, 136), fill=light)
    for left in (100, 144):
        pen.ellipse(_s(left, 82, left + 12, 94), fill=dark)
    pen.ellipse(_s(119, 102, 137, 114), fill=dark)


def _lamp(pen: Pen, colour: str) -> None:
    grey = "#59626d"
    pen.rounded_rectangle(_s(82, 204, 174, 220), 8 * _OVER, fill=grey)
    pen.line(_s(128, 206, 128, 128), fill=grey, width=9 * _OVER)
    pen.polygon(_s(98, 52, 158, 52, 190, 132, 66, 132), fill=colour)
    pen.ellipse(_s(110, 122, 146, 148), fill=_mix(colour, "#ffffff", 0.7))


def _socks(pen: Pen, colour: str) -> None:
    for shift, tone in ((34, _mix(colour, "#ffffff", 0.3)), (0, ImageColor.getrgb(colour)[:3])):
        pen.rounded_rectangle(_s(76 + shift, 46, 122 + shift, 176), 8 * _OVER, fill=tone)
        pen.rounded_rectangle(_s(76 + shift, 146, 176 + shift, 204), 28 * _OVER, fill=tone)
        pen.rectangle(_s(76 + shift, 60, 122 + shift, 72), fill=_mix(colour, "#ffffff", 0.65))


def _soap(pen: Pen, colour: str) -> None:
    pen.rounded_rectangle(_s(48, 112, 208, 196), 26 * _OVER, fill=_mix(colour, "#000000", 0.18))
    pen.rounded_rectangle(_s(48, 96, 208, 180), 26 * _OVER, fill=colour)
    pen.rounded_rectangle(
        _s(72, 116, 184, 160), 16 * _OVER, outline=_mix(colour, "#ffffff", 0.5), width=5 * _OVER
    )
    for left, top, size in ((160, 52, 34), (132, 66, 20), (190, 78, 14)):
        pen.ellipse(_s(left, top, left + size, top + size), outline=colour, width=4 * _OVER)


def _tin(pen: Pen, colour: str) -> None:
    pen.rounded_rectangle(_s(76, 62, 180, 92), 8 * _OVER, fill=_mix(colour, "#000000", 0.25))
    pen.rounded_rectangle(_s(80, 86, 176, 214), 8 * _OVER, fill=colour)
    pen.rectangle(_s(80, 122, 176, 180), fill=_mix(colour, "#ffffff", 0.78))
    pen.ellipse(_s(110, 133, 146, 169), fill=colour)


def _umbrella(pen: Pen, colour: str) -> None:
    pen.line(_s(128, 40, 128, 60), fill="#59626d", width=7 * _OVER)
    pen.pieslice(_s(36, 52, 220, 212), 180, 360, fill=colour)
    ground = _mix(colour, "#f4f6f9", 0.86)
    for left in (36, 82, 128, 174):
        pen.pieslice(_s(left, 118, left + 46, 146), 180, 360, fill=ground)
    pen.line(_s(128, 131, 128, 194), fill="#59626d", width=7 * _OVER)
    pen.arc(_s(124.5, 172, 160.5, 214), 0, 180, fill="#59626d", width=7 * _OVER)


def _bottle(pen: Pen, colour: str) -> None:
    pen.rounded_rectangle(_s(108, 42, 148, 76), 6 * _OVER, fill="#454d57")
    pen.rounded_rectangle(_s(84, 72, 172, 218), 22 * _OVER, fill=colour)
    pen.rounded_rectangle(_s(96, 116, 160, 182), 6 * _OVER, fill=_mix(colour, "#ffffff", 0.8))


def _vase(pen: Pen, colour: str) -> None:
    edge = _mix(colour, "#1c2430", 0.3)
    # drawn twice, first a little larger: an edge around the whole, none where neck and belly meet
    for grow, tone in ((3, edge), (0, ImageColor.getrgb(colour)[:3])):
        pen.ellipse(_s(72 - grow, 92 - grow, 184 + grow, 212 + grow), fill=tone)
        pen.polygon(_s(100 - grow, 44, 156 + grow, 44, 140 + grow, 116, 116 - grow, 116), fill=tone)
        pen.rounded_rectangle(_s(96 - grow, 204 - grow, 160 + grow, 220 + grow), 6 * _OVER, fill=tone)
    pen.ellipse(_s(97, 36, 159, 54), fill=edge)
    pen.ellipse(_s(88, 112, 112, 170), fill=_mix(colour, "#ffffff", 0.5))


def _moon(pen: Pen, colour: str) -> None:
    pen.ellipse(_s(76, 58, 180, 162), fill=colour)
    for left, top, size in ((98, 80, 26), (136, 92, 16), (112, 122, 20), (146, 120, 12)):
        pen.ellipse(_s(left, top, left + size, top + size), fill=_mix(colour, "#ffffff", 0.4))
    pen.polygon(_s(96, 150, 160, 150, 176, 206, 80, 206), fill="#8a6f50")
    pen.ellipse(_s(76, 58, 180, 162), outline=_mix(colour, "#6b5a20", 0.25), width=3 * _OVER)


def _card(pen: Pen, colour: str) -> None:
    pen.rounded_rectangle(_s(44, 76, 212, 192), 8 * _OVER, fill=colour)
    pen.polygon(_s(44, 80, 212, 80, 128, 148), fill=_mix(colour, "#ffffff", 0.3))
    pen.ellipse(_s(112, 122, 129, 139), fill="#fbfaf6")
    pen.ellipse(_s(127, 122, 144, 139), fill="#fbfaf6")
    pen.polygon(_s(113, 134, 143, 134, 128, 154), fill="#fbfaf6")


def _bowl(pen: Pen, colour: str) -> None:
    pen.pieslice(_s(48, 10, 208, 196), 0, 180, fill=colour)
    pen.rounded_rectangle(_s(104, 184, 152, 206), 6 * _OVER, fill=_mix(colour, "#1c2430", 0.2))
    pen.ellipse(_s(48, 84, 208, 122), fill=_mix(colour, "#ffffff", 0.4))
    pen.ellipse(_s(60, 90, 196, 118), fill=_mix(colour, "#1c2430", 0.2))


def _pen(pen: Pen, colour: str) -> None:
    dark = _mix(colour, "#1c2430", 0.35)
    for left in (70, 112, 154):
        pen.polygon(_s(left, 184, left + 32, 184, left + 16, 216), fill=dark)
        pen.rounded_rectangle(_s(left, 44, left + 32, 186), 8 * _OVER, fill=colour)
        pen.rounded_rectangle(_s(left, 44, left + 32, 104), 8 * _OVER, fill=dark)


def _cake(pen: Pen, colour: str) -> None:
    pen.ellipse(_s(40, 40, 216, 216), fill=colour)
    pen.ellipse(_s(58, 58, 198, 198), fill=_mix(colour, "#ffffff", 0.55))
    pen.rectangle(_s(112, 84, 144, 172), fill=_mix(colour, "#b34a3c", 0.7))


def _fish(pen: Pen, colour: str) -> None:
    pen.ellipse(_s(28, 100, 76, 148), outline=_mix(colour, "#1c2430", 0.35), width=8 * _OVER)
    pen.ellipse(_s(72, 88, 186, 160), fill=colour)
    pen.polygon(_s(172, 124, 222, 88, 212, 124, 222, 160), fill=_mix(colour, "#1c2430", 0.2))
    pen.ellipse(_s(94, 108, 106, 120), fill="#ffffff")


SHAPES: dict[str, Callable[[Pen, str], None]] = {
    "shirt": _shirt,
    "cup": _cup,
    "book": _book,
    "flask": _flask,
    "earphones": _earphones,
    "cloth": _cloth,
    "bear": _bear,
    "lamp": _lamp,
    "socks": _socks,
    "soap": _soap,
    "tin": _tin,
    "umbrella": _umbrella,
    "bottle": _bottle,
    "vase": _vase,
    "moon": _moon,
    "card": _card,
    "bowl": _bowl,
    "pen": _pen,
    "cake": _cake,
    "fish": _fish,
}
