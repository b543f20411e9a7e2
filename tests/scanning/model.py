"""What a desk must answer, worked out from the promises of its interfaces alone, in the simplest way.

It shares nothing with the program but the words of the verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.scanning.world import PACK, OrderLine, ShopOrder, World

_JD_PARCEL = re.compile(r"(JDVN\d{11})-\d+-\d+-")


@dataclass(frozen=True, slots=True)
class Expected:
    """The part of an answer that can be foretold."""

    verdict: str
    order: str | None = None
    line: str | None = None
    got: int | None = None
    need: int | None = None


@dataclass(slots=True)
class Box:
    """An order on its way: ``new``, ``packing``, ``packed``, ``labelled`` or ``shipped``."""

    order: ShopOrder
    state: str = "new"
    got: dict[str, int] = field(default_factory=dict)
    ticked: int = 0
    done: list[tuple[tuple[str, int], ...]] = field(default_factory=list)
    """What each scan put in: line and units; nothing at all for a wish."""
    waybill: str = ""

    @property
    def is_counted(self) -> bool:
        """Every line has what it needs."""
        return all(self.room(line) == 0 for line in self.order.lines)

    @property
    def is_open(self) -> bool:
        """Whether goods can still go in."""
        return self.state in ("new", "packing")

    def room(self, line: OrderLine) -> int:
        """Units still missing."""
        return line.need - self.got[line.line]

    def lines_of(self, sku: str) -> list[OrderLine]:
        """Lines with these goods."""
        return [line for line in self.order.lines if line.sku == sku]


class Model:
    """A desk with nothing on it. ``expect`` foretells an answer and remembers what it changed."""

    def __init__(self, world: World) -> None:
        """The desk before its first scan."""
        self.world = world
        self.boxes = {
            order.number: Box(order, got={line.line: 0 for line in order.lines}) for order in world.orders
        }
        self.open: Box | None = None
        self.amount = 1
        self._names = dict(_names(world))
        self._pool = {number for pool in world.waybills.values() for number in pool}
        self._owners: dict[str, Box] = {}
        self._commands: dict[str, Callable[[], Expected]] = {
            "PKEXIT": self._leave,
            "PKUNDO": self._undo,
            "PKTICK": self._tick,
        }

    def labelled(self, number: str, waybill: str) -> None:
        """The desk said that an order's label is out."""
        box = self.boxes[number]
        assert box.state == "packed", f"a label for {number}, which is {box.state}"
        assert waybill in self.world.waybills[box.order.carrier], f"{waybill}: not for {number}"
        assert waybill not in self._owners, f"{waybill} twice"
        box.state, box.waybill = "labelled", waybill
        self._owners[waybill] = box

    def means(self, code: str) -> tuple[str, str, int] | None:
        """What a code stands for: kind, name, units."""
        upper = code.upper()
        parcel = _JD_PARCEL.fullmatch(upper)
        waybill = parcel[1] if parcel else upper
        if waybill in self._pool:
            return ("waybill", waybill, 1)
        return self._names.get(code.casefold())

    def expect(self, code: str) -> Expected:
        """The answer to this scan, and its consequences."""
        upper = code.upper()
        if upper in self._commands:
            return self._commands[upper]()
        if upper.startswith("PKQTY"):
            self.amount = int(upper.removeprefix("PKQTY"))
            return Expected("command-ok", self._number)
        match self.means(code):
            case ("order", number, _):
                return self._order(self.boxes[number])
            case ("waybill", number, _):
                return self._waybill(self._owners.get(number))
            case ("goods", sku, units):
                return self._goods(sku, units * self.amount)
            case _:
                return Expected("unknown-code", self._number)

    @property
    def _number(self) -> str | None:
        return self.open.order.number if self.open else None

    # --- commands
    # -----------------------------------------------------------------------------------------------

    def _leave(self) -> Expected:
        if self.open is None:
            return Expected("not-ready")
        number = self._number
        self._put_down(None)
        return Expected("left", number)

    def _put_down(self, box: Box | None) -> None:
        """What was said of the next unit is forgotten with the order it was said for."""
        self.open, self.amount = box, 1

    def _undo(self) -> Expected:
        """The last scan back; a box closed since is open again, its label gone."""
        box = self.open
        if box is None or not box.done:
            return Expected("nothing-to-undo", self._number)
        box.state, box.waybill = "packing", ""
        self._owners = {number: owner for number, owner in self._owners.items() if owner is not box}
        parts = box.done.pop()
        if not parts:
            box.ticked -= 1
            return Expected("undone", self._number)
        for name, units in parts:
            box.got[name] -= units
        return self._about("undone", box, _line(box, parts[-1][0]))

    def _tick(self) -> Expected:
        box = self.open
        if box is None or box.ticked == len(box.order.wishes):
            return Expected("not-ready", self._number)
        box.ticked += 1
        box.done.append(())
        self._close_if_done(box)
        return Expected("wish-ticked", self._number)

    # --- orders and waybills
    # ------------------------------------------------------------------------------------

    def _order(self, box: Box) -> Expected:
        if self.open is box:
            return Expected("order-opened", self._number)
        if self.open:
            return Expected("other-order", self._number)
        if box.state == "shipped":
            return Expected("already-shipped", box.order.number)
        self._put_on(box)
        return Expected("order-opened", self._number)

    def _put_on(self, box: Box) -> None:
        box.state = "packing" if box.state == "new" else box.state
        self._put_down(box)

    def _waybill(self, box: Box | None) -> Expected:
        """The closing scan, or a label that has no business here."""
        if box is None:
            return Expected("label-mismatch", self._number)
        if self.open not in (None, box):
            is_mismatch = self.open is not None and self.open.state == "labelled"
            return Expected("label-mismatch" if is_mismatch else "other-order", self._number)
        if box.state == "shipped":
            return Expected("already-shipped", box.order.number)
        box.state = "shipped"
        if self.open is box:
            self._put_down(None)
        return Expected("shipped", box.order.number)

    # --- goods
    # --------------------------------------------------------------------------------------------------

    def _goods(self, sku: str, units: int) -> Expected:
        box = self.open or self._due_first(sku)
        if box is None or not box.lines_of(sku):
            return Expected("wrong-item", self._number)
        lines = box.lines_of(sku)
        if not box.is_open or units > sum(map(box.room, lines)):
            return self._about("too-many", box, lines[-1])
        if self.open is None:
            self._put_on(box)
        parts = tuple(_filled(box, lines, units))
        box.done.append(parts)
        self.amount = 1
        line = _line(box, parts[-1][0])
        verdict = "item-ok" if box.room(line) else "line-complete"
        if box.is_counted:
            verdict = "order-complete"
            self._close_if_done(box)
        return self._about(verdict, box, line)

    def _due_first(self, sku: str) -> Box | None:
        """With nothing on the desk an item opens the order due first that needs it."""
        fitting = (
            box for box in self.boxes.values() if box.is_open and any(map(box.room, box.lines_of(sku)))
        )
        return next(fitting, None)

    def _close_if_done(self, box: Box) -> None:
        if box.is_counted and box.ticked == len(box.order.wishes):
            box.state = "packed"

    def _about(self, verdict: str, box: Box, line: OrderLine) -> Expected:
        return Expected(verdict, box.order.number, line.line, box.got[line.line], line.need)


def _filled(box: Box, lines: list[OrderLine], units: int) -> Iterator[tuple[str, int]]:
    """Put the units in, line after line."""
    for line in lines:
        part = min(units, box.room(line))
        if part:
            box.got[line.line] += part
            units -= part
            yield line.line, part


def _line(box: Box, name: str) -> OrderLine:
    return next(line for line in box.order.lines if line.line == name)


def _names(world: World) -> Iterator[tuple[str, tuple[str, str, int]]]:
    """Every code but the waybill numbers; articles of 12 and 13 digits also with the zeros in front."""
    for order in world.orders:
        yield order.number, ("order", order.number, 1)
    for goods in world.goods:
        yield goods.sku.casefold(), ("goods", goods.sku, 1)
        for code in goods.codes:
            yield code.casefold(), ("goods", goods.sku, 1)
            if code.isdigit() and len(code) == 12:
                yield f"0{code}", ("goods", goods.sku, 1)
        for code in goods.packs:
            yield code, ("goods", goods.sku, PACK)
