"""What buyers and the shop's people do on the platform's own pages, while the desk is at work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from tests.emulators.taobao.books import (
    CLOSED,
    CLOSED_BY_TAOBAO,
    FINISHED,
    REFUND_OPEN,
    SENT,
    WAIT_PAY,
    WAIT_SEND,
    Line,
    Receiver,
    Refund,
    Trade,
)
from tests.emulators.taobao.shop import Shop


class Buyers:
    """Buyers of a shop: each verb is one click of one of them.

    Every verb raises KeyError for an id that is not in the books.
    """

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def order(
        self, buyer: str, receiver: Receiver, lines: Sequence[Line], at: datetime | None = None
    ) -> Trade:
        """Somebody orders and has not paid yet.

        Args:
            buyer: the nick.
            receiver: where it goes.
            lines: what is wanted; their ids are given here.
            at: when; now if not said.
        """
        with self.shop.lock:
            when = at or self.shop.now()
            tid = self.shop.new_tid()
            own = [replace(line, oid=tid if len(lines) == 1 else self.shop.new_oid()) for line in lines]
            trade = Trade(tid, buyer, receiver, own, when, when)
            self.shop.add(trade)
            return trade

    def pay(self, tid: str, at: datetime | None = None) -> Trade:
        """It is paid: the shop must send it."""
        with self.shop.lock:
            trade = self.shop.trades[tid]
            trade.paid_at = at or self.shop.now()
            trade.status = WAIT_SEND
            for line in trade.lines:
                line.status = WAIT_SEND
            if at:
                trade.modified = at
                self.shop.modified.put(tid, at)
            else:
                self.shop.touch(trade)
            return trade

    def urge(self, tid: str) -> None:
        """The buyer asks where it is."""
        self._change(tid, lambda trade: setattr(trade, "urged", True))

    def write(self, tid: str, memo: str, flag: int = 0) -> None:
        """Somebody of the shop writes a memo on the platform's page."""

        def change(trade: Trade) -> None:
            trade.memo, trade.flag = memo, flag

        self._change(tid, change)

    def move(self, tid: str, receiver: Receiver) -> None:
        """The buyer changes the address, before or after paying; the old OAID is stale from now on."""

        def change(trade: Trade) -> None:
            trade.receiver = receiver
            trade.address_changed = "2" if trade.status == WAIT_PAY else "1"
            trade.address_changed_at = self.shop.now()
            trade.address_event = self.shop.count("event")

        self._change(tid, change)

    def hold(self, tid: str, name: str, value: int = 1) -> None:
        """The platform holds it back: ``top_hold``, ``team_buy_hold``, ``forbid_consign``."""

        def change(trade: Trade) -> None:
            trade.holds[name] = value

        self._change(tid, change)

    def leave(self, tid: str) -> None:
        """An order that was not paid is closed."""

        def change(trade: Trade) -> None:
            trade.status, trade.ended_at = CLOSED_BY_TAOBAO, self.shop.now()
            for line in trade.lines:
                line.status, line.ended_at = CLOSED_BY_TAOBAO, trade.ended_at

        self._change(tid, change)

    def drop(self, tid: str, oid: str) -> None:
        """The platform itself closes one sub-order; it must never be sent."""

        def change(trade: Trade) -> None:
            line = _line(trade, oid)
            line.status, line.ended_at = CLOSED_BY_TAOBAO, self.shop.now()
            _close_if_empty(trade, self.shop.now())

        self._change(tid, change)

    def refund(
        self, tid: str, oid: str | None = None, reason: str = "不想要了", dispute_type: str = "REFUND"
    ) -> list[Refund]:
        """The buyer wants the money back, of one sub-order or of all that are left.

        Args:
            tid: the trade.
            oid: the sub-order; None: all.
            reason: the buyer's words.
            dispute_type: ``REFUND``, or ``REFUND_AND_RETURN`` once it was sent.

        Returns:
            One refund for each sub-order.
        """
        with self.shop.lock:
            trade = self.shop.trades[tid]
            lines = [_line(trade, oid)] if oid else trade.lines
            made = [self._ask(trade, line, reason, dispute_type) for line in lines if _may_be_refunded(line)]
            if self.shop.rules.refunds_touch and made:
                self.shop.touch(trade)
            return made

    def agree(self, refund_id: str) -> None:
        """The money goes back: the sub-order is closed, and the trade with its last one."""
        with self.shop.lock:
            refund = self.shop.refunds[refund_id]
            trade = self.shop.trades[refund.tid]
            line = _line(trade, refund.oid)
            now = self.shop.now()
            refund.status, refund.ended_at = "SUCCESS", now
            line.refund_status, line.status, line.ended_at = "SUCCESS", CLOSED, now
            _close_if_empty(trade, now)
            self.shop.put(refund)
            self.shop.touch(trade)

    def want_back(self, refund_id: str) -> None:
        """The shop agrees, once the goods have come back."""
        self._go_on(refund_id, "WAIT_BUYER_RETURN_GOODS", "BUYER_RECEIVED")

    def return_goods(self, refund_id: str) -> None:
        """The buyer has sent them back."""
        self._go_on(refund_id, "WAIT_SELLER_CONFIRM_GOODS", "BUYER_RETURNED_GOODS")

    def receive(self, tid: str) -> None:
        """The buyer has it and says so: what was sent is finished."""

        def change(trade: Trade) -> None:
            trade.status, trade.ended_at = FINISHED, self.shop.now()
            for line in trade.lines:
                if line.status == SENT:
                    line.status, line.ended_at = FINISHED, trade.ended_at

        self._change(tid, change)

    def withdraw(self, refund_id: str) -> None:
        """The buyer thinks again: the refund is closed and the sub-order goes its way."""
        self._end(refund_id, "CLOSED")

    def refuse(self, refund_id: str) -> None:
        """The shop says no."""
        self._end(refund_id, "SELLER_REFUSE_BUYER")

    def cancel(self, tid: str) -> list[Refund]:
        """A paid order is cancelled whole and the money given back at once."""
        with self.shop.lock:
            open_before = [
                one for one in self.shop.refunds.values() if one.tid == tid and one.status in REFUND_OPEN
            ]
            made = open_before + self.refund(tid)
            for refund in made:
                self.agree(refund.refund_id)
            return made

    def _end(self, refund_id: str, status: str) -> None:
        with self.shop.lock:
            refund = self.shop.refunds[refund_id]
            refund.ended_at = self.shop.now()
            self._go_on(refund_id, status, refund.good_status)

    def _go_on(self, refund_id: str, status: str, good_status: str) -> None:
        """A refund's next state."""
        with self.shop.lock:
            refund = self.shop.refunds[refund_id]
            trade = self.shop.trades[refund.tid]
            refund.status, refund.good_status = status, good_status
            _line(trade, refund.oid).refund_status = status
            self.shop.put(refund)
            self.shop.touch(trade)

    def _ask(self, trade: Trade, line: Line, reason: str, dispute_type: str) -> Refund:
        now = self.shop.now()
        phase = "aftersale" if trade.ended_at else "onsale"
        ident = self.shop.new_refund_id()
        refund = Refund(ident, trade.tid, line.oid, line.fee, reason, now, now, phase=phase)
        refund.dispute_type = dispute_type
        line.refund_id, line.refund_status = refund.refund_id, refund.status
        self.shop.put(refund)
        return refund

    def _change(self, tid: str, change: Callable[[Trade], None]) -> None:
        with self.shop.lock:
            trade = self.shop.trades[tid]
            change(trade)
            self.shop.touch(trade)


def _line(trade: Trade, oid: str) -> Line:
    line = trade.line(oid)
    if line is None:
        raise KeyError(oid)
    return line


def _may_be_refunded(line: Line) -> bool:
    return line.refund_status not in REFUND_OPEN and line.status not in (WAIT_PAY, CLOSED, CLOSED_BY_TAOBAO)


def _close_if_empty(trade: Trade, at: datetime) -> None:
    if all(line.status in (CLOSED, CLOSED_BY_TAOBAO) for line in trade.lines):
        trade.status, trade.ended_at = CLOSED, at
        return
    left = [line for line in trade.lines if line.status not in (CLOSED, CLOSED_BY_TAOBAO)]
    if trade.consigned_at and not any(line.open for line in left):
        trade.status = "WAIT_BUYER_CONFIRM_GOODS"
