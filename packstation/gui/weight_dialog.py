"""The parcel's weight: typed where there is no scale, or seen on the scale and taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.gui.fonts import Size
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.gui.weight_text import grams_of
from packstation.words import Words

Weigh = Callable[[int], object]


class WeightSheet(Sheet):
    """Enter or Ctrl+Enter takes the weight; F5 takes what lies on the scale as packaging."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        expected_g: int | None,
        weigh: Weigh,
        tare: Callable[[], object] | None = None,
    ) -> None:
        """Ask for a weight.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            expected_g: what the box should weigh in grams, if that is known.
            weigh: gets the grams typed.
            tare: makes what lies on the scale packaging; none without a scale.
        """
        super().__init__(words, colours, host, words("hand.weight.title"), width=760)
        self._weigh = weigh
        self._tare = tare
        about = "about" if expected_g is None else "about-expected"
        self.describe(words(f"hand.weight.{about}", grams=expected_g))
        self.reading = PlainLabel(size=Size.COUNT, bold=True)
        self.body.addWidget(self.reading)
        self.reading.setVisible(tare is not None)
        self.weight = TextField(colours, words("hand.weight.weight"), hint=words("hand.weight.hint"))
        self.add_field(self.weight)
        self.weight.line.returnPressed.connect(self.confirm)
        self.show_reading(None, is_still=False)
        if tare is not None:
            self.add_button("F5", words("hand.weight.tare"))
        self.add_closing(words("hand.weight.confirm"))

    def open_sheet(self) -> None:
        """The weight is typed at once."""
        super().open_sheet()
        self.enter(self.weight)

    def show_reading(self, grams: int | None, *, is_still: bool) -> None:
        """What the scale says now (net grams), and whether it lies still."""
        if grams is None:
            self.reading.setText(self.words("hand.weight.nothing"))
        else:
            key = "still" if is_still else "moving"
            self.reading.setText(self.words(f"hand.weight.{key}", grams=grams))

    def press_key(self, name: str) -> bool:
        """F5: tare."""
        if name == "F5" and self._tare is not None:
            self._tare()
            return True
        return False

    def confirm(self) -> None:
        """Take the weight, if it is one."""
        grams = grams_of(self.weight.value)
        if grams is None:
            self.say(self.words("hand.weight.wrong"))
            return
        self.close_sheet()
        self._weigh(grams)
