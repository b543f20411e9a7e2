"""A table written as text: commas, tabs or semicolons, UTF-8, UTF-16 or GBK.

Cut into rows so that one stray quotation mark costs its own row and not everything after it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from packstation.domain.checks import Bad
from packstation.files.sniffing import Unreadable

# The module's own limit ends the whole reading at one long cell; ours rejects only its row.
csv.field_size_limit(2**31 - 1)

_MOST_LINES = 300
"""Lines of one row; a message of the buyer has fewer, a quotation mark that is never closed has more."""
_MOST_ATTEMPTS = 2000
_DELIMITERS = ",\t;"
_REPLACED = "\ufffd"
_SLIPS, _SIGNS_A_SLIP = 3, 200
"""So many lost signs are slips; more of them only in so long a text."""


def rows(data: bytes) -> Iterator[tuple[int, list[str] | Bad]]:
    """The rows with their number in a spreadsheet; a row that cannot be read is a Bad.

    Raises:
        Unreadable: the text is in no encoding we know, or its quotation marks are beyond help.
    """
    text, is_patched = _decoded(data)
    lines = list(io.StringIO(text, newline=""))
    number = 0
    if lines and lines[0].strip().lower() in ("sep=,", "sep=;", "sep=\t"):
        lines.pop(0)
        number = 1
    is_cut = bool(lines) and not lines[-1].endswith(("\n", "\r"))
    feed = _Feed(lines)
    width = 0
    for row in _cut(feed, _delimiter(lines)):
        number += 1
        if isinstance(row, Bad):
            yield number, row
        elif is_patched and any(_REPLACED in cell for cell in row):
            yield number, Bad("", "row-garbled")
        elif is_cut and feed.at == len(lines) and 1 < len(row) < width:
            # the last row breaks off in the middle
            yield number, Bad("", "row-cut", columns=width, cells=len(row))
        else:
            width = width or len(row)
            yield number, row


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether single signs of it could not be read."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _nearly(data.decode("utf-16", "replace"))
    data = data.removeprefix(b"\xef\xbb\xbf")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), False
        except UnicodeDecodeError:
            continue
    # Neither fits throughout: a shop's system may have cut a sign in half. The better one may nearly fit.
    tries = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return _nearly(min(tries, key=lambda text: text.count(_REPLACED)))


def _nearly(text: str) -> tuple[str, bool]:
    """The text if hardly anything of it is lost, and whether anything is."""
    broken = text.count(_REPLACED)
    if broken > _SLIPS and broken * _SIGNS_A_SLIP > len(text):
        raise Unreadable("encoding")
    return text, broken > 0


def _delimiter(lines: list[str]) -> str:
    """What stands between the cells, told from the first line that has anything."""
    first = next((line for line in lines if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


class _Runaway(Exception):
    """A row goes on over more lines than any real one."""


class _Feed:
    """Hands lines to the reader of cells and knows where it is."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.at = 0
        self.began = 0
        self.ran_out = False

    def begin(self, at: int) -> None:
        """A row begins at this line."""
        self.at = self.began = at
        self.ran_out = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at == len(self._lines):
            self.ran_out = True
            raise StopIteration
        if self.at - self.began >= _MOST_LINES:
            raise _Runaway
        self.at += 1
        return self._lines[self.at - 1]


def _cut(feed: _Feed, delimiter: str) -> Iterator[list[str] | Bad]:
    """The rows; after an open quotation mark it goes on with the next line."""
    attempts = 0
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        start = feed.at
        feed.begin(start)
        try:
            row = next(reader)
            is_open = feed.ran_out
        except StopIteration:
            return
        except (_Runaway, csv.Error):
            is_open = True
        if not is_open:
            yield row
            continue
        attempts += 1
        if attempts > _MOST_ATTEMPTS:
            raise Unreadable("quotes-broken", line=start + 1)
        yield Bad("", "quote-open")
        feed.begin(start + 1)
        reader = csv.reader(feed, delimiter=delimiter)
