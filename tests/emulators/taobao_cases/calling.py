"""Somebody who calls the emulated gateway, with no more than Python brings."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.emulators.taobao import Running, times
from tests.emulators.taobao.books import Line, Receiver, Trade
from tests.emulators.taobao.signatures import signature

HOME = Receiver(
    "李明", "13812345678", "浙江省", "杭州市", "余杭区", "文一西路969号3栋", "仓前街道", "0571-88886666"
)
OAID_FIELDS = "receiver_name,receiver_address,created,receiver_mobile,receiver_phone"


@dataclass(frozen=True)
class Answer:
    """What came back, as it came."""

    status: int
    kind: str
    body: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.body)


class Caller:
    """A caller with the right app; each call may say otherwise."""

    def __init__(self, running: Running, sign_method: str = "hmac-sha256") -> None:
        self._running = running
        self._sign_method = sign_method

    def common(self, method: str) -> dict[str, str]:
        """The parameters of every call."""
        return {
            "method": method,
            "app_key": self._running.app.key,
            "session": self._running.app.session,
            "timestamp": str(times.written(self._running.shop.now())),
            "format": "json",
            "v": "2.0",
            "sign_method": self._sign_method,
        }

    def signed(self, params: Mapping[str, str]) -> dict[str, str]:
        """The same with its signature."""
        way = params.get("sign_method", "md5")
        return {**params, "sign": signature(params, self._running.app.secret, way)}

    def post(self, params: Mapping[str, str], *, verb: str = "POST") -> Answer:
        """Send parameters as they are."""
        place = urlsplit(self._running.gateway)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
        try:
            form = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
            connection.request(verb, place.path, urlencode(params).encode(), form)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Content-Type", ""), answer.read())
        finally:
            connection.close()

    def call(self, method: str, **params: str) -> Answer:
        """A signed call."""
        return self.post(self.signed({**self.common(method), **params}))

    def ok(self, method: str, **params: str) -> Any:
        """What stands inside ``<method>_response``."""
        told = self.call(method, **params).told
        [(root, inside)] = told.items()
        assert root == method.removeprefix("taobao.").replace(".", "_") + "_response", told
        return inside

    def no(self, method: str, **params: str) -> str:
        """Code and sub-code of a refusal, its prefix left out: ``15 B04``."""
        error = self.call(method, **params).told["error_response"]
        return f"{error['code']} {error.get('sub_code', '').rpartition(':')[2]}".strip()


def ware(sku: str = "TS-L", num: int = 1) -> Line:
    """A sub-order to be."""
    return Line("", "白色棉T恤", sku, num, 5900, "L")


def sold(running: Running, *lines: Line, receiver: Receiver = HOME, buyer: str = "买家") -> Trade:
    """A paid trade."""
    trade = running.buyers.order(buyer, receiver, lines or (ware(),))
    return running.buyers.pay(trade.tid)
