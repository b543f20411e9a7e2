"""Labels of our own for receivers the platform hides: in clear on the label, in stars everywhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.papers import Papers
from packstation.domain.intake import Product, StockCount
from packstation.domain.order import Order, Printed, Receiver, State
from packstation.domain.scan import Answer, Verdict
from packstation.errors import PackstationError
from packstation.platforms.taobao.clearing import METHOD
from packstation.printers.links import FileLink, Link, Told
from packstation.waybill.label import Party, draw
from packstation.words import LANGUAGES, load
from tests.builders import GOODS, NOON, events, make_desk, numbers, take_in
from tests.desk.shirts import SHIRT, shirts
from tests.emulators.taobao import Running, chance, emulated
from tests.emulators.taobao.books import Line, Trade
from tests.emulators.taobao.faults import Fault, Kind, quota_used_up
from tests.emulators.taobao.shop import Shop
from tests.end_to_end.careless_taobao import taobao
from tests.fakes import FakeClock


class Memory(Link):
    """A printer that remembers what came out of it."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []

    def send(self, document: bytes, name: str) -> Told:
        assert name
        self.documents.append(document)
        return Told.PRINTED

    @property
    def last(self) -> Image.Image:
        return Image.open(io.BytesIO(self.documents[-1])).convert("1")


@dataclass
class World:
    """A desk that sells on the emulated platform, with a printer of its own."""

    running: Running
    clock: FakeClock
    folder: Path
    link: Link
    options: DeskOptions = field(
        default_factory=lambda: DeskOptions(promise=timedelta(hours=48), platform="taobao")
    )
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = make_desk(
            self.folder,
            clock=self.clock,
            link=self.link,
            options=self.options,
            connect=lambda store: taobao(self.running, self.clock, store),
        )
        cup = Product("CUP", "陶瓷茶杯", "青花", ("6900000000011",), (), 300)
        take_in(self.desk, *GOODS, cup, StockCount("CUP", "T-1", 100), *numbers(20))

    def sold(self, num: int = 1, *, privacy: bool = False) -> Trade:
        """A paid order the desk has heard of."""
        who = chance.receiver(self.running.script.random)
        lines = [Line("", "陶瓷茶杯", "CUP", num, 3000, "青花")]
        trade = self.running.buyers.pay(self.running.buyers.order("买家", who, lines).tid)
        trade.privacy = privacy
        self.pull()
        return trade

    def pull(self) -> None:
        self.clock.pass_time(seconds=30)
        while self.desk.syncing.has_news():
            self.desk.syncing.pull_now()

    def pack(self, trade: Trade) -> Answer:
        """Everything up to the label."""
        self.desk.scan_and_print(trade.tid)
        answers = [self.desk.scan_and_print("CUP") for line in trade.lines for _ in range(line.num)]
        return answers[-1]

    def order(self, trade: Trade) -> Order:
        order = self.desk.store.orders.get(trade.tid)
        assert order is not None
        return order

    def say(self, answer: Answer, language: str = "en") -> str:
        return load(language).say(answer)

    def asked(self) -> int:
        return sum(call.method == METHOD for call in self.running.shop.calls)


def shows(world: World, trade: Trade, receiver: Party, image: Image.Image, reprint: int = 0) -> bool:
    """Whether a picture is this order's label with this receiver, to the dot."""
    order, options = world.order(trade), world.desk.options
    label = replace(world.desk.printing.label(order, order.parcels[0]), receiver=receiver, reprint=reprint)
    meant = draw(label, options.label_size, options.dpi, options.layout).convert("1")
    return meant.size == image.size and ImageChops.logical_xor(meant, image).getbbox() is None


def clear(trade: Trade, phone: str = "") -> Party:
    who = trade.receiver
    region = f"{who.state} {who.city} {who.district}"
    return Party(who.name, phone or who.mobile, (region, who.address))


def words_of(trade: Trade) -> list[str]:
    who = trade.receiver
    return [who.name, who.mobile, who.address]


