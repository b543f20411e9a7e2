"""One packer at one window: every scan goes to the desk and its answer to banner, page and ear."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from packstation.desk.desk import HAND, Desk
from packstation.desk.views import OrderView
from packstation.desk.workplace import Announcement
from packstation.domain.moves import stop_verdict
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer, Command, Verdict, clean, command_of
from packstation.errors import PackstationError
from packstation.gui.background import Labels
from packstation.gui.faults import Faults
from packstation.gui.heard import Heard
from packstation.gui.keys import Place
from packstation.gui.main_window import MainWindow
from packstation.gui.messages import BannerText, Messages
from packstation.gui.overview import Overview
from packstation.gui.sounds import URGED, Sounds
from packstation.gui.speech import Speech
from packstation.gui.spoken import spoken
from packstation.gui.stop_news import says_the_same, stop_of
from packstation.gui.tones import is_stop, tone_of

_log = logging.getLogger(__name__)
_CLOSING = frozenset({Verdict.ORDER_COMPLETE, Verdict.QUALITY_PASSED, Verdict.WISH_TICKED})
_MOST_ROWS = 20


class Session(QObject):
    """Between desk and window. All of it on the one thread that owns both."""

    answered = Signal()

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        messages: Messages,
        sounds: Sounds,
        speech: Speech,
        labels: Labels,
        overview: Overview,
        faults: Faults,
    ) -> None:
        """Connect them; nothing is shown before ``start``."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._messages = messages
        self._sounds = sounds
        self._speech = speech
        self._labels = labels
        self._overview = overview
        self._faults = faults
        self._view: OrderView | None = None
        self._answer: Answer | None = None
        self._stopped: tuple[Answer, OrderView | None] | None = None
        self._closed = False
        desk.listen(self._announced)
        labels.settled.connect(self._label_told)
        faults.happened.connect(self._fault)
        window.closing.connect(self.close)
        window.scan_lost.connect(self.lost)

    def start(self) -> None:
        """Show what is on the desk: after a power cut exactly where it was."""
        self._overview.choose_list()
        self._overview.refresh()
        self._overview.show_idle()
        self.refresh_order()
        view = self._view
        if view is not None:
            self._overview.is_idle = False
            self._window.banner.show_text(self._messages.resume(view))
            self._news_of_open_order(None, view.order)

    def close(self) -> None:
        """The window goes; the desk may tell us what it likes."""
        self._closed = True

    @property
    def view(self) -> OrderView | None:
        """The open order."""
        return self._view

    @property
    def answer(self) -> Answer | None:
        """The last answer."""
        return self._answer

    # --- scans
    # --------------------------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> None:
        """A code from the scanner, wherever the worker is; it answers only a sheet that asks for a scan."""
        if any(sheet.take_scan(heard.code) for sheet in self._window.open_sheets()):
            return
        self._window.close_sheets()
        if self._window.place is Place.STOP and self._stopped is not None:
            self._scan_at_stop(heard, *self._stopped)
        else:
            self._take(heard)

    def _take(self, heard: Heard) -> Answer | None:
        return self.tell(lambda: self._desk.scan(heard.code, heard.channel, complete=heard.complete))

    def by_hand(self, code: str, why: str = "key") -> Answer | None:
        """The same as a scan of this code, done with a key or the mouse."""
        return self.tell(lambda: self._desk.scan(code, HAND, why=why))

    def _scan_at_stop(self, heard: Heard, answer: Answer, view: OrderView | None) -> None:
        """While the red screen is up only its own answer counts, unless the order lies on the desk."""
        state = self._desk.state()
        if answer.order is not None and state.order == answer.order:
            self._take(heard)
            return
        command = command_of(clean(heard.code))
        if command is not None and command[0] is Command.EXIT:
            self.end_stop()
        elif view is not None and _takes_apart(view, self._desk.skus_of(heard.code)):
            number = view.order.number
            self.tell(lambda: self._desk.unpack(number))
        else:
            self._sounds.play(tone_of(answer.verdict).sound)
            self._window.hints.show_next(self._messages.words("gui.banner.answer-first"))

    def tell(self, gesture: Callable[[], Answer]) -> Answer | None:
        """Carry out a gesture at the desk and show its answer; None when the desk could not answer at all."""
        try:
            answer = gesture()
        except PackstationError as error:
            _log.exception("the desk could not answer")
            self._cannot(self._messages.words.error(error))
            return None
        except Exception as error:  # noqa: BLE001  (whatever it is, the packer must see that nothing was answered)
            self._faults.report(error)
            self._cannot("")
            return None
        self.show(answer)
        self.answered.emit()
        return answer

    def lost(self) -> None:
        """An input method took a scan to pieces: nothing was counted, and the packer is told so."""
        self._sounds.play(tone_of(Verdict.UNKNOWN_CODE).sound)
        shown = BannerText(tone_of(Verdict.UNKNOWN_CODE), self._messages.words("banner.unknown-code"))
        self._window.banner.show_text(replace(shown, detail=self._messages.words("hand.find.lost")))

    def _cannot(self, detail: str) -> None:
        """Nothing was stored, and the packer is told so."""
        shown = self._messages.fault()
        self._window.banner.show_text(replace(shown, detail=detail or shown.detail))
        self._sounds.play(shown.tone.sound)
        self.refresh_order()

    # --- answers
    # ------------------------------------------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Let the packer see and hear an answer."""
        self._show(answer)
        self._speech.say(spoken(answer, self._view, self._messages))

    def _show(self, answer: Answer) -> None:
        self._answer = answer
        self._sounds.play(tone_of(answer.verdict).sound)
        self._labels.print_jobs(answer.jobs)
        self._overview.is_idle = False
        if is_stop(answer.verdict):
            self._stop(answer)
            return
        if self._is_still_stopped():
            self._window.hints.show_next(self._messages.words("gui.banner.answer-first"))
            return
        self._stopped = None
        if self._window.place in (Place.STOP, Place.HELP):
            self._window.show_place(Place.QUEUE)
        self.refresh_order()
        self._window.banner.show_text(self._messages.banner(answer, self._view, self._desk.state()))
        self._offer(answer)

    def _is_still_stopped(self) -> bool:
        """Whether the red screen's order lies here as stopped as before: no other scan wipes it away."""
        if self._stopped is None or self._window.place is not Place.STOP:
            return False
        view = self._desk.open_view()
        is_same = view is not None and view.order.number == self._stopped[0].order
        return view is not None and is_same and stop_verdict(view.order) is not None

    def _offer(self, answer: Answer) -> None:
        """Further keys that make sense after this answer."""
        extra = {Verdict.NEEDS_REVIEW: (("F7", "review"),), Verdict.UNKNOWN_CODE: (("Ctrl T", "teach"),)}
        more = extra.get(answer.verdict, ())
        if "carton" in str(answer.facts.get("also")) and answer.state == State.PACKING:
            more = (*more, ("Ctrl K", "parcels"))
        self._window.offer(more)

    def refresh_order(self) -> None:
        """The open order as it is now: page, next step."""
        self._read_view()
        self._window.show_order_page(is_open=self._view is not None)
        self._window.hints.show_next(self._next())
        self._overview.refresh_soon()

    def _next(self) -> str:
        """The one thing to do now: with the open order, else with the courier's parcels, else any scan."""
        if self._view is not None and self._desk.gates.is_asking(self._view.order.number):
            return self._messages.words("gui.next.gate")
        handover = self._desk.handing_over.handover() if self._view is None else None
        if handover is None:
            return self._messages.next_step(self._view)
        return self._messages.words("handover.next", amount=len(handover.taken), left=len(handover.waiting))

    def _stop(self, answer: Answer) -> None:
        view = self._desk.view(answer.order) if answer.order else None
        row = self._desk.row(answer.order) if answer.order else None
        self._stopped = (answer, view)
        self.refresh_order()
        order = view.order if view else None
        self._window.show_stop(self._messages.stop(answer, order, row.buyer if row else ""))
        is_apart = order is not None and bool(order.recall) and order.may_bear_label
        if order is not None and order.surplus and not order.recall:
            self._window.hints.show_next(self._messages.next_step(view))
        else:
            key = "gui.next.unpack" if is_apart else "gui.next.answer"
            self._window.hints.show_next(self._messages.words(key))
        self._window.banner.show_text(self._messages.banner(answer, view, self._desk.state()))

    def end_stop(self) -> None:
        """The packer has answered the red screen: back to work, leaving the order if it lies on the desk."""
        stopped, self._stopped = self._stopped, None
        if (
            stopped is not None
            and self._desk.state().order == stopped[0].order
            and stopped[0].order is not None
        ):
            self._stopped = None
            self.by_hand(Command.EXIT)
            return
        self._window.show_place(Place.QUEUE)
        self._overview.show_idle()
        self.refresh_order()

    # --- what comes from elsewhere
    # ------------------------------------------------------------------------------

    def _announced(self, news: Announcement) -> None:
        """Something changed; called by the desk after the commit, so nothing may escape from here."""
        if self._closed:
            return
        try:
            self._take_news(news)
        except Exception as error:  # noqa: BLE001  (the desk must not suffer from what the screen cannot show)
            self._faults.report(error)

    def _take_news(self, news: Announcement) -> None:
        self._overview.refresh_soon()
        if news.answer is not None:
            return
        if news.urged:
            self._sounds.chime(URGED)
        if len(news.orders) <= _MOST_ROWS:
            for number in news.orders:
                self._window.queue.put(self._desk.row(number))
        before = self._view
        if before is not None and before.order.number in news.orders:
            # not inside the desk's own call: it may be in the middle of storing more
            QTimer.singleShot(0, self, lambda: self._look_again(before.order))

    def _look_again(self, before: Order) -> None:
        """The platform said something about the order on the desk."""
        if self._window.place is Place.STOP:
            self.refresh_order_quietly()
        else:
            self.refresh_order()
        if self._view is not None and self._view.order.number == before.number:
            self._news_of_open_order(before, self._view.order)

    def _news_of_open_order(self, before: Order | None, order: Order) -> None:
        """Stop or warn where the news demands it; each once."""
        told = stop_of(before, order)
        if told is not None and not says_the_same(told, self._answer):
            self.show(told)

    def _label_told(self, answer: Answer) -> None:
        """How a label ended: quietly when it is as expected, otherwise like any other answer."""
        if self._closed:
            return
        is_quiet = "paper" in answer.facts and answer.verdict is Verdict.COMMAND_OK
        if self._window.place is Place.STOP or is_quiet:
            self.refresh_order_quietly()
        elif answer.verdict is Verdict.LABEL_PRINTED and self._is_closing(answer):
            waybill = answer.facts.get("waybill")
            shown = self._window.banner.shown
            detail = self._messages.words("gui.banner.label-out", waybill=waybill)
            self.refresh_order()
            self._window.banner.show_text(replace(shown, detail=detail))
        else:
            self.show(answer)

    def gate_told(self, answer: Answer) -> None:
        """What came of asking the platform: quietly where everything goes on as expected."""
        if self._closed:
            return
        goes_on = answer.verdict is Verdict.COMMAND_OK and self._is_closing(answer)
        if answer.facts.get("missing") == "gate-over":
            self.refresh_order_quietly()
        elif goes_on and self._window.place is not Place.STOP:
            self._labels.print_jobs(answer.jobs)
            shown = self._window.banner.shown
            self.refresh_order()
            self._window.banner.show_text(replace(shown, detail=self._messages.say(answer)))
        else:
            self.show(answer)

    def _is_closing(self, answer: Answer) -> bool:
        """Whether the last answer closed the box this one is about."""
        last = self._answer
        return last is not None and last.verdict in _CLOSING and last.order == answer.order

    def refresh_order_quietly(self) -> None:
        """The order as it is now, under whatever covers it."""
        self._read_view()

    def _read_view(self) -> None:
        self._view = view = self._desk.open_view()
        now = self._desk.clocks.now(view.order.shop_id if view else None)
        self._window.pack.show_view(view, now, self._answer)

    def _fault(self, error: BaseException) -> None:
        """A mistake of the program: said once, nothing else changes."""
        if not self._closed:
            self._window.fault.say(self._messages.words("gui.fault.panel", kind=type(error).__name__))


def _takes_apart(view: OrderView, skus: tuple[str, ...]) -> bool:
    """Whether these are a recalled box's goods, scanned because they were taken out."""
    order = view.order
    return bool(order.recall) and order.may_bear_label and any(line.sku in skus for line in order.lines)
