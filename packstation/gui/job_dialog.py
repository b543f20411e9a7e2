"""Ctrl+L: what was printed, what waits, and what nobody knows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from packstation.gui.job_table import JobTable, JobText
from packstation.gui.sheet import Sheet
from packstation.gui.theme import Colours
from packstation.words import Words

MOST_JOBS = 60


class JobSheet(Sheet):
    """F8 takes back what still waits, F4 prints a paper again; the list follows the printers."""

    def __init__(
        self,
        words: Words,
        colours: Colours,
        host: QWidget,
        *,
        rows: Callable[[], tuple[JobText, ...]],
        cancel: Callable[[int], str],
        again: Callable[[int], str],
    ) -> None:
        """Show the latest jobs.

        Args:
            words: the language.
            colours: the theme.
            host: the window.
            rows: the jobs as they are now, newest first.
            cancel: takes a job back; gives what came of it, in words.
            again: prints a paper again; the same.
        """
        super().__init__(words, colours, host, words("printer.list.title"), width=1060)
        self._rows = rows
        self._do = {"F4": again, "F8": cancel}
        self.table = JobTable(colours)
        first = rows()
        self.describe(words("printer.list.about" if first else "printer.jobs.none"))
        if first:
            self.add_field(self.table)
            self.add_button("F8", words("printer.list.cancel"))
            self.add_button("F4", words("printer.list.again"))
        self.table.show_rows(first)
        self.table.setVisible(bool(first))
        self.add_closing()

    def reload(self) -> None:
        """The list as it is now."""
        self.table.show_rows(self._rows())
        self.refit()

    def press_key(self, name: str) -> bool:
        """F4 and F8 mean the chosen job."""
        chosen = self.table.chosen
        if name not in self._do or chosen is None:
            return False
        said = self._do[name](chosen.id)
        self.reload()
        self.say(said, colour="text")
        return True
