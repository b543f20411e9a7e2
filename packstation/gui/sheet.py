"""A sheet laid over the window: asks one thing, answered by keys no barcode holds. Never modal.

Esc closes and Ctrl+Enter confirms; arrows move. Letters, digits and Enter, all a scanner can type, do nothing
but fill a text field that was chosen by hand. Keys that go to the window under an open sheet are the sheet's.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from packstation.gui import fonts
from packstation.gui.fields import Field
from packstation.gui.fonts import Size
from packstation.gui.key_button import KeyButton, KeyRow, Kind
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

_MARGIN = 28
_PAD = 32
_DIM = QColor(8, 12, 18, 150)
_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Tab)
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Backtab)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QWidget):
    """Covers its host with a veil and stands in the middle of it; at most one at a time is open over a host.

    ``closed`` follows every way it goes away. Subclasses fill ``body``, add fields and buttons, and overwrite
    ``confirm``.
    """

    closed = Signal()

    def __init__(
        self, words: Words, colours: Colours, host: QWidget, title: str, *, width: int = 860
    ) -> None:
        """A hidden sheet over ``host``.

        Args:
            words: the language.
            colours: the theme.
            host: what it covers; usually the window.
            title: what it is about.
            width: how wide it would like to be, in pixels at 100 %.
        """
        super().__init__(host)
        self.words = words
        self.colours = colours
        self._host = host
        self._width = width
        self._current = -1
        self.fields: list[Field] = []
        self.buttons: list[KeyButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(title)
        self.title = PlainLabel(title, size=Size.LARGE, bold=True, wrap=True)
        self.subtitle = PlainLabel(size=Size.BODY, colour=colours.muted, wrap=True)
        self.note = PlainLabel(size=Size.BODY, bold=True, colour=colours.late, wrap=True)
        self._panel = QWidget(self)
        self.body = QVBoxLayout()
        self._head, self._foot = QVBoxLayout(), QVBoxLayout()
        self.keys = KeyRow(colours)
        self._scroll = QScrollArea()
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        pad = fonts.px(_PAD)
        head = self._head
        head.setContentsMargins(pad, fonts.px(26), pad, fonts.px(12))
        head.setSpacing(fonts.px(4))
        head.addWidget(self.title)
        head.addWidget(self.subtitle)
        content = QWidget()
        self.body.setContentsMargins(pad, fonts.px(6), pad, fonts.px(14))
        self.body.setSpacing(fonts.px(12))
        content.setLayout(self.body)
        self._scroll.setWidget(content)
        content.setAutoFillBackground(False)
        self._scroll.setWidgetResizable(True)
        self._scroll.setMinimumHeight(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = self._foot
        foot.setContentsMargins(pad, fonts.px(12), pad, fonts.px(22))
        foot.setSpacing(fonts.px(10))
        foot.addWidget(self.note)
        foot.addWidget(self.keys)
        whole = QVBoxLayout(self._panel)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        self._panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.subtitle.hide()
        self.note.hide()

    # --- for subclasses -------------------------------------------------------------------------------------

    def add_field(self, field: Field, into: QBoxLayout | None = None) -> None:
        """A field in the body, or in a layout within it; the first list to choose from is the current one."""
        # what has no parent yet would come up as a window of its own once it is shown
        field.setParent(self)
        self.fields.append(field)
        (into or self.body).addWidget(field)
        field.wanted.connect(lambda: self._go_to(self.fields.index(field)))

    def add_button(self, key: str, text: str, *, kind: Kind = Kind.PLAIN) -> KeyButton:
        """A key with its word in the foot, from left to right; a click is the key."""
        button = KeyButton(key, text, self.colours, kind)
        button.pressed.connect(self._press)
        self.buttons.append(button)
        self.keys.add(button)
        return button

    def add_closing(self, confirm: str = "", *, close: str = "", danger: bool = False) -> None:
        """The two keys every sheet ends with: Esc, and Ctrl+Enter where there is something to confirm."""
        self.keys.hint.setText(self.words("dialogs.key.move") if self.fields else "")
        self.add_button("Esc", close or self.words("dialogs.key.close"))
        if confirm:
            self.add_button("Ctrl Enter", confirm, kind=Kind.DANGER if danger else Kind.PRIMARY)

    def say(self, text: str, *, colour: str = "late") -> None:
        """A sentence above the keys: what is missing or went wrong."""
        self.note.set_colour(getattr(self.colours, colour))
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.refit()

    def describe(self, text: str) -> None:
        """The line below the title."""
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    def confirm(self) -> None:
        """Ctrl+Enter; closes where there is nothing to confirm."""
        self.close_sheet()

    def dismiss(self) -> None:
        """Esc: the packer wants it gone; a scan or another sheet closes it without this."""
        self.close_sheet()

    def press_key(self, name: str) -> bool:
        """A function key by name (``F4``), or another key of the foot; gives whether it meant something."""
        del name
        return False

    # --- opening and closing --------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether it lies over its host."""
        return not self.isHidden()

    def open_sheet(self) -> None:
        """Lie over the host, in the place of any other sheet."""
        for other in self._host.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if other is not self and other.is_open:
                other.close_sheet()
        self.body.addStretch(1)
        self._fit()
        self.show()
        self.raise_()
        self._fit()
        self._host.installEventFilter(self)
        self._host.window().installEventFilter(self)
        # a text field is only ever entered by hand
        usable = (n for n, field in enumerate(self.fields) if field.can_be_current and field.editor is None)
        self._go_to(next(usable, -1))

    def enter(self, field: Field) -> None:
        """Begin at this field, typing at once where it is a text."""
        self._go_to(self.fields.index(field))

    def take_scan(self, code: str) -> bool:
        """Use a scan for what is asked here; False where it is not for this sheet, which then closes."""
        del code
        return False

    def close_sheet(self) -> None:
        """Go away and leave nothing behind; the keyboard goes back to the window."""
        if not self.is_open:
            return
        self._host.removeEventFilter(self)
        self._host.window().removeEventFilter(self)
        self.hide()
        self._host.window().setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Follow the host's size; take keys that go to the window under the sheet."""
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._host:
            self._fit()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._host.window():
            self.keyPressEvent(event)
            return True
        return False

    def refit(self) -> None:
        """The content has grown or shrunk."""
        if self.is_open:
            self._fit()

    def _fit(self) -> None:
        """As wide as it likes, as high as its content needs, as far as there is room."""
        self.setGeometry(self._host.rect())
        margin = fonts.px(_MARGIN)
        width = min(fonts.px(self._width), self.width() - 2 * margin)
        self._panel.resize(width, self.height())
        height = min(self._wanted_height(width), self.height() - 2 * margin)
        self._panel.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _wanted_height(self, width: int) -> int:
        """Head, content and foot at this width."""
        parts = (self._head, self.body, self._foot)
        return sum(_height_of(part, width) for part in parts) + fonts.px(2)

    # --- keys -----------------------------------------------------------------------------------------------

    @property
    def current(self) -> Field | None:
        """The field the arrows work on."""
        return self.fields[self._current] if 0 <= self._current < len(self.fields) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Esc, Ctrl+Enter, function keys and arrows; everything else does nothing here."""
        event.accept()
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.confirm()
        elif Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
            self.press_key(f"F{key - Qt.Key.Key_F1 + 1}")
        elif self.current is None or not self.current.take_key(key):
            self._move(key)
        else:
            self._bring_into_sight(self.current)

    def _move(self, key: Qt.Key) -> None:
        if key in _FORWARD or key in _BACK:
            self._step(1 if key in _FORWARD else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep() * (1 if key == Qt.Key.Key_PageDown else -1))

    def _step(self, by: int) -> None:
        """The next field that may be current; without one the content moves."""
        place = self._current + by
        while 0 <= place < len(self.fields) and not self.fields[place].can_be_current:
            place += by
        if 0 <= place < len(self.fields):
            self._go_to(place)
        else:
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + by * fonts.px(60))

    def _go_to(self, place: int) -> None:
        """Make a field the current one; only a text field then has the keyboard itself."""
        self._current = place
        for number, field in enumerate(self.fields):
            field.set_current(number == place)
        now = self.current
        editor = now.editor if now is not None else None
        (editor or self).setFocus(Qt.FocusReason.OtherFocusReason)
        if now is not None:
            self._bring_into_sight(now)

    def _bring_into_sight(self, field: Field) -> None:
        """As little is moved as will show what the arrows stand on."""
        content = self._scroll.widget()
        if content is not None:
            spot = field.spot.translated(field.mapTo(content, QPoint(0, 0)))
            self._scroll.ensureVisible(0, spot.center().y(), 0, spot.height() // 2 + fonts.px(12))

    def _press(self, key: str) -> None:
        if key == "Esc":
            self.dismiss()
        elif key == "Ctrl Enter":
            self.confirm()
        else:
            self.press_key(key)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802, FBT001  (Qt's name and shape)
        """Tab is an arrow here: it leaves no sheet."""
        self._step(1 if forward else -1)
        return True

    # --- mouse and paint ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  (Qt's name)
        """Nothing below the veil is clicked by accident."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        """The veil and the sheet on it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _DIM)
        painter.setPen(QPen(QColor(self.colours.line), 1))
        painter.setBrush(QColor(self.colours.surface))
        painter.drawRoundedRect(QRectF(self._panel.geometry()), fonts.px(14), fonts.px(14))


def _height_of(layout: QBoxLayout, width: int) -> int:
    return (
        layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
    )
