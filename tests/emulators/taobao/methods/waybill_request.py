"""What a request for waybill numbers must hold, part by part (cainiao.waybill.ii.get)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.emulators.taobao.books import Account
from tests.emulators.taobao.companies import COMPANIES, Kind
from tests.emulators.taobao.print_data import STANDARD, template
from tests.emulators.taobao.refused import Refused, invalid, missing, service
from tests.emulators.taobao.shop import SENDER, Shop

NEW = "param_waybill_cloud_print_apply_new_request"
MOST_PARCELS, MOST_ORDERS, MOST_ITEMS = 10, 100, 100
ORDER_SIGNS, PACKAGE_SIGNS = re.compile(r"[A-Za-z0-9_-]+"), re.compile(r"[A-Za-z0-9_]+")
TOO_FAR = ("三沙市", "南沙群岛")
"""Where these franchise carriers do not go."""
WORDS = {
    "no-account": "商家未订购该物流公司的电子面单服务",
    "no-sender": "发货地址未订购",
    "no-balance": "电子面单余额不足",
    "too-far": "收件地址超区",
    "template": "模板url错",
    "user": "使用者ID不正确",
    "not-found": "面单号不存在",
    "cancelled": "面单已取消",
}


def no(word: str) -> Refused:
    """A refusal of the waybill service; its sentences are seen in public, its sub-codes are not."""
    return service("waybill-service-error", word, WORDS[word])


def lacks(part: str) -> Refused:
    """A part of the request is not there."""
    return missing(f"{NEW}.{part}")


def not_so(part: str, why: str = "") -> Refused:
    """A part of the request cannot be what it says."""
    return invalid(f"{NEW}.{part}", why)


def account_of(shop: Shop, code: str) -> Account:
    """What the shop has of a carrier."""
    if not code:
        raise lacks("cp_code")
    if code not in shop.accounts:
        raise no("no-account")
    return shop.accounts[code]


def bought(account: Account) -> bool:
    """Whether this carrier's numbers are paid beforehand."""
    return COMPANIES[account.company].kind is Kind.FRANCHISE


def check_sender(told: object) -> None:
    """Name, a telephone, and an address the shop has subscribed for."""
    if not isinstance(told, dict) or not told.get("name") or not (told.get("mobile") or told.get("phone")):
        raise lacks("sender")
    address = told.get("address")
    if not isinstance(address, dict):
        raise lacks("sender.address")
    if any((address.get(part) or "") != SENDER[part] for part in ("province", "city", "district", "detail")):
        raise no("no-sender")


def check_parcel(shop: Shop, account: Account, told: Any) -> None:
    """One parcel of a request, part by part."""
    if not isinstance(told, dict):
        raise not_so("trade_order_info_dtos")
    for name in ("object_id", "order_info", "package_info", "recipient", "template_url", "user_id"):
        if not told.get(name):
            raise lacks("trade_order_info_dtos." + name)
    for name in ("order_info", "package_info", "recipient"):
        if not isinstance(told[name], dict):
            raise not_so("trade_order_info_dtos." + name)
    _check_orders(told["order_info"])
    _check_contents(account, told["package_info"])
    _check_recipient(account, told["recipient"])
    check_template(shop, told["template_url"])
    if str(told["user_id"]) != str(shop.seller_id):
        raise no("user")


def _check_orders(told: Mapping[str, Any]) -> None:
    orders = told.get("trade_order_list")
    if not told.get("order_channels_type"):
        raise missing("order_info.order_channels_type")
    if not isinstance(orders, list) or not 1 <= len(orders) <= MOST_ORDERS:
        raise invalid("order_info.trade_order_list", "订单号数量限制100")
    if not all(ORDER_SIGNS.fullmatch(str(one)) for one in orders):
        raise invalid("order_info.trade_order_list", "订单号只限传入数字、字母、下划线和中划线")


def _check_contents(account: Account, told: Mapping[str, Any]) -> None:
    items = told.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= MOST_ITEMS:
        raise invalid("package_info.items")
    if not all(isinstance(one, dict) and one.get("name") and one.get("count") for one in items):
        raise invalid("package_info.items")
    if account.company == "SF" and not told.get("goods_description"):
        raise missing("package_info.goods_description")


def _check_recipient(account: Account, told: Mapping[str, Any]) -> None:
    address = told.get("address")
    if not isinstance(address, dict) or not address.get("province") or not address.get("detail"):
        raise missing("recipient.address")
    if not told.get("name") or not (told.get("mobile") or told.get("phone") or told.get("oaid")):
        raise missing("recipient")
    if bought(account) and address.get("city") in TOO_FAR:
        raise no("too-far")


def check_template(shop: Shop, url: object) -> None:
    """A standard template's address or that of one of the shop's own, exactly."""
    own = {one.url for one in shop.own_templates}
    if str(url) not in own | {template(number) for number, _, _ in STANDARD}:
        raise no("template")


def check_packages(ids: list[str]) -> None:
    """Package ids of one request differ by more than their case."""
    given = [one for one in ids if one]
    if not all(PACKAGE_SIGNS.fullmatch(one) for one in given):
        raise invalid("package_info.id")
    if len({one.lower() for one in given}) < len(given):
        raise invalid("package_info.id", "批量请求时包裹id不得重复")
