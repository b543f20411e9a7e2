"""Whatever the platform, at the real desk: pulled, packed, labelled, shipped and told; both books are equal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.domain.intake import Carrier, Product, StockCount, WaybillNumber
from packstation.domain.order import Order
from packstation.domain.outbox import EntryState
from packstation.domain.scan import Answer
from packstation.errors import PackstationError
from tests.builders import make_desk, scan_all, take_in, verdicts
from tests.connectors.tried import BOOK, MUG, PROMISE, SHOP, Sold, TriedShop, some_number

GOODS = (
    Carrier("YTO", "圆通速递", r"^YT\d{13}$"),
    Product(MUG, "Coffee Mug", weight_g=320),
    Product(BOOK, "Notebook A5", weight_g=200),
    StockCount(MUG, "A-01", 500),
    StockCount(BOOK, "A-02", 500),
)


class Counter:
    """A desk of the program, its database in a folder, and the shop it works for."""

    def __init__(self, shop: TriedShop, folder: Path) -> None:
        self.shop, self.folder = shop, folder
        self.desk = self.open()
        take_in(self.desk, *GOODS, *(WaybillNumber("YTO", some_number()) for _ in range(8)))

    def open(self) -> Desk:
        """The program starts (again)."""
        self.desk = make_desk(
            self.folder,
            clock=self.shop.clock,
            options=DeskOptions(promise=PROMISE, platform=self.shop.kind, shop=SHOP),
            connect=lambda store: self.shop.connector(store.notebook(""), lambda: store.orders.open_of("")),
        )
        return self.desk

    def pull(self) -> None:
        """Rounds, until a change that no list tells of must have been found."""
        for _ in range(3):
            self.shop.pass_round()
            self.desk.syncing.pull_now()
            while self.desk.syncing.has_news():
                self.desk.syncing.pull_now()

    def order(self, sold: Sold) -> Order:
        order = self.desk.store.orders.get(sold.number)
        assert order is not None
        return order

    def scan(self, *codes: str) -> list[Answer]:
        """Scans, the gates answered and the labels printed in between."""
        return scan_all(self.desk, *codes)

    def pack(self, sold: Sold) -> list[str]:
        """Every unit into one box, whose label is printed by itself; gives the waybill numbers."""
        units = [sku for sku, (_, count) in sold.lines.items() for _ in range(count)]
        answers = self.scan(sold.number, *units, "PKEXIT")
        assert self.order(sold).state == "labelled", answers
        return list(self.order(sold).live_waybills)

    def tell(self) -> None:
        """The outbox for as long as it takes, with the waits in between."""
        for _ in range(20):
            self.desk.syncing.push_now()
            if not self.desk.store.outbox.counts()[0]:
                return
            self.shop.clock.pass_time(minutes=31)
        raise AssertionError("never told")

    def agrees(self, sold: Sold, numbers: list[str]) -> None:
        """The shop knows of exactly these parcels, and the desk that it does."""
        assert [one.number for one in self.shop.books(sold.number)] == sorted(numbers)
        entries = self.desk.store.outbox.of_order(sold.number)
        assert [entry.state for entry in entries] == [EntryState.DELIVERED] * len(numbers)
        assert self.order(sold).state == ("shipped" if numbers else "cancelled")


@pytest.fixture
def counter(shop: TriedShop, tmp_path: Path) -> Counter:
    return Counter(shop, tmp_path / "data")


def test_an_order_is_packed_shipped_and_told_over_a_broken_line(shop: TriedShop, counter: Counter) -> None:
    sold, other = shop.place({MUG: 2, BOOK: 1}), shop.place({BOOK: 1})
    counter.pull()
    [number], [second] = counter.pack(sold), counter.pack(other)
    assert verdicts(counter.scan(number, second)) == ["shipped", "shipped"]
    assert shop.books(sold.number) == []
    shop.cut("after", "before", "after")
    counter.tell()
    counter.agrees(sold, [number])
    counter.agrees(other, [second])
    counter.pull()
    counter.agrees(sold, [number])


def test_a_power_cut_between_telling_and_writing_it_down_tells_once(
    shop: TriedShop, counter: Counter
) -> None:
    sold = shop.place({MUG: 1})
    counter.pull()
    [number] = counter.pack(sold)
    counter.scan(number)
    [entry] = counter.desk.syncing.plan()
    counter.desk.syncing.deliver(entry)
    counter.desk.store.close()
    counter.open()
    counter.pull()
    counter.tell()
    counter.agrees(sold, [number])


def test_two_boxes_are_two_parcels(shop: TriedShop, counter: Counter) -> None:
    sold = shop.place({MUG: 1, BOOK: 1})
    counter.pull()
    counter.scan(sold.number, MUG, "PKNEXTBOX", BOOK)
    numbers = list(counter.order(sold).live_waybills)
    assert len(numbers) == 2
    counter.scan(*numbers)
    counter.tell()
    counter.agrees(sold, numbers)
    for number, sku in zip(numbers, (MUG, BOOK), strict=True):
        goods = next(one.goods for one in shop.books(sold.number) if one.number == number)
        assert goods in (None, {sold.lines[sku][0]: 1})


@pytest.mark.parametrize("happens", ["cancel", "move"])
def test_what_must_not_leave_stays_here(shop: TriedShop, counter: Counter, happens: str) -> None:
    sold = shop.place({MUG: 1})
    counter.pull()
    [number] = counter.pack(sold)
    getattr(shop, happens)(sold)
    if not shop.asks_again:
        counter.pull()  # nobody can be asked at the gate: the desk knows what lay in the inbox
    [answer] = counter.scan(number)
    assert answer.verdict != "shipped", answer
    counter.tell()
    assert shop.books(sold.number) == []


def test_nothing_leaves_while_the_shop_is_silent_at_a_gate(shop: TriedShop, counter: Counter) -> None:
    sold = shop.place({MUG: 1})
    counter.pull()
    [number] = counter.pack(sold)
    with shop.silent():
        [answer] = counter.scan(number)
        shop.pass_round()
        with pytest.raises(PackstationError):
            counter.desk.syncing.pull_now()
        counter.desk.syncing.push_now()
    assert (answer.verdict == "shipped") is not shop.asks_again, (
        "a folder cannot be asked: it goes by what is known"
    )
    assert shop.books(sold.number) == []
    shop.clock.pass_time(seconds=timedelta(minutes=2).total_seconds())
    if shop.asks_again:
        assert verdicts(counter.scan(number)) == ["shipped"]
    counter.tell()
    counter.agrees(sold, [number])
