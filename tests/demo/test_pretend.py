"""One key walks every order through every step, whatever has happened to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from packstation.demo.pretend import next_code
from packstation.demo.world import World
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.views import OrderView, QueueRow, WorkList
from packstation.domain import ticking, verbs
from packstation.domain.intake import Batch, Carton, Product
from packstation.domain.order import REFUND_DONE, Order, Parcel, Printed, Receiver, State
from packstation.domain.scan import Command
from tests.builders import NOON, make_desk, make_order, numbers, take_in
from tests.fakes import FakeClock, FakeLink

MOST_STEPS = 60


def _goods(batch: Batch) -> dict[str, Product]:
    return {record.sku: record for _, record in batch.records if isinstance(record, Product)}


def _view(order: Order, products: dict[str, Product] | None = None) -> OrderView:
    return OrderView(order, products or {}, {}, "", {}, ())


def _row(order: Order) -> QueueRow:
    return QueueRow(
        order.number,
        order.state,
        order.ship_by,
        0,
        "",
        "",
        "",
        "",
        (),
        len(order.lines),
        order.units,
        0,
        "",
        (0, 0, 0),
    )


def _nobody(_number: str) -> OrderView | None:
    """No order is to be looked up."""
    return None


def _open(order: Order) -> Order:
    return verbs.open_order(verbs.review(verbs.confirm(order), ()))


def _obey(order: Order, code: str, sku_of: dict[str, str]) -> Order:
    """What a scan does, by the domain's verbs alone; a box with nothing missing is closed."""
    match code:
        case Command.PASS:
            order = verbs.pass_quality(order)[0]
        case Command.TICK:
            order = ticking.tick(order)[0]
        case Command.PRINT:
            carrier = (*order.carriers_allowed, "YTO")[0]
            order = verbs.take_number(order, 1, carrier, "YT0000000000001", "first")
            order = verbs.label(verbs.note_label(order, 1, Printed.PRINTED))
        case _ if code in order.live_waybills:
            order = verbs.ship(verbs.close_parcel(order, code), NOON)
        case _:
            line = next(line for line in order.lines_of_sku(sku_of[code]) if not line.is_complete)
            order = verbs.count(order, line.line)
    return verbs.pack(order) if order.state is State.PACKING and order.is_ready_to_pack else order


def test_every_order_is_walked_to_shipped_by_the_domains_verbs(batch: Batch) -> None:
    products = _goods(batch)
    sku_of = {code: sku for sku, product in products.items() for code in product.barcodes}
    used = set()
    for order in (record for _, record in batch.records if isinstance(record, Order)):
        if not order.units:
            continue
        lines = tuple(replace(line, inspect=products[line.sku].inspect) for line in order.lines)
        walked = replace(order, lines=lines, state=State.NEW, hold=None)
        view = _view(walked, products)
        code = next_code(None, _row(walked), {walked.number: view}.get)
        walked = _open(walked)
        if code != walked.number:
            assert walked.units == 1
            walked = _obey(walked, code or "", sku_of)
        for _ in range(MOST_STEPS):
            if walked.state is State.SHIPPED:
                break
            code = next_code(_view(walked, products), None, _nobody)
            assert code
            used.add(code if code.startswith("PK") else "scan")
            walked = _obey(walked, code, sku_of)
        assert walked.state is State.SHIPPED, order.number
        assert next_code(_view(walked, products), None, _nobody) == Command.EXIT
    assert used == {"scan", Command.PASS, Command.TICK, Command.PRINT}


def test_with_nothing_left_there_is_nothing_to_scan() -> None:
    assert next_code(None, None, _nobody) is None


def test_a_single_item_opens_its_order_and_everything_else_begins_with_its_number() -> None:
    order = make_order()
    assert next_code(None, _row(order), {order.number: _view(order)}.get) == order.number
    single = replace(order, lines=(replace(order.lines[0], quantity=1),))
    product = Product("TS-L", barcodes=("6901234567892",))
    look = {order.number: _view(single, {"TS-L": product})}.get
    assert next_code(None, _row(single), look) == "6901234567892"
    begun = {order.number: _view(replace(single, state=State.PACKING), {"TS-L": product})}.get
    assert next_code(None, _row(single), begun) == order.number
    assert next_code(None, _row(single), _nobody) == order.number


@pytest.mark.parametrize("state", [State.HELD, State.CANCELLED, State.SHIPPED, State.NEW])
def test_what_cannot_be_worked_on_is_left(state: State) -> None:
    assert next_code(_view(make_order(state=state)), None, _nobody) == Command.EXIT


