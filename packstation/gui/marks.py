"""Small marks drawn beside a word, so that no colour has to be seen: ✓ ▶ ○ – ! and the deadline's ■ ▲ ●."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from packstation.domain.deadlines import Urgency
from packstation.gui.steps import Mark


def draw_mark(painter: QPainter, mark: Mark, room: QRect, ink: QColor) -> None:
    """Draw how a step stands into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    match mark:
        case Mark.DONE:
            draw_check(painter, room, ink)
        case Mark.NOW:
            _polygon(painter, room, ink, ((0.25, 0.12), (0.25, 0.88), (0.88, 0.5)))
        case Mark.AHEAD:
            painter.setPen(_pen(room, ink, 0.11))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(_inside(room, 0.22))
        case Mark.NONE:
            painter.setPen(_pen(room, ink, 0.12))
            painter.drawLine(_at(room, 0.25, 0.5), _at(room, 0.75, 0.5))
        case Mark.TROUBLE:
            draw_exclamation(painter, room, ink)
    painter.restore()


def draw_check(painter: QPainter, room: QRect, ink: QColor) -> None:
    """A check mark."""
    painter.setPen(_pen(room, ink, 0.15))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([_at(room, 0.14, 0.54), _at(room, 0.40, 0.80), _at(room, 0.88, 0.22)]))


def draw_exclamation(painter: QPainter, room: QRect, ink: QColor) -> None:
    """An exclamation mark."""
    painter.setPen(_pen(room, ink, 0.17))
    painter.drawLine(_at(room, 0.5, 0.12), _at(room, 0.5, 0.58))
    painter.drawPoint(_at(room, 0.5, 0.86))


def draw_box(painter: QPainter, room: QRect, *, ticked: bool, ink: QColor, ground: QColor) -> None:
    """A box to tick: hollow, or filled with a check in it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(room, ink, 0.08))
    painter.setBrush(ink if ticked else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(_inside(room, 0.06), room.width() * 0.18, room.width() * 0.18)
    if ticked:
        inner = room.adjusted(room.width() // 5, room.width() // 5, -room.width() // 5, -room.width() // 5)
        draw_check(painter, inner, ground)
    painter.restore()


def draw_radio(painter: QPainter, room: QRect, *, chosen: bool, ink: QColor) -> None:
    """A ring; with a dot in it when chosen."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(room, ink, 0.09))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_inside(room, 0.08))
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(_inside(room, 0.28))
    painter.restore()


def draw_urgency(painter: QPainter, urgency: Urgency, room: QRect, ink: QColor) -> None:
    """The deadline's shape: ■ late, ▲ soon, ● fine."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    match urgency:
        case Urgency.LATE:
            painter.fillRect(_inside(room, 0.08), ink)
        case Urgency.SOON:
            _polygon(painter, room, ink, ((0.5, 0.06), (0.98, 0.92), (0.02, 0.92)))
        case Urgency.FINE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(_inside(room, 0.1))
    painter.restore()


def _pen(room: QRect, ink: QColor, width: float) -> QPen:
    pen = QPen(ink, max(1.5, room.width() * width))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _at(room: QRect, across: float, down: float) -> QPointF:
    return QPointF(room.left() + across * room.width(), room.top() + down * room.height())


def _inside(room: QRect, margin: float) -> QRectF:
    side = room.width() * margin
    return QRectF(room).adjusted(side, side, -side, -side)


def _polygon(painter: QPainter, room: QRect, ink: QColor, corners: tuple[tuple[float, float], ...]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([_at(room, *corner) for corner in corners]))
