"""The sheets over the window: when each opens, and what its answer does at the desk. None opens by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import Desk
from packstation.desk.views import OrderView, StockRow
from packstation.domain.scan import Answer, Command
from packstation.gui.buyer_text import buyer_text
from packstation.gui.hold_dialog import HoldSheet
from packstation.gui.main_window import MainWindow
from packstation.gui.parcel_dialog import Done, ParcelSheet
from packstation.gui.pictures import Pictures
from packstation.gui.quality_dialog import QualitySheet
from packstation.gui.review_dialog import ReviewSheet
from packstation.gui.session import Session
from packstation.gui.settings_dialog import SettingsSheet
from packstation.gui.sheet import Sheet
from packstation.gui.stock_dialog import StockSheet
from packstation.gui.theme import Colours
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.settings import Settings, save
from packstation.words import Words


class Dialogs(QObject):
    """Opens them over the window; ``settings_changed`` follows saved settings."""

    settings_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        pictures: Pictures,
        words: Words,
        colours: Colours,
        settings: Settings | None = None,
    ) -> None:
        """Serve this window; without ``settings`` there are none to change."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._pictures = pictures
        self._words = words
        self._colours = colours
        self._settings = settings

    def _open(self, sheet: Sheet) -> None:
        sheet.open_sheet()

    def _tell(self, gesture: Callable[[], Answer]) -> None:
        self._session.tell(gesture)

    def hold(self) -> None:
        """F3: put the open order aside."""
        if self._session.view is None:
            return
        now, zone = self._desk.clock.now(), self._desk.options.zone
        self._open(HoldSheet(self._words, self._colours, self._window, now=now, zone=zone, hold=self._hold))

    def _hold(self, reason: str, until: datetime | None) -> None:
        self._tell(lambda: self._desk.hold(reason, until))

    def stock(self) -> None:
        """F5: what the shelves hold for the open order, or for the one chosen in the queue."""
        number = self._number()
        if number:
            rows = self._desk.stock_rows(number)
            count = partial(self._count, number)
            sheet = StockSheet(
                self._words, self._colours, self._window, number=number, rows=rows, count=count
            )
            self._open(sheet)

    def _count(self, number: str, sku: str, place: str, on_hand: int, reason: str) -> tuple[StockRow, ...]:
        self._tell(lambda: self._desk.stockroom.recount(sku, place, on_hand, reason))
        return self._desk.stock_rows(number)

    def _number(self) -> str:
        """The order that is meant: the open one, else the chosen one."""
        if self._session.view is not None:
            return self._session.view.order.number
        row = self._window.queue.view.current
        return row.number if row is not None else ""

    def quality(self) -> None:
        """F7: the checks of the line that waits longest."""
        view = self._session.view
        if view is not None:
            sheet = QualitySheet(
                self._words,
                self._colours,
                self._window,
                view=view,
                pictures=self._pictures,
                passed=self._pass,
                failed=self._fail,
            )
            self._open(sheet)

    def _pass(self) -> None:
        self._session.by_hand(Command.PASS)

    def _fail(self, reason: str) -> None:
        self._tell(lambda: self._desk.quality.fail(reason))

    def waybill(self) -> None:
        """F8: the open order's label as it prints; again, or void."""
        view = self._session.view
        if view is not None:
            if view.order.live_waybills:
                self._desk.revealed(view.order.number)  # the label shows the whole address
            self._open(self._waybill_sheet(view))

    def _waybill_sheet(self, view: OrderView) -> WaybillSheet:
        box = next((box.parcel for box in view.order.parcels if box.waybill), 1)
        return WaybillSheet(
            self._words,
            self._colours,
            self._window,
            view=view,
            image=self._desk.label_image(view.order.number, box),
            dpi=self._desk.options.dpi,
            reprint=self._reprint,
            void=self._void,
        )

    def _reprint(self, reason: str) -> None:
        self._tell(lambda: self._desk.reprint(reason))

    def _void(self, reason: str) -> None:
        self._tell(lambda: self._desk.void(reason))

    def parcels(self) -> None:
        """Ctrl+K: the open order's boxes, their goods and cartons."""
        view = self._session.view
        if view is not None:
            sheet = ParcelSheet(
                self._words,
                self._colours,
                self._window,
                view=view,
                move=self._move,
                put_into=self._put_into,
                low=self._desk.options.carton_low,
            )
            self._open(sheet)

    def _move(self, line: str, units: int, source: int, target: int | None) -> Done:
        answer = self._session.tell(lambda: self._desk.boxing.move(line, units, source, target))
        return answer, self._session.view

    def _put_into(self, parcel: int, carton: str) -> Done:
        answer = self._session.tell(lambda: self._desk.boxing.put_into(parcel, carton))
        return answer, self._session.view

    def review(self, number: str) -> None:
        """What stands in an order's way, and letting it go on."""
        view = self._desk.view(number)
        if view is None:
            return
        notes = self._desk.look(view.order).notes
        settings = self._settings or Settings()
        sheet = ReviewSheet(
            self._words,
            self._colours,
            self._window,
            view=view,
            now=self._desk.clock.now(),
            zone=self._desk.options.zone,
            release=partial(self._release, number),
            revealed=partial(self._desk.revealed, number),
            notes=notes,
            buyer_text=buyer_text(view.order, (*view.order.findings, *notes), self._words, settings),
            asked=partial(self._ask_buyer, number),
        )
        self._open(sheet)

    def _ask_buyer(self, number: str) -> None:
        self._tell(lambda: self._desk.ask_buyer(number))

    def _release(self, number: str, note: str) -> None:
        self._tell(lambda: self._desk.release(number, note))

    def settings(self) -> None:
        """F10: what may be set without opening the file."""
        settings = self._settings
        if settings is None or settings.path is None:
            return
        sheet = SettingsSheet(
            self._words,
            self._colours,
            self._window,
            values=settings.values,
            path=settings.path,
            save=self.save,
        )
        self._open(sheet)

    def save(self, changes: dict[str, object]) -> None:
        """Write them; the window follows once the sheet is gone.

        Raises:
            BadSetting: a value is not allowed; nothing was written.
        """
        if self._settings is not None and self._settings.path is not None:
            save(self._settings.path, changes)
            QTimer.singleShot(0, self, self.settings_changed.emit)
