"""Another carrier for the open order: what each would cost and what stands against it, with a reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.gui.badge_asking import BadgeAsking
from packstation.gui.carrier_words import OfferText
from packstation.gui.fields import Choices, Option
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.side_parts import NoteBox
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

REASONS = ("carriers.reason", "buyer", "faster", "no-pickup", "area", "goods")
Change = Callable[[str, str, str], str]


class CarrierSheet(Sheet):
    """Choose the carrier, say why, Ctrl+Enter; a lead's badge is scanned where the packer may not."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        about: str,
        offers: tuple[OfferText, ...],
        torn: str,
        change: Change,
        may_change: bool,
    ) -> None:
        """Offer the carriers.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            about: the order and its carrier, in words.
            offers: the other carriers, the best first.
            torn: the number that becomes void; empty where none was taken.
            change: gets the carrier's code, the reason and a lead's badge; gives why it was refused.
            may_change: whether the packer may without a lead.
        """
        super().__init__(words, colours, host, words("carriers.change.title"), width=900)
        self._offers = {one.code: one for one in offers if one.is_possible}
        self._change = change
        self._may_change = may_change
        self._lead = BadgeAsking(self, "carriers.change")
        self.describe(about)
        if not self._offers:
            self.body.addWidget(PlainLabel(words("carriers.change.none"), wrap=True))
            self._tell_impossible(offers)
            self.add_closing()
            return
        self.warning = NoteBox("warn_soft", "warn_text", colours)
        self.warning.setParent(self)
        self.warning.show_note(words("carriers.change.warning", waybill=torn) if torn else "")
        self.body.addWidget(self.warning)
        self.body.addWidget(PlainLabel(words("carriers.change.choose"), colour=colours.muted, wrap=True))
        self.carriers = Choices(colours, tuple(Option(code, one.line) for code, one in self._offers.items()))
        self.add_field(self.carriers)
        self.body.addWidget(PlainLabel(words("carriers.change.why"), colour=colours.muted, wrap=True))
        self.reasons = Reasons(self, REASONS)
        self._tell_impossible(offers)
        self.carriers.changed.connect(lambda: self.say(""))
        self.add_closing(words("carriers.change.confirm"))
        if not may_change:
            self.say(words("carriers.change.badge"), colour="muted")

    def _tell_impossible(self, offers: tuple[OfferText, ...]) -> None:
        """Those nobody at the desk may choose, and why."""
        lines = [one.line for one in offers if not one.is_possible]
        if lines:
            caption = self.words("carriers.change.impossible")
            self.body.addWidget(PlainLabel(caption, colour=self.colours.muted, wrap=True))
            self.body.addWidget(PlainLabel("\n".join(lines), colour=self.colours.muted, wrap=True))

    def take_scan(self, code: str) -> bool:
        """A badge gives a lead's right; anything else is not for this sheet."""
        return bool(self._offers) and self._lead.take_scan(code)

    def confirm(self) -> None:
        """Change it; where that is refused the sheet stays and says why."""
        if not self._offers:
            self.close_sheet()
            return
        reason = self.reasons.given()
        if not reason or not (self._may_change or self._lead.is_shown()):
            return
        refused = self._change(self.carriers.value, reason, self._lead.badge)
        if refused:
            self._lead.forget()
            self.say(refused)
        else:
            self.close_sheet()
