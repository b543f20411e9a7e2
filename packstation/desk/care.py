"""Looking after the desk itself: is everything there, copies, the journal for others to read."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from packstation.desk.booking import LowNumbers
from packstation.desk.desk import Desk
from packstation.desk.output import refuse_own, write_private
from packstation.desk.packaging import REQUIRED
from packstation.devices.ports import Port, find, is_usb
from packstation.domain.connection import Found, Tried
from packstation.domain.intake import is_low
from packstation.domain.print_jobs import Paper
from packstation.errors import PackstationError
from packstation.store import backup
from packstation.waybill.fonts import font_path

LEAST_FREE_MB = 500
OF_PLATFORM = "platform-"
"""Before the name of a part of the connection."""
FIRST_YEAR = 2026
"""No clock that is right shows an earlier one."""


class Level(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: the reason is the key of its sentence."""

    name: str
    level: Level
    reason: str = "fine"
    data: Mapping[str, object] = field(default_factory=dict)


def checks_without_desk(folder: Path) -> list[Check]:
    """What can be looked at even when the database does not open."""
    return [_disk(folder), _fonts(), _clock()]


def checks(desk: Desk) -> list[Check]:
    """Everything about an open desk."""
    return [
        _database(desk),
        _journal(desk),
        _stock(desk),
        _numbers(desk),
        *_printers(desk),
        *_platform(desk),
    ]


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free >> 20
    if not os.access(folder, os.W_OK):
        return Check("disk", Level.FAILED, "not-writable", {"folder": str(folder)})
    return Check(
        "disk",
        Level.OK if free >= LEAST_FREE_MB else Level.WARNING,
        "fine" if free >= LEAST_FREE_MB else "low",
        {"free": free},
    )


def _fonts() -> Check:
    try:
        return Check("fonts", Level.OK, "fine", {"file": font_path().name})
    except (PackstationError, OSError, ImportError) as error:
        return Check("fonts", Level.FAILED, "missing", {"detail": str(error)})


def _clock() -> Check:
    """A clock before this program was written is certainly wrong; more cannot be told without a platform."""
    now = datetime.now(UTC)
    sane = now.year >= FIRST_YEAR
    return Check(
        "clock",
        Level.OK if sane else Level.FAILED,
        "fine" if sane else "wrong",
        {"now": now.isoformat(" ", "seconds")},
    )


def _database(desk: Desk) -> Check:
    (answer,) = desk.store.database.one("PRAGMA integrity_check(1)") or ("",)
    data = {"sqlite": desk.store.database.sqlite_version, "detail": answer}
    return (
        Check("database", Level.OK, "fine", data)
        if answer == "ok"
        else Check("database", Level.FAILED, "damaged", data)
    )


def _journal(desk: Desk) -> Check:
    count, broken = desk.store.journal.verify()
    if broken:
        return Check("journal", Level.FAILED, broken.reason, {"row": broken.seq})
    return Check("journal", Level.OK, "fine", {"count": count})


def _stock(desk: Desk) -> Check:
    wrong = desk.store.stock.sums_up()
    if wrong:
        return Check("stock", Level.FAILED, "differs", {"sku": wrong[0][0], "bin": wrong[0][1]})
    return _cartons(desk) or Check("stock", Level.OK)


def _cartons(desk: Desk) -> Check | None:
    """What is wrong with the cartons: their ledger, too few left, none known where each box must have one."""
    differs = desk.store.cartons.sums_up()
    if differs:
        return Check("stock", Level.FAILED, "carton-differs", {"carton": differs[0]})
    cartons = desk.store.catalogue.cartons()
    if not cartons and desk.options.carton == REQUIRED:
        return Check("stock", Level.WARNING, "no-cartons")
    few = [carton for carton in cartons if is_low(carton, desk.options.carton_low)]
    told = "、".join(f"{carton.code}: {carton.on_hand}" for carton in few)
    return Check("stock", Level.WARNING, "cartons-low", {"cartons": told}) if few else None


def _numbers(desk: Desk) -> Check:
    if desk.numbers.is_outside:
        return _numbers_outside(desk)
    total = sum(desk.store.waybills.free_numbers().values())
    low = desk.numbers.low()
    if not total or low:
        return Check(
            "numbers", Level.WARNING, "few" if total else "none", {"count": total, "low": _told(low)}
        )
    return Check("numbers", Level.OK, "fine", {"count": total})


def _numbers_outside(desk: Desk) -> Check:
    """Whether the platform gives this shop numbers, and how many are left; asks over the network."""
    trouble = desk.numbers.look_around()
    if trouble is not None:
        return Check("numbers", Level.FAILED, trouble.reason, trouble.data)
    low, left = desk.numbers.low(), desk.numbers.left_outside()
    if low:
        return Check("numbers", Level.WARNING, "few-outside", {"low": _told(low)})
    known = [LowNumbers(code, desk.choosing.name(code), count) for code, count in sorted(left.items())]
    return Check("numbers", Level.OK, "outside" if not left else "left-outside", {"left": _told(known)})


