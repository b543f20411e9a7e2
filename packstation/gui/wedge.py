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
    """One key going down: when (ms), what it types, whether it repeats as it is held, and the event.

    A key of kind ``END`` types one of ``SUFFIXES``.
    """

    at: int
    kind: Kind
    text: str = ""
    repeat: bool = False
    token: object = None


SUFFIXES = {"\r": "cr", "\n": "lf", "\t": "tab"}
"""The keys that may end a scan, and what the settings call them."""
ANY, SILENCE = "any", "none"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a scanner's rhythm is recognised.

    ``mean_gap_ms``: scanners are at most this slow between two keys, on average. ``silence_ms``: a burst is
    over after this long without a key. ``shortest``: fewer signs are never a scan. ``sure``: a burst that
    ends with silence, where the scanner is not known to send no suffix, needs this many: fast fingers roll
    over a few keys. ``tail_ms``: an Enter this soon after a scan still belongs to it. ``longest``: keys kept
    of an endless burst; more than any code has. ``suffix``: what ends this scanner's codes (``cr``, ``lf``,
    ``tab``, ``none``: silence, or ``any``). ``prefix``: signs that begin all of them; such a burst may be
    slow.
    """

    mean_gap_ms: int = 50
    silence_ms: int = 120
    shortest: int = 3
    sure: int = 6
    tail_ms: int = 400
    longest: int = 1000
    suffix: str = ANY
    prefix: str = ""

    @property
    def has_suffix(self) -> bool:
        """Whether a code without its end was broken off."""
        return self.suffix not in (ANY, SILENCE)

    def ends(self, key: Key) -> bool:
        """Whether this key ends a code of this scanner."""
        return key.kind is Kind.END and self.suffix in (ANY, SUFFIXES.get(key.text, ""))


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan with the keys it came by; not complete when the scanner's suffix never came."""

    code: str
    keys: tuple[Key, ...] = ()
    end: str = ""
    complete: bool = True


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
        if (self.rules.ends(key) and self._texts) or self._is_typing():
            outcomes += self.silence()
        return outcomes

    def silence(self) -> list[Outcome]:
        """Nothing more comes: what is held back is a scan or was typed."""
        held, self._held = self._held, []
        is_burst, self._is_burst = self._is_burst, False
        if not held:
            return []
        if not self._is_scan(held, is_burst=is_burst):
            self._scan_at = None
            return [Typed(tuple(held))]
        self._scan_at = held[-1].at
        ended = self.rules.ends(held[-1])
        signs = held[:-1] if ended else held
        first = next(place for place, key in enumerate(signs) if key.kind is Kind.TEXT)
        code = "".join(key.text for key in signs[first:]).removeprefix(self.rules.prefix)
        end = SUFFIXES.get(held[-1].text, "") if ended else ""
        return [Scan(code, tuple(held), end, ended or not self.rules.has_suffix)]

    @property
    def _texts(self) -> int:
        return sum(key.kind is Kind.TEXT for key in self._held)

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
        if len(self._held) >= self.rules.longest and not self.rules.ends(key):
            # the rhythm goes on, the sign is not kept: no code is this long
            last = self._held[-1]
            self._held[-1] = Key(key.at, last.kind, last.text)
            return
        self._held.append(key)
        if not self._is_burst and len(self._held) > self.rules.sure:
            texts = [one for one in self._held if one.kind is Kind.TEXT]
            self._is_burst = len(texts) > self.rules.sure and self._is_fast(texts)

    def _is_scan(self, held: list[Key], *, is_burst: bool) -> bool:
        """Enough signs, fast enough on average; an Enter before them does not count."""
        texts = [key for key in held if key.kind is Kind.TEXT]
        if self._has_prefix(texts):
            return True
        ends = self.rules.ends(held[-1])
        enough = self.rules.shortest if ends or self.rules.suffix == SILENCE else self.rules.sure
        if len(texts) < max(self.rules.shortest, enough):
            return False
        return is_burst or self._is_fast([*texts, held[-1]] if ends else texts)

    def _is_fast(self, keys: list[Key]) -> bool:
        return _gap(keys[0].at, keys[-1].at) <= self.rules.mean_gap_ms * (len(keys) - 1)

    def _has_prefix(self, texts: list[Key]) -> bool:
        """Whether the scanner's own prefix begins it, and a code follows."""
        prefix = self.rules.prefix
        text = "".join(key.text for key in texts[: len(prefix) + 1])
        return bool(prefix) and text.startswith(prefix) and len(text) > len(prefix)

    def _is_typing(self) -> bool:
        """Whether the keys held are already too slow ever to be a burst worth waiting for."""
        if self._is_burst or self._has_prefix(self._held):
            return False
        spent = _gap(self._held[0].at, self._held[-1].at)
        allowed = self.rules.mean_gap_ms * (len(self._held) - 1)
        return spent > allowed + self.rules.silence_ms - self.rules.mean_gap_ms


def _gap(before: int, after: int) -> int:
    """Milliseconds between two key time stamps; the counter may have started over between them."""
    return after - before if after >= before else (after - before) % _STAMP_WRAPS
