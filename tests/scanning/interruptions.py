"""A day with everything that can come between a scan and its answer."""

from __future__ import annotations

from collections.abc import Callable

from tests.scanning.keys import Keys
from tests.scanning.person import Person
from tests.scanning.shift import Shift
from tests.scanning.station import Station

BLOCK_MS = 2000
OPEN_MS = 1500
DURING = 40
"""Scans during an interruption: enough to fill two seconds."""
MAIN, QUESTION, FILES = "PackWindow", "QMessageBox", "QFileDialog"


class Interruptions:
    """Things that happen while scans go on."""

    def __init__(self, station: Station, shift: Shift) -> None:
        """Nothing has happened yet."""
        self._station = station
        self._shift = shift

    def of_the_window(self) -> tuple[Callable[[], None], ...]:
        """What the program does by itself, each once."""
        return (self.blocked, self.menu, self.question, self.button)

    def of_a_person(self, keys: Keys) -> tuple[Callable[[], None], ...]:
        """What somebody does with the keyboard, each once."""
        person = Person(self._shift, keys)
        return (
            person.open_sheet,
            person.look_up,
            person.open_sheet,
            lambda: self.choosing_files(keys),
            person.open_by_hand,
        )

    def blocked(self) -> None:
        """The window stands still for two seconds; the worker does not."""
        self._during("block", BLOCK_MS)

    def menu(self) -> None:
        """A menu opens between two keys and closes between two others."""
        self._during("menu", OPEN_MS)

    def button(self) -> None:
        """A window with buttons comes to the front between two keys, and goes between two others."""
        self._during("button", OPEN_MS)

    def question(self) -> None:
        """A modal question. Qt throws away keys for a window that it blocks, so it opens between two scans."""
        self._shift.all_answered()
        self._station.tell(f"message {OPEN_MS}")
        self._shift.await_front(QUESTION)
        self._shift.scans(DURING)
        self._shift.await_line(went="message")
        self._shift.await_front(MAIN)

    def choosing_files(self, keys: Keys) -> None:
        """Ctrl+O, and the next code is scanned while the dialog still comes up; files are chosen later."""
        keys.press("ctrl+o")
        self._shift.scans(DURING)
        self._shift.await_line(asked="import")
        self._shift.await_front(FILES)
        keys.reach()
        keys.press("Escape")
        keys.reach()
        keys.focus_again()
        self._shift.await_front(MAIN)

    def _during(self, command: str, length_ms: int) -> None:
        self._station.tell(f"{command} {length_ms}")
        self._shift.scans(DURING, lead=2 * DURING)
        self._shift.await_line(went=command)
