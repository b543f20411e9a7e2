"""Which orders the platform is asked about at this moment, and of which it has just said that they may go on.

Kept in memory alone: after a stop every order is where it was, and the same scan asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from packstation.desk.clock import Clock
from packstation.domain.order import Order, State
from packstation.domain.scan import Answer

FRESH_S = 10.0
"""So long what the platform said counts before the step it was asked for: a label whose printer was off does
not ask twice. A closing scan asks anew however quick it is: a buyer can cancel in those seconds."""
_FORGOTTEN_S = 60.0
_MOST_NOTED = 100


class Step(StrEnum):
    """What the order is asked about before: a number is taken, or it leaves."""

    NUMBER = "number"
    SHIP = "ship"


@dataclass(frozen=True, slots=True)
class Gate:
    """One order before one step, with the gesture that goes on once the platform has answered.

    ``asked`` are the order and those in its parcel, by the short name of the shop that is asked about them;
    ``desk``, ``packer``, ``hand``, ``state`` and ``waybills`` as they were when it was asked; ``asked_at``
    seconds of the steady clock.
    """

    step: Step
    order: str
    asked: tuple[tuple[str, tuple[str, ...]], ...]
    again: Callable[[], Answer]
    code: str = ""
    hand: str = ""
    desk: str = ""
    packer: str = ""
    state: State = State.PACKED
    waybills: tuple[str, ...] = ()
    id: int = 0
    asked_at: float = 0.0

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of all these orders."""
        return tuple(number for _, some in self.asked for number in some)


class GateBook:
    """Gates noted by gestures, those under way, and the answers that still count."""

    def __init__(self, clock: Clock) -> None:
        """Count time with this clock."""
        self._clock = clock
        self._last = 0
        self._noted: dict[int, Gate] = {}
        self._underway: dict[int, Gate] = {}
        self._heard: dict[tuple[Step, str], float] = {}

    def note(self, gate: Gate) -> int:
        """A gesture wants the platform asked; gives the gate's number. One nobody follows is forgotten."""
        self._last += 1
        self._noted[self._last] = replace(gate, id=self._last)
        while len(self._noted) > _MOST_NOTED:
            del self._noted[next(iter(self._noted))]
        return self._last

    def begin(self, number: int) -> Gate | None:
        """The platform is asked from now on; None when that was begun before."""
        gate = self._noted.pop(number, None)
        if gate is None:
            return None
        self._underway[number] = gate = replace(gate, asked_at=self._clock.steady())
        return gate

    def end(self, number: int) -> bool:
        """Asking is over; False when it was over before: nobody waits for this answer any more."""
        return self._underway.pop(number, None) is not None

    def is_asking(self, order: str, step: Step) -> Gate | None:
        """The gate of an order before this step that is under way."""
        oldest = self._clock.steady() - _FORGOTTEN_S
        found = (gate for gate in self._underway.values() if gate.order == order and gate.step is step)
        return next((gate for gate in found if gate.asked_at >= oldest), None)

    def is_open(self, order: str) -> bool:
        """Whether a gate of this order was noted or is under way."""
        open_gates = (*self._noted.values(), *self._underway.values())
        return any(gate.order == order for gate in open_gates)

    def asks_the_same(self, order: Order, step: Step) -> bool:
        """Whether the platform is being asked about just this already."""
        gate = self.is_asking(order.number, step)
        return gate is not None and (gate.state, gate.waybills) == (order.state, order.live_waybills)

    def heard(self, step: Step, numbers: Sequence[str], since: float) -> None:
        """Asked before this step, the platform told what was so at this second of the steady clock."""
        oldest = self._clock.steady() - FRESH_S
        self._heard = {what: at for what, at in self._heard.items() if at > oldest}
        self._heard.update(dict.fromkeys(((step, number) for number in numbers), since))

    def forget(self, number: str) -> None:
        """Something else is known of this order since: what the platform said at a gate counts no more."""
        for step in Step:
            self._heard.pop((step, number), None)

    def is_fresh(self, step: Step, numbers: Sequence[str]) -> bool:
        """Whether what the platform told of all these orders before this step still counts."""
        oldest = self._clock.steady() - FRESH_S
        return all(self._heard.get((step, number), oldest) > oldest for number in numbers)
