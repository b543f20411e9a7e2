"""Waybill numbers from Cainiao, through the Taobao Open Platform: one number a parcel, whatever breaks.

``ii.get`` may give another number each time it is asked; so it is asked for one parcel a call, with the
parcel's own key as request and package id, and after any doubt ``ii.query.by.tradecode`` is asked first. That
one knows orders, neither parcels nor carriers: of an order's numbers the one is ours that no other parcel of
it has and that ``ii.query.by.waybillcode`` knows for our carrier (wire.md §4.8).
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from packstation.carriers.cainiao_request import Terms, new_request, order_code, plain, update_request
from packstation.carriers.cainiao_subscriptions import Subscription, Subscriptions, subscriptions
from packstation.carriers.carrier import Booking, Carrier, Consignment
from packstation.carriers.means import Means
from packstation.errors import Outage, PackstationError, Rejected
from packstation.top.client import TopClient
from packstation.top.envelope import listed

GET, UPDATE, CANCEL = "cainiao.waybill.ii.get", "cainiao.waybill.ii.update", "cainiao.waybill.ii.cancel"
BY_ORDER, BY_NUMBER = "cainiao.waybill.ii.query.by.tradecode", "cainiao.waybill.ii.query.by.waybillcode"
SEARCH, TEMPLATES = "cainiao.waybill.ii.search", "cainiao.cloudprint.stdtemplates.get"
EVERY_S, AGAIN_S = 600.0, 60.0
"""How often balances are looked at; how soon again where that failed."""
LONGEST_NUMBER = 40

_WORDS = (
    (("余额不足",), "waybill-balance"),
    (("超区", "超出服务"), "waybill-area"),
    (("停发",), "waybill-stopped"),
    (("模板",), "waybill-template"),
    (("发货地址", "发件地址"), "waybill-sender"),
    (("未订购", "未开通"), "waybill-account"),
    (("使用者",), "waybill-user"),
    (("token", "session"), "taobao-authorise"),
    (("已取消", "不存在"), "waybill-gone"),
)
"""Failure words seen in public (wire.md §4.8) and the sentence each has."""
_TROUBLED = ("系统", "超时", "繁忙", "稍后", "system", "timeout", "busy")
_OURS = frozenset({
    "taobao-right", "taobao-secret", "taobao-authorise", "taobao-app-key", "taobao-no-secret",
})  # fmt: skip
"""Refusals of us, not of what was asked: put right, the same question has another answer."""


class CainiaoWaybills(Carrier):
    """All carriers whose electronic waybills the shop has subscribed for."""

    outside = True

    def __init__(
        self,
        connect: Callable[[], TopClient],
        terms: Terms,
        known: Callable[[], tuple[str, ...]],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take numbers in the name of this shop.

        Args:
            connect: opens its line to the platform, when it is first needed.
            terms: what the settings say.
            known: carriers the desk has heard of, tried while the platform was not asked yet.
            steady: seconds of a clock that never jumps.
        """
        self._connect = connect
        self._line: TopClient | None = None
        self._terms = terms
        self._known = known
        self._steady = steady
        self._lock = threading.Lock()
        self._subscribed: Subscriptions | None = None
        self._look_at = 0.0
        self._trouble: PackstationError | None = None

    @classmethod
    def at(cls, means: Means) -> CainiaoWaybills:
        """Put together from the settings; neither the platform nor the keyring is asked yet."""
        return cls(means.connect, means.terms, means.known)

    # --- asked inside gestures, from what was heard last

    def carriers(self) -> tuple[str, ...]:
        """Carriers with an account and numbers, those the desk has heard of first.

        Before the first look these are all of them: the platform says itself what cannot be.
        """
        known, found = self._known(), self._subscribed
        if found is None:
            return known
        able = [code for code, account in found.by_carrier.items() if account.has_numbers]
        return tuple(dict.fromkeys((*(code for code in known if code in able), *able)))

    def left(self) -> Mapping[str, int]:
        """Numbers left by carrier; carriers that are paid afterwards do not count theirs."""
        found = self._subscribed.by_carrier if self._subscribed else {}
        return {code: account.branch.left for code, account in found.items() if account.is_counted}

    def is_due(self) -> bool:
        """Whether balances were not looked at for a while."""
        return self._steady() >= self._look_at

    def trouble(self) -> PackstationError | None:
        """Why the last look failed."""
        return self._trouble

    # --- asked in a worker

    def look_around(self) -> None:
        """Hear of accounts, balances and templates; what fails is told by ``trouble`` and tried again."""
        self._look_at = self._steady() + EVERY_S
        try:
            self._look()
        except PackstationError as error:
            self._trouble = error
            self._look_at = self._steady() + AGAIN_S

    def book(self, consignment: Consignment, at: datetime) -> Booking | None:
        """A number for this parcel; asked twice it gives two, so after any doubt ``booked`` comes first.

        Raises:
            Outage: nobody knows whether a number was given.
            Rejected: none was, ``data["detail"]`` has the platform's words.
        """
        del at
        account, template = self._account(consignment.carrier), self._template(consignment.carrier)
        customers = (self._terms.customers.get(consignment.carrier, ""), *account.branch.customers, "")
        sender, terms = account.branch.address, self._terms
        request = new_request(consignment, terms, sender, next(filter(None, customers), ""), template)
        answer = self._call(GET, {"param_waybill_cloud_print_apply_new_request": request})
        given = _only(_objects(answer.get("modules")), plain(consignment.key))
        self._count_down(consignment.carrier)
        carrier = str(given.get("real_cp_code") or given.get("cp_code") or "")
        return _booking(given, carrier, GET)

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        """The carrier's number of the key's order that no other parcel is known to have.

        Raises:
            Outage: it cannot be told now.
        """
        order = order_code(key.rpartition("/")[0])
        wanted = [{"biz_sub_code": order, "object_id": plain(key)}]
        for found in self._found(BY_ORDER, wanted):
            booking = _booking(found, carrier, BY_ORDER)
            if booking.number.upper() not in known and self._by_number(carrier, booking.number):
                return booking
        return None

    def void(self, numbers: tuple[str, ...], carrier: str = "") -> None:
        """Give numbers of a carrier back; a number that is gone already is well.

        Raises:
            Outage: nobody knows whether it was done.
            Rejected: it was not.
        """
        for number in numbers:
            try:
                answer = self._call(CANCEL, {"cp_code": carrier, "waybill_code": number}, waits=True)
            except Rejected as error:
                if error.reason == "waybill-gone":
                    continue
                raise
            if str(answer.get("cancel_result", "")).lower() != "true":
                raise Rejected("waybill-kept", waybill=number)

    def update(self, consignment: Consignment, number: str) -> Booking:
        """The same number with another receiver, weight or contents, and its new label.

        The desk gives numbers up instead once a label may be on paper: two labels of one number would differ
        only in what no scanner reads.

        Raises:
            Outage: nobody knows whether it was done.
            Rejected: it was not.
        """
        request = update_request(consignment, number, self._template(consignment.carrier))
        answer = self._call(UPDATE, {"param_waybill_cloud_print_update_request": request})
        return _booking(answer, consignment.carrier, UPDATE)

    def print_data(self, carrier: str, number: str) -> str:
        """The label of a number once more; empty where the platform knows none.

        Raises:
            Outage: it cannot be told now.
        """
        found = self._by_number(carrier, number)
        return found.print_data if found else ""

    # --- in all of them

    def _said(self, method: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        """One call; a line whose secrets are refused is not used again: there may be others meanwhile.

        Raises:
            Outage: see ``TopClient.call``.
            Rejected: the same.
        """
        client = self._client
        try:
            return client.call(method, params)
        except Rejected as error:
            with self._lock:
                if _in_words(error).reason in _OURS and self._line is client:
                    self._line = None
            raise

    @property
    def _client(self) -> TopClient:
        with self._lock:
            self._line = self._line or self._connect()
            return self._line

    def _by_number(self, carrier: str, number: str) -> Booking | None:
        """What the platform has under a carrier's number.

        Raises:
            Outage: it cannot be told now.
        """
        wanted = [{"cp_code": carrier, "waybill_code": number, "object_id": plain(number)}]
        found = next(self._found(BY_NUMBER, wanted), None)
        return _booking(found, carrier, BY_NUMBER) if found else None

    def _look(self) -> Subscriptions:
        """Ask for accounts and templates, and keep what was heard."""
        searched = self._said(SEARCH, {})
        templates = self._said(TEMPLATES, {})
        found = subscriptions(searched, templates, self._terms.branches, self._terms.width_mm)
        with self._lock:
            self._subscribed, self._trouble = found, None
            self._look_at = self._steady() + EVERY_S
        return found

    def _heard(self) -> Subscriptions:
        return self._subscribed or self._look()

    def _account(self, carrier: str) -> Subscription:
        account = self._heard().by_carrier.get(carrier)
        if account is None:
            raise Rejected("waybill-account", carrier=carrier, detail="-")
        return account

    def _template(self, carrier: str) -> str:
        template = self._terms.templates.get(carrier) or self._heard().templates.get(carrier, "")
        if not template:
            raise Rejected("waybill-template", carrier=carrier, detail="-")
        return template

    def _count_down(self, carrier: str) -> None:
        """One number fewer, until the next look."""
        with self._lock:
            known = self._subscribed or Subscriptions()
            account = known.by_carrier.get(carrier)
            if account is not None:
                branch = replace(account.branch, left=max(0, account.branch.left - 1))
                left = {**known.by_carrier, carrier: replace(account, branch=branch)}
                self._subscribed = replace(known, by_carrier=left)

    def _call(self, method: str, params: Mapping[str, str], *, waits: bool = False) -> Mapping[str, Any]:
        """One call, its refusals in the desk's words.

        Args:
            method: what is asked.
            params: its parameters.
            waits: whether a refusal of us, not of the question, is an outage that ends when it is put right.

        Raises:
            Outage: see ``TopClient.call``.
            Rejected: the same.
        """
        try:
            return self._said(method, params)
        except Rejected as error:
            refused = _in_words(error)
            if refused.reason == "waybill-balance":
                self._look_at = 0.0
            if waits and refused.reason in _OURS:
                raise Outage(refused.reason, **refused.data) from error
            raise refused from error

    def _found(self, method: str, wanted: list[dict[str, str]]) -> Iterator[Mapping[str, Any]]:
        """What a query found.

        Raises:
            Outage: it cannot be told now.
        """
        try:
            answer = self._call(method, {"param_list": json.dumps(wanted)}, waits=True)
        except Rejected as error:
            raise Outage(error.reason, **error.data) from error
        for one in _objects(answer.get("modules")):
            inside = one.get("waybill_cloud_print_response")
            if isinstance(inside, dict) and inside.get("waybill_code"):
                yield inside
            else:
                _check_absence(one, method)


def _check_absence(one: Mapping[str, Any], method: str) -> None:
    """An entry without a number says that there is none, unless it says that nobody could look.

    Raises:
        Outage: nobody could.
    """
    said = f"{one.get('error_code') or ''} {one.get('error_message') or ''}"
    if any(word in said.lower() for word in _TROUBLED):
        raise Outage("taobao-trouble", method=method, detail=said.strip()[:100], reached=True)


def _in_words(error: Rejected) -> Rejected:
    """A refusal by what its words are known to mean; others stay as they are."""
    if error.reason != "taobao-refused":
        return error
    said = f"{error.data.get('sub_code', '')} {error.data.get('detail', '')}".lower()
    reason = next((reason for words, reason in _WORDS if any(word in said for word in words)), error.reason)
    return Rejected(reason, **error.data)


def _only(given: tuple[Mapping[str, Any], ...], object_id: str) -> Mapping[str, Any]:
    """The answer to our one parcel.

    Raises:
        Outage: it is an answer to another one; nothing of it is used.
    """
    ours = [one for one in given if str(one.get("object_id") or object_id) == object_id]
    if len(given) != 1 or not ours:
        raise Outage("taobao-other-answer", method=GET, reached=True)
    return ours[0]


def _booking(given: Mapping[str, Any], carrier: str, method: str) -> Booking:
    """A number with what came with it.

    Raises:
        Outage: ``taobao-unreadable``, it is none.
    """
    number = str(given.get("waybill_code") or "").strip()
    if not number or len(number) > LONGEST_NUMBER or not number.isascii() or not number.isprintable():
        raise Outage("taobao-unreadable", method=method, reached=True)
    data, parent = given.get("print_data"), str(given.get("parent_waybill_code") or "").strip()
    if isinstance(data, dict):
        data = json.dumps(data, ensure_ascii=False)
    return Booking(carrier, number, str(data or ""), parent)


def _objects(holder: object) -> tuple[Mapping[str, Any], ...]:
    return tuple(one for one in listed(holder) if isinstance(one, dict))
