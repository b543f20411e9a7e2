"""Who goes without because goods are short, and what becomes of each: later, the rest, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo

from PySide6.QtWidgets import QWidget

from packstation.domain.stock import Shortage, Sufferer, Way
from packstation.gui.fields import Choices, Option, Segments
from packstation.gui.hold_dialog import tomorrow
from packstation.gui.key_button import Kind
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import clock, day_and_clock, short_number
from packstation.gui.sheet import Sheet
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

MOST_SHOWN = 40
Settle = Callable[[str, Way, datetime | None, str], tuple[Shortage | None, str]]
"""Order, way, until when (only to wait), note; gives the shortage as it is then, and what went wrong."""


class ShortageSheet(Sheet):
    """Arrows choose an order and what becomes of it, Ctrl+Enter does it; the next one is chosen then."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        goods: str,
        shortage: Shortage | None,
        now: datetime,
        zone: tzinfo,
        settle: Settle,
    ) -> None:
        """Show who goes without.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            goods: what the goods are called.
            shortage: of them; None where there is enough.
            now: the time (UTC).
            zone: the desk's time zone.
            settle: decides about one order.
        """
        super().__init__(words, colours, host, words("shortage.title"), width=980)
        self._goods = one_line(goods)
        self._now, self._zone = now, zone
        self._settle = settle
        self._sufferers: Mapping[str, Sufferer] = {}
        self.orders = Choices(colours, ())
        self.way = Segments(colours, words("shortage.way"), self._ways())
        self._times = {"hour": now + timedelta(hours=1), "tomorrow": tomorrow(now, zone)}
        self._times["three-days"] = self._times["tomorrow"] + timedelta(days=2)
        options = tuple(
            Option(key, words(f"shortage.{key}", time=clock(at, zone))) for key, at in self._times.items()
        )
        self.until = Segments(colours, words("dialogs.hold.until"), options, "tomorrow")
        self.agreed = TextField(colours, words("shortage.note"), hint=words("shortage.note-hint"))
        for field in (self.orders, self.way, self.until, self.agreed):
            self.add_field(field)
        self.orders.changed.connect(self._propose)
        self.way.changed.connect(self._follow)
        self.add_closing(words("shortage.confirm"))
        self.show_shortage(shortage)

    def _ways(self) -> tuple[Option, ...]:
        return tuple(Option(way.value, self.words(f"shortage.do.{way}")) for way in Way)

    def show_shortage(self, shortage: Shortage | None) -> None:
        """Who goes without now; the most urgent one is chosen."""
        sufferers = shortage.sufferers if shortage else ()
        self._sufferers = {one.number: one for one in sufferers[:MOST_SHOWN]}
        self.orders.show_options(
            tuple(Option(one.number, self._line(one)) for one in self._sufferers.values())
        )
        if shortage is None:
            self.describe(self.words("shortage.over", goods=self._goods))
        else:
            gaps = {"goods": self._goods, "have": shortage.on_shelf, "need": shortage.wanted}
            self.describe(self.words("shortage.about", count=len(sufferers), **gaps))
        self._propose()

    def _line(self, one: Sufferer) -> str:
        """An order in the list: which, when it is due, how much lacks."""
        return self.words(
            "shortage.order",
            order=short_number(one_line(one.number)),
            due=day_and_clock(one.due, self._now, self._zone, self.words),
            missing=one.missing,
            need=one.wanted,
        )

    def _propose(self) -> None:
        """The best way for the chosen order is chosen first."""
        chosen = self._sufferers.get(self.orders.value)
        if chosen is not None:
            self.way.choose(chosen.ways[0].value)
        self._follow()

    def _follow(self) -> None:
        """Only what the chosen way asks for is asked."""
        chosen = self._sufferers.get(self.orders.value)
        for field in (self.orders, self.way):
            field.setVisible(chosen is not None)
        way = self.way.value
        self.until.setVisible(chosen is not None and way == Way.WAIT)
        self.agreed.setVisible(chosen is not None and way == Way.SPLIT)
        button = self.buttons[-1]
        self.keys.show_button(button, on=chosen is not None)
        button.set_kind(Kind.DANGER if way == Way.CANCEL else Kind.PRIMARY)
        button.set_text(self.words(f"shortage.confirm-{way}"))
        impossible = chosen is not None and way not in chosen.ways
        self.say(self.words("shortage.nothing-left") if impossible else "")

    def confirm(self) -> None:
        """Decide about the chosen order."""
        number, way = self.orders.value, Way(self.way.value)
        chosen = self._sufferers.get(number)
        if chosen is None:
            self.close_sheet()
        elif way in chosen.ways:
            until = self._times[self.until.value] if way is Way.WAIT else None
            after, trouble = self._settle(number, way, until, self.agreed.value)
            self.agreed.clear()
            self.show_shortage(after)
            said = trouble or self.words(f"shortage.done-{way}", order=short_number(one_line(number)))
            self.say(said, colour="late" if trouble else "done_text")
