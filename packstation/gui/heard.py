"""One scan as it came in: what was read, by which way, in which rhythm."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """A scan before anybody knows what it means.

    ``code`` has neither prefix nor suffix; a GS1 separator (sign 29) in it is kept. ``channel`` is
    ``keyboard``, ``serial`` or ``pretend``. ``keys`` is what each key typed, ``gaps_ms`` the milliseconds
    between them. ``end`` is how it ended: ``cr``, ``lf``, ``tab`` or nothing (silence). ``complete`` is false
    when this scanner's suffix is set and never came.
    """

    code: str
    channel: str = "keyboard"
    gaps_ms: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    end: str = ""
    complete: bool = True
