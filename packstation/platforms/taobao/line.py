"""The connector's line to the platform: made when first used, made anew when its secrets are refused."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from packstation.errors import Rejected
from packstation.top import Account, TopClient
from packstation.top.client import Health

MEASURED_FOR_S, SLOWLY_FOR_S = 3600.0, 10.0
DRIFT_S = 2.0
_OTHER_SECRETS = frozenset({"taobao-no-secret", "taobao-secret", "taobao-authorise", "taobao-app-key"})
"""Refusals after which the secrets are read again: somebody may have put in others meanwhile."""


class Line:
    """Calls in the shop's name, on the platform's clock; any worker may make them."""

    def __init__(
        self, make: Callable[[], TopClient], now: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        """Call by a client of this making.

        Args:
            make: makes a client; reads the secrets, so it is called in a worker.
            now: the computer's clock (UTC).
            steady: seconds of a clock that never jumps.
        """
        self._make = make
        self._now, self._steady = now, steady
        self._lock = threading.Lock()
        self._client: TopClient | None = None
        self._last: TopClient | None = None
        self._measured: tuple[float, float] | None = None
        self._took_s = 0.0

    @property
    def client(self) -> TopClient:
        """The client in use."""
        with self._lock:
            if self._client is None:
                self._client, self._measured = self._make(), None
                self._last = self._client
            return self._client

    def health(self) -> Health | None:
        """How the calls stand; None before the first one."""
        with self._lock:
            return None if self._last is None else self._last.health()

    def renew(self, account: Account) -> None:
        """These are the secrets there are now: a client with others is not used again."""
        with self._lock:
            if self._client is not None and self._client.account != account:
                self._client = None

    def call(self, method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        """Ask the platform; see ``TopClient.call``.

        Raises:
            Outage: no answer, or not now.
            Rejected: they said no.
        """
        client = self.client
        with self._other_secrets_next(client):
            return client.call(method, params)

    @contextlib.contextmanager
    def _other_secrets_next(self, client: TopClient) -> Iterator[None]:
        """A client whose secrets are refused is not used again."""
        try:
            yield
        except Rejected as error:
            if error.reason in _OTHER_SECRETS:
                with self._lock:
                    self._client = None if self._client is client else self._client
            raise

    def now(self) -> datetime:
        """The platform's clock (UTC) as far as it is known; asks nobody."""
        return self.client.platform_now()

    def moment(self) -> datetime:
        """The whole second it is on the platform's clock (UTC), compared at least hourly.

        It is compared anew whenever this computer's clock jumped: a list that was read too far ahead would
        hide what comes into it later. For the same reason half of the time the comparing took is taken off,
        and what took long is soon compared again: how long which way was, nobody knows.

        Raises:
            Outage: the platform does not tell its time.
            Rejected: it does not answer us at all.
        """
        client = self.client
        wall, steady = self._now().timestamp(), self._steady()
        if not self._is_fresh(wall, steady):
            with self._other_secrets_next(client):
                client.measure_clock()
            self._measured = (self._now().timestamp(), self._steady())
            self._took_s = self._measured[1] - steady
        return (client.platform_now() - timedelta(seconds=self._took_s / 2)).replace(microsecond=0)

    def _is_fresh(self, wall: float, steady: float) -> bool:
        """Whether the clocks were compared not long ago and ours has not jumped since."""
        if self._measured is None:
            return False
        then_wall, then_steady = self._measured
        has_jumped = abs((wall - then_wall) - (steady - then_steady)) > DRIFT_S
        long = MEASURED_FOR_S if self._took_s <= DRIFT_S else SLOWLY_FOR_S
        return not has_jumped and steady - then_steady < long
