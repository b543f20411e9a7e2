"""What can stop a gesture at the desk, sorted by whose turn it is next.

::

    PackstationError
    ├── Refusal          the packer may not do this now: banner and sound, nothing written
    ├── Outage           the world does not answer: tried again by itself
    ├── Rejected         the other side said no: parked until a person decides
    ├── BadInput         a file, a code or a number that cannot be what it claims to be
    ├── BadSetting       a line of the settings file that the program will not guess about
    └── StoreTrouble     the database cannot be opened or written; nothing was damaged

Errors carry data, never sentences: ``name`` is the key of the sentence in the word lists, ``data`` fills its
gaps. Anything that is not a ``PackstationError`` is a mistake in the program itself.
"""

from __future__ import annotations

from typing import ClassVar


class PackstationError(Exception):
    """Something the worker can be told in one sentence."""

    name: ClassVar[str] = "trouble"

    def __init__(self, reason: str = "", /, **data: object) -> None:
        """Keep what happened as data.

        Args:
            reason: key of the exact sentence; the class's own ``name`` when empty.
            data: what fills the gaps of that sentence.
        """
        self.reason = reason or self.name
        self.data = data
        gaps = ", ".join(f"{key}={value!r}" for key, value in data.items())
        super().__init__(f"{self.reason}({gaps})")


class Refusal(PackstationError):
    """The packer may not do this now; ``reason`` is the verdict that says why."""

    name = "not-ready"


class Outage(PackstationError):
    """The other side does not answer; the same thing is tried again later."""

    name = "outage"


class Rejected(PackstationError):
    """The other side understood and said no; a person has to look."""

    name = "rejected"


class BadInput(PackstationError):
    """A file, code or number that is not what it should be; says where."""

    name = "bad-input"


class BadSetting(PackstationError):
    """The settings file holds something the program does not know; says which key and what is allowed."""

    name = "bad-setting"


class StoreTrouble(PackstationError):
    """The database cannot be used as it is; says why and leaves it untouched."""

    name = "store-trouble"
