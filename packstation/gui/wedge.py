"""Telling a scanner's keystrokes from a person's: by their rhythm alone, key by key, without a clock.

A barcode scanner types faster than anybody can and mostly ends with Enter or Tab. Keys are kept back until it
is clear what they are: a burst becomes one scan and reaches nothing else, a person's keys go on complete and
in order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

_STAMP_WRAPS = 1 << 32
"""X11 time stamps are 32 bits of milliseconds and start over every 49 days."""


class Kind(Enum):
    """What a key may be to a scan."""

    TEXT = "text"
    END = "end"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Key:
    """One key going down: when (ms), what it types, whether it repeats as it is held, and the event."""

    at: int
    kind: Kind
    text: str = ""
    repeat: bool = False
    token: object = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How a scanner's rhythm is recognised.

    ``mean_gap_ms``: scanners are at most this slow between two keys, on average. ``silence_ms``: a burst is
    over after this long without a key. ``shortest``: fewer keys are never a scan. ``tail_ms``: an Enter this
    soon after a scan still belongs to it. ``longest``: signs kept of an endless burst; more than any code
    has.
    """

    mean_gap_ms: int = 50
    silence_ms: int = 120
    shortest: int = 3
    tail_ms: int = 400
    longest: int = 1000


@dataclass(frozen=True, slots=True)
class Scan:
    """A complete scan."""

    code: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys a person pressed, in order."""

    keys: tuple[Key, ...]


Outcome = Scan | Typed


@dataclass(slots=True)
class Wedge:
    """Sorts keys into scans and typing."""

    rules: Rules = field(default_factory=Rules)
    _held: list[Key] = field(default_factory=list)
    _texts: int = 0
    _is_burst: bool = False
    _scan_at: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether keys are held back, so that ``silence`` must be called if nothing else comes."""
        return bool(self._held)

    def press(self, key: Key) -> list[Outcome]:
        """Take the next key; gives what has become clear by it."""
        outcomes = self._break(key)
        if key.kind is Kind.OTHER:
            return [*outcomes, *self.silence(), Typed((key,))]
        if self._is_tail(key):
            self._scan_at = key.at
            return outcomes
        if key.repeat and not self._held:
            return [*outcomes, Typed((key,))]
        self._hold(key)
        if (key.kind is Kind.END and self._texts) or self._is_typing():
            outcomes += self.silence()
        return outcomes

    def silence(self) -> list[Outcome]:
        """Nothing more comes: what is held back is a scan or was typed."""
        held, self._held = self._held, []
        is_scan = self._is_burst
        texts, self._texts, self._is_burst = self._texts, 0, False
        if not held:
            return []
        if is_scan or self._is_scan(held, texts):
            self._scan_at = held[-1].at
            return [Scan("".join(key.text for key in held if key.kind is Kind.TEXT))]
        self._scan_at = None
        return [Typed(tuple(held))]

    def _break(self, key: Key) -> list[Outcome]:
        """A pause before this key ends what was held."""
        if self._held and _gap(self._held[-1].at, key.at) > self.rules.silence_ms:
            return self.silence()
        return []

    def _is_tail(self, key: Key) -> bool:
        """Whether an Enter still belongs to the scan before it (CR and LF, or a slow terminator)."""
        if key.kind is not Kind.END or self._held or self._scan_at is None:
            return False
        return _gap(self._scan_at, key.at) <= self.rules.tail_ms

    def _hold(self, key: Key) -> None:
        if self._texts >= self.rules.longest and key.kind is Kind.TEXT:
            # the rhythm goes on, the sign is not kept: no code is this long
            self._held[-1] = Key(key.at, Kind.TEXT, self._held[-1].text)
            return
        self._held.append(key)
        self._texts += key.kind is Kind.TEXT
        self._is_burst = self._is_burst or (
            self._texts > self.rules.shortest and self._is_scan(self._held, self._texts)
        )

    def _is_scan(self, held: list[Key], texts: int) -> bool:
        """Enough keys, fast enough on average; Enters around them don't count."""
        if texts < self.rules.shortest:
            return False
        times = [key.at for key in held if key.kind is Kind.TEXT]
        return _gap(times[0], times[-1]) <= self.rules.mean_gap_ms * (len(times) - 1)

    def _is_typing(self) -> bool:
        """Whether the keys held are already too slow ever to be a burst worth waiting for."""
        if self._is_burst:
            return False
        spent = _gap(self._held[0].at, self._held[-1].at)
        allowed = self.rules.mean_gap_ms * (len(self._held) - 1)
        return spent > allowed + self.rules.silence_ms - self.rules.mean_gap_ms


def _gap(before: int, after: int) -> int:
    """Milliseconds between two key time stamps; the counter may have started over between them."""
    return after - before if after >= before else (after - before) % _STAMP_WRAPS
