"""The parcel's weight: typed where there is no scale, or seen on the scale and taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from packstation.domain.scan import Command, command_of
from packstation.domain.weight import Expected
from packstation.gui.fonts import Size
from packstation.gui.sheet import Sheet
from packstation.gui.side_parts import NoteBox
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.gui.weight_text import grams_of
from packstation.words import Words

Weigh = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A weight that cannot be right: what is wrong, in words; ``vouch`` takes a lead's word for it.

    ``vouch`` gets the badge that was scanned for it (empty where ``may_vouch`` is true without) and gives why
    it was refused, or nothing.
    """

    text: str
    may_vouch: bool
    vouch: Callable[[str], str]


class WeightSheet(Sheet):
    """Enter or Ctrl+Enter takes the weight; F5 takes what lies on the scale as packaging.

    Where the last weight is in doubt, F9 lets it stand on a lead's word.
    """

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        expected: Expected | None,
        weigh: Weigh,
        tare: Callable[[], object] | None = None,
        doubt: Doubt | None = None,
    ) -> None:
        """Ask for a weight.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            expected: what the box should weigh, if that is known.
            weigh: gets the grams typed.
            tare: makes what lies on the scale packaging; none without a scale.
            doubt: of the weight taken last.
        """
        super().__init__(words, colours, host, words("hand.weight.title"), width=760)
        self._weigh = weigh
        self._tare = tare
        self._doubt = doubt
        self._badge = ""
        if expected is None:
            self.describe(words("hand.weight.about"))
        else:
            gaps = {"grams": expected.weight_g, "room": expected.tolerance_g}
            self.describe(words("hand.weight.about-expected", **gaps))
        self._show_doubt()
        self.reading = PlainLabel(size=Size.COUNT, bold=True)
        self.body.addWidget(self.reading)
        self.reading.setVisible(tare is not None)
        self.weight = TextField(colours, words("hand.weight.weight"), hint=words("hand.weight.hint"))
        self.add_field(self.weight)
        self.weight.line.returnPressed.connect(self.confirm)
        self.show_reading(None, is_still=False)
        if tare is not None:
            self.add_button("F5", words("hand.weight.tare"))
        if doubt is not None:
            self.add_button("F9", words("hand.weight.vouch"))
        self.add_closing(words("hand.weight.confirm"))

    def _show_doubt(self) -> None:
        if self._doubt is not None:
            note = NoteBox("alarm_soft", "late", self.colours)
            note.setParent(self)
            note.show_note(f"▲ {self._doubt.text}")
            self.body.addWidget(note)

    def take_scan(self, code: str) -> bool:
        """A badge gives a lead's right; anything else is not for this sheet."""
        command = command_of(code)
        if self._doubt is None or command is None or command[0] is not Command.USER:
            return False
        self._badge = command[1]
        self.say(self.words("hand.weight.badge-seen", badge=self._badge), colour="muted")
        return True

    def _vouch(self, doubt: Doubt) -> None:
        """Let the doubted weight stand, if somebody who may says so."""
        if not doubt.may_vouch and not self._badge:
            self.say(self.words("hand.weight.badge"))
            return
        refused = doubt.vouch(self._badge)
        if refused:
            self._badge = ""
            self.say(refused)
        else:
            self.close_sheet()

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
        """F5: tare; F9: the doubted weight stands."""
        if name == "F9" and self._doubt is not None:
            self._vouch(self._doubt)
            return True
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
