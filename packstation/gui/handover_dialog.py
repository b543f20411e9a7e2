"""Ctrl+H: the courier is here. Whose parcels go, how many are out, which are still on the floor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from packstation.domain.manifest import Handover, Outgoing
from packstation.gui import fonts
from packstation.gui.fields import Choices, Option
from packstation.gui.fonts import Size
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import short_number
from packstation.gui.sheet import Sheet
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

EVERYBODY = ""
MOST_SHOWN = 12


class HandoverSheet(Sheet):
    """Ctrl+Enter begins the handover of the chosen carrier, or ends the one that runs; scans go on."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        handover: Handover | None,
        waiting: Sequence[Outgoing],
        called: Callable[[str], str],
        start: Callable[[str], object],
        finish: Callable[[], object],
    ) -> None:
        """Show what waits, or how far it is.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            handover: the one that runs at this desk; None for none.
            waiting: all parcels that are still here.
            called: a carrier's name by its code.
            start: begins one, for a carrier's code or for everybody.
            finish: ends the one that runs.
        """
        super().__init__(words, colours, host, words("handover.title"), width=820)
        self._start, self._finish = start, finish
        self._called = called
        self.carriers: Choices | None = None
        self.counts: list[PlainLabel] = []
        self.parcels: list[PlainLabel] = []
        if handover is None:
            self._ask(waiting)
        else:
            self._show(handover)

    def _ask(self, waiting: Sequence[Outgoing]) -> None:
        """Whose parcels go."""
        counts = Counter(parcel.carrier for parcel in waiting)
        everybody = Option(EVERYBODY, self.words("handover.everybody", n=len(waiting)))
        options = [
            Option(code, self.words("handover.carrier", carrier=one_line(self._called(code)), n=count))
            for code, count in counts.most_common()
        ]
        self.describe(self.words("handover.ask" if waiting else "handover.nothing"))
        self.carriers = Choices(self.colours, (*options, everybody) if len(options) != 1 else (*options,))
        if waiting:
            self.add_field(self.carriers)
        else:
            self.carriers.deleteLater()
            self.carriers = None
        self.add_closing(self.words("handover.start") if waiting else "")

    def _show(self, handover: Handover) -> None:
        """How far it is: two big counts, and the parcels nobody scanned yet."""
        who = one_line(self._called(handover.manifest.carrier))
        self.describe(who or self.words("handover.all"))
        row = QHBoxLayout()
        row.setSpacing(fonts.px(40))
        for key, count in (("taken", len(handover.taken)), ("waiting", len(handover.waiting))):
            column = QVBoxLayout()
            ink = self.colours.done_text if key == "taken" or not count else self.colours.soon
            number = PlainLabel(str(count), size=Size.COUNT, bold=True, colour=ink)
            caption = PlainLabel(self.words(f"handover.{key}"), size=Size.CAPTION, colour=self.colours.muted)
            column.addWidget(number)
            column.addWidget(caption)
            self.counts.append(number)
            row.addLayout(column)
        row.addStretch(1)
        self.body.addLayout(row)
        for parcel in handover.waiting[:MOST_SHOWN]:
            self._add_parcel(parcel)
        rest = len(handover.waiting) - MOST_SHOWN
        if rest > 0:
            more = PlainLabel(self.words("handover.more", n=rest), colour=self.colours.muted)
            self.body.addWidget(more)
        self.add_closing(self.words("handover.finish"), danger=bool(handover.waiting))

    def _add_parcel(self, parcel: Outgoing) -> None:
        text = self.words(
            "handover.parcel",
            waybill=one_line(parcel.waybill),
            order=short_number(one_line(parcel.order)),
            city=one_line(parcel.city),
        )
        label = PlainLabel(text, ellipsis=True)
        self.parcels.append(label)
        self.body.addWidget(label)

    def confirm(self) -> None:
        """Begin, or end."""
        chosen = self.carriers.value if self.carriers is not None else None
        ends = bool(self.counts)
        self.close_sheet()
        if ends:
            self._finish()
        elif chosen is not None:
            self._start(chosen)
