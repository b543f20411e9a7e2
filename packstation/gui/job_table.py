"""The latest print jobs, one row each: when, what, whose, and what is truly known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent

from packstation.domain.print_jobs import JobState, Paper, PrintJob
from packstation.domain.trouble import Trouble
from packstation.gui import fonts
from packstation.gui.fields import Measured
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import broken, one_line
from packstation.gui.queue_words import short_number
from packstation.gui.theme import Colours
from packstation.words import Words

_PAD = 12
_TIME, _KIND, _STATE = "00-00 00:00", 9, 15
"""Room of the columns: the widest time, and em of the others."""
_MOST_LINES = 2
_INKS = {JobState.FAILED: "late", JobState.UNKNOWN: "soon", JobState.PRINTED: "done_text"}


@dataclass(frozen=True, slots=True)
class JobText:
    """A print job in words."""

    id: int
    at: str
    kind: str
    target: str
    state: str
    why: str
    ink: str


def job_texts(jobs: Sequence[PrintJob], words: Words, zone: tzinfo) -> tuple[JobText, ...]:
    """Print jobs in words, as they come."""
    return tuple(_text(job, words, zone) for job in jobs)


def _text(job: PrintJob, words: Words, zone: tzinfo) -> JobText:
    kind = words(f"printer.paper.{job.paper}")
    order = short_number(one_line(job.order)) if job.order else ""
    if job.paper is Paper.SLIP:
        kind = words(f"papers.{job.what}.title")
    target = one_line(job.waybill) or order or f"#{job.what}"
    trouble = Trouble.of_text(job.detail)
    return JobText(
        job.id,
        job.created_at.astimezone(zone).strftime("%m-%d %H:%M") if job.created_at else "",
        kind[:1].upper() + kind[1:],
        f"{target} · {order}" if order and order != target else target,
        words(f"printer.state.{job.state}"),
        words.trouble(trouble.reason, trouble.data) if trouble else "",
        _INKS.get(job.state, "text"),
    )


class JobTable(Measured):
    """Arrows choose a row; why something did not come out stands below it."""

    def __init__(self, colours: Colours) -> None:
        """An empty list."""
        super().__init__(colours)
        self.rows: tuple[JobText, ...] = ()
        self._place = 0

    @property
    def chosen(self) -> JobText | None:
        """The row the arrows stand on."""
        return self.rows[self._place] if self.rows else None

    @property
    def spot(self) -> QRect:
        """The chosen row."""
        return self._rooms(self.width())[self._place] if self.rows else QRect()

    def show_rows(self, rows: tuple[JobText, ...]) -> None:
        """The jobs as they are now; the choice stays on its job."""
        chosen = self.chosen
        self.rows = rows
        ids = [row.id for row in rows]
        self._place = ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0
        self.updateGeometry()
        self.update()

    def take_key(self, key: Qt.Key) -> bool:
        """Up and down walk."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if step is None or not 0 <= self._place + step < len(self.rows):
            return False
        self._choose(self._place + step)
        return True

    def _choose(self, place: int) -> None:
        self._place = place
        self.update()
        self.changed.emit()

    # --- room and paint -------------------------------------------------------------------------------------

    def _why(self, row: JobText, width: int) -> tuple[str, ...]:
        if not row.why:
            return ()
        return broken(row.why, fonts.face(Size.CAPTION), width - fonts.px(2 * _PAD), _MOST_LINES)

    def _rooms(self, width: int) -> list[QRect]:
        line = QFontMetrics(fonts.face(Size.BODY)).lineSpacing()
        small = QFontMetrics(fonts.face(Size.CAPTION)).lineSpacing()
        rooms, top = [], 0
        for row in self.rows:
            height = line + small * len(self._why(row, width)) + fonts.px(16)
            rooms.append(QRect(0, top, width, height))
            top += height
        return rooms

    def heightForWidth(self, width: int) -> int:  # noqa: N802  (Qt's name)
        """All rows."""
        rooms = self._rooms(width)
        return rooms[-1].bottom() + 1 if rooms else 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click chooses."""
        for place, room in enumerate(self._rooms(self.width())):
            if room.contains(event.position().toPoint()):
                self._choose(place)
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """Rows parted by lines; what is not well stands out by its colour and its words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (row, room) in enumerate(zip(self.rows, self._rooms(self.width()), strict=True)):
            if place == self._place:
                self.paint_ground(painter, room)
            self._paint_row(painter, row, room)

    def _paint_row(self, painter: QPainter, row: JobText, room: QRect) -> None:
        body = QFontMetrics(fonts.face(Size.BODY))
        em = body.horizontalAdvance("中")
        inner = room.adjusted(fonts.px(_PAD), fonts.px(8), -fonts.px(_PAD), 0)
        inner.setHeight(body.lineSpacing())
        time, kind, state = body.horizontalAdvance(_TIME) + em, _KIND * em, _STATE * em
        target = max(0, inner.width() - time - kind - state)
        left = inner.left()
        cells = (
            (row.at, time, "muted", False),
            (row.kind, kind, "text", False),
            (row.target, target, "text", True),
            (row.state, state, row.ink, row.ink != "text"),
        )
        for text, width, ink, is_bold in cells:
            face = fonts.face(Size.BODY, bold=is_bold)
            painter.setFont(face)
            painter.setPen(QColor(getattr(self.colours, ink)))
            shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, max(0, width - em // 2))
            cell = QRect(left, inner.top(), width, inner.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            left += width
        painter.setFont(fonts.face(Size.CAPTION))
        painter.setPen(QColor(self.colours.muted))
        why = QRect(inner.left(), inner.bottom() + 1, inner.width(), room.bottom() - inner.bottom())
        painter.drawText(why, Qt.AlignmentFlag.AlignTop, "\n".join(self._why(row, room.width())))
        painter.fillRect(0, room.bottom(), self.width(), 1, QColor(self.colours.line))
