"""A waybill number on paper: scanned off a pre-printed label or typed, for the open order's box."""

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

REASONS = ("carriers.number.reason", "unreadable", "by-phone", "website")
STUCK, PRINT = "stuck", "print"


@dataclass(frozen=True, slots=True)
class Brought:
    """A number as it was brought: whose, scanned or typed, why, a lead's badge, on the box or not."""

    number: str
    carrier: str
    is_scanned: bool
    why: str
    badge: str
    is_stuck: bool


@dataclass(frozen=True, slots=True)
class NumberWork:
    """What the sheet needs: the order in words, what is known of numbers; ``take`` tells why not."""

    about: str
    known: Likeness
    take: Callable[[Brought], str]
    may_type: bool


class NumberSheet(Sheet):
    """Scan the label or type its number; the carrier is chosen by a person, Ctrl+Enter takes it."""

    def __init__(self, words: Words, colours: Colours, host: QWidget, work: NumberWork) -> None:
        """Ask for a number.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            work: what is known and what takes the number.
        """
        super().__init__(words, colours, host, words("carriers.number.title"), width=860)
        self._work = work
        self._scanned = ""
        self._lead = BadgeAsking(self, "carriers.number")
        self.describe(work.about)
        self._paper = PaperNumber(self, "carriers.number", work.known)
        self.number, self.likely, self.carrier = self._paper.number, self._paper.likely, self._paper.carrier
        ways = tuple(Option(way, words(f"carriers.number.{way}")) for way in (STUCK, PRINT))
        self.label = Segments(colours, words("carriers.number.label"), ways)
        self.add_field(self.label)
        self.why = PlainLabel(words("carriers.number.typed"), colour=colours.muted, wrap=True)
        self.body.addWidget(self.why)
        self.reasons = Reasons(self, REASONS)
        self.number.changed.connect(self._look)
        self.add_closing(words("carriers.number.confirm"))
        self._look()

    def open_sheet(self) -> None:
        """The number is typed or scanned at once."""
        super().open_sheet()
        self.enter(self.number)

    @property
    def is_scanned(self) -> bool:
        """Whether what stands there came off a label as it is."""
        return bool(self._scanned) and self.number.value == self._scanned

    def take_scan(self, code: str) -> bool:
        """A badge gives a lead's right; a number nobody knows here goes into the field."""
        if self._lead.take_scan(code):
            return True
        said = self._paper.taken(code)
        if not said:
            return False
        self._scanned = said
        self._look()
        return True

    def _look(self) -> None:
        """Whose numbers look like this one: said, never decided."""
        number = self.number.value
        self._paper.look()
        is_typed = bool(number) and not self.is_scanned
        self.why.setVisible(is_typed)
        self.reasons.set_visible(is_typed)
        self.say("")
        if is_typed and not self._work.may_type and not self._lead.badge:
            self.say(self.words("carriers.number.badge"), colour="muted")
        self.refit()

    def confirm(self) -> None:
        """Take it; where that is refused the sheet stays and says why."""
        number = self.number.value
        if not number:
            self.say(self.words("carriers.number.missing"))
            return
        why = "" if self.is_scanned else self.reasons.given()
        if not self.is_scanned and not (why and (self._work.may_type or self._lead.is_shown())):
            return
        is_stuck = self.label.value == STUCK
        badge = "" if self.is_scanned else self._lead.badge
        refused = self._work.take(Brought(number, self.carrier.value, self.is_scanned, why, badge, is_stuck))
        if refused:
            self._lead.forget()
            self.say(refused)
        else:
            self.close_sheet()
