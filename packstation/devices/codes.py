"""What a scanner on a serial cable sends: bytes that trickle in become codes, none lost, none glued together.

Pure: no port, no clock. Whoever owns the cable calls ``feed`` with what came and ``silence`` when nothing
came for a while.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

LONGEST = 4096
"""Bytes kept of one code; a QR code of the largest kind holds 2,953."""
ENDS = {b"\r": "cr", b"\n": "lf", b"\t": "tab"}
"""The bytes that may end a code, and what the settings call them."""
ANY, SILENCE = "any", "none"

_LINE_ENDS = b"\r\n"
_ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class Code:
    """One code as the scanner read it, prefix and suffix taken off.

    ``end`` is how it ended: ``cr``, ``lf``, ``tab`` or nothing (silence). ``complete`` is false when the
    scanner's suffix is set and never came, or the cable was pulled in the middle.
    """

    text: str
    end: str = ""
    complete: bool = True


@dataclass(slots=True)
class CodeReader:
    """Cuts a scanner's bytes into codes.

    ``suffix``: what ends this scanner's codes. ``any``: CR, LF or Tab, whichever comes; ``cr``, ``lf``,
    ``tab``: only that one, the others may stand inside a code; ``none``: silence. ``prefix``: signs that
    begin every code and are no part of it. Carriage returns and line feeds at a code's edges are never part
    of it, so that CR+LF is one end whatever is set. An end with nothing before it is noise.
    """

    suffix: str = ANY
    prefix: str = ""
    _kept: bytearray = field(default_factory=bytearray)
    _is_cut: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether a code has begun, so that ``silence`` must be called if nothing else comes."""
        return bool(self._kept)

    def feed(self, data: bytes) -> list[Code]:
        """Take what came; gives the codes that ended in it, in order."""
        codes: list[Code] = []
        begin = 0
        for match in self._ends().finditer(data):
            self._keep(data[begin : match.start()])
            begin = match.end()
            codes += self._take(ENDS[match.group()], complete=True)
        self._keep(data[begin:])
        return codes

    def silence(self) -> list[Code]:
        """Nothing more comes: what is left over is a code, if only half of one where a suffix is set."""
        return self._take("", complete=self.suffix in (ANY, SILENCE))

    def break_off(self) -> list[Code]:
        """The cable was pulled: what is left over was never finished."""
        return self._take("", complete=False)

    def _ends(self) -> re.Pattern[bytes]:
        return _PATTERNS[self.suffix]

    def _keep(self, data: bytes) -> None:
        room = LONGEST - len(self._kept)
        self._is_cut |= len(data) > room
        self._kept += data[:room]

    def _take(self, end: str, *, complete: bool) -> list[Code]:
        kept, self._kept = bytes(self._kept), bytearray()
        is_cut, self._is_cut = self._is_cut, False
        kept = kept.strip(_LINE_ENDS)
        if not kept:
            return []
        text = text_of(kept, is_cut=is_cut).removeprefix(self.prefix)
        return [Code(text, end, complete)] if text else []


_PATTERNS = {
    ANY: re.compile(rb"[\r\n\t]"),
    "cr": re.compile(rb"\r"),
    "lf": re.compile(rb"\n"),
    "tab": re.compile(rb"\t"),
    SILENCE: re.compile(rb"(?!)"),
}


def text_of(data: bytes, *, is_cut: bool = False) -> str:
    """What the bytes of one code say: UTF-8, else GB 18030, else each byte as one sign, so that none is lost.

    Scanners send a QR code's bytes as they are; Chinese ones hold either encoding.

    Args:
        data: the bytes of one code.
        is_cut: the end is missing, perhaps in the middle of a sign; that half sign is dropped.
    """
    for encoding in _ENCODINGS:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data, final=not is_cut)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
