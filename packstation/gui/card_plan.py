"""Where everything on a goods card goes at one width: how many lines of words, how high the card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.line_words import Checks, LineText, Mood
from packstation.gui.lines_of_text import broken

LEAST_HEIGHT = 92
PICTURE = 64
PAD = 14
CHIP_PAD = 8
CHIP_GAP = 8
ICON = 19
TICK = 24
_ICON_ROOM = 26
_MOST_TITLE_LINES = 2
_MOST_DETAIL_LINES = 2
_MOST_CHECK_LINES = 4
_LONGEST_CHIP = 24
_COUNT_SHARE = 0.36
_BLOCK_GAP = 2


@dataclass(frozen=True, slots=True)
class Chip:
    """A small mark before the details: its words and colour roles."""

    text: str
    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines in one font and colour role, after chips or an icon; ``top`` from the card's upper edge."""

    lines: tuple[str, ...]
    font: QFont
    ink: str
    height: int
    top: int = 0
    icon: str = ""
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A card laid out for one width; all lengths in pixels."""

    width: int
    height: int
    blocks: tuple[Block, ...]
    count_font: QFont
    count_width: int
    is_clipped: bool


def plan(shown: LineText, gift: str, width: int) -> Plan:
    """Lay a line's card out.

    Args:
        shown: what it says.
        gift: the word for a free gift.
        width: the card's width in pixels.
    """
    font, count_width, count_fits = _count(shown, width)
    room = width - 4 * fonts.px(PAD) - fonts.px(PICTURE) - count_width
    blocks = _blocks(shown, gift, room)
    text = sum(block.height for block in blocks) + fonts.px(_BLOCK_GAP) * (len(blocks) - 1)
    least = max(fonts.px(LEAST_HEIGHT), _right_height(shown, font) + 2 * fonts.px(PAD) // 2)
    height = max(least, text + 2 * fonts.px(PAD))
    is_cut = any(line.endswith("…") for block in blocks if block.icon for line in block.lines)
    return Plan(
        width, height, _placed(blocks, (height - text) // 2), font, count_width, is_cut or not count_fits
    )


def chip_width(text: str) -> int:
    """How wide a mark with this text is."""
    return QFontMetrics(fonts.face(Size.BODY, bold=True)).horizontalAdvance(text) + 2 * fonts.px(CHIP_PAD)


def chip_height() -> int:
    """How high every mark is."""
    return QFontMetrics(fonts.face(Size.BODY, bold=True)).height()


def _count(shown: LineText, width: int) -> tuple[QFont, int, bool]:
    """Font and width of the count, and whether it fits at all."""
    most = int(width * _COUNT_SHARE)
    sizes = (Size.TITLE, Size.BODY) if shown.mood is Mood.SURPLUS else (Size.COUNT, Size.TITLE)
    for size in sizes:
        font = fonts.face(size, bold=True)
        needed = _right_width(shown, font)
        if needed <= most:
            break
    return font, min(needed, most), needed <= most


def _right_width(shown: LineText, font: QFont) -> int:
    count = QFontMetrics(font).horizontalAdvance(shown.count)
    if shown.mood is Mood.DONE:
        count += fonts.px(TICK) + fonts.px(10)
    return max(count, chip_width(shown.note) if shown.note else 0)


def _right_height(shown: LineText, font: QFont) -> int:
    """Count and note one below the other."""
    count = QFontMetrics(font).height() if shown.count else 0
    return count + (chip_height() + fonts.px(4) if shown.note else 0)


def _blocks(shown: LineText, gift: str, room: int) -> tuple[Block, ...]:
    """Name, place and kind, checks: as many lines as each needs and may have."""
    faded = shown.mood is Mood.REFUNDED
    title = fonts.face(Size.LEAD, bold=True)
    title.setStrikeOut(faded)
    blocks = [_block(shown.title, title, "muted" if faded else "text", room, _MOST_TITLE_LINES)]
    chips = _chips(shown, gift)
    indent = sum(chip_width(chip.text) + fonts.px(CHIP_GAP) for chip in chips)
    details = fonts.face(Size.BODY)
    blocks.append(_block(shown.details, details, "muted", room - indent, _MOST_DETAIL_LINES, chips=chips))
    if shown.checks:
        is_passed = shown.check_state is Checks.PASSED
        icon, ink = ("check", "done_text") if is_passed else ("quality", "soon")
        font = fonts.face(Size.BODY, bold=not is_passed)
        blocks.append(
            _block(shown.checks, font, ink, room - fonts.px(_ICON_ROOM), _MOST_CHECK_LINES, icon=icon)
        )
    return tuple(block for block in blocks if block.height)


def _chips(shown: LineText, gift: str) -> tuple[Chip, ...]:
    """The bin, and the word for a gift."""
    chips = []
    if shown.bin:
        chips.append(Chip(shown.bin[:_LONGEST_CHIP], "note", "note_text"))
    if shown.is_gift:
        chips.append(Chip(gift, "urge", "urge_text"))
    return tuple(chips)


def _block(
    text: str, font: QFont, ink: str, room: int, most: int, *, icon: str = "", chips: tuple[Chip, ...] = ()
) -> Block:
    lines = broken(text, font, room, most)
    count = max(1, len(lines)) if lines or chips else 0
    return Block(lines, font, ink, QFontMetrics(font).lineSpacing() * count, icon=icon, chips=chips)


def _placed(blocks: tuple[Block, ...], top: int) -> tuple[Block, ...]:
    """The blocks one below the other."""
    placed = []
    for block in blocks:
        placed.append(Block(block.lines, block.font, block.ink, block.height, top, block.icon, block.chips))
        top += block.height + fonts.px(_BLOCK_GAP)
    return tuple(placed)