def test_a_refunded_unit_comes_out_of_the_box_at_every_step() -> None:
    for state in (State.PACKING, State.PACKED, State.LABELLED):
        order = make_order(state=state)
        refunded = replace(order.lines[0], got=1, refund=REFUND_DONE)
        assert next_code(_view(replace(order, lines=(refunded,))), None, _nobody) == "TS-L"


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ((Printed.NONE,), Command.PRINT),
        ((Printed.FAILED,), Command.PRINT),
        ((Printed.PRINTED, Printed.NONE), Command.PRINT),
        ((Printed.SENDING,), None),
        ((Printed.UNKNOWN,), "W1"),
        ((Printed.PRINTED, Printed.UNKNOWN), "W2"),
        ((Printed.UNKNOWN, Printed.UNKNOWN), Command.REPRINT),
        ((Printed.UNKNOWN, Printed.FAILED), Command.REPRINT),
    ],
)
def test_the_closed_box_waits_for_its_label(labels: tuple[Printed, ...], code: str | None) -> None:
    order = make_order(state=State.PACKED)
    boxes = tuple(
        Parcel(n, waybill=f"W{n}" if label is not Printed.NONE else "", label=label)
        for n, label in enumerate(labels, start=1)
    )
    full = replace(order, lines=(replace(order.lines[0], got=2),), parcels=boxes)
    assert next_code(_view(full), None, _nobody) == code


def _walk(desk: Desk, most: int = MOST_STEPS) -> list[str]:
    """Press the key until there is nothing left; gives the verdicts."""
    said: list[str] = []
    for _ in range(most):
        rows = desk.queue(WorkList.ALL, None, 1)
        code = next_code(desk.open_view(), rows[0] if rows else None, desk.view)
        if code is None:
            return said
        said.append(desk.scan_and_print(code).verdict.value)
    raise AssertionError(said)


def test_a_wrong_address_on_the_label_is_printed_anew(tmp_path: Path) -> None:
    order = make_order(wishes=["礼盒包装"])
    desk = make_desk(tmp_path / "data", order)
    for code in (order.number, "6901234567892", "6901234567892", "PKTICK"):
        desk.scan_and_print(code)
    moved = replace(order, receiver=replace(order.receiver, detail="清溪路8号2栋301室"), modified_at=NOON)
    take_in(desk, moved)
    assert _walk(desk)[-1] == "shipped"
    shipped = desk.view(order.number)
    assert shipped
    assert shipped.order.live_waybills == ("YT0000000000002",)


def test_a_labelled_box_whose_buyer_wants_more_is_filled_first(tmp_path: Path) -> None:
    order = make_order()
    desk = make_desk(tmp_path / "data", order)
    for code in (order.number, "6901234567892", "6901234567892"):
        desk.scan_and_print(code)
    more = replace(order, lines=(replace(order.lines[0], quantity=3),), modified_at=NOON)
    take_in(desk, more)
    assert _walk(desk)[-2:] == ["order-complete", "shipped"]


def test_where_each_box_must_have_a_carton_the_proposed_one_is_scanned(tmp_path: Path) -> None:
    carton = Carton("B3", (300, 200, 120), 120, 5000)
    desk = make_desk(tmp_path / "data", make_order(), carton, options=DeskOptions(carton="required"))
    assert _walk(desk)[-3:] == ["order-complete", "command-ok", "shipped"]
    view = desk.view(make_order().number)
    assert view is not None
    assert view.order.parcels[0].carton == "B3"


def test_a_printer_that_fails_and_one_that_leaves_doubt(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", make_order(), link=FakeLink("failed", "unknown"))
    assert _walk(desk)[-1] == "shipped"


def test_an_order_called_back_is_left_for_the_next_one(tmp_path: Path) -> None:
    first, second = make_order(due_h=1), make_order("4065712345678905555", due_h=2)
    desk = make_desk(tmp_path / "data", first, second)
    desk.scan_and_print(first.number)
    asked = replace(first, lines=(replace(first.lines[0], refund="WAIT_SELLER_AGREE"),), modified_at=NOON)
    take_in(desk, asked)
    assert _walk(desk)[0] == "left"
    assert desk.state().shipped_today == 1


def test_an_address_that_a_person_must_look_at_stops_nobody(tmp_path: Path) -> None:
    doubtful = make_order(due_h=1, receiver=Receiver("李明", "138123"))
    desk = make_desk(tmp_path / "data", doubtful, make_order("4065712345678905555", due_h=2))
    assert "needs-review" in _walk(desk)
    assert desk.state().shipped_today == 1


def test_one_key_empties_the_whole_queue(world: World, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "data", clock=FakeClock(NOON))
    for _ in desk.importing.store(desk.importing.read([world.order_file]), 1):
        pass
    take_in(desk, *numbers(1))
    said = _walk(desk, 2000)
    assert said.count("shipped") > 150
    assert desk.counts()[WorkList.ALL] == 0
    assert desk.counts()[WorkList.TO_REVIEW] == said.count("needs-review") > 3
    assert set(said) <= {
        "order-opened",
        "item-ok",
        "line-complete",
        "order-complete",
        "quality-passed",
        "wish-ticked",
        "shipped",
        "needs-review",
    }
