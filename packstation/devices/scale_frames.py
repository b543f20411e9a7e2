"""Where one message of a scale ends and the next begins: noise and halves of lines never join two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST = 64
"""Bytes; the longest known message of a scale has 24."""
STX, ETX, EQUALS = b"\x02", b"\x03", b"="
EQUALS_LENGTH = 8
"""Bytes behind the equals sign of Yaohua's message; nothing marks its end."""

_MARK = re.compile(rb"[\r\n\x02\x03=]")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stood between two marks: the mark before it, its bytes, the mark behind it (empty: none)."""

    start: bytes
    body: bytes
    end: bytes


@dataclass(slots=True)
class FrameCutter:
    """Cuts a scale's bytes at carriage return, line feed, STX, ETX and the equals sign."""

    _start: bytes = b""
    _body: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take what came; gives the messages that ended in it, in order."""
        begin = 0
        for match in _MARK.finditer(data):
            yield from self._grow(data[begin : match.start()])
            begin = match.end()
            yield from self._cut(match.group())
        yield from self._grow(data[begin:])

    def _grow(self, data: bytes) -> Iterator[Frame]:
        """One byte more than the longest is kept, so that what is too long can be told."""
        self._body += data[: LONGEST + 1 - len(self._body)]
        if self._start == EQUALS and len(self._body) >= EQUALS_LENGTH:
            yield Frame(EQUALS, bytes(self._body[:EQUALS_LENGTH]), b"")
            self._start, self._body = b"", self._body[EQUALS_LENGTH:]

    def _cut(self, mark: bytes) -> Iterator[Frame]:
        if 0 < len(self._body) <= LONGEST:
            yield Frame(self._start, bytes(self._body), mark)
        self._start, self._body = mark, bytearray()
