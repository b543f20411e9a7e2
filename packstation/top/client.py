"""Calls of the Taobao Open Platform: signed, timed, sorted into answers, waits and refusals.

Facts: wire.md §4.1 to §4.3. One client a shop; any number of workers may call it at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from packstation.errors import Outage, PackstationError, Rejected
from packstation.top import times
from packstation.top.account import Account
from packstation.top.call_log import Call, CallLog
from packstation.top.envelope import ERROR, document_of, inside
from packstation.top.errors import LIMITED, Refused, error_of, refused, short
from packstation.top.flow import WHOLE_APP, Bans
from packstation.top.signing import sign
from packstation.web import Limits, Reply, Server

TIME = "taobao.time.get"


@dataclass(frozen=True, slots=True)
class Health:
    """How the calls stand: the platform's clock minus ours, calls of its day, how long it is not asked.

    ``offset`` is None until it was measured; ``slowed_for`` is how long any method is not asked;
    ``day`` is the platform's day the calls are of, ``2026-11-11``.
    """

    offset: timedelta | None
    calls_today: int
    banned_for: timedelta
    slowed_for: timedelta = timedelta()
    day: str = ""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TopClient:
    """One shop's line to the platform."""

    def __init__(
        self,
        account: Account,
        *,
        now: Callable[[], datetime] = _utc_now,
        steady: Callable[[], float] = time.monotonic,
        limits: Limits | None = None,
        log: CallLog | None = None,
        bans: Bans | None = None,
    ) -> None:
        """Call as this account.

        Args:
            account: who calls, and which gateway.
            now: the computer's clock (UTC).
            steady: seconds of a clock that never jumps.
            limits: how long a call may take.
            log: counts the calls, shared by all clients of an app; else this one counts its own.
            bans: what must wait, shared likewise: the platform limits apps, not connections.

        Raises:
            BadInput: ``web-address``, the gateway may not be called.
        """
        self.account = account
        self._now = now
        self._server = Server(account.gateway, limits)
        self._bans = bans or Bans(steady)
        self._log = log or CallLog(self.platform_now)
        self._offset: timedelta | None = None
        self._dated: tuple[datetime, datetime] | None = None

    # --- calls
    # ------------------------------------------------------------------------------------------------

    def call(self, method: str, params: Mapping[str, str], *, session: bool = True) -> Mapping[str, Any]:
        """Ask the platform; gives what stands inside ``<method>_response``.

        Args:
            method: ``taobao.trades.sold.get`` and the like.
            params: its parameters; empty ones are not sent. ``simplify=true`` is understood.
            session: whether it is asked in the shop's name.

        Raises:
            Outage: no answer, or not now; ``data["reached"]`` tells whether they can have heard it,
                ``data["wait"]`` how long they want to be left alone, where they say so.
            Rejected: they understood and said no; a person must look.
        """
        try:
            return self._once(method, params, session=session)
        except Outage as outage:
            if outage.reason != "taobao-clock" or method == TIME:
                raise
        self.measure_clock()
        return self._once(method, params, session=session)

    def _once(self, method: str, params: Mapping[str, str], *, session: bool) -> Mapping[str, Any]:
        """One call and its line in the log; none while its method, or the whole app, must wait."""
        wait = self._bans.left(method)
        if wait:
            raise Outage("taobao-limit", method=method, wait=wait, reached=False)
        form = self._form(method, params, session=session)
        began = time.perf_counter()
        code, request_id = "broken", ""
        try:
            document = self._document(self._server.post_form(form))
            said = document.get(ERROR)
            if isinstance(said, dict):
                no = refused(said)
                code, request_id = f"{no.code} {no.sub_code}".strip(), no.request_id
                raise self._refusal(no, method)
            answer = inside(method, document, simplified=params.get("simplify") == "true")
            code, request_id = "ok", short(answer.get("request_id") or document.get("request_id"))
        except PackstationError as error:
            code = error.reason if code == "broken" else code
            raise
        else:
            return answer
        finally:
            took = round((time.perf_counter() - began) * 1000)
            self._log.note(Call(method, took, code, request_id))

    def _form(self, method: str, params: Mapping[str, str], *, session: bool) -> dict[str, str]:
        """Everything that is sent, signed.

        Raises:
            Rejected: ``taobao-no-secret``, this computer does not know them.
        """
        account = self.account
        if not account.app_key or not account.app_secret or (session and not account.session):
            app_secret, of_shop = account.variables
            raise Rejected("taobao-no-secret", method=method, app_secret=app_secret, session=of_shop)
        form = {name: value for name, value in params.items() if value} | {
            "method": method,
            "app_key": account.app_key,
            "timestamp": times.written(self.platform_now()),
            "format": "json",
            "v": "2.0",
            "sign_method": account.sign_method.value,
        }
        if session:
            form["session"] = account.session
        form["sign"] = sign(form, account.app_secret, account.sign_method)
        return form

    def _document(self, reply: Reply) -> Mapping[str, Any]:
        """The answer as JSON; in passing the server's own date is noted beside ours."""
        if reply.date is not None:
            self._dated = (reply.date, self._now())
        try:
            return document_of(reply.body)
        except Outage as outage:
            raise Outage(outage.reason, **{**outage.data, "status": reply.status}) from outage

    def _refusal(self, no: Refused, method: str) -> PackstationError:
        """What a refusal means, once whatever must wait has been told to wait."""
        if no.code != LIMITED:
            return error_of(no, method)
        midnight = times.next_midnight(self.platform_now()) - self.platform_now()
        wait = no.ban or (midnight if no.is_day_quota else None)
        error = error_of(no, method)
        if wait is not None:
            error.data["wait"] = wait
        self._bans.ban(WHOLE_APP if no.is_day_quota else method, error.data["wait"])  # type: ignore[arg-type]
        return error

    # --- the platform's clock
    # ---------------------------------------------------------------------------------

    def platform_now(self) -> datetime:
        """The moment on the platform's clock (UTC), as far as it was measured."""
        return self._now() + (self._offset or timedelta())

    def measure_clock(self) -> timedelta:
        """Ask for the platform's time; gives its clock minus ours.

        It tells whole seconds; half of the way there and back is taken off. Where our time is so wrong that
        even this call is refused for it [M], the date in the answer's head says how wrong.

        Raises:
            Outage: no answer, or no time in it.
            Rejected: they do not answer us at all.
        """
        before = self._now()
        try:
            answer = self._once(TIME, {}, session=False)
        except Outage as outage:
            if outage.reason != "taobao-clock" or self._dated is None:
                raise
            self._offset = self._dated[0] - self._dated[1]
            return self._offset
        after = self._now()
        try:
            told = times.read(str(answer.get("time", "")))
        except ValueError as error:
            raise Outage("taobao-unreadable", method=TIME, reached=True) from error
        self._offset = told - before - (after - before) / 2
        return self._offset

    def health(self) -> Health:
        """How the calls stand."""
        day, count = self._log.counted()
        return Health(self._offset, count, self._bans.left(WHOLE_APP), self._bans.longest(), day)

    def close(self) -> None:
        """Let go of the connections."""
        self._server.close()
