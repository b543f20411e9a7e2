"""The open order's boxes: what is in each, its carton; goods moved from one into another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.desk.views import OrderView
from packstation.domain.boxes import current_parcel
from packstation.domain.intake import Carton, is_low
from packstation.domain.order import Parcel, State
from packstation.domain.scan import Answer, Verdict
from packstation.gui.carton_words import misfit_text, proposal_text, size_text
from packstation.gui.fields import Option, Segments
from packstation.gui.lines_of_text import one_line
from packstation.gui.parcel_board import BoardBox, Goods, ParcelBoard
from packstation.gui.queue_words import short_number
from packstation.gui.sheet import Sheet
from packstation.gui.side_words import in_fours
from packstation.gui.text_field import TextField
from packstation.gui.theme import Colours
from packstation.words import Words

NEW = "new"
Done = tuple[Answer | None, OrderView | None]
"""What the desk said, and the order as it is now."""
Move = Callable[[str, int, int, int | None], Done]
"""Line, units, from this box, into that one (None: a new one)."""
PutInto = Callable[[int, str], Done]
"""Box, carton."""


class ParcelSheet(Sheet):
    """Ctrl+Enter does what the current row asks: moves the goods, or notes the carton; it stays open."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        view: OrderView,
        move: Move,
        put_into: PutInto,
        low: int,
    ) -> None:
        """Show the boxes of an order.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            view: the open order.
            move: moves units.
            put_into: notes the carton of a box.
            low: of fewer cartons than this there are too few.
        """
        super().__init__(words, colours, host, words("parcels.title"), width=1100)
        self._view = view
        self._move_units = move
        self._put_into = put_into
        self._low = low
        self.board = ParcelBoard(colours, self._boxes(), current_parcel(view.order).parcel)
        self.units = TextField(colours, words("parcels.units"))
        self.into = Segments(colours, words("parcels.into"), ())
        self.carton = Segments(colours, "", ())
        for field in (self.board, self.units, self.into, self.carton):
            self.add_field(field)
        self.board.changed.connect(self._follow)
        for field in (self.units, self.into, self.carton):
            field.changed.connect(self._name_answer)
        self.units.changed.connect(lambda: self.say(""))
        self.add_closing(words("parcels.confirm-carton"))
        self._show()

    # --- what is shown --------------------------------------------------------------------------------------

    def _boxes(self) -> tuple[BoardBox, ...]:
        order = self._view.order
        current = current_parcel(order).parcel
        is_open = order.state is State.PACKING
        return tuple(
            self._box(box, is_here=is_open and box.parcel == current)
            for box in order.parcels or (current_parcel(order),)
        )

    def _box(self, box: Parcel, *, is_here: bool) -> BoardBox:
        view, words = self._view, self.words
        lines = {line.line: line for line in view.order.lines}
        goods = tuple(
            Goods(name, one_line(f"{line.title or view.title_of(line.sku)} {line.spec}"), units)
            for name, units in box.contents
            if (line := lines.get(name))
        )
        carton = words("pack.box.carton", carton=one_line(box.carton)) if box.carton else ""
        weight = words("pack.weight.real", real=box.weight_g) if box.weight_g is not None else ""
        facts = (
            (words("dialogs.dot").join(part for part in (carton, weight) if part), "muted"),
            (proposal_text(box, view, words), "accent_text"),
            (misfit_text(box, view, words), "late"),
            (in_fours(box.waybill), "muted"),
        )
        return BoardBox(
            box.parcel,
            words("parcels.box", n=view.place_of(box.parcel)),
            goods,
            tuple((text, role) for text, role in facts if text),
            words("parcels.here") if is_here else "",
            words("parcels.empty"),
        )

    @property
    def _can_move(self) -> bool:
        order = self._view.order
        is_unlabelled = order.state in (State.PACKING, State.PACKED) and not order.live_waybills
        return is_unlabelled and self.board.goods is not None

    @property
    def _can_choose(self) -> bool:
        return self._view.order.state in (State.PACKING, State.PACKED) and bool(self._view.cartons)

    def _show(self) -> None:
        """The order as it is now."""
        order = self._view.order
        about = self.words("parcels.about", order=short_number(one_line(order.number)))
        few = [carton for carton in self._view.cartons if is_low(carton, self._low)]
        left = self.words("pack.comma").join(f"{one_line(one.code)}: {one.on_hand}" for one in few)
        low = self.words("parcels.low", cartons=left) if few else ""
        self.describe(self.words("dialogs.dot").join(part for part in (about, low) if part))
        self.board.show_boxes(self._boxes())
        self._follow()
        if order.live_waybills:
            self.say(self.words("parcels.labelled"), colour="muted")

    def _follow(self) -> None:
        """Amount, goal and carton belong to what is chosen on the board."""
        goods, box = self.board.goods, self.board.box
        for field, on in ((self.units, self._can_move), (self.into, self._can_move)):
            field.setVisible(on)
        self.carton.setVisible(self._can_choose)
        self.units.clear()
        if goods is not None:
            self.units.line.setPlaceholderText(self.words("parcels.units-hint", n=goods.units))
            others = [one for one in self.board.boxes if one.parcel != box.parcel]
            goals = (
                *(Option(str(one.parcel), one.title) for one in others),
                Option(NEW, self.words("parcels.new")),
            )
            self.into.offer(self.words("parcels.into"), goals, self.into.value)
        chosen = next((one.carton for one in self._view.order.parcels if one.parcel == box.parcel), "")
        caption = self.words("parcels.carton", box=box.title)
        self.carton.offer(caption, self._cartons(box.parcel), chosen)
        self._name_answer()
        self.refit()

    def _cartons(self, parcel: int) -> tuple[Option, ...]:
        """Every carton, the proposed one first, the others by size."""
        proposal = self._view.proposals.get(parcel)
        proposed = proposal.boxes[0].carton.code if proposal and proposal.boxes else ""
        cartons = sorted(self._view.cartons, key=lambda one: (one.code != proposed, _volume(one), one.code))
        return tuple(Option(one.code, self._carton_text(one, proposed)) for one in cartons)

    def _carton_text(self, carton: Carton, proposed: str) -> str:
        name = " ".join(part for part in (one_line(carton.code)[:24], size_text(carton)) if part)
        if carton.code == proposed:
            name = self.words("parcels.proposed", carton=name)
        return (
            self.words("parcels.left", carton=name, n=carton.on_hand) if is_low(carton, self._low) else name
        )

    # --- what is done ---------------------------------------------------------------------------------------

    def _go_to(self, place: int) -> None:
        """The answer's key says what it does on this row."""
        super()._go_to(place)
        self._name_answer()

    @property
    def _is_carton_asked(self) -> bool:
        return self.current is self.carton or not self._can_move

    def _name_answer(self) -> None:
        button = self.buttons[-1]
        can_answer = self._can_choose if self._is_carton_asked else True
        if can_answer and self._is_carton_asked:
            button.set_text(self.words("parcels.confirm-carton"))
        elif can_answer:
            goal = next((one.text for one in self.into.options if one.value == self.into.value), "")
            button.set_text(self.words("parcels.confirm-move", n=self._units() or "?", into=goal))
        self.keys.show_button(button, on=can_answer)

    def confirm(self) -> None:
        """Move the goods, or note the carton."""
        if self._is_carton_asked:
            if self._can_choose:
                self._tell(self._put_into(self.board.box.parcel, self.carton.value))
            return
        goods, units = self.board.goods, self._units()
        if goods is None or units is None:
            self.say(self.words("parcels.no-units", n=goods.units if goods else 0))
        elif self.into.value == NEW and units == sum(one.units for one in self.board.box.goods):
            self.say(self.words("parcels.all-of-it"))
        else:
            target = None if self.into.value == NEW else int(self.into.value)
            self._tell(self._move_units(goods.line, units, self.board.box.parcel, target))

    def _units(self) -> int | None:
        """How many are meant: one where nothing was typed; None where there are not so many."""
        goods, text = self.board.goods, self.units.value or "1"
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(10**6))
        if goods is None or not is_number or not 0 < int(text) <= goods.units:
            return None
        return int(text)

    def _tell(self, done: Done) -> None:
        """Show what the desk said and the boxes as they are now."""
        answer, view = done
        if view is None:
            self.close_sheet()
            return
        self._view = view
        self._show()
        if answer is not None:
            is_done = answer.verdict is Verdict.COMMAND_OK
            self.say(self.words.say(answer), colour="done_text" if is_done else "late")


def _volume(carton: Carton) -> int:
    long, wide, high = carton.inner_mm or (0, 0, 0)
    return long * wide * high
