"""The review: every rule finds its doubt and nothing else; what stops an order is for the shop to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.domain.order import Finding, Line, Order, Receiver
from packstation.domain.review import Circumstances, Limits, Look, Policy, Severity, is_out_of_stock
from packstation.domain.review_rules import RULES, look_over, phone_is_plausible
from packstation.words import LANGUAGES, load
from tests.builders import HOME, NOON, make_order

ALL_STOP = {rule.code: Severity.STOP for rule in RULES}


@dataclass(frozen=True)
class Case:
    """A doubtful order: what is found, and the same order with the doubt gone (``fine``)."""

    code: str
    order: Order
    fine: Order
    data: Mapping[str, str] = field(default_factory=dict)
    around: Circumstances = field(default_factory=Circumstances)
    fine_around: Circumstances | None = None
    limits: Limits = field(default_factory=Limits)


def at(**changed: str) -> Order:
    return make_order(receiver=replace(HOME, **changed))


def wanting(units: int, *, gift: bool = False) -> Order:
    return make_order("1", Line("11", "TS-L", units, "白色棉T恤", gift=gift))


FINE = make_order()
SOON = make_order(due_h=1.5)
TIBET = at(province="西藏自治区", city="那曲市", district="色尼区")
YTO_ONLY = Circumstances(carriers=("YTO",))
BOTH = Circumstances(carriers=("YTO", "SF"))
REFUSED = Limits(stopped_areas=("YTO:西藏",), remote_areas=("YTO: 西藏",))
CASES = (
    Case("receiver-name", at(name=" "), FINE),
    Case("receiver-phone", at(phone="1381234567"), FINE),
    Case("receiver-address", at(province="", city=""), FINE),
    Case("receiver-address", at(detail=" x "), FINE),
    Case("receiver-address", at(detail="文一路"), FINE, limits=Limits(shortest_address=5)),
    Case("receiver-region", at(province=""), FINE, {"part": "province"}),
    Case("receiver-region", at(city=""), at(province="上海市", city=""), {"part": "city"}),
    Case("receiver-region", at(district="", town=""), at(district=""), {"part": "district"}),
    Case(
        "receiver-region",
        at(district="", town=""),
        at(province="香港特别行政区", city="", district="", town=""),
        {"part": "district"},
    ),
    Case("receiver-signs", at(detail="文一西路<969>号"), FINE, {"signs": "< >"}),
    Case("receiver-signs", at(name="李明\u202e"), FINE, {"signs": "U+202E"}),
    Case("receiver-signs", at(detail="文一西路🏠969号"), FINE, {"signs": "🏠"}),
    Case("receiver-letters", at(name="李𠀀"), FINE, {"signs": "𠀀 (U+20000)"}, Circumstances(unwritable="𠀀"), Circumstances(unwritable="𠀀")),
    Case(
        "receiver-signs", at(detail="文一西路#969号"), FINE, {"signs": "#"}, limits=Limits(forbidden_signs="#")
    ),
    Case(
        "stock-short",
        FINE,
        FINE,
        {"sku": "TS-L", "need": "2", "have": "1"},
        Circumstances({"TS-L": 1}),
        Circumstances({"TS-L": 2}),
    ),
    Case("no-carrier", make_order(carriers_allowed=("SF",)), FINE, {"carriers": "SF"}, YTO_ONLY),
    Case("area-stopped", TIBET, FINE, {"area": "西藏", "carriers": "YTO"}, YTO_ONLY, limits=REFUSED),
    Case("area-stopped", TIBET, TIBET, {"area": "西藏", "carriers": "YTO"}, YTO_ONLY, BOTH, REFUSED),
    Case(
        "area-stopped", TIBET, FINE, {"area": "西藏自治区那曲市", "carriers": "YTO, SF"}, BOTH,
        limits=Limits(stopped_areas=("西藏自治区那曲市",)),
    ),
    Case("area-remote", TIBET, FINE, {"area": "西藏", "carriers": "YTO"}, YTO_ONLY, limits=REFUSED),
    Case("unusual-quantity", wanting(51), wanting(50), {"sku": "TS-L", "need": "51", "most": "50"}),
    Case("unusual-quantity", wanting(3), wanting(2), {"sku": "TS-L", "need": "3", "most": "2"}, limits=Limits(most_units=2)),
    Case("deadline-past", SOON, SOON, {"minutes": "181"}, Circumstances(now=NOON + timedelta(minutes=271)), Circumstances(now=NOON + timedelta(minutes=90))),
    Case("deadline-near", SOON, FINE, {"minutes": "90"}, Circumstances(now=NOON)),
    Case("deadline-near", SOON, SOON, {"minutes": "0"}, Circumstances(now=NOON + timedelta(minutes=90)), Circumstances(now=NOON + timedelta(minutes=91))),
    Case("deadline-near", SOON, SOON, {"minutes": "120"}, Circumstances(now=NOON - timedelta(minutes=30)), Circumstances(now=NOON - timedelta(minutes=31))),
    Case("same-receiver", FINE, FINE, {"count": "4", "orders": "7, 8, 9"}, Circumstances(siblings=("7", "8", "9", "10")), Circumstances()),
    Case("buyer-message", make_order(message="请尽快"), make_order(message=" ")),
    Case("memo", make_order(memo="老客户"), FINE, {"flag": "0"}),
    Case("memo", make_order(memo_flag=1), FINE, {"flag": "1"}),
    Case("gift", wanting(2, gift=True), wanting(2), {"count": "2", "sku": "TS-L"}),
)  # fmt: skip


def found(order: Order, case: Case, around: Circumstances | None = None) -> tuple[Finding, ...]:
    """What this rule alone has to say."""
    stops = look_over(order, around or case.around, Policy(ALL_STOP, case.limits)).stops
    return tuple(finding for finding in stops if finding.code == case.code)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_each_rule_finds_its_doubt_and_nothing_where_there_is_none(case: Case) -> None:
    assert found(case.order, case) == (Finding(case.code, tuple(case.data.items())),)
    assert found(case.fine, case, case.fine_around) == ()


def test_every_rule_is_tried() -> None:
    assert {case.code for case in CASES} == {rule.code for rule in RULES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
@pytest.mark.parametrize("severity", Severity)
def test_the_shop_says_how_grave_a_finding_is(case: Case, severity: Severity) -> None:
    look = look_over(case.order, case.around, Policy({case.code: severity}, case.limits))
    stops = case.code in {finding.code for finding in look.stops}
    notes = case.code in {finding.code for finding in look.notes}
    assert (stops, notes) == (severity is Severity.STOP, severity is Severity.NOTE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_each_finding_is_one_whole_sentence(case: Case, language: str) -> None:
    words = load(language)
    (finding,) = found(case.order, case)
    said = words.finding(finding, {"TS-L": "白色棉T恤"})
    assert "[" not in said
    shown = {"title": "白色棉T恤"} | {
        key: value for key, value in case.data.items() if key not in ("sku", "part")
    }
    named = words.gaps(f"dialogs.finding.{case.code}")
    assert all(shown[gap] in said for gap in named - {"part"})
    assert f"say.needs-review.{case.code}" in words


def test_a_clean_order_has_no_findings() -> None:
    assert look_over(make_order(), Circumstances({"TS-L": 2}, ("YTO",), NOON)) == Look()


def test_the_gravest_is_told_first() -> None:
    order = replace(make_order(), receiver=Receiver("", "1", "", "", "", "", "x"), carriers_allowed=("SF",))
    look = look_over(order, Circumstances({"TS-L": 1}, ("YTO",)))
    codes = [finding.code for finding in look.stops]
    assert codes == ["receiver-name", "receiver-phone", "receiver-address", "stock-short", "no-carrier"]


def test_stock_that_is_not_kept_stops_nothing() -> None:
    assert look_over(make_order(), Circumstances({}, None)) == Look()
    assert not is_out_of_stock(make_order(), Circumstances({}, None))
    assert is_out_of_stock(make_order(), Circumstances({"TS-L": 0}, None))


TEXT = st.text(max_size=40)


@given(
    st.builds(Receiver, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    st.lists(TEXT, max_size=3),
    st.sampled_from([(), ("YTO",), ("YTO", "SF")]),
)
def test_nothing_that_is_typed_breaks_a_rule(
    receiver: Receiver, areas: list[str], carriers: tuple[str, ...]
) -> None:
    order = make_order(receiver=receiver)
    limits = Limits(stopped_areas=tuple(areas), remote_areas=tuple(areas))
    look = look_over(order, Circumstances(carriers=carriers, now=NOON), Policy(ALL_STOP, limits))
    words = load("en")
    assert all(words.finding(finding, {}) for finding in look.stops)


def test_an_address_of_ten_thousand_signs_is_looked_at_and_told_in_short() -> None:
    look = look_over(at(detail="<🏠>|" * 2500), Circumstances())
    (finding,) = look.notes
    assert finding == Finding("receiver-signs", (("signs", "< 🏠 >"),))


@pytest.mark.parametrize(
    ("phone", "plausible"),
    [
        ("13812345678", True), ("138****5678", True), ("18877771111-1234", True), ("0571-88880000", True),
        ("+49 30 123456", True), ("1381234567", False), ("12812345678", False), ("", False), ("打电话给我", False),
        ("123", False), ("138123456789", False), ("138 1234 5678", True), ("138-1234-5678", True), ("138 1234", False),
        ("18877771111-12345", True), ("1-----", False), ("0-----", False), ("+86 138 1234 5678", True),
        ("+86 138 1234 567", False), ("1**********", True), ("400-800-1234", True), ("+86-", False),
    ],
)  # fmt: skip
def test_phones(phone: str, *, plausible: bool) -> None:
    assert phone_is_plausible(phone) is plausible


@pytest.mark.parametrize(
    ("phone", "plausible"),
    [
        ("+49 30 123456", True), ("(030) 1234-56", True), ("030/1234.56", True), ("1 212 555 0100", True), ("", True),
        ("1234", False), ("+49", False), ("ring twice", False), ("+49 30 123456 78901234567890123", False),
    ],
)  # fmt: skip
def test_phones_abroad_are_written_otherwise(phone: str, *, plausible: bool) -> None:
    who = {
        "province": "",
        "district": "",
        "town": "",
        "city": "Berlin",
        "detail": "Weg 1",
        "country": "Germany",
    }
    look = look_over(at(phone=phone, **who), Circumstances())
    assert [finding.code for finding in look.stops] == ([] if plausible else ["receiver-phone"])
    assert look.notes == ()


def test_a_gift_that_is_no_longer_wanted_is_none() -> None:
    gift = replace(make_order().lines[0], gift=True, refund="SUCCESS")
    wanted = replace(gift, line="2", gift=False, refund="NO_REFUND")
    look = look_over(make_order("4065712345678901234", gift, wanted), Circumstances())
    assert look.notes == ()
