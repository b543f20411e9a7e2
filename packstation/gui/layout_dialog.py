"""How labels look: a sample in true size that follows every choice, before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import shiboken6
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from packstation.desk.sample_label import Look
from packstation.errors import PackstationError
from packstation.gui import fonts
from packstation.gui.fields import Segments
from packstation.gui.label_preview import LabelPreview
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

NAMES = ("printers.label.layout", "printers.label.size", "printers.label.dpi", "printers.label.mask")
"""The settings a label's look depends on."""
_LEFT = 440
_AROUND = 204
"""Pixels at 100 % that foot and margins take from the label's height."""

Drawn = Callable[[Image.Image], None]
Broken = Callable[[Exception], None]
DrawSample = Callable[[Look, Drawn, Broken], object]
"""Draws a sample behind the packer's back, and tells the picture or what went wrong."""


class LayoutSheet(Sheet):
    """Left a sample, right what it depends on; Ctrl+Enter takes the choice over into the settings."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        fields: Mapping[str, Segments],
        draw: DrawSample,
        leave: Callable[[dict[str, str]], object],
    ) -> None:
        """Show the label as it is set up.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            fields: a choice for each of ``NAMES``, with what is chosen now.
            draw: draws the sample.
            leave: goes back to where it was opened; takes what is to be kept, by the setting's name.
        """
        super().__init__(words, colours, host, words("printer.look.title"), width=980)
        self.by_name = fields
        self._draw = draw
        self._leave = leave
        self._asked = 0
        self.preview: LabelPreview | None = None
        self.describe(words("printer.look.about"))
        self._left, right = QVBoxLayout(), QVBoxLayout()
        self._table = QWidget(self)
        self._table.setFixedSize(fonts.px(_LEFT), fonts.px(_LEFT))
        self._left.addWidget(self._table)
        self._left.addStretch(1)
        right.setSpacing(fonts.px(4))
        for head in (self.title, self.subtitle):
            right.addWidget(head)
        right.addSpacing(fonts.px(8))
        for name in NAMES:
            self.add_field(fields[name], right)
            fields[name].changed.connect(self._look)
        self.size_text = PlainLabel(colour=colours.muted, wrap=True)
        right.addSpacing(fonts.px(8))
        right.addWidget(self.size_text)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(28))
        row.addLayout(self._left)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self.add_closing(words("printer.look.confirm"), close=words("printer.look.back"))
        self._look()

    def _room(self) -> QSize:
        return QSize(fonts.px(_LEFT), self._host.height() - fonts.px(_AROUND))

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen now, by the setting's name."""
        return {name: field.value for name, field in self.by_name.items()}

    def _look(self) -> None:
        """Ask for the sample of what is chosen; only the last one asked for is shown."""
        self._asked += 1
        asked = self._asked
        layout, size, dpi, mask = (self.chosen[name] for name in NAMES)
        look = Look(layout, size, int(dpi), mask == "true")

        def is_wanted() -> bool:
            return shiboken6.isValid(self) and asked == self._asked

        def drawn(image: Image.Image) -> None:
            if is_wanted():
                self._show(image, look.dpi)

        def broken(error: Exception) -> None:
            if is_wanted():
                self._take_away()
                why = error if isinstance(error, PackstationError) else None
                self.say(self.words.error(why) if why is not None else self.words("gui.fault.detail"))

        self._draw(look, drawn, broken)

    def _show(self, image: Image.Image, dpi: int) -> None:
        self._take_away()
        self.say("")
        preview = LabelPreview(self.colours, image, dpi, self._room())
        preview.setParent(self._table)
        preview.show()
        self._table.setFixedSize(fonts.px(_LEFT), preview.height())
        self.preview = preview
        size = "×".join(str(side) for side in preview.size_mm)
        key = "size" if preview.percent >= 100 else "shrunk"  # noqa: PLR2004  (percent)
        self.size_text.setText(self.words(f"dialogs.waybill.{key}", size=size, percent=preview.percent))
        self.refit()

    def _take_away(self) -> None:
        """Show no label: another follows, or there is none."""
        if self.preview is not None:
            self.preview.hide()
            self.preview.deleteLater()
            self.preview = None
        self.size_text.setText("")

    def dismiss(self) -> None:
        """Back without the choice."""
        self.close_sheet()
        self._leave({})

    def confirm(self) -> None:
        """Take the choice over; nothing is saved yet."""
        chosen = self.chosen
        self.close_sheet()
        self._leave(chosen)
