"""An order that waits for a person: what was found, who gets it, what was said; and letting it go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from packstation.desk.views import OrderView
from packstation.domain.contact import ASKED_BUYER
from packstation.domain.masking import mask_name, mask_phone
from packstation.domain.order import NOT_OURS, Finding, HoldKind, Order, State
from packstation.domain.together import is_along
from packstation.gui import fonts
from packstation.gui.fonts import Size
from packstation.gui.goods_list import GoodsList
from packstation.gui.lines_of_text import many_lines, one_line
from packstation.gui.queue_words import day_and_clock, short_number
from packstation.gui.sheet import Sheet
from packstation.gui.side_parts import NoteBox
from packstation.gui.side_words import flag_of, place_line, wish_text
from packstation.gui.text import PlainLabel
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.gui.wish_row import FewLines
from packstation.words import Words

_PARTS = {
    "receiver-name": "name",
    "receiver-phone": "phone",
    "receiver-address": "address",
    "receiver-region": "address",
    "receiver-letters": "address",
    "receiver-signs": "address",
    "area-stopped": "address",
}
"""Findings about who gets it, and which part of that they mean."""
_MOST_WISHES = 8
_SHOWN_ANYWAY = ("buyer-message", "memo")
"""Notes that say no more than the sheet itself."""


@dataclass(frozen=True, slots=True)
class Company:
    """So many orders can go into one box with this one, or (``is_along``) do; ``change`` turns it round."""

    count: int
    is_along: bool
    change: Callable[[], object]

    def key_text(self, words: Words) -> str:
        """What the key says."""
        return words("review.apart") if self.is_along else words("review.together", n=self.count + 1)


class ReviewSheet(Sheet):
    """Ctrl+Enter lets the order go on, with a note how it was settled; Esc keeps it; F6 shows the address."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        view: OrderView,
        now: datetime,
        zone: tzinfo,
        release: Callable[[str], object],
        revealed: Callable[[], object],
        goods: GoodsList | None = None,
        notes: Sequence[Finding] = (),
        buyer_text: str = "",
        asked: Callable[[], object] = lambda: None,
        correct: Callable[[], object] | None = None,
        give_up: Callable[[], object] | None = None,
        company: Company | None = None,
    ) -> None:
        """Show what stands in this order's way.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            view: the order.
            now: the platform's time (UTC).
            zone: the desk's time zone.
            release: lets it go on, with a note (may be empty).
            revealed: somebody saw the full address.
            goods: what is in the order.
            notes: what is worth a glance and stops nothing.
            buyer_text: the message to send to the buyer; empty where there is nothing to ask.
            asked: the buyer is asked now.
            correct: opens the sheet that corrects the receiver.
            give_up: the order will not be sent.
            company: orders to pack together with it, or to take apart from it.
        """
        order = view.order
        is_review = order.hold is None or order.hold.kind is HoldKind.REVIEW
        title = words("dialogs.review.title" if is_review else "dialogs.review.held-title")
        super().__init__(words, colours, host, title, width=980)
        self._view = view
        self._release = release
        self._revealed = revealed
        self._buyer_text = buyer_text
        self._asked = asked
        self._others = {"F2": correct, "F7": company.change if company else None, "F9": give_up}
        self._company = company
        self.copied: NoteBox | None = None
        self.is_revealed = False
        self.values: dict[str, PlainLabel] = {}
        self.wishes: list[FewLines] = []
        self.describe(self._about(order, now, zone))
        self.findings = [
            self._note(f"▲ {self.sentence(finding)}", "alarm_soft", "late") for finding in order.findings
        ]
        self._add_reason(order)
        self.notes = [f"● {self.sentence(note)}" for note in notes if note.code not in _SHOWN_ANYWAY]
        if view.along:
            numbers = words("pack.comma").join(short_number(one_line(one.number)) for one in view.along)
            self.notes.insert(0, f"● {words('review.along', orders=numbers)}")
        if self.notes:
            self._note("\n".join(self.notes), "warn_soft", "warn_text")
        self.goods = goods
        if goods is not None:
            self._caption(words("review.goods"))
            self.body.addWidget(goods)
        self._add_receiver(order)
        self._add_said()
        self._add_wishes(order)
        goes_by_itself = not (_is_kept_back(order) or is_along(order))
        self._can_go_on = order.state is State.HELD and not order.recall and goes_by_itself
        self.note_field = TextField(
            colours, words("dialogs.review.note"), hint=words("dialogs.review.note-hint")
        )
        self._add_keys()

    def _about(self, order: Order, now: datetime, zone: tzinfo) -> str:
        parts = [self.words("dialogs.review.about", order=short_number(one_line(order.number)))]
        if order.hold is not None and order.hold.reason == ASKED_BUYER and order.hold.until is not None:
            time = day_and_clock(order.hold.until, now, zone, self.words)
            key = "dialogs.review.asked-by" if order.hold.by else "dialogs.review.asked"
            return self.words("dialogs.dot").join(
                [*parts, self.words(key, time=time, by=one_line(order.hold.by))]
            )
        if order.hold is not None and order.hold.by:
            parts.append(self.words("dialogs.review.by", by=one_line(order.hold.by)))
        if order.hold is not None and order.hold.until is not None:
            time = day_and_clock(order.hold.until, now, zone, self.words)
            parts.append(self.words("dialogs.review.until", time=time))
        return self.words("dialogs.dot").join(parts)

    def sentence(self, finding: Finding) -> str:
        """What was found, and what to do about it."""
        told = Finding(finding.code, tuple((name, one_line(value)) for name, value in finding.data))
        return self.words.finding(
            told, {one_line(line.sku): one_line(line.title) for line in self._view.order.lines}
        )

    def _note(self, text: str, ground: str, ink: str) -> NoteBox:
        note = NoteBox(ground, ink, self.colours)
        note.setParent(self)
        note.show_note(text)
        self.body.addWidget(note)
        return note

    def _add_reason(self, order: Order) -> None:
        """Why it was held, where no finding says so."""
        if order.hold is not None and not order.findings:
            reason = one_line(order.hold.reason)
            key = f"gui.hold.{reason}"
            said = self.words(key) if reason and key in self.words else reason
            text = self.words(f"dialogs.review.kind.{order.hold.kind}", reason=said)
            self._note(text, "warn_soft", "warn_text")
        elif not order.findings:
            self._note(self.words("dialogs.review.clean"), "done_soft", "done_text")

    # --- who gets it ----------------------------------------------------------------------------------------

    def _add_receiver(self, order: Order) -> None:
        self._caption(self.words("dialogs.review.receiver"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(fonts.px(14))
        grid.setVerticalSpacing(fonts.px(6))
        grid.setColumnStretch(2, 1)
        wrong = {_PARTS[finding.code] for finding in order.findings if finding.code in _PARTS}
        for place, part in enumerate(("name", "phone", "address")):
            caption = PlainLabel(self.words(f"dialogs.review.{part}"), colour=self.colours.muted)
            value = PlainLabel(
                wrap=True, bold=part in wrong, colour=self.colours.late if part in wrong else ""
            )
            self.values[part] = value
            grid.addWidget(caption, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 2)
            if part in wrong:
                sign = PlainLabel("▲", bold=True, colour=self.colours.late)
                grid.addWidget(sign, place, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.told = PlainLabel(wrap=True, colour=self.colours.muted)
        self.body.addWidget(self.told)
        self._show_receiver()

    def _show_receiver(self) -> None:
        receiver = self._view.order.receiver
        name, phone = receiver.name, receiver.phone
        if not self.is_revealed:
            name, phone = mask_name(name), mask_phone(phone)
        self._show_told()
        place = place_line(receiver, is_revealed=self.is_revealed)
        texts = {"name": name, "phone": phone, "address": place}
        for part, text in texts.items():
            self.values[part].setText(one_line(text) or self.words("dialogs.review.missing"))

    def _show_told(self) -> None:
        """What the platform says, where the desk knows better."""
        told = self._view.order.told
        self.told.setVisible(told is not None)
        if told is not None:
            place = place_line(told, is_revealed=self.is_revealed)
            self.told.setText(self.words("review.corrected", address=place))

    def _caption(self, text: str) -> None:
        self.body.addWidget(PlainLabel(text, size=Size.CAPTION, colour=self.colours.muted))

    # --- what was said --------------------------------------------------------------------------------------

    def _add_said(self) -> None:
        """Message and memo side by side; a memo's flag with its colour, and in words."""
        flag = flag_of(self._view.order)
        named = self.words(f"pack.flag.{flag}") if flag else ""
        said = [(key, many_lines(text) or (named if key == "memo" else "")) for key, text in self._said()]
        row = QHBoxLayout()
        row.setSpacing(fonts.px(20))
        for key, text in said:
            if text:
                column = QVBoxLayout()
                column.setSpacing(fonts.px(4))
                caption = self.words(f"dialogs.review.{key}")
                if key == "memo" and text != named and named:
                    caption = f"{caption} · {named}"
                column.addWidget(PlainLabel(caption, size=Size.CAPTION, colour=self.colours.muted))
                ground, ink = ("warn_soft", "warn_text") if key == "message" else ("chip", "chip_text")
                note = NoteBox(ground, ink, self.colours)
                note.setParent(self)
                note.show_note(text, flag if key == "memo" else 0)
                column.addWidget(note)
                column.addStretch(1)
                row.addLayout(column, 1)
        self.body.addLayout(row)

    def _said(self) -> tuple[tuple[str, str], ...]:
        return ("message", "\n".join(self._view.messages)), ("memo", "\n".join(self._view.memos))

    def _add_wishes(self, order: Order) -> None:
        """What would have to be done when it is packed."""
        if not order.wishes:
            return
        title = self.words("wishes.title")
        self.body.addWidget(PlainLabel(title, size=Size.CAPTION, colour=self.colours.muted))
        for wish in order.wishes[:_MOST_WISHES]:
            shown = wish_text(wish, order, self.words)
            label = FewLines(2, size=Size.BODY)
            label.show_text(f"□ {shown.text} · {shown.source}" if shown.source else f"□ {shown.text}")
            self.body.addWidget(label)
            self.wishes.append(label)

    # --- keys -----------------------------------------------------------------------------------------------

    def _add_keys(self) -> None:
        if self._can_go_on:
            self.add_field(self.note_field)
        else:
            self.note_field.deleteLater()
        if self._others["F9"]:
            self.add_button("F9", self.words("review.give-up"))
        if self._company:
            self.add_button("F7", self._company.key_text(self.words))
        if self._others["F2"]:
            self.add_button("F2", self.words("review.correct-key"))
        if self._buyer_text:
            self.add_button("F4", self.words("dialogs.review.ask"))
        self._reveal = self.add_button("F6", self.words("dialogs.key.reveal"))
        if self._view.order.recall:
            self.say(self.words("dialogs.review.stopped"))
        words = self.words
        self.add_closing(
            words("dialogs.review.release") if self._can_go_on else "",
            close=words("dialogs.review.hold") if self._view.order.state is State.HELD else "",
        )

    def press_key(self, name: str) -> bool:
        """F4 copies the message to the buyer; F6 shows the address, F2 corrects it; F7 joins; F9 gives up."""
        if other := self._others.get(name):
            self.close_sheet()
            other()
            return True
        if name == "F4" and self._buyer_text:
            self._copy()
            return True
        if name != "F6":
            return False
        self.is_revealed = not self.is_revealed
        self._show_receiver()
        self._reveal.set_text(self.words("dialogs.key.hide" if self.is_revealed else "dialogs.key.reveal"))
        if self.is_revealed:
            self._revealed()
        return True

    def _copy(self) -> None:
        """The message is where the next paste finds it, and in sight; once a sheet it counts as sent."""
        QGuiApplication.clipboard().setText(self._buyer_text)
        if self.copied is None:
            text = f"{self.words('dialogs.review.copied')}\n{many_lines(self._buyer_text)}"
            self.copied = self._note(text, "done_soft", "done_text")
            self.body.insertWidget(0, self.copied)
            # its height is known once it was laid out
            QTimer.singleShot(0, self, self.refit)
            self._asked()

    def confirm(self) -> None:
        """Let the order go on."""
        note = self.note_field.value
        can_go_on = self._can_go_on
        self.close_sheet()
        if can_go_on:
            self._release(note)


def _is_kept_back(order: Order) -> bool:
    return order.hold is not None and order.hold.kind in NOT_OURS
