"""Trying the shop's account on Taobao, part by part: key, secret, session, clock, and every right needed.

Nothing is changed there. Reading is tried by reading one row. Whether the shop lets us send, and read single
trades and refunds, is asked by calls that lack what they require: an app without the right is told so (11),
one with it only that something is missing (40, 41). That rights are looked at before arguments is [M].
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from packstation.domain.connection import CLOCK_ODD, CLOCK_WRONG, Found, Part, Tried
from packstation.errors import Outage, PackstationError, Rejected
from packstation.platforms.taobao.clearing import METHOD as DECRYPT
from packstation.platforms.taobao.details import METHOD, REFUND
from packstation.platforms.taobao.shipping import BY_COUNT, WHOLE
from packstation.top import TopClient, times

PARTS = (
    Part.REACH, Part.APP_KEY, Part.APP_SECRET, Part.SESSION, Part.CLOCK, Part.ORDERS, Part.REFUNDS, Part.SHIP,
    Part.RECEIVERS,
)  # fmt: skip
"""In the order in which they are told; the quota only where it is used up."""
_NAMED: Mapping[str, Part] = {
    "app_key": Part.APP_KEY,
    "app_secret": Part.APP_SECRET,
    "session": Part.SESSION,
}
_BLAMED: Mapping[str, Part] = {
    "taobao-app-key": Part.APP_KEY,
    "taobao-secret": Part.APP_SECRET,
    "taobao-authorise": Part.SESSION,
    "taobao-clock": Part.CLOCK,
    "taobao-limit": Part.QUOTA,
}
"""Whose fault a refusal is; whatever else happens is between us and the platform."""
BLAMED: Mapping[str, str] = MappingProxyType(
    {**_BLAMED, "taobao-no-secret": "secrets", "taobao-right": "right"}
)
"""Who is most likely wrong when a round fails."""
_BEFORE: Mapping[Part, tuple[Part, ...]] = {
    Part.QUOTA: (Part.REACH,),
    Part.CLOCK: (Part.REACH,),
    Part.APP_KEY: (Part.REACH,),
    Part.APP_SECRET: (Part.REACH, Part.APP_KEY),
    Part.SESSION: (Part.REACH, Part.APP_KEY, Part.APP_SECRET),
}
"""What is proven by being refused for a part."""
_ANSWERED = (Part.REACH, Part.APP_KEY, Part.APP_SECRET)
_NO_SUCH_METHOD = (21, 22)
_READ_BACK = timedelta(minutes=1)
_LONG = timedelta(minutes=10)


def probes(now: datetime) -> tuple[tuple[Part, str, Mapping[str, str]], ...]:
    """The calls that are tried: what each proves, its method, its parameters.

    Args:
        now: the moment on the platform's clock (UTC).
    """
    span = {"start_modified": times.written(now - _READ_BACK), "end_modified": times.written(now)}
    one = {"page_no": "1", "page_size": "1"}
    return (
        (Part.ORDERS, "taobao.trades.sold.increment.get", {"fields": "tid,modified", **span, **one}),
        (Part.ORDERS, "taobao.trades.sold.get", {"fields": "tid,modified", **one}),
        (Part.ORDERS, METHOD, {"fields": "tid"}),
        (Part.REFUNDS, "taobao.refunds.receive.get", {"fields": "refund_id,modified", **span, **one}),
        (Part.REFUNDS, REFUND, {"fields": "refund_id"}),
        (Part.SHIP, WHOLE, {}),
        (Part.SHIP, BY_COUNT, {}),
        (Part.RECEIVERS, DECRYPT, {}),
    )


class Trial:
    """One trial of an account; made for one run."""

    def __init__(self, client: TopClient, variables: Mapping[str, str]) -> None:
        """Try what this client calls with; it was made for this and knows no clock yet.

        Args:
            client: calls with the account as it is now.
            variables: the environment variables of its secrets, by the secrets' names.
        """
        self._client = client
        self._variables = variables
        self._told: dict[Part, Tried] = {}
        self._lacking: dict[Part, list[Rejected]] = {}

    def run(self) -> tuple[Tried, ...]:
        """Try everything; stops where the rest cannot be known."""
        missing = self._missing()
        try:
            if not {Part.APP_KEY, Part.APP_SECRET} & missing:
                self._compare_clocks()
                self._prove(*_ANSWERED)
                if Part.SESSION not in missing:
                    self._try_rights()
        except PackstationError as error:
            self._give_up(error)
        told = (*PARTS, Part.QUOTA) if Part.QUOTA in self._told else PARTS
        return tuple(self._told.get(part, Tried(part, Found.UNTRIED, "untried")) for part in told)

    def _missing(self) -> set[Part]:
        """Parts of the account this computer does not know at all."""
        account = self._client.account
        missing = {part for name, part in _NAMED.items() if not getattr(account, name)}
        for name, part in _NAMED.items():
            if part in missing:
                data = {"variable": self._variables.get(name, "")}
                self._told[part] = Tried(part, Found.FAILED, "missing", data)
        return missing

    def _compare_clocks(self) -> None:
        """The platform's clock minus ours; once it is allowed for, even a wrong one must be answered."""
        offset = self._client.measure_clock()
        seconds = round(abs(offset).total_seconds())
        if abs(offset) > CLOCK_ODD:
            found = Found.FAILED if abs(offset) > CLOCK_WRONG else Found.WARNING
            reason = "slow" if offset > timedelta() else "fast"
            self._told[Part.CLOCK] = Tried(Part.CLOCK, found, reason, {"seconds": seconds})
            self._client.measure_clock()
        else:
            self._told[Part.CLOCK] = Tried(Part.CLOCK, Found.OK, "fine", {"seconds": seconds})

    def _try_rights(self) -> None:
        """Every method the desk needs; those without a right are told together, by what they are for."""
        for part, method, params in probes(self._client.platform_now()):
            try:
                self._client.call(method, params)
            except Rejected as error:
                if error.reason == "taobao-right":
                    self._lacking.setdefault(part, []).append(error)
                    continue
                if error.reason != "taobao-refused" or error.data.get("code") in _NO_SUCH_METHOD:
                    raise
            self._prove(Part.SESSION)
        for part in (Part.ORDERS, Part.REFUNDS, Part.SHIP, Part.RECEIVERS):
            self._told[part] = self._right(part)

    def _right(self, part: Part) -> Tried:
        """Whether all methods of a part may be called."""
        lacking = self._lacking.get(part)
        if not lacking:
            return Tried(part, Found.OK)
        # whoever prints carriers' own labels alone can do without clear receivers
        found = Found.WARNING if part is Part.RECEIVERS else Found.FAILED
        methods = ", ".join(str(error.data.get("method", "")) for error in lacking)
        return Tried(part, found, "taobao-right", {**_plain(lacking[0]), "method": methods})

    def _prove(self, *parts: Part) -> None:
        """These were found to be as they must be."""
        for part in parts:
            self._told.setdefault(part, Tried(part, Found.OK))

    def _give_up(self, error: PackstationError) -> None:
        """Nothing more can be tried: whose fault that is, and what it proves of the others."""
        part = _BLAMED.get(error.reason, Part.REACH)
        found, data = Found.FAILED, _plain(error)
        if part is Part.QUOTA and isinstance(error, Outage):
            wait = error.data.get("wait")
            left = wait if isinstance(wait, timedelta) else timedelta()
            found = Found.FAILED if left >= _LONG else Found.WARNING
            data["seconds"] = round(left.total_seconds())
        if part is Part.REACH:
            self._told.pop(Part.REACH, None)
        self._told[part] = Tried(part, found, error.reason, data)
        self._prove(*_BEFORE.get(part, ()))


def _plain(error: PackstationError) -> dict[str, object]:
    """What a sentence may need of an error, in values that can be kept and told."""
    return {name: value for name, value in error.data.items() if isinstance(value, str | int)}
