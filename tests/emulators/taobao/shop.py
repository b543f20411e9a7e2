"""The platform's books of one shop, and the platform's clock."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.emulators.taobao import times
from tests.emulators.taobao.books import (
    Account,
    Call,
    CutRefusal,
    OwnTemplate,
    Refund,
    Trade,
    Waybill,
    Wrong,
)
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.hearing import Hearing
from tests.emulators.taobao.ordering import Ordering

FIRST_TRADE, FIRST_LINE, FIRST_REFUND = 4065712345600000000, 4065712346600000000, 178823450000000000
USUAL = frozenset({"fixed", "auction", "guarantee_trade", "auto_delivery", "ec", "cod", "step"})
"""Kinds of trades that every list shows unasked."""
SENDER = {"province": "浙江省", "city": "杭州市", "district": "余杭区", "detail": "良渚街道网周路99号2号仓"}


@dataclass(slots=True)
class Rules:
    """How this platform behaves where its pages leave it open, or a test wants it otherwise.

    Attributes:
        text_ids: ids as text; else as numbers.
        refunds_touch: whether a refund that is only asked for moves the trade's modified time. It is not said
            that it does, so here it does not: who does not ask for refunds by themselves does not hear of it.
        day_quota: calls a day, until midnight in China; None: no end.
        a_second: calls a second; None: no end.
        ban: how long too many in one second shut a caller out.
        week: OAIDs change with the week by themselves; another one makes all that were told before stale.
    """

    text_ids: bool = False
    refunds_touch: bool = False
    day_quota: int | None = None
    a_second: int | None = None
    ban: timedelta = timedelta(seconds=2)
    week: str = ""


@dataclass(slots=True)
class App:
    """The caller's app and the shop's leave for it.

    Attributes:
        session_until: the session is invalid from then on; None: it holds.
        withheld: methods the app has no right to.
    """

    key: str = "12345678"
    secret: str = "emulated-secret"  # noqa: S105 - of no real shop
    session: str = "emulated-session"
    session_until: datetime | None = None
    withheld: set[str] = field(default_factory=set)


class Shop:
    """Everything the platform knows of one shop.

    Hold ``lock`` to change something from outside while calls come in; the verbs of `Buyers` do so themselves.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] | None = None,
        *,
        offset: timedelta = timedelta(0),
        app: App | None = None,
        rules: Rules | None = None,
        balance: int = 1000,
        numbered_from: int = 0,
    ) -> None:
        self._clock = clock or (lambda: datetime.now(UTC))
        self.offset = offset
        self.app = app or App()
        self.rules = rules or Rules()
        self.nick, self.seller_id = "棉布旗舰店", 2088000123
        self.lock = threading.RLock()
        self.trades: dict[str, Trade] = {}
        self.refunds: dict[str, Refund] = {}
        self.waybills: dict[str, Waybill] = {}
        self.accounts = {code: Account(code, balance) for code, one in COMPANIES.items() if one.offline}
        self.own_templates: list[OwnTemplate] = []
        self.cuts: list[dict[str, str]] = []
        self.cut_refusals: dict[str, CutRefusal] = {}
        self.calls: list[Call] = []
        self.wrongs: list[Wrong] = []
        self.hearing = Hearing()
        self.modified, self.created, self.refunded = Ordering(), Ordering(), Ordering()
        self.numbers: dict[str, set[str]] = {}
        self.odd_types = 0
        # two shops of one platform never have a trade's number in common
        self._counts = dict.fromkeys(("trade", "line", "refund"), numbered_from)

    def now(self) -> datetime:
        """The platform's time: its clock may go differently from ours."""
        return times.to_the_second(self._clock() + self.offset)

    def count(self, what: str) -> int:
        """The next of anything that is numbered, from 1."""
        self._counts[what] = self._counts.get(what, 0) + 1
        return self._counts[what]

    @property
    def events(self) -> int:
        """How many refunds and addresses have changed so far."""
        return self._counts.get("event", 0)

    def add(self, trade: Trade) -> None:
        """A new trade."""
        self.trades[trade.tid] = trade
        self.odd_types += trade.type not in USUAL
        self.created.put(trade.tid, trade.created)
        self.modified.put(trade.tid, trade.modified)

    def touch(self, trade: Trade) -> None:
        """Something of a trade changed: its modified time is now."""
        trade.modified = self.now()
        self.modified.put(trade.tid, trade.modified)

    def put(self, refund: Refund) -> None:
        """A refund is new or changed."""
        refund.modified = self.now()
        refund.event = self.count("event")
        refund.asked_event = refund.asked_event or refund.event
        self.refunds[refund.refund_id] = refund
        self.refunded.put(refund.refund_id, refund.modified)

    def new_tid(self) -> str:
        """The next trade's id, 19 digits."""
        return str(FIRST_TRADE + self.count("trade") * 7919)

    def new_oid(self) -> str:
        """The next sub-order's id, 19 digits."""
        return str(FIRST_LINE + self.count("line") * 104729)

    def new_refund_id(self) -> str:
        """The next refund's id, 18 digits."""
        return str(FIRST_REFUND + self.count("refund") * 6151)

    def oaid(self, trade: Trade) -> str:
        """The receiver's id: made of shop, app, week, the trade's time and the five fields, so a changed address makes another."""
        who = trade.receiver
        week = self.rules.week or trade.created.strftime("%G-%V")
        told = "|".join(
            (
                self.nick,
                self.app.key,
                week,
                str(trade.created),
                who.name,
                who.mobile,
                who.phone,
                *_place(trade),
            )
        )
        return "1" + base64.urlsafe_b64encode(hashlib.sha256(told.encode()).digest()).decode()

    def use_number(self, company: str, number: str, tid: str) -> None:
        """A waybill number now belongs to a trade."""
        self.numbers.setdefault(f"{company} {number}", set()).add(tid)

    def number_is_anothers(self, company: str, number: str, trade: Trade) -> bool:
        """Whether a number went with a trade of somebody else; one parcel for two trades of one receiver is allowed."""
        used = self.numbers.get(f"{company} {number}", set()) - {trade.tid}
        return any(self.trades[tid].receiver != trade.receiver for tid in used)


def _place(trade: Trade) -> tuple[str, ...]:
    who = trade.receiver
    return who.state, who.city, who.district, who.town, who.address
