"""The far end of a serial cable: what the device sends, what it was sent, plugging in and pulling."""

from __future__ import annotations

import os
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Terminal:
    """A device behind a port whose name stays the same, as a USB device's does."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._far = -1
        self._near = -1
        self._heard = bytearray()

    def plug(self) -> None:
        """The port is there."""
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.port.symlink_to(os.ttyname(self._near))

    def pull(self) -> None:
        """The port is gone, and whoever has it open is told so."""
        if self._far >= 0:
            self.port.unlink()
            os.close(self._near)
            os.close(self._far)
            self._far = -1

    def send(self, data: bytes) -> None:
        """As much as a cable holds; more blocks until it is read."""
        os.write(self._far, data)

    def say(self, text: str) -> None:
        """A line, or a part of one."""
        self.send(text.encode())

    @contextmanager
    def sending(self, *pieces: bytes) -> Iterator[None]:
        """Send more than a cable holds, while the block runs."""

        def send() -> None:
            for piece in pieces:
                rest = piece
                while rest:
                    rest = rest[os.write(self._far, rest) :]

        thread = threading.Thread(target=send)
        thread.start()
        yield
        thread.join()

    def all_sent(self) -> bytes:
        """Everything the device was ever sent."""
        self._heard += self.sent()
        return bytes(self._heard)

    def sent(self) -> bytes:
        """What the device was sent since the last time."""
        os.set_blocking(self._far, False)
        try:
            return os.read(self._far, 4096)
        except BlockingIOError:
            return b""
        finally:
            os.set_blocking(self._far, True)
