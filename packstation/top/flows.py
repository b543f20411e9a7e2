"""One account of flow control for each app key: the platform counts and bans apps, not single lines.

Orders and waybill numbers are asked for by the same app over lines of their own; what one of them is told to
wait for, the other waits for, too, and the calls of both are counted together (wire.md §4.3).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from packstation.top.account import Account
from packstation.top.call_log import CallLog
from packstation.top.client import TopClient
from packstation.top.flow import Bans
from packstation.web import Limits


@dataclass(frozen=True, slots=True)
class Flow:
    """What an app has called today, and what it must wait for."""

    log: CallLog
    bans: Bans


class Flows:
    """The accounts of all apps this program calls as; any worker may ask for a line."""

    def __init__(self, now: Callable[[], datetime], steady: Callable[[], float]) -> None:
        """Count by these clocks.

        Args:
            now: the computer's clock (UTC).
            steady: seconds of a clock that never jumps.
        """
        self._now, self._steady = now, steady
        self._lock = threading.Lock()
        self._flows: dict[tuple[str, str], Flow] = {}

    def of(self, account: Account) -> Flow:
        """The account of flow control of this caller's app."""
        with self._lock:
            app = (account.gateway, account.app_key)
            if app not in self._flows:
                self._flows[app] = Flow(CallLog(self._now), Bans(self._steady))
            return self._flows[app]

    def client(self, account: Account, limits: Limits | None = None) -> TopClient:
        """A line to the platform that counts with all others of its app.

        Raises:
            BadInput: ``web-address``, the gateway may not be called.
        """
        flow = self.of(account)
        return TopClient(
            account, now=self._now, steady=self._steady, limits=limits, log=flow.log, bans=flow.bans
        )
