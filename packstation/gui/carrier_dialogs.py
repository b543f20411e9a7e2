"""An order's carrier and waybill numbers in people's hands: when these sheets open, and what they do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from packstation.desk.desk import Desk
from packstation.desk.typed_numbers import SCANNED, TYPED
from packstation.desk.views import OrderView
from packstation.domain.order import Parcel, State
from packstation.domain.people import Right
from packstation.domain.scan import Answer, Verdict
from packstation.gui.ask_dialog import AskSheet, Question
from packstation.gui.carrier_dialog import CarrierSheet
from packstation.gui.carrier_words import CarrierText, offer_texts
from packstation.gui.lines_of_text import one_line
from packstation.gui.main_window import MainWindow
from packstation.gui.number_dialog import Brought, NumberSheet, NumberWork
from packstation.gui.paper_number import Likeness
from packstation.gui.queue_words import short_number
from packstation.gui.renumber_dialog import ParcelText, Renumbered, RenumberSheet, RenumberWork
from packstation.gui.session import Session
from packstation.gui.theme import Colours
from packstation.words import Words

CHANGEABLE = (State.PACKING, State.PACKED, State.LABELLED)
_OTHER_THINGS = frozenset({"command", "goods", "order", "badge", "carton"})


class CarrierDialogs(QObject):
    """Opens the sheets for another carrier, for a number on paper, another after it left, for none at all."""

    def __init__(
        self, desk: Desk, window: MainWindow, session: Session, words: Words, colours: Colours
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._words = words
        self._colours = colours

    def text(self, view: OrderView) -> CarrierText:
        """Why the open order's box goes with its carrier, and what the others would do."""
        box = self._box(view)
        offers, why = self._desk.changing.offers(view.order, box)
        taken = self._desk.changing.taken(view.order, box)
        name = self._desk.choosing.name
        said = one_line(self._words.carrier_why(why, name)) if why else ""
        return CarrierText(
            one_line(name(taken)) if taken else "", said, offer_texts(offers, taken, self._words, name)
        )

    def _box(self, view: OrderView) -> Parcel:
        """The box that is looked at: the first with a label, else the first."""
        boxes = self._desk.choosing.boxes(view.order)
        return next((box for box in boxes if box.waybill), boxes[0])

    def change(self) -> None:
        """F6 on the label: another carrier."""
        view = self._session.view
        if view is None:
            return
        words, number = self._words, short_number(one_line(view.order.number))
        carrier = self._box(view).carrier
        key = "about" if carrier else "about-none"
        about = words(f"carriers.change.{key}", order=number, carrier=self._desk.choosing.name(carrier))
        offers = tuple(one for one in self.text(view).offers if not one.is_taken or not carrier)
        CarrierSheet(
            words,
            self._colours,
            self._window,
            about=about,
            offers=offers,
            torn=words("pack.comma").join(view.order.live_waybills),
            change=self._change,
            may_change=self._desk.may(Right.CHANGE_CARRIER),
        ).open_sheet()

    def _change(self, carrier: str, why: str, badge: str) -> str:
        return self._refused(self._session.tell(lambda: self._desk.changing.change(carrier, why, badge)))

    def number(self) -> None:
        """F9 on the label: a number that came on paper."""
        view = self._session.view
        if view is None:
            return
        carriers = self._carriers()
        taken = self._desk.changing.taken(view.order, self._box(view))
        work = NumberWork(
            about=self._words("carriers.number.about", order=short_number(one_line(view.order.number))),
            known=self._known(carriers, taken),
            take=self._take,
            may_type=self._desk.may(Right.TYPE_NUMBER),
        )
        NumberSheet(self._words, self._colours, self._window, work).open_sheet()

    def _take(self, brought: Brought) -> str:
        how = SCANNED if brought.is_scanned else TYPED
        return self._refused(
            self._session.tell(
                lambda: self._desk.typed_numbers.take(
                    brought.number,
                    brought.carrier,
                    brought.why,
                    how=how,
                    badge=brought.badge,
                    stuck=brought.is_stuck,
                )
            )
        )

    def renumber(self, number: str) -> bool:
        """An order that left: its parcels, and another number for one. False: none of them is ours."""
        parcels = self._desk.renumberings.parcels(number)
        if not parcels:
            return False
        words = self._words
        texts = tuple(
            ParcelText(
                one.number,
                one.carrier,
                words(
                    f"carriers.renumber.{'told' if one.is_told else 'untold'}",
                    waybill=one_line(one.number),
                    carrier=one_line(one.carrier_name),
                ),
            )
            for one in parcels
        )
        carriers = self._carriers()
        carriers |= {one.carrier: one.carrier_name for one in parcels if one.carrier not in carriers}
        work = RenumberWork(
            about=words("carriers.renumber.about", order=short_number(one_line(number))),
            parcels=texts,
            known=self._known(carriers, parcels[0].carrier),
            take=lambda wanted: self._change_number(number, wanted),
            may_change=self._desk.may(Right.TYPE_NUMBER),
        )
        RenumberSheet(words, self._colours, self._window, work).open_sheet()
        return True

    def without_parcel(self, number: str) -> None:
        """An order that needs no parcel was chosen: whether it is fulfilled."""
        words, row = self._words, self._desk.row(number)
        goods = one_line(row.goods) if row else ""
        question = Question(
            title=words("carriers.no-parcel.title"),
            about=words("carriers.no-parcel.about", order=short_number(one_line(number)), goods=goods),
            confirm=words("carriers.no-parcel.confirm"),
        )
        AskSheet(
            words,
            self._colours,
            self._window,
            question=question,
            answer=lambda _: self._refused(
                self._session.tell(lambda: self._desk.without_parcels.ship(number))
            ),
            back=lambda: None,
        ).open_sheet()

    def _change_number(self, number: str, wanted: Renumbered) -> str:
        change = self._desk.renumberings.change
        return self._refused(
            self._session.tell(
                lambda: change(number, wanted.before, wanted.number, wanted.carrier, wanted.why, wanted.badge)
            )
        )

    def _carriers(self) -> dict[str, str]:
        """The names of all carriers, by their codes."""
        return {one.code: one.name or one.code for one in self._desk.store.catalogue.carriers()}

    def _known(self, carriers: Mapping[str, str], likely: str) -> Likeness:
        """What is known of numbers on paper; the likely carrier comes first."""
        codes = sorted(carriers, key=lambda code: (code != likely, code))
        named = tuple((code, one_line(carriers[code])) for code in codes)
        return Likeness(named, self._desk.typed_numbers.carriers_like, self._is_ours)

    def _is_ours(self, code: str) -> bool:
        """Whether a scan means something else here."""
        return any(kind in _OTHER_THINGS for kind, _, _ in self._desk.explain(code))

    def _refused(self, answer: Answer | None) -> str:
        """Why it was not done; nothing where it was."""
        if answer is None or answer.verdict in (Verdict.COMMAND_OK, Verdict.SHIPPED):
            return ""
        return self._words.say(answer)
