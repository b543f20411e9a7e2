"""The desk in a process of its own: ``python -m tests.double_eleven.desk_program SETTINGS``, to be killed at any moment.

One JSON object a line comes in and one goes out for each, once everything it asks for is done. The day's clock
comes with each of them. What the printer prints is one line of ``tray``, written in one piece.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from packstation.carriers.cainiao import CainiaoWaybills
from packstation.carriers.carrier import Carrier
from packstation.desk.desk import Desk
from packstation.desk.options import DeskOptions
from packstation.desk.views import WorkList
from packstation.domain.order import Order, State
from packstation.domain.print_jobs import JobState
from packstation.errors import PackstationError
from packstation.platforms.taobao.platform import Surroundings
from packstation.platforms.taobao.trade import Shop
from packstation.printers.links import Link, Told
from packstation.store.store import Store
from packstation.top import Account, TopClient
from packstation.web import Limits
from tests.builders import GOODS, make_desk, numbers, take_in
from tests.carriers.cainiao import TERMS
from tests.double_eleven import sins
from tests.double_eleven.sins import CarelessCarrier, Listening, Sin
from tests.emulators.taobao.shop import App
from tests.end_to_end.taobao_day import shelves
from tests.fakes import FakeClock

PATIENCE = Limits(connect_s=5, silence_s=1.0, whole_s=4)
PAGE = 200
CAINIAO = "cainiao"
FIRST_OF_POOL = 5_000_000_000_000
"""The platform's own numbers begin at the bottom."""
OPTIONS = DeskOptions(promise=timedelta(hours=48), platform="taobao", report_stops="all")


