"""What is filled in on a sheet, by arrow keys alone: lists to choose from, rows of choices, texts to type."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken
from packstation.gui.marks import draw_radio
from packstation.gui.theme import Colours

PAD = 12
CAPTION_SHARE = 0.34
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: what it is called inside, what it is called here."""

    value: str
    text: str


class Field(QWidget):
    """One thing to fill in; the current one is tinted. ``wanted`` tells that it was clicked."""

    wanted = Signal()
    changed = Signal()

    def __init__(self, colours: Colours) -> None:
        """A field in these colours."""
        super().__init__()
        self.colours = colours
        self.is_current = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def can_be_current(self) -> bool:
        """Whether the arrows may stop here."""
        return self.isEnabled() and not self.isHidden()

    @property
    def editor(self) -> QLineEdit | None:
        """The text field that wants the keyboard now, if any."""
        return None

    @property
    def is_clipped(self) -> bool:
        """Whether a word lost its end."""
        return False

    @property
    def spot(self) -> QRect:
        """The part that must be in sight while the field is current."""
        return self.rect()

    def set_current(self, on: bool) -> None:  # noqa: FBT001  (Qt's shape of a setter)
        """Become the field the arrows work on, or not."""
        if on is not self.is_current:
            self.is_current = on
            self.update()

    def take_key(self, key: Qt.Key) -> bool:
        """Use a key; False where it means nothing here."""
        del key
        return False

    def paint_ground(self, painter: QPainter, room: QRect) -> None:
        """The tint of the current field."""
        if self.is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.accent_soft))
            painter.drawRoundedRect(QRectF(room), fonts.px(10), fonts.px(10))


class Measured(Field):
    """A painted field whose height follows from its width."""

    def __init__(self, colours: Colours) -> None:
        super().__init__(colours)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        """Narrower means higher."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """At the width it has, or a usual one."""
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else fonts.px(600)
        return QSize(fonts.px(300), self.heightForWidth(width))


class Choices(Measured):
    """A column of choices, one of which is chosen; arrows walk through them."""

    def __init__(self, colours: Colours, options: tuple[Option, ...], chosen: str = "") -> None:
        """Show these; the first is chosen unless ``chosen`` names another."""
        super().__init__(colours)
        self._options = options
        values = [option.value for option in options]
        self._place = values.index(chosen) if chosen in values else 0

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._options[self._place].value if self._options else ""

    @property
    def text(self) -> str:
        """What is chosen, in the words that stand there."""
        return self._options[self._place].text if self._options else ""

    @property
    def is_clipped(self) -> bool:
        """Whether a choice lost its end."""
        return any(line.endswith("…") for lines in self._broken(self.width()) for line in lines[-1:])

    @property
    def spot(self) -> QRect:
        """The chosen row."""
        rows = self._rows(self.width())
        return rows[self._place] if rows else self.rect()

    def show_options(self, options: tuple[Option, ...]) -> None:
        """Other choices; the first of them is chosen."""
        self._options, self._place = options, 0
        self.updateGeometry()
        self.update()

    def choose(self, value: str) -> None:
        """Choose by inner name."""
        values = [option.value for option in self._options]
        if value in values:
            self._set(values.index(value))

    def _set(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.update()
            self.changed.emit()

    def take_key(self, key: Qt.Key) -> bool:
        """Up and down walk; past the ends the sheet goes on."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None or not 0 <= self._place + step < len(self._options):
            return False
        self._set(self._place + step)
        return True

    def _broken(self, width: int) -> list[tuple[str, ...]]:
        room = width - fonts.px(3 * PAD + 24)
        font = fonts.face(Size.BODY)
        return [broken(option.text, font, room, _MOST_LINES) for option in self._options]

    def _rows(self, width: int) -> list[QRect]:
        line = QFontMetrics(fonts.face(Size.BODY)).lineSpacing()
        rows, top = [], 0
        for lines in self._broken(width):
            height = max(1, len(lines)) * line + fonts.px(14)
            rows.append(QRect(0, top, width, height))
            top += height + fonts.px(2)
        return rows

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All choices below each other."""
        rows = self._rows(width)
        return rows[-1].bottom() + 1 if rows else 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses."""
        spot = event.position().toPoint()
        for place, room in enumerate(self._rows(self.width())):
            if room.contains(spot):
                self._set(place)
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A ring and words a row; the chosen row is tinted while the field is current."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = fonts.px(22)
        rows = zip(self._rows(self.width()), self._broken(self.width()), strict=True)
        for place, (room, lines) in enumerate(rows):
            is_chosen = place == self._place
            if is_chosen:
                self.paint_ground(painter, room)
            ring = QRect(fonts.px(PAD), room.center().y() - edge // 2 + 1, edge, edge)
            ink = QColor(self.colours.accent_text if is_chosen else self.colours.muted)
            draw_radio(painter, ring, chosen=is_chosen, ink=ink)
            painter.setPen(QColor(self.colours.text))
            painter.setFont(fonts.face(Size.BODY, bold=is_chosen and self.is_current))
            words = room.adjusted(edge + fonts.px(2 * PAD), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))