def _told(numbers: Sequence[LowNumbers]) -> str:
    return "、".join(f"{one.name}: {one.left}" for one in numbers)


def _printers(desk: Desk) -> Iterator[Check]:
    """The label printer, without which nothing goes out, and those of papers, without which it goes on."""
    for one in desk.papers.printers():
        name = "printer" if one.kind is Paper.LABEL else f"printer-{one.kind}"
        if one.trouble is not None:
            level = Level.FAILED if one.kind is Paper.LABEL else Level.WARNING
            yield Check(name, level, one.trouble.reason, one.trouble.data)
            continue
        proven = desk.trial.proven_at() if one.kind is Paper.LABEL else None
        if one.is_starred:
            yield Check(name, Level.WARNING, "starred", {"link": one.way})
        elif proven is not None:
            told = proven.astimezone(desk.options.zone).strftime("%Y-%m-%d %H:%M")
            yield Check(name, Level.OK, "proven", {"link": one.way, "at": told})
        elif one.must_read_pdf:
            yield Check(name, Level.WARNING, "must-read-pdf", {"link": one.way})
        else:
            yield Check(name, Level.OK, "fine", {"link": one.way})


def serial_check(name: str, port: str, present: Sequence[Port]) -> Check:
    """Whether the serial port of a scanner or scale is there; who listens to it only the window knows.

    Args:
        name: ``scanner`` or ``scale``.
        port: as the settings have it: a name, a path, or ``usb:VENDOR:PRODUCT``.
        present: the ports there are.
    """
    there = ", ".join(one.usb or one.name for one in present) or "-"
    if not port:
        return Check(name, Level.FAILED, "no-port", {"present": there})
    known = {text for one in present for text in (one.name, one.location)}
    if find(port, present) or port in known or (not is_usb(port) and Path(port).exists()):
        return Check(name, Level.OK, "serial", {"port": port})
    return Check(name, Level.FAILED, "no-such-port", {"port": port, "present": there})


def keyboard_check() -> Check:
    """A keyboard scanner needs no port; whether one is plugged in only a scan can tell."""
    return Check("scanner", Level.OK, "keyboard")


def _platform(desk: Desk) -> list[Check]:
    """The outbox, then every part of the connection that could be tried now; what failed says what to do."""
    pending, parked = desk.store.outbox.counts()
    outbox = (
        Check("platform", Level.WARNING, "parked", {"count": parked})
        if parked
        else Check("platform", Level.OK, "fine", {"count": pending})
    )
    return [outbox, *(_tried(tried) for tried in desk.connection.try_out() if tried.found in _LEVELS)]


_LEVELS = {Found.OK: Level.OK, Found.WARNING: Level.WARNING, Found.FAILED: Level.FAILED}


def _tried(tried: Tried) -> Check:
    return Check(f"{OF_PLATFORM}{tried.part}", _LEVELS[tried.found], tried.reason, tried.data)


def back_up(desk: Desk, target: Path) -> Path:
    """A consistent copy under this name; never over the database itself.

    Raises:
        StoreTrouble: it cannot be written.
    """
    refuse_own(target, desk.store.folder)
    return backup.copy(desk.store.database, target)


def restore(source: Path, folder: Path) -> Path:
    """Go back to a copy; gives the folder where the replaced database is kept.

    Raises:
        BadInput: the copy cannot be trusted; nothing was changed.
        StoreTrouble: the database is in use, or the disk refuses.
    """
    keep = folder / "backups" / f"replaced-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}"
    backup.restore(source, folder, keep)
    return keep


_TOLD = ("manual", "by", "learnt", "units")
"""What of a row's data names no buyer: why something was done by hand, who allowed it, what was taught."""

_KEY = re.compile(r"[a-z-]{0,24}")


def _done_by_hand(data: str) -> dict[str, object]:
    """Why a gesture was done without the scanner, and what was taught by whom."""
    told = msgspec.json.decode(data)
    if not _KEY.fullmatch(str(told.get("manual", ""))):
        told["manual"] = "other"  # typed by a person: it may name a buyer
    return {name: told[name] for name in _TOLD if told.get(name)}


def export_journal(desk: Desk, target: Path) -> int:
    """The journal as JSON lines; codes nobody knew were never kept in clear. Gives the number of rows."""
    written = 0

    def lines() -> Iterator[bytes]:
        nonlocal written
        for row, sealed in desk.store.journal.rows():
            written += 1
            told = {
                "seq": row.seq,
                "at": row.at,
                "desk": row.desk,
                "packer": row.packer,
                "verb": row.verb,
                "verdict": row.verdict,
                "order": row.order,
                "code": row.code,
                **_done_by_hand(row.data),
                "hash": sealed,
            }
            yield msgspec.json.encode(told) + b"\n"

    write_private(target, lines(), desk.store.folder)
    return written
