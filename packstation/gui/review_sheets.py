"""The sheets about who gets an order: its review, its receiver, orders that go into one box with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from packstation.desk.desk import Desk
from packstation.desk.views import OrderView
from packstation.domain.order import OPEN_STATES, Receiver
from packstation.domain.scan import Answer, Verdict
from packstation.domain.together import is_along
from packstation.gui.address_dialog import AddressSheet, wrong_parts
from packstation.gui.buyer_text import buyer_text
from packstation.gui.goods_list import GoodsList
from packstation.gui.main_window import MainWindow
from packstation.gui.pictures import Pictures
from packstation.gui.review_dialog import Company, ReviewSheet
from packstation.gui.session import Session
from packstation.gui.theme import Colours
from packstation.settings import Settings
from packstation.words import Words


class ReviewSheets:
    """Opens them over the window; ``number`` tells which order is meant."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        pictures: Pictures,
        words: Words,
        colours: Colours,
        settings: Settings | None,
        number: Callable[[], str],
    ) -> None:
        """Serve this window."""
        self._desk = desk
        self._window = window
        self._session = session
        self._pictures = pictures
        self._words = words
        self._colours = colours
        self._settings = settings or Settings()
        self._number = number

    def _tell(self, gesture: Callable[[], Answer]) -> None:
        self._session.tell(gesture)

    def review(self, number: str) -> None:
        """What stands in an order's way, and letting it go on."""
        view = self._desk.view(number)
        if view is None:
            return
        notes = self._desk.look(view.order).notes
        can_change = view.order.state in OPEN_STATES and not view.order.recall
        sheet = ReviewSheet(
            self._words,
            self._colours,
            self._window,
            view=view,
            now=self._desk.clocks.now(view.order.shop_id),
            zone=self._desk.options.zone,
            release=partial(self._release, number),
            revealed=partial(self._desk.revealed, number),
            notes=notes,
            buyer_text=buyer_text(view.order, (*view.order.findings, *notes), self._words, self._settings),
            asked=partial(self._ask_buyer, number),
            goods=self._goods_of(view),
            correct=partial(self.address, number) if can_change else None,
            give_up=partial(self._give_up, number) if can_change else None,
            company=self._company_of(view) if can_change else None,
        )
        sheet.open_sheet()

    def together(self) -> None:
        """Ctrl+J: the order that is meant goes into one box with its neighbours; again: it does not."""
        view = self._desk.view(self._number())
        if view is not None:
            self._join_or_part(view)

    def _join_or_part(self, view: OrderView) -> None:
        number, companions = view.order.number, self._desk.companions
        if view.along or is_along(view.order):
            self._tell(lambda: companions.part(number))
        else:
            self._tell(lambda: companions.join(number))

    def _company_of(self, view: OrderView) -> Company | None:
        """Orders for the same door: to be packed together, or to be taken apart again."""
        change = partial(self._join_or_part, view)
        if view.along or is_along(view.order):
            return Company(len(view.along), True, change)
        offers = self._desk.companions.offers(view.order.number)
        return Company(len(offers), False, change) if offers else None

    def _goods_of(self, view: OrderView) -> GoodsList:
        stock = {row.sku: row for row in self._desk.stockroom.rows(view.order.number)}
        return GoodsList(self._words, self._colours, self._pictures, view=view, stock=stock)

    def address(self, number: str = "") -> None:
        """Ctrl+R: the receiver of the open order, or of the one chosen in the queue, corrected."""
        view = self._desk.view(number or self._number())
        if view is None:
            return
        self._desk.revealed(view.order.number)  # the fields show the whole address
        findings = (*view.order.findings, *self._desk.look(view.order).notes)
        sheet = AddressSheet(
            self._words,
            self._colours,
            self._window,
            number=view.order.number,
            receiver=view.order.receiver,
            wrong=wrong_parts(findings, self._words),
            correct=partial(self._correct, view.order.number),
        )
        sheet.open_sheet()

    def _correct(self, number: str, receiver: Receiver) -> str:
        answer = self._session.tell(lambda: self._desk.contacting.correct(number, receiver))
        if answer is None or answer.verdict in (Verdict.COMMAND_OK, Verdict.HELD):
            return ""
        return self._words.say(answer)

    def _give_up(self, number: str) -> None:
        self._tell(lambda: self._desk.contacting.give_up(number))

    def _ask_buyer(self, number: str) -> None:
        self._tell(lambda: self._desk.contacting.ask(number))

    def _release(self, number: str, note: str) -> None:
        self._tell(lambda: self._desk.release(number, note))
