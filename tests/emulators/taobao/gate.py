"""What every call must bring before a method sees it: app, signature, time, session, a free quota (wire.md §4.1–4.3)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.emulators.taobao import signatures, times
from tests.emulators.taobao.answers import Look
from tests.emulators.taobao.methods.register import METHODS, OPEN_TO_ALL
from tests.emulators.taobao.refused import Refused
from tests.emulators.taobao.shop import Shop

TOLERANCE = timedelta(minutes=10)
A_SECOND = timedelta(seconds=1)


class Gate:
    """The gateway's checks, in its order; it counts calls on the platform's clock."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._day = ""
        self.today = 0
        self._second: datetime | None = None
        self._in_second = 0
        self._banned_until: datetime | None = None

    def look(self, params: Mapping[str, str]) -> Look:
        """How the caller wants the answer; without ``format`` it is XML."""
        form = params.get("format", "xml")
        simplify = params.get("simplify", "").lower() == "true"
        return Look("xml" if form == "xml" else "json", simplify, self._shop.rules.text_ids)

    def check(self, params: Mapping[str, str]) -> str:
        """Let a call in.

        Returns:
            Its method.

        Raises:
            Refused: with the gateway's code.
        """
        method = self._method(params)
        self._app(params)
        self._time(params)
        self._signature(params)
        self._session(method, params)
        self._quota()
        return method

    def _method(self, params: Mapping[str, str]) -> str:
        method = params.get("method", "")
        if not method:
            raise Refused(21)
        if method not in METHODS:
            raise Refused(22)
        if params.get("format", "xml") not in ("json", "xml"):
            raise Refused(23)
        return method

    def _app(self, params: Mapping[str, str]) -> None:
        if not params.get("app_key"):
            raise Refused(28)
        if params["app_key"] != self._shop.app.key:
            raise Refused(29, "isv.appkey-not-exists", "无效的app_key")
        if not params.get("v"):
            raise Refused(32)
        if params["v"] != "2.0":
            raise Refused(33)

    def _time(self, params: Mapping[str, str]) -> None:
        if not params.get("timestamp"):
            raise Refused(30)
        try:
            at = times.read(params["timestamp"])
        except ValueError:
            raise Refused(31) from None
        if abs(at - self._shop.now()) > TOLERANCE:
            raise Refused(31, "isv.timestamp-out-of-range", "时间戳与服务器时间相差超过10分钟")

    def _signature(self, params: Mapping[str, str]) -> None:
        if not params.get("sign"):
            raise Refused(24)
        way = params.get("sign_method", "md5")
        if way not in signatures.METHODS:
            raise Refused(25)
        made = signatures.signature(params, self._shop.app.secret, way)
        if not hmac.compare_digest(made.encode(), params["sign"].encode()):
            raise Refused(25, "isv.invalid-signature", "签名不正确")

    def _session(self, method: str, params: Mapping[str, str]) -> None:
        app = self._shop.app
        if method in app.withheld:
            raise Refused(11, "isv.permission-api-package-limit", "应用没有该接口的权限")
        if method in OPEN_TO_ALL:
            return
        if not params.get("session"):
            raise Refused(26)
        over = app.session_until is not None and self._shop.now() >= app.session_until
        if params["session"] != app.session or over:
            raise Refused(27, "isv.session-expired", "授权已失效，请重新授权")

    def _quota(self) -> None:
        """Flow control: a day's calls, and those of one second."""
        now, rules = self._shop.now(), self._shop.rules
        china = now.astimezone(times.CHINA)
        day = china.strftime("%Y-%m-%d")
        if day != self._day:
            self._day, self.today = day, 0
        self.today += 1
        if rules.day_quota is not None and self.today > rules.day_quota:
            midnight = (china + timedelta(days=1)).replace(hour=0, minute=0, second=0)
            raise banned(midnight - china, "app-access-count")
        if rules.a_second is not None:
            self._flow(now, rules.a_second, rules.ban)

    def _flow(self, now: datetime, most: int, ban: timedelta) -> None:
        if self._banned_until and now < self._banned_until:
            raise banned(self._banned_until - now, "api-access-count")
        if now != self._second:
            self._second, self._in_second = now, 0
        self._in_second += 1
        if self._in_second > most:
            self._banned_until = now + ban
            raise banned(ban, "api-access-count")


def banned(left: timedelta, word: str) -> Refused:
    """Code 7; only its sentence tells for how long."""
    seconds = max(1, int(left / A_SECOND))
    return Refused(7, f"accesscontrol.limited-by-{word}", f"This ban will last for {seconds} more seconds")
