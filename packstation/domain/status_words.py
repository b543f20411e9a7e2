"""The words for the state of an order and of a refund, and what they mean for the desk.

They are those of the order file (``interfaces.md``), which has them from taobao.trade.fullinfo.get and
taobao.trades.sold.get (wire.md §4.6); every connector translates its platform's states into them. A word
nobody knows is taken for "not yet": an order is only worked on when the platform clearly says so.
"""

from __future__ import annotations

SENDABLE = frozenset({"WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART"})
"""Paid, and the shop may send."""
CLOSED = frozenset({"TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"})
UNPAID = frozenset({"WAIT_BUYER_PAY", "TRADE_NO_CREATE_PAY", "PAY_PENDING"})
LEFT_ALREADY = frozenset({"WAIT_BUYER_CONFIRM_GOODS", "TRADE_BUYER_SIGNED", "TRADE_FINISHED"})
FORBIDDEN = "PAID_FORBID_CONSIGN"
"""Paid, but the platform does not let it go yet: buying in a group, a check, any of its hold flags."""
NOT_YET = frozenset({FORBIDDEN, "WAIT_PRE_AUTH_CONFIRM"})

STATUSES = SENDABLE | CLOSED | UNPAID | LEFT_ALREADY | NOT_YET
REFUNDED = "SUCCESS"
"""The money went back: what it is about is not sent any more."""
REFUNDS = frozenset({
    "NO_REFUND", "WAIT_SELLER_AGREE", "WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS",
    "SELLER_REFUSE_BUYER", "CLOSED", "SUCCESS", "WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS",
    "EXCHANGE_TRANSFORM_TO_REFUND", "WAIT_SELLER_CONSIGN_GOODS",
})  # fmt: skip


def waits_for_platform(status: str) -> bool:
    """Whether the platform does not let the order go yet, or says something nobody knows."""
    return status not in SENDABLE | CLOSED | UNPAID | LEFT_ALREADY and status != ""
