"""The exceptions desk: what is out of the ordinary, why, and the keys that bring it back to its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from packstation.desk.exceptions import ExceptionRow
from packstation.domain.exceptions import ExceptionKind
from packstation.domain.order import NOT_OURS, State
from packstation.gui import fonts
from packstation.gui.empty_note import EmptyNote
from packstation.gui.exceptions_detail import ExceptionDetail
from packstation.gui.exceptions_filter import Choice, KindFilter
from packstation.gui.exceptions_table import ExceptionTable
from packstation.gui.exceptions_words import HAVE_LEFT, DetailText, ExceptionWords
from packstation.gui.key_button import KeyButton, Kind
from packstation.gui.sheet import Sheet
from packstation.gui.theme import Colours

MOST_ROWS = 60
"""Read at once: more than anybody settles in an hour; a kind chosen shows others."""
_AROUND = 268
"""Pixels at 100 % that head, foot and margins take from the list's height, without pills and keys."""
_LOWEST = 180
_WIDTH = 1560
LETTERS = {
    Qt.Key.Key_N: "N",
    Qt.Key.Key_O: "O",
    Qt.Key.Key_P: "P",
    Qt.Key.Key_T: "T",
    Qt.Key.Key_E: "E",
    Qt.Key.Key_R: "R",
    Qt.Key.Key_I: "I",
}
_NAMES = {
    "N": "note",
    "O": "own",
    "P": "put-back",
    "T": "take-over",
    "E": "expedite",
    "R": "release",
    "I": "ask-back",
}
Rows = Callable[[ExceptionKind | None, int], Sequence[ExceptionRow]]


