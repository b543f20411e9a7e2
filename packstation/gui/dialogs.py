"""The sheets over the window: when each opens, and what its answer does at the desk. None opens by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PIL import Image
from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import Desk
from packstation.desk.views import OrderView
from packstation.domain.people import Right
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer, Command, Verdict
from packstation.domain.stock import Shortage, Way
from packstation.errors import PackstationError
from packstation.gui.carrier_dialogs import CHANGEABLE, CarrierDialogs
from packstation.gui.fields import Segments
from packstation.gui.given_errand import GivenErrand
from packstation.gui.hold_dialog import HoldSheet
from packstation.gui.layout_dialog import LayoutSheet
from packstation.gui.main_window import MainWindow
from packstation.gui.parcel_dialog import Done, ParcelSheet
from packstation.gui.photo_sources import PhotoSources
from packstation.gui.pictures import Pictures
from packstation.gui.print_jobs import PrintJobs
from packstation.gui.quality_dialog import NO_SOURCES, QualitySheet
from packstation.gui.review_sheets import ReviewSheets
from packstation.gui.session import Session
from packstation.gui.settings_dialog import SettingsSheet
from packstation.gui.sheet import Sheet
from packstation.gui.shortage_dialog import ShortageSheet
from packstation.gui.stock_dialog import Noted, StockSheet
from packstation.gui.theme import Colours
from packstation.gui.trial_printing import TrialPrinting
from packstation.gui.waybill_dialog import WaybillSheet
from packstation.gui.wishes_dialog import WishesSheet
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
        *,
        photos: PhotoSources | None = None,
        trial: TrialPrinting | None = None,
        jobs: PrintJobs | None = None,
        given: GivenErrand | None = None,
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
        self._photos = photos
        self._trial = trial
        self._jobs = jobs
        self._given = given
        self.reviews = ReviewSheets(desk, window, session, pictures, words, colours, settings, self.number)
        self.carriers = CarrierDialogs(desk, window, session, words, colours)

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

    def stock(self, number: str = "") -> None:
        """F5: what the shelves hold for the open order, or for the one chosen in the queue."""
        number = number or self.number()
        if number:
            rows = self._desk.stockroom.rows(number)
            sheet = StockSheet(
                self._words,
                self._colours,
                self._window,
                number=number,
                rows=rows,
                note=partial(self._note_stock, number),
                shortage=self.shortage,
            )
            self._open(sheet)

    def _note_stock(self, number: str, what: str, sku: str, place: str, units: int, reason: str) -> Noted:
        room = self._desk.stockroom
        gestures = {
            "count": room.recount,
            "quarantine": room.quarantine,
            "mend": room.mend,
            "scrap": room.scrap,
        }
        trouble = self._trouble(lambda: gestures[what](sku, place, units, reason))
        return Noted(room.rows(number), trouble)

    def _trouble(self, gesture: Callable[[], Answer]) -> str:
        """Carry out a gesture; gives what stood in its way, in words."""
        answer = self._session.tell(gesture)
        if answer is None or answer.verdict in (Verdict.COMMAND_OK, Verdict.HELD):
            return ""
        return self._words.say(answer)

    def shortage(self, sku: str) -> None:
        """Whom it hits that these goods are short."""
        product = self._desk.store.catalogue.product(sku)
        sheet = ShortageSheet(
            self._words,
            self._colours,
            self._window,
            goods=product.title if product and product.title else sku,
            shortage=self._desk.shortages.of(sku),
            now=self._desk.clock.now(),
            zone=self._desk.options.zone,
            settle=partial(self._settle, sku),
        )
        self._open(sheet)

    def _settle(
        self, sku: str, number: str, way: Way, until: datetime | None, note: str
    ) -> tuple[Shortage | None, str]:
        """Decide about one order that goes without."""
        shortages = self._desk.shortages
        match way:
            case Way.SPLIT:
                trouble = self._trouble(lambda: shortages.send_rest(number, note))
            case Way.WAIT:
                trouble = self._trouble(lambda: shortages.wait(number, until or self._desk.clock.now()))
            case Way.CANCEL:
                trouble = self._trouble(lambda: self._desk.contacting.give_up(number))
        return shortages.of(sku), trouble

    def number(self) -> str:
        """The order that is meant: the open one, else the chosen one."""
        if self._session.view is not None:
            return self._session.view.order.number
        row = self._window.queue.view.current
        return row.number if row is not None else ""

    def quality(self) -> None:
        """F7: the checks of the line that waits longest."""
        view = self._session.view
        if view is not None:
            waiting = view.order.waiting_for_quality
            sheet = QualitySheet(
                self._words,
                self._colours,
                self._window,
                view=view,
                pictures=self._pictures,
                passed=self._pass,
                failed=self._fail,
                rate=self._desk.quality.rate(waiting[0].sku) if waiting else None,
                sources=self._photos.sources if self._photos is not None else NO_SOURCES,
                own_kinds=self._desk.options.defect_kinds,
            )
            self._open(sheet)

    def _pass(self) -> None:
        self._session.by_hand(Command.PASS)

    def _fail(self, kind: str, checks: tuple[str, ...], note: str, photos: tuple[bytes, ...]) -> None:
        answer = self._session.tell(lambda: self._desk.quality.fail(kind, checks, note))
        defect = answer.facts.get("defect") if answer is not None else None
        if self._photos is not None and answer is not None and answer.order and isinstance(defect, int):
            self._photos.keep(defect, answer.order, photos)

    def wishes(self) -> None:
        """Ctrl+F11: the open order's wishes whole, and one that was misread taken off."""
        view = self._session.view
        if view is not None:
            sheet = WishesSheet(
                self._words,
                self._colours,
                self._window,
                view=view,
                tick=lambda place: self._tell(lambda: self._desk.tick(place)),
                drop=lambda place, why: self._tell(lambda: self._desk.wishes.drop(place, why)),
                may_drop_given=self._desk.may(Right.DROP_WISH),
            )
            self._open(sheet)

    def waybill(self, after: int = 0) -> None:
        """F8: the open order's label as it prints; again, or void. Of several boxes that ``after`` one."""
        view = self._session.view
        if view is not None:
            if view.order.live_waybills and not after:
                self._desk.revealed(view.order.number)  # the label shows the whole address
            self._open(self._waybill_sheet(view, after))

    def _waybill_sheet(self, view: OrderView, after: int) -> WaybillSheet:
        boxes = [box.parcel for box in view.order.parcels if box.waybill]
        box = next((parcel for parcel in boxes if parcel > after), boxes[0] if boxes else 1)
        image, trouble = self._label(view.order.number, box)
        return WaybillSheet(
            self._words,
            self._colours,
            self._window,
            view=view,
            parcel=box,
            image=image,
            trouble=trouble,
            dpi=self._desk.options.dpi,
            reprint=partial(self._reprint, box if len(boxes) > 1 else 0),
            void=self._void,
            carriers=self.carriers.text(view),
            change=self.carriers.change if view.order.state in CHANGEABLE else None,
            number=self.carriers.number if not view.order.live_waybills else None,
            slip=partial(self._slip, view.order.number)
            if self._desk.paper_jobs.is_printed(Paper.SLIP)
            else None,
            given=partial(self._given.choose, view.order.number, box)
            if self._given is not None and view.order.live_waybills
            else None,
            next_box=partial(self.waybill, box) if len(boxes) > 1 else None,
        )

    def _label(self, number: str, box: int) -> tuple[Image.Image | None, str]:
        """The label as it prints; a given one may have been lost, or fit no more: what is wrong, in words."""
        try:
            return self._desk.label_image(number, box), ""
        except PackstationError as error:
            return None, self._words.error(error)

    def _slip(self, number: str) -> None:
        if self._jobs is not None:
            self._jobs.print(Paper.SLIP, "packing", number)

    def _reprint(self, parcel: int, reason: str) -> None:
        self._tell(lambda: self._desk.reprint(reason, parcel))

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

    def settings(self, pending: Mapping[str, object] | None = None) -> None:
        """F10: what may be set without opening the file; ``pending`` was changed and not saved yet."""
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
            trial=self._trial.start if self._trial is not None else None,
            look=self._trial.look if self._trial is not None else None,
            label=self._label_look if self._trial is not None else None,
            pending=pending,
        )
        self._open(sheet)

    def _label_look(self, fields: Mapping[str, Segments], changes: dict[str, object]) -> None:
        """F7 on the settings: a sample label; the settings come back with what was chosen."""
        if self._trial is None:
            return
        sheet = LayoutSheet(
            self._words,
            self._colours,
            self._window,
            fields=fields,
            draw=self._trial.sample,
            leave=lambda chosen: self.settings({**changes, **chosen}),
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
