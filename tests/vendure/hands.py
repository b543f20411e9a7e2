"""A packer's hands and eyes: the program as a person starts it, killed at any moment, started anew on what it left."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw

from packstation.domain.order import Order
from packstation.store.store import Store
from tests.program import TOP, command, environment, run

SETTINGS = """[desk]
language = "en"

[platform]
kind = "vendure"
shop = "Mugs & More"
url = "{url}"
interval_s = {interval_s}
"""
PATIENCE_S = 120.0
CARRIER = "DHL"
KILLED: dict[str, Any] = {"verdict": "killed", "order": None, "events": []}


class Program:
    """One command of the program, its input held open; anybody may kill it."""

    def __init__(self, folder: Path, env: dict[str, str], errors: Path, *args: str) -> None:
        with errors.open("ab") as told:
            self._program = subprocess.Popen(
                command(folder, *args),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                env=env,
                cwd=TOP,
            )

    def kill(self) -> None:
        """At once, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._program.pid, signal.SIGKILL)

    def ask(self, code: str) -> dict[str, Any]:
        """The answer to one line; of a program that died meanwhile ``KILLED``."""
        assert self._program.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._program.stdin.write(f"{code}\n".encode())
            self._program.stdin.flush()
            return self._answer()
        return KILLED

    def _answer(self) -> dict[str, Any]:
        assert self._program.stdout is not None
        with selectors.DefaultSelector() as ready:
            ready.register(self._program.stdout, selectors.EVENT_READ)
            assert ready.select(PATIENCE_S), "no answer"
        line = self._program.stdout.readline()
        if not line.endswith(b"\n"):
            return KILLED
        told: dict[str, Any] = json.loads(line)
        return told

    def end(self) -> tuple[int, str]:
        """Nothing more is asked: it does what is left and ends; its exit code, and what it still said."""
        try:
            said, _ = self._program.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return self._program.returncode, said.decode()


class Packer:
    """A data directory, what is done over it, and how often that was cut short.

    Args:
        folder: for the data, made here.
        url: where the shop is called.
        token: lets the desk in.
        numbers: so many waybill numbers lie ready.
        interval_s: how often a running program asks the shop for news.
    """

    def __init__(self, folder: Path, url: str, token: str, numbers: int = 40, interval_s: int = 30) -> None:
        self.folder = folder
        folder.mkdir()
        settings = SETTINGS.format(url=url, interval_s=interval_s)
        (folder / "packstation.toml").write_text(settings, encoding="utf-8")
        self.env = environment(PACKSTATION_VENDURE_TOKEN=token)
        self.errors = folder.parent / "errors.txt"
        self.seen: Counter[str] = Counter()
        self._now: Program | None = None
        pool = {
            "carriers": [{"code": CARRIER, "name": "DHL Paket"}],
            "waybill_numbers": [{"carrier": CARRIER, "numbers": [f"JJD{n:013d}" for n in range(numbers)]}],
        }
        path = folder.parent / "numbers.json"
        path.write_text(json.dumps(pool), encoding="utf-8")
        self.done("import", path)

    # --- commands
    # -----------------------------------------------------------------------------------------------

    def done(self, *args: object) -> str:
        """A command that must come to a good end, undisturbed; gives what it said."""
        result = run(self.folder, *args, env=self.env)
        assert result.returncode == 0, f"{args}: {result.stdout}{result.stderr}"
        return result.stdout

    def sync(self, after_s: float | None = None) -> dict[str, Any]:
        """One round with the shop, killed after so many seconds if it is not over by then; empty if it was."""
        program = self._begin("sync", "--once", "--json")
        timer = threading.Timer(after_s or PATIENCE_S, program.kill)
        timer.start()
        try:
            code, said = program.end()
        finally:
            timer.cancel()
            self._now = None
        if code < 0:
            self.seen["syncs killed"] += 1
            return {}
        self.seen["syncs"] += 1
        self.seen["syncs over a broken wire"] += code
        told: dict[str, Any] = json.loads(said)
        return told

    def scan(self, code: str, after_s: float | None = None) -> dict[str, Any]:
        """One scan; a program that died is started anew, and goes on where the old one was."""
        program = self._now or self._begin("scan")
        timer = threading.Timer(after_s or PATIENCE_S, program.kill)
        timer.start()
        answer = program.ask(code)
        timer.cancel()
        self.seen[str(answer["verdict"])] += 1
        if answer is KILLED:
            program.end()
            self._now = None
        return answer

    def leave(self) -> None:
        """The scanning program ends, and tells the shop what left on its way out."""
        if self._now is not None:
            code, _ = self._now.end()
            self.seen["scanning killed at its end"] += code < 0
            self._now = None

    def kill(self) -> None:
        """Whatever runs of the program, if anything does, is killed at this moment; any thread."""
        if (program := self._now) is not None:
            program.kill()

    def _begin(self, *args: str) -> Program:
        self.leave()
        self._now = Program(self.folder, self.env, self.errors, *args)
        return self._now

    # --- eyes
    # ---------------------------------------------------------------------------------------------------

    def look(self, code: str) -> Order | None:
        """The order as the screen shows it."""
        store = Store(self.folder, datetime.now(UTC), read_only=True)
        try:
            return store.orders.get(code)
        finally:
            store.close()

    # --- one order after another
    # --------------------------------------------------------------------------------

    def next_code(self, order: Order, *, another_box: bool = False) -> str:
        """What is to be scanned next for this order; empty where nothing can be done now."""
        inside = [line.sku for line in (*order.surplus, *(order.lines if order.recall else ())) if line.got]
        if inside:
            return inside[0]
        if order.recall or order.state in ("shipped", "cancelled", "held"):
            return ""
        if order.state == "labelled":
            if order.address_changed:
                return "PKREPRINT"
            return next(
                (box.waybill for box in order.parcels if box.waybill and not box.closed),
                order.parcels[-1].waybill,
            )
        lacking = [line.sku for line in order.lines if line.got < line.need]
        if lacking:
            return "PKNEXTBOX" if another_box and order.got and len(order.parcels) == 1 else lacking[0]
        if any(box.label == "unknown" for box in order.parcels):
            return "PKREPRINT"
        return "PKPRINT"

    def impatient(self) -> None:
        """Nobody waits here until the desk tries again by itself: what was put off is due now."""
        self.rows("UPDATE outbox SET not_before = NULL WHERE state = 'PENDING'")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database answers to a statement."""
        database = apsw.Connection(str(self.folder / "packstation.db"))
        try:
            return list(database.execute(statement))
        finally:
            database.close()
