"""The thin line on top: which desk, who, whether everything around it answers, and the time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from packstation.domain.connection import Found
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

HEIGHT = 44
_LEAST_PACKER = 90


@dataclass(frozen=True, slots=True)
class Light:
    """One thing outside: how it is, in a few words; ``short`` is said where there is no room for them."""

    health: Found
    text: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class StripText:
    """Everything the strip says."""

    desk: str
    packer: str
    lights: tuple[Light, ...]
    clock: str


class _Dot(QWidget):
    """A disc when all is well, a triangle for a warning, a square for a failure, a ring for not known yet."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self._health = Found.OK
        self.setFixedSize(fonts.px(12), fonts.px(12))

    def set_health(self, health: Found) -> None:
        if health is not self._health:
            self._health = health
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_health(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._health, self._colours)


def draw_health(painter: QPainter, room: QRectF, health: Found, colours: Colours) -> None:
    """The shape of a state of health, in its colour; an outline where nobody has tried."""
    if health is Found.UNTRIED:
        painter.setPen(QPen(QColor(colours.muted), fonts.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(colours, f"{health}_dot")))
    match health:
        case Found.OK | Found.UNTRIED:
            painter.drawEllipse(room)
        case Found.WARNING:
            top = (room.topLeft() + room.topRight()) / 2
            painter.drawPolygon([top, room.bottomLeft(), room.bottomRight()])
        case Found.FAILED:
            painter.drawRect(room)


class _LightView(QWidget):
    """Dot and words of one light."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._dot = _Dot(colours)
        self.label = PlainLabel(size=Size.CAPTION, colour=colours.muted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(fonts.px(7))
        row.addWidget(self._dot)
        row.addWidget(self.label)

    def show_light(self, light: Light, *, is_short: bool) -> None:
        self._dot.set_health(light.health)
        self.label.setText(light.short if is_short and light.short else light.text)
        self.setAccessibleName(f"{light.text} {light.health}")


class StatusStrip(QWidget):
    """Desk and packer on the left; platform, printer, scanner and clock on the right."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        """An empty strip."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.px(HEIGHT))
        self._colours = colours
        self.desk = PlainLabel(size=Size.CAPTION, bold=True)
        self.packer = PlainLabel(size=Size.CAPTION, colour=colours.muted, ellipsis=True)
        self.clock = PlainLabel(size=Size.CAPTION, bold=True)
        self._lights: list[_LightView] = []
        self._shown: tuple[Light, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(fonts.px(20), 0, fonts.px(20), 0)
        self._row.setSpacing(fonts.px(22))
        self._row.addWidget(self.desk)
        self._row.addWidget(self.packer, 1)
        self._row.addWidget(self.clock)

    def show_text(self, shown: StripText) -> None:
        """Show how things are now."""
        self.desk.setText(shown.desk)
        self.packer.setText(shown.packer)
        self.clock.setText(shown.clock)
        while len(self._lights) < len(shown.lights):
            view = _LightView(self._colours)
            self._row.insertWidget(self._row.count() - 1, view)
            self._lights.append(view)
        self._shown = shown.lights
        self._show_lights()

    def _show_lights(self) -> None:
        """The lights in as many words as there is room for."""
        is_short = self._width_of(tuple(light.text for light in self._shown)) > self.width()
        for place, view in enumerate(self._lights):
            view.setVisible(place < len(self._shown))
            if place < len(self._shown):
                view.show_light(self._shown[place], is_short=is_short)

    def _width_of(self, lights: tuple[str, ...]) -> int:
        """How wide the strip is with these words, and a few letters of the packer's name."""
        metrics = QFontMetrics(fonts.face(Size.CAPTION))
        words = sum(metrics.horizontalAdvance(text) + fonts.px(12 + 7) for text in lights)
        beside = self.desk.sizeHint().width() + self.clock.sizeHint().width() + fonts.px(_LEAST_PACKER)
        return words + beside + self._row.spacing() * (len(lights) + 2) + fonts.px(2 * 20)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """More room, more words."""
        super().resizeEvent(event)
        self._show_lights()

    def minimumSizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As narrow as the short words: long ones must not keep a window wide."""
        least = self._width_of(tuple(light.short or light.text for light in self._shown))
        return QSize(least, fonts.px(HEIGHT))

    @property
    def lights(self) -> tuple[str, ...]:
        """What the lights say."""
        return tuple(view.label.text() for view in self._lights if not view.isHidden())

    def sizeHint(self) -> QSize:  # noqa: N802  (Qt's name)
        """As wide as there is room."""
        return QSize(fonts.px(800), fonts.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """A plain ground with a line below it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._colours.line))
