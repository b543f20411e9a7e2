"""When a weight counts: the load lies still, and each load is weighed once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from packstation.devices.scale import Reading


@dataclass(slots=True)
class Settling:
    """Takes one weight of each load on the scale. All numbers are grams.

    A load is settled after ``readings`` equal readings one after the other, none said to be moving, all
    within ``tolerance`` (one division of the scale). At most ``empty`` net is an empty scale and never a
    weight. The next weight is taken after the scale was empty, if only for one reading, or when a settled
    weight differs from the last one by more than ``change``.
    """

    readings: int = 3
    tolerance: int = 0
    empty: int = 5
    change: int = 20
    tare: int = 0
    _run: deque[int] = field(default_factory=deque)
    _taken: int | None = None
    _is_net: bool | None = None
    _is_taring: bool = False

    @property
    def settled(self) -> int | None:
        """Net grams that lie on the scale now, none while it moves."""
        return self._run[-1] - self.tare if len(self._run) >= self.readings else None

    def hear(self, reading: Reading) -> int | None:
        """The scale said something; gives net grams when a new load has settled by it."""
        if reading.trouble or reading.grams is None:
            self._run.clear()
            return None
        if reading.net != self._is_net:
            # its own tare was switched on or off: a tare taken before that would be taken off twice
            self._is_net, self.tare = reading.net, 0
        if reading.grams - self.tare <= self.empty:
            self._taken = None
        if reading.stable is False:
            self._run.clear()
            return None
        self._lengthen(reading.grams)
        return self._judge(reading.grams) if len(self._run) >= self.readings else None

    def lose(self) -> None:
        """The scale says nothing any more; what it said before is no part of what it says next."""
        self._run.clear()
        if self.readings == 1:
            # so is a scale set that speaks once for each load; it never says that it was empty in between
            self._taken = None
        self._is_taring = False

    def take_tare(self) -> None:
        """What lies on the scale, once settled, is packaging from now on; nothing on it: no tare."""
        self._is_taring = True
        if len(self._run) >= self.readings:
            self._judge(self._run[-1])

    def _lengthen(self, grams: int) -> None:
        self._run.append(grams)
        while len(self._run) > self.readings or max(self._run) - min(self._run) > self.tolerance:
            self._run.popleft()

    def _judge(self, gross: int) -> int | None:
        if self._is_taring:
            self._is_taring, self.tare, self._taken = False, max(gross, 0), None
        net = gross - self.tare
        if net <= self.empty:
            return None
        if self._taken is not None and abs(gross - self._taken) <= self.change:
            return None
        self._taken = gross
        return net
