"""The pick list: for one order or a cart of them; what it will say, where its paper lies, open batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtWidgets import QWidget

from packstation.desk.views import OpenBatch, Picks
from packstation.gui.fields import Option, Segments
from packstation.gui.key_button import Kind
from packstation.gui.pick_table import PickTable, pick_rows
from packstation.gui.queue_words import clock, short_number
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

ORDER, NEXT = "order", "next"
"""What a list can be for, besides an open batch, which is known by its number."""
MOST_BATCHES = 6
"""Open batches offered on the sheet, the newest ones; ``packstation batches`` knows them all."""
DISSOLVE_KEY, ELSEWHERE_KEY = "F8", "F4"
_PACKED = frozenset({"packed", "labelled"})


@dataclass(frozen=True, slots=True)
class PickWork:
    """What the sheet asks of the desk.

    ``look`` gives what a list would say (for ``order``, ``next`` or a batch's number; with how many orders),
    or why there is none; ``make`` makes a batch and gives its number (0: none) with what was said;
    ``dissolve`` and ``put_out`` (of the order) give whether it was done and what was said; ``write`` has a
    list written, beside the labels or, with True, at a place somebody chooses.
    """

    look: Callable[[str, int], Picks | str]
    make: Callable[[int], tuple[int, str]]
    dissolve: Callable[[int], tuple[bool, str]]
    put_out: Callable[[], tuple[bool, str]]
    batches: Callable[[], tuple[OpenBatch, ...]]
    write: Callable[[Picks, bool], None]


class PickSheet(Sheet):
    """Left and right choose what for, digits how many, Ctrl+Enter makes the list; the sheet stays open."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        number: str,
        is_open: bool,
        slot: int,
        most: int,
        zone: tzinfo,
        work: PickWork,
    ) -> None:
        """Begin with the open order ``number``, else (``is_open`` is False) with the next ones due.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            number: the open or chosen order; empty when there is none.
            is_open: whether that order lies on the desk.
            slot: its basket; 0 for none.
            most: how many orders fit on the cart.
            zone: the desk's time zone.
            work: what the desk does.
        """
        super().__init__(words, colours, host, words("picking.sheet.title"), width=1000)
        self._number = number
        self._most = most
        self._zone = zone
        self._work = work
        self._picks: Picks | None = None
        self._slot = slot
        self._sure = ""
        self._batches: tuple[OpenBatch, ...] = ()
        self.describe(words("picking.sheet.about"))
        self.scope = Segments(colours, words("picking.sheet.scope"), ())
        self.count = TextField(
            colours, words("picking.sheet.count"), hint=words("picking.sheet.count-hint", most=most)
        )
        self.summary = PlainLabel(bold=True, wrap=True)
        self.table = PickTable(words, colours)
        for field in (self.scope, self.count):
            self.add_field(field)
        self.body.addWidget(self.summary)
        self.add_field(self.table)
        self.elsewhere = self.add_button(ELSEWHERE_KEY, words("picking.sheet.elsewhere"))
        self.give_up = self.add_button(DISSOLVE_KEY, words("picking.sheet.dissolve", batch=""))
        self.add_closing(words("picking.sheet.make"))
        self._offer(ORDER if is_open and number else NEXT)
        self.scope.changed.connect(self._follow)
        self.count.changed.connect(self._follow)

    def _offer(self, chosen: str) -> None:
        """What a list can be for now."""
        self._batches = self._work.batches()[-MOST_BATCHES:]
        options = [Option(NEXT, self.words("picking.sheet.scope-next"))]
        if self._number:
            named = self.words("picking.sheet.scope-order", order=short_number(self._number))
            options.insert(0, Option(ORDER, named))
        options += [
            Option(str(batch.id), self.words("picking.sheet.scope-batch", batch=batch.id))
            for batch in self._batches
        ]
        self.scope.show_options(tuple(options), chosen)
        self._follow()

    @property
    def _batch(self) -> OpenBatch | None:
        """The open batch that is chosen."""
        return next((batch for batch in self._batches if str(batch.id) == self.scope.value), None)

    # --- what is shown

    def _follow(self) -> None:
        """Another choice or number: what the list would say."""
        self._sure = ""
        self.give_up.set_kind(Kind.PLAIN)
        is_next = self.scope.value == NEXT
        self.count.setVisible(is_next)
        self.keys.show_button(self.give_up, on=bool(self._way_out))
        self.keys.show_button(self.elsewhere, on=not is_next)
        if self._way_out:
            self.give_up.set_text(self._about(self._way_out))
        self.buttons[-1].set_text(self.words(f"picking.sheet.{'make' if is_next else 'print'}"))
        wanted = self._wanted()
        if wanted is None:
            self._show(self.words("picking.sheet.no-count", most=self._most))
        else:
            self._show(self._work.look(self.scope.value, wanted))

    def _wanted(self) -> int | None:
        """How many orders; as many as the cart holds where nothing was typed, None for what is no number."""
        text = self.count.value
        if self.scope.value != NEXT or not text:
            return self._most
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(self._most))
        return int(text) if is_number and 0 < int(text) <= self._most else None

    def _show(self, picks: Picks | str) -> None:
        """The stops, or why there are none."""
        self._picks = None if isinstance(picks, str) else picks
        if isinstance(picks, str):
            self.summary.setText("")
            self.table.show_rows(())
            self.say(picks)
        else:
            self.summary.setText(self._summary(picks))
            self.table.show_rows(pick_rows(picks.walk, self.words))
            is_empty = not picks.walk.stops and not picks.walk.short
            key = "nothing" if self.scope.value == NEXT else "all-fetched"
            self.say(self.words(f"picking.sheet.{key}") if is_empty else "", colour="muted")
        self.summary.setVisible(bool(self.summary.text()))
        self.table.setVisible(bool(self.table.rows))
        self.refit()

    def _summary(self, picks: Picks) -> str:
        walk, batch = picks.walk, self._batch
        gaps = {
            "orders": len(picks.orders),
            "units": walk.units,
            "stops": len(walk.stops),
            "short": walk.units_short,
        }
        text = self.words(f"picking.sheet.{'next-short' if walk.short else 'next'}", **gaps)
        if batch is None:
            return text
        done = sum(order.state in _PACKED for order in batch.orders)
        at = clock(batch.made_at, self._zone)
        head = self.words(
            "picking.sheet.open-batch", batch=batch.id, at=at, orders=len(batch.orders), done=done
        )
        return f"{head}\n{text}"

    # --- what is asked

    def confirm(self) -> None:
        """Ctrl+Enter: a batch of the next ones due is made first; then the paper is written."""
        wanted = self._wanted()
        if wanted is None:
            self.say(self.words("picking.sheet.no-count", most=self._most))
        elif self.scope.value == NEXT:
            self._make(wanted)
        elif self._picks is not None:
            self._write(elsewhere=False)

    def _make(self, wanted: int) -> None:
        batch, said = self._work.make(wanted)
        self._offer(str(batch) if batch else NEXT)
        if batch and self._picks is not None:
            self.count.clear()
            self._write(elsewhere=False, said=said)
        else:
            self.say(said)

    def _write(self, *, elsewhere: bool, said: str = "") -> None:
        if self._picks is not None:
            self._said = said
            writing = "" if elsewhere else self.words("picking.sheet.writing")
            self.say(" ".join(filter(None, (said, writing))), colour="muted")
            self._work.write(self._picks, elsewhere)

    _said = ""

    def written(self, sentence: str, *, is_done: bool) -> None:
        """The paper lies there, or could not be written."""
        text = " ".join(filter(None, (self._said, sentence)))
        self.say(text, colour="done_text" if is_done else "late")

    def press_key(self, name: str) -> bool:
        """F8 gives the chosen batch or basket up, after asking once; F4 writes the list to a chosen place."""
        way = self._way_out
        if name == ELSEWHERE_KEY and self.scope.value != NEXT:
            self._write(elsewhere=True)
        elif name == DISSOLVE_KEY and way and self._sure != way:
            self._sure = way
            self.give_up.set_kind(Kind.DANGER)
            self.say(self._about(f"sure-{way}"))
        elif name == DISSOLVE_KEY and way:
            self._give_up(way)
        else:
            return False
        return True

    @property
    def _way_out(self) -> str:
        """What F8 does with what is chosen: ``dissolve`` a batch, ``put-out`` an order, or nothing."""
        if self._batch is not None:
            return "dissolve"
        return "put-out" if self.scope.value == ORDER and self._slot else ""

    def _about(self, key: str) -> str:
        """A sentence about what F8 does."""
        batch = self._batch
        gaps = {"batch": batch.id, "orders": len(batch.orders)} if batch is not None else {}
        return self.words(f"picking.sheet.{key}", slot=self._slot, order=short_number(self._number), **gaps)

    def _give_up(self, way: str) -> None:
        batch = self._batch
        if batch is not None:
            is_done, said = self._work.dissolve(batch.id)
            if any(order.number == self._number for order in batch.orders):
                self._slot = 0
        else:
            is_done, said = self._work.put_out()
            self._slot = 0
        self._offer(NEXT if way == "dissolve" else ORDER)
        self.say(said, colour="done_text" if is_done else "late")
