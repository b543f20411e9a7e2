"""Orders and desks for tests, with everything that a case does not care about filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from packstation import files
from packstation.carriers.carrier import Carrier as CarrierSource
from packstation.carriers.number_pool import NumberPool
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.profile import Profile, Profiles
from packstation.domain.intake import (
    Batch,
    Carrier,
    Product,
    Record,
    Sourced,
    StockCount,
    Tally,
    WaybillNumber,
)
from packstation.domain.order import Line, Order, Receiver, State, Wish
from packstation.domain.print_jobs import Paper
from packstation.domain.scan import Answer
from packstation.platforms.connector import Connector
from packstation.platforms.folder import FolderPlatform
from packstation.printers.links import FileLink, Link
from packstation.printers.printer import Printer
from packstation.store.store import Store
from packstation.words import load as load_words
from tests.fakes import FakeClock

NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
HOME = Receiver("李明", "13812345678", "浙江省", "杭州市", "余杭区", "仓前街道", "文一西路969号3栋", "311121")


def make_order(
    number: str = "4065712345678901234",
    *lines: Line,
    state: State = State.NEW,
    wishes: Sequence[str] = (),
    due_h: float = 24,
    **more: object,
) -> Order:
    """An order that nothing is wrong with."""
    order = Order(
        number=number,
        lines=lines or (Line(f"{number}1", "TS-L", 2, "白色棉T恤", "L"),),
        created_at=NOON - timedelta(hours=5),
        paid_at=NOON - timedelta(hours=5),
        ship_by=NOON + timedelta(hours=due_h),
        modified_at=NOON - timedelta(hours=5),
        receiver=HOME,
        wishes=tuple(Wish(text) for text in wishes),
        state=state,
        platform="folder",
        shop="旗舰店",
    )
    return replace(order, **more)  # type: ignore[arg-type]


GOODS: tuple[Record, ...] = (
    Carrier("YTO", "圆通速递", r"^YT\d{13}$"),
    Product("TS-L", "白色棉T恤", "L", ("6901234567892",), (("16901234567899", 10),), 180, (250, 200, 20)),
    Product(
        "CUP",
        "陶瓷茶杯",
        "青花",
        ("6909999999991",),
        (),
        320,
        (90, 90, 110),
        ("fragile",),
        ("无破损", "无色差"),
    ),
    Product("BOOK", "儿童绘本", "全6册", ("9787020000012",), (), 900),
    StockCount("TS-L", "A-03-2", 400),
    StockCount("CUP", "B-11-1", 50),
)


def numbers(count: int, first: int = 1) -> tuple[WaybillNumber, ...]:
    """Waybill numbers of YTO."""
    return tuple(WaybillNumber("YTO", f"YT{n:013d}") for n in range(first, first + count))


def take_in(desk: Desk, *records: Record) -> Tally:
    """Store records as if a file had brought them."""
    batch = Batch(tuple((Sourced("test.json", row), record) for row, record in enumerate(records, start=1)))
    tally = Tally()
    for progress in desk.importing.store(batch):
        tally = progress.tally
    return tally


def make_desk(
    folder: Path,
    *records: Record,
    clock: FakeClock | None = None,
    link: Link | None = None,
    options: DeskOptions | None = None,
    carrier: CarrierSource | None = None,
    printers: Mapping[Paper, Printer] | None = None,
    platform: Connector | None = None,
    connect: Callable[[Store], Connector] | None = None,
    further: Mapping[str, Connector] | None = None,
) -> Desk:
    """A desk on a real database in ``folder``, with goods, stock and waybill numbers.

    ``connect`` makes a platform that keeps something in the desk's own database; ``further`` are those of
    further shops, whose terms stand in the options.
    """
    folder.mkdir(exist_ok=True)
    clock = clock or FakeClock(NOON)
    store = Store(folder, clock.now())
    options = options or DeskOptions(promise=timedelta(hours=48))
    platform = platform or FolderPlatform(
        folder,
        read=lambda paths: files.read(
            paths, files.Defaults(platform="folder", shop="", promise=options.promise)
        ),
        shipments_csv=lambda shipments: files.shipments_csv(shipments, UTC),
        write_rejects=lambda path, rejects: files.write_rejects(path, rejects, lambda reject: reject.reason),
    )
    link = link or FileLink(folder / "labels")
    language = "escpos" if link.raw else "png"
    printer = Printer(language, link, options.label_size, options.dpi)
    says = dict.fromkeys(Paper, load_words("zh_CN"))
    profiles = Profiles(Profile(options, {Paper.LABEL: printer, **(printers or {})}, says))
    platform = connect(store) if connect else platform
    desk = Desk(
        store, clock, profiles, carrier or NumberPool(store.waybills), {"": platform, **(further or {})}
    )
    desk.printing.recover()
    desk.numbers.recover()
    if records:
        take_in(desk, *GOODS, *numbers(50), *records)
    return desk


def scan_all(desk: Desk, *codes: str) -> list[Answer]:
    """Scan codes one after another, labels printed in between."""
    return [desk.scan_and_print(code) for code in codes]


def verdicts(answers: Sequence[Answer]) -> list[str]:
    """The verdicts of some answers."""
    return [answer.verdict.value for answer in answers]


def events(answer: Answer) -> list[str]:
    """The events of an answer."""
    return [event.value for event in answer.events]


Scan = Callable[[str], Answer]