class Segments(Measured):
    """A caption and a row of choices beside it; left and right choose."""

    def __init__(self, colours: Colours, caption: str, options: tuple[Option, ...], chosen: str = "") -> None:
        """Show these; the first is chosen unless ``chosen`` names another."""
        super().__init__(colours)
        self.caption = caption
        self.options = options
        values = [option.value for option in options]
        self._place = values.index(chosen) if chosen in values else 0
        self.setAccessibleName(caption)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self.options[self._place].value if self.options else ""

    @property
    def is_clipped(self) -> bool:
        """Whether a word lost its end."""
        return any(room.right() > self.width() for room in self._pills(self.width())) or any(
            line.endswith("…") for line in self._caption_lines(self.width())[-1:]
        )

    def offer(self, caption: str, options: tuple[Option, ...], chosen: str = "") -> None:
        """Other choices under another caption; the first unless ``chosen`` names another."""
        self.caption = caption
        self.setAccessibleName(caption)
        self.show_options(options, chosen)

    def show_options(self, options: tuple[Option, ...], chosen: str = "") -> None:
        """Other choices; the first is chosen unless ``chosen`` names another."""
        values = [option.value for option in options]
        self.options, self._place = options, values.index(chosen) if chosen in values else 0
        self.updateGeometry()
        self.update()

    def choose(self, value: str) -> None:
        """Choose by inner name."""
        for place, option in enumerate(self.options):
            if option.value == value:
                self._set(place)

    def _set(self, place: int) -> None:
        if place != self._place:
            self._place = place
            self.update()
            self.changed.emit()

    def take_key(self, key: Qt.Key) -> bool:
        """Left and right choose."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is None:
            return False
        self._set(max(0, min(len(self.options) - 1, self._place + step)))
        return True

    def _caption_lines(self, width: int) -> tuple[str, ...]:
        room = int(width * CAPTION_SHARE) - fonts.px(2 * PAD)
        return broken(self.caption, fonts.face(Size.BODY), room, _MOST_LINES)

    def _pills(self, width: int) -> list[QRect]:
        """The choices from left to right, in as many rows as they need."""
        metrics = QFontMetrics(fonts.face(Size.BODY, bold=True))
        height, gap = fonts.px(40), fonts.px(8)
        start = int(width * CAPTION_SHARE)
        left, top = start, fonts.px(6)
        pills = []
        for option in self.options:
            wide = metrics.horizontalAdvance(option.text) + fonts.px(28)
            if left > start and left + wide > width - fonts.px(PAD):
                left, top = start, top + height + gap
            pills.append(QRect(left, top, wide, height))
            left += wide + gap
        return pills

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """Caption or choices, whichever is higher."""
        pills = self._pills(width)
        line = QFontMetrics(fonts.face(Size.BODY)).lineSpacing()
        words = len(self._caption_lines(width)) * line
        return max(words + fonts.px(12), (pills[-1].bottom() + 1 if pills else 0) + fonts.px(6))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses."""
        spot = event.position().toPoint()
        for place, room in enumerate(self._pills(self.width())):
            if room.contains(spot):
                self._set(place)
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Caption at the left, choices at the right, the chosen one filled."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, self.rect())
        painter.setPen(QColor(self.colours.text))
        painter.setFont(fonts.face(Size.BODY))
        words = QRect(fonts.px(PAD), 0, int(self.width() * CAPTION_SHARE), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "\n".join(self._caption_lines(self.width())))
        for place, (room, option) in enumerate(zip(self._pills(self.width()), self.options, strict=True)):
            is_chosen = place == self._place
            painter.setPen(Qt.PenStyle.NoPen)
            ground = self.colours.surface if self.is_current else self.colours.chip
            painter.setBrush(QColor(self.colours.accent if is_chosen else ground))
            painter.drawRoundedRect(QRectF(room), fonts.px(9), fonts.px(9))
            painter.setPen(QColor(self.colours.on_accent if is_chosen else self.colours.chip_text))
            painter.setFont(fonts.face(Size.BODY, bold=is_chosen))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, option.text)