def written(folder: Path) -> bytes:
    """Everything the program wrote."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def running() -> Iterator[tuple[Running, FakeClock]]:
    clock = FakeClock(NOON)
    with emulated(Shop(clock.now)) as one:
        yield one, clock


@pytest.fixture
def world(tmp_path: Path, running: tuple[Running, FakeClock]) -> World:
    return World(*running, tmp_path / "data", Memory())


def printed(world: World) -> Image.Image:
    assert isinstance(world.link, Memory)
    return world.link.last


def test_the_label_bears_the_receiver_and_nothing_else_does(world: World) -> None:
    trade = world.sold()
    packed = world.pack(trade)
    assert events(packed)[-1] == "label-printed"
    assert "also" not in packed.facts
    assert shows(world, trade, clear(trade), printed(world))
    shown = world.desk.label_image(trade.tid)
    assert shown is not None
    assert not shows(world, trade, clear(trade), shown.convert("1"))
    assert world.asked() == 1
    assert "*" in world.order(trade).receiver.name
    world.desk.store.close()
    whole = written(world.folder)
    assert trade.tid.encode() in whole
    assert not [word for word in words_of(trade) if word.encode() in whole]


def test_a_reprint_asks_anew(world: World) -> None:
    trade = world.sold()
    world.pack(trade)
    world.running.shop.rules.week = "2026-99"
    again = world.desk.scan_and_print("PKREPRINT")
    assert again.verdict is Verdict.LABEL_PRINTED
    assert shows(world, trade, clear(trade), printed(world), reprint=1)
    assert world.asked() == 3


def test_a_number_that_leads_to_the_buyer_is_printed_as_it_is_even_where_phones_are_masked(
    tmp_path: Path, running: tuple[Running, FakeClock]
) -> None:
    options = DeskOptions(promise=timedelta(hours=48), platform="taobao", mask_labels=True)
    world = World(*running, tmp_path / "data", Memory(), options)
    trade = world.sold(privacy=True)
    world.pack(trade)
    phone = f"18877770001-{int(trade.tid[-3:]):03d}"
    told = clear(trade, phone)
    stars = "*" * (len(told.name) - 1)
    assert shows(world, trade, replace(told, name=told.name[0] + stars), printed(world))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(Kind.DROP, METHOD), "clear-silent"),
        (quota_used_up(40, METHOD), "clear-limit"),
        (Fault(Kind.ERROR, METHOD, sub_code="isv.no", sub_msg="不行"), "clear-refused"),
    ],
)
def test_without_the_receiver_nothing_is_printed_and_the_number_stays(
    world: World, fault: Fault, reason: str
) -> None:
    trade = world.sold()
    world.running.script.add(fault)
    packed = world.pack(trade)
    assert (packed.state, events(packed)[-1]) == ("packed", "label-failed")
    assert isinstance(world.link, Memory)
    assert world.link.documents == []
    for language in LANGUAGES:
        assert load(language).trouble(reason, {"seconds": 41, "detail": "isv.no"}) in world.say(
            packed, language
        )
    (box,) = world.order(trade).parcels
    assert (box.label, bool(box.waybill)) == (Printed.FAILED, True)
    world.clock.pass_time(seconds=50)
    again = world.desk.scan_and_print("PKPRINT")
    assert again.verdict is Verdict.LABEL_PRINTED
    assert world.order(trade).parcels[0].waybill == box.waybill
    assert shows(world, trade, clear(trade), printed(world))
    assert len(world.link.documents) == 1


def test_without_the_right_the_sentence_names_the_method(world: World) -> None:
    trade = world.sold()
    world.running.app.withheld.add(METHOD)
    packed = world.pack(trade)
    assert METHOD in world.say(packed)
    assert events(packed)[-1] == "label-failed"


def test_an_address_that_changed_unheard_is_not_printed_and_then_gets_a_new_number(world: World) -> None:
    trade = world.sold()
    world.pack(trade)
    first = world.order(trade).live_waybills
    world.running.buyers.move(trade.tid, chance.receiver(world.running.script.random))
    refused = world.desk.scan_and_print("PKREPRINT")
    assert refused.verdict is Verdict.LABEL_FAILED
    assert "another address" in world.say(refused)
    world.pull()
    again = world.desk.scan_and_print("PKREPRINT")
    assert again.verdict is Verdict.LABEL_PRINTED
    assert set(world.order(trade).live_waybills).isdisjoint(first)
    assert shows(world, trade, clear(trade), printed(world))


def test_a_part_the_desk_corrected_stays_corrected(world: World) -> None:
    trade = world.sold()
    world.desk.scan_and_print(trade.tid)
    known = world.order(trade).receiver
    world.desk.contacting.correct(trade.tid, replace(known, detail="新街8号"))
    world.desk.scan_and_print(trade.tid)
    packed = world.desk.scan_and_print("CUP")
    assert events(packed)[-1] == "label-printed"
    told = clear(trade)
    assert shows(world, trade, replace(told, address=(told.address[0], "新街8号")), printed(world))


def test_letters_no_label_can_show_are_not_quoted(world: World) -> None:
    trade = world.sold()
    trade.receiver = replace(trade.receiver, name="李\U000e0001\U00012000明")
    trade.modified = world.running.shop.now() + timedelta(seconds=1)
    world.pull()
    packed = world.pack(trade)
    assert events(packed)[-1] == "label-failed"
    assert "U+" not in world.say(packed)
    assert "\U00012000" not in world.say(packed)
    assert "on the platform" in world.say(packed)


def test_a_number_brought_by_hand_is_asked_for_as_such(
    tmp_path: Path, running: tuple[Running, FakeClock]
) -> None:
    options = DeskOptions(promise=timedelta(hours=48), platform="taobao", print_when_packed=False)
    world = World(*running, tmp_path / "data", Memory(), options)
    trade = world.sold()
    world.pack(trade)
    world.desk.at_once(world.desk.typed_numbers.take("YT9000000000001", "YTO", stuck=False))
    (call,) = (call for call in world.running.shop.calls if call.method == METHOD)
    assert '"scene": "1006"' in call.params["query_list"]
    assert shows(world, trade, clear(trade), printed(world))


def test_the_gesture_itself_asks_nobody(world: World) -> None:
    trade = world.sold()
    world.desk.scan_and_print(trade.tid)
    answer = world.desk.scan("CUP")
    (gate,) = (world.desk.gates.plan(number) for number in answer.gates)
    assert gate is not None
    going = world.desk.gates.settle(world.desk.gates.act(gate))
    task = world.desk.printing.plan(going.jobs[0])
    assert world.asked() == 0
    assert task is not None
    done = world.desk.printing.act(task)
    assert world.asked() == 1
    assert world.desk.printing.settle(done).verdict is Verdict.LABEL_PRINTED


# --- folders ----------------------------------------------------------------------------------------------------


def test_a_folder_gets_stars_and_the_answer_says_so(
    tmp_path: Path, running: tuple[Running, FakeClock]
) -> None:
    world = World(*running, tmp_path / "data", FileLink(tmp_path / "data" / "labels"))
    trade = world.sold()
    packed = world.pack(trade)
    assert events(packed)[-1] == "label-printed"
    assert "stars" in world.say(packed)
    assert world.asked() == 0
    (file,) = (tmp_path / "data" / "labels").iterdir()
    stored = world.order(trade).receiver
    masked = Party(stored.name, stored.phone, (clear(trade).address[0], stored.detail))
    assert shows(world, trade, masked, Image.open(file).convert("1"))


def test_a_folder_gets_receivers_where_the_shop_wants_it(
    tmp_path: Path, running: tuple[Running, FakeClock]
) -> None:
    options = DeskOptions(promise=timedelta(hours=48), platform="taobao", clear_files=True)
    world = World(*running, tmp_path / "data", FileLink(tmp_path / "labels"), options)
    trade = world.sold()
    packed = world.pack(trade)
    assert "also" not in packed.facts
    (file,) = (tmp_path / "labels").iterdir()
    assert shows(world, trade, clear(trade), Image.open(file).convert("1"))


def test_a_label_written_where_the_caller_says_is_in_clear(world: World, tmp_path: Path) -> None:
    trade = world.sold()
    world.pack(trade)
    papers: Papers = world.desk.papers
    papers.write_label(trade.tid, tmp_path / "label.png", size=None, dpi=None)
    assert shows(world, trade, clear(trade), Image.open(tmp_path / "label.png").convert("1"))
    world.running.unplug()
    with pytest.raises(PackstationError, match="clear-silent"):
        papers.write_label(trade.tid, tmp_path / "other.png", size="76x130", dpi=None)
    assert not (tmp_path / "other.png").exists()


def test_orders_of_files_need_nobody(tmp_path: Path) -> None:
    link = Memory()
    desk = make_desk(tmp_path / "data", shirts(), link=link)
    answer = [desk.scan_and_print(SHIRT) for _ in range(2)][-1]
    assert events(answer)[-1] == "label-printed"
    assert len(link.documents) == 1


def test_an_order_of_another_platform_behind_stars_is_not_printed(tmp_path: Path) -> None:
    hidden = Receiver("李*", "138****5678", "浙江省", "杭州市", "余杭区", "", "文一****")
    order = replace(shirts(), receiver=hidden, oaid="1abc", platform="taobao")
    link = Memory()
    desk = make_desk(tmp_path / "data", order, link=link)
    [*_, packed] = [desk.scan_and_print(code) for code in (order.number, SHIRT, SHIRT)]
    assert events(packed)[-1] == "label-failed"
    assert "Ctrl+R" in load("en").say(packed)
    assert link.documents == []
    known = desk.store.orders.get(order.number)
    assert known is not None
    assert known.state is State.PACKED
