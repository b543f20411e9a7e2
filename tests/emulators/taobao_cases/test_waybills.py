"""Waybill numbers: ten a call, never the same one twice, a balance that runs down, and what a request must hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.emulators.taobao import Running
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.companies import COMPANIES
from tests.emulators.taobao.print_data import template
from tests.emulators.taobao.shop import SENDER
from tests.emulators.taobao_cases.calling import HOME, Caller, sold

GET, CANCEL = "cainiao.waybill.ii.get", "cainiao.waybill.ii.cancel"
REQUEST = "param_waybill_cloud_print_apply_new_request"


def parcel(running: Running, trade: Trade, package: str = "1", **more: Any) -> dict[str, Any]:
    return {
        "object_id": package,
        "order_info": {"order_channels_type": "TB", "trade_order_list": [trade.tid]},
        "package_info": {"id": package, "items": [{"name": "白色棉T恤", "count": 1}], "weight": 185},
        "recipient": {
            "address": {"province": HOME.state, "city": HOME.city, "detail": "文*西***"},
            "name": "李*",
            "oaid": running.shop.oaid(trade),
            "tid": trade.tid,
        },
        "template_url": template(501),
        "user_id": running.shop.seller_id,
        **more,
    }


def request(*parcels: dict[str, Any], company: str = "YTO", **more: Any) -> str:
    sender = {"name": "仓库", "mobile": "13900000000", "address": SENDER}
    return json.dumps({"cp_code": company, "sender": sender, "trade_order_info_dtos": list(parcels), **more})


def taken(
    caller: Caller, *parcels: dict[str, Any], company: str = "YTO", **more: Any
) -> list[dict[str, Any]]:
    told = caller.ok(GET, **{REQUEST: request(*parcels, company=company, **more)})
    return list(told["modules"]["waybill_cloud_print_response"])


def by_order(caller: Caller, tid: str) -> list[str]:
    told = caller.ok(
        "cainiao.waybill.ii.query.by.tradecode",
        param_list=json.dumps([{"biz_sub_code": tid, "object_id": "q"}]),
    )
    found = told["modules"]["waybill_cloud_print_with_result_desc_response"]
    return [one["waybill_cloud_print_response"]["waybill_code"] for one in found if one["success"]]


def balance(caller: Caller, company: str) -> dict[str, Any]:
    [one] = caller.ok("cainiao.waybill.ii.search", cp_code=company)["waybill_apply_subscription_cols"][
        "waybill_apply_subscription_info"
    ]
    [branch] = one["branch_account_cols"]["waybill_branch_account"]
    return {"cp_type": one["cp_type"], **branch}


def test_ten_parcels_get_ten_numbers_and_something_to_print(running: Running, caller: Caller) -> None:
    trades = [sold(running) for _ in range(10)]
    found = taken(caller, *(parcel(running, trade, str(place)) for place, trade in enumerate(trades)))
    assert [one["object_id"] for one in found] == [str(place) for place in range(10)]
    assert len({one["waybill_code"] for one in found}) == 10
    told = json.loads(found[0]["print_data"])
    assert told["templateURL"] == template(501)
    assert told["signature"].startswith("MD:")
    assert told["data"]["waybillCode"] == found[0]["waybill_code"]
    assert re.fullmatch(r"\d{3}-\d{2} \d{3}", told["data"]["routingInfo"]["routeCode"])
    assert HOME.name not in found[0]["print_data"]


@pytest.mark.parametrize("code", [code for code, one in COMPANIES.items() if one.offline])
def test_each_carriers_numbers_have_its_own_form(running: Running, caller: Caller, code: str) -> None:
    told = parcel(running, sold(running))
    told["package_info"]["goods_description"] = "服装"
    [one] = taken(caller, told, company=code)
    assert re.fullmatch(COMPANIES[code].pattern, one["waybill_code"])


def test_asking_again_takes_another_number_unless_one_looks_first(running: Running, caller: Caller) -> None:
    trade = sold(running)
    [first] = taken(caller, parcel(running, trade))
    assert by_order(caller, trade.tid) == [first["waybill_code"]]
    [second] = taken(caller, parcel(running, trade))
    assert first["waybill_code"] != second["waybill_code"]
    assert by_order(caller, trade.tid) == [first["waybill_code"], second["waybill_code"]]
    for number in (first["waybill_code"], second["waybill_code"]):
        assert caller.ok(CANCEL, cp_code="YTO", waybill_code=number)["cancel_result"] is True
    assert by_order(caller, trade.tid) == []


def test_encrypted_print_data_hides_everything(running: Running, caller: Caller) -> None:
    [one] = taken(caller, parcel(running, sold(running)), need_encrypt=True)
    told = json.loads(one["print_data"])
    assert told["encryptedData"].startswith("AES:")
    assert "data" not in told
    assert one["waybill_code"] not in one["print_data"]


def test_bought_numbers_run_out_and_come_back(running: Running, caller: Caller) -> None:
    running.shop.accounts["YTO"].quantity = 2
    trades = [sold(running) for _ in range(3)]
    three = [parcel(running, trade, str(place)) for place, trade in enumerate(trades)]
    assert caller.no(GET, **{REQUEST: request(*three)}) == "15 no-balance"
    found = taken(caller, *three[:2])
    assert (balance(caller, "YTO")["quantity"], balance(caller, "YTO")["cp_type"]) == (0, 2)
    told = caller.call(GET, **{REQUEST: request(three[2])}).told["error_response"]
    assert told["sub_msg"] == "电子面单余额不足"
    caller.ok(CANCEL, cp_code="YTO", waybill_code=found[0]["waybill_code"])
    left = balance(caller, "YTO")
    assert (left["quantity"], left["cancel_quantity"], left["allocated_quantity"]) == (1, 1, 2)
    assert caller.no(CANCEL, cp_code="YTO", waybill_code=found[0]["waybill_code"]) == "15 cancelled"
    assert caller.no(CANCEL, cp_code="YTO", waybill_code="YT1") == "15 not-found"


def test_a_direct_carrier_has_no_balance(running: Running, caller: Caller) -> None:
    running.shop.accounts["EMS"].quantity = 0
    assert taken(caller, parcel(running, sold(running)), company="EMS")
    assert balance(caller, "EMS")["cp_type"] == 1


def test_the_print_data_once_more_and_for_another_address(running: Running, caller: Caller) -> None:
    trade = sold(running)
    [one] = taken(caller, parcel(running, trade))
    asked = {"cp_code": "YTO", "waybill_code": one["waybill_code"], "object_id": "again"}

    def again() -> Any:
        told = caller.ok("cainiao.waybill.ii.query.by.waybillcode", param_list=json.dumps([asked]))
        [found] = told["modules"]["waybill_cloud_print_with_result_desc_response"]
        return found

    assert again()["waybill_cloud_print_response"]["print_data"] == one["print_data"]
    new = {"address": {"province": "上海", "city": "上海市", "detail": "临*路*号"}, "name": "李*"}
    told = caller.ok(
        "cainiao.waybill.ii.update",
        param_waybill_cloud_print_update_request=json.dumps({**asked, "recipient": new}),
    )
    assert json.loads(told["print_data"])["data"]["recipient"]["address"]["province"] == "上海"
    assert again()["waybill_cloud_print_response"]["print_data"] == told["print_data"]
    caller.ok(CANCEL, cp_code="YTO", waybill_code=one["waybill_code"])
    assert again()["success"] is False
    assert again()["error_code"] == "WAYBILL_NOT_FOUND"


def test_the_books_see_an_old_address_and_a_cancelled_number(running: Running, caller: Caller) -> None:
    trade = sold(running)
    [one] = taken(caller, parcel(running, trade))
    running.buyers.move(
        trade.tid, HOME.__class__("李明", "13812345678", "上海", "上海市", "徐汇区", "临江路1号")
    )
    caller.ok(CANCEL, cp_code="YTO", waybill_code=one["waybill_code"])
    caller.ok("taobao.logistics.offline.send", tid=trade.tid, company_code="YTO", out_sid=one["waybill_code"])
    assert [wrong.why for wrong in running.shop.wrongs] == ["number-cancelled", "address-of-before"]


def change(told: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """A request with one part of it otherwise."""
    part: Any = told
    *path, last = place.split(".")
    for name in path:
        part = part[int(name) if name.isdigit() else name]
    part[last] = value
    return told


@pytest.mark.parametrize(
    ("place", "value", "refusal"),
    [
        ("cp_code", "", "40"),
        ("cp_code", "NOBODY", "15 no-account"),
        ("sender", None, "40"),
        ("sender.name", "", "40"),
        ("sender.mobile", "", "40"),
        ("sender.address.detail", "另一处", "15 no-sender"),
        ("trade_order_info_dtos", [], "41"),
        ("trade_order_info_dtos", [1], "41"),
        ("trade_order_info_dtos.0.object_id", "", "40"),
        ("trade_order_info_dtos.0.order_info", "x", "41"),
        ("trade_order_info_dtos.0.order_info.order_channels_type", "", "40"),
        ("trade_order_info_dtos.0.order_info.trade_order_list", [], "41"),
        ("trade_order_info_dtos.0.order_info.trade_order_list", ["单号"], "41"),
        ("trade_order_info_dtos.0.package_info.id", "a-b", "41"),
        ("trade_order_info_dtos.0.package_info.items", [], "41"),
        ("trade_order_info_dtos.0.package_info.items", [{"name": "x"}], "41"),
        ("trade_order_info_dtos.0.recipient.address", {}, "40"),
        ("trade_order_info_dtos.0.recipient.oaid", "", "40"),
        ("trade_order_info_dtos.0.recipient.address.city", "三沙市", "15 too-far"),
        (
            "trade_order_info_dtos.0.template_url",
            "http://cloudprint.cainiao.com/template/standard/1",
            "15 template",
        ),
        ("trade_order_info_dtos.0.template_url", ["x"], "15 template"),
        ("trade_order_info_dtos.0.user_id", 1, "15 user"),
    ],
)
def test_a_request_that_lacks_something_takes_no_number(
    running: Running, caller: Caller, place: str, value: object, refusal: str
) -> None:
    told = change(json.loads(request(parcel(running, sold(running)))), place, value)
    assert caller.no(GET, **{REQUEST: json.dumps(told)}).startswith(refusal)
    assert running.shop.waybills == {}


def test_package_ids_differ_by_more_than_their_case(running: Running, caller: Caller) -> None:
    trade = sold(running)
    pair = (parcel(running, trade, "a1"), parcel(running, trade, "A1"))
    assert caller.no(GET, **{REQUEST: request(*pair)}) == "41 package_info.id"
    eleven = [parcel(running, trade, str(place)) for place in range(11)]
    assert caller.no(GET, **{REQUEST: request(*eleven)}).startswith("41")


def test_sf_wants_to_know_what_is_inside(running: Running, caller: Caller) -> None:
    assert (
        caller.no(GET, **{REQUEST: request(parcel(running, sold(running)), company="SF")})
        == "40 package_info.goods_description"
    )


def test_templates(caller: Caller) -> None:
    told = caller.ok("cainiao.cloudprint.stdtemplates.get")["result"]["datas"]["standard_template_result"]
    [yto] = [one for one in told if one["cp_code"] == "YTO"]
    kinds = {
        one["standard_waybill_type"]: one["standard_template_url"]
        for one in yto["standard_templates"]["standard_template_do"]
    }
    assert kinds[6] == template(501)
