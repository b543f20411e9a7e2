"""Every method the gateway knows, and whether it needs the shop's leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.methods import (
    logistics,
    receivers,
    refunds,
    resending,
    shipping,
    trades,
    waybills,
)
from tests.emulators.taobao.shop import Shop

Method = Callable[[Shop, Params], dict[str, Any]]

METHODS: dict[str, Method] = {
    "taobao.time.get": trades.time,
    "taobao.trades.sold.get": trades.sold,
    "taobao.trades.sold.increment.get": trades.increment,
    "taobao.trade.fullinfo.get": trades.fullinfo,
    "taobao.trade.memo.update": trades.memo,
    "taobao.refunds.receive.get": refunds.received,
    "taobao.refund.get": refunds.one,
    "taobao.rdc.aligenius.sendgoods.cancel": refunds.stopped,
    "taobao.rp.refund.intercept": refunds.intercepted,
    "taobao.logistics.erp.delivery.cut": refunds.cut,
    "taobao.logistics.companies.get": logistics.companies,
    "taobao.logistics.orders.detail.get": logistics.details,
    "taobao.logistics.offline.send": shipping.offline,
    "taobao.logistics.dummy.send": shipping.dummy,
    "taobao.logistics.consign.resend": resending.resend,
    "alibaba.ascp.logistics.consign.resend": resending.resend_all,
    "alibaba.ascp.logistics.consign.modify": resending.modify,
    "alibaba.ascp.logistics.offline.send": shipping.by_count,
    "taobao.top.oaid.decrypt": receivers.decrypt,
    "taobao.top.oaid.merge": receivers.merge,
    "cainiao.waybill.ii.get": waybills.take,
    "cainiao.waybill.ii.query.by.tradecode": waybills.by_order,
    "cainiao.waybill.ii.query.by.waybillcode": waybills.by_number,
    "cainiao.waybill.ii.update": waybills.update,
    "cainiao.waybill.ii.cancel": waybills.cancel,
    "cainiao.waybill.ii.search": waybills.search,
    "cainiao.cloudprint.stdtemplates.get": waybills.templates,
    "cainiao.cloudprint.mystdtemplates.get": waybills.own_templates,
}
OPEN_TO_ALL = frozenset(
    {"taobao.time.get", "taobao.logistics.companies.get", "cainiao.cloudprint.stdtemplates.get"}
)
"""These need no session."""
EFFECTS = frozenset(
    name
    for name in METHODS
    if name.endswith(
        (".send", ".resend", ".modify", ".update", ".cancel", ".cut", ".intercept", "waybill.ii.get")
    )
)
"""These change something, so that it matters whether a call that went wrong was carried out."""
