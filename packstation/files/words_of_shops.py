"""What the shop calls the state of an order or a refund, in Chinese or in the platform's own words.

The platform's words are those documented for taobao.trade.fullinfo.get. The Chinese sentences of exports were
not checked against the live platform, so punctuation, width and additions in brackets do not matter; what is
still not understood is refused rather than guessed, because a guess could ship.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from packstation.domain.status_words import REFUNDS, STATUSES

# The first that is contained decides, so the more exact ones come first.
_STATUS_PARTS = (
    ("部分发货", "SELLER_CONSIGNED_PART"),
    ("等待卖家发货", "WAIT_SELLER_SEND_GOODS"),
    ("等待买家付款", "WAIT_BUYER_PAY"),
    ("卖家已发货", "WAIT_BUYER_CONFIRM_GOODS"),
    ("等待买家确认", "WAIT_BUYER_CONFIRM_GOODS"),
    ("已签收", "TRADE_BUYER_SIGNED"),
    ("交易成功", "TRADE_FINISHED"),
    ("交易关闭", "TRADE_CLOSED"),
    ("没有创建支付宝交易", "TRADE_NO_CREATE_PAY"),
    ("付款确认中", "PAY_PENDING"),
)
_STATUS_WORDS = {
    "买家已付款": "WAIT_SELLER_SEND_GOODS", "已付款": "WAIT_SELLER_SEND_GOODS",
    "待发货": "WAIT_SELLER_SEND_GOODS",
    "未付款": "WAIT_BUYER_PAY", "待付款": "WAIT_BUYER_PAY",
    "已发货": "WAIT_BUYER_CONFIRM_GOODS", "待收货": "WAIT_BUYER_CONFIRM_GOODS",
    "已完成": "TRADE_FINISHED", "已关闭": "TRADE_CLOSED", "已取消": "TRADE_CLOSED",
}  # fmt: skip
_REFUND_PARTS = (
    ("没有申请退款", "NO_REFUND"),
    ("未申请退款", "NO_REFUND"),
    ("无退款", "NO_REFUND"),
    ("退款成功", "SUCCESS"),
    ("退款完成", "SUCCESS"),
    ("退款关闭", "CLOSED"),
    ("拒绝退款", "SELLER_REFUSE_BUYER"),
    ("等待卖家确认收货", "WAIT_SELLER_CONFIRM_GOODS"),
    ("等待买家退货", "WAIT_BUYER_RETURN_GOODS"),
    ("等待卖家同意", "WAIT_SELLER_AGREE"),
    ("退款中", "WAIT_SELLER_AGREE"),
    ("申请退款", "WAIT_SELLER_AGREE"),
)
_REFUND_WORDS = {"无": "NO_REFUND", "否": "NO_REFUND", "未退款": "NO_REFUND", "已退款": "SUCCESS"}
_FLAGS = {"灰": 0, "红": 1, "黄": 2, "绿": 3, "蓝": 4, "粉": 5, "紫": 5}
_ADDED = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_NO_LETTER = re.compile(r"[\W_]+")
_LONGEST = 100


def status(words: str) -> str | None:
    """The platform's word for the order's state; None when it is not understood."""
    return _status(words) if len(words) <= _LONGEST else None


def refund(words: str) -> str | None:
    """The platform's word for the refund's state; None when it is not understood."""
    return _refund(words) if len(words) <= _LONGEST else None


def flag(words: str) -> int:
    """The seller's flag (0 to 9) from its number or colour; 0 where there is none."""
    words = words.strip()
    if len(words) == 1 and words.isascii() and words.isdigit():
        return int(words)
    return _FLAGS.get(words[:1], 0)


# The same few words stand in every row.
@lru_cache(maxsize=512)
def _status(words: str) -> str | None:
    return _understood(words, STATUSES, _STATUS_WORDS, _STATUS_PARTS)


@lru_cache(maxsize=512)
def _refund(words: str) -> str | None:
    return _understood(words, REFUNDS, _REFUND_WORDS, _REFUND_PARTS)


def _understood(
    words: str, official: frozenset[str], exact: dict[str, str], parts: tuple[tuple[str, str], ...]
) -> str | None:
    folded = unicodedata.normalize("NFKC", words).strip()
    if folded.upper() in official:
        return folded.upper()
    bare = _NO_LETTER.sub("", _ADDED.sub("", folded))
    if bare in exact:
        return exact[bare]
    return next((word for part, word in parts if part in bare), None)
