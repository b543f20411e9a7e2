"""One pull of the trigger that arrives by two ways counts once; two pulls count twice, however fast."""

from __future__ import annotations

from dataclasses import dataclass, field

ECHO_S = 0.3
"""A scanner that sends by keyboard and by cable has sent both well within this time."""
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Heard:
    """A code that may still come a second time by another way."""

    code: str
    channel: str
    at: float


@dataclass(slots=True)
class Echoes:
    """Pairs the same code of two channels; within one channel nothing is ever an echo."""

    _unpaired: list[_Heard] = field(default_factory=list)

    def is_echo(self, code: str, channel: str, at: float) -> bool:
        """Whether this code was already heard by another channel just now.

        Args:
            code: what was scanned.
            channel: the way it came.
            at: seconds on a clock that never jumps.
        """
        fresh = [heard for heard in self._unpaired if at - heard.at < ECHO_S][-_MOST_KEPT:]
        twin = next((heard for heard in fresh if heard.code == code and heard.channel != channel), None)
        if twin is None:
            fresh.append(_Heard(code, channel, at))
        else:
            fresh.remove(twin)
        self._unpaired = fresh
        return twin is not None
