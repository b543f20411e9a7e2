"""The command line as it is typed: commands, options, help."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from packstation import __version__
from packstation.desk.views import WorkList
from packstation.domain.order import State
from packstation.words import Words

MOST_ORDERS = 1_000_000
SMALLEST_SIDE, LARGEST_SIDE = 600, 10_000


def parser(words: Words) -> argparse.ArgumentParser:
    """Everything that can be typed after ``packstation``."""
    top = argparse.ArgumentParser(prog="packstation", description=words("cli.help.program"))
    top.add_argument("--version", action="version", version=f"packstation {__version__}")
    top.add_argument("--data-dir", type=Path, metavar="DIR", help=words("cli.help.data-dir"))
    top.add_argument("--config", type=Path, metavar="FILE", help=words("cli.help.config"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=words(f"cli.help.{name}"), description=words(f"cli.help.{name}")
        )

    _add_demo(add("demo"), words)
    take_in = add("import")
    take_in.add_argument("files", nargs="+", type=Path, metavar="FILE")
    take_in.add_argument("--json", action="store_true", help=words("cli.help.json"))
    _add_lists(add("orders"), add("order"), words)
    add("scan").add_argument("--packer", metavar="BADGE", help=words("cli.help.packer"))
    sync = add("sync")
    sync.add_argument("--once", action="store_true", help=words("cli.help.once"))
    sync.add_argument("--json", action="store_true", help=words("cli.help.json"))
    release = add("release")
    release.add_argument("number", metavar="NUMBER")
    release.add_argument("--note", default="", help=words("cli.help.settled"))
    _add_teach(add("teach"), words)
    _add_stock(add("stock"), add("count"), words)
    flawed = add("defects")
    flawed.add_argument("--days", type=count, default=30, metavar="N", help=words("cli.help.days"))
    flawed.add_argument("--json", action="store_true", help=words("cli.help.json"))
    said = words("wishes.cli.help")
    _add_wishes(commands.add_parser("wishes", help=said, description=said), words)
    _add_carriers(
        commands.add_parser("carriers", help=(told := words("carriers.cli.help")), description=told), words
    )
    _add_exceptions(add, words)
    _add_renumber(add("renumber"), words)
    no_parcel = add("no-parcel")
    no_parcel.add_argument("number", metavar="NUMBER")
    no_parcel.add_argument("--packer", metavar="BADGE", help=words("cli.help.packer"))
    said = words("printer.jobs.help")
    _add_jobs(commands.add_parser("jobs", help=said, description=said), words)
    _add_papers(add("label"), add("sheet"), words)
    trial = add("trial")
    trial.add_argument("-o", "--output", type=Path, metavar="FILE.pdf", help=words("cli.help.trial-output"))
    _add_handover(add("slip"), add("handover"), add("manifest"), words)
    _add_picking(add("picklist"), add("batches"), words)
    _add_connection(add("connection"), add("login"), words)
    add("doctor").add_argument("--json", action="store_true", help=words("cli.help.json"))
    _add_journal(add("journal"), words)
    add("backup").add_argument("file", type=Path, metavar="FILE")
    add("restore").add_argument("file", type=Path, metavar="FILE")
    return top


def _add_connection(linked: argparse.ArgumentParser, entry: argparse.ArgumentParser, words: Words) -> None:
    linked.add_argument("--try", dest="trial", action="store_true", help=words("connection.cli.try"))
    linked.add_argument("--json", action="store_true", help=words("cli.help.json"))
    entry.add_argument("name", metavar="NAME", help=words("connection.cli.person"))
    entry.add_argument("--show", action="store_true", help=words("connection.cli.show"))
    for command in (linked, entry):
        command.add_argument("--shop", default="", metavar="NAME", help=words("connection.cli.shop"))


def _add_demo(demo: argparse.ArgumentParser, words: Words) -> None:
    where = demo.add_mutually_exclusive_group()
    where.add_argument("--orders", type=count, default=200, metavar="N", help=words("cli.help.orders-count"))
    where.add_argument("--taobao", metavar="URL", help=words("cli.help.demo-taobao"))
    demo.add_argument("--cainiao", metavar="URL", help=words("cli.help.demo-cainiao"))
    demo.add_argument("--screenshot", type=Path, metavar="FILE.png", help=words("cli.help.screenshot"))
    demo.add_argument(
        "--language", choices=("zh_CN", "zh_TW", "en", "system"), help=words("cli.help.language")
    )
    demo.add_argument("--theme", choices=("light", "dark"), help=words("cli.help.theme"))
    demo.add_argument(
        "--size", type=size, default=(1280, 800), metavar="1280x800", help=words("cli.help.window-size")
    )
    demo.add_argument(
        "--show", choices=("queue", "pack", "stop"), default="queue", help=words("cli.help.show")
    )


def _add_lists(orders: argparse.ArgumentParser, order: argparse.ArgumentParser, words: Words) -> None:
    orders.add_argument("--state", choices=[state.value for state in State], help=words("cli.help.state"))
    orders.add_argument("--list", choices=[name.value for name in WorkList], help=words("cli.help.list"))
    orders.add_argument("--json", action="store_true", help=words("cli.help.json"))
    order.add_argument("number", metavar="NUMBER")
    order.add_argument("--json", action="store_true", help=words("cli.help.json"))


def _add_teach(teach: argparse.ArgumentParser, words: Words) -> None:
    teach.add_argument("code", metavar="CODE")
    teach.add_argument("sku", nargs="?", metavar="SKU")
    teach.add_argument("--units", type=count, default=1, metavar="N", help=words("cli.help.units"))
    teach.add_argument("--forget", action="store_true", help=words("cli.help.forget"))
    teach.add_argument("--packer", metavar="BADGE", help=words("cli.help.packer"))


def _add_stock(stock: argparse.ArgumentParser, counted: argparse.ArgumentParser, words: Words) -> None:
    stock.add_argument("skus", nargs="*", metavar="SKU")
    stock.add_argument("--short", action="store_true", help=words("cli.help.short"))
    stock.add_argument("--json", action="store_true", help=words("cli.help.json"))
    counted.add_argument("sku", metavar="SKU")
    counted.add_argument("bin", metavar="BIN")
    counted.add_argument("units", type=int, metavar="UNITS")
    counted.add_argument("--reason", default="counted", help=words("cli.help.reason"))


def _add_wishes(wishes: argparse.ArgumentParser, words: Words) -> None:
    wishes.add_argument("text", metavar="TEXT", help=words("wishes.cli.text"))
    wishes.add_argument("--memo", action="store_true", help=words("wishes.cli.memo"))
    wishes.add_argument("--json", action="store_true", help=words("cli.help.json"))


def _add_carriers(carriers: argparse.ArgumentParser, words: Words) -> None:
    carriers.add_argument("number", nargs="?", metavar="ORDER", help=words("carriers.cli.order"))
    carriers.add_argument("--json", action="store_true", help=words("cli.help.json"))


def _add_exceptions(add: Callable[[str], argparse.ArgumentParser], words: Words) -> None:
    add("exceptions").add_argument("--json", action="store_true", help=words("cli.help.json"))
    gestures = {
        name: add(name)
        for name in (
            "expedite",
            "note",
            "take-over",
            "put-back",
            "retry",
            "intercept",
            "intercepted",
            "together",
            "apart",
        )
    }
    for gesture in gestures.values():
        gesture.add_argument("number", metavar="NUMBER")
        gesture.add_argument("--packer", metavar="BADGE", help=words("cli.help.packer"))
    gestures["together"].add_argument("others", metavar="OTHER", nargs="*", help=words("cli.help.others"))
    gestures["note"].add_argument("text", metavar="TEXT")
    gestures["intercepted"].add_argument("text", metavar="TEXT")
    gestures["take-over"].add_argument("--reason", required=True, help=words("cli.help.why"))
    way = gestures["expedite"].add_mutually_exclusive_group(required=True)
    way.add_argument("--reason", default="", help=words("cli.help.why"))
    way.add_argument("--undo", action="store_true", help=words("cli.help.undo"))


def _add_renumber(renumber: argparse.ArgumentParser, words: Words) -> None:
    renumber.add_argument("number", metavar="NUMBER")
    renumber.add_argument("--from", dest="before", metavar="OLD", help=words("cli.help.from-number"))
    renumber.add_argument(
        "--to", dest="waybill", required=True, metavar="NEW", help=words("cli.help.to-number")
    )
    renumber.add_argument("--carrier", metavar="CODE", help=words("cli.help.to-carrier"))
    renumber.add_argument("--reason", required=True, help=words("cli.help.why"))
    renumber.add_argument("--packer", metavar="BADGE", help=words("cli.help.packer"))


def _add_handover(
    slip: argparse.ArgumentParser,
    handover: argparse.ArgumentParser,
    manifest: argparse.ArgumentParser,
    words: Words,
) -> None:
    slip.add_argument("number", metavar="NUMBER")
    where = slip.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", type=Path, metavar="FILE")
    where.add_argument("--print", action="store_true", help=words("printer.list.print"))
    slip.add_argument(
        "--kind",
        choices=("packing", "priced", "return", "gift"),
        default="packing",
        help=words("cli.help.kind"),
    )
    slip.add_argument("--size", default="A5", metavar="A5", help=words("cli.help.paper"))
    slip.add_argument("--text", default="", help=words("cli.help.gift-text"))
    handover.add_argument("carrier", nargs="?", metavar="CARRIER")
    handover.add_argument("--done", action="store_true", help=words("cli.help.done"))
    handover.add_argument("--packer", metavar="BADGE", help=words("cli.help.packer"))
    manifest.add_argument("id", nargs="?", type=count, metavar="ID")
    manifest.add_argument("-o", "--output", type=Path, metavar="FILE.pdf")
    manifest.add_argument("--print", action="store_true", help=words("printer.list.print"))
    manifest.add_argument("--size", default="A4", metavar="A4", help=words("cli.help.paper"))
    manifest.add_argument("--json", action="store_true", help=words("cli.help.json"))


def _add_jobs(jobs: argparse.ArgumentParser, words: Words) -> None:
    jobs.add_argument("--last", type=count, default=50, metavar="N", help=words("printer.jobs.last"))
    jobs.add_argument("--order", metavar="NUMBER", help=words("printer.jobs.order"))
    jobs.add_argument("--json", action="store_true", help=words("cli.help.json"))


def _add_papers(label: argparse.ArgumentParser, sheet: argparse.ArgumentParser, words: Words) -> None:
    label.add_argument("number", nargs="?", metavar="NUMBER")
    label.add_argument("--from", dest="given", type=Path, metavar="FILE", help=words("given.cli.from"))
    label.add_argument("--page", type=count, metavar="N", help=words("given.cli.page"))
    label.add_argument("-o", "--output", type=Path, metavar="FILE")
    label.add_argument("--size", metavar="76x130", help=words("cli.help.size"))
    label.add_argument("--dpi", type=count, metavar="203", help=words("cli.help.dpi"))
    label.add_argument("--parcel", type=count, default=1, metavar="N", help=words("cli.help.parcel"))
    sheet.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf")
    kind = sheet.add_mutually_exclusive_group()
    kind.add_argument("--scanner-test", action="store_true", help=words("cli.help.scanner-test"))
    kind.add_argument("--badges", action="store_true", help=words("cli.help.badges"))


def _add_picking(picklist: argparse.ArgumentParser, batches: argparse.ArgumentParser, words: Words) -> None:
    what = picklist.add_mutually_exclusive_group()
    what.add_argument("number", nargs="?", metavar="NUMBER")
    what.add_argument("--next", type=count, metavar="N", help=words("cli.help.next"))
    what.add_argument("--batch", type=count, metavar="ID", help=words("cli.help.batch"))
    picklist.add_argument("-o", "--output", type=Path, metavar="FILE.pdf")
    picklist.add_argument("--size", default="A4", metavar="A4", help=words("cli.help.paper"))
    picklist.add_argument("--json", action="store_true", help=words("cli.help.json"))
    change = batches.add_mutually_exclusive_group()
    change.add_argument("--dissolve", type=count, metavar="ID", help=words("cli.help.dissolve"))
    change.add_argument("--put-out", metavar="NUMBER", help=words("cli.help.put-out"))
    batches.add_argument("--json", action="store_true", help=words("cli.help.json"))


def _add_journal(journal: argparse.ArgumentParser, words: Words) -> None:
    actions = journal.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("verify", help=words("cli.help.journal-verify"))
    export = actions.add_parser("export", help=words("cli.help.journal-export"))
    export.add_argument("file", type=Path, metavar="FILE")


def count(text: str) -> int:
    """A whole number of at least one."""
    number = int(text)
    if number < 1 or number > MOST_ORDERS:
        raise argparse.ArgumentTypeError(text)
    return number


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    wide, _, high = text.partition("x")
    size = (int(wide), int(high))
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in size):
        raise argparse.ArgumentTypeError(text)
    return size
