"""A shift at the desk: scans go out as fast as the wire takes them, each answer is held against the model's."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from tests.builders import make_desk
from tests.scanning.model import Expected, Model
from tests.scanning.station import Said, SilenceError, Station
from tests.scanning.stream import Stream
from tests.scanning.world import make_world

LEAD = 10
"""Scans on their way at most: the worker scans on without looking, but a closing scan needs a label to be out."""
_PARTS = [field.name for field in fields(Expected)]


class DifferenceError(AssertionError):
    """The desk did something else than the model foretold."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it went."""

    scans: int
    seconds: float

    @property
    def rate(self) -> float:
        """Scans a second."""
        return self.scans / self.seconds


class Shift:
    """Scans through a station, and knows what must come of it."""

    def __init__(self, station: Station, scan: Callable[[str], None], seed: int, orders: int) -> None:
        """Begin with an empty desk.

        Args:
            station: the window.
            scan: sends one code on its way.
            seed: of the orders and of what is scanned.
            orders: how many there are.
        """
        self.station = station
        self.seed = seed
        self.model = Model(make_world(seed, orders))
        self.rng = random.Random(seed)
        self.stream = Stream(self.model, self.rng)
        self.sent: list[tuple[str, Expected]] = []
        self.answered = 0
        self.verdicts: Counter[str] = Counter()
        self.front = ""
        """The window that has the keyboard."""
        self.others: list[Said] = []
        """Everything else that was said."""
        self._scan = scan
        self._last_at = 0.0

    # --- scanning
    # -----------------------------------------------------------------------------------------------

    def scan(self, code: str, *, lead: int = LEAD) -> None:
        """One scan, as soon as no more than ``lead`` others are unanswered."""
        while len(self.sent) - self.answered > lead:
            self._take(self._hear())
        self.expect(code)
        self._scan(code)

    def expect(self, code: str) -> None:
        """The desk will answer this code, however it is told it."""
        for said in self.station.heard():
            self._take(said)
        self.sent.append((code, self.model.expect(code)))

    def scans(self, count: int, *, lead: int = LEAD) -> Pace:
        """So many random ones; gives the pace up to the last answer."""
        began, before = time.monotonic(), len(self.sent)
        for _ in range(count):
            # the code is chosen by what is known at this moment
            while len(self.sent) - self.answered > lead:
                self._take(self._hear())
            self.scan(self.stream.next(), lead=lead)
        self.all_answered()
        return Pace(len(self.sent) - before, self._last_at - began)

    def all_answered(self) -> None:
        """Wait for the last answer."""
        while self.answered < len(self.sent):
            self._take(self._hear())

    def await_front(self, window: str) -> None:
        """Wait until a window of this kind has the keyboard."""
        while self.front != window:
            self._take(self._hear())

    def await_line(self, **wanted: object) -> None:
        """Wait until the window says exactly this."""
        while wanted not in self.others:
            self._take(self._hear())
        self.others.remove(wanted)

    def await_other(self, kind: str) -> Said:
        """Wait until the window says something of this kind; gives the first of it."""
        while not (found := [said for said in self.others if kind in said]):
            self._take(self._hear())
        self.others.remove(found[0])
        return found[0]

    # --- answers
    # ------------------------------------------------------------------------------------------------

    def _hear(self) -> Said:
        try:
            return self.station.hear()
        except SilenceError:
            raise self._difference("no more answers") from None

    def _take(self, said: Said) -> None:
        if "code" in said:
            self._compare(said)
        elif "label" in said:
            if said["verdict"] != "label-printed":
                raise self._difference("a label did not come out", said)
            self.model.labelled(said["label"], said["waybill"])
        elif "front" in said:
            self.front = said["front"]
        else:
            self.others.append(said)

    def _compare(self, said: Said) -> None:
        self._last_at = time.monotonic()
        if self.answered == len(self.sent):
            raise self._difference("nobody scanned anything", said)
        code, expected = self.sent[self.answered]
        got = Expected(*(said[part] for part in _PARTS))
        if (said["code"], got) != (code, expected):
            raise self._difference("another answer", said)
        self.answered += 1
        self.verdicts[expected.verdict] += 1

    def _difference(self, what: str, said: Said | None = None) -> DifferenceError:
        """What happened, what should have, and what went before."""
        text = f"seed {self.seed}: {what}"
        if said is not None:
            text += f": {said}"
        if self.answered == len(self.sent):
            return DifferenceError(f"{text}; all {self.answered} scans are answered")
        code, expected = self.sent[self.answered]
        before = self.sent[: self.answered][-3:]
        text += f"; scan {self.answered + 1} of {len(self.sent)} is {code}: {expected}; before it {before}"
        return DifferenceError(text)

    # --- the end
    # ------------------------------------------------------------------------------------------------

    def figures(self) -> Said:
        """How fast the window was up to now, by its own clock."""
        self.station.tell("figures")
        return self.await_other("answer_ms")

    def end(self, folder: Path) -> None:
        """Close the window and hold what is on disk against the model."""
        self.all_answered()
        while any(box.state == "packed" for box in self.model.boxes.values()):
            self._take(self._hear())
        self.station.tell("quit")
        self.await_line(closed=True)
        self.station.close()
        assert not self.others, f"seed {self.seed}: nobody asked for {self.others}"
        assert on_disk(folder, self.model) == expected_on_disk(self.model, len(self.sent)), (
            f"seed {self.seed}"
        )


def on_disk(folder: Path, model: Model) -> dict[str, object]:
    """What the desk has stored: every order, what lies on the desk, how many scans the journal holds."""
    desk = make_desk(folder)
    stored: dict[str, object] = {}
    for number in model.boxes:
        view = desk.view(number)
        assert view is not None
        waybills = tuple(parcel.waybill for parcel in view.order.parcels if parcel.waybill)
        lines = {line.line: line.got for line in view.order.lines}
        stored[number] = (view.order.state.value, lines, waybills, len(view.outbox))
    journal = "SELECT count(*) FROM journal WHERE verb IN ('scan', 'manual')"
    stored |= {"open": desk.state().order, "scans": desk.store.database.number(journal)}
    desk.store.close()
    return stored


def expected_on_disk(model: Model, scans: int) -> dict[str, object]:
    """The same by the model; an order shipped is told to the platform once."""
    foretold: dict[str, object] = {
        number: (box.state, box.got, (box.waybill,) if box.waybill else (), int(box.state == "shipped"))
        for number, box in model.boxes.items()
    }
    return foretold | {"open": model.open.order.number if model.open else None, "scans": scans}
