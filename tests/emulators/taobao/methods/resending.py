"""Another number for what was sent: ``consign.resend``, and its two younger sisters for several parcels.

Their sub-codes are those of the oldest one; which of them the younger methods answer with is not public.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.emulators.taobao import asking
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.books import SENT, SENT_PART, Trade
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.consigning import UPDATE
from tests.emulators.taobao.methods.shipping import named_in
from tests.emulators.taobao.refused import invalid
from tests.emulators.taobao.shop import Shop

CHANGEABLE = timedelta(days=50)


def resend(shop: Shop, params: Params) -> dict[str, Any]:
    """``taobao.logistics.consign.resend``: another carrier or number, of all parcels or those with these sub-orders."""
    tid = asking.ident(params, "tid")
    company, number = asking.text(params, "company_code"), asking.text(params, "out_sid")
    named = named_in(params)
    trade = _sent(shop, tid)
    meant = [
        place for place, one in enumerate(trade.parcels) if not named or set(named) & set(dict(one.goods))
    ]
    if not meant:
        raise UPDATE.no("CD19")
    _renumber(shop, trade, dict.fromkeys(meant, (company, number)))
    return {"shipping": {"is_success": True}}


def resend_all(shop: Shop, params: Params) -> dict[str, Any]:
    """``alibaba.ascp.logistics.consign.resend``: all parcels named anew, in the order in which they were sent."""
    trade = _sent(shop, asking.ident(params, "tid"))
    packages = asking.records(params, "consign_pkgs", 20)
    if len(packages) != len(trade.parcels):
        raise invalid("consign_pkgs")
    told = [(str(one.get("company_code", "")), str(one.get("out_sid", ""))) for one in packages]
    _renumber(shop, trade, dict(enumerate(told)))
    return {"result": {"success": True}}


def modify(shop: Shop, params: Params) -> dict[str, Any]:
    """``alibaba.ascp.logistics.consign.modify``: the parcel of the old number gets the new one.

    An old number no parcel bears is answered like something that was not sent; the page does not say with what.
    """
    trade = _sent(shop, asking.ident(params, "tid"))
    old, number = asking.text(params, "old_out_sid"), asking.text(params, "new_out_sid")
    known = [
        place
        for place, one in enumerate(trade.parcels)
        if one.number == old and params.get("old_company_code", one.company) == one.company
    ]
    if not known:
        raise UPDATE.no("CD19")
    company = params.get("new_company_code") or trade.parcels[known[0]].company
    _renumber(shop, trade, dict.fromkeys(known, (company, number)))
    return {"result": {"success": True}}


def _sent(shop: Shop, tid: str) -> Trade:
    """The trade, if anything of it is under way."""
    trade = shop.trades.get(tid)
    if trade is None or trade.status not in (SENT, SENT_PART) or not any(one.number for one in trade.parcels):
        raise UPDATE.no("CD19")
    return trade


def _renumber(shop: Shop, trade: Trade, wanted: dict[int, tuple[str, str]]) -> None:
    """Give these parcels their new numbers, if all of them may have them."""
    for place, (company, number) in wanted.items():
        carrier = COMPANIES.get(company)
        is_late = shop.now() - trade.parcels[place].at > CHANGEABLE
        if (
            carrier is None
            or is_late
            or not carrier.accepts(number)
            or shop.number_is_anothers(company, number, trade)
        ):
            raise UPDATE.no("P10")
    if all(
        (trade.parcels[place].company, trade.parcels[place].number) == told for place, told in wanted.items()
    ):
        raise UPDATE.no("P07")
    for place, (company, number) in wanted.items():
        trade.parcels[place] = trade.parcels[place].renumbered(company, number)
        shop.use_number(company, number, trade.tid)
    shop.touch(trade)