class ExceptionsSheet(Sheet):
    """Arrows choose an order, digits a kind, Enter does the next step; letters do what stands on their keys.

    A scan never gets here as letters: it closes the sheet and is answered like any other.
    """

    def __init__(
        self,
        words: ExceptionWords,
        colours: Colours,
        host: QWidget,
        *,
        rows: Rows,
        counts: Callable[[], tuple[int, dict[ExceptionKind, int]]],
        detail: Callable[[ExceptionRow], DetailText],
        now: Callable[[], datetime],
        do: Callable[[str, ExceptionRow], object],
        number: str = "",
    ) -> None:
        """Show the list.

        Args:
            words: how exceptions read.
            colours: the theme.
            host: the window.
            rows: so many rows of a kind (none: of all).
            counts: how many orders in all and of each kind.
            detail: everything about one of them.
            now: the platform's time (UTC).
            do: carries a key out (``solve`` or a letter) for an order.
            number: the order to begin at.
        """
        super().__init__(words.words, colours, host, words.words("exceptions.title"), width=_WIDTH)
        self._told = words
        self._fetch, self._counts, self._detail = rows, counts, detail
        self._now, self._do = now, do
        self._rows: tuple[ExceptionRow, ...] = ()
        self._no_asking = ""
        self.filter = KindFilter(colours)
        self.table = ExceptionTable(self.words, colours)
        self.detail = ExceptionDetail(self.words, colours)
        self.empty = EmptyNote(colours)
        self.letters: dict[str, KeyButton] = {}
        self._lay_out_body()
        self._add_keys()
        self.filter.picked.connect(self._refiltered)
        self.table.changed.connect(self._show_chosen)
        self.reload(number)

    def _lay_out_body(self) -> None:
        self.body.addWidget(self.filter)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(14))
        self.add_field(self.table, row)
        row.addWidget(self.detail)
        self.body.addLayout(row)
        self.body.addWidget(self.empty)

    def _add_keys(self) -> None:
        self.keys.hint.setText(self.words("exceptions.key.filter"))
        for letter, name in _NAMES.items():
            self.letters[letter] = self.add_button(letter, self.words(f"exceptions.key.{name}"))
        self.add_button("Esc", self.words("dialogs.key.close"))
        self._solve = self.add_button("Enter", self.words("exceptions.key.solve"), kind=Kind.PRIMARY)

    # --- what is shown --------------------------------------------------------------------------------------

    @property
    def chosen(self) -> ExceptionRow | None:
        """The order the arrows stand on."""
        return self._rows[self.table.place] if self._rows else None

    def reload(self, number: str = "") -> None:
        """Read the list again; the choice stays on its order."""
        row = self.chosen
        total, counts = self._counts()
        kinds = (Choice(kind, self._told.kind(kind), count) for kind, count in counts.items())
        self.filter.show_choices((Choice(None, self.words("exceptions.all"), total), *kinds))
        self._rows = tuple(self._fetch(self.filter.kind, MOST_ROWS))
        now = self._now()
        texts = tuple(self._told.row(row, now) for row in self._rows)
        self.table.show_rows(texts, number or (row.number if row else ""))
        self._describe(total, counts)
        self._show_chosen()

    def _describe(self, total: int, counts: dict[ExceptionKind, int]) -> None:
        whole = counts.get(self.filter.kind, 0) if self.filter.kind else total
        parts = [self.words("exceptions.count", n=total)]
        if whole > len(self._rows):
            parts.append(self.words("exceptions.more", n=whole - len(self._rows)))
        self.describe(self.words("dialogs.dot").join(parts))

    def _refiltered(self) -> None:
        self.table.show_rows(())
        self._rows = ()
        self.reload()

    def _show_chosen(self) -> None:
        row = self.chosen
        for part in (self.table, self.detail, self.filter):
            part.setVisible(row is not None)
        self.empty.setVisible(row is None)
        if row is None:
            self.empty.show_text(self.words("exceptions.none"), self.words("exceptions.none-why"), "")
            self.subtitle.hide()
        text = self._detail(row) if row else None
        self.detail.show_text(text)
        self._no_asking = text.no_asking if text else ""
        self._offer(row)
        self.say("")

    def _offer(self, row: ExceptionRow | None) -> None:
        """Only keys that mean something for the chosen order are shown."""
        means = {
            "N": row is not None,
            "O": row is not None,
            "P": row is not None and row.order.got > 0 and not row.order.live_waybills,
            "T": row is not None and ExceptionKind.CLAIMED_ELSEWHERE in row.kinds,
            "E": row is not None,
            "R": row is not None and _can_go_on(row),
            "I": row is not None and bool(HAVE_LEFT & set(row.kinds)),
        }
        self.letters["I"].setEnabled(not self._no_asking)
        for letter, on in means.items():
            self.keys.show_button(self.letters[letter], on=on)
        self.keys.show_button(self._solve, on=row is not None)
        if row is not None:
            self.letters["O"].set_text(self.words(f"exceptions.key.{'disown' if row.badge else 'own'}"))
            key = "calm" if row.order.expedited else "expedite"
            self.letters["E"].set_text(self.words(f"exceptions.key.{key}"))

    # --- room -----------------------------------------------------------------------------------------------

    def _size(self) -> None:
        """The list takes what the rest leaves, so that it scrolls and the keys never leave the sheet."""
        width = min(fonts.px(_WIDTH), self._host.width() - fonts.px(56)) - fonts.px(64)
        taken = self.filter.heightForWidth(width) + self.keys.heightForWidth(width)
        if self.note.text():
            taken += self.note.heightForWidth(width) + fonts.px(10)
        room = self._host.height() - fonts.px(_AROUND) - taken
        for part in (self.table, self.detail, self.empty):
            part.setFixedHeight(max(fonts.px(_LOWEST), room))

    def say(self, text: str, *, colour: str = "late") -> None:
        """A sentence above the keys; the list makes room for it."""
        super().say(text, colour=colour)
        self._size()
        self.refit()

    def _fit(self) -> None:
        self._size()
        super()._fit()

    # --- keys -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  (Qt's name)
        """Digits choose a kind, letters and Enter do something with the order, arrows walk."""
        key, plain = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        has_chord = bool(plain & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and not has_chord:
            event.accept()
            self.filter.choose_digit(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.accept()
            self.filter.step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.accept()
            self.detail.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.confirm()
        elif key in LETTERS and not has_chord:
            event.accept()
            self.press_key(LETTERS[key])
        else:
            super().keyPressEvent(event)

    def press_key(self, name: str) -> bool:
        """A letter that is shown, or Enter."""
        if name == "Enter":
            self.confirm()
            return True
        row, button = self.chosen, self.letters.get(name)
        if row is None or button is None or button.isHidden():
            return False
        if button.isEnabled():
            self._do(name, row)
        else:
            self.say(self._no_asking, colour="muted")
        return True

    def confirm(self) -> None:
        """The next step of the chosen order."""
        row = self.chosen
        if row is not None:
            self._do("solve", row)


def _can_go_on(row: ExceptionRow) -> bool:
    """Whether somebody may let the order go on."""
    order = row.order
    is_kept_back = order.hold is not None and order.hold.kind in NOT_OURS
    return order.state is State.HELD and not order.recall and not is_kept_back
