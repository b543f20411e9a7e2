"""Print jobs at the window: the list of them, and papers that are sent to their printers."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject

from packstation.desk.desk import Desk
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer
from packstation.gui.background import Labels
from packstation.gui.job_dialog import MOST_JOBS, JobSheet
from packstation.gui.job_table import job_texts
from packstation.gui.main_window import MainWindow
from packstation.gui.session import Session
from packstation.gui.theme import Colours
from packstation.words import Words


class PrintJobs(QObject):
    """Opens the list and keeps it true while it is open."""

    def __init__(
        self, desk: Desk, window: MainWindow, session: Session, labels: Labels, words: Words, colours: Colours
    ) -> None:
        """Serve this window."""
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session = session
        self._words = words
        self._colours = colours
        self._sheet: JobSheet | None = None
        labels.settled.connect(self._follow)
        labels.moved.connect(self._follow)

    def open(self) -> None:
        """Ctrl+L."""
        zone, printing = self._desk.options.zone, self._desk.printing
        self._sheet = JobSheet(
            self._words,
            self._colours,
            self._window,
            rows=lambda: job_texts(printing.jobs(MOST_JOBS), self._words, zone),
            cancel=lambda job: self._said(lambda: printing.cancel(job)),
            again=lambda job: self._said(lambda: self._desk.paper_jobs.again(job)),
        )
        self._sheet.open_sheet()

    def print(self, paper: Paper, what: str, order: str = "") -> Answer | None:
        """Send a paper to its printer."""
        return self._session.tell(lambda: self._desk.paper_jobs.print(paper, what, order))

    def _said(self, gesture: Callable[[], Answer]) -> str:
        answer = self._session.tell(gesture)
        return self._words("gui.fault.detail") if answer is None else self._words.say(answer)

    def _follow(self, *_: object) -> None:
        sheet = self._sheet
        if sheet is not None and shiboken6.isValid(sheet) and sheet.is_open:
            sheet.reload()
