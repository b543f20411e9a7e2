"""Ctrl+P: the sheet of pick lists at the desk; papers are drawn and written in a worker."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from packstation.desk.desk import Desk
from packstation.desk.views import Picks
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer, Verdict
from packstation.errors import PackstationError
from packstation.gui.errands import Errands
from packstation.gui.main_window import MainWindow
from packstation.gui.pick_dialog import NEXT, ORDER, PickSheet, PickWork
from packstation.gui.print_jobs import PrintJobs
from packstation.gui.session import Session
from packstation.gui.theme import Colours
from packstation.words import Words


class PickLists(QObject):
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
        self._sheet: PickSheet | None = None
        self._chooser: QFileDialog | None = None

    def open(self) -> None:
        """For the open order, the chosen one, or the next ones due."""
        view = self._session.view
        row = self._window.queue.view.current
        number = view.order.number if view is not None else row.number if row is not None else ""
        shown = view or (self._desk.view(number) if number else None)
        self._sheet = PickSheet(
            self._words,
            self._colours,
            self._window,
            number=number,
            is_open=view is not None,
            slot=shown.slot if shown is not None else 0,
            most=self._desk.options.baskets,
            zone=self._desk.options.zone,
            work=PickWork(
                look=partial(self._look, number),
                make=self._make,
                dissolve=lambda batch: self._changed(lambda: self._desk.picking.dissolve(batch)),
                put_out=lambda: self._changed(lambda: self._desk.picking.put_out(number)),
                batches=self._desk.picking.batches,
                write=self._write,
            ),
        )
        self._sheet.open_sheet()

    def _look(self, number: str, scope: str, count: int) -> Picks | str:
        picking = self._desk.picking
        try:
            if scope == ORDER:
                return picking.of_order(number)
            return picking.next_due(count) if scope == NEXT else picking.of_batch(int(scope))
        except PackstationError as error:
            return self._words.error(error)

    def _make(self, count: int) -> tuple[int, str]:
        answer = self._session.tell(lambda: self._desk.picking.make(count))
        if answer is None:
            return 0, self._words("gui.fault.detail")
        batch = answer.facts.get("batch") if answer.verdict is Verdict.COMMAND_OK else 0
        return int(str(batch or 0)), self._words.say(answer)

    def _changed(self, gesture: Callable[[], Answer]) -> tuple[bool, str]:
        answer = self._session.tell(gesture)
        if answer is None:
            return False, self._words("gui.fault.detail")
        return answer.verdict is Verdict.COMMAND_OK, self._words.say(answer)

    # --- paper

    def _write(self, picks: Picks, elsewhere: bool) -> None:  # noqa: FBT001  (the sheet's shape of asking)
        if elsewhere:
            self._choose(picks)
            return
        if self._desk.paper_jobs.is_printed(Paper.PICK):
            order = "" if picks.batch or not picks.orders else picks.orders[0].number
            answer = self._jobs.print(Paper.PICK, str(picks.batch or ""), order)
            if answer is not None:
                self._tell(self._words.say(answer), is_done=answer.verdict is Verdict.COMMAND_OK)
            return
        try:
            target = self._desk.papers.pick_list_file(picks)
        except OSError as error:
            self._tell(str(error.strerror), is_done=False)
            return
        self._send(picks, target)

    def _choose(self, picks: Picks) -> None:
        """Qt's own dialog, and not a modal one, as for files to import."""
        if self._chooser is not None and shiboken6.isValid(self._chooser):
            self._chooser.close()
        dialog = QFileDialog(self._window, self._words("picking.sheet.elsewhere"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.selectFile(self._desk.papers.pick_list_file(picks).name)
        dialog.fileSelected.connect(lambda name: self._send(picks, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        self._chooser = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _send(self, picks: Picks, target: Path) -> None:
        papers = self._desk.papers
        paper = papers.pick_paper(picks, self._words)
        self._outside.run(
            partial(papers.write_pick_list, target, paper),
            lambda _: self._tell(self._words("picking.sheet.written", file=target), is_done=True),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PackstationError):
            self._tell(self._words.error(error), is_done=False)
            return
        self._outside.trouble.emit(error)
        self._tell(self._words("gui.fault.detail"), is_done=False)

    def _tell(self, sentence: str, *, is_done: bool) -> None:
        """On the sheet while it is open, else where the next step stands."""
        sheet = self._sheet
        if sheet is not None and shiboken6.isValid(sheet) and sheet.is_open:
            sheet.written(sentence, is_done=is_done)
        else:
            self._window.hints.show_next(sentence)
