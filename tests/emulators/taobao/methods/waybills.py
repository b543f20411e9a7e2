"""Waybill numbers: ``cainiao.waybill.ii.get/.update/.cancel/.search`` and the two queries, the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.emulators.taobao import asking
from tests.emulators.taobao.answers import Listed
from tests.emulators.taobao.asking import Params
from tests.emulators.taobao.books import Account, Waybill
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.methods.waybill_request import (
    MOST_ORDERS,
    MOST_PARCELS,
    NEW,
    WORDS,
    account_of,
    bought,
    check_packages,
    check_parcel,
    check_sender,
    check_template,
    no,
    not_so,
)
from tests.emulators.taobao.print_data import STANDARD, print_data, template
from tests.emulators.taobao.shop import SENDER, Shop

UPDATE = "param_waybill_cloud_print_update_request"


def take(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.waybill.ii.get``: up to ten numbers, or none at all if one of the parcels is wrong.

    The same order and package asked for again gets **another** number: who does not know whether an answer got
    lost has to look by `by_order` first.
    """
    told = asking.record(params, NEW)
    account = account_of(shop, str(told.get("cp_code", "")))
    check_sender(told.get("sender"))
    parcels = told.get("trade_order_info_dtos")
    if not isinstance(parcels, list) or not 1 <= len(parcels) <= MOST_PARCELS:
        raise not_so("trade_order_info_dtos", "请求面单信息数量限制为10")
    for parcel in parcels:
        check_parcel(shop, account, parcel)
    check_packages([str(one["package_info"].get("id") or "") for one in parcels])
    if bought(account) and account.quantity < len(parcels):
        raise no("no-balance")
    encrypted = str(told.get("need_encrypt", "")).lower() == "true"
    made = [_made(shop, account, told["sender"], parcel, encrypted=encrypted) for parcel in parcels]
    return {"modules": Listed("waybill_cloud_print_response", [_shown(one) for one in made])}


