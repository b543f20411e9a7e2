"""A text typed on a sheet: entered by hand only, and only while it is the current field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit

from packstation.gui import fonts
from packstation.gui.fields import CAPTION_SHARE, PAD, Field
from packstation.gui.latin_line import LatinLine
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours

LONGEST_TEXT = 80
_FOR_THE_SHEET = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
    }
)


class Typing(LatinLine):
    """A text field that leaves arrows, Enter, Esc and function keys to its sheet."""

    def __init__(self, text: str = "", longest: int = LONGEST_TEXT) -> None:
        """A field with this text in it, of so many signs at most."""
        super().__init__(text[:longest])
        self.setMaxLength(longest)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Text stays here, everything else goes on."""
        key = Qt.Key(event.key())
        if key in _FOR_THE_SHEET or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextField(Field):
    """A caption and a text to type beside it."""

    def __init__(
        self,
        colours: Colours,
        caption: str,
        text: str = "",
        *,
        hint: str = "",
        longest: int = LONGEST_TEXT,
    ) -> None:
        """A field with ``text`` in it; ``hint`` stands there while it is empty."""
        super().__init__(colours)
        self.caption = PlainLabel(caption, wrap=True)
        self.line = Typing(text, longest)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(caption)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self._row = QGridLayout(self)
        self._row.setContentsMargins(fonts.px(PAD), fonts.px(4), fonts.px(PAD), fonts.px(4))
        self._row.setHorizontalSpacing(0)
        self._row.addWidget(self.caption, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.line, 0, 1)
        self._row.setColumnStretch(1, 1)

    @property
    def editor(self) -> QLineEdit | None:
        """The text itself."""
        return self.line

    @property
    def value(self) -> str:
        """What stands there, without blanks around it."""
        return self.line.text().strip()

    @property
    def is_clipped(self) -> bool:
        """Whether the caption lost its end."""
        return self.caption.is_clipped

    def name(self, caption: str) -> None:
        """Ask for something else."""
        self.caption.setText(caption)
        self.line.setAccessibleName(caption)

    def hide_text(self) -> None:
        """Show dots instead of what is typed."""
        self.line.setEchoMode(QLineEdit.EchoMode.Password)

    def clear(self) -> None:
        """Nothing stands there any more."""
        self.line.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  (Qt's name)
        """Captions of all fields are equally wide."""
        super().resizeEvent(event)
        self.caption.setFixedWidth(int(self.width() * CAPTION_SHARE) - fonts.px(PAD))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """A click anywhere on it chooses it."""
        event.accept()
        self.wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The tint of the current field."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, self.rect())
