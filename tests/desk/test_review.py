"""Clean orders pass by themselves, doubtful ones wait; what the shop wants to be asked about is its own choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import noto_cjk_sans_otc
import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.contact import ASKED_BUYER
from packstation.domain.order import Hold, HoldKind, Order, State
from packstation.domain.review import Limits, Policy, Severity
from packstation.domain.scan import Verdict
from packstation.settings import load as load_settings
from packstation.waybill import fonts
from tests.builders import HOME, NOON, make_desk, make_order

ONE, TWO, THREE = "4065712345678900001", "4065712345678900002", "4065712345678900003"
STARS = replace(HOME, name="李*", phone="138****5678")


def desk_with(folder: Path, *orders: Order, policy: Policy | None = None) -> Desk:
    return make_desk(folder, *orders, options=DeskOptions(review=policy or Policy()))


def notes(desk: Desk, number: str = ONE) -> list[str]:
    view = desk.view(number)
    assert view is not None
    return [finding.code for finding in desk.look(view.order).notes]


def test_a_note_stops_nothing(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, make_order(ONE, message="请用礼盒"), make_order(TWO))
    assert notes(desk) == ["same-receiver", "buyer-message"]
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


@pytest.mark.parametrize("code", ["same-receiver", "buyer-message"])
def test_what_the_shop_wants_to_be_asked_about_waits_and_goes_on_when_settled(
    tmp_path: Path, code: str
) -> None:
    policy = Policy({code: Severity.STOP})
    desk = desk_with(tmp_path, make_order(ONE, message="请用礼盒"), make_order(TWO), policy=policy)
    answer = desk.scan(ONE)
    assert answer.verdict is Verdict.NEEDS_REVIEW
    assert answer.facts["missing"] == code
    view = desk.view(ONE)
    assert view is not None
    assert view.order.state is State.HELD
    assert code not in notes(desk)
    desk.release(ONE, "问过买家")
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "李𠀀"},
        {"detail": "བོད་ 8 号"},
        {"city": "เชียงใหม่"},
        {"name": "דוד לוי"},
        {"country": "საქართველო"},
    ],
)
def test_a_name_or_address_the_label_cannot_show_waits_until_a_person_settled_it(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    desk = desk_with(tmp_path, make_order(ONE, receiver=replace(HOME, **changed)))
    answer = desk.scan(ONE)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NEEDS_REVIEW, "receiver-letters")
    desk.release(ONE, "问过买家")
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


def test_without_a_typeface_the_review_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_with(tmp_path / "desk", make_order(ONE, receiver=replace(HOME, name="李𠀁")))
    monkeypatch.setattr(noto_cjk_sans_otc, "FONT_PATH", tmp_path / "gone.ttc")
    fonts.face.cache_clear()
    fonts.has_glyph.cache_clear()
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


def test_a_rule_that_is_off_lets_pass(tmp_path: Path) -> None:
    doubtful = make_order(ONE, receiver=replace(HOME, phone="1"))
    assert desk_with(tmp_path / "on", doubtful).scan(ONE).verdict is Verdict.NEEDS_REVIEW
    policy = Policy({"receiver-phone": Severity.OFF})
    assert desk_with(tmp_path / "off", doubtful, policy=policy).scan(ONE).verdict is Verdict.ORDER_OPENED


@pytest.mark.parametrize(
    ("other", "is_sibling"),
    [
        (make_order(TWO), True),
        (make_order(TWO, receiver=replace(HOME, detail="文一西路970号")), False),
        (make_order(TWO, receiver=replace(HOME, name="王芳")), False),
        (make_order(TWO, state=State.SHIPPED), False),
        (make_order(TWO, state=State.CANCELLED), False),
        (make_order(TWO, state=State.HELD), True),
    ],
)
def test_orders_for_one_receiver_are_known_from_each_other(
    tmp_path: Path, other: Order, *, is_sibling: bool
) -> None:
    desk = desk_with(tmp_path, make_order(ONE))
    desk.store.orders.add([other])
    assert desk.store.orders.siblings(ONE) == ((TWO,) if is_sibling else ())


def test_behind_stars_only_the_same_buyer_is_the_same_receiver(tmp_path: Path) -> None:
    desk = desk_with(
        tmp_path,
        make_order(ONE, receiver=STARS, buyer="买家甲"),
        make_order(TWO, receiver=STARS, buyer="买家乙"),
        make_order(THREE, receiver=STARS, buyer="买家甲", due_h=1),
    )
    assert desk.store.orders.siblings(ONE) == (THREE,)
    assert desk.store.orders.siblings(TWO) == ()


def test_the_settings_file_says_what_is_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "packstation.toml"
    path.write_text(
        """[review]
        memo = "stop"
        receiver_name = "off"
        shortest_address = 6
        forbidden_signs = "#"
        near_h = 5
        most_units = 9
        stopped_areas = ["YTO:西藏"]
        remote_areas = ["新疆"]
        """,
        encoding="utf-8",
    )
    policy = load_settings(path).desk_options().review
    assert policy.severities["memo"] is Severity.STOP
    assert policy.severities["receiver-name"] is Severity.OFF
    assert policy.severities["receiver-phone"] is Severity.STOP
    limits = policy.limits
    assert (limits.shortest_address, limits.forbidden_signs, limits.most_units) == (6, "#", 9)
    assert limits.near.total_seconds() == 5 * 3600
    assert (limits.stopped_areas, limits.remote_areas) == (("YTO:西藏",), ("新疆",))
    empty = load_settings(tmp_path / "none.toml").desk_options().review
    assert empty.limits == Limits()


def test_that_the_buyer_was_asked_stays_on_the_order(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, make_order(ONE, receiver=replace(HOME, phone="1")), make_order(TWO))
    desk.scan(ONE)
    answer = desk.contacting.ask(ONE)
    assert (answer.verdict, answer.order) == (Verdict.COMMAND_OK, ONE)
    view = desk.view(ONE)
    assert view is not None
    assert view.order.hold == Hold(HoldKind.REVIEW, ASKED_BUYER, "", NOON + timedelta(hours=4))
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    assert [row.verb for row in desk.store.journal.of_order(ONE)] == ["scan", "ask-buyer", "scan"]
    desk.release(ONE, "新号码")
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


def test_asking_about_an_order_that_waits_for_nothing_stops_it_not(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, make_order(ONE))
    assert desk.contacting.ask(ONE).verdict is Verdict.COMMAND_OK
    assert desk.scan(ONE).verdict is Verdict.ORDER_OPENED


@pytest.mark.parametrize("way", ["wait", "give-up"])
def test_who_waited_for_something_else_is_looked_over_when_released(tmp_path: Path, way: str) -> None:
    doubtful = make_order(ONE, receiver=replace(HOME, phone="1"))
    desk = desk_with(tmp_path, doubtful)
    assert desk.scan(ONE).verdict is Verdict.NEEDS_REVIEW
    if way == "wait":
        desk.shortages.wait(ONE, NOON + timedelta(hours=5))
    else:
        desk.contacting.give_up(ONE)
    assert desk.release(ONE, "goods came").verdict is Verdict.COMMAND_OK
    answer = desk.scan(ONE)
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.NEEDS_REVIEW, "receiver-phone")
