"""The clocks by which an order is late: those of its shop's platform, not this computer's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from packstation.desk.clock import Clock


@dataclass(frozen=True, slots=True)
class _Compared:
    """A platform's clock minus ours, the moment there (UTC) and seconds of the steady clock at that time."""

    offset: timedelta
    moment: datetime
    steady: float


class PlatformClocks:
    """Each shop's platform as it was last compared with this computer.

    Between two comparisons this computer's clock may be set: what went by on the steady clock counts too, and
    of both the later moment is taken, so that nothing is later than it looks. (The steady clock may stand
    still while a computer sleeps, the other one does not.)
    """

    def __init__(self, clock: Clock) -> None:
        """None is compared yet."""
        self._clock = clock
        self._compared: dict[str, _Compared] = {}

    def compared(self, shop: str, offset: timedelta) -> None:
        """A shop's platform told its time just now: its clock minus ours."""
        self._compared[shop] = _Compared(offset, self._clock.now() + offset, self._clock.steady())

    def now(self, shop: str | None = None) -> datetime:
        """The moment (UTC) at a shop's platform; ours where no platform was compared.

        Without a shop, or for one without a clock of its own (a folder), the one that is furthest on.
        """
        known = self._compared.get(shop) if shop is not None else None
        if known is not None:
            return self._at(known)
        return max(map(self._at, self._compared.values()), default=self._clock.now())

    def _at(self, one: _Compared) -> datetime:
        gone = timedelta(seconds=self._clock.steady() - one.steady)
        return max(self._clock.now() + one.offset, one.moment + gone)
