"""What the keys do: each action is one gesture at the desk, one dialog, or a change of what is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from packstation.desk.desk import Desk
from packstation.domain.order import State
from packstation.domain.scan import Answer, Command, Verdict
from packstation.gui.connections import Connections
from packstation.gui.dialogs import Dialogs
from packstation.gui.exceptions_steps import ExceptionSteps
from packstation.gui.hand_dialogs import HandDialogs
from packstation.gui.handovers import Handovers
from packstation.gui.heard import Heard
from packstation.gui.import_errand import ImportErrand
from packstation.gui.keys import Place
from packstation.gui.main_window import MainWindow
from packstation.gui.pick_lists import PickLists
from packstation.gui.print_jobs import PrintJobs
from packstation.gui.scan_queue import ScanQueue
from packstation.gui.scanner_testing import ScannerTesting
from packstation.gui.session import Session
from packstation.words import Words

_FILES = "*.json *.csv *.xlsx"
_TEST_KEYS = {"open": "Enter", "stock": "F5", "leave": "Esc"}
"""What keys are called in the scanner test, by the action they have elsewhere."""
_NEED_ORDER = frozenset(
    {
        "hold",
        "reprint",
        "print",
        "reveal",
        "quality",
        "review",
        "waybill",
        "tick",
        "undo",
        "weight",
        "wishes",
        "parcels",
    }
)
"""Actions that mean the open order; without one a word about that is better than silence."""


class Actions(QObject):
    """Names of actions and what they do here and now."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        scans: ScanQueue,
        importing: ImportErrand,
        dialogs: Dialogs,
        by_hand: HandDialogs,
        testing: ScannerTesting,
        *,
        picking: PickLists,
        exceptions: ExceptionSteps,
        handovers: Handovers,
        jobs: PrintJobs,
        connections: Connections,
        words: Words,
        pretend: Callable[[], str | None] | None = None,
    ) -> None:
        """Listen to the window, the page of the open order and the queue.

        Args:
            desk: what gestures go to.
            window: where actions come from.
            session: shows the answers.
            scans: takes pretended scans like real ones.
            importing: imports files.
            dialogs: the sheets over the window.
            by_hand: those for work without the scanner.
            testing: the scanner test.
            picking: pick lists and batches.
            exceptions: the exceptions desk.
            handovers: parcels to the courier.
            jobs: what was printed.
            connections: the shop's platform.
            words: the language.
            pretend: gives the next sensible code; only in the demo.
        """
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._scans = scans
        self._importing = importing
        self._dialogs = dialogs
        self._testing = testing
        self._words = words
        self._chooser: QFileDialog | None = None
        self._pretend = pretend
        self._plain: dict[str, Callable[[], object]] = {
            "help": self._help,
            "find": self._find,
            "hold": dialogs.hold,
            "reprint": lambda: self._command(Command.REPRINT),
            "print": lambda: self._command(Command.PRINT),
            "stock": dialogs.stock,
            "address": dialogs.reviews.address,
            "exceptions": exceptions.open,
            "handover": handovers.open,
            "jobs": jobs.open,
            "connection": connections.open,
            "reveal": window.pack.reveal,
            "quality": self._quality_or_review,
            "review": self._quality_or_review,
            "together": dialogs.reviews.together,
            "waybill": dialogs.waybill,
            "parcels": dialogs.parcels,
            "pretend": self._pretend_scan,
            "settings": dialogs.settings,
            "code": by_hand.code,
            "teach": by_hand.teach,
            "weight": by_hand.weight,
            "wishes": dialogs.wishes,
            "pick": picking.open,
            "tick": lambda: self._command(Command.TICK),
            "undo": self._undo,
            "leave": self._leave,
            "open": self._open_chosen,
            "import": self._choose_files,
            "quit": window.close,
        }
        window.asked.connect(self.do)
        window.dropped.connect(self.import_files)
        window.queue.opened.connect(self.open_order)
        window.pack.asked.connect(self.do)
        window.pack.revealed.connect(desk.revealed)
        importing.ended.connect(self._imported)

    def do(self, action: str) -> None:
        """Do what was asked for, where it makes sense."""
        name, _, argument = action.partition(":")
        if self._window.place is Place.SCANNER_TEST and name != "quit":
            if name in _TEST_KEYS:
                self._testing.press(_TEST_KEYS[name])
            return
        if name == "tick" and argument:
            self._session.tell(lambda: self._desk.tick(int(argument)))
        elif name in self._plain and (self._window.place is not Place.STOP or name in ("leave", "quit")):
            if name in _NEED_ORDER and self._session.view is None and not self._settles_review(name):
                self._window.hints.show_next(self._words("gui.next.open-first"))
                return
            self._plain[name]()

    def _settles_review(self, name: str) -> bool:
        """Whether F7 means an order that was refused for its findings, or is chosen in the queue."""
        answer = self._session.answer
        is_refused = answer is not None and answer.verdict is Verdict.NEEDS_REVIEW
        return name in ("quality", "review") and (is_refused or bool(self._dialogs.number()))

    def open_order(self, number: str) -> None:
        """An order chosen by hand: one that waits for a person or has left is shown, any other is opened."""
        row = self._desk.row(number)
        if row is not None and row.state == State.SHIPPED and self._dialogs.carriers.renumber(number):
            return
        if row is not None and "no-parcel" in row.flags and not row.recall:
            self._dialogs.carriers.without_parcel(number)
        elif row is not None and row.state == State.HELD and not row.recall:
            self._dialogs.reviews.review(number)
        else:
            self._session.by_hand(number, "queue")

    def import_files(self, paths: list[Path]) -> None:
        """Import these files and show how it goes."""
        if paths and not self._importing.is_running and self._window.place is not Place.STOP:
            self._window.show_place(Place.IMPORT)
            self._importing.start(paths)

    def _imported(self) -> None:
        """The result stays in sight until somebody has read it."""
        self._session.refresh_order()
        if self._window.place is Place.IMPORT:
            self._window.show_place(Place.IMPORTED)

    def _command(self, command: Command) -> Answer | None:
        return self._session.by_hand(command)

    def _help(self) -> None:
        if self._window.place is Place.HELP:
            self._testing.open()
        else:
            self._close_find()
            self._window.show_place(Place.HELP)

    def _find(self) -> None:
        if self._window.place in (Place.QUEUE, Place.FIND):
            self._window.queue.start_find()

    def _close_find(self) -> None:
        if self._window.queue.is_finding:
            self._window.queue.find_bar.close_bar()

    def _quality_or_review(self) -> None:
        """F7: the checks of the open order, else the review of what was refused or is chosen in the queue."""
        answer = self._session.answer
        if self._session.view is not None:
            self._dialogs.quality()
        elif answer is not None and answer.verdict is Verdict.NEEDS_REVIEW and answer.order:
            self._dialogs.reviews.review(answer.order)
        elif number := self._dialogs.number():
            self._dialogs.reviews.review(number)

    def _undo(self) -> None:
        if self._session.view is not None:
            self._command(Command.UNDO)

    def _leave(self) -> None:
        """Esc takes away what lies on top: a message, help, progress, the red screen, at last the order."""
        if self._window.fault.dismiss():
            return
        match self._window.place:
            case Place.HELP:
                self._window.uncover()
            case Place.IMPORT if self._importing.is_running:
                self._importing.cancel()
            case Place.IMPORT | Place.IMPORTED:
                self._window.uncover()
            case Place.FIND:
                self._close_find()
            case Place.STOP:
                self._session.end_stop()
            case Place.PACK:
                self._command(Command.EXIT)

    def _open_chosen(self) -> None:
        if self._window.place is Place.QUEUE:
            self._window.queue.open_chosen()

    def _pretend_scan(self) -> None:
        code = self._pretend() if self._pretend is not None else None
        if code:
            self._scans.put(Heard(code, "pretend"))

    def _choose_files(self) -> None:
        """Files by hand; Qt's own dialog, because a scan must not reach a foreign one.

        It does not block the window: Qt throws away keys that are on their way to a window that is blocked
        meanwhile, and with them a scan (measured).
        """
        if self._chooser is None or not shiboken6.isValid(self._chooser):
            self._chooser = self._make_chooser()
        self._chooser.show()
        self._chooser.raise_()
        self._chooser.activateWindow()

    def _make_chooser(self) -> QFileDialog:
        dialog = QFileDialog(self._window, self._words("gui.import.choose"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{self._words('gui.import.filter')} ({_FILES})")
        dialog.filesSelected.connect(lambda names: self.import_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        return dialog
