"""A gateway that runs for as long as it is wanted."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.emulators.taobao.buyers import Buyers
from tests.emulators.taobao.faults import Script
from tests.emulators.taobao.holding import Holding
from tests.emulators.taobao.server import Gateway, Listening
from tests.emulators.taobao.shop import App, Shop


@dataclass(frozen=True)
class Running:
    """The running gateway.

    Attributes:
        gateway: its URL.
        shop: the platform's books: ``trades``, ``refunds``, ``waybills``, ``calls``, ``wrongs``.
        buyers: what buyers do.
        script: what goes wrong.
        listening: to unplug it.
        holding: the calls that `Kind.WAIT` holds back: ``until_held()``, ``release()``.
    """

    gateway: str
    shop: Shop
    buyers: Buyers
    script: Script
    listening: Listening
    holding: Holding

    @property
    def app(self) -> App:
        """Key, secret and session of the shop's app."""
        return self.shop.app

    def unplug(self) -> None:
        """From now on nobody answers: connections are refused."""
        self.listening.unplug()

    def plug(self) -> None:
        """It answers again, at the same address."""
        self.listening.plug()


@contextlib.contextmanager
def emulated(shop: Shop | None = None, script: Script | None = None, port: int = 0) -> Iterator[Running]:
    """Run a gateway; at the end it raises what went wrong in itself.

    Args:
        shop: its books; empty ones if not given.
        script: what goes wrong; nothing if not given.
        port: 0 lets the system choose.
    """
    books, faults = shop or Shop(), script or Script()
    gateway = Gateway(books, faults)
    listening = Listening(gateway, port)
    try:
        yield Running(listening.address, books, Buyers(books), faults, listening, gateway.holding)
    finally:
        gateway.holding.end()
        listening.unplug()
    for failure in listening.failures:
        raise failure
