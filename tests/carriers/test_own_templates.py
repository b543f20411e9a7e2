"""Labels the shop laid out itself in Cainiao's console: chosen by name or number, and named where one is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from packstation.carriers.cainiao import OWN_TEMPLATES
from packstation.carriers.cainiao_answers import GET
from packstation.carriers.carrier import Consignment
from packstation.domain.order import Receiver
from packstation.errors import Outage, Rejected
from packstation.words import LANGUAGES, load
from tests.builders import NOON
from tests.carriers.cainiao import TERMS, PlatformCarrier
from tests.emulators.taobao.books import OwnTemplate
from tests.emulators.taobao.faults import Fault, Kind
from tests.emulators.taobao.running import Running, emulated

OURS = OwnTemplate(
    "YTO", 700123, "我的一联单", "http://cloudprint.cainiao.com/template/user/700123", ("order_number",)
)
OTHERS = OwnTemplate("ZTO", 700124, "我的一联单", "http://cloudprint.cainiao.com/template/user/700124")
WHO = Receiver("王芳", "13900000000", "浙江省", "宁波市", "海曙区", "", "中山路1号", "")
BOX = Consignment("4065/1", "4065", "YTO", WHO, 420, "茶杯", (("茶杯", 2),))


@pytest.fixture
def running() -> Iterator[Running]:
    with emulated() as found:
        found.shop.own_templates += [OURS, OTHERS]
        yield found


def carrier_with(running: Running, *templates: str) -> PlatformCarrier:
    chosen = dict(line.split(":", 1) for line in templates)
    return PlatformCarrier(running, replace(TERMS, templates=chosen))


def laid_out_by(carrier: PlatformCarrier) -> list[str]:
    name = "param_waybill_cloud_print_apply_new_request"
    calls = [json.loads(call.params[name]) for call in carrier.calls if call.method == GET]
    return [one["template_url"] for call in calls for one in call["trade_order_info_dtos"]]


@pytest.mark.parametrize("wanted", ["我的一联单", "700123", OURS.url])
def test_a_template_of_our_own_is_taken_by_name_number_or_address(running: Running, wanted: str) -> None:
    carrier = carrier_with(running, f"YTO:{wanted}")
    booking = carrier.book(BOX, NOON)
    assert booking
    assert laid_out_by(carrier) == [OURS.url]
    assert OURS.url in booking.print_data


def test_the_name_is_looked_for_at_the_right_carrier(running: Running) -> None:
    carrier = carrier_with(running, "YTO:我的一联单", "ZTO:我的一联单")
    carrier.book(replace(BOX, key="4065/2", carrier="ZTO"), NOON)
    assert laid_out_by(carrier) == [OTHERS.url]


def test_nobody_asks_for_own_templates_where_none_is_named(running: Running) -> None:
    carrier = carrier_with(running, f"YTO:{OURS.url}")
    carrier.book(BOX, NOON)
    assert OWN_TEMPLATES not in {call.method for call in carrier.calls}


def test_a_wrong_name_is_told_with_those_there_are_and_found_once_it_is_there(running: Running) -> None:
    carrier = carrier_with(running, "YTO:新面单")
    carrier.look_around()
    trouble = carrier.trouble()
    assert trouble is not None
    for language in LANGUAGES:
        said = load(language).error(trouble)
        assert ("新面单" in said, "我的一联单" in said, "YTO" in said) == (True, True, True)
    assert carrier.left()["YTO"] == 1000, "what was heard beside it counts"
    with pytest.raises(Rejected, match="waybill-own-template"):
        carrier.book(BOX, NOON)
    assert laid_out_by(carrier) == []
    assert carrier.is_due()
    running.shop.own_templates.append(replace(OURS, id=700125, name="新面单", url=f"{OURS.url}5"))
    carrier.look_around()
    assert carrier.trouble() is None
    assert carrier.book(BOX, NOON)
    assert laid_out_by(carrier) == [f"{OURS.url}5"]


@pytest.mark.parametrize("kind", [Kind.HTML, Kind.DROP, Kind.TRUNCATED])
def test_a_list_that_does_not_come_takes_no_number(running: Running, kind: Kind) -> None:
    carrier = carrier_with(running, "YTO:我的一联单")
    running.script.add(Fault(kind, OWN_TEMPLATES))
    with pytest.raises(Outage):
        carrier.book(BOX, NOON)
    assert carrier.standing == []
    assert carrier.book(BOX, NOON)
    assert laid_out_by(carrier) == [OURS.url]
