"""Which fields are asked for; names as in the method pages. What is not asked for is not stored by anybody.

The five fields without which the platform gives no OAID stand among those of a whole trade (wire.md §4.4).
"""

from __future__ import annotations

LISTED = "tid,tid_str,modified,status"
"""Of trades in a list: enough to know which to read whole."""

TYPES = (
    "fixed,auction,guarantee_trade,step,independent_simple_trade,independent_shop_trade,auto_delivery,ec,cod,"
    "shopex_trade,netcn_trade,external_trade,b2c_cod,super_market_trade,super_market_cod_trade"
)
"""Kinds of trades that can hold goods to send; a list that is not told tells of five kinds only."""

REFUNDED = "refund_id,tid,oid,status,modified,refund_phase,dispute_type,good_status"
"""Of refunds, in a list or each by itself."""

_OAID_NEEDS = "receiver_name,receiver_address,created,receiver_mobile,receiver_phone"
_TRADE = (
    "tid,tid_str,status,step_trade_status,type,shipping_type,pay_time,modified,consign_time,title,seller_nick,"
    "buyer_nick,buyer_open_uid,buyer_message,seller_memo,seller_flag,has_buyer_message,"
    "receiver_state,receiver_city,receiver_district,receiver_town,receiver_zip,oaid,lm,ob_tag,"
    "top_hold,forbid_consign,team_buy_hold,share_group_hold,ofp_hold,is_sh_ship,"
    "send_time,est_con_time,consign_interval,delivery_time,collect_time,promise_service,timing_promise,"
    "promotion_details,logistics_infos,service_tags"
)
_ORDER_FIELDS = (
    "oid", "oid_str", "status", "refund_status", "refund_id", "title", "num", "price", "num_iid", "sku_id",
    "outer_iid", "outer_sku_id", "sku_properties_name", "invoice_no", "logistics_company", "consign_time",
    "is_free_gift", "has_gift", "gift_mids", "modify_address", "ti_modify_address_time", "estimate_con_time",
    "delivery_time", "collect_time", "promise_collect_time", "customization", "is_oversold",
    "shipping_type",
)  # fmt: skip
WHOLE = ",".join((_OAID_NEEDS, _TRADE, "orders", *(f"orders.{name}" for name in _ORDER_FIELDS)))
"""Of a trade that is read whole; members of ``orders`` are named singly, too [M: either may be wanted]."""

COMPANIES = "id,code,name,reg_mail_no"
"""Of the companies that carry parcels."""