def by_order(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.waybill.ii.query.by.tradecode``: every number that stands for an order, one entry each.

    The page shows one number an entry; that an order with two gets two entries is a reading of it.
    """
    shown: list[dict[str, Any]] = []
    for one in asking.records(params, "param_list", MOST_ORDERS):
        order, object_id = str(one.get("biz_sub_code", "")), str(one.get("object_id", ""))
        found = [bill for bill in shop.waybills.values() if order in bill.orders and not bill.cancelled]
        shown += [_found(object_id, bill) for bill in found] or [_not_found(object_id)]
    return {"modules": Listed("waybill_cloud_print_with_result_desc_response", shown)}


def by_number(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.waybill.ii.query.by.waybillcode``: the print data of a number once more."""
    shown = []
    for one in asking.records(params, "param_list", MOST_ORDERS):
        bill = shop.waybills.get(f"{one.get('cp_code')} {one.get('waybill_code')}")
        object_id = str(one.get("object_id", ""))
        shown.append(_found(object_id, bill) if bill and not bill.cancelled else _not_found(object_id))
    return {"modules": Listed("waybill_cloud_print_with_result_desc_response", shown)}


def update(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.waybill.ii.update``: another receiver or weight under the same number, with new print data."""
    told = asking.record(params, UPDATE)
    bill = _standing(shop, told)
    for name in ("package_info", "recipient"):
        if isinstance(told.get(name), dict):
            bill.request[name] = {**bill.request.get(name, {}), **told[name]}
    if told.get("template_url"):
        check_template(shop, told["template_url"])
        bill.request["template_url"] = told["template_url"]
    return {"waybill_code": bill.code, "print_data": print_data(bill)}


def cancel(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.waybill.ii.cancel``: the number goes back; a bought one returns to the balance."""
    bill = _standing(shop, {name: asking.text(params, name) for name in ("cp_code", "waybill_code")})
    bill.cancelled = True
    account = shop.accounts[bill.company]
    account.cancelled += 1
    account.quantity += bought(account)
    return {"cancel_result": True}


def search(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.waybill.ii.search``: addresses that may send, and how many numbers are left."""
    wanted = params.get("cp_code", "")
    shown = [_subscription(account) for code, account in shop.accounts.items() if wanted in ("", code)]
    return {"waybill_apply_subscription_cols": Listed("waybill_apply_subscription_info", shown)}


def templates(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.cloudprint.stdtemplates.get``."""
    del params
    shown = [
        {
            "cp_code": code,
            "standard_templates": Listed(
                "standard_template_do",
                [
                    {
                        "standard_template_id": number,
                        "standard_template_name": f"{COMPANIES[code].name}{name}",
                        "standard_template_url": template(number),
                        "standard_waybill_type": kind,
                        "brand_code": "default",
                    }
                    for number, name, kind in STANDARD
                ],
            ),
        }
        for code in shop.accounts
    ]
    return {"result": {"success": True, "datas": Listed("standard_template_result", shown)}}


def own_templates(shop: Shop, params: Params) -> dict[str, Any]:
    """``cainiao.cloudprint.mystdtemplates.get``: what the shop laid out itself, by carrier."""
    del params
    codes = dict.fromkeys(one.company for one in shop.own_templates)
    shown = [
        {
            "cp_code": code,
            "user_std_templates": Listed(
                "user_template_do",
                [
                    {
                        "user_std_template_id": one.id,
                        "user_std_template_name": one.name,
                        "user_std_template_url": one.url,
                        "brand_code": "default",
                        "keys": Listed("key_result", [{"key_name": key} for key in one.keys]),
                    }
                    for one in shop.own_templates
                    if one.company == code
                ],
            ),
        }
        for code in codes
    ]
    return {"result": {"success": True, "datas": Listed("user_template_result", shown)}}


def _made(
    shop: Shop, account: Account, sender: dict[str, Any], told: dict[str, Any], *, encrypted: bool
) -> Waybill:
    """One number."""
    account.allocated += 1
    account.quantity -= bought(account)
    code = COMPANIES[account.company].number(shop.count(f"waybill {account.company}") * 37)
    orders = tuple(str(one) for one in told["order_info"]["trade_order_list"])
    bill = Waybill(account.company, code, orders, str(told["object_id"]), told, sender, encrypted, shop.now())
    shop.waybills[f"{bill.company} {bill.code}"] = bill
    return bill


def _shown(bill: Waybill) -> dict[str, Any]:
    return {
        "object_id": bill.object_id,
        "waybill_code": bill.code,
        "cp_code": bill.company,
        "real_cp_code": bill.company,
        "print_data": print_data(bill),
    }


def _found(object_id: str, bill: Waybill) -> dict[str, Any]:
    inside = {"waybill_code": bill.code, "print_data": print_data(bill)}
    return {"object_id": object_id, "success": True, "waybill_cloud_print_response": inside}


def _not_found(object_id: str) -> dict[str, Any]:
    return {
        "object_id": object_id,
        "success": False,
        "error_code": "WAYBILL_NOT_FOUND",
        "error_message": WORDS["not-found"],
    }


def _standing(shop: Shop, told: Mapping[str, Any]) -> Waybill:
    bill = shop.waybills.get(f"{told.get('cp_code')} {told.get('waybill_code')}")
    if bill is None:
        raise no("not-found")
    if bill.cancelled:
        raise no("cancelled")
    return bill


def _subscription(account: Account) -> dict[str, Any]:
    company = COMPANIES[account.company]
    branch = {
        "branch_code": f"{company.code}310001",
        "branch_name": f"{company.name}杭州良渚网点",
        "branch_status": 0,
        "quantity": account.quantity,
        "allocated_quantity": account.allocated,
        "cancel_quantity": account.cancelled,
        "print_quantity": account.allocated - account.cancelled,
        "brand_code": "default",
        "shipp_address_cols": Listed("address_dto", [dict(SENDER)]),
        "service_info_cols": Listed("service_info_dto", []),
    }
    return {
        "cp_code": company.code,
        "cp_type": int(company.kind),
        "branch_account_cols": Listed("waybill_branch_account", [branch]),
    }
