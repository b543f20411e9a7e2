"""Looking at goods before they are packed: what to look for, and what is wrong when it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from packstation.desk.views import OrderView
from packstation.domain.order import Line
from packstation.domain.quality import KINDS, Rate
from packstation.gui import fonts
from packstation.gui.check_list import CheckList, Seen
from packstation.gui.fields import Choices, Option
from packstation.gui.fonts import Size
from packstation.gui.key_button import Kind
from packstation.gui.lines_of_text import one_line
from packstation.gui.photo_sources import Source
from packstation.gui.pictures import Pictures
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import DARK, Colours
from packstation.words import Words

NO_SOURCES: Mapping[str, Source] = MappingProxyType({})
WELL = "pass"
MOST_PHOTOS = 4
_PICTURE = 160
_THUMB = 84
Failed = Callable[[str, tuple[str, ...], str, tuple[bytes, ...]], object]
"""Kind of ``KINDS``, the checks that failed, a note, photos (JPEG)."""


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
    """Shows the line that waits longest; Ctrl+Enter passes it, or takes a flawed unit out, and says why.

    Arrows answer the checks one by one; whoever looked at once needs none of them.
    """

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        view: OrderView,
        pictures: Pictures,
        passed: Callable[[], object],
        failed: Failed,
        rate: Rate | None = None,
        sources: Mapping[str, Source] = NO_SOURCES,
        own_kinds: tuple[str, ...] = (),
    ) -> None:
        """Show what waits in this order.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            view: the open order.
            pictures: of the goods.
            passed: all checks of the waiting line are well.
            failed: one unit of it is flawed, and how.
            rate: how often these goods were flawed lately.
            sources: where a photo may come from, by the key that asks.
            own_kinds: what else the shop's goods suffer from.
        """
        super().__init__(words, colours, host, words("dialogs.quality.title"), width=1000)
        self._passed = passed
        self._failed = failed
        self._sources = sources
        self._own_kinds = own_kinds
        self.photos: list[bytes] = []
        self.kinds: Choices | None = None
        waiting = view.order.waiting_for_quality
        if waiting:
            self._ask(waiting[0], view, pictures, rate)
        else:
            self._show_all(view)

    # --- a line waits ---------------------------------------------------------------------------------------

    def _ask(self, line: Line, view: OrderView, pictures: Pictures, rate: Rate | None) -> None:
        words = self.words
        goods = _goods(line, view)
        about = [words("dialogs.quality.about", goods=goods, n=line.need)]
        if rate is not None and rate.looked_at:
            about.append(words("dialogs.quality.rate", flawed=rate.flawed, all=rate.looked_at))
        self.describe(words("dialogs.dot").join(about))
        self._names = line.inspect
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
        left.setSpacing(fonts.px(10))
        left.addWidget(self.picture)
        left.addWidget(self._caption("dialogs.quality.checks"))
        self.checks = CheckList(self.colours, tuple(one_line(check) for check in line.inspect))
        self.add_field(self.checks, left)
        self._strip = QHBoxLayout()
        self._strip.setSpacing(fonts.px(8))
        self._strip.addStretch(1)
        left.addLayout(self._strip)
        left.addStretch(1)
        right.setSpacing(fonts.px(8))
        self._add_answer(right)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(36))
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        self.body.addLayout(row)
        self.checks.changed.connect(self._follow_checks)
        self._photo_keys = [
            self.add_button(key, words(f"dialogs.quality.photo-{key}")) for key in self._sources
        ]
        self.add_closing(words("dialogs.quality.confirm-pass"))
        self._name_answer()

    def _add_answer(self, right: QVBoxLayout) -> None:
        """All is well, or what is wrong, with a note and photos."""
        words = self.words
        right.addWidget(self._caption("dialogs.quality.result"))
        usual = [Option(kind, words(f"dialogs.quality.reason.{kind}")) for kind in KINDS]
        options = (*usual[:-1], *(Option(kind, kind) for kind in self._own_kinds), usual[-1])
        self.kinds = Choices(self.colours, (Option(WELL, words("dialogs.quality.pass")), *options))
        self.add_field(self.kinds, right)
        self.note_field = TextField(
            self.colours, words("dialogs.quality.note"), hint=words("dialogs.quality.note-hint"), longest=500
        )
        self.add_field(self.note_field, right)
        self.kinds.changed.connect(self._name_answer)

    def _caption(self, key: str) -> PlainLabel:
        return PlainLabel(self.words(key), size=Size.CAPTION, colour=self.colours.muted)

    def _follow_checks(self) -> None:
        """A check that failed is a flaw; what kind of one is still to be said."""
        if self.kinds is None:
            return
        if self.checks.flawed and self.kinds.value == WELL:
            self.kinds.choose(KINDS[0])
        elif not self.checks.flawed and Seen.OPEN not in self.checks.seen:
            self.kinds.choose(WELL)
        self._name_answer()

    def _name_answer(self) -> None:
        """The answer's key says what it will do; a note and photos are only of flaws."""
        is_pass = self.kinds is None or self.kinds.value == WELL
        button = self.buttons[-1]
        button.set_kind(Kind.PRIMARY if is_pass else Kind.DANGER)
        button.set_text(self.words(f"dialogs.quality.confirm-{'pass' if is_pass else 'fail'}"))
        self.note_field.setVisible(not is_pass)
        for key in self._photo_keys:
            self.keys.show_button(key, on=not is_pass)
        self.say("")

    def press_key(self, name: str) -> bool:
        """F2, F3, F8: a photo from a file, the phone, the camera."""
        source = self._sources.get(name)
        if source is None or self.kinds is None or self.kinds.value == WELL:
            return False
        if len(self.photos) >= MOST_PHOTOS:
            self.say(self.words("dialogs.quality.photos-enough", n=MOST_PHOTOS))
            return True
        self.say(self.words("dialogs.quality.photo-waiting"), colour="muted")
        source(self._take_photo, self._no_photo)
        return True

    def _take_photo(self, data: bytes) -> None:
        """A photo came; perhaps after the sheet was closed."""
        if not shiboken6.isValid(self) or not self.is_open or len(self.photos) >= MOST_PHOTOS:
            return
        self.photos.append(data)
        image = QPixmap()
        image.loadFromData(data)
        edge = fonts.px(_THUMB)
        thumb = image.scaled(
            edge, edge, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self._strip.insertWidget(len(self.photos) - 1, _Picture(thumb))
        self.say("")

    def _no_photo(self, trouble: str) -> None:
        if shiboken6.isValid(self) and self.is_open:
            self.say(trouble)

    def confirm(self) -> None:
        """Pass all, or take one out."""
        if self.kinds is None:
            self.close_sheet()
        elif self.kinds.value != WELL:
            checks = tuple(self._names[place] for place in self.checks.flawed)
            self.close_sheet()
            self._failed(self.kinds.value, checks, self.note_field.value, tuple(self.photos))
        elif self.checks.flawed:
            self.say(self.words("dialogs.quality.check-failed"))
        else:
            self.close_sheet()
            self._passed()

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
