"""Waybill numbers from Cainiao, through the Taobao Open Platform: one number a parcel, whatever breaks.

``ii.get`` may give another number each time it is asked; so each parcel has its own key as request and
package id, and after any doubt ``ii.query.by.tradecode`` is asked first. That one knows orders, neither
parcels nor carriers: of an order's numbers the one is ours that no other parcel of it has and that
``ii.query.by.waybillcode`` knows for our carrier (wire.md §4.8). Boxes that are wanted together are asked for
in one call, ten at most; of its answer each number counts that says whose it is, the others stay in doubt.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from packstation.carriers.cainiao_answers import (
    GET,
    OURS,
    booking_of,
    check_absence,
    in_words,
    objects,
    only,
    together,
    told_for,
    whose,
)
from packstation.carriers.cainiao_request import Terms, new_request, order_code, plain, update_request
from packstation.carriers.cainiao_subscriptions import (
    Subscription,
    Subscriptions,
    is_address,
    subscriptions,
)
from packstation.carriers.carrier import Booking, Carrier, Consignment
from packstation.carriers.means import Means
from packstation.errors import Outage, PackstationError, Rejected
from packstation.top.client import TopClient

UPDATE, CANCEL = "cainiao.waybill.ii.update", "cainiao.waybill.ii.cancel"
BY_ORDER, BY_NUMBER = "cainiao.waybill.ii.query.by.tradecode", "cainiao.waybill.ii.query.by.waybillcode"
SEARCH, TEMPLATES = "cainiao.waybill.ii.search", "cainiao.cloudprint.stdtemplates.get"
OWN_TEMPLATES = "cainiao.cloudprint.mystdtemplates.get"
EVERY_S, AGAIN_S = 600.0, 60.0
"""How often balances are looked at; how soon again where that failed."""


class CainiaoWaybills(Carrier):
    """All carriers whose electronic waybills the shop has subscribed for."""

    outside = True
    updates = True

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
            found = self._look()
            for carrier, wanted in self._terms.templates.items():
                found.template(carrier, wanted)
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
        given = only(self._given((consignment,)), plain(consignment.key))
        self._count_down(consignment.carrier)
        return booking_of(given, whose(given), GET)

    def book_all(
        self, consignments: Sequence[Consignment], at: datetime
    ) -> tuple[Booking | Exception | None, ...]:
        """A number for each of these parcels; those of one carrier in one call, ten at most.

        A refusal is of the whole call: nothing was given to any of its parcels.
        """
        found: dict[str, Booking | Exception | None] = {}
        for part in together(consignments):
            try:
                if len(part) == 1:
                    found[part[0].key] = self.book(part[0], at)
                else:
                    told = told_for(self._given(part), part)
                    for one in part:
                        if isinstance(told[one.key], Booking):
                            self._count_down(one.carrier)
                    found |= told
            except Exception as error:  # noqa: BLE001  (told with the parcels it is about)
                found |= dict.fromkeys((one.key for one in part), error)
        return tuple(found[one.key] for one in consignments)

    def _given(self, part: Sequence[Consignment]) -> tuple[Mapping[str, Any], ...]:
        """What ``ii.get`` answers to these parcels of one carrier.

        Raises:
            Outage: nobody knows whether numbers were given.
            Rejected: none was.
        """
        carrier, terms = part[0].carrier, self._terms
        account, template = self._account(carrier), self._template(carrier)
        customers = (terms.customers.get(carrier, ""), *account.branch.customers, "")
        customer = next(filter(None, customers), "")
        request = new_request(part, terms, account.branch.address, customer, template)
        answer = self._call(GET, {"param_waybill_cloud_print_apply_new_request": request})
        return objects(answer.get("modules"))

    def booked(self, key: str, carrier: str, known: frozenset[str] = frozenset()) -> Booking | None:
        """The carrier's number of the key's order that no other parcel is known to have.

        Raises:
            Outage: it cannot be told now.
        """
        order = order_code(key.rpartition("/")[0])
        wanted = [{"biz_sub_code": order, "object_id": plain(key)}]
        for found in self._found(BY_ORDER, wanted):
            booking = booking_of(found, carrier, BY_ORDER)
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

        Raises:
            Outage: nobody knows whether it was done.
            Rejected: it was not.
        """
        request = update_request(consignment, number, self._template(consignment.carrier))
        answer = self._call(UPDATE, {"param_waybill_cloud_print_update_request": request}, waits=True)
        return booking_of(answer, consignment.carrier, UPDATE)

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
                if in_words(error).reason in OURS and self._line is client:
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
        return booking_of(found, carrier, BY_NUMBER) if found else None

    def _look(self) -> Subscriptions:
        """Ask for accounts and templates, and keep what was heard."""
        searched = self._said(SEARCH, {})
        templates, terms = self._said(TEMPLATES, {}), self._terms
        is_own = not all(map(is_address, terms.templates.values()))
        own = self._said(OWN_TEMPLATES, {}) if is_own else None
        found = subscriptions(searched, templates, terms.branches, terms.width_mm, own)
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
        """The address of the template of a carrier's labels.

        Raises:
            Outage: it cannot be told now.
            Rejected: there is none; it is looked for again soon.
        """
        try:
            return self._heard().template(carrier, self._terms.templates.get(carrier, ""))
        except Rejected:
            self._look_at = 0.0
            raise

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
            refused = in_words(error)
            if refused.reason == "waybill-balance":
                self._look_at = 0.0
            if waits and refused.reason in OURS:
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
        for one in objects(answer.get("modules")):
            inside = one.get("waybill_cloud_print_response")
            if isinstance(inside, dict) and inside.get("waybill_code"):
                yield inside
            else:
                check_absence(one, method)
