"""An order that left: the parcels it left in, and another waybill number for one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from packstation.gui.badge_asking import BadgeAsking
from packstation.gui.fields import Option, Segments
from packstation.gui.paper_number import Likeness, PaperNumber
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

REASONS = ("carriers.renumber.reason", "spoiled", "other-carrier", "wrong")


@dataclass(frozen=True, slots=True)
class ParcelText:
    """A parcel that left: its number, the code of its carrier, and how it stands, in words."""

    number: str
    carrier: str
    text: str


@dataclass(frozen=True, slots=True)
class Renumbered:
    """What was asked for: this number of this carrier instead of the one before, why, a lead's badge."""

    before: str
    number: str
    carrier: str
    why: str
    badge: str


@dataclass(frozen=True, slots=True)
class RenumberWork:
    """What the sheet needs: the order in words, its parcels; ``take`` gives why a number was refused."""

    about: str
    parcels: tuple[ParcelText, ...]
    known: Likeness
    take: Callable[[Renumbered], str]
    may_change: bool


class RenumberSheet(Sheet):
    """Scan the new label or type its number, say why; Ctrl+Enter changes it here and on the platform."""

    def __init__(self, words: Words, colours: Colours, host: QWidget, work: RenumberWork) -> None:
        """Show the parcels and ask for a number.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            work: what is known and what takes the number.
        """
        super().__init__(words, colours, host, words("carriers.renumber.title"), width=860)
        self._work = work
        self._lead = BadgeAsking(self, "carriers.renumber")
        self.describe(work.about)
        for parcel in work.parcels:
            self.body.addWidget(PlainLabel(parcel.text, wrap=True))
        several = tuple(Option(parcel.number, parcel.number) for parcel in work.parcels)
        self.before = Segments(colours, words("carriers.renumber.before"), several)
        self.add_field(self.before)
        self.before.setVisible(len(several) > 1)
        self._paper = PaperNumber(self, "carriers.renumber", work.known, work.parcels[0].carrier)
        self.number, self.likely, self.carrier = self._paper.number, self._paper.likely, self._paper.carrier
        self.body.addWidget(PlainLabel(words("carriers.renumber.why"), colour=colours.muted, wrap=True))
        self.reasons = Reasons(self, REASONS)
        self.number.changed.connect(self._look)
        self.before.changed.connect(self._follow)
        self.add_closing(words("carriers.renumber.confirm"))
        self._look()

    def open_sheet(self) -> None:
        """The number is typed or scanned at once."""
        super().open_sheet()
        self.enter(self.number)

    def take_scan(self, code: str) -> bool:
        """A badge gives a lead's right; a number nobody knows here goes into the field."""
        if self._lead.take_scan(code):
            return True
        if not self._paper.taken(code):
            return False
        self._look()
        return True

    def _follow(self) -> None:
        """Another of several parcels is meant: its carrier is the likely one."""
        carriers = {parcel.number: parcel.carrier for parcel in self._work.parcels}
        self.carrier.choose(carriers.get(self.before.value, self.carrier.value))

    def _look(self) -> None:
        """Whose numbers look like this one: said, never decided."""
        number = self.number.value
        self._paper.look()
        self.say("")
        if number and not self._work.may_change and not self._lead.badge:
            self.say(self.words("carriers.renumber.badge"), colour="muted")
        self.refit()

    def confirm(self) -> None:
        """Change it; where that is refused the sheet stays and says why."""
        number, why = self.number.value, self.reasons.given()
        if not number:
            self.say(self.words("carriers.number.missing"))
            return
        if not why or not (self._work.may_change or self._lead.is_shown()):
            return
        wanted = Renumbered(self.before.value, number, self.carrier.value, why, self._lead.badge)
        refused = self._work.take(wanted)
        if refused:
            self._lead.forget()
            self.say(refused)
        else:
            self.close_sheet()
