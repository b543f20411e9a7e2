"""The person between two scans: looks something up, opens a sheet, presses Esc."""

from __future__ import annotations

from tests.scanning.keys import Keys
from tests.scanning.shift import Shift
from tests.scanning.world import WORD_SIGNS

SHEETS = {"F1": "help", "F3": "hold", "F5": "stock", "F10": "settings"}
"""Keys, and what they ask for; without an order on the desk some of them do nothing."""


class Person:
    """Uses the same keyboard as the scanner, at a person's pace."""

    def __init__(self, shift: Shift, keys: Keys) -> None:
        """Stands at the desk of this shift."""
        self._shift = shift
        self._keys = keys
        self._left_over = ""

    def leave(self) -> None:
        """Esc takes the order off the desk."""
        if self._shift.model.open is not None:
            self._shift.all_answered()
            self._keys.reach()
            self._shift.expect("PKEXIT")
            self._keys.press("Escape")
            self._shift.await_line(asked="leave")
        self._shift.all_answered()

    def look_up(self, text: str = "") -> None:
        """F2 and a text; codes are scanned in between. Every sign arrives, in order, and no sign of a scan."""
        shift = self._shift
        text = text or "".join(shift.rng.choice(WORD_SIGNS) for _ in range(shift.rng.randint(2, 5)))
        self.leave()
        self._begin()
        middle = shift.rng.randint(1, len(text) - 1)
        self._keys.write(text[:middle])
        self._keys.reach()
        for _ in range(shift.rng.randint(1, 3)):
            shift.scan(shift.stream.harmless())
        self._keys.reach()
        self._keys.write(text[middle:])
        self._arrived(text)
        self._keys.press("Escape")
        self._keys.reach()

    def open_by_hand(self) -> None:
        """F2, enough of an order's number, and Enter: opened as if it had been scanned."""
        shift = self._shift
        self.leave()
        number = next(number for number, box in shift.model.boxes.items() if box.is_open)
        enough = next(
            number[:length]
            for length in range(2, len(number) + 1)
            if sum(other.startswith(number[:length]) for other in shift.model.boxes) == 1
        )
        self._begin()
        self._keys.write(enough)
        self._arrived(enough)
        shift.expect(number)
        self._keys.press("Return")
        shift.all_answered()
        self._keys.reach()

    def open_sheet(self) -> None:
        """Any sheet; a hand is needed for that, but nobody waits for the answer to the last scan."""
        key = self._shift.rng.choice(list(SHEETS))
        self._keys.press(key)
        self._shift.scan(self._shift.stream.next())
        self._shift.await_line(asked=SHEETS[key])

    def _begin(self) -> None:
        self._keys.reach()
        self._keys.press("F2")
        self._shift.await_line(asked="find")

    def _arrived(self, text: str) -> None:
        """What the field held, one sign after another."""
        wanted = [text[:length] for length in range(1, len(text) + 1)]
        if self._left_over:
            wanted.insert(0, "")
        self._left_over = text
        for part in wanted:
            said = self._shift.await_other("typed")
            assert said == {"typed": part, "into": "find"}, (
                f"seed {self._shift.seed}: {said}, typed was {text}"
            )
