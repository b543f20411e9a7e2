"""A number changed after its parcel left: told once, after the parcel itself, whatever gets lost on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.domain.outbox import RENUMBER, Delivered, Entry, Later, Outcome, Refused, reason_of
from packstation.domain.people import Person, Role
from packstation.domain.renumbering import Renumbering
from packstation.domain.scan import Verdict
from packstation.domain.shipment import Piece
from packstation.platforms.taobao import resending
from packstation.store.store import as_text
from packstation.words import LANGUAGES, load
from tests.builders import scan_all, take_in
from tests.desk.shirts import CUP, SHIRT
from tests.emulators.taobao.books import Trade
from tests.emulators.taobao.faults import Fault, Kind, send_says
from tests.end_to_end.taobao_judge import differences
from tests.platforms.conftest import START, World
from tests.platforms.test_shipping import numbers_of, platform_of, reason, shipment, sold, until_told
from tests.taobao_desk import TaobaoDesk

OLD, NEW, THIRD = "YT0000000000001", "YT0000000000002", "YT0000000000003"
SF = "SF1234567890123"
RESEND, MODIFY = resending.ONLY_ONE, resending.ONE_OF_SEVERAL


def change(
    trade: Trade,
    new: str = NEW,
    old: str = OLD,
    *,
    lines: tuple[str, ...] = (),
    several: bool = False,
    carrier: str = "YTO",
) -> Entry:
    """What the desk wrote when somebody said that the parcel goes under another number."""
    key = f"{trade.tid}-{old}-{new}"
    told = Renumbering(key, trade.tid, old, "YTO", new, carrier, "圆通速递", START, lines, several)
    return Entry(key, trade.tid, RENUMBER, as_text(told), START)


def says(word: str, method: str = RESEND, *, done: bool = False) -> Fault:
    return replace(send_says(word, method, done=done), sub_code=f"isv.update-company-or-mailno-error:{word}")


LOSSES = [
    (kind, done)
    for kind in (Kind.DROP, Kind.HTML, Kind.TRUNCATED, Kind.BAD_GATEWAY, Kind.ERROR)
    for done in (False, True)
]


@pytest.mark.parametrize(("kind", "done"), LOSSES)
def test_one_parcel_gets_its_new_number_once(world: World, kind: Kind, *, done: bool) -> None:
    trade, platform = sold(world), platform_of(world)
    assert platform.deliver(shipment(trade)) == Delivered()
    world.running.script.add(Fault(kind, RESEND, done=done))
    first = platform.deliver(change(trade))
    assert isinstance(first, Delivered if done else Later)
    assert until_told(world, platform, change(trade)) == Delivered()
    assert platform.deliver(change(trade)) == Delivered()
    assert numbers_of(trade) == [NEW]
    effects = [call for call in world.running.shop.calls if call.method == RESEND and call.done]
    assert len(effects) == 1


@pytest.mark.parametrize(("kind", "done"), LOSSES)
@pytest.mark.parametrize("shared", [False, True])
def test_one_of_several_parcels_gets_its_new_number_and_no_other(
    world: World, kind: Kind, *, done: bool, shared: bool
) -> None:
    trade, platform = sold(world, 2, 1), platform_of(world)
    one, other = trade.lines
    first: tuple[Piece, ...]
    second: tuple[Piece, ...]
    if shared:
        first = (Piece(one.oid, 1, is_whole=False, is_last=False), Piece(other.oid, 1))
        second = (Piece(one.oid, 1, is_whole=False),)
    else:
        first, second = (Piece(one.oid, 2),), (Piece(other.oid, 1),)
    for number, pieces in ((OLD, first), (THIRD, second)):
        assert platform.deliver(shipment(trade, number, *pieces)) == Delivered()
    entry = change(trade, lines=tuple(piece.line for piece in first), several=True)
    world.running.script.add(Fault(kind, MODIFY, done=done))
    assert isinstance(platform.deliver(entry), Delivered if done else Later)
    assert until_told(world, platform, entry) == Delivered()
    assert platform.deliver(entry) == Delivered()
    assert numbers_of(trade) == [NEW, THIRD]
    assert len([call for call in world.running.shop.calls if call.method == MODIFY and call.done]) == 1


def test_another_carrier(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    platform.deliver(shipment(trade))
    assert platform.deliver(change(trade, SF, carrier="SF")) == Delivered()
    assert [(one.company, one.number) for one in trade.parcels] == [("SF", SF)]


@pytest.mark.parametrize(
    ("word", "kind", "told"),
    [
        ("CD19", Refused, "resend-not-sent"),
        ("P07", Later, "resend-unchanged"),
        ("P10", Refused, "resend-number"),
        ("B60", Refused, "ship-number"),
        ("X99", Refused, "taobao-refused"),
        ("S01", Later, "taobao-trouble"),
    ],
)
def test_what_each_refusal_means(world: World, word: str, kind: type[Outcome], told: str) -> None:
    trade, platform = sold(world), platform_of(world)
    platform.deliver(shipment(trade))
    world.running.script.add(says(word))
    outcome = platform.deliver(change(trade))
    assert (type(outcome), reason(outcome)) == (kind, told)
    assert numbers_of(trade) == [OLD]


@pytest.mark.parametrize("word", ["CD19", "P07", "P10", "S01"])
def test_a_refusal_of_what_was_done_all_the_same_is_seen_through(world: World, word: str) -> None:
    trade, platform = sold(world), platform_of(world)
    platform.deliver(shipment(trade))
    world.running.script.add(says(word, done=True))
    assert until_told(world, platform, change(trade)) == Delivered()
    assert numbers_of(trade) == [NEW]


def test_the_platforms_own_refusals(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    assert reason(platform.deliver(change(trade))) == "resend-not-sent"
    platform.deliver(shipment(trade))
    assert reason(platform.deliver(change(trade, "YT1"))) == "resend-number"
    world.clock.pass_time(days=51)
    assert reason(platform.deliver(change(trade))) == "resend-number"
    for refund in world.running.buyers.refund(trade.tid):
        world.running.buyers.agree(refund.refund_id)
    assert reason(platform.deliver(change(trade))) == "resend-over"
    assert numbers_of(trade) == [OLD]


def test_a_third_number_is_said(world: World) -> None:
    trade, platform = sold(world), platform_of(world)
    platform.deliver(shipment(trade))
    trade.parcels[0] = trade.parcels[0].renumbered("YTO", THIRD)
    outcome = platform.deliver(change(trade))
    assert reason(outcome) == "ship-other-number"
    assert reason_of(outcome.error)[1]["theirs"] == THIRD  # type: ignore[union-attr]
    assert numbers_of(trade) == [THIRD]


def test_without_the_right_to_read_parcels_the_lines_must_do(world: World) -> None:
    trade, platform = sold(world, 2, 1), platform_of(world)
    for number, line in zip((OLD, THIRD), trade.lines, strict=True):
        platform.deliver(shipment(trade, number, Piece(line.oid, line.num)))
    world.running.app.withheld.add(resending.PARCELS)
    entry = change(trade, lines=(trade.lines[0].oid,), several=True)
    assert [platform.deliver(entry), platform.deliver(entry)] == [Delivered(), Delivered()]
    assert numbers_of(trade) == [NEW, THIRD]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence_and_what_fills_it(language: str) -> None:
    words = load(language)
    facts = {"order", "waybill", "carrier", "before", "theirs", "detail", "method"}
    for told in {*resending._REASONS.values(), "resend-over"}:
        assert words.gaps(f"errors.{told}") <= facts


# --- at the desk
@pytest.fixture
def shop(world: World, tmp_path: Path) -> TaobaoDesk:
    return TaobaoDesk(world, tmp_path / "data")


def test_at_the_desk_the_number_is_changed_and_told_after_the_parcel(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    answer = shop.desk.renumberings.change(trade.tid, OLD, "YT0000000000051", why="面单破损")
    assert (answer.verdict, answer.facts["missing"]) == (Verdict.COMMAND_OK, "renumbered")
    assert shop.order(trade).live_waybills == ("YT0000000000051",)
    assert [one.number for one in shop.desk.renumberings.parcels(trade.tid)] == ["YT0000000000051"]
    assert shop.entries(trade) == [("shipment", "PENDING"), ("renumber", "PENDING")]
    shop.push()
    assert shop.entries(trade) == [("shipment", "DELIVERED"), ("renumber", "DELIVERED")]
    assert numbers_of(trade) == ["YT0000000000051"]
    assert [row.number for row in shop.desk.find("YT0000000000051", 5)] == [trade.tid]
    shop.pull()
    assert differences(shop.world.running.shop, shop.desk) == []
    [row] = shop.desk.store.database.all("SELECT data FROM journal WHERE verb = 'renumber'")
    assert all(part in row[0] for part in (OLD, "YT0000000000051", "面单破损"))


def test_there_and_back_again(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    shop.push()
    for old, new in ((OLD, THIRD), (THIRD, OLD), (OLD, THIRD)):
        answer = shop.desk.renumberings.change(trade.tid, old, new, why="typed wrongly")
        assert answer.facts["missing"] == "renumbered", answer
        shop.push()
        assert numbers_of(trade) == [new]
    assert [state for _, state in shop.entries(trade)] == ["DELIVERED"] * 4
    shop.pull()
    assert differences(shop.world.running.shop, shop.desk) == []


def test_the_judge_sees_a_change_that_was_made_twice_or_never(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    shop.push()
    shop.desk.renumberings.change(trade.tid, OLD, THIRD, why="x")
    shop.push()
    shop.pull()
    assert differences(shop.world.running.shop, shop.desk) == []
    [call] = [one for one in shop.world.running.shop.calls if one.method == RESEND]
    shop.world.running.shop.calls.append(call)
    assert any(
        "1 numbers changed here, 2 there" in one for one in differences(shop.world.running.shop, shop.desk)
    )
    shop.world.running.shop.calls.pop()
    trade.parcels[0] = trade.parcels[0].renumbered("YTO", OLD)
    assert any("we told of" in one for one in differences(shop.world.running.shop, shop.desk))


def test_a_first_parcel_that_waits_holds_the_change_up(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    shop.script.add(send_says("B60"))
    shop.desk.syncing.push_now()
    shop.desk.renumberings.change(trade.tid, "", THIRD, why="label spoiled")
    shop.push()
    assert shop.entries(trade) == [("shipment", "PARKED"), ("renumber", "PENDING")]
    assert numbers_of(trade) == []
    shop.desk.exceptions.retry(trade.tid)
    shop.push()
    assert numbers_of(trade) == [THIRD]


def test_the_new_number_in_the_news_settles_a_parked_parcel_too(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    shop.script.add(send_says("B60"))
    shop.desk.syncing.push_now()
    shop.desk.renumberings.change(trade.tid, OLD, THIRD, why="label spoiled")
    call = {"tid": trade.tid, "out_sid": THIRD, "company_code": "YTO"}
    shop.world.line().call(
        "taobao.logistics.offline.send", call
    )  # somebody types it in on the platform's page
    shop.pull()
    shop.push()
    assert [state for _, state in shop.entries(trade)] == ["DELIVERED", "DELIVERED"]
    assert numbers_of(trade) == [THIRD]


def test_two_parcels_and_a_restart_in_between(shop: TaobaoDesk) -> None:
    trade = shop.sell(1, 1)
    shop.pull()
    scan_all(shop.desk, trade.tid, SHIRT, "PKNEXTBOX", CUP, "PKPASS", "PKPRINT")
    scan_all(shop.desk, *shop.order(trade).live_waybills)
    first, second = shop.order(trade).live_waybills
    shop.push()
    vague = shop.desk.renumberings.change(trade.tid, "", THIRD, why="x")
    assert vague.facts["missing"] == "which-number"
    shop.desk.renumberings.change(trade.tid, second, THIRD, why="x")
    syncing = shop.desk.syncing
    [entry] = syncing.plan()
    syncing.deliver(entry)
    shop.desk.store.close()
    shop.open()
    shop.push()
    assert numbers_of(trade) == [first, THIRD]
    assert shop.entries(trade)[-1] == ("renumber", "DELIVERED")
    assert len([one for one in shop.world.running.shop.calls if one.method == MODIFY]) == 1
    shop.pull()
    assert differences(shop.world.running.shop, shop.desk) == []


def test_what_cannot_be_changed_is_refused_in_words(shop: TaobaoDesk) -> None:
    trade, other, early = shop.sell(2), shop.sell(1), shop.sell(1)
    shop.ship(trade)
    shop.ship(other)
    change = shop.desk.renumberings.change
    theirs = shop.order(other).live_waybills[0]
    refusals = {
        "reason": change(trade.tid, OLD, THIRD, why=" "),
        "same-number": change(trade.tid, OLD, OLD, why="x"),
        "number-used": change(trade.tid, OLD, theirs, why="x"),
        "number-rule": change(trade.tid, OLD, "YT1", why="x"),
        "not-this-number": change(trade.tid, "YT0000000000049", THIRD, why="x"),
        "number-carrier": change(trade.tid, OLD, THIRD, "NOBODY", why="x"),
        "not-shipped": change(early.tid, OLD, THIRD, why="x"),
    }
    for missing, answer in refusals.items():
        assert (answer.verdict, answer.facts["missing"]) == (Verdict.NOT_READY, missing)
        for language in LANGUAGES:
            assert "{" not in load(language).say(answer)
            assert "[" not in load(language).say(answer)
    assert shop.entries(trade) == [("shipment", "PENDING")]
    assert shop.order(trade).live_waybills == (OLD,)


def test_only_a_lead_may(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    take_in(shop.desk, Person("P1", "小李"), Person("L1", "老王", Role.LEAD))
    shop.desk.log_in("P1")
    refused = shop.desk.renumberings.change(trade.tid, OLD, THIRD, why="x")
    assert refused.verdict is Verdict.NOT_ALLOWED
    allowed = shop.desk.renumberings.change(trade.tid, OLD, THIRD, why="x", badge="L1")
    assert (allowed.verdict, allowed.facts["by"]) == (Verdict.COMMAND_OK, "L1")


def test_news_that_show_numbers_of_our_own_leave_a_parked_change_as_it_is(shop: TaobaoDesk) -> None:
    trade = shop.sell(2)
    shop.ship(trade)
    shop.push()
    shop.desk.renumberings.change(trade.tid, OLD, THIRD, why="x")
    shop.script.add(says("P10"))
    shop.push()
    assert shop.errors(trade)[-1] == "resend-number"
    shop.buyers.urge(trade.tid)
    shop.pull()
    assert shop.entries(trade)[-1] == ("renumber", "PARKED")
    assert shop.errors(trade)[-1] == "resend-number"
    trade.parcels[0] = trade.parcels[0].renumbered("YTO", THIRD)
    shop.world.running.shop.touch(trade)
    shop.pull()
    assert shop.entries(trade)[-1] == ("renumber", "DELIVERED")
    assert shop.kinds(trade) == []
