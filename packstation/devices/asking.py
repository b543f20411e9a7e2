"""What a scale must be asked before it says anything: some send all the time, some only answer."""

from __future__ import annotations

from dataclasses import dataclass

from packstation.devices.scale import AUTO

TICK_MS = 200
"""How often ``tick`` is called; a Toledo is asked this often."""

_SICS_REPEAT = b"\r\nSIR\r\n"
"""The empty line ends whatever half a command the scale still holds."""
_TOLEDO = (b"W", b"\xd7")
"""The same letter for eight bits, and with the even parity of seven: the scale hears the one it is set to."""
_PATIENCE = 10
"""Ticks without an answer before a scale is asked again or otherwise."""
_TURN = 5


@dataclass(slots=True)
class Asking:
    """Decides what is sent to the scale. Nothing that it sends can zero or tare one.

    A scale of a set format is asked in that format, or never where it sends by itself. With ``auto`` only one
    that stays silent is asked, in turns in the two known ways, and then in the one it answered.
    """

    form: str = AUTO
    _quiet: int = 0
    _letter: int = 0

    def begin(self) -> bytes:
        """What is sent as the cable is opened."""
        self._quiet = 0
        return _SICS_REPEAT if self.form == "sics" else b""

    def tick(self, *, came: bool, spoken: str) -> bytes:
        """What is sent now.

        Args:
            came: whether the scale sent anything since the last tick.
            spoken: the format of the last message understood, empty at first.
        """
        self._quiet = 0 if came else self._quiet + 1
        form = (spoken or AUTO) if self.form == AUTO else self.form
        if form == "toledo":
            if self._quiet and self._quiet % _PATIENCE == 0:
                self._letter ^= 1
            return _TOLEDO[self._letter]
        if self._quiet < _PATIENCE or self._quiet % _TURN:
            return b""
        if form == AUTO and self._quiet // _TURN % 2 == 0:
            return _TOLEDO[0]
        return _SICS_REPEAT if form in (AUTO, "sics") else b""
