"""Two shops at one desk: each order is its own shop's, and what is wrong with one is no other's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions, ShopTerms
from packstation.desk.platform_clocks import PlatformClocks
from packstation.desk.shops import Shops
from packstation.desk.views import WorkList
from packstation.domain.connection import Found, Health
from packstation.domain.intake import Batch, Sourced, Tally
from packstation.domain.order import Order
from packstation.domain.scan import Event, Verdict
from packstation.domain.trouble import Trouble
from packstation.errors import Outage
from packstation.platforms.connector import Fetched
from tests.asked_platform import AskedPlatform
from tests.builders import NOON, make_desk, make_order, scan_all
from tests.fakes import FakeClock, FakePlatform

MINE, THEIRS = "4065712345678900001", "4065712345678900002"
SHIRT = "6901234567892"
TERMS = ShopTerms("tmall2", "taobao", "天猫二店")
OPTIONS = DeskOptions(platform="taobao", shop="棉布旗舰店", further=(TERMS,))


class Rig:
    """A desk with a shop of [platform] and a further one; each platform knows its own order alone."""

    def __init__(self, folder: Path, options: DeskOptions = OPTIONS) -> None:
        self.clock = FakeClock(NOON)
        mine = make_order(MINE, platform="taobao", modified_at=NOON, due_h=1)
        theirs = make_order(THEIRS, platform="taobao", modified_at=NOON, due_h=2)
        self.first, self.second = AskedPlatform(mine), AskedPlatform(theirs)
        further = {"tmall2": self.second}
        self.folder = folder / "data"
        self.open: Callable[..., Desk] = lambda *orders, **more: make_desk(
            self.folder,
            *orders,
            clock=self.clock,
            **{"options": options, "platform": self.first, "further": further, **more},
        )
        self.desk = self.open(mine)
        self.tell("tmall2", theirs)

    def tell(self, shop: str, *orders: Order) -> Tally:
        """A round of one shop that brings these."""
        batch = Batch(tuple((Sourced("taobao", row), one) for row, one in enumerate(orders, 1)))
        tally = Tally()
        for progress in self.desk.rounds.of(shop).apply(Fetched(batch)):
            tally = progress.tally
        return tally

    def order(self, number: str) -> Order:
        view = self.desk.view(number)
        assert view
        return view.order

    def pack(self, number: str) -> None:
        """To the label."""
        *_, last = scan_all(self.desk, number, SHIRT, SHIRT)
        assert Event.LABEL_PRINTED in last.events, last

    def ship(self, number: str) -> None:
        self.pack(number)
        self.clock.pass_time(minutes=1)
        [last] = scan_all(self.desk, self.order(number).parcels[0].waybill)
        assert last.verdict is Verdict.SHIPPED, last


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_gates_ask_the_platform_of_the_orders_own_shop(rig: Rig) -> None:
    rig.ship(THEIRS)
    assert (rig.first.asked, rig.second.asked) == ([], [(THEIRS,), (THEIRS,)])
    rig.ship(MINE)
    assert rig.first.asked == [(MINE,), (MINE,)]
    assert len(rig.second.asked) == 2


def test_shipments_are_told_to_the_orders_own_shop(rig: Rig) -> None:
    rig.ship(THEIRS)
    rig.ship(MINE)
    assert rig.desk.rounds.push_now().delivered == 2
    assert [key.partition("-")[0] for key in rig.first.books] == [MINE]
    assert [key.partition("-")[0] for key in rig.second.books] == [THEIRS]


def test_the_page_says_why_a_shop_that_answers_puts_a_shipment_off(rig: Rig) -> None:
    rig.ship(THEIRS)
    rig.second.script = ["later"]
    rig.desk.rounds.push_now()
    desk = rig.desk
    told = {
        shop: next(
            one for one in desk.connection.facts(desk.connection.standing(shop=shop)) if one.name == "untold"
        )
        for shop in ("", "tmall2")
    }
    assert told[""].key == "connection.untold.none"
    assert (told["tmall2"].key, told["tmall2"].found) == ("connection.untold.why", Found.WARNING)
    why = told["tmall2"].gaps["why"]
    assert isinstance(why, Trouble)
    assert why.reason == "busy"


def test_a_shop_that_is_off_holds_up_no_other(rig: Rig) -> None:
    rig.ship(THEIRS)
    rig.ship(MINE)
    rig.second.script = ["down"] * 9
    rig.desk.rounds.of("tmall2").failed(Outage("outage"))
    delivery = rig.desk.rounds.push_now()
    assert (delivery.delivered, delivery.later) == (1, 1)
    standings = rig.desk.rounds.standings()
    assert (standings.off, standings.unsent) == (("tmall2",), 1)
    assert rig.desk.syncing.status().online
    assert rig.desk.syncing.status().unsent == 0
    assert rig.desk.connection.standing(shop="tmall2").status.unsent == 1


@pytest.mark.parametrize(("silent", "waits"), [("first", True), ("second", False)])
def test_the_rule_of_the_silent_shop_decides(tmp_path: Path, silent: str, waits: bool) -> None:  # noqa: FBT001
    rig = Rig(tmp_path, replace(OPTIONS, further=(replace(TERMS, offline_rule="go-on"),)))
    platform: AskedPlatform = getattr(rig, silent)
    platform.acts = ["silent"] * 3
    number = MINE if silent == "first" else THEIRS
    *_, last = scan_all(rig.desk, number, SHIRT, SHIRT)
    assert (Event.LABEL_FAILED in last.events) is waits
    assert (rig.desk.store.unasked.of(number) is None) is waits
    if not waits:
        platform.acts = []
        assert rig.desk.gates.unasked.look_now("") == 0, "another shop is not asked about it"
        assert rig.desk.gates.unasked.look_now("tmall2") == 1


def test_orders_of_two_shops_in_one_parcel_are_asked_about_at_both(rig: Rig) -> None:
    assert rig.desk.companions.join(MINE).verdict is Verdict.COMMAND_OK
    *_, last = scan_all(rig.desk, MINE, *[SHIRT] * 4)
    assert Event.LABEL_PRINTED in last.events, last
    assert (rig.first.asked, rig.second.asked) == ([(MINE,)], [(THEIRS,)])
    rig.clock.pass_time(minutes=1)
    rig.second.cancel(THEIRS)
    [last] = scan_all(rig.desk, rig.order(MINE).parcels[0].waybill)
    assert last.verdict is not Verdict.SHIPPED, "one shop took its order back"


def test_a_number_of_two_shops_stays_with_the_first_that_had_it(rig: Rig) -> None:
    before = rig.order(MINE)
    clash = replace(before, message="anders", modified_at=NOON + timedelta(hours=1))
    tally = rig.tell("tmall2", clash)
    [reject] = tally.rejects
    assert (reject.reason, dict(reject.data)) == (
        "other-shop",
        {"number": MINE, "shop": "天猫二店", "other": "棉布旗舰店"},
    )
    assert rig.order(MINE) == before
    [again] = rig.tell("", replace(rig.order(THEIRS), shop_id="")).rejects
    assert dict(again.data)["other"] == "天猫二店"
    assert rig.order(THEIRS).shop_id == "tmall2"


def test_orders_of_files_belong_to_the_shop_they_name(rig: Rig) -> None:
    named = make_order("1", platform="taobao", shop="天猫二店")
    nobody = make_order("2", platform="taobao", shop="别的店")
    elsewhere = make_order("3", platform="jd", shop="天猫二店")
    batch = Batch(
        tuple((Sourced("a.csv", row), one) for row, one in enumerate((named, nobody, elsewhere), 1))
    )
    for _ in rig.desk.importing.store(batch):
        pass
    assert [rig.order(number).shop_id for number in ("1", "2", "3")] == ["tmall2", "", ""]


def test_a_shop_that_was_taken_out_of_the_settings_lets_nothing_through(rig: Rig) -> None:
    rig.desk.store.close()
    rig.desk = rig.open(options=replace(OPTIONS, further=()), further={})
    *_, last = scan_all(rig.desk, THEIRS, SHIRT, SHIRT)
    assert Event.LABEL_FAILED in last.events
    assert rig.first.asked == []
    scan_all(rig.desk, "PKEXIT")
    rig.ship(MINE)


def test_the_queue_names_the_shop_only_where_there_are_several(rig: Rig) -> None:
    flags = {row.number: row.flags for row in rig.desk.queue(WorkList.ALL, None, 10)}
    assert "shop:天猫二店" in flags[THEIRS]
    assert "shop:棉布旗舰店" in flags[MINE]
    [found] = rig.desk.find(THEIRS, 5)
    assert "shop:天猫二店" in found.flags
    rig.desk.store.close()
    rig.desk = rig.open(options=replace(OPTIONS, further=()), further={})
    assert not any("shop" in flag for row in rig.desk.queue(WorkList.ALL, None, 10) for flag in row.flags)


def test_single_facts_of_a_shop_are_kept_apart(rig: Rig) -> None:
    for shop, value in (("", "one"), ("tmall2", "two")):
        rig.desk.store.notebook(shop).put_fact("taobao read to", value)
    assert rig.desk.store.fact("taobao read to") == "one", "as a program that knew one shop kept it"
    assert rig.desk.store.notebook("tmall2").fact("taobao read to") == "two"
    rig.desk.rounds.of("tmall2").failed(Outage("outage"))
    rig.desk.store.close()
    rig.desk = rig.open()
    assert rig.desk.connection.standing(shop="tmall2").answers is False
    assert rig.desk.connection.standing().answers is not False


# --- the platform's clock


class Clocked(FakePlatform):
    """A platform whose clock goes differently from ours."""

    def __init__(self, **offset: float) -> None:
        super().__init__()
        self.offset = timedelta(**offset)

    def health(self) -> Health:
        return Health(self.offset, 1)


def clocked(folder: Path, clock: FakeClock) -> Desk:
    desk = make_desk(folder / "data", make_order(MINE, due_h=1.25), clock=clock, platform=Clocked(minutes=20))
    assert desk.syncing.pull_now() is None
    return desk


def test_what_is_due_is_due_by_the_platforms_clock(tmp_path: Path) -> None:
    desk = clocked(tmp_path, FakeClock(NOON))
    assert desk.clocks.now() == NOON + timedelta(minutes=20)
    assert [row.number for row in desk.queue(WorkList.DUE_NOW, None, 5)] == [MINE], (
        "due within the hour there"
    )


def test_the_platforms_clock_is_known_after_a_restart_and_while_ours_is_set(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    clocked(tmp_path, clock).store.close()
    desk = make_desk(tmp_path / "data", clock=clock, platform=Clocked(minutes=20))
    there = desk.clocks.now("")
    assert there == NOON + timedelta(minutes=20)
    clock.jump(hours=-3)
    assert desk.clocks.now("") == there, "nothing got later because somebody set this computer back"
    clock.pass_time(minutes=1)
    assert desk.clocks.now("") == there + timedelta(minutes=1)


@given(
    offset=st.integers(-3600, 3600),
    steps=st.lists(st.tuples(st.sampled_from(["pass", "jump"]), st.integers(-600, 600)), max_size=8),
)
def test_nothing_is_later_than_it_looks(offset: int, steps: list[tuple[str, int]]) -> None:
    clock = FakeClock(NOON)
    clocks = PlatformClocks(clock)
    clocks.compared("", timedelta(seconds=offset))
    true = NOON + timedelta(seconds=offset)
    for kind, seconds in steps:
        if kind == "pass":
            clock.pass_time(seconds=abs(seconds))
            true += timedelta(seconds=abs(seconds))
        else:
            clock.jump(seconds=seconds)
        assert clocks.now("") >= true
    assert clocks.now("box") == clocks.now(), "a shop without a clock takes the one that is known"


def test_shops_of_one_name_tell_nothing() -> None:
    twins = replace(OPTIONS, shop="天猫二店")
    shops = Shops({"": FakePlatform(), "tmall2": FakePlatform()}, lambda: twins)
    assert shops.whose(make_order("1", platform="taobao", shop="天猫二店")).shop_id == ""
