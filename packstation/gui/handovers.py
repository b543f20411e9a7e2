"""Handing over at the window: the sheet, and the list the courier signs once it is done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from packstation.desk.desk import Desk
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer, Verdict
from packstation.errors import PackstationError
from packstation.gui.errands import Errands
from packstation.gui.handover_dialog import HandoverSheet
from packstation.gui.main_window import MainWindow
from packstation.gui.print_jobs import PrintJobs
from packstation.gui.session import Session
from packstation.gui.theme import Colours
from packstation.words import Words


class Handovers(QObject):
    """Opens the sheet and does what it asks for."""

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        outside: Errands,
        words: Words,
        colours: Colours,
        jobs: PrintJobs,
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._outside = outside
        self._words = words
        self._colours = colours
        self._jobs = jobs
        self._written = 0
        session.answered.connect(self._after)

    def open(self) -> None:
        """Ctrl+H."""
        handing = self._desk.handing_over
        sheet = HandoverSheet(
            self._words,
            self._colours,
            self._window,
            handover=handing.handover(),
            waiting=handing.waiting(),
            called=handing.called,
            start=lambda carrier: self._tell(done=False, carrier=carrier),
            finish=lambda: self._tell(done=True),
        )
        sheet.open_sheet()

    def _tell(self, *, done: bool, carrier: str = "") -> Answer | None:
        return self._session.tell(lambda: self._desk.hand_over(done=done, carrier=carrier))

    def _after(self) -> None:
        """Whoever ended it, keys or a scan: the list to be signed is written."""
        answer = self._session.answer
        if answer is None or answer.verdict is not Verdict.COMMAND_OK:
            return
        number = answer.facts.get("manifest")
        if isinstance(number, int) and number != self._written and answer.facts.get("amount"):
            self._written = number
            self._write(number)

    def _write(self, number: int) -> None:
        handover = self._desk.handing_over.handover(number)
        if handover is None:
            return
        papers = self._desk.box_papers
        target = papers.manifest_file(number)
        paper = papers.manifest(handover, self._words)
        written = self._words("handover.written", file=str(target))
        if self._desk.paper_jobs.is_printed(Paper.MANIFEST):
            self._jobs.print(Paper.MANIFEST, str(number))
            written = self._words("handover.printed")
        self._outside.run(
            partial(papers.write_list, target, paper),
            lambda _: self._window.hints.show_next(written),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PackstationError):
            self._window.hints.show_next(self._words.error(error))
            return
        self._outside.trouble.emit(error)
