"""How the queue's columns share a width: fixed ones as their longest words need, the goods the rest."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.order_queue import Column
from packstation.words import Words

PAD = 14
LEAST_GOODS = 170
"""Below this (px at 100 %) the goods cannot be told apart any more: others give way."""
_MANY_GOODS = 420
_SAMPLES = {
    Column.ORDER: "4065 …3456 ",
    Column.UNITS: "9999",
    Column.BUYER: "欧阳** 呼和浩特",
    Column.CARRIER: "圆通速递 ",
    Column.FLAGS: "催 99 备注 礼盒 ",
}
_STATES = ("new", "reviewed", "packed", "labelled", "shipped", "cancelled")
_GIVE_WAY = (Column.CARRIER, Column.BUYER, Column.STATE)
"""Which columns go first where the window is narrow or the letters are big; the time left never does."""


def shares(width: int, words: Words, *, wide: bool) -> dict[Column, int]:
    """The width of each column that is shown.

    Args:
        width: what there is, in pixels.
        words: the language.
        wide: whether units, the whole order number and the hour of the deadline are shown too.
    """
    widths = _wanted(words, wide=wide)
    room = width - sum(widths.values())
    if room > fonts.px(_MANY_GOODS):
        extra = (room - fonts.px(_MANY_GOODS)) // 2
        widths[Column.FLAGS] += extra
        room -= extra
    narrow = min(widths[Column.FLAGS], max(title_width(Column.FLAGS, words), fonts.px(70)))
    for column in _GIVE_WAY:
        if room + widths[Column.FLAGS] - narrow >= fonts.px(LEAST_GOODS):
            break
        room += widths.pop(column)
    missing = fonts.px(LEAST_GOODS) - room
    if missing > 0:
        given = min(missing, widths[Column.FLAGS] - narrow)
        widths[Column.FLAGS] -= given
        room += given
    return {**widths, Column.GOODS: max(room, 0)}


def title_width(column: Column, words: Words) -> int:
    """What a column's title needs."""
    title = words(f"gui.column.{column.name.lower()}")
    return QFontMetrics(fonts.face(Size.CAPTION)).horizontalAdvance(title) + fonts.px(28)


def _wanted(words: Words, *, wide: bool) -> dict[Column, int]:
    """What each column but the goods would like in this language."""
    body = QFontMetrics(fonts.face(Size.BODY))
    pad = fonts.px(PAD + 6)
    widths = {column: body.horizontalAdvance(text) + pad for column, text in _SAMPLES.items()}
    states = (
        *(words(f"gui.state.{state}") for state in _STATES),
        words("gui.state-units.packing", got=10, units=12),
    )
    widths[Column.STATE] = max(body.horizontalAdvance(text) for text in states) + pad
    widths[Column.DEADLINE] = _deadline_width(words, wide=wide)
    if wide:
        widths[Column.ORDER] = body.horizontalAdvance("0" * 19) + pad
    else:
        widths.pop(Column.UNITS)
    return {column: max(width, title_width(column, words)) for column, width in widths.items()}


def _deadline_width(words: Words, *, wide: bool) -> int:
    """The longest time left, with its shape; where it is wide with the hour."""
    strong = QFontMetrics(fonts.face(Size.BODY, bold=True))
    samples = (
        words("gui.time.late", span=words("gui.time.minutes", n=59)),
        words("gui.time.late", span=words("gui.time.hours", n=47)),
        words("gui.time.days", days=9, hours=23),
        "0:59:59",
    )
    width = max(strong.horizontalAdvance(text) for text in samples) + fonts.px(14 + 8 + PAD + 8)
    if wide:
        hour = words("gui.time.date", month=12, day=31, time="23:59")
        width += QFontMetrics(fonts.face(Size.CAPTION)).horizontalAdvance(hour) + fonts.px(16)
    return width
