"""What a busy, not very careful worker scans next: mostly what is needed, sometimes anything else."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.scanning.model import Box, Model
from tests.scanning.world import PACK, SIGNS, Goods, OrderLine

_LATEST = 12
"""Orders a worker has in view."""


class Stream:
    """Codes for the desk as the model has it."""

    def __init__(self, model: Model, rng: random.Random) -> None:
        """Endless."""
        self._model = model
        self._rng = rng
        self._goods = {goods.sku: goods for goods in model.world.goods}
        self._unused = model.world.unused()

    def next(self) -> str:
        """The next code; CapsLock is on now and then."""
        box = self._model.open
        if self._rng.random() < 0.12:
            code = self._rng.choice(self._nonsense)()
        elif box is None:
            code = self._on_empty_desk()
        elif box.is_open:
            code = self._while_packing(box)
        else:
            code = self._when_closed(box)
        return code.swapcase() if self._rng.random() < 0.03 else code

    def harmless(self) -> str:
        """A code that leaves an empty desk empty."""
        return self._rng.choice((self._unknown, self._stranger, lambda: "PKEXIT", lambda: "PKUNDO"))()

    # --- sensible
    # -----------------------------------------------------------------------------------------------

    def _on_empty_desk(self) -> str:
        if (labelled := self._boxes("labelled")) and self._rng.random() < 0.5:
            return self._closing(self._rng.choice(labelled))
        waiting = [box for box in self._model.boxes.values() if box.is_open][:_LATEST]
        if not waiting:
            return self._unknown()
        box = self._rng.choice(waiting)
        if box.is_counted or self._rng.random() < 0.5:
            return box.order.number
        return self._unit(self._missing(box))

    def _while_packing(self, box: Box) -> str:
        if box.is_counted:
            return "PKTICK"
        line = self._missing(box)
        if self._model.amount > sum(map(box.room, box.lines_of(line.sku))):
            return "PKQTY1"
        if self._model.amount == 1 and self._rng.random() < 0.06:
            return f"PKQTY{self._rng.randint(1, box.room(line) + 1)}"
        return self._item(line, box.room(line))

    def _when_closed(self, box: Box) -> str:
        """Its label may be on its way: until it is out, only what is answered the same either way."""
        if box.state == "packed":
            return "PKEXIT" if self._rng.random() < 0.6 else self._rng.choice(self._patience)()
        return "PKUNDO" if self._rng.random() < 0.08 else self._closing(box)

    def _missing(self, box: Box) -> OrderLine:
        return self._rng.choice([line for line in box.order.lines if box.room(line)])

    def _item(self, line: OrderLine, room: int) -> str:
        goods = self._goods[line.sku]
        if goods.packs and room >= PACK * self._model.amount and self._rng.random() < 0.7:
            return goods.packs[0]
        return self._unit(line)

    def _unit(self, line: OrderLine) -> str:
        goods = self._goods[line.sku]
        code = self._rng.choice((*goods.codes, *goods.codes, goods.sku))
        return f"0{code}" if len(code) == 12 and code.isdigit() and self._rng.random() < 0.3 else code

    def _closing(self, box: Box) -> str:
        is_jd = box.waybill.startswith("JD")
        return f"{box.waybill}-1-1-" if is_jd and self._rng.random() < 0.5 else box.waybill

    # --- anything else
    # ------------------------------------------------------------------------------------------

    @property
    def _nonsense(self) -> tuple[Callable[[], str], ...]:
        box = self._model.open
        calm = box is None or box.state != "packed"
        return (
            *self._patience,
            lambda: "PKTICK",
            lambda: "PKEXIT",
            *((lambda: "PKUNDO", self._foreign_label) if calm else ()),
        )

    @property
    def _patience(self) -> tuple[Callable[[], str], ...]:
        return (self._unknown, self._any_goods, self._any_order, self._stranger, self._own_number)

    def _unknown(self) -> str:
        """Nothing at this desk has this code."""
        while True:
            code = self._rng.choice(
                (
                    lambda: f"YT{self._rng.randrange(10**13):013d}",
                    lambda: f"JDVN{self._rng.randrange(10**11):011d}",
                    lambda: str(self._rng.randrange(10**7, 10**15)),
                    lambda: self._text(self._rng.randint(3, 20)),
                    lambda: self._text(self._rng.randint(20, 40)),
                )
            )()
            if self._model.means(code) is None and not code.upper().startswith("PK"):
                return code

    def _text(self, count: int) -> str:
        """Yes and no are among them: the letters that answer a question."""
        word = self._rng.choice(("yes", "NO", "y", "N", "Ja", "q"))
        return word + "".join(self._rng.choice(SIGNS) for _ in range(count - len(word)))

    def _any_goods(self) -> str:
        box = self._model.open
        if box is not None and self._rng.random() < 0.6:
            return self._unit(self._rng.choice(box.order.lines))
        goods: Goods = self._rng.choice(self._model.world.goods)
        return self._rng.choice((*goods.codes, goods.sku, *goods.packs))

    def _any_order(self) -> str:
        return self._rng.choice(self._model.world.orders).number

    def _stranger(self) -> str:
        """A waybill number of the pool on no parcel."""
        return self._rng.choice(self._unused)

    def _own_number(self) -> str:
        return self._model.open.order.number if self._model.open else "PKEXIT"

    def _foreign_label(self) -> str:
        """The label of another parcel, out or gone already."""
        others = [*self._boxes("labelled"), *self._boxes("shipped")[-_LATEST:]]
        return self._closing(self._rng.choice(others)) if others else self._stranger()

    def _boxes(self, state: str) -> list[Box]:
        return [box for box in self._model.boxes.values() if box.state == state]
