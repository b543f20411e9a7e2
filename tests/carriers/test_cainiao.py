"""Cainiao's waybill numbers over an emulated gateway: what is sent, what is kept, what each refusal says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.carriers.cainiao import EVERY_S, SEARCH
from packstation.carriers.cainiao_answers import GET
from packstation.carriers.cainiao_request import new_request, order_code, plain
from packstation.carriers.cainiao_subscriptions import subscriptions
from packstation.carriers.carrier import Consignment
from packstation.domain.order import Receiver
from packstation.errors import Outage, PackstationError, Rejected
from packstation.waybill.carrier_document import may_be_kept
from packstation.words import LANGUAGES, load
from tests.builders import NOON
from tests.carriers.cainiao import TERMS, PlatformCarrier, platform
from tests.emulators.cainiao_print.paper import unsealed
from tests.emulators.taobao.faults import Fault, Kind

TID = "4065712345678901234"
MASKED = Receiver("李*", "138****5678", "浙江省", "杭州市", "余杭区", "", "文一西路****", "")
BOX = Consignment(
    f"{TID}/1", TID, "YTO", MASKED, 420, "白色棉T恤", (("白色棉T恤", 2),), "taobao", "1abcDEF-_=="
)


@pytest.fixture
def carrier() -> Iterator[PlatformCarrier]:
    with platform() as found:
        yield found


def requests(carrier: PlatformCarrier, method: str = GET) -> list[dict[str, Any]]:
    """The parameters of all calls of a method."""
    name = "param_waybill_cloud_print_apply_new_request"
    return [json.loads(call.params[name]) for call in carrier.calls if call.method == method]


def refused(carrier: PlatformCarrier, box: Consignment = BOX) -> PackstationError:
    with pytest.raises((Rejected, Outage)) as why:
        carrier.book(box, NOON)
    return why.value


def test_a_parcel_is_asked_for_with_its_own_key_and_a_masked_receiver_by_oaid(
    carrier: PlatformCarrier,
) -> None:
    booking = carrier.book(BOX, NOON)
    assert booking
    assert (booking.carrier, carrier.standing) == ("YTO", [booking.number])
    [request] = requests(carrier)
    [parcel] = request["trade_order_info_dtos"]
    assert parcel["object_id"] == parcel["package_info"]["id"] == plain(BOX.key)
    assert parcel["order_info"] == {"order_channels_type": "TB", "trade_order_list": [TID]}
    assert parcel["package_info"]["items"] == [{"name": "白色棉T恤", "count": 2}]
    assert parcel["package_info"]["weight"] == 420
    told = parcel["recipient"]
    assert (told["name"], told["mobile"], told["oaid"], told["tid"]) == ("李*", "138****5678", BOX.oaid, TID)
    assert request["need_encrypt"] is True
    assert request["sender"]["address"]["detail"] == "良渚街道网周路99号2号仓"


def test_what_comes_with_a_number_is_sealed_and_may_be_kept(carrier: PlatformCarrier) -> None:
    booking = carrier.book(BOX, NOON)
    assert booking
    assert may_be_kept(booking.print_data)
    assert "李" not in booking.print_data
    assert booking.number not in repr(replace(booking, number="x"))
    assert unsealed(json.loads(booking.print_data)["encryptedData"])["waybillCode"] == booking.number
    assert carrier.print_data("YTO", booking.number) == booking.print_data


def test_print_data_that_anybody_can_read_may_not_be_kept() -> None:
    readable = json.dumps({"data": {"recipient": {"name": "李明"}}, "templateURL": "x"})
    both = json.dumps({"data": {"name": "李明"}, "encryptedData": "AES:x"})
    assert [may_be_kept(text) for text in (readable, both, "", "no json", "[]")] == [False] * 5


def test_a_number_of_an_order_that_no_other_box_has_is_found_by_the_order(carrier: PlatformCarrier) -> None:
    second = replace(BOX, key=f"{TID}/2")
    one, two = carrier.book(BOX, NOON), carrier.book(second, NOON)
    assert one
    assert two
    assert carrier.booked(second.key, "YTO", frozenset({one.number})) == two
    assert carrier.booked(second.key, "YTO", frozenset({one.number, two.number})) is None
    assert carrier.booked("4065712345678909999/1", "YTO") is None
    assert carrier.booked(second.key, "ZTO") is None, "another carrier's numbers are not ours"


def test_a_number_is_given_back_once_and_twice_does_no_harm(carrier: PlatformCarrier) -> None:
    booking = carrier.book(BOX, NOON)
    assert booking
    carrier.void((booking.number,), "YTO")
    carrier.void((booking.number, "YT9999999999999"), "YTO")
    assert (carrier.standing, carrier.voided) == ([], {booking.number})
    assert carrier.booked(BOX.key, "YTO") is None


def test_another_address_under_the_same_number_has_another_label(carrier: PlatformCarrier) -> None:
    booking = carrier.book(BOX, NOON)
    assert booking
    moved = replace(BOX, receiver=replace(MASKED, city="宁波市", district="海曙区"), oaid="1other")
    updated = carrier.update(moved, booking.number)
    assert (updated.number, carrier.standing) == (booking.number, [booking.number])
    assert updated.print_data != booking.print_data
    assert unsealed(json.loads(updated.print_data)["encryptedData"])["recipient"]["oaid"] == "1other"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("电子面单余额不足", "waybill-balance"),
        ("收件地址超区", "waybill-area"),
        ("该线路停发", "waybill-stopped"),
        ("模板url错", "waybill-template"),
        ("发货地址未订购", "waybill-sender"),
        ("商家未订购该物流公司的电子面单服务", "waybill-account"),
        ("使用者ID不正确", "waybill-user"),
        ("token过期", "taobao-authorise"),
        ("别的原因", "taobao-refused"),
    ],
)
def test_each_refusal_is_one_sentence_in_each_language(
    carrier: PlatformCarrier, words: str, reason: str
) -> None:
    said = Fault(Kind.ERROR, GET, sub_code="isv.waybill-service-error:x", sub_msg=words)
    carrier.running.script.add(said)
    error = refused(carrier)
    assert (type(error), error.reason) == (Rejected, reason)
    for language in LANGUAGES:
        sentence = load(language).error(error)
        assert "[" not in sentence
        assert "{" not in sentence


def test_the_platforms_own_checks_are_told_as_they_are(carrier: PlatformCarrier) -> None:
    assert refused(carrier, replace(BOX, carrier="NOBODY")).reason == "waybill-account"
    carrier.running.shop.accounts["YTO"].quantity = 0
    assert refused(carrier).reason == "waybill-balance"
    assert carrier.is_due(), "a balance that ran out is looked at soon"
    with platform() as other:
        wrong = PlatformCarrier(other.running, replace(TERMS, user_id="1"))
        assert refused(wrong).reason == "waybill-user"
        wrong = PlatformCarrier(other.running, replace(TERMS, templates={"YTO": "http://x/1"}))
        assert refused(wrong).reason == "waybill-template"


@pytest.mark.parametrize("act", ["lost-request", "lost-reply", "broken", "late"])
def test_what_nobody_knows_the_end_of_is_an_outage(carrier: PlatformCarrier, act: str) -> None:
    carrier.look_around()
    for _ in range(4):
        carrier.script = [act]
        assert isinstance(refused(carrier), Outage)


def test_a_look_up_that_the_platform_could_not_carry_out_is_no_absence(carrier: PlatformCarrier) -> None:
    carrier.running.app.session_until = NOON.replace(year=2000)
    with pytest.raises(Outage, match="taobao-authorise"):
        carrier.booked(BOX.key, "YTO")
    with pytest.raises(Outage, match="taobao-authorise"):
        carrier.void(("YT0000000000037",), "YTO")
    assert refused(carrier).reason == "taobao-authorise"


def test_balances_are_looked_at_now_and_then_and_counted_down_between(carrier: PlatformCarrier) -> None:
    assert carrier.carriers() == ("YTO", "ZTO"), "before the first look, what the desk has heard of"
    assert carrier.is_due()
    carrier.look_around()
    assert not carrier.is_due()
    assert carrier.left()["YTO"] == 1000
    assert "SF" not in carrier.left(), "paid afterwards"
    assert "SF" in carrier.carriers()
    carrier.book(BOX, NOON)
    assert carrier.left()["YTO"] == 999
    carrier.running.shop.accounts["YTO"].quantity = 0
    carrier.seconds += EVERY_S
    assert carrier.is_due()
    carrier.look_around()
    assert carrier.left()["YTO"] == 0
    assert "YTO" not in carrier.carriers()
    assert [call.method for call in carrier.calls].count(SEARCH) == 2


def test_a_look_that_fails_keeps_what_was_known_and_says_why(carrier: PlatformCarrier) -> None:
    carrier.look_around()
    carrier.running.unplug()
    carrier.seconds += EVERY_S
    carrier.look_around()
    assert carrier.trouble()
    assert carrier.left()["YTO"] == 1000
    carrier.running.plug()
    carrier.seconds += EVERY_S
    carrier.look_around()
    assert carrier.trouble() is None


def search(*branches: dict[str, Any], kind: int = 2) -> dict[str, Any]:
    one = {
        "cp_code": "YTO",
        "cp_type": kind,
        "branch_account_cols": {"waybill_branch_account": list(branches)},
    }
    return {"waybill_apply_subscription_cols": {"waybill_apply_subscription_info": [one]}}


def branch(code: str, left: object, detail: str = "1号") -> dict[str, Any]:
    where = {"address_dto": [{"province": "浙江省", "detail": detail}]}
    return {"branch_code": code, "quantity": left, "shipp_address_cols": where}


TEMPLATES = {
    "result": {
        "datas": [
            {
                "cp_code": "YTO",
                "standard_templates": [
                    {"standard_template_url": "http://x/usual", "standard_waybill_type": 1},
                    {"standard_template_url": "http://x/single", "standard_waybill_type": 6},
                ],
            }
        ]
    }
}


def test_of_several_branches_the_one_that_is_set_else_the_fullest() -> None:
    answer = search(branch("A", 5), branch("B", "70"), {"branch_code": "C", "quantity": 999})
    assert subscriptions(answer, {}, {}, 100).by_carrier["YTO"].branch.code == "B"
    assert subscriptions(answer, {}, {"YTO": "A"}, 100).by_carrier["YTO"].branch.left == 5
    assert subscriptions({}, {}, {}, 100).by_carrier == {}


def test_the_template_suits_the_stock() -> None:
    assert subscriptions({}, TEMPLATES, {}, 100).templates == {"YTO": "http://x/usual"}
    assert subscriptions({}, TEMPLATES, {}, 76).templates == {"YTO": "http://x/single"}


@given(st.text(), st.text())
def test_two_keys_that_differ_stay_two_in_the_signs_the_service_takes(one: str, other: str) -> None:
    assert all(sign.isascii() and (sign.isalnum() or sign == "_") for sign in plain(one))
    assert (plain(one) == plain(other)) == (one == other)


@given(st.from_regex(r"[A-Za-z0-9_-]{1,30}", fullmatch=True))
def test_the_platforms_order_numbers_stay_as_they_are(number: str) -> None:
    assert order_code(number) == number


def test_a_receiver_of_our_own_orders_is_sent_as_it_is() -> None:
    receiver = Receiver("王芳", "0571-88888888", "浙江省", "杭州市", "", "", "中山路1号", "")
    box = Consignment("A1/1", "A1", "YTO", receiver, None, "", (), "folder")
    told = json.loads(new_request([box], TERMS, {"province": "浙江省", "detail": "x"}, "", "http://x"))
    [parcel] = told["trade_order_info_dtos"]
    assert parcel["recipient"] == {
        "address": {"province": "浙江省", "city": "杭州市", "detail": "中山路1号"},
        "name": "王芳",
        "phone": "0571-88888888",
    }
    assert parcel["order_info"]["order_channels_type"] == "OTHERS"
    assert parcel["package_info"]["items"] == [{"name": "A1", "count": 1}]
    assert "customer_code" not in told
