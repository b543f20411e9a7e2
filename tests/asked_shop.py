"""A desk whose platform can be asked about single orders, with the clock in the test's hand."""

from __future__ import annotations

from pathlib import Path

from packstation.carriers.carrier import Carrier
from packstation.desk.desk import Desk
from packstation.desk.gate_book import FRESH_S
from packstation.desk.options import DeskOptions
from packstation.domain.order import Order
from packstation.domain.scan import Answer
from tests.asked_platform import AskedPlatform
from tests.builders import NOON, make_desk, scan_all
from tests.desk.shirts import ONE
from tests.fakes import FakeClock


class Shop:
    """A desk, its clock and the platform behind it."""

    def __init__(self, folder: Path, *orders: Order, **options: object) -> None:
        self.clock = FakeClock(NOON)
        self.platform = AskedPlatform(*orders)
        self.platform.pass_time = lambda seconds: self.clock.pass_time(seconds=seconds)
        self.options = DeskOptions(**options)  # type: ignore[arg-type]
        self.folder = folder / "data"
        self.desk = self.open(*orders)

    def open(self, *orders: Order, carrier: Carrier | None = None) -> Desk:
        return make_desk(
            self.folder,
            *orders,
            clock=self.clock,
            options=self.options,
            connect=lambda _: self.platform,
            carrier=carrier,
        )

    def scan(self, *codes: str) -> list[Answer]:
        """Scans of somebody who may wait."""
        return scan_all(self.desk, *codes)

    def order(self, number: str = ONE) -> Order:
        view = self.desk.view(number)
        assert view
        return view.order

    def answer_gate(self, answer: Answer) -> Answer:
        """What the desk says once the platform has answered."""
        [number] = answer.gates
        gate = self.desk.gates.plan(number)
        assert gate
        return self.desk.gates.settle(self.desk.gates.act(gate))

    def wait(self) -> None:
        """Until what the platform said counts no more."""
        self.clock.pass_time(seconds=FRESH_S)
