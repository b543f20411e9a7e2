"""Which kinds of exceptions there are and how many of each; one is chosen with its digit or a click."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from packstation.domain.exceptions import ExceptionKind
from packstation.gui import fonts, icons
from packstation.gui.exceptions_words import LOOKS
from packstation.gui.fonts import Size
from packstation.gui.messages import shown_count
from packstation.gui.theme import Colours

_HEIGHT = 36
_GAP = 8
_EDGE = 16
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind to choose, or all of them (no kind): its word and how many orders."""

    kind: ExceptionKind | None
    word: str
    count: int


class KindFilter(QWidget):
    """A pill a kind, as many rows as they need; ``picked`` follows a click."""

    picked = Signal()

    def __init__(self, colours: Colours) -> None:
        """No kinds yet."""
        super().__init__()
        self._colours = colours
        self.choices: tuple[Choice, ...] = ()
        self.kind: ExceptionKind | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """All kinds there are; a chosen one that is gone is chosen no more."""
        self.choices = choices
        if self.kind not in {choice.kind for choice in choices}:
            self.kind = None
        self.setAccessibleName(" · ".join(f"{choice.word} {choice.count}" for choice in choices))
        self.updateGeometry()
        self.update()

    def choose_digit(self, digit: int) -> bool:
        """Choose by its digit, 0 for all; False where there is no such kind."""
        if not 0 <= digit < len(self.choices):
            return False
        self._set(digit)
        return True

    def step(self, by: int) -> None:
        """The kind before or after."""
        place = next((n for n, choice in enumerate(self.choices) if choice.kind is self.kind), 0)
        if 0 <= place + by < len(self.choices):
            self._set(place + by)

    def _set(self, place: int) -> None:
        self.kind = self.choices[place].kind
        self.update()
        self.picked.emit()

    # --- room and paint -------------------------------------------------------------------------------------

    def _text(self, place: int) -> tuple[str, str]:
        choice = self.choices[place]
        return (str(place) if place <= MOST_DIGITS else ""), f"{choice.word} {shown_count(choice.count)}"

    def _rooms(self, width: int) -> list[QRect]:
        body = QFontMetrics(fonts.face(Size.CAPTION, bold=True))
        small = QFontMetrics(fonts.face(Size.CAPTION))
        height, gap = fonts.px(_HEIGHT), fonts.px(_GAP)
        rooms, left, top = [], 0, 0
        for place, choice in enumerate(self.choices):
            digit, text = self._text(place)
            shape = fonts.px(_EDGE + 6) if choice.kind else 0
            wide = body.horizontalAdvance(text) + small.horizontalAdvance(digit) + shape + fonts.px(34)
            if left and left + wide > width:
                left, top = 0, top + height + gap
            rooms.append(QRect(left, top, wide, height))
            left += wide + gap
        return rooms

    def hasHeightForWidth(self) -> bool:  # noqa: N802  (Qt's name)
        """Narrower means more rows."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All rows of pills."""
        rooms = self._rooms(width)
        return rooms[-1].bottom() + 1 if rooms else 0

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """At the width it has, or a usual one."""
        return QSize(fonts.px(400), self.heightForWidth(self.width() or fonts.px(900)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses."""
        for place, room in enumerate(self._rooms(self.width())):
            if room.contains(event.position().toPoint()):
                self._set(place)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Digit, shape, word and count; the chosen kind is filled."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, room in enumerate(self._rooms(self.width())):
            self._paint_pill(painter, place, room)

    def _paint_pill(self, painter: QPainter, place: int, room: QRect) -> None:
        choice = self.choices[place]
        is_chosen = choice.kind is self.kind
        colours = self._colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent if is_chosen else colours.chip))
        painter.drawRoundedRect(QRectF(room), fonts.px(9), fonts.px(9))
        ink = colours.on_accent if is_chosen else colours.chip_text
        digit, text = self._text(place)
        painter.setPen(QColor(ink if is_chosen else colours.muted))
        painter.setFont(fonts.face(Size.CAPTION))
        inner = room.adjusted(fonts.px(12), 0, 0, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, digit)
        left = inner.left() + painter.fontMetrics().horizontalAdvance(digit) + fonts.px(9)
        if choice.kind is not None:
            edge = fonts.px(_EDGE)
            shape = icons.picture(LOOKS[choice.kind].shape, edge, ink, self.devicePixelRatioF())
            painter.drawPixmap(left, room.center().y() - edge // 2 + 1, shape)
            left += edge + fonts.px(6)
        painter.setPen(QColor(ink))
        painter.setFont(fonts.face(Size.CAPTION, bold=True))
        painter.drawText(
            QRect(left, room.top(), room.right() - left, room.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
