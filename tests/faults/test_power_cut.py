"""Pulling the plug: what a disk may hold at any moment of a session, opened by the real start-up code.

``strace`` records the writes and syncs of the unmodified program. From them the disk is rebuilt as it may stand at any
moment: everything synced, plus any part of what was written since, lost, out of order, torn at sectors of 512 bytes.
Whatever was answered before that moment must be there. With ``synchronous=OFF`` the same harness must report losses.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from packstation.errors import StoreTrouble
from packstation.store.store import Store
from tests.builders import NOON
from tests.program import TOP, environment, plain_world, run, write

IMAGES = 3000 if os.environ.get("PACKSTATION_SOAK") == "full" else 120
SECTOR = 512
SHIRT = "6901234567892"
CODES = [code for n in range(6) for code in (SHIRT, SHIRT, "PKUNDO", SHIRT, f"YT{2 * n + 1:013d}")]
UNSAFE = (
    "import packstation.store.database as d; d.PRAGMAS[2] = ('synchronous', 0); d._prove = lambda _: None; "
)
_CALL = re.compile(r"^\d+\s+(\w+)\((.*?)\)?\s+= (-?\d+|\?)", re.DOTALL)


@dataclass(slots=True)
class Disk:
    """One file: what is safely on the platter, and what was written since the last sync."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def sync(self) -> None:
        """Everything written so far is on the platter now."""
        for offset, content in self.pending:
            put(self.safe, offset, content)
        self.pending.clear()

    def image(self, rng: random.Random) -> bytes:
        """What may be found after a cut: any part of the unsynced writes, in any order, torn."""
        found = bytearray(self.safe)
        writes = [op for op in self.pending if rng.random() < 0.5]
        rng.shuffle(writes)
        for offset, content in writes:
            cut = (
                rng.randrange(0, len(content) // SECTOR + 1) * SECTOR if rng.random() < 0.3 else len(content)
            )
            put(found, offset, content[:cut])
        return bytes(found)


def put(into: bytearray, offset: int, content: bytes) -> None:
    """Write as a file system does: a gap is zeros; a negative offset cuts the file to that size."""
    if offset < 0:
        size = -offset - 1
        del into[size:]
        into.extend(bytes(size - len(into)))
        return
    into.extend(bytes(max(0, offset + len(content) - len(into))))
    into[offset : offset + len(content)] = content


def record(folder: Path, log: Path, before: str) -> list[str]:
    """Scan a session under strace; gives the log's lines."""
    code = f"{before}import sys; from packstation.app import main; sys.exit(main(['--data-dir', {str(folder)!r}, 'scan']))"
    calls = "openat,close,pwrite64,write,ftruncate,fsync,fdatasync,unlink"
    subprocess.run(
        ["strace", "-f", "-qq", "-xx", "-s", "300000", "-o", str(log), "-e", f"trace={calls}", sys.executable, "-c", code],
        input="".join(f"{code}\n" for code in CODES), text=True, check=True, env=environment(), cwd=TOP,
        stdout=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip
    return log.read_text(encoding="ascii").splitlines()


class Tape:
    """Reads the log line by line, knowing which handle is which file."""

    def __init__(self, folder: Path) -> None:
        self.names = {str(folder / "packstation.db"): "db", str(folder / "packstation.db-wal"): "wal"}
        self.handles: dict[str, str] = {}

    def file_named(self, args: str) -> str:
        """Which of our files a path in the log is; empty for any other."""
        return self.names.get(text_of(args).decode("utf-8", "replace"), "")

    def read(self, name: str, args: str, result: str) -> tuple[str, str, object] | None:
        """One call as (what, file, data), if it matters."""
        handle = args.split(",", maxsplit=1)[0].strip()
        if name == "openat":
            self.handles[result] = self.file_named(args)
        elif name == "close":
            self.handles.pop(handle, None)
        elif name == "unlink" and self.file_named(args):
            return "write", self.file_named(args), (-1, b"")
        elif name == "write" and handle == "1":
            return "answer", "", text_of(args)
        elif self.handles.get(handle):
            return self._on_ours(name, args, self.handles[handle])
        return None

    def _on_ours(self, name: str, args: str, file: str) -> tuple[str, str, object] | None:
        """A call on one of our two files."""
        match name:
            case "pwrite64":
                return "write", file, (int(args.rsplit(",", 1)[1]), text_of(args))
            case "ftruncate":
                return "write", file, (-1 - int(args.rsplit(",", 1)[1]), b"")
            case "fsync" | "fdatasync":
                return "sync", file, None
        return None


def moments(lines: list[str], folder: Path) -> Iterator[tuple[str, str, object]]:
    """The log as (what, file, data): writes, cuts, syncs of our two files, and the answers given."""
    tape = Tape(folder)
    for line in lines:
        call = _CALL.match(line)
        if call and not call[3].startswith("-") and (seen := tape.read(*call.groups())):
            yield seen


def text_of(args: str) -> bytes:
    """The first string of a call's arguments, as bytes."""
    quoted = args[args.index('"') + 1 : args.rindex('"')]
    return bytes.fromhex(quoted.replace("\\x", ""))


def images(
    before: dict[str, bytes], lines: list[str], folder: Path, rng: random.Random
) -> Iterator[tuple[dict[str, bytes], list[dict[str, Any]]]]:
    """What the disk may hold at random moments, with the answers given until then."""
    events = list(moments(lines, folder))
    assert sum(what == "answer" for what, _, _ in events) >= len(CODES), "strace saw the answers"
    assert sum(what == "write" for what, _, _ in events) > 50, "strace saw the writes"
    chosen = sorted(rng.randrange(len(events)) for _ in range(IMAGES))
    disks = {name: Disk(bytearray(content)) for name, content in before.items()}
    answers: list[dict[str, Any]] = []
    at = 0
    for place, (what, file, data) in enumerate(events):
        while at < len(chosen) and chosen[at] == place:
            yield {name: disk.image(rng) for name, disk in disks.items()}, list(answers)
            at += 1
        if what == "write":
            disks[file].pending.append(data)  # type: ignore[arg-type]
        elif what == "sync":
            disks[file].sync()
        else:
            answers.append(json.loads(data))  # type: ignore[arg-type]


def loss(content: dict[str, bytes], answers: list[dict[str, Any]], folder: Path) -> str:
    """Open what was left with the real start-up code and compare with the answers; empty when all is there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, suffix in (("db", ""), ("wal", "-wal")):
        if content[name]:
            (folder / f"packstation.db{suffix}").write_bytes(content[name])
    try:
        store = Store(folder, NOON)
    except StoreTrouble as trouble:
        return f"does not open: {trouble}"
    try:
        last = {answer["order"]: answer for answer in answers if answer["order"]}
        for number, answer in last.items():
            order = store.orders.get(number)
            if order is None or (order.state != "shipped" and answer["verdict"] == "shipped"):
                return f"{number} is not shipped"
            if answer["verdict"] == "item-ok" and order.got < answer["got"]:
                return f"{number} has lost a unit"
        if store.journal.verify()[1] is not None:
            return "the journal is broken"
        return ""
    finally:
        store.close()


def losses(tmp_path: Path, before: str = "") -> list[str]:
    """Cut the power at many moments of one session; gives what was lost."""
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")  # noqa: T201  (a failure must be repeatable)
    folder = tmp_path / "data"
    run(folder, "import", write(tmp_path / "orders.json", plain_world(8, numbers=40)))
    start = {"db": (folder / "packstation.db").read_bytes(), "wal": b""}
    assert not (folder / "packstation.db-wal").exists()
    lines = record(folder, tmp_path / "strace.log", before)
    found = []
    for content, answers in images(start, lines, folder, random.Random(seed)):
        lost = loss(content, answers, tmp_path / "after")
        if lost:
            found.append(lost)
    return found


@pytest.mark.soak
def test_no_answered_scan_is_lost_when_the_plug_is_pulled(tmp_path: Path) -> None:
    assert losses(tmp_path) == []


def test_the_harness_sees_the_loss_without_syncs(tmp_path: Path) -> None:
    assert losses(tmp_path, UNSAFE) != []
