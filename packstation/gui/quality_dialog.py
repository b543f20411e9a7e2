"""Looking at goods before they are packed: what to look for, and what is wrong when it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from packstation.desk.views import OrderView
from packstation.domain.order import Line
from packstation.gui import fonts
from packstation.gui.fields import Option
from packstation.gui.fonts import Size
from packstation.gui.key_button import Kind
from packstation.gui.lines_of_text import one_line
from packstation.gui.marks import draw_box
from packstation.gui.pictures import Pictures
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.theme import DARK, Colours
from packstation.words import Words

WELL = "pass"
_PICTURE = 180
_REASONS = ("dialogs.quality.reason", "dirty", "broken", "colour", "parts", "expired", "box")


class _Box(QWidget):
    """An empty box before something to look at."""

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._colours = colours
        self.setFixedSize(fonts.px(26), fonts.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        room = QRect(0, 0, self.width(), self.height())
        ink = QColor(self._colours.soon)
        draw_box(QPainter(self), room, ticked=False, ink=ink, ground=QColor(self._colours.surface))


class _Picture(QWidget):
    """What the goods should look like."""

    def __init__(self, look: QPixmap) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(look.deviceIndependentSize().toSize())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  (Qt's name)
        del event
        QPainter(self).drawPixmap(0, 0, self._look)


class QualitySheet(Sheet):
    """Shows the line that waits longest; Ctrl+Enter passes it, or takes a flawed unit out, and says why."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        view: OrderView,
        pictures: Pictures,
        passed: Callable[[], object],
        failed: Callable[[str], object],
    ) -> None:
        """Show what waits in this order.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            view: the open order.
            pictures: of the goods.
            passed: all checks of the waiting line are well.
            failed: one unit of it is flawed, for this reason in words.
        """
        super().__init__(words, colours, host, words("dialogs.quality.title"), width=940)
        self._passed = passed
        self._failed = failed
        self.reasons: Reasons | None = None
        waiting = view.order.waiting_for_quality
        if waiting:
            self._ask(waiting[0], view, pictures)
        else:
            self._show_all(view)

    # --- a line waits ---------------------------------------------------------------------------------------

    def _ask(self, line: Line, view: OrderView, pictures: Pictures) -> None:
        words = self.words
        goods = _goods(line, view)
        self.describe(words("dialogs.quality.about", goods=goods, n=line.need))
        product = view.products.get(line.sku)
        path = product.picture if product else ""
        look = pictures.picture(
            line.sku,
            goods,
            path,
            fonts.px(_PICTURE),
            ratio=self.devicePixelRatioF(),
            dark=self.colours == DARK,
        )
        self.picture = _Picture(look)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(fonts.px(16))
        left.addWidget(self.picture)
        left.addLayout(self._checks(line))
        left.addStretch(1)
        right.setSpacing(fonts.px(8))
        right.addWidget(self._caption("dialogs.quality.result"))
        first = Option(WELL, words("dialogs.quality.pass"))
        self.reasons = Reasons(self, _REASONS, first=(first,), into=right)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(36))
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        self.body.addLayout(row)
        self.reasons.choices.changed.connect(self._name_answer)
        self.add_closing(words("dialogs.quality.confirm-pass"))

    def _checks(self, line: Line) -> QVBoxLayout:
        """What to look at, big enough to be read while the goods are turned over."""
        column = QVBoxLayout()
        column.setSpacing(fonts.px(8))
        column.addWidget(self._caption("dialogs.quality.checks"))
        self.checks = [
            PlainLabel(one_line(check), size=Size.TITLE, bold=True, wrap=True) for check in line.inspect
        ]
        for label in self.checks:
            row = QHBoxLayout()
            row.setSpacing(fonts.px(12))
            row.addWidget(_Box(self.colours), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(label, 1)
            column.addLayout(row)
        return column

    def _caption(self, key: str) -> PlainLabel:
        return PlainLabel(self.words(key), size=Size.CAPTION, colour=self.colours.muted)

    def _name_answer(self) -> None:
        """The answer's key says what it will do."""
        is_pass = self.reasons is None or self.reasons.value == WELL
        button = self.buttons[-1]
        button.set_kind(Kind.PRIMARY if is_pass else Kind.DANGER)
        button.set_text(self.words(f"dialogs.quality.confirm-{'pass' if is_pass else 'fail'}"))

    def confirm(self) -> None:
        """Pass all, or take one out."""
        if self.reasons is None:
            self.close_sheet()
        elif self.reasons.value == WELL:
            self.close_sheet()
            self._passed()
        elif reason := self.reasons.given():
            self.close_sheet()
            self._failed(reason)

    # --- nothing waits --------------------------------------------------------------------------------------

    def _show_all(self, view: OrderView) -> None:
        """How the checks of every line stand, for somebody who asks too early."""
        words = self.words
        inspected = [line for line in view.order.lines if line.inspect and line.need]
        self.title.setText(words("dialogs.quality.nothing"))
        self.describe(words("dialogs.quality.nothing-why" if inspected else "dialogs.quality.none"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(24))
        grid.setVerticalSpacing(fonts.px(12))
        grid.setColumnStretch(0, 1)
        for place, line in enumerate(inspected):
            grid.addWidget(PlainLabel(_goods(line, view), bold=True, wrap=True), place, 0)
            key, ink = ("passed", "done_text") if line.checked else ("later", "soon")
            text = words(f"dialogs.quality.{key}", n=line.need - line.got)
            grid.addWidget(PlainLabel(text, bold=True, colour=getattr(self.colours, ink)), place, 1)
        self.body.addLayout(grid)
        self.add_closing()


def _goods(line: Line, view: OrderView) -> str:
    """Name and kind of the goods, fit to be shown on one line."""
    return f"{one_line(line.title or view.title_of(line.sku))} {one_line(line.spec)}".strip()
