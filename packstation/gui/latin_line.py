"""A text field that no input method may read before we do, unless the packer asks for Chinese.

A Chinese input method takes a scan apart before the program sees one key of it. Measured: only a field that
says of itself that it takes no composed text is left alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.text import PlainLabel

MARK = "中"
BURST = 4
"""So many changes of a composition at a scanner's pace are a scan."""
PACE_S = 0.05


@runtime_checkable
class HearsOfLosses(Protocol):
    """A window that tells the packer when an input method took a scan."""

    scan_lost: Any


class LatinLine(QLineEdit):
    """Types what the keys say; Ctrl+I switches the input method on until the field is left.

    A scan that an input method takes even so is noticed by its pace: what it made of it is thrown away, the
    input method is off again, and ``scan_lost`` tells.
    """

    scan_lost = Signal()

    def __init__(self, text: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        """A field with this text.

        Args:
            text: what stands in it.
            clock: seconds, monotonic.
        """
        super().__init__(text)
        self.is_composing = False
        self._clock = clock
        self._changes: list[float] = []
        self._before = ""
        self._mark = PlainLabel(MARK, size=Size.CAPTION, bold=True, parent=self)
        self._mark.hide()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:  # type: ignore[override]  # noqa: N802  (Qt's name)
        """Whether composed text is welcome."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return self.is_composing
        return super().inputMethodQuery(query)

    def compose(self, on: bool) -> None:  # noqa: FBT001  (Qt's shape of a setter)
        """Let the input method in, or shut it out."""
        if on is self.is_composing:
            return
        self.is_composing = on
        self._changes.clear()
        QGuiApplication.inputMethod().reset()
        QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)
        self._mark.setVisible(on)
        self._place_mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Ctrl+I is the switch."""
        if event.key() == Qt.Key.Key_I and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.compose(not self.is_composing)
            event.accept()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802  (Qt's name)
        """Composition by a person comes at a person's pace."""
        now = self._clock()
        if self._changes and now - self._changes[-1] > PACE_S:
            self._changes.clear()
        if not self._changes:
            self._before = self.text()
        self._changes.append(now)
        if len(self._changes) >= BURST:
            self._throw_away()
            event.accept()
            return
        super().inputMethodEvent(event)

    def _throw_away(self) -> None:
        before = self._before
        self.compose(False)
        self.setText(before)
        self.scan_lost.emit()
        window = self.window()
        if isinstance(window, HearsOfLosses):
            window.scan_lost.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  (Qt's name)
        """The next one who comes scans again."""
        self.compose(False)
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """The mark stands at the end."""
        super().resizeEvent(event)
        self._place_mark()

    def _place_mark(self) -> None:
        size = self._mark.sizeHint()
        right = fonts.px(10)
        self._mark.setGeometry(
            self.width() - size.width() - right,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )
        self.setTextMargins(0, 0, size.width() + right if self.is_composing else 0, 0)
