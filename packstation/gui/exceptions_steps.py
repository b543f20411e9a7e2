"""From the exceptions desk to the step that solves an exception, and what is done without leaving it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from packstation.desk.desk import Desk
from packstation.desk.exceptions import LONGEST_NOTE, ExceptionRow
from packstation.domain.exceptions import Solving
from packstation.domain.scan import Answer, Verdict
from packstation.gui.ask_dialog import AskSheet, Question
from packstation.gui.dialogs import Dialogs
from packstation.gui.exceptions_dialog import ExceptionsSheet
from packstation.gui.exceptions_words import HAVE_LEFT, DetailText, ExceptionWords
from packstation.gui.hand_dialogs import HandDialogs
from packstation.gui.keys import Place
from packstation.gui.main_window import MainWindow
from packstation.gui.queue_words import short_number
from packstation.gui.session import Session
from packstation.gui.theme import Colours
from packstation.words import Words

_DONE = (Verdict.COMMAND_OK, Verdict.ORDER_OPENED, Verdict.LEFT)
_LONGEST_REASON = 200


class ExceptionSteps(QObject):
    """Opens the list, asks what must be asked, and leads on to sheets and orders."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        dialogs: Dialogs,
        by_hand: HandDialogs,
        words: Words,
        colours: Colours,
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._dialogs = dialogs
        self._by_hand = by_hand
        self._words = words
        self._colours = colours
        self._told = ExceptionWords(words, desk.options.zone)
        self._sheet: ExceptionsSheet | None = None
        self._keys: dict[str, Callable[[ExceptionRow], None]] = {
            "solve": self._solve,
            "N": self._note,
            "O": self._own,
            "P": self._put_back,
            "T": self._take_over,
            "I": self._ask_back,
            "E": self._expedite,
            "R": lambda row: self._dialogs.reviews.review(row.number),
        }

    def open(self, number: str = "") -> None:
        """Ctrl+D: everything that is out of the ordinary; where there is an order, from there on."""
        if self._window.place is Place.STOP:
            return
        exceptions = self._desk.exceptions
        self._sheet = ExceptionsSheet(
            self._told,
            self._colours,
            self._window,
            rows=lambda kind, most: exceptions.rows(kind, limit=most),
            counts=lambda: (exceptions.total(), exceptions.counts()),
            detail=self._detail,
            now=self._desk.clock.now,
            do=lambda key, row: self._keys[key](row),
            number=number,
        )
        self._sheet.open_sheet()

    def _detail(self, row: ExceptionRow) -> DetailText:
        exceptions = self._desk.exceptions
        notes = [(one.at, exceptions.name_of(one.packer), one.text) for one in exceptions.notes(row.number)]
        view = self._desk.view(row.number)
        why_not = self._desk.gates.interceptions.why_not(row.number) if HAVE_LEFT & set(row.kinds) else ""
        return self._told.detail(row, view.outbox if view else (), notes, self._desk.clock.now(), why_not)

    # --- without leaving the list ---------------------------------------------------------------------------

    def _trouble(self, gesture: Callable[[], Answer]) -> str:
        """Carry out a gesture; gives what stood in its way, in words."""
        answer = self._session.tell(gesture)
        if answer is None:
            return self._words("gui.fault.detail")
        return "" if answer.verdict in _DONE else self._words.say(answer)

    def _here(self, row: ExceptionRow, gesture: Callable[[], Answer]) -> None:
        """Do it and show the list as it is then."""
        trouble = self._trouble(gesture)
        if self._sheet is not None and self._sheet.is_open:
            self._sheet.reload(row.number)
            self._sheet.say(trouble)

    def _own(self, row: ExceptionRow) -> None:
        exceptions = self._desk.exceptions
        gesture = exceptions.disown if row.badge else exceptions.own
        self._here(row, lambda: gesture(row.number))

    def _ask(self, row: ExceptionRow, name: str, gesture: Callable[[str], Answer], caption: str = "") -> None:
        """Ask for a few words (or only whether), then do it and come back to the list."""
        words, order = self._words, short_number(row.number)
        question = Question(
            title=words(f"exceptions.ask.{name}", order=order, desk=row.desk),
            about=words(f"exceptions.ask.{name}-why"),
            confirm=words(f"exceptions.key.{name}"),
            caption=words(f"exceptions.{caption}") if caption else "",
            hint=words(f"exceptions.{caption}-hint") if caption else "",
            longest=LONGEST_NOTE if name in ("note", "intercept") else _LONGEST_REASON,
        )
        sheet = AskSheet(
            words,
            self._colours,
            self._window,
            question=question,
            answer=lambda text: self._trouble(lambda: gesture(text)),
            back=partial(self._back, row.number),
        )
        sheet.open_sheet()

    def _back(self, number: str) -> None:
        """The list again, unless an order came onto the desk meanwhile."""
        view = self._session.view
        if view is None or view.order.number != number:
            self.open(number)

    def _note(self, row: ExceptionRow) -> None:
        self._ask(row, "note", lambda text: self._desk.exceptions.add_note(row.number, text), "note")

    def _expedite(self, row: ExceptionRow) -> None:
        exceptions = self._desk.exceptions
        if row.order.expedited:
            self._here(row, lambda: exceptions.calm(row.number))
        else:
            self._ask(row, "expedite", lambda text: exceptions.expedite(row.number, text), "reason")

    def _take_over(self, row: ExceptionRow) -> None:
        self._ask(row, "take-over", lambda text: self._desk.exceptions.take_over(row.number, text), "reason")

    def _put_back(self, row: ExceptionRow) -> None:
        self._ask(row, "put-back", lambda _: self._desk.exceptions.put_back(row.number))

    def _ask_back(self, row: ExceptionRow) -> None:
        self._ask(row, "ask-back", lambda _: self._desk.gates.interceptions.ask(row.number))

    # --- the step that solves it ----------------------------------------------------------------------------

    def _solve(self, row: ExceptionRow) -> None:
        match row.solving:
            case Solving.REVIEW | Solving.RELEASE:
                self._dialogs.reviews.review(row.number)
            case Solving.COUNT:
                self._dialogs.stock(row.number)
            case Solving.RETRY:
                self._here(row, lambda: self._desk.exceptions.retry(row.number))
            case Solving.INTERCEPT:
                gesture = partial(self._desk.gates.unasked.intercepted, row.number)
                self._ask(row, "intercept", gesture, "note")
            case Solving.PUT_BACK:
                self._put_back(row)
            case Solving.TAKE_OVER:
                self._take_over(row)
            case Solving.WAIT:
                self._say(self._words("exceptions.wait"))
            case _:
                self._on_the_desk(row)

    def _say(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.say(text, colour="muted")

    def _on_the_desk(self, row: ExceptionRow) -> None:
        """The order is opened here, and the sheet of its step over it."""
        view = self._session.view
        if view is not None and view.order.number != row.number:
            self._say(self._words("exceptions.leave-first"))
            return
        self._window.close_sheets()
        if view is None or row.solving is Solving.UNPACK:
            self._session.by_hand(row.number, "exceptions")
        view = self._session.view
        if view is None or view.order.number != row.number or self._window.place is Place.STOP:
            return
        if row.solving is Solving.WEIGH:
            self._by_hand.weight()
        elif row.order.live_waybills and row.solving in (
            Solving.NEW_LABEL,
            Solving.SETTLE_PRINT,
            Solving.REPRINT,
        ):
            self._dialogs.waybill()
