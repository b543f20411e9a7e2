"""The label of the open order as it is printed; printing it again or giving its number up, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from packstation.desk.views import OrderView
from packstation.domain.order import Parcel
from packstation.gui import fonts
from packstation.gui.carrier_words import CarrierText
from packstation.gui.fields import Option, Segments
from packstation.gui.fonts import Size
from packstation.gui.key_button import Kind
from packstation.gui.label_preview import LabelPreview
from packstation.gui.lines_of_text import one_line
from packstation.gui.queue_words import short_number
from packstation.gui.reasons import Reasons
from packstation.gui.sheet import Sheet
from packstation.gui.side_parts import NoteBox
from packstation.gui.side_words import in_fours
from packstation.gui.text import PlainLabel
from packstation.gui.theme import Colours
from packstation.words import Words

MOST_OTHERS = 5
LOOK, REPRINT, VOID = "look", "reprint", "void"
REPRINT_REASONS = ("dialogs.waybill.reason", "smudged", "torn", "lost", "jam")
VOID_REASONS = ("dialogs.waybill.reason", "carrier", "address", "wrong-box")
_FURTHER = {
    "F5": "printer.list.slip",
    "F6": "carriers.change.confirm",
    "F7": "given.key",
    "F8": "dialogs.waybill.next-box",
    "F9": "carriers.number.title",
}
"""The name of each key that leads on from here."""

_LEFT = 440
_AROUND = 204
"""Pixels at 100 % that foot and margins take from the label's height."""


