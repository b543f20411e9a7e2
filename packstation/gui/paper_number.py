"""A waybill number that stands on paper: its field, whose numbers look like it, and its carrier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from packstation.domain.scan import clean
from packstation.gui.fields import Option, Segments
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is known of numbers: carriers (code, name), the likely one first; the codes whose numbers look so.

    ``is_ours`` says whether a scan means something else here.
    """

    carriers: tuple[tuple[str, str], ...]
    like: Callable[[str], tuple[str, ...]]
    is_ours: Callable[[str], bool]


class PaperNumber:
    """The fields of a sheet that asks for a number; it only suggests the carrier, a person chooses."""

    def __init__(self, sheet: Sheet, key: str, known: Likeness, carrier: str = "") -> None:
        """Add the fields to the sheet.

        Args:
            sheet: what asks.
            key: of the sheet's words, which has ``number`` and ``hint``.
            known: what is known of numbers.
            carrier: the code that is chosen at first; the likely one if nothing else is said.
        """
        self._sheet = sheet
        self._known = known
        words, colours = sheet.words, sheet.colours
        self.number = TextField(colours, words(f"{key}.number"), hint=words(f"{key}.hint"))
        sheet.add_field(self.number)
        self.likely = PlainLabel(colour=colours.muted, wrap=True)
        sheet.body.addWidget(self.likely)
        options = tuple(Option(code, name) for code, name in known.carriers)
        self.carrier = Segments(colours, words("carriers.number.carrier"), options, carrier)
        sheet.add_field(self.carrier)

    def taken(self, code: str) -> str:
        """A scan that means nothing else here goes into the field; gives what stands there then."""
        said = clean(code)
        if not said or self._known.is_ours(code):
            return ""
        self.number.line.setText(said)
        return said

    def look(self) -> None:
        """Whose numbers look like this one: said, never decided."""
        number = self.number.value
        words, names = self._sheet.words, dict(self._known.carriers)
        like = [names.get(code, code) for code in self._known.like(number)] if number else []
        key = "likely" if like else "likely-none"
        text = words(f"carriers.number.{key}", carriers=words("pack.comma").join(like))
        self.likely.setText(text if number else "")
        self.likely.setVisible(bool(number))