class Tray(Link):
    """A printer whose paper can be counted after any kill: each document is one line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, document: bytes, name: str) -> Told:
        assert document
        handle = os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        try:
            os.write(handle, f"{name}\n".encode())
        finally:
            os.close(handle)
        return Told.PRINTED


class Program:
    """What can be asked of the desk.

    Args:
        told: ``folder``, ``gateway``, the clock, ``numbers`` (``pool`` or ``cainiao``) and ``sin``.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        self.sin = Sin(told["sin"])
        sins.begin(self.sin)
        self.clock = FakeClock(datetime.fromtimestamp(told["now"], UTC))
        self.clock.seconds = told["steady"]
        app = App()
        self._account = Account(told["gateway"], app.key, app.secret, app.session)
        folder = Path(told["folder"])
        self.tray = Tray(folder.parent / "tray")
        self.desk = self._open(folder, outside=told["numbers"] == CAINIAO)

    def _open(self, folder: Path, *, outside: bool) -> Desk:
        folder.mkdir(parents=True, exist_ok=True)
        if self.sin is Sin.PRINTS:
            self._print_again(folder)
        return make_desk(
            folder,
            clock=self.clock,
            options=OPTIONS,
            connect=self._connect,
            carrier=self._cainiao() if outside else None,
            link=self.tray,
        )

    def _print_again(self, folder: Path) -> None:
        store = Store(folder, self.clock.now())
        for job in store.print_jobs.open():
            if job.state is JobState.SENDING:
                self.tray.send(b"again", f"{job.waybill}-again.png")
        store.close()

    def _client(self, limits: Limits = PATIENCE) -> TopClient:
        del limits
        return TopClient(self._account, now=self.clock.now, steady=self.clock.steady, limits=PATIENCE)

    def _cainiao(self) -> Carrier:
        real = CainiaoWaybills(self._client, TERMS, lambda: ("YTO", "ZTO"), self.clock.steady)
        return CarelessCarrier(real, self.sin) if self.sin in (Sin.GRASPS, Sin.KEEPS) else real

    def _connect(self, store: Store) -> Listening:
        around = Surroundings(
            client=self._client,
            now=self.clock.now,
            steady=self.clock.steady,
            every=timedelta(seconds=10),
            write_rejects=lambda _at, _rejects: None,
        )
        self.platform = Listening(Shop("旗舰店"), store, around)
        self.platform.begin()
        self.platform.sin, self.platform.fault = sins.of_connector(self.sin), self.sin
        return self.platform

    # --- what is asked
    # ----------------------------------------------------------------------------------------

    def answer(self, told: dict[str, Any]) -> dict[str, Any]:
        """Do one thing; what the platform was heard to say meanwhile goes along."""
        self.clock.moment = datetime.fromtimestamp(told["now"], UTC)
        self.clock.seconds = told["steady"]
        acts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "furnish": self._furnish,
            "pull": self._pull,
            "push": self._push,
            "scan": self._scan,
            "unpack": self._unpack,
            "put-back": self._put_back,
            "list": self._list,
            "known": self._known,
            "state": self._state,
        }
        said = acts[told["do"]](told)
        heard, self.platform.heard = self.platform.heard, []
        return {**said, "heard": heard, "view": self._view()}

    def _furnish(self, told: dict[str, Any]) -> dict[str, Any]:
        """Goods on the shelves, numbers in the pool."""
        take_in(self.desk, *GOODS, *shelves(), *numbers(told["numbers"], FIRST_OF_POOL))
        return {}

    def _pull(self, told: dict[str, Any]) -> dict[str, Any]:
        """One round of orders and news."""
        del told
        try:
            self.desk.syncing.pull_now()
        except PackstationError as error:
            self.desk.syncing.failed(error)
            return {"more": False, "error": error.reason}
        trouble = self.desk.syncing.trouble
        return {"more": self.desk.syncing.has_news(), "error": trouble.reason if trouble else ""}

    def _push(self, told: dict[str, Any]) -> dict[str, Any]:
        """What left is told, numbers given up are given back."""
        del told
        tells = partial(sins.presume, self.desk) if self.sin is Sin.PRESUMES else self.desk.syncing.push_now
        done = tells()
        self.desk.calls.tell_now()
        return {"delivered": done.delivered, "later": done.later, "parked": done.parked}

    def _scan(self, told: dict[str, Any]) -> dict[str, Any]:
        answer = self.desk.scan_and_print(told["code"])
        missing = answer.facts.get("missing")
        return {"verdict": answer.verdict.value, "missing": str(missing or "")}

    def _unpack(self, told: dict[str, Any]) -> dict[str, Any]:
        """A recalled parcel is taken apart."""
        answer = self.desk.at_once(self.desk.unpack(told["number"]))
        return {"verdict": answer.verdict.value}

    def _put_back(self, told: dict[str, Any]) -> dict[str, Any]:
        """The goods of the recalled order on the desk go back to their shelves."""
        del told
        return {"verdict": self.desk.put_back().verdict.value}

    def _list(self, told: dict[str, Any]) -> dict[str, Any]:
        """The first of a list that are not among those passed over."""
        passed, found, after = frozenset(told["skip"]), list[str](), None
        states = frozenset(told.get("states", State))
        while len(found) < told["most"]:
            rows = self.desk.reading.queue(WorkList(told["list"]), after, PAGE)
            found += [row.number for row in rows if row.number not in passed and row.state in states]
            if len(rows) < PAGE:
                break
            after = rows[-1].key
        return {"numbers": found[: told["most"]]}

    def _known(self, told: dict[str, Any]) -> dict[str, Any]:
        """Which of these orders the desk has."""
        return {"known": sorted(self.desk.store.orders.shops_of(told["numbers"]))}

    def _state(self, told: dict[str, Any]) -> dict[str, Any]:
        """How an order stands; empty where nobody can work on it now."""
        row = self.desk.reading.row(told["number"])
        return {"state": "" if row is None or row.recall else row.state}

    def _view(self) -> dict[str, Any] | None:
        view = self.desk.open_view()
        return None if view is None else shown(view.order)


def shown(order: Order) -> dict[str, Any]:
    """What the packer sees of the order on the desk."""
    return {
        "number": order.number,
        "state": order.state.value,
        "recall": bool(order.recall),
        "surplus": [line.sku for line in order.surplus],
        "lines": [[line.sku, line.got, line.need] for line in order.lines],
        "wishes": len(order.open_wishes),
        "moved": order.address_changed,
        "boxes": [[box.waybill, box.label.value, box.closed] for box in order.parcels],
    }


def main(told: dict[str, Any]) -> int:
    """Answer until nothing more comes in."""
    program = Program(told)
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(program.answer(json.loads(line))) + "\n")
        sys.stdout.flush()
    with suppress(PackstationError):
        program.desk.store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