class WaybillSheet(Sheet):
    """Left the label, right what is known of it and what may be done; Ctrl+Enter does what was chosen."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        view: OrderView,
        image: Image.Image | None,
        dpi: int,
        reprint: Callable[[str], object],
        void: Callable[[str], object],
        carriers: CarrierText | None = None,
        change: Callable[[], object] | None = None,
        number: Callable[[], object] | None = None,
        slip: Callable[[], object] | None = None,
        given: Callable[[], object] | None = None,
        next_box: Callable[[], object] | None = None,
        parcel: int = 0,
        trouble: str = "",
    ) -> None:
        """Show the label of an order.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            view: the order.
            image: its label in printer dots; None while there is none.
            dpi: dots an inch.
            reprint: prints it again, for this reason in words.
            void: gives the number up, for this reason in words.
            carriers: why this carrier, and what the others would do.
            change: asks for another carrier; None where none may be chosen now.
            number: asks for a number that came on paper; None where there is one.
            slip: prints the packing slip; None where no printer is set up for it.
            given: asks for a label that came as a file; None where the box has no number yet.
            next_box: shows the label of the next box; None where there is only one.
            parcel: whose label it is; 0: of the first box that has one.
            trouble: why the label cannot be shown, in words.
        """
        super().__init__(words, colours, host, words("dialogs.waybill.title"), width=980)
        self._do = {REPRINT: reprint, VOID: void}
        self._actions: Mapping[str, tuple[str, ...]] = {REPRINT: REPRINT_REASONS, VOID: VOID_REASONS}
        self.describe(words("dialogs.waybill.about", order=short_number(one_line(view.order.number))))
        self._carriers = carriers or CarrierText()
        self._further = {"F5": slip, "F6": change, "F7": given, "F8": next_box, "F9": number}
        self.others: PlainLabel | None = None
        box = next((box for box in view.order.parcels if box.waybill and parcel in (0, box.parcel)), None)
        self.action: Segments | None = None
        self.preview: LabelPreview | None = None
        if box is None or (image is None and not trouble):
            self._say_none()
        else:
            self._show(view, box, self._seen(image, dpi, trouble))

    def _say_none(self) -> None:
        self.title.setText(self.words("dialogs.waybill.none"))
        self.describe(self.words("dialogs.waybill.none-why"))
        if self._carriers.name:
            gaps = {"name": self._carriers.name, "why": self._carriers.why}
            self.body.addWidget(PlainLabel(self.words("pack.carrier", **gaps), wrap=True))
        self._add_others(self.body)
        self._add_further()
        self.add_closing()

    def _add_others(self, into: QVBoxLayout) -> None:
        """What the other carriers would do, as far as there are any."""
        lines = [one.line for one in self._carriers.offers if not one.is_taken]
        if lines:
            caption = self.words("carriers.dialog.others")
            into.addWidget(PlainLabel(caption, colour=self.colours.muted))
            self.others = PlainLabel("\n".join(lines[:MOST_OTHERS]), wrap=True)
            into.addWidget(self.others)

    def _add_further(self) -> None:
        """Keys that lead on from here."""
        for key, further in self._further.items():
            if further is not None:
                self.add_button(key, self.words(_FURTHER[key]))

    def _seen(self, image: Image.Image | None, dpi: int, trouble: str) -> QWidget:
        """The label in true size where the window has room for it, or what is wrong with it."""
        if image is None:
            box = NoteBox("warn_soft", "warn_text", self.colours)
            box.setParent(self)
            box.setFixedWidth(fonts.px(_LEFT))
            box.show_note(trouble)
            return box
        room = QSize(fonts.px(_LEFT), self._host.height() - fonts.px(_AROUND))
        self.preview = LabelPreview(self.colours, image, dpi, room)
        return self.preview

    def _show(self, view: OrderView, box: Parcel, seen: QWidget) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(seen)
        left.addStretch(1)
        right.setSpacing(fonts.px(12))
        for head in (self.title, self.subtitle):
            right.addWidget(head)
        right.addLayout(self._facts(view, box))
        options = tuple(Option(name, self.words(f"dialogs.waybill.{name}")) for name in (LOOK, REPRINT, VOID))
        self.action = Segments(self.colours, self.words("dialogs.waybill.action"), options)
        self.add_field(self.action, right)
        self.warning = NoteBox("warn_soft", "warn_text", self.colours)
        self.warning.setParent(self)
        right.addWidget(self.warning)
        self.reasons = Reasons(self, REPRINT_REASONS, into=right)
        self.action.changed.connect(self._choose)
        self._add_others(right)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(fonts.px(28))
        row.addLayout(left)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self._add_further()
        self.add_closing(self.words("dialogs.waybill.confirm-reprint"))
        self._choose()

    def _size_text(self) -> str:
        if self.preview is None:
            return ""
        size = "×".join(str(side) for side in self.preview.size_mm)
        key = "size" if self.preview.percent >= 100 else "shrunk"  # noqa: PLR2004  (percent)
        return self.words(f"dialogs.waybill.{key}", size=size, percent=self.preview.percent)

    def _facts(self, view: OrderView, box: Parcel) -> QGridLayout:
        words = self.words
        facts = [
            (words("dialogs.waybill.number"), in_fours(box.waybill)),
            (words("dialogs.waybill.carrier"), one_line(view.carrier_name or box.carrier)),
            *(((words("carriers.dialog.why"), self._carriers.why),) if self._carriers.why else ()),
            (words("dialogs.waybill.printed"), self._printed(view, box)),
            (words("dialogs.waybill.paper"), self._size_text()),
        ]
        if len(view.order.parcels) > 1:
            facts[0] = (
                words("dialogs.waybill.box", n=box.parcel, total=len(view.order.parcels)),
                facts[0][1],
            )
        grid = QGridLayout()
        grid.setContentsMargins(fonts.px(12), 0, 0, 0)
        grid.setHorizontalSpacing(fonts.px(16))
        grid.setVerticalSpacing(fonts.px(8))
        grid.setColumnStretch(1, 1)
        for place, (caption, value) in enumerate(facts):
            label = PlainLabel(caption, colour=self.colours.muted)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
            big = Size.TITLE if place == 0 else Size.BODY
            grid.addWidget(PlainLabel(value, size=big, bold=place == 0, wrap=True), place, 1)
        return grid

    def _printed(self, view: OrderView, box: Parcel) -> str:
        """How often it was printed; and that nobody has confirmed it where that is so."""
        times = self.words("dialogs.waybill.times", n=box.prints)
        if not view.is_only_sent(box):
            return times
        return f"{times} · {self.words('printer.state.sent')}"

    def _choose(self) -> None:
        """Another thing to do: its reasons, its warning, its key."""
        action = self.action.value if self.action else LOOK
        is_look = action == LOOK
        warning = "" if is_look else self.words(f"dialogs.waybill.{action}-warning")
        self.warning.show_note(warning)
        if not is_look:
            self.reasons.offer(self._actions[action])
        self.reasons.set_visible(not is_look)
        if self.others is not None:
            self.others.setVisible(is_look)
        button = self.buttons[-1]
        self.keys.show_button(button, on=not is_look)
        if not is_look:
            button.set_kind(Kind.DANGER if action == VOID else Kind.PRIMARY)
            button.set_text(self.words(f"dialogs.waybill.confirm-{action}"))
        self.refit()

    def press_key(self, name: str) -> bool:
        """F4 goes straight to printing again; what the other keys do was given with them."""
        further = self._further.get(name)
        if further is not None:
            self.close_sheet()
            further()
            return True
        if name == "F4" and self.action is not None:
            self.action.choose(REPRINT)
        return name == "F4"

    def confirm(self) -> None:
        """Do what was chosen."""
        action = self.action.value if self.action else LOOK
        if action == LOOK:
            self.close_sheet()
        elif reason := self.reasons.given():
            self.close_sheet()
            self._do[action](reason)
