"""A shop of files: its program drops orders into the inbox and reads what lies in the outbox."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from packstation.domain.order import Receiver
from packstation.platforms import folder as folder_platform
from tests.connectors.tried import BUYER, MOVED, Sent, Sold, TriedShop

START = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
AGE_NS = 10_000_000_000
WAITS, PAID, CLOSED = "WAIT_BUYER_PAY", "WAIT_SELLER_SEND_GOODS", "TRADE_CLOSED"


class FolderShop(TriedShop):
    """Two folders."""

    kind = "folder"
    asks_again = False
    knows_orders = False
    needs_secrets = False

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, START)
        self.inbox, self.outbox = folder / "inbox", folder / "outbox"
        self._orders: dict[str, dict[str, Any]] = {}
        self._files = 0
        self._script: list[str] = []
        self._break(patch)

    def place(self, goods: Mapping[str, int], *, paid: bool = True) -> Sold:
        number = f"{5_000_000_000_000_000_001 + len(self._orders)}"
        told = {sku: (f"{number}{place}", units) for place, (sku, units) in enumerate(goods.items(), 1)}
        lines = [
            {"line": line, "sku": sku, "title": f"商品{sku}", "quantity": units}
            for sku, (line, units) in told.items()
        ]
        at = self.clock.now()
        self._orders[number] = {
            "number": number,
            "status": PAID if paid else WAITS,
            "created_at": at.isoformat(),
            "paid_at": at.isoformat() if paid else None,
            "receiver": _written(BUYER),
            "lines": lines,
        }
        self._tell(number)
        return Sold(number, at, told)

    def pay(self, sold: Sold) -> None:
        self._orders[sold.number] |= {"status": PAID, "paid_at": self.clock.now().isoformat()}
        self._tell(sold.number)

    def place_broken(self) -> str:
        self._drop([{"number": "1" * 400, "lines": []}])
        return f"{self._files:06d}.json"

    def cancel(self, sold: Sold, sku: str = "") -> None:
        order = self._orders[sold.number]
        if not sku:
            order["status"] = CLOSED
        for line in order["lines"]:
            if line["sku"] == sku:
                line["refund"] = "SUCCESS"
        self._tell(sold.number)

    def move(self, sold: Sold) -> None:
        self._orders[sold.number]["receiver"] = _written(MOVED)
        self._tell(sold.number)

    def _tell(self, number: str) -> None:
        """The shop's program writes an order out as it is now."""
        self.clock.pass_time(seconds=1)
        self._orders[number]["modified_at"] = self.clock.now().isoformat()
        self._drop([self._orders[number]])

    def _drop(self, orders: list[dict[str, Any]]) -> None:
        self.inbox.mkdir(exist_ok=True)
        self._files += 1
        part = self.inbox / f".{self._files:06d}.part"
        part.write_text(json.dumps({"orders": orders}), encoding="utf-8")
        # written a while ago, so that nobody waits for it to stop growing
        written = time.time_ns() - AGE_NS + self._files * 1000
        os.utime(part, ns=(written, written))
        part.replace(self.inbox / f"{self._files:06d}.json")

    def books(self, number: str) -> list[Sent]:
        rows = []
        for path in sorted(self.outbox.glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows += list(csv.DictReader(file))
        told = [row["运单号"].lstrip("'") for row in rows if row["订单编号"].lstrip("'") == number]
        return [Sent(one) for one in sorted(told)]

    def state(self, number: str) -> object:
        return sorted(path.name for path in self.outbox.glob("*")), self.books(number)

    def cut(self, *whens: str) -> None:
        self._script += whens

    def stutter(self) -> None:
        """Somebody is still copying files into the inbox: what stands there of them must not be read."""
        for place in range(4):
            (self.inbox / f"{place}.json.part").write_text('{"orders": [{"number": "4', encoding="utf-8")

    def _break(self, patch: pytest.MonkeyPatch) -> None:
        """The disk fails by script, before a file is written or when it already stands there."""
        write, sync = folder_platform._write_synced, folder_platform._sync

        def fail(when: str) -> None:
            if self._script[:1] == [when]:
                self._script.pop(0)
                raise OSError(errno.EIO, "Input/output error")

        def write_synced(path: Path, contents: bytes) -> None:
            fail("before")
            write(path, contents)

        def synced(folder: Path) -> None:
            if folder == self.outbox:
                fail("after")
            sync(folder)

        patch.setattr(folder_platform, "_write_synced", write_synced)
        patch.setattr(folder_platform, "_sync", synced)

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Something else lies where the folders were, as behind a drive that was pulled out."""
        places = [(place, place.with_name(f"{place.name}-away")) for place in (self.inbox, self.outbox)]
        for place, away in places:
            place.rename(away)
            place.write_bytes(b"")
        try:
            yield
        finally:
            for place, away in places:
                place.unlink()
                away.rename(place)

    def asked(self) -> int:
        return self.reads

    def small_batches(self, patch: pytest.MonkeyPatch) -> int:
        patch.setattr(folder_platform, "MOST_FILES", 2)
        return 2


def _written(receiver: Receiver) -> dict[str, str]:
    names = ("name", "phone", "province", "city", "district", "detail", "postcode")
    return {name: getattr(receiver, name) for name in names}
