"""Putting the order aside: why, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from PySide6.QtWidgets import QWidget

from packstation.gui.fields import Option, Segments
from packstation.gui.queue_words import clock
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.theme import Colours
from packstation.words import Words

MORNING_H = 9
"""Work goes on at this hour tomorrow."""
Hold = Callable[[str, datetime | None], object]


class HoldSheet(Sheet):
    """Ctrl+Enter holds, for the reason in words and until the wake-up time (UTC; none: until released)."""

    def __init__(
        self, words: Words, colours: Colours, host: QWidget, *, now: datetime, zone: tzinfo, hold: Hold
    ) -> None:
        """Ask why.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            now: the platform's time (UTC).
            zone: the desk's time zone.
            hold: what holding means.
        """
        super().__init__(words, colours, host, words("dialogs.hold.title"), width=760)
        self._hold = hold
        self.describe(words("dialogs.hold.about"))
        usual = ("dialogs.hold.reason", "stock", "flaw", "address", "buyer", "contact", "supervisor")
        self.reasons = Reasons(self, usual)
        self._times = {"hour": now + timedelta(hours=1), "tomorrow": tomorrow(now, zone), "open": None}
        options = (
            Option(key, words(f"dialogs.hold.{key}", time=clock(at, zone) if at else ""))
            for key, at in self._times.items()
        )
        self.until = Segments(colours, words("dialogs.hold.until"), tuple(options), "open")
        self.add_field(self.until)
        self.add_closing(words("dialogs.hold.confirm"))

    def confirm(self) -> None:
        """Hold, if there is a reason."""
        reason, until = self.reasons.given(), self._times[self.until.value]
        if reason:
            self.close_sheet()
            self._hold(reason, until)


def tomorrow(now: datetime, zone: tzinfo) -> datetime:
    """Tomorrow when work begins, as UTC."""
    morning = now.astimezone(zone).replace(hour=MORNING_H, minute=0, second=0, microsecond=0)
    return (morning + timedelta(days=1)).astimezone(now.tzinfo)
