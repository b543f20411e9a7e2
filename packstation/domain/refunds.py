"""A buyer's wish for the money of one line: what the platform says of it, and what that means for the goods.

The words are those of the order file (``interfaces.md``), as on the pages of taobao.refund.get and
taobao.refunds.receive.get (wire.md §4.6); connectors of other platforms translate theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

WAITS = "WAIT_SELLER_AGREE"
"""The buyer has asked, and the shop has not answered."""
PAID = "SUCCESS"
CLOSED = "CLOSED"
ONSALE = "onsale"
"""Before the trade is finished; afterwards goods come back by other ways."""
MONEY_ONLY = "REFUND"
"""仅退款: the buyer sends nothing back, because nothing has come."""
NOT_RECEIVED = "BUYER_NOT_RECEIVED"


@dataclass(frozen=True, slots=True)
class RefundCase:
    """One refund, by the number the platform gave it; what it did not say is empty.

    ``line`` as the platform numbers it, ``kind`` its dispute type, ``goods`` where the goods are.
    """

    id: str
    line: str
    status: str
    phase: str = ""
    kind: str = ""
    goods: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all was said that tells a call-off from a return: a trade's own page says less."""
        return bool(self.phase and self.kind)

    @property
    def is_about_unsent(self) -> bool:
        """Whether it is about goods that have not reached the buyer and need not come back.

        Only of such a refund the platform wants to hear whether the goods were stopped: the page of
        taobao.rdc.aligenius.sendgoods.cancel is about 仅退款, money alone. What was not said speaks against
        nothing.
        """
        return (
            self.phase in ("", ONSALE) and self.kind in ("", MONEY_ONLY) and self.goods in ("", NOT_RECEIVED)
        )

    @property
    def waits_for_us(self) -> bool:
        """Whether the platform waits to hear if the goods were stopped."""
        return self.status == WAITS and self.is_about_unsent

    @property
    def wants_parcel_back(self) -> bool:
        """Whether a parcel on its way with these goods should be stopped: asked for, or paid already."""
        return self.status in (WAITS, PAID) and self.is_whole and self.is_about_unsent
