"""Looking after the desk itself: is everything there, copies, the journal for others to read."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
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
from packstation.waybill.fonts import font_path, letters_path

LEAST_FREE_MB = 500
OF_PLATFORM = "platform-"
"""Before the name of a part of the connection."""
FIRST_YEAR = 2026
"""No clock that is right shows an earlier one."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: the reason is the key of its sentence.

    ``shop``: of which shop, where the desk works for several.
    """

    name: str
    level: Found
    reason: str = "fine"
    data: Mapping[str, object] = field(default_factory=dict)
    shop: str = ""


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
        return Check("disk", Found.FAILED, "not-writable", {"folder": str(folder)})
    return Check(
        "disk",
        Found.OK if free >= LEAST_FREE_MB else Found.WARNING,
        "fine" if free >= LEAST_FREE_MB else "low",
        {"free": free},
    )


def _fonts() -> Check:
    try:
        return Check("fonts", Found.OK, "fine", {"file": f"{font_path().name}, {letters_path().name}"})
    except (PackstationError, OSError, ImportError) as error:
        return Check("fonts", Found.FAILED, "missing", {"detail": str(error)})


def _clock() -> Check:
    """A clock before this program was written is certainly wrong; more cannot be told without a platform."""
    now = datetime.now(UTC)
    sane = now.year >= FIRST_YEAR
    return Check(
        "clock",
        Found.OK if sane else Found.FAILED,
        "fine" if sane else "wrong",
        {"now": now.isoformat(" ", "seconds")},
    )


def _database(desk: Desk) -> Check:
    (answer,) = desk.store.database.one("PRAGMA integrity_check(1)") or ("",)
    data = {"sqlite": desk.store.database.sqlite_version, "detail": answer}
    return (
        Check("database", Found.OK, "fine", data)
        if answer == "ok"
        else Check("database", Found.FAILED, "damaged", data)
    )


def _journal(desk: Desk) -> Check:
    count, broken = desk.store.journal.verify()
    if broken:
        return Check("journal", Found.FAILED, broken.reason, {"row": broken.seq})
    return Check("journal", Found.OK, "fine", {"count": count})


def _stock(desk: Desk) -> Check:
    wrong = desk.store.stock.sums_up()
    if wrong:
        return Check("stock", Found.FAILED, "differs", {"sku": wrong[0][0], "bin": wrong[0][1]})
    return _cartons(desk) or Check("stock", Found.OK)


def _cartons(desk: Desk) -> Check | None:
    """What is wrong with the cartons: their ledger, too few left, none known where each box must have one."""
    differs = desk.store.cartons.sums_up()
    if differs:
        return Check("stock", Found.FAILED, "carton-differs", {"carton": differs[0]})
    cartons = desk.store.catalogue.cartons()
    if not cartons and desk.options.carton == REQUIRED:
        return Check("stock", Found.WARNING, "no-cartons")
    few = [carton for carton in cartons if is_low(carton, desk.options.carton_low)]
    told = "、".join(f"{carton.code}: {carton.on_hand}" for carton in few)
    return Check("stock", Found.WARNING, "cartons-low", {"cartons": told}) if few else None


def _numbers(desk: Desk) -> Check:
    if desk.numbers.is_outside:
        return _numbers_outside(desk)
    total = sum(desk.store.waybills.free_numbers().values())
    low = desk.numbers.low()
    if not total or low:
        return Check(
            "numbers", Found.WARNING, "few" if total else "none", {"count": total, "low": _told(low)}
        )
    return Check("numbers", Found.OK, "fine", {"count": total})


def _numbers_outside(desk: Desk) -> Check:
    """Whether the platform gives this shop numbers, and how many are left; asks over the network."""
    trouble = desk.numbers.look_around()
    if trouble is not None:
        return Check("numbers", Found.FAILED, trouble.reason, trouble.data)
    low, left = desk.numbers.low(), desk.numbers.left_outside()
    if low:
        return Check("numbers", Found.WARNING, "few-outside", {"low": _told(low)})
    known = [LowNumbers(code, desk.choosing.name(code), count) for code, count in sorted(left.items())]
    return Check("numbers", Found.OK, "outside" if not left else "left-outside", {"left": _told(known)})


def _told(numbers: Sequence[LowNumbers]) -> str:
    return "、".join(f"{one.name}: {one.left}" for one in numbers)


def _printers(desk: Desk) -> Iterator[Check]:
    """The label printer, without which nothing goes out, and those of papers, without which it goes on."""
    for one in desk.papers.printers():
        name = "printer" if one.kind is Paper.LABEL else f"printer-{one.kind}"
        if one.trouble is not None:
            level = Found.FAILED if one.kind is Paper.LABEL else Found.WARNING
            yield Check(name, level, one.trouble.reason, one.trouble.data)
            continue
        proven = desk.trial.proven_at() if one.kind is Paper.LABEL else None
        if one.is_starred:
            yield Check(name, Found.WARNING, "starred", {"link": one.way})
        elif proven is not None:
            told = proven.astimezone(desk.options.zone).strftime("%Y-%m-%d %H:%M")
            yield Check(name, Found.OK, "proven", {"link": one.way, "at": told})
        elif one.must_read_pdf:
            yield Check(name, Found.WARNING, "must-read-pdf", {"link": one.way})
        else:
            yield Check(name, Found.OK, "fine", {"link": one.way})


def serial_check(name: str, port: str, present: Sequence[Port]) -> Check:
    """Whether the serial port of a scanner or scale is there; who listens to it only the window knows.

    Args:
        name: ``scanner`` or ``scale``.
        port: as the settings have it: a name, a path, or ``usb:VENDOR:PRODUCT``.
        present: the ports there are.
    """
    there = ", ".join(one.usb or one.name for one in present) or "-"
    if not port:
        return Check(name, Found.FAILED, "no-port", {"present": there})
    known = {text for one in present for text in (one.name, one.location)}
    if find(port, present) or port in known or (not is_usb(port) and Path(port).exists()):
        return Check(name, Found.OK, "serial", {"port": port})
    return Check(name, Found.FAILED, "no-such-port", {"port": port, "present": there})


def keyboard_check() -> Check:
    """A keyboard scanner needs no port; whether one is plugged in only a scan can tell."""
    return Check("scanner", Found.OK, "keyboard")


def _platform(desk: Desk) -> list[Check]:
    """The outbox, then every part of the connection that could be tried now; what failed says what to do."""
    pending, parked = desk.store.outbox.counts()
    outbox = (
        Check("platform", Found.WARNING, "parked", {"count": parked})
        if parked
        else Check("platform", Found.OK, "fine", {"count": pending})
    )
    linked, labels = desk.connection, desk.connection.labels
    with ThreadPoolExecutor(len(linked.shops)) as askers:
        trials = askers.map(lambda shop: linked.try_out(shop.id), linked.shops)
        found = [
            _tried(tried, labels.get(shop.id, ""))
            for shop, tries in zip(linked.shops, trials, strict=True)
            for tried in tries
            if tried.found is not Found.UNTRIED
        ]
    return [outbox, *_gone(desk), *found]


def _gone(desk: Desk) -> Iterator[Check]:
    """Shops that were taken out of the settings while something was still to be told to them."""
    known = {shop.id for shop in desk.connection.shops}
    for shop, (pending, parked) in desk.store.outbox.counts_by_shop().items():
        if shop not in known:
            yield Check("platform", Found.WARNING, "gone", {"shop": shop, "count": pending + parked})


def _tried(tried: Tried, shop: str) -> Check:
    return Check(f"{OF_PLATFORM}{tried.part}", tried.found, tried.reason, tried.data, shop)


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
